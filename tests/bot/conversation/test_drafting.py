"""Editing a draft: every change is compared with the source, kept at once, and can be taken back."""

import re
from dataclasses import replace

import pytest

from bot.local import LocalTelegram, Persona
from bot.settings import Settings, load_settings
from briefs.model import Article, BriefContent, Point
from briefs.staff import Actor, Person, StaffRole

OWNER = Actor(Person("telegram", "1"), StaffRole.OWNER)
ARTICLE = """Siết kiểm tra an toàn hồ chứa trước mùa mưa

05/06/2024 08:00

Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai tại Hà Nội.

Ho_chua.jpg
Toàn cảnh một hồ chứa ở miền Trung (Ảnh: Văn An)

Theo báo cáo, cả nước có 1.200 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên.

Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024.

Bộ Tài chính phối hợp bố trí vốn sửa chữa theo Chỉ thị 15-CT/TW của Ban Bí thư.
"""


@pytest.fixture
def settings(settings: Settings, reader: Persona) -> Settings:
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(reader.person.id,))


@pytest.fixture
async def editor(talk):
    """An editor who has a draft before them."""
    await talk.say(f"/add {ARTICLE}")
    while "Bỏ qua, để trống" in talk.buttons:
        await talk.press("Bỏ qua, để trống")
    return talk


async def press_all(talk, *labels: str) -> str:
    for label in labels:
        shown = await talk.press(next((one for one in talk.buttons if re.fullmatch(label, one)), label))
    return shown


async def another(talk, bot, telegram: LocalTelegram, role: StaffRole = StaffRole.EDITOR):
    """Somebody else with a role, in a chat of their own."""
    persona = Persona(telegram, telegram.person("Minh"))
    person = Person("telegram", str(persona.person.id), "Minh")
    owner = Actor(Person("telegram", str(talk.persona.person.id), "Lan"), StaffRole.OWNER)
    await bot.services.roster.grant(person, role, owner)
    return type(talk)(persona)


async def test_a_reworded_point_is_kept_where_the_source_says_so(editor):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1", "Sửa lời")
    shown = await editor.say("Có 1.200 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên")
    assert "Ý chính 1/" in shown
    assert "Bài gốc viết:" in shown
    assert "Theo báo cáo, cả nước có 1.200 hồ chứa" in shown
    assert "• Có 1.200 hồ chứa xuống cấp" in await press_all(editor, "‹ Sửa bản này", "‹ Xem trước")


async def test_a_wrong_number_is_stopped_with_the_sentence_and_typed_again(editor):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1", "Sửa lời")
    shown = await editor.say("Cả nước có 1.500 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên")
    assert "Chưa lưu: cần đối chiếu bài gốc" in shown
    assert "• 1.500: con số không có trong bài gốc" in shown
    assert "đoạn 2: Theo báo cáo, cả nước có 1.200 hồ chứa" in shown
    nowhere = await editor.say("Giá vàng trong nước lập đỉnh mới.")
    assert "Bài gốc viết:" in nowhere, "what the line says now"
    shown = await editor.say("Cả nước có 1.200 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên")
    assert "Ý chính 1/" in shown


async def test_a_publisher_may_overrule_the_guard_and_that_is_audited(editor, bot):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1", "Sửa lời")
    await editor.say("Cả nước có 1.500 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên")
    await editor.press("Vẫn lưu, tôi chịu trách nhiệm")
    assert "1.500 hồ chứa" in await editor.press("‹ Xem trước")
    newest = (await bot.services.audit.entries(1, brief_id=6))[0]
    assert newest.act.details["overruled"] == ["number: 1.500"]


async def test_what_cannot_be_compared_is_kept_by_a_publisher_alone_and_audited_so(editor, bot):
    content = BriefContent("Tên", Article("Tên"), points=(Point("Ý một."),))
    number = (await bot.services.desk.create(content, OWNER)).id
    await editor.say(f"/edit {number}")
    await press_all(editor, "1 ý chính", "1", "Sửa lời")
    assert "Chưa lưu" in await editor.say("Ý khác.")
    await editor.press("Vẫn lưu, tôi chịu trách nhiệm")
    newest = (await bot.services.audit.entries(1, brief_id=number))[0]
    assert newest.act.details["overruled"] == ["unchecked"]


async def test_a_line_left_as_it_was_is_changed_by_no_later_press_or_text(editor, bot):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1", "Sửa lời")
    await editor.say("Cả nước có 1.500 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên")
    overruling = next(
        b["callback_data"] for row in keys(editor.current) for b in row if "Vẫn lưu" in b["text"]
    )
    await editor.press("Giữ nguyên như cũ")
    pressed = await editor.persona.answered(editor.persona.callback(editor.last, overruling))
    assert "không còn được giữ" in str(pressed.text)
    assert "1.500" not in str((await bot.services.desk.file(6)).brief.content)
    assert "bản tóm lược" in await editor.say("ngoai giao kinh te")


async def test_a_long_line_is_an_answer_and_what_is_longer_another_article(editor):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1", "Sửa lời")
    long = "Cả nước có 1.200 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên; " * 6
    assert "Ý chính 1/" in await editor.say(long)
    await editor.press("Sửa lời")
    assert "Thêm thành bản nháp?" in await editor.say(long * 2)


async def test_an_editor_may_not_overrule_the_guard(editor, bot, telegram: LocalTelegram):
    other = await another(editor, bot, telegram)
    await other.say("/drafts")
    await press_all(other, "6", "Sửa", r"\d+ ý chính", "1", "Sửa lời")
    await other.say("Cả nước có 1.500 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên")
    assert "Vẫn lưu, tôi chịu trách nhiệm" not in other.buttons
    answer = await other.persona.answered(other.persona.callback(other.last, "eo:6"))
    assert "Chỉ người xuất bản" in str(answer.text)


async def test_lines_are_moved_dropped_and_brought_back(editor):
    first = (await press_all(editor, "Sửa", r"\d+ ý chính", "1")).splitlines()[1]
    assert "Ý chính 2/" in await editor.press("↓ Xuống")
    assert editor.current["text"].splitlines()[1] == first
    assert first[:60] not in await editor.press("Bỏ dòng này")
    await press_all(editor, "‹ Sửa bản này")
    undone = await editor.persona.press(editor.last, "Hoàn tác")
    assert str(undone.text).startswith(f"Đã hoàn tác: {first[:60]}")
    await editor.press("Hoàn tác")
    assert "Hoàn tác" not in editor.buttons
    assert (await press_all(editor, r"\d+ ý chính", "1")).splitlines()[1] == first


async def test_a_sentence_of_the_source_becomes_a_point_or_a_duty(editor):
    shown = await press_all(editor, "Sửa", r"\d+ ý chính", "Thêm từ bài gốc", "4")
    assert "Bộ Tài chính phối hợp bố trí vốn" in shown
    assert "Nguyên văn bài gốc, đoạn 4." in shown
    shown = await press_all(editor, "‹ Sửa bản này", r"\d+ nhiệm vụ", "Thêm từ bài gốc", "4")
    assert "Nhiệm vụ 2/2" in shown or "Nhiệm vụ 3/3" in shown


async def test_the_parts_of_a_duty_are_chosen_from_what_the_source_names(editor):
    await press_all(editor, "Sửa", r"\d+ nhiệm vụ", "1", "Chủ trì", "Bộ Tài chính")
    assert "✓ Bộ Tài chính" in editor.buttons
    assert "Chủ trì: Bộ Tài chính" in await editor.press("‹ Nhiệm vụ")
    assert "Thời hạn: trước ngày 30/6/2024" in await press_all(editor, "Thời hạn", "trước ngày 30/6/2024")
    assert "Căn cứ văn bản nào?" in await editor.press("Căn cứ")
    await editor.press("15-CT/TW")
    assert "✓ 15-CT/TW" in editor.buttons
    assert "Căn cứ: 15-CT/TW" in await editor.press("‹ Nhiệm vụ")


async def test_several_may_lead_and_each_is_taken_out_alone(editor):
    await press_all(editor, "Sửa", r"\d+ nhiệm vụ", "1", "Chủ trì", "Bộ Tài chính", "Bộ Công Thương")
    assert "Chủ trì: Bộ Tài chính, Bộ Công Thương" in await editor.press("‹ Nhiệm vụ")
    await press_all(editor, "Chủ trì", "✓ Bộ Tài chính")
    assert "Chủ trì: Bộ Công Thương" in await editor.press("‹ Nhiệm vụ")


async def test_a_typed_body_is_known_by_its_short_name_or_asked_about(editor):
    await press_all(editor, "Sửa", r"\d+ nhiệm vụ", "1", "Phối hợp")
    shown = await editor.say("bo tai chinh")
    assert "✓ Bộ Tài chính" in editor.buttons, shown
    assert "“bo nong”" in await editor.say("bo nong")
    await editor.press(editor.buttons[0])
    assert "tên không có trong bài gốc" in editor.current["text"]


async def test_a_name_offered_for_other_words_is_not_taken_for_the_last_ones(editor):
    await press_all(editor, "Sửa", r"\d+ nhiệm vụ", "1", "Phối hợp")
    await editor.say("bo nong")
    former = dict(editor.current)
    await editor.say("bo tu")
    answer = await editor.persona.press(former, keys(former)[0][0]["text"])
    assert "không còn được giữ" in str(answer.text)


async def test_a_deadline_that_the_source_does_not_name_is_stopped(editor):
    await press_all(editor, "Sửa", r"\d+ nhiệm vụ", "1", "Thời hạn")
    assert "ngày không có trong bài gốc" in await editor.say("trước ngày 31/12/2030")
    assert "Nhiệm vụ 1/" in await editor.press("Giữ nguyên như cũ")


async def test_a_line_left_out_is_listed_with_its_reason_and_can_be_kept(editor):
    shown = await press_all(editor, r"\d dòng đã bỏ")
    assert "Toàn cảnh một hồ chứa ở miền Trung (Ảnh: Văn An) (chú thích ảnh)" in shown
    number = re.search(r"(\d)\. Toàn cảnh", shown)[1]
    await editor.press(f"Giữ lại {number}")
    await press_all(editor, "‹ Sửa bản này", r"\d+ ý chính", "Thêm từ bài gốc")
    assert "Toàn cảnh một hồ chứa ở miền Trung (Ảnh: Văn An) [đoạn 2]" in editor.current["text"]
    await press_all(editor, "‹ Danh sách", "‹ Sửa bản này", "Hoàn tác", r"\d dòng đã bỏ")
    assert "Toàn cảnh một hồ chứa" in editor.current["text"]


async def test_a_line_that_is_kept_undoes_nothing_that_was_edited(editor):
    await press_all(editor, "Sửa", r"\d+ nhiệm vụ", "1", "Bỏ dòng này")
    listed = editor.current["text"]
    shown = await press_all(editor, "‹ Sửa bản này", r"\d dòng đã bỏ")
    number = re.search(r"(\d)\. Toàn cảnh", shown)[1]
    await editor.press(f"Giữ lại {number}")
    assert await press_all(editor, "‹ Sửa bản này", r"\d+ nhiệm vụ") == listed


async def test_title_topics_and_address_are_edited(editor):
    await press_all(editor, "Sửa", "Tiêu đề")
    assert "Tiêu đề: Rà soát an toàn 1.200 hồ chứa" in await editor.say("Rà soát an toàn 1.200 hồ chứa")
    await editor.press("Địa chỉ")
    assert "Chưa đúng địa chỉ" in await editor.say("bao.vn")
    assert "Địa chỉ: https://bao.vn/1" in await editor.say("https://bao.vn/1")
    await press_all(editor, "Lĩnh vực", "Ngoại giao kinh tế")
    assert "✓ Ngoại giao kinh tế" in editor.buttons


async def test_the_second_editor_is_told_who_is_at_it(editor, bot, telegram: LocalTelegram):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1", "↓ Xuống")
    changed = await bot.services.desk.file(6)
    other = await another(editor, bot, telegram)
    await other.say("/drafts")
    assert "Lan đang sửa bản này" in await press_all(other, "6", "Sửa")
    assert "Sửa bản nháp 6" in await other.press("Vẫn sửa")
    line = editor.last
    for data in (query_data(editor.current), "eu:6"):
        await editor.persona.answered(editor.persona.callback(line, data))
        await telegram.idle()
        assert "Minh đang sửa bản này" in editor.current["text"]
        await editor.press("‹ Xem trước")
    assert (await bot.services.desk.file(6)).manuscript == changed.manuscript


async def test_a_button_of_an_older_state_changes_nothing(editor):
    await press_all(editor, "Sửa", r"\d+ ý chính", "1")
    stale = dict(editor.current)
    query = editor.persona.callback(
        stale, next(b["callback_data"] for r in keys(stale) for b in r if "Bỏ" in b["text"])
    )
    await editor.persona.answered(query)
    again = await editor.persona.answered(editor.persona.callback(stale, query_data(stale)))
    assert "Nội dung đã thay đổi" in str(again.text)


async def test_an_answer_to_a_text_that_changed_meanwhile_leads_back_to_editing(editor, bot):
    await press_all(editor, "Sửa", "Tiêu đề")
    desk = bot.services.desk
    content = (await desk.file(6)).brief.content
    await desk.revise(6, replace(content, topics=()), OWNER)
    assert "Nội dung đã thay đổi" in await editor.say("Rà soát hồ chứa")
    told = editor.last
    assert "bản tóm lược" in await editor.say("ngoai giao kinh te")
    editor.last = told
    assert "Sửa bản nháp 6" in await editor.press("‹ Sửa bản này")


def keys(message: dict) -> list:
    return message["reply_markup"]["inline_keyboard"]


def query_data(message: dict) -> str:
    return next(b["callback_data"] for row in keys(message) for b in row if b["text"] == "Bỏ dòng này")


BROKEN = """gy:5 e:99 eu:6 ei:6:x:0 em:6:p:99:u:x ea:6:p:999:x eb:6:9:q ebt:6:1:l:99: ek:6:0 erk:6:9:
ev:6:z:9:1 ec:6:t ex:6:999: ezt:6:1:99: eks:6:1:99: ebc:6:7 el:6:q:99"""


async def test_broken_buttons_do_no_harm(editor):
    for data in BROKEN.split():
        answer = await editor.persona.answered(editor.persona.callback(editor.last, data))
        await editor.persona.telegram.idle()
        assert "Lỗi ở phía chúng tôi" not in f"{answer.text} {editor.persona.chat.messages}", data
