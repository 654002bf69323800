"""Following: what, when, stopping, and a digest that arrives."""

import datetime as dt

import pytest

from bot.app import Bot
from bot.local import LocalTelegram, Persona

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


async def make_due(bot: Bot, persona: Persona) -> int:
    chat = await bot.services.chats.find("telegram", str(persona.chat.id))
    assert chat is not None
    await bot.services.subscriptions.make_due(chat.id, now=bot.services.now(), covered_until=LONG_AGO)
    return await bot.delivery.tick_now()


async def test_following_is_three_presses_from_the_command(talk):
    await talk.say("/subscribe")
    await talk.press("Địa phương")
    await talk.press(next(b for b in talk.buttons if b.startswith("An Giang")))
    answer = await talk.press("Hằng ngày, 07:30")
    assert answer.startswith("Đang theo dõi: An Giang\nGửi: Hằng ngày, 07:30\nSớm nhất: ")


@pytest.mark.parametrize(
    ("typed", "what", "when"),
    [
        ("an giang 18:15", "An Giang", "Hằng ngày, 18:15"),
        ("bct thứ 6 7h30", "Bộ Công Thương", "Thứ Sáu hằng tuần, 07:30"),
        ("du lich hang tuan", "Du lịch", "Thứ Hai hằng tuần, 07:30"),
        ("dat hiem daily", "“dat hiem”", "Hằng ngày, 07:30"),
        ("hằng ngày", "mọi bản tóm lược", "Hằng ngày, 07:30"),
    ],
)
async def test_what_and_when_can_be_typed_in_one_line(talk, typed, what, when):
    answer = await talk.say(f"/subscribe {typed}")
    assert answer.startswith(f"Đang theo dõi: {what}\nGửi: {when}\n")


async def test_following_twice_changes_nothing_and_says_so(talk):
    await talk.say("/subscribe an giang 07:30")
    assert (await talk.say("/subscribe an giang 07:30")).startswith("Đã theo dõi từ trước: An Giang")
    assert "2. " not in await talk.say("/mysubs")


async def test_a_search_can_be_followed_from_its_results_and_from_no_results(talk):
    await talk.say("mien thi thuc")
    assert "Theo dõi: “mien thi thuc”" in await talk.press("Theo dõi “mien thi thuc”")
    await talk.say("qwzx vbnkj")
    assert "Theo dõi: “qwzx vbnkj”" in await talk.press("Báo tôi khi có “qwzx vbnkj”")


async def test_a_stop_can_be_undone(talk):
    await talk.say("/subscribe an giang 07:30")
    assert "Đã dừng: An Giang." in await talk.say("/stop")
    assert "Chưa theo dõi gì" in await talk.say("/mysubs")
    await talk.say("/subscribe du lich 07:30")
    await talk.say("/stop")
    assert "Đang theo dõi: Du lịch" in await talk.press("Hoàn tác")
    assert "1. Du lịch" in await talk.say("/mysubs")


async def test_of_several_subscriptions_each_or_all_can_be_stopped(talk):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/subscribe du lich 07:30")
    assert "2. Du lịch" in await talk.say("/stop")
    assert "Đã dừng: An Giang." in await talk.press("Dừng 1")
    await talk.say("/subscribe bct 07:30")
    await talk.say("/mysubs")
    await talk.press("Dừng tất cả")
    assert "Chưa theo dõi gì" in await talk.say("/mysubs")


async def test_a_chat_cannot_stop_the_subscription_of_another(talk, telegram: LocalTelegram):
    await talk.say("/subscribe an giang 07:30")
    other = Persona(telegram, telegram.person("Minh"))
    message = await other.ask("/start")
    other.callback(message, "us:1")
    await telegram.idle()
    assert "1. An Giang" in await talk.say("/mysubs")


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


async def test_a_brief_opened_from_a_digest_leaves_the_digest_as_it_is(talk, bot, telegram):
    await talk.say("/subscribe hằng ngày")
    telegram.mark_read(talk.persona.chat)
    await make_due(bot, talk.persona)
    talk.last = await telegram.next_message(talk.persona.chat)
    digest = talk.last
    await talk.press(talk.buttons[0])
    assert talk.last["message_id"] > digest["message_id"]
    assert talk.persona.chat.messages[digest["message_id"]]["text"] == digest["text"]


async def test_nothing_is_sent_where_nothing_is_new(talk, bot, telegram):
    await talk.say("/subscribe an giang 07:30")
    chat = await bot.services.chats.find("telegram", str(talk.persona.chat.id))
    await bot.services.subscriptions.make_due(chat.id, now=bot.services.now())
    assert await bot.delivery.tick_now() == 0


async def test_a_chat_that_blocks_the_bot_gets_nothing_more(talk, bot, telegram):
    await talk.say("/subscribe an giang 07:30")
    talk.persona.block()
    await telegram.idle()
    assert await make_due(bot, talk.persona) == 0
