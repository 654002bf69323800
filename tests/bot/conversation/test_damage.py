"""A brief that was damaged in the database: the bot starts, and only what opens that brief fails."""

import asyncio
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.app import build_bot, running
from bot.local import LocalTelegram, Persona
from bot.services import open_services
from briefs.store.engine import Database

OURS = "Lỗi ở phía chúng tôi"
DAMAGED = 3


async def tear(database: Database, number: int) -> None:
    async with database.write() as tx:
        await tx.execute(sa.text("UPDATE briefs SET content = '{\"ti' WHERE id = :id"), {"id": number})


async def damage(settings) -> None:
    """Store the packaged briefs and tear one, as at the first start of a newer version."""
    async with open_services(settings) as services:
        await services.seed_if_empty()
        await tear(services.database, DAMAGED)
        async with services.database.write() as tx:
            await tx.execute(sa.text("DELETE FROM counters WHERE name = 'filed'"))


async def test_all_but_the_damaged_brief_itself_is_answered(
    settings, telegram: LocalTelegram, reader: Persona, caplog
):
    await damage(settings)
    async with open_services(settings) as services, running(build_bot(services), asyncio.Event()):
        for asked in ("/start", "/latest", "ngoại giao kinh tế", "/directives", "/directives bộ công thương"):
            answer = await reader.ask(asked)
            assert OURS not in answer["text"], asked
            assert f"/b{DAMAGED}" not in answer["text"], asked
        assert OURS not in (await reader.ask("/b1"))["text"]
        assert "bị hỏng" in (await reader.ask(f"/b{DAMAGED}"))["text"]
        await telegram.idle()
    (told,) = {r.getMessage() for r in caplog.records if r.name == "briefs.store.content"}
    assert told.startswith(f"Brief {DAMAGED} is stored in a form that cannot be read (no content)")


async def test_a_damaged_draft_is_for_readers_no_brief_at_all(bot, talk):
    services = bot.services
    content = (await services.briefs.get(1)).content
    article = replace(content.article, external_id=None, url=None)
    draft, _ = await services.briefs.put(replace(content, article=article), now=services.now(), publish=False)
    intact = await talk.say(f"/b{draft.id}")
    await tear(services.database, draft.id)
    assert await talk.say(f"/b{draft.id}") == intact
    assert f"Không có bản tóm lược số {draft.id}." in intact


@pytest.mark.parametrize(
    ("language", "told", "code"),
    [
        (
            "vi",
            "Bản tóm lược này bị hỏng ở phía chúng tôi nên không mở được; các bản khác vẫn đọc được. ",
            "Mã: ",
        ),
        ("en", "This brief is damaged on our side and cannot be opened; all others can be read. ", "Code: "),
    ],
)
async def test_who_opens_a_damaged_brief_is_told_so_with_a_code(bot, talk, language, told, code):
    await talk.say(f"/settings {language}")
    opened = await talk.persona.ask("/b1")
    await tear(bot.services.database, 1)
    pressed = await talk.persona.press(opened, "d:1:0")
    assert re.fullmatch(re.escape(told + code) + r"[0-9A-F]{6}", pressed.text)
    assert (await talk.say("/b1")).startswith(told)
