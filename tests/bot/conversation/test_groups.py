"""Groups: the bot answers what mentions it, and leaves the rest of the talk alone."""

import pytest

from bot.local import Persona

HELLO = "@diemtin_bot"
ANONYMOUS_ADMIN, AS_A_CHANNEL = 1087968824, 136817688


@pytest.fixture
def group(bot, telegram, reader):
    owner = Persona(telegram, telegram.person("An"))
    return telegram.group("Tổ", admins=[owner.person], members=[reader.person], bot="administrator")


async def is_answered_first(reader, group):
    """Greet the bot, and find that it answered nothing before: each has their turn in a chat."""
    assert (await reader.ask(f"{HELLO} xin chào", group))["text"].startswith("Điểm Tin")


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (f"{HELLO} ngoai giao tom", "“ngoai giao tom”: 1 bản tóm lược"),
        (f"An Giang {HELLO.upper()}", "“An Giang”: 1 bản tóm lược"),
        (f"{HELLO} việc sắp đến hạn của An Giang?", "An Giang: chưa có nhiệm vụ nào có hạn từ hôm nay"),
        (f"Bộ Công an quá hạn gì {HELLO}", "Bộ Công an: chưa có nhiệm vụ nào qua hạn"),
        (f"{HELLO} xin chào", "Điểm Tin"),
        (f"{HELLO} /b3", "Ngoại giao kinh tế - hiện thực hóa"),
        (f"/b3{HELLO.upper()}", "Ngoại giao kinh tế - hiện thực hóa"),
        (HELLO, "Anh/chị cần tìm gì?"),
    ],
)
async def test_what_mentions_the_bot_is_answered_like_a_private_text(reader, group, said, begins):
    answer = await reader.ask(said, group)
    assert answer["text"].startswith(begins)


async def test_a_reply_that_mentions_it_is_answered_where_it_is_no_admin(bot, telegram, reader):
    group = telegram.group("Tổ", members=[reader.person])
    listed = await reader.ask("/latest", group)
    assert "355" in (await reader.ask(f"{HELLO} 355", group, reply_to=listed))["text"]


async def test_other_talk_is_left_alone(reader, group):
    for said in ("việc sắp đến hạn", "@an_bot việc sắp đến hạn", "@diemtin_bot_khac 355"):
        reader.send(said, group)
    reader.upload("anh.jpg", b"anh", "image/jpeg", caption="@diemtin_bot", chat=group)
    await is_answered_first(reader, group)


async def test_commands_for_other_bots_are_left_alone_by_an_admin_too(reader, group):
    for said in ("/search@other_bot 355", "/b5@other_bot", f"/search@other_bot {HELLO}", f"/ban {HELLO}"):
        reader.send(said, group)
    reader.upload("a.txt", b"355", caption="/add@other_bot", chat=group)
    await is_answered_first(reader, group)


async def test_what_was_forwarded_into_a_group_asks_the_bot_nothing(reader, telegram, group):
    channel = telegram.group("Kênh", kind="channel", bot="left")
    for said in (f"{HELLO} 355", "/latest"):
        reader.forward(reader.send(said, channel), group)
    await is_answered_first(reader, group)


def writing_as(chat, shared_user):
    """Write as a chat, beside a user whom all who do so share (Bot API, Message.sender_chat)."""
    user = {"id": shared_user, "is_bot": True, "first_name": "Group"}
    return {"sender_chat": chat.json(), "from": user}


async def test_anonymous_admins_change_what_their_group_gets(reader, group):
    anonymous = writing_as(group, ANONYMOUS_ADMIN)
    answer = await reader.ask("/subscribe an giang 07:30", group, **anonymous)
    assert answer["text"].startswith("Đang theo dõi: An Giang")
    assert "Anh/chị" not in (await reader.ask("/id", group, **anonymous))["text"]


async def test_who_writes_as_a_channel_is_no_admin(telegram, reader, group):
    channel = telegram.group("Kênh", kind="channel", admins=[reader.person])
    answer = await reader.ask("/subscribe an giang 07:30", group, **writing_as(channel, AS_A_CHANNEL))
    assert "quản trị viên" in answer["text"]


@pytest.mark.parametrize("said", ["đăng ký", "theo dõi An Giang", "đăng ký nhận tin về An Giang"])
async def test_a_mention_does_not_let_members_change_what_the_group_gets(reader, group, said):
    assert "quản trị viên" in (await reader.ask(f"{HELLO} {said}", group))["text"]
    assert (await reader.ask(f"/search {said}", group))["text"].startswith(("“", "Chưa có bản tóm lược"))
