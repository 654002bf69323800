"""A digest arrives: once, with reasons and duties, and what is done with it."""

import datetime as dt

from bot.app import Bot
from bot.local import Persona

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


async def make_due(bot: Bot, persona: Persona) -> int:
    chat = await bot.services.chats.find("telegram", str(persona.chat.id))
    assert chat is not None
    await bot.services.subscriptions.make_due(chat.id, now=bot.services.now(), covered_until=LONG_AGO)
    return await bot.delivery.tick_now()


async def test_a_digest_that_is_due_arrives_once_with_duties_reasons_and_the_next_time(talk, bot, telegram):
    await talk.say("/subscribe bct 07:30")
    telegram.mark_read(talk.persona.chat)
    assert await make_due(bot, talk.persona) == 1
    digest = await telegram.next_message(talk.persona.chat)
    for part in (
        "Bản tin ",
        "Việc của nơi anh/chị theo dõi:",
        "vì anh/chị theo dõi Bộ Công Thương",
        "Bản sau: ",
    ):
        assert part in digest["text"]
    assert await bot.delivery.tick_now() == 0


async def test_what_several_subscriptions_bring_is_one_message_without_repetition(talk, bot, telegram):
    await talk.say("/subscribe hằng ngày 07:30")
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/subscribe 355 07:30")
    telegram.mark_read(talk.persona.chat)
    assert await make_due(bot, talk.persona) == 1
    await telegram.next_message(talk.persona.chat)
    await telegram.idle()
    digests = [
        m["text"] for m in talk.persona.chat.messages.values() if str(m.get("text")).startswith("Bản tin")
    ]
    assert [text.count("→ /b5") for text in digests] == [1]
    assert "vì anh/chị theo dõi 355/TB-VPCP" in digests[0]


async def test_a_brief_opened_from_a_digest_leaves_the_digest_as_it_is(talk, bot, telegram):
    await talk.say("/subscribe hằng ngày")
    telegram.mark_read(talk.persona.chat)
    await make_due(bot, talk.persona)
    talk.last = await telegram.next_message(talk.persona.chat)
    digest = talk.last
    await talk.press(talk.buttons[0])
    assert talk.last["message_id"] > digest["message_id"]
    assert talk.persona.chat.messages[digest["message_id"]]["text"] == digest["text"]


async def test_the_list_opened_from_a_digest_leaves_the_digest_as_it_is(talk, bot, telegram):
    await talk.say("/subscribe hằng ngày")
    telegram.mark_read(talk.persona.chat)
    await make_due(bot, talk.persona)
    talk.last = await telegram.next_message(talk.persona.chat)
    digest = talk.last
    assert "1. mọi bản tóm lược" in await talk.press("Đổi hoặc dừng")
    assert talk.last["message_id"] > digest["message_id"]


async def test_nothing_is_sent_where_nothing_is_new(talk, bot, telegram):
    await talk.say("/subscribe an giang 07:30")
    chat = await bot.services.chats.find("telegram", str(talk.persona.chat.id))
    await bot.services.subscriptions.make_due(chat.id, now=bot.services.now())
    assert await bot.delivery.tick_now() == 0


async def test_a_paused_subscription_brings_nothing(talk, bot):
    await talk.say("/subscribe an giang ngay khi có")
    await talk.press("Thay đổi")
    await talk.press("Tạm dừng 7 ngày")
    await bot.services.seed()
    assert await bot.delivery.tick_now() == 0


async def test_a_chat_that_blocks_the_bot_gets_nothing_more(talk, bot, telegram):
    await talk.say("/subscribe an giang 07:30")
    talk.persona.block()
    await telegram.idle()
    assert await make_due(bot, talk.persona) == 0
