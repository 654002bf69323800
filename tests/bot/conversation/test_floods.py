"""Too much at once: one soft notice, no silence at a press, and nobody else is held up."""

from bot.local import LocalTelegram, Persona
from bot.throttle import A_USER

NOTICE = "Nhiều yêu cầu quá cùng lúc"


def answers(chat) -> list[str]:
    return [m["text"] for m in chat.messages.values() if m["from"]["is_bot"]]


async def flood(talk, telegram: LocalTelegram, text: str, chat=None) -> None:
    for _ in range(int(A_USER.burst) + 15):
        talk.persona.send(text, chat)
    await telegram.idle()


async def test_a_flood_is_answered_with_one_notice(talk, telegram: LocalTelegram):
    await flood(talk, telegram, "/help")
    seen = answers(talk.persona.chat)
    assert sum(NOTICE in text for text in seen) == 1
    assert int(A_USER.burst) < len(seen) < int(A_USER.burst) + 15


async def test_a_press_too_many_is_answered_over_the_chat(talk, telegram: LocalTelegram):
    await talk.say("/help")
    shown = talk.last
    await flood(talk, telegram, "/help")
    query = talk.persona.callback(shown, "h")
    await telegram.idle()
    assert NOTICE in query.answer.text


async def test_others_are_answered_meanwhile(talk, telegram: LocalTelegram):
    other = Persona(telegram, telegram.person("Minh"))
    await flood(talk, telegram, "/help")
    assert "Kho có 5" in (await other.ask("/start"))["text"]


async def test_talk_among_people_in_a_group_does_not_count(talk, telegram: LocalTelegram):
    group = telegram.group("Tổ Tổng hợp", admins=[telegram.person("Chủ")], bot="administrator")
    await flood(talk, telegram, "chào cả nhà", group)
    assert "Kho có 5" in (await talk.persona.ask("/start", group))["text"]
