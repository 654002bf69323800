"""Groups: the bot answers what mentions it, and leaves the rest of the talk alone."""

import pytest

from bot.local import Persona

HELLO = "@diemtin_bot"


@pytest.fixture
def group(bot, telegram, reader):
    owner = Persona(telegram, telegram.person("An"))
    return telegram.group("Tổ", admins=[owner.person], members=[reader.person], bot="administrator")


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        (f"{HELLO} ngoai giao tom", "“ngoai giao tom”: 1 bản tóm lược"),
        (f"An Giang {HELLO.upper()}", "“An Giang”: 1 bản tóm lược"),
        (f"{HELLO} việc sắp đến hạn của An Giang?", "An Giang: chưa có nhiệm vụ nào có hạn từ hôm nay"),
        (f"Bộ Công an quá hạn gì {HELLO}", "Bộ Công an: chưa có nhiệm vụ nào qua hạn"),
        (f"{HELLO} xin chào", "Điểm Tin"),
        (f"{HELLO} /b3", "Ngoại giao kinh tế - hiện thực hóa"),
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


async def test_other_talk_is_left_alone(reader, telegram, group):
    known = len(group.messages)
    for said in ("việc sắp đến hạn", "@an_bot việc sắp đến hạn", "@diemtin_bot_khac 355"):
        reader.send(said, group)
    reader.upload("anh.jpg", b"anh", "image/jpeg", caption="@diemtin_bot", chat=group)
    await telegram.idle()
    assert len(group.messages) == known + 4


@pytest.mark.parametrize("said", ["đăng ký", "theo dõi An Giang", "đăng ký nhận tin về An Giang"])
async def test_a_mention_does_not_let_members_change_what_the_group_gets(reader, group, said):
    assert "quản trị viên" in (await reader.ask(f"{HELLO} {said}", group))["text"]
    assert (await reader.ask(f"/search {said}", group))["text"].startswith(("“", "Chưa có bản tóm lược"))
