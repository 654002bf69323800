"""Following: what and when, chosen or typed, and what is said of it."""

import re

import pytest

from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Criteria


async def test_following_is_three_presses_from_the_command(talk):
    await talk.say("/subscribe")
    await talk.press("Địa phương")
    await talk.press(next(b for b in talk.buttons if b.startswith("An Giang")))
    answer = await talk.press("Hằng ngày, 07:30")
    assert answer.startswith("Đang theo dõi: An Giang\nGửi: Hằng ngày, 07:30\nNơi nhận: trò chuyện này\n")
    assert "Sớm nhất: " in answer


async def test_all_steps_are_one_message_edited_in_place(talk):
    await talk.say("/subscribe")
    first = talk.last["message_id"]
    for button in (
        "Lĩnh vực",
        "‹ Chọn lại",
        "Tất cả",
        "Ngày, giờ khác",
        "Hằng tháng",
        "Ngày 1: chọn ngày khác",
    ):
        await talk.press(button)
    await talk.press("15")
    assert "Đang theo dõi: mọi bản tóm lược" in await talk.press("08:30")
    assert talk.last["message_id"] == first
    assert "Hằng tháng ngày 15, 08:30" in str(talk.last["text"])


@pytest.mark.parametrize(
    ("typed", "what", "when"),
    [
        ("an giang 18:15", "An Giang", "Hằng ngày, 18:15"),
        ("bct thứ 6 7h30", "Bộ Công Thương", "Thứ Sáu hằng tuần, 07:30"),
        ("du lich hang tuan", "Du lịch", "Thứ Hai hằng tuần, 07:30"),
        ("an giang ngay khi có", "An Giang", "Ngay khi có"),
        ("an giang ngày làm việc 6h", "An Giang", "Ngày làm việc, 06:00"),
        ("355/TB-VPCP hằng tháng ngày 31", "355/TB-VPCP", "Hằng tháng ngày 31, 07:30"),
        ("999/QĐ-TTg hằng ngày", "999/QĐ-TTg", "Hằng ngày, 07:30"),
        ("hằng ngày", "mọi bản tóm lược", "Hằng ngày, 07:30"),
    ],
)
async def test_what_and_when_can_be_typed_in_one_line(talk, typed, what, when):
    answer = await talk.say(f"/subscribe {typed}")
    assert answer.startswith(f"Đang theo dõi: {what}\nGửi: {when}\n")


async def test_a_name_that_is_not_exact_is_asked_about_and_keeps_its_schedule(talk):
    assert "“bo cong thuon”" in await talk.say("/subscribe bo cong thuon 18:15")
    assert talk.buttons[:2] == ["Bộ Công Thương", "Từ khóa “bo cong thuon”"]
    answer = await talk.press("Bộ Công Thương")
    assert answer.startswith("Đang theo dõi: Bộ Công Thương\nGửi: Hằng ngày, 18:15\n")


async def test_words_that_name_nothing_are_followed_as_a_search_with_unwanted_words(talk):
    answer = await talk.say("/subscribe xuat khau -gao")
    assert answer.startswith("Theo dõi: “xuat khau -gao”\n30 ngày qua có 4 bản tóm lược.")
    assert "30 ngày qua có 3 bản tóm lược." in await talk.say("/subscribe xuat khau -thuong")


async def test_a_number_half_typed_is_understood_where_one_document_has_it(talk):
    assert (await talk.say("/subscribe 355")).startswith("Theo dõi: 355/TB-VPCP\n30 ngày qua có 1 bản")


async def test_a_document_and_a_recent_search_can_be_chosen_with_buttons(talk):
    await talk.say("mien thi thuc")
    await talk.say("/subscribe")
    await talk.press("Số hiệu văn bản")
    assert (await talk.press("355/TB-VPCP (1)")).startswith("Theo dõi: 355/TB-VPCP")
    await talk.press("‹ Chọn lại")
    await talk.press("Từ khóa đã tìm")
    assert (await talk.press("“mien thi thuc”")).startswith("Theo dõi: “mien thi thuc”")


async def test_a_text_that_is_too_long_is_refused_with_what_to_type(talk):
    assert "quá dài" in await talk.say("/subscribe " + "ngoại giao " * 50)


async def test_every_half_hour_of_the_day_is_a_button(talk):
    await talk.say("/subscribe an giang")
    await talk.press("Ngày, giờ khác")
    await talk.press("‹")
    hours = list(talk.buttons)
    for _ in range(3):
        await talk.press("›")
        hours += talk.buttons
    times = [label for label in hours if re.fullmatch(r"\d\d:\d\d", label)]
    assert times == [f"{hour:02}:{minute}" for hour in range(24) for minute in ("00", "30")]


async def test_the_day_that_is_chosen_is_marked(talk):
    await talk.say("/subscribe an giang")
    await talk.press("Ngày, giờ khác")
    await talk.press("Hằng tuần")
    await talk.press("T6")
    assert {"• Hằng tuần", "• T6", "T2"} <= set(talk.buttons)
    assert "Gửi: Thứ Sáu hằng tuần, 06:30" in await talk.press("06:30")


async def test_following_twice_changes_nothing_and_says_so(talk):
    await talk.say("/subscribe an giang 07:30")
    answer = await talk.say("/subscribe an giang 07:30")
    assert answer.startswith("Đã theo dõi từ trước: An Giang")
    assert "Không có gì thay đổi." in answer
    assert "2. " not in await talk.say("/mysubs")


async def test_a_changed_schedule_is_said_to_be_moved_and_can_be_taken_back(talk):
    await talk.say("/subscribe an giang 07:30")
    answer = await talk.say("/subscribe an giang thứ 6 17:30")
    assert answer.startswith(
        "Đã đổi lịch gửi: An Giang\nGửi: Thứ Sáu hằng tuần, 17:30\nTrước đây: Hằng ngày, 07:30\n"
    )
    assert "Gửi: Hằng ngày, 07:30\n" in await talk.press("Hoàn tác")
    assert "2. " not in await talk.say("/mysubs")


async def test_a_subscription_just_made_can_be_taken_back(talk):
    await talk.say("/subscribe an giang 07:30")
    assert "Đã dừng: An Giang." in await talk.press("Hoàn tác")
    assert "Chưa theo dõi gì" in await talk.say("/mysubs")


async def test_a_search_can_be_followed_from_its_results_and_from_no_results(talk):
    await talk.say("mien thi thuc")
    assert "Theo dõi: “mien thi thuc”" in await talk.press("Theo dõi “mien thi thuc”")
    await talk.say("qwzx vbnkj")
    assert "Theo dõi: “qwzx vbnkj”" in await talk.press("Báo tôi khi có “qwzx vbnkj”")


async def test_a_whole_number_that_was_searched_for_is_followed_as_a_document(talk):
    await talk.say("999/QĐ-TTg")
    await talk.say("/subscribe")
    await talk.press("Từ khóa đã tìm")
    assert (await talk.press("“999/QĐ-TTg”")).startswith("Theo dõi: 999/QĐ-TTg\n")


async def test_what_a_brief_speaks_of_and_a_body_and_a_document_can_be_followed_where_they_are_read(talk):
    await talk.say("/b5")
    await talk.press("Theo dõi")
    assert (await talk.press("355/TB-VPCP")).startswith("Theo dõi: 355/TB-VPCP")
    await talk.say("/directives bo cong thuong")
    assert (await talk.press("Theo dõi Bộ Công Thương")).startswith("Theo dõi: Bộ Công Thương")
    await talk.say("/doc 355")
    assert (await talk.press("Theo dõi 355/TB-VPCP")).startswith("Theo dõi: 355/TB-VPCP")


async def test_the_fifty_first_subscription_is_refused_with_what_to_do(talk, bot):
    await talk.say("/start")
    services = bot.services
    chat = await services.chats.find("telegram", str(talk.persona.chat.id))
    for number in range(50):
        await services.subscriptions.follow(
            chat, "", Criteria(query=f"word {number}"), Schedule(Frequency.DAILY), now=services.now()
        )
    answer = await talk.say("/subscribe an giang 07:30")
    assert "Đã theo dõi đủ 50 mục: anh/chị dừng bớt một mục trước." in answer
    assert "Đang theo dõi" in talk.buttons


async def test_the_hours_are_those_of_the_chats_zone(talk):
    await talk.say("/settings tokyo")
    assert "Giờ gửi theo giờ Tokyo" in await talk.say("/subscribe an giang")
    assert "07:30 giờ Tokyo" in await talk.press("Hằng ngày, 07:30")


async def test_following_is_in_english_where_english_was_chosen(talk):
    await talk.say("/lang en")
    await talk.say("/subscribe")
    await talk.press("Places")
    await talk.press(next(b for b in talk.buttons if b.startswith("An Giang")))
    await talk.press("Another day or hour")
    await talk.press("Weekly")
    await talk.press("Fri")
    answer = await talk.press("08:00")
    assert answer.startswith("Following: An Giang\nSent: Weekly on Friday, 08:00\nSent to: this chat\n")


async def test_what_no_brief_speaks_of_is_said_to_have_none_yet(talk):
    assert "30 ngày qua chưa có bản nào." in await talk.say("/subscribe halal")


@pytest.mark.parametrize("typed", ["bộ công thương, an giang", "BCT và an giang hằng ngày"])
async def test_several_names_are_followed_together(talk, typed):
    answer = await talk.say(f"/subscribe {typed}")
    if "Hằng ngày, 07:30" in talk.buttons:
        answer = await talk.press("Hằng ngày, 07:30")
    assert answer.startswith("Đang theo dõi: Bộ Công Thương, An Giang\n")


async def test_a_name_with_a_comma_is_one_of_several_names(talk):
    answer = await talk.say("/subscribe Bộ Văn hóa, Thể thao và Du lịch; an giang")
    assert answer.startswith("Theo dõi: Bộ Văn hóa, Thể thao và Du lịch, An Giang\n")


async def test_names_with_one_that_is_unknown_are_words(talk):
    assert (await talk.say("/subscribe an giang, gạo nếp cẩm")).startswith(
        "Theo dõi: “an giang, gạo nếp cẩm”"
    )


async def test_a_document_number_searched_in_vain_is_followed_as_a_document(talk, bot):
    await talk.say("999/QĐ-TTg")
    await talk.press("Báo tôi khi có “999/QĐ-TTg”")
    assert "Đang theo dõi: 999/QĐ-TTg\n" in await talk.press("Ngay khi có")
