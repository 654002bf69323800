"""Whatever is sent, the answer is clear, nothing breaks, and no traceback is seen."""

import pytest

from bot.local import LocalTelegram, Persona

OLD_BUTTON = "Nút này thuộc bản cũ"


async def test_an_empty_search_explains_how_to_ask(talk):
    assert "Anh/chị cần tìm gì?" in await talk.say("/search")


async def test_a_search_of_4000_letters_is_answered(talk):
    answer = await talk.say("ngoại giao kinh tế " * 215)
    assert "…" in answer.splitlines()[0]


ODD = ["<b>&amp;</i>", "</code>", "&lt;script&gt;", "_*[]()~`>#+-=|{}.!", "a\u202eb\u0301", "{query}", "%s"]


@pytest.mark.parametrize("query", [*ODD, "\U0001f468\u200d\U0001f469", "..."])
async def test_markup_and_odd_letters_are_shown_as_typed(talk, query):
    answer = await talk.say(f"zqxj {query}")
    assert "zqxj" in answer


async def test_an_unknown_command_is_named(talk):
    assert "Không có lệnh /nosuch." in await talk.say("/nosuch abc")


WRONG_DATA = """
    : x zz:1 b b: b:abc b:1:2:3:4 b:999999999999 d:5:-1 d:5:99999 k:nope k:agency.nope:0 s:unknown:0 s::
    st:agency.nope st:q.nope ss:all:x:9999 ss:all:d:2560 us:1 us:abc rs:999999 la:xx n:nope l:-5 l:9999999
    kl:abc sk:nope:0 sk:topic:x sb:abc đ:1 b:１ sn:topic.nope sh:all:z o:77
    su:abc su:99 sp:999999 pz:1:8 pz:x:7 pr: sm:nope sc:1 sc:x sx um:1:2 mo:-1:x mo:9 ua ra: ra:x
    b:3:² d:5:0:é dl:ssssssssssssssssssssssssssssssssssssssssssssssssssssssss:all
    sh:all:m32:1 sh:all:m31:9 ss:all:m31:9 st:e.1 st:n.nope st:m.nope ss:e.999:d:0900 ms:abc ms:99999 sk:n:zz
"""


@pytest.mark.parametrize("data", WRONG_DATA.split())
async def test_malformed_and_foreign_button_data_is_answered(talk, telegram: LocalTelegram, data):
    await talk.say("/start")
    query = talk.persona.callback(talk.last, data)
    answer = await talk.persona.answered(query)
    await telegram.idle()
    assert "Lỗi ở phía chúng tôi" not in str(answer.text)
    assert all("Lỗi ở phía chúng tôi" not in str(m.get("text")) for m in talk.persona.chat.messages.values())


async def test_a_button_of_an_older_version_says_so_and_offers_the_way_on(talk, telegram: LocalTelegram):
    await talk.say("/start")
    talk.persona.callback(talk.last, "gone:1")
    answer = await telegram.next_message(talk.persona.chat)
    assert OLD_BUTTON in answer["text"]


async def test_a_button_of_a_message_that_is_gone_is_answered_by_a_new_one(talk, telegram: LocalTelegram):
    await talk.say("/latest")
    gone = talk.last
    telegram.delete(talk.persona.chat, gone["message_id"])
    before = len(talk.persona.chat.messages)
    await talk.persona.answered(talk.persona.callback(gone, "b:3"))
    shown = await telegram.next_message(talk.persona.chat)
    assert shown["text"] == await talk.say("/b3")
    assert len(talk.persona.chat.messages) == before + 3


async def test_a_search_button_of_another_chat_does_not_work_here(talk, bot, telegram: LocalTelegram):
    await talk.say("mien thi thuc")
    data = next(
        b["callback_data"]
        for row in talk.last["reply_markup"]["inline_keyboard"]
        for b in row
        if b.get("callback_data", "").startswith("st:q.")
    )
    other = Persona(telegram, telegram.person("Minh"))
    await other.ask("/start")
    query = other.callback(list(other.chat.messages.values())[-1], data)
    assert "hết hạn" in str((await other.answered(query)).text)


async def test_an_edited_message_is_answered_anew(talk, telegram: LocalTelegram):
    await talk.say("qwzx vbnkj")
    mine = talk.persona.person.id
    sent = next(m for m in reversed(talk.persona.chat.messages.values()) if m["from"]["id"] == mine)
    telegram.mark_read(talk.persona.chat)
    talk.persona.edit(sent, "mien thi thuc")
    answer = await telegram.next_message(talk.persona.chat)
    assert "miễn thị thực" in answer["text"]


async def test_a_file_without_words_is_answered_with_what_can_be_done(talk, telegram: LocalTelegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.upload("a.bin", b"x")
    assert "/help" in (await telegram.next_message(talk.persona.chat))["text"]


class TestInAGroup:
    @pytest.fixture
    def group(self, telegram: LocalTelegram, reader: Persona):
        owner = telegram.person("Hoa")
        return telegram.group("Tổ Tổng hợp", admins=[owner], members=[reader.person])

    async def test_a_button_of_a_message_that_is_gone_is_answered(self, talk, group, telegram: LocalTelegram):
        shown = await talk.say("/latest", chat=group)
        telegram.delete(group, talk.last["message_id"])
        await talk.persona.answered(talk.persona.callback(talk.last, "l:0"))
        assert (await telegram.next_message(group))["text"] == shown

    async def test_a_command_with_the_bots_name_is_answered(self, talk, group, telegram: LocalTelegram):
        answer = await talk.say("/search@diemtin_bot mien thi thuc", chat=group)
        assert "miễn thị thực" in answer
        assert (await talk.say("/b5@diemtin_bot", chat=group)).startswith("Đẩy mạnh")

    @pytest.mark.parametrize("text", ["/search@other_bot 355", "/b5@other_bot", "/nosuch", "chào cả nhóm"])
    async def test_what_is_not_for_the_bot_is_left_alone(self, talk, group, telegram: LocalTelegram, text):
        talk.persona.send(text, group)
        await telegram.idle()
        assert [m for m in group.messages.values() if m.get("from", {}).get("id") == telegram.bot.id] == []

    async def test_only_admins_may_change_what_the_group_gets(self, talk, group, telegram: LocalTelegram):
        assert "chỉ quản trị viên" in await talk.say("/subscribe an giang 07:30", chat=group)
        assert "chỉ quản trị viên" in await talk.say("/lang en", chat=group)
        assert talk.buttons == ["Nhắn riêng cho bot"]
        await talk.say("/start", chat=group)
        refused = await talk.persona.press(talk.last, "English")
        assert "nhắn riêng cho bot" in str(refused.text)
        assert refused.show_alert
        assert talk.current["text"].startswith("Điểm Tin: tóm lược chính sách")
        owner_id = next(member for member, status in group.members.items() if status == "creator")
        owner = Persona(telegram, telegram.world.people[owner_id])
        answer = await owner.ask("/subscribe an giang 07:30", group)
        assert "Đang theo dõi: An Giang" in answer["text"]
