"""Narrowing a search by filters, duties by what is to be done, and help by examples that work."""

import re

import pytest

from briefs.model import Article, BriefContent

AN_GIANG = "Ngoại giao kinh tế - hiện thực hóa các đột phá chiến lược"


async def test_a_place_named_in_the_query_is_offered_as_a_filter_that_can_be_taken_away(talk):
    before = await talk.say("xuat khau an giang")
    narrowed = await talk.press("Chỉ An Giang")
    assert narrowed.startswith("“xuat khau an giang”: 1 bản tóm lược\nLọc: An Giang\n")
    assert "Chỉ An Giang" not in talk.buttons
    assert await talk.press("Bỏ lọc") == before


async def test_results_are_narrowed_by_year_and_topic_one_after_the_other(talk):
    await talk.say("ngoai giao kinh te")
    assert "theo năm, lĩnh vực, địa phương, cơ quan" in await talk.press("Lọc")
    assert "“ngoai giao kinh te”: 2 bản tóm lược\nLọc: năm 2024\n" in await talk.press("2024 (2)")
    await talk.press("Lọc")
    narrowed = await talk.press("Thị thực (1)")
    assert "1 bản tóm lược\nLọc: Thị thực · năm 2024\n" in narrowed
    assert AN_GIANG in narrowed


async def test_what_filters_leave_empty_says_so_and_leads_back(talk):
    assert "Không có bản nào trong phạm vi đang lọc.\nLọc: Thị thực" in await talk.say(
        'dak nong linhvuc:"Thị thực"'
    )
    assert "“dak nong”: 1 bản tóm lược" in await talk.press("Bỏ lọc")


async def test_filters_are_named_in_the_readers_language(talk):
    await talk.say("/lang en")
    await talk.say("an giang")
    await talk.press("Only An Giang")
    assert "\nFilter: Visas\n" in await talk.say('linhvuc:"thi thuc" ngoai giao')


async def test_a_filter_of_several_words_needs_no_quotation_marks(talk):
    assert (await talk.say("xuat khau diaphuong:an giang")).startswith(
        "“xuat khau”: 1 bản tóm lược\nLọc: An Giang\n"
    )
    await talk.say("/subscribe xuat khau diaphuong:an giang 8h")
    assert "1. “xuat khau”, An Giang\n" in await talk.say("/mysubs")


async def test_a_narrowed_search_can_be_followed(talk, bot):
    await talk.say("xuat khau an giang")
    await talk.press("Chỉ An Giang")
    await talk.press("Theo dõi “xuat khau an giang”")
    await talk.press("Ngay khi có")
    chat = await bot.services.chats.find("telegram", str(talk.persona.chat.id))
    followed = await bot.services.subscriptions.of_chat(chat.id)
    assert [item.criteria.query for item in followed] == ['place:"An Giang" xuat khau an giang']
    assert "1. “xuat khau an giang”, An Giang\n" in await talk.say("/mysubs")


async def test_a_phrase_and_filters_alone_are_shown_without_their_marks(talk):
    assert (await talk.say('"ngoại giao tôm"')).startswith("“ngoại giao tôm”: 1 bản tóm lược")
    assert "Theo dõi “ngoại giao tôm”" in talk.buttons
    await talk.say("tu:2024")
    assert "Theo dõi “từ 2024”" in talk.buttons


async def test_an_exclusion_that_leaves_nothing_is_taken_away_by_a_button(talk):
    assert "Chưa có" in await talk.say('"ngoại giao tôm" -visa')
    assert (await talk.press("Bỏ lọc")).startswith("“ngoại giao tôm”: ")


async def test_one_or_the_other_finds_the_briefs_of_both_and_can_be_followed(talk, bot):
    assert AN_GIANG in await talk.say("dak nong hoac an giang")
    assert "“dak nong hoac an giang”: 2 bản tóm lược" in talk.last["text"]
    await talk.press("Theo dõi “dak nong hoac an giang”")
    await talk.press("Ngay khi có")
    assert "1. “dak nong hoac an giang”\n" in await talk.say("/mysubs")


@pytest.mark.parametrize(
    "asked",
    [
        "tin từ Vietnam+",
        "bai tren bao vietnam+",
        "/search bài của Minh Nhật",
        "minh nhat",
        "minh nhật có gì mới",
    ],
)
async def test_articles_of_an_outlet_or_author_are_listed(talk, asked):
    answer = await talk.say(asked)
    assert re.match("Nguồn: .+: 1 bản tóm lược\n", answer)
    number = talk.buttons[0]
    await talk.press(number)
    assert await talk.press("‹ Quay lại") == answer


async def test_many_articles_of_an_outlet_turn_pages(talk, bot):
    for number in range(6):
        content = BriefContent(f"Bản {number}", Article(f"x{number}", outlet="Báo Nhân Dân"))
        await bot.services.briefs.put(content, now=bot.services.now())
    answer = await talk.say("tin từ báo nhân dân")
    assert answer.startswith("Nguồn: Báo Nhân Dân: 6 bản tóm lược\n\nBản 5")
    assert "Bản 0" in await talk.press("›")


async def test_where_no_source_is_called_so_the_words_are_searched_for(talk):
    assert (await talk.say("tin của bộ công thương")).startswith("“tin của bộ công thương”: ")


async def test_filters_alone_list_the_latest_first_with_their_first_points(talk):
    answer = await talk.say("tu:2024 truoc:2025")
    assert answer.startswith("2 bản tóm lược\nLọc: năm 2024\n")
    assert "24/12/2024\nThủ tướng yêu cầu ngoại giao kinh tế thời gian tới" in answer


async def test_words_of_a_duty_find_duties_with_who_has_to_act(talk):
    answer = await talk.say("/directives mien thj thuc")
    assert answer.startswith("Nhiệm vụ về “miễn thị thực”: 1 nhiệm vụ\n")
    assert "Chủ trì: Bộ Công an · Phối hợp: Bộ Ngoại giao" in answer
    assert "Thời hạn: không nêu" in answer
    assert "Ai phải làm gì" in await talk.press("/b5")
    assert await talk.press("‹ Quay lại") == answer


async def test_words_that_no_duty_has_lead_to_the_briefs_that_have_them(talk):
    assert "Cũng không có nhiệm vụ nào" in await talk.say("/directives hiep dinh")
    assert "“hiep dinh”: " in await talk.press("Bản tóm lược về “hiep dinh”")


async def test_a_body_and_words_find_the_duties_of_the_body_on_them(talk):
    answer = await talk.say("/directives BCT xuat khau")
    assert answer.startswith("Nhiệm vụ về “Bộ Công Thương, xuat khau”: 4 nhiệm vụ\n")
    assert "Bộ Lao động" not in answer


@pytest.mark.parametrize("question", ["Bộ Công an phải làm gì?", "nhiem vu cua bo cong an"])
async def test_a_question_for_the_duties_of_a_body_is_answered_by_them(talk, question):
    answer = await talk.say(question)
    assert answer.startswith("Bộ Công an: chủ trì, thực hiện 1 nhiệm vụ")


async def test_a_search_that_names_a_body_leads_to_its_duties(talk):
    await talk.say("bo cong an lanh su")
    assert (await talk.press("Nhiệm vụ: Bộ Công an")).startswith("Bộ Công an: chủ trì")


async def test_what_may_be_a_body_or_words_of_a_duty_is_offered_as_both(talk):
    assert (await talk.say("/directives du lich")).startswith("Hiểu là: Bộ Văn hóa, Thể thao và Du lịch")
    answer = await talk.press("Nhiệm vụ về “du lich”")
    assert "khách du lịch nước ngoài" in answer


async def test_a_body_inside_an_unknown_name_is_offered_first(talk):
    await talk.say("/directives phong xay dung an giang")
    assert "An Giang" in talk.buttons[:2]


async def test_results_lead_to_the_duties_on_the_same_words(talk):
    await talk.say("xuat khau")
    assert "Nhiệm vụ về “xuat khau”: 5 nhiệm vụ" in await talk.press("Nhiệm vụ liên quan")
    assert "“xuat khau”: 4 bản tóm lược" in await talk.press("Các bản liên quan")


async def test_every_example_of_the_search_help_finds_something(talk):
    await talk.say("/help tìm kiếm")
    entities = [each for each in talk.last["entities"] if each["type"] == "code"]
    text = talk.last["text"].encode("utf-16-le")
    examples = [text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in entities]
    assert len(examples) == 21
    examples.remove(due := "việc sắp đến hạn")
    assert "có hạn từ hôm nay" in await talk.say(due)  # the deadlines of the seeds have passed
    for example in examples:
        assert re.search(r"1\. |^Nguồn: .+: 1 bản", await talk.say(example)), example


@pytest.mark.parametrize("button", ["fl:nope", "fa:nope:2024", "fx:nope", "ka:nope:0"])
async def test_buttons_of_an_expired_search_say_so(talk, button):
    await talk.say("xuat khau")
    answer = await talk.persona.answered(talk.persona.callback(talk.last, button))
    assert "hết hạn" in str(answer.text)


async def test_searches_in_vain_are_counted_unless_the_chat_does_not_want_it(talk, bot):
    await talk.say("Chứng nhận HALAL")
    await talk.say("goi 0912 345 678")
    await talk.say("/settings")
    await talk.press("Không thống kê từ tìm của tôi")
    assert "Từ tìm không có kết quả: không thống kê" in talk.current["text"]
    await talk.say("gạo nếp")
    seen = await bot.services.stats.look(bot.services.now(), bot.services.today())
    assert [(miss.words, miss.count) for miss in seen.words] == [("chung nhan halal", 1)]


@pytest.mark.parametrize("asked", ["minh nhat", "tin từ Vietnam+", "mien thi thuc ca phe"])
async def test_what_is_answered_otherwise_than_by_its_words_is_one_search(talk, bot, asked):
    await talk.say(asked)
    seen = await bot.services.stats.look(bot.services.now(), bot.services.today())
    assert seen.searches == 1
