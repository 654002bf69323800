"""Groups, channels and topics: chosen in private with Telegram's own list, or followed from inside."""

import pytest

from bot.local import LocalTelegram, Persona


@pytest.fixture
def group(telegram: LocalTelegram, reader: Persona):
    return telegram.group("Tổ Tổng hợp", admins=[reader.person], is_forum=True)


@pytest.fixture
async def asked(talk):
    """The question where to send what was just followed."""
    await talk.say("/subscribe an giang 07:30")
    await talk.press("Gửi vào nhóm, kênh")
    return talk


def requests(talk):
    keyboard = talk.persona.chat.keyboard["keyboard"]
    return {key["text"]: key["request_chat"] for row in keyboard for key in row if "request_chat" in key}


async def share(talk, label, chat):
    """Choose a chat with a button of the question and return the bot's last message."""
    telegram, private = talk.persona.telegram, talk.persona.chat
    telegram.mark_read(private)
    talk.persona.share_chat(requests(talk)[label]["request_id"], chat)
    assert (await telegram.next_message(private))["text"] == f"Đã chọn: {chat.title}"
    talk.last = await telegram.next_message(private)
    return str(talk.last["text"])


async def following(talk, chat, **how):
    return (await talk.persona.ask("/mysubs", chat, **how))["text"]


async def test_telegram_offers_only_groups_and_channels_that_the_person_administers(asked):
    offered = requests(asked)
    assert offered["Chọn nhóm"]["chat_is_channel"] is False
    assert offered["Chọn nhóm"]["user_administrator_rights"]["can_manage_chat"] is True
    assert offered["Chọn kênh"]["chat_is_channel"] is True
    assert offered["Chọn kênh"]["bot_administrator_rights"]["can_post_messages"] is True


async def test_a_subscription_is_sent_to_a_group_instead(asked, group):
    answer = await share(asked, "Chọn nhóm", group)
    assert answer.startswith("Đang theo dõi: An Giang\nGửi: Hằng ngày, 07:30\nNơi nhận: Tổ Tổng hợp\n")
    assert "1. An Giang" in await following(asked, group)
    assert "Chưa theo dõi gì" in await asked.say("/mysubs")


async def test_the_list_of_chats_is_taken_away_once_it_was_used(asked, group):
    assert asked.persona.chat.keyboard is not None
    await share(asked, "Chọn nhóm", group)
    assert asked.persona.chat.keyboard is None


async def test_the_list_of_chats_is_taken_away_on_cancel(asked):
    assert "Không còn việc gì đang dở, không có gì thay đổi" in await asked.say("/huy")
    assert asked.persona.chat.keyboard is None
    assert "1. An Giang" in await asked.say("/mysubs")


async def test_what_was_sent_elsewhere_is_taken_back(asked, group):
    await share(asked, "Chọn nhóm", group)
    assert "Nơi nhận: trò chuyện này" in await asked.press("Gửi lại vào đây")
    assert "Chưa theo dõi gì" in await following(asked, group)
    assert "1. An Giang" in await asked.say("/mysubs")


async def test_where_it_is_followed_already_nothing_changes(asked, group):
    await asked.persona.ask("/subscribe an giang 07:30", group)
    assert (await share(asked, "Chọn nhóm", group)).startswith("Đã theo dõi từ trước: An Giang")
    assert "1. An Giang" in await asked.say("/mysubs")


async def test_somebody_who_is_no_admin_there_is_refused(asked, telegram: LocalTelegram):
    owner = telegram.person("Hoa")
    theirs = telegram.group("Nhóm khác", admins=[owner], members=[asked.persona.person])
    assert "Chỉ quản trị viên" in await share(asked, "Chọn nhóm", theirs)
    assert "1. An Giang" in await asked.say("/mysubs")


@pytest.mark.parametrize(
    ("kind", "standing", "label"),
    [
        ("supergroup", "left", "Chọn nhóm"),
        ("supergroup", "restricted", "Chọn nhóm"),
        ("channel", "member", "Chọn kênh"),
    ],
)
async def test_where_the_bot_cannot_write_it_says_what_to_do_and_lets_choose_again(
    asked, telegram: LocalTelegram, kind, standing, label
):
    chat = telegram.group("Nơi khác", kind=kind, admins=[asked.persona.person], bot=standing)
    assert "Thêm bot vào nhóm" in await share(asked, label, chat)
    assert "Gửi “An Giang” vào đâu?" in await asked.press("Chọn lại")


async def test_a_channels_digests_are_seen_and_changed_in_the_private_chat(asked, telegram: LocalTelegram):
    channel = telegram.group(
        "Tin ngoại giao", kind="channel", admins=[asked.persona.person], bot="administrator"
    )
    assert "Nơi nhận: Tin ngoại giao" in await share(asked, "Chọn kênh", channel)
    await asked.say("/mysubs")
    await asked.press("Nhóm, kênh của tôi")
    assert (await share(asked, "Chọn kênh", channel)).startswith("Tin ngoại giao đang theo dõi")
    await asked.press("1. An Giang")
    assert "Tạm dừng đến" in await asked.press("Tạm dừng 7 ngày")
    assert "Tin ngoại giao đang theo dõi" in await asked.press("‹ Danh sách")
    await asked.press("1. An Giang")
    assert "Đã dừng: An Giang." in await asked.press("Dừng nhận")
    assert "Nơi nhận: Tin ngoại giao" in await asked.press("Hoàn tác")
    await asked.press("Thay đổi")
    await asked.press("Đổi lịch gửi")
    assert "Gửi: Ngay khi có" in await asked.press("Ngay khi có")
    assert "Gửi vào nhóm, kênh" not in asked.buttons


async def test_a_button_pressed_in_a_channel_opens_the_private_chat_and_posts_nothing(
    asked, bot, telegram: LocalTelegram
):
    channel = telegram.group(
        "Tin ngoại giao", kind="channel", admins=[asked.persona.person], bot="administrator"
    )
    await share(asked, "Chọn kênh", channel)
    post = telegram.post(channel, {"from": telegram.bot.json(), "text": "Bản tin"})
    reader = Persona(telegram, telegram.person("Minh"))
    for data, payload in (("o:5", "b5"), ("mn", f"subs{channel.id}"), ("us:1", "home")):
        query = reader.callback(post, data)
        await telegram.journal.until(lambda answered=query: answered.answer is not None, 5.0, "an answer")
        assert query.answer.url == f"https://t.me/diemtin_bot?start={payload}"
    assert list(channel.messages.values()) == [post]


async def test_the_link_of_a_channel_opens_what_it_follows_for_its_admins_only(
    asked, bot, telegram: LocalTelegram
):
    channel = telegram.group(
        "Tin ngoại giao", kind="channel", admins=[asked.persona.person], bot="administrator"
    )
    await share(asked, "Chọn kênh", channel)
    assert "Tin ngoại giao đang theo dõi" in await asked.say(f"/start subs{channel.id}")
    other = Persona(telegram, telegram.person("Minh"))
    for payload in ("subs", f"subs{channel.id}", "subs-99"):
        assert "Chưa theo dõi gì" in (await other.ask(f"/start {payload}"))["text"]


async def test_a_topic_follows_from_inside_and_is_told_apart(talk, group, telegram: LocalTelegram):
    topic = telegram.topic(group, "Bản tin")
    answer = await talk.persona.ask("/subscribe an giang 07:30", group, topic=topic)
    assert "Nơi nhận: Tổ Tổng hợp, chủ đề này" in answer["text"]
    assert "1. An Giang" in await following(talk, group, topic=topic)
    assert "Chưa theo dõi gì" in await following(talk, group)


async def test_a_list_says_what_other_topics_of_the_group_follow(talk, group, telegram: LocalTelegram):
    topic = telegram.topic(group, "Bản tin")
    await talk.persona.ask("/subscribe an giang 07:30", group, topic=topic)
    assert "Chủ đề khác của nhóm đang theo dõi 1 mục." in await following(talk, group)
    assert "Chủ đề khác" not in await following(talk, group, topic=topic)


async def test_the_question_says_how_to_follow_in_a_topic(asked):
    assert "mở chủ đề đó và gõ /subscribe" in asked.last["text"]


async def test_in_a_group_only_admins_may_press_what_changes(talk, group, telegram: LocalTelegram):
    message = await talk.persona.ask("/subscribe an giang 07:30", group)
    member = Persona(telegram, telegram.person("Minh"))
    group.members[member.person.id] = "member"
    for data in ("us:1", "pz:1:7", "pr:1", "sp:1", "ua", "us:all", "ra:x", "ss:e.1:d:0900"):
        query = member.callback(message, data)
        await telegram.journal.until(lambda answered=query: answered.answer is not None, 5.0, "an answer")
        assert "chỉ quản trị viên" in str(query.answer.text)
    assert "Hằng ngày, 07:30" in await following(talk, group)
