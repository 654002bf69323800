"""/mysubs: a subscription is changed, paused, sampled and stopped in place."""

import datetime as dt
import re

import pytest

from bot.local import LocalTelegram, Persona

DAY = dt.timedelta(days=1)


@pytest.fixture
async def opened(talk):
    """The screen of a daily subscription to An Giang."""
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/mysubs")
    await talk.press("1. An Giang")
    return talk


async def stored(bot, persona):
    chat = await bot.services.chats.find("telegram", str(persona.chat.id))
    return (await bot.services.subscriptions.of_chat(chat.id))[0]


async def force(persona, message, data):
    """Send the data of a button that is not there, and wait until it is answered and shown."""
    query = persona.callback(message, data)
    await persona.telegram.journal.until(lambda: query.answer is not None, 5.0, "an answer")
    await persona.telegram.idle()


async def test_each_is_listed_with_its_last_and_next_send(talk):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/subscribe du lich ngay khi có")
    listed = await talk.say("/mysubs")
    assert re.search(r"1\. An Giang\nHằng ngày, 07:30\nGửi gần nhất: chưa lần nào\nGửi tiếp: .*07:30", listed)
    assert "2. Du lịch\nNgay khi có\nGửi gần nhất: chưa lần nào\nGửi tiếp: ngay khi có" in listed


async def test_a_long_list_has_pages(talk):
    for name in ("an giang", "du lich", "bo cong thuong", "bo tai chinh", "dak nong", "ca mau", "ha noi"):
        await talk.say(f"/subscribe {name} 07:30")
    assert "7. " not in await talk.say("/mysubs")
    assert "7. Hà Nội" in await talk.press("›")
    assert "Hà Nội" in await talk.press("7. Hà Nội")


async def test_the_schedule_is_changed_in_place(opened):
    message = opened.last["message_id"]
    await opened.press("Đổi lịch gửi")
    await opened.press("Ngày, giờ khác")
    await opened.press("Ngày làm việc")
    answer = await opened.press("06:30")
    assert answer.startswith(
        "Đã đổi lịch gửi: An Giang\nGửi: Ngày làm việc, 06:30\nTrước đây: Hằng ngày, 07:30"
    )
    assert opened.last["message_id"] == message


async def test_choosing_the_same_schedule_again_changes_nothing(opened):
    await opened.press("Đổi lịch gửi")
    assert "Không có gì thay đổi." in await opened.press("Hằng ngày, 07:30")


@pytest.mark.parametrize("days", [7, 30])
async def test_a_pause_holds_for_its_days_and_can_be_ended(opened, bot, days):
    assert "Tạm dừng đến " in await opened.press(f"Tạm dừng {days} ngày")
    paused = await stored(bot, opened.persona)
    assert days * DAY - DAY < paused.paused_until - bot.services.now() <= days * DAY
    assert paused.next_due >= paused.paused_until
    assert "Tạm dừng đến" in await opened.say("/mysubs")
    await opened.press("1. An Giang")
    assert "Tạm dừng đến" not in await opened.press("Nhận lại ngay")
    assert (await stored(bot, opened.persona)).next_due - bot.services.now() <= DAY


async def test_a_new_schedule_leaves_a_pause_as_it_is(opened, bot):
    await opened.press("Tạm dừng 7 ngày")
    await opened.press("Đổi lịch gửi")
    assert "Tạm dừng đến" in await opened.press("Ngày làm việc, 07:30")
    paused = await stored(bot, opened.persona)
    assert paused.next_due >= paused.paused_until


async def test_a_sample_comes_at_once_and_leaves_the_schedule_alone(opened, bot):
    before = await stored(bot, opened.persona)
    sample = await opened.press("Gửi thử ngay")
    assert sample.startswith("Bản gửi thử ")
    assert "vì anh/chị theo dõi An Giang" in sample
    assert "Đây là bản gửi thử, lịch gửi không đổi." in sample
    assert await stored(bot, opened.persona) == before
    assert await bot.delivery.tick_now() == 0


async def test_a_sample_of_what_no_brief_speaks_of_says_so(talk):
    await talk.say("/subscribe qwzx vbnkj 07:30")
    await talk.press("Thay đổi")
    answer = await talk.persona.press(talk.last, "Gửi thử ngay")
    assert "Chưa có bản tóm lược nào phù hợp" in str(answer.text)


async def test_a_stop_can_be_undone(opened):
    assert "Đã dừng: An Giang." in await opened.press("Dừng nhận")
    assert "Đang theo dõi: An Giang" in await opened.press("Hoàn tác")
    assert "1. An Giang" in await opened.say("/mysubs")


async def test_the_only_subscription_is_stopped_by_command(talk):
    await talk.say("/subscribe an giang 07:30")
    assert "Đã dừng: An Giang." in await talk.say("/stop")
    assert "Chưa theo dõi gì" in await talk.say("/mysubs")


async def test_all_are_stopped_after_a_question_and_can_be_taken_back(talk, bot):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/subscribe bct 07:30")
    await talk.press("Hoàn tác")  # stopped alone: what is undone later are those stopped together
    await talk.say("/subscribe du lich 07:30")
    assert "2. Du lịch" in await talk.say("/stop")
    assert "Dừng cả 2 mục" in await talk.press("Dừng tất cả")
    assert "1. An Giang" in await talk.press("Không, giữ lại")
    await talk.press("Dừng tất cả")
    assert "Đã dừng: An Giang.\nĐã dừng: Du lịch." in await talk.press("Dừng tất cả")
    chat = await bot.services.chats.find("telegram", str(talk.persona.chat.id))
    assert await bot.services.subscriptions.of_chat(chat.id) == []
    listed = await talk.press("Hoàn tác")
    assert "1. An Giang" in listed
    assert "2. Du lịch" in listed
    assert "3. " not in listed


async def test_a_button_of_a_stopped_subscription_shows_what_there_is(opened):
    old = opened.last
    await opened.press("Dừng nhận")
    opened.last = old
    for data in ("pz:1:7", "pr:1", "su:1", "sp:1"):
        await force(opened.persona, old, data)
        assert "Chưa theo dõi gì" in str(opened.current["text"])


async def test_the_schedule_of_a_stopped_subscription_is_not_changed(opened):
    await opened.press("Đổi lịch gửi")
    old = opened.last
    await opened.say("/stop")
    opened.last = old
    await force(opened.persona, old, "ss:e.1:d:0900")
    assert "không còn được theo dõi" in str(opened.current["text"])
    assert "Chưa theo dõi gì" in await opened.say("/mysubs")


async def test_a_chat_cannot_change_the_subscription_of_another(talk, bot, telegram: LocalTelegram):
    await talk.say("/subscribe an giang 07:30")
    before = await stored(bot, talk.persona)
    other = Persona(telegram, telegram.person("Minh"))
    message = await other.ask("/start")
    for data in ("us:1", "pz:1:7", "ss:e.1:d:0900", "sp:1", "su:1", "um:1:1", "rs:1", "mo:1"):
        await force(other, message, data)
        assert "An Giang" not in str(list(other.chat.messages.values())[-1]["text"])
    assert await stored(bot, talk.persona) == before
