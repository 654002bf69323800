"""Too much at once: one soft notice, no silence at a press, and nobody else is held up."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.app import Bot, build_bot, running
from bot.local import LocalTelegram, Persona
from bot.services import open_services
from bot.updates.throttle import Limit, Throttle

NOTICE = "Nhiều yêu cầu quá cùng lúc"
BURST = 5


@pytest.fixture
async def bot(settings, telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """A bot with little patience: so many questions, and no more for a long time."""
    throttle = Throttle(user=Limit(BURST, 0.001), chat=Limit(BURST, 0.001))
    async with open_services(settings) as services:
        await services.seed_if_empty()
        built = build_bot(services, throttle)
        async with running(built, asyncio.Event()):
            yield built


def answers(talk) -> list[str]:
    return [m["text"] for m in talk.persona.chat.messages.values() if m["from"]["is_bot"]]


async def overflow(talk) -> None:
    """Ask more than is answered, and wait until that is said."""
    for _ in range(BURST + 4):
        talk.persona.send("/help")
    journal = talk.persona.telegram.journal
    await journal.until(lambda: len(answers(talk)) == BURST + 1, 20, "the notice")


async def test_a_flood_is_answered_with_one_notice(talk, telegram: LocalTelegram):
    await overflow(talk)
    talk.persona.send("/help")
    await telegram.idle()
    assert [NOTICE in text for text in answers(talk)].count(True) == 1
    assert len(answers(talk)) == BURST + 1


async def test_a_press_too_many_is_answered_over_the_chat(talk, telegram: LocalTelegram):
    await talk.say("/help")
    shown = talk.last
    for _ in range(BURST):
        query = talk.persona.callback(shown, "h")
    await telegram.journal.until(lambda: query.answer is not None, 20, "an answer to the press")
    assert NOTICE in query.answer.text


async def test_others_are_answered_meanwhile(talk, telegram: LocalTelegram):
    other = Persona(telegram, telegram.person("Minh"))
    await overflow(talk)
    assert "Kho có 5" in (await other.ask("/start"))["text"]


async def test_talk_among_people_in_a_group_does_not_count(talk, telegram: LocalTelegram):
    group = telegram.group("Tổ Tổng hợp", admins=[telegram.person("Chủ")], bot="administrator")
    for _ in range(BURST + 4):
        talk.persona.send("chào cả nhà", group)
    assert "Kho có 5" in (await talk.persona.ask("/start", group))["text"]


async def test_anonymous_admins_of_other_groups_are_answered_meanwhile(talk, telegram: LocalTelegram):
    busy, other = (telegram.group(title, admins=[talk.persona.person]) for title in ("Tổ", "Phòng"))
    shared = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    for _ in range(BURST + 2):
        talk.persona.send("/help", busy, **{"from": shared, "sender_chat": busy.json()})
    await telegram.journal.until(lambda: len(busy.messages) == 2 * BURST + 3, 20, "the notice")
    writes = {"from": shared, "sender_chat": other.json()}
    assert "Kho có 5" in (await talk.persona.ask("/start", other, **writes))["text"]
