"""/mute and /id: a pause of all that is followed here, and the numbers that settings want."""

import datetime as dt

import pytest

from bot.local import Persona

DAY = dt.timedelta(days=1)


@pytest.fixture
async def followed(talk):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/subscribe du lich ngay khi có")
    return talk


async def pauses(bot, address: int) -> list[float | None]:
    """The days for which each of a chat's subscriptions is still paused, rounded."""
    chat = await bot.services.chats.find("telegram", str(address))
    listed = await bot.services.subscriptions.of_chat(chat.id)
    now = bot.services.now()
    return [round((item.paused_until - now) / DAY) if item.paused_until else None for item in listed]


@pytest.mark.parametrize(
    ("typed", "days"), [("/mute", 7), ("/mute 10", 10), ("/tamdung 2 tuần", 14), ("/mute 1 month", 30)]
)
async def test_all_that_is_followed_is_paused_and_a_button_takes_that_back(followed, bot, typed, days):
    assert (await followed.say(typed)).startswith("Đã tạm dừng 2 bản tin đến ")
    assert await pauses(bot, followed.persona.chat.id) == [days, days]
    await followed.press("Hoàn tác")
    assert await pauses(bot, followed.persona.chat.id) == [None, None]


async def test_the_list_offers_to_pause_all_while_several_are_sent(followed, bot):
    await followed.say("/mysubs")
    assert (await followed.press("Tạm dừng tất cả 7 ngày")).startswith("Đã tạm dừng 2 bản tin đến ")
    await followed.press("Đang theo dõi")
    assert "Tạm dừng tất cả 7 ngày" not in followed.buttons


async def test_a_longer_pause_is_offered_and_a_shorter_one_does_not_cut_it(followed, bot):
    await followed.say("/mute")
    await followed.press("Tạm dừng 30 ngày")
    assert "Tạm dừng đến" in await followed.say("/mute 7")
    assert await pauses(bot, followed.persona.chat.id) == [30, 30]


async def test_a_pause_of_one_that_lasts_longer_outlives_the_undo(followed, bot):
    await followed.say("/mysubs")
    await followed.press("1. An Giang")
    await followed.press("Tạm dừng 30 ngày")
    assert (await followed.say("/mute")).startswith("Đã tạm dừng 1 bản tin đến ")
    await followed.press("Hoàn tác")
    assert await pauses(bot, followed.persona.chat.id) == [30, None]


async def test_the_undo_of_a_longer_pause_leaves_the_shorter_one_that_stood_before(followed, bot):
    await followed.say("/mute")
    await followed.press("Tạm dừng 30 ngày")
    await followed.press("Hoàn tác")
    assert await pauses(bot, followed.persona.chat.id) == [7, 7]


async def test_the_undo_gives_each_back_the_pause_it_had(followed, bot):
    await followed.say("/mysubs")
    await followed.press("1. An Giang")
    await followed.press("Tạm dừng 7 ngày")
    await followed.say("/mute 30")
    assert await pauses(bot, followed.persona.chat.id) == [30, 30]
    await followed.press("Hoàn tác")
    assert await pauses(bot, followed.persona.chat.id) == [7, None]


@pytest.mark.parametrize("before", ["99999999999", "x.1~", "1.2.3~~", "0"])
async def test_what_no_undo_was_written_with_ends_the_pause(followed, bot, before):
    await followed.say("/mute")
    chat = await bot.services.chats.find("telegram", str(followed.persona.chat.id))
    listed = await bot.services.subscriptions.of_chat(chat.id)
    ends = int(listed[0].paused_until.timestamp())
    followed.persona.callback(followed.last, f"pu:{ends}:{before}")
    await followed.persona.telegram.idle()
    assert await pauses(bot, followed.persona.chat.id) == [None, None]


@pytest.mark.parametrize("pressed", ["pu", "pu:0", "pu:x:1"])
async def test_what_is_not_paused_keeps_its_time(followed, bot, pressed):
    chat, store = await bot.services.chats.find("telegram", str(followed.persona.chat.id)), bot.services
    await store.subscriptions.make_due(chat.id, now=bot.services.now())
    due = [item.next_due for item in await store.subscriptions.of_chat(chat.id)]
    followed.persona.callback(followed.last, pressed)
    await followed.persona.telegram.idle()
    assert [item.next_due for item in await store.subscriptions.of_chat(chat.id)] == due


@pytest.mark.parametrize("typed", ["/mute abc", "/mute 0", "/mute 999", "/mute ٣"])
async def test_what_is_no_length_of_a_pause_is_asked_for(followed, bot, typed):
    assert (await followed.say(typed)).startswith("Tạm dừng bao lâu?")
    assert await pauses(bot, followed.persona.chat.id) == [None, None]
    await followed.press("Tạm dừng 7 ngày")
    assert await pauses(bot, followed.persona.chat.id) == [7, 7]


async def test_where_nothing_is_followed_there_is_nothing_to_pause(talk):
    assert (await talk.say("/mute")).startswith("Chưa theo dõi gì")


async def test_in_a_group_only_admins_pause(talk, telegram, reader):
    admin = Persona(telegram, telegram.person("An"))
    group = telegram.group("Phòng Tổng hợp", admins=[admin.person], members=[reader.person])
    await admin.ask("/subscribe an giang 07:30", group)
    assert "quản trị viên" in (await reader.ask("/mute", group))["text"]
    assert (await admin.ask("/mute", group))["text"].startswith("Đã tạm dừng 1 bản tin")


async def test_the_numbers_of_chat_topic_and_person_are_told(talk, telegram, reader):
    assert await talk.say("/id") == f"Mã số trên Telegram\nAnh/chị: {reader.person.id}"
    group = telegram.group("Phòng Tổng hợp", admins=[reader.person], is_forum=True)
    topic = telegram.topic(group, "Xuất khẩu")
    text = (await reader.ask("/id", group, topic=topic))["text"]
    assert text.splitlines()[1:] == [
        f"Cuộc trò chuyện này: {group.id}",
        f"Chủ đề này: {topic.id}",
        f"Anh/chị: {reader.person.id}",
    ]
