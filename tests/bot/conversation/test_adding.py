"""Adding: an editor hands in an article by any route and gets a draft that only editors see."""

import pytest

from bot.handlers.adding.parts import Gathering, Part
from bot.local import LocalTelegram, Persona
from bot.settings import Settings, load_settings
from briefs.ingest.parsers.parsed import MOST_CHARACTERS
from briefs.model import Article, BriefContent
from briefs.staff import Actor, Person, StaffRole
from briefs.store.dialogues import Dialogue

ARTICLE = """Siết kiểm tra an toàn hồ chứa trước mùa mưa

05/06/2024 08:00

Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai tại Hà Nội.

Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024.
"""
OTHER = """Mở rộng cao tốc qua miền Trung trong năm tới

Bộ Xây dựng cho biết bốn đoạn cao tốc qua miền Trung sẽ được mở rộng lên sáu làn xe.

Chính phủ giao Bộ Tài chính bố trí 1.200 tỷ đồng cho giai đoạn đầu của dự án này.
"""


@pytest.fixture
def settings(settings: Settings, reader: Persona) -> Settings:
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(reader.person.id,))


async def added(talk, text: str = f"/add {ARTICLE}") -> str:
    """Hand in an article, leave unstated what is missing, and return the preview."""
    await talk.say(text)
    return await skipped(talk)


async def finished(talk) -> str:
    """Wait until the message says more than what is being done."""

    def shown() -> str:
        return str(talk.current["text"])

    journal = talk.persona.telegram.journal
    await journal.until(lambda: not shown().startswith("Đang "), 30, "the result of slow work")
    return shown()


async def counted(talk, text: str) -> None:
    """Wait until a message of the bot says so, and go on from it."""
    messages = talk.persona.chat.messages

    def shown() -> list[dict]:
        return [m for m in messages.values() if m["from"]["is_bot"] and text in m.get("text", "")]

    await talk.persona.telegram.journal.until(lambda: bool(shown()), 10, text)
    talk.last = shown()[-1]


async def skipped(talk) -> str:
    await finished(talk)
    while "Bỏ qua, để trống" in talk.buttons:
        await talk.press("Bỏ qua, để trống")
    return str(talk.current["text"])


async def test_a_pasted_article_becomes_a_draft_that_nobody_else_sees(talk, telegram: LocalTelegram):
    preview = await added(talk)
    assert "Bản nháp 6. Bài không nêu: cơ quan báo chí, tác giả." in preview
    assert "Siết kiểm tra an toàn hồ chứa trước mùa mưa" in preview
    assert "Bộ Công Thương (1)" in preview
    other = Persona(telegram, telegram.person("Minh"))
    assert "Không có bản tóm lược số 6" in (await other.ask("/b6"))["text"]
    assert "Siết kiểm tra" not in (await other.ask("an toan ho chua"))["text"]


async def test_a_published_draft_is_found_at_once(talk):
    await added(talk)
    assert "Rà soát an toàn" in await talk.press("1 nhiệm vụ")
    await talk.press("‹ Xem trước")
    assert "Đã xuất bản: Siết kiểm tra" in await talk.press("Xuất bản")
    assert "1. Siết kiểm tra" in await talk.say("an toan ho chua")
    assert "thực hiện 5 nhiệm vụ" in await talk.say("/directives bo cong thuong")


async def test_a_discarded_draft_can_be_brought_back(talk):
    await added(talk)
    assert "Đã bỏ: Siết kiểm tra" in await talk.press("Bỏ bản này")
    assert "Đã khôi phục." in await talk.press("Khôi phục")


async def test_messages_of_one_paste_are_one_article_in_the_order_they_were_sent(talk, telegram):
    assert "Gửi bài" in await talk.say("/add")
    counting = talk.last["message_id"]
    for paragraph in ARTICLE.split("\n\n"):
        talk.persona.send(paragraph)
    await counted(talk, "4 tin nhắn · 2")
    assert max(talk.persona.chat.messages) == counting + 4, "the count stands in one message"
    await talk.press("Xong")
    assert "Siết kiểm tra an toàn hồ chứa" in await skipped(talk)
    assert "trước ngày 30/6/2024" in await talk.press("1 nhiệm vụ")


async def test_a_paste_sent_together_with_its_command_is_gathered_whole(talk, telegram):
    sentence = "Bộ Công Thương báo cáo số {} về an toàn các hồ chứa thủy điện của cả nước trong năm. "
    pieces = ["".join(sentence.format(100 * part + n) for n in range(45)).strip() for part in range(3)]
    for text in (f"/add {pieces[0]}", pieces[1], pieces[2], "Báo cáo cuối cùng ngắn."):
        talk.persona.send(text)
    await counted(talk, "4 tin nhắn")
    assert [m["from"]["is_bot"] for m in talk.persona.chat.messages.values()].count(True) == 1
    talk.last = await talk.persona.ask("xong")
    await skipped(talk)
    await talk.press("Sửa")
    await talk.press(next(label for label in talk.buttons if "ý chính" in label))
    assert "Báo cáo cuối cùng ngắn." in await last_sentence(talk)


async def last_sentence(talk) -> str:
    await talk.press("Thêm từ bài gốc")
    while "›" in talk.buttons:
        await talk.press("›")
    return str(talk.current["text"])


async def test_no_more_is_gathered_than_an_article_may_have(talk, bot):
    await talk.say("/add")
    full = Gathering((Part(-1, "x" * (MOST_CHARACTERS - 100)),), asked=True)
    chat, now = str(talk.persona.chat.id), bot.services.now()
    await bot.services.dialogues.open(chat, chat, Dialogue("gathering", full.to_json()), now=now)
    for text in ("Vừa chỗ còn lại.", "Quá dài. " * 12, "Vẫn vừa."):
        talk.persona.send(text)
    await counted(talk, "3 tin nhắn")
    assert "Có 1 tin nhắn không còn chỗ nên bị bỏ ra. Một bài có tối đa 500.000 ký tự" in talk.current["text"]
    kept = await bot.services.dialogues.current(chat, chat, now=now)
    assert [part["text"] for part in kept.data["parts"]][1:] == ["Vừa chỗ còn lại.", "Vẫn vừa."]


async def test_what_was_gathered_can_be_dropped(talk):
    await talk.say("/add")
    assert talk.buttons == ["Bỏ"]
    talk.persona.send(ARTICLE)
    await counted(talk, "1 tin nhắn")
    assert "Đã hủy" in await talk.press("Bỏ")
    assert "Không có bản nháp nào." in await talk.say("/drafts")
    assert "Siết kiểm tra" not in await talk.say("an toan ho chua")


async def test_a_file_with_a_command_is_read_at_once_under_the_title_beside_it(talk, telegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.upload("bai.txt", ARTICLE.encode(), caption="/add An toàn hồ chứa")
    talk.last = await telegram.next_message(talk.persona.chat)
    await telegram.idle()
    preview = await skipped(talk)
    assert "An toàn hồ chứa" in preview
    assert "Siết kiểm tra" not in preview


async def test_a_file_alone_is_offered_to_be_added(talk, telegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.upload("bai.txt", ARTICLE.encode())
    talk.last = await telegram.next_message(talk.persona.chat)
    assert "Thêm thành bản nháp?" in talk.last["text"]
    await talk.press("Thêm")
    assert "Siết kiểm tra an toàn" in await skipped(talk)


async def test_files_sent_together_are_drafts_of_their_own_told_of_in_one_message(talk, telegram):
    files = {"a.txt": ARTICLE.encode(), "b.md": OTHER.encode(), "c.pdf": b"%PDF-1.4 broken"}
    telegram.mark_read(talk.persona.chat)
    for name, content in files.items():
        talk.persona.upload(name, content, album="77")
    talk.last = await telegram.next_message(talk.persona.chat)
    await counted(talk, "3 tệp")
    await talk.press("Thêm")
    report = await finished(talk)
    assert "Đã tạo 2 bản nháp" in report
    assert "6. Siết kiểm tra" in report
    assert "7. Mở rộng cao tốc" in report
    assert "c.pdf: Tệp hỏng" in report
    assert "Có thể trùng" not in report


async def test_a_forwarded_post_is_offered_with_its_channel_and_date_as_suggestions(talk, telegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.send(ARTICLE.replace("05/06/2024 08:00\n\n", ""), forward_origin=channel_post(telegram))
    talk.last = await telegram.next_message(talk.persona.chat)
    assert "Thêm thành bản nháp?" in talk.last["text"]
    assert "Bài không nêu ngày" in await talk.press("Thêm")
    assert "08/06/2024" in talk.buttons
    assert "Bài không nêu cơ quan báo chí" in await talk.press("Bỏ qua, để trống")
    preview = await talk.press("Kênh Thời sự")
    assert "Bài không nêu: ngày, tác giả." in preview
    assert "Kênh Thời sự" in preview


def channel_post(telegram: LocalTelegram) -> dict:
    chat = {"id": -1001, "type": "channel", "title": "Kênh Thời sự"}
    return {"type": "channel", "chat": chat, "message_id": 5, "date": 1717833600}


async def test_a_forwarded_picture_is_an_article_by_the_words_below_it(talk, telegram):
    size = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60}
    channel = {"id": -1001, "type": "channel", "title": "Kênh Thời sự"}
    post = {"chat": channel, "message_id": 5, "date": 1717833600, "photo": [size], "caption": ARTICLE}
    telegram.mark_read(talk.persona.chat)
    talk.persona.forward(post)
    talk.last = await telegram.next_message(talk.persona.chat)
    assert "Bài không nêu cơ quan báo chí" in await talk.press("Thêm")
    assert "Kênh Thời sự" in talk.buttons


async def test_a_message_from_before_the_command_is_a_part_when_edited_only_where_it_was_one(talk, bot):
    await talk.say("hồ chứa")
    search = talk.own
    await talk.say(ARTICLE)
    offered = talk.own
    talk.persona.send("/add")
    await counted(talk, "Gửi tiếp")
    assert "“an toàn hồ chứa”" in await talk.edit(search, "an toàn hồ chứa")
    talk.persona.edit(offered, OTHER)
    await talk.persona.telegram.idle()
    chat = str(talk.persona.chat.id)
    kept = await bot.services.dialogues.current(chat, chat, now=bot.services.now())
    assert [part["text"] for part in kept.data["parts"]] == [OTHER.strip()]


async def test_a_text_is_added_by_replying_to_it(talk):
    await talk.say(ARTICLE)
    sent = talk.persona.chat.messages[talk.last["message_id"] - 1]
    await talk.say("/add", reply_to=sent)
    assert "Bản nháp 6." in await skipped(talk)


async def test_missing_date_and_outlet_are_asked_for_and_may_be_typed(talk):
    bare = ARTICLE.replace("05/06/2024 08:00\n\n", "").replace("Chiều 4/6,", "Chiều 4/6/2024,")
    assert "Bài không nêu ngày" in await talk.say(f"/add {bare}")
    assert "04/06/2024" in talk.buttons, "a date of the text is suggested, not taken"
    assert "30/06/2024" not in talk.buttons, "a deadline is no such date"
    assert "Chưa đúng ngày" in await talk.say("hôm qua")
    assert "Bài không nêu cơ quan báo chí" in await talk.say("5/6/2024")
    preview = await talk.say("Báo Công Thương")
    assert "Bản nháp 6. Bài không nêu: tác giả." in preview
    assert "Báo Công Thương · 05/06/2024" in preview


async def test_a_copy_is_shown_before_anything_is_made(talk):
    await added(talk)
    copy = f"/add Đưa tin khác hẳn ở dòng đầu\n\n{ARTICLE.split(chr(10) * 2, 2)[2]}"
    notice = await talk.say(copy)
    assert "Có thể trùng bài đã có" in notice
    assert "→ bản nháp 6 (" in notice
    assert len((await talk.say("/drafts")).splitlines()) == 3
    await talk.say(copy)
    notice = talk.last
    assert "Bản nháp 6" in await talk.press(talk.buttons[0])
    talk.last = notice
    await talk.press("Vẫn thêm")
    preview = await skipped(talk)
    assert "Bản nháp 7." in preview
    assert "Bản giống hoặc liên quan:" in preview


async def test_of_several_copies_each_can_be_added_all_the_same(talk, telegram):
    for article in (ARTICLE, OTHER):
        await added(talk, f"/add {article}")
    telegram.mark_read(talk.persona.chat)
    for name, content in {"a.txt": ARTICLE, "b.txt": OTHER}.items():
        talk.persona.upload(name, content.encode(), album="77")
    talk.last = await telegram.next_message(talk.persona.chat)
    await counted(talk, "2 tệp")
    await talk.press("Thêm")
    assert "Có thể trùng" in await finished(talk)
    report, (first, second) = talk.last, [label for label in talk.buttons if label.startswith("Vẫn thêm")]
    assert "Bản nháp 8." in await talk.press(first)
    talk.last = report
    assert "không nêu" in await talk.press(second)
    assert "Mở rộng cao tốc" in talk.current["text"]


async def test_a_suggestion_is_taken_by_its_words_though_another_was_taken_before(talk):
    days = "Chiều 4/6/2024, sau cuộc họp ngày 1/6/2024,"
    await talk.say("/add " + ARTICLE.replace("05/06/2024 08:00\n\n", "").replace("Chiều 4/6,", days))
    rows = talk.current["reply_markup"]["inline_keyboard"]
    first, second = (key for row in rows for key in row if "/2024" in key["text"])
    await talk.press(first["text"])
    await talk.persona.answered(talk.persona.callback(talk.last, second["callback_data"]))
    await talk.persona.telegram.idle()
    assert second["text"] in await talk.say("/preview 6")


async def test_articles_are_added_in_the_private_chat_and_a_group_sees_no_draft(talk, telegram):
    await added(talk)
    group = telegram.group("Nhóm", members=[talk.persona.person])
    shown = await talk.say(f"/add {ARTICLE}", chat=group)
    assert "trò chuyện riêng" in shown
    for data in ("av:6", "ad:6:0", "e:6", "gd"):
        answer = await talk.persona.answered(talk.persona.callback(talk.last, data))
        assert answer.text, data
        assert "trò chuyện riêng" in answer.text or "không còn" in answer.text
    assert "Siết kiểm tra" not in str([m["text"] for m in group.messages.values() if m["from"]["is_bot"]])


async def test_who_is_no_editor_any_more_adds_nothing_of_what_was_gathered(talk, bot):
    await talk.say("/add")
    bot.services.roster.owners = frozenset()
    assert "Chỉ biên tập viên" in await talk.say(ARTICLE)


async def test_a_copy_that_is_not_added_leaves_nothing(talk):
    await added(talk)
    await talk.say(f"/add {ARTICLE}")
    assert "Không thêm bài này." in await talk.press("Không thêm")
    assert len((await talk.say("/drafts")).splitlines()) == 3


async def test_old_buttons_of_adding_end_no_question_that_was_asked_since(talk):
    await added(talk)
    await talk.say("/add")
    gathering = talk.last
    await talk.say(f"/add {ARTICLE}")
    held = talk.last
    await talk.say("/edit 6")
    await talk.press("Tiêu đề")
    for message, label in ((gathering, "Bỏ"), (held, "Không thêm")):
        talk.last = message
        await talk.press(label)
    assert "Tiêu đề: Rà soát hồ chứa" in await talk.say("Rà soát hồ chứa")


async def test_drafts_are_listed_and_published_by_number(talk):
    assert "Không có bản nháp nào." in await talk.say("/drafts")
    await added(talk)
    assert "6. Siết kiểm tra" in await talk.say("/drafts")
    assert "Siết kiểm tra" in await talk.press("6")
    assert "Đã xuất bản" in await talk.say("/publish 6")
    await talk.say("/withdraw 6 Nhầm bài")
    assert "Đã rút" in await talk.press("Rút bản này")
    assert "Không có bản tóm lược này" in await talk.say("/publish 99")


@pytest.mark.parametrize("text", ["/add ngắn quá", "/add http://127.0.0.1/x", "/publish", "/publish x"])
async def test_what_cannot_be_added_says_what_can(talk, text):
    await talk.say(text)
    answer = await finished(talk)
    assert "Lỗi ở phía chúng tôi" not in answer
    assert "Bản nháp" not in answer
    assert "anh/chị" in answer.lower() or "Không có" in answer


async def test_markup_and_invisible_characters_in_an_article_stay_harmless_text(talk):
    hostile = "<b>Hồ</b> [x](tg://user?id=1) &lt;a&gt; \u202eđảo\u202c chữ\u200b ẩn {ask} %s"
    preview = await added(talk, f"/add {ARTICLE}\n\n{hostile} ở hồ chứa miền Trung theo báo cáo năm nay.")
    assert "Bản nháp 6" in preview
    await talk.press("Sửa")
    await talk.press(next(label for label in talk.buttons if "ý chính" in label))
    shown = await last_sentence(talk)
    assert "<b>Hồ</b> [x](tg://user?id=1) &lt;a&gt; đảo chữ ẩn {ask} %s" in shown


async def test_a_broken_file_is_refused_with_a_reason(talk, telegram: LocalTelegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.upload("bai.pdf", b"%PDF-1.4 broken", mime="application/pdf", caption="/add")
    talk.last = await telegram.next_message(talk.persona.chat, 30)
    assert "Không đọc được." in await finished(talk)
    answers = [m for m in talk.persona.chat.messages.values() if m["from"]["is_bot"]]
    assert len(answers) == 1, "the result stands where the progress stood"


async def test_others_cannot_add_publish_or_see_drafts(talk, telegram: LocalTelegram):
    await added(talk)
    other = Persona(telegram, telegram.person("Minh"))
    for text in (f"/add {ARTICLE}", "/drafts"):
        assert "Chỉ biên tập viên" in (await other.ask(text))["text"]
    message = await other.ask("/start")
    for data in ("av:6", "ad:6:0", "e:6", "gd"):
        assert "Chỉ biên tập viên" in str((await other.answered(other.callback(message, data))).text)
    assert "/b1" in (await other.ask("/latest"))["text"]
    assert "Thêm thành bản nháp?" not in (await other.ask(ARTICLE * 3))["text"]


async def test_done_with_nothing_sent_asks_for_the_article_again(talk):
    await talk.say("/add")
    assert "Gửi bài" in await talk.say("xong")
    talk.persona.send(OTHER)
    await counted(talk, "1 tin nhắn")
    assert talk.last == list(talk.persona.chat.messages.values())[-2]


async def test_a_link_alone_is_offered_to_be_added(talk):
    assert "1 liên kết" in await talk.say("https://bao.test/a")
    assert talk.buttons == ["Thêm", "Bỏ"]


async def test_a_link_of_a_published_brief_opens_it(talk, bot):
    desk, owner = bot.services.desk, Actor(Person("telegram", "1"), StaffRole.OWNER)
    content = BriefContent("Siết kiểm tra hồ chứa", Article("Bài", url="https://bao.test/a"))
    number = (await desk.create(content, owner)).id
    assert "1 liên kết" in await talk.say("https://bao.test/a")
    await talk.press("Bỏ")
    await desk.publish(number, owner)
    assert (await talk.say("https://bao.test/a")).startswith("Siết kiểm tra hồ chứa")
