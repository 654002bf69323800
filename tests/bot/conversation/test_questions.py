"""Questions and requests in plain words: answered with duties, bodies, or what they are about."""

import pytest

from briefs.search import SearchIndex, SearchResult


@pytest.mark.parametrize("question", ["Ai phải làm gì về xuất khẩu?", "/directives ai lam gi ve xuat khau"])
async def test_a_question_who_must_do_what_is_answered_by_duties(talk, question):
    assert "khẩu”: 5 nhiệm vụ" in (answer := await talk.say(question)) or "khau”: 5 nhiệm vụ" in answer
    assert "4 bản tóm lược" in await talk.press("Các bản liên quan")


async def test_a_question_for_a_body_and_words_is_answered_by_its_duties_on_them(talk):
    answer = await talk.say("bộ công thương phải làm gì về xuất khẩu")
    assert answer.startswith("Nhiệm vụ về “Bộ Công Thương, xuất khẩu”: 4 nhiệm vụ")


async def test_who_asks_for_the_duties_of_several_bodies_chooses_one(talk):
    await talk.say("Bộ Ngoại giao, Bộ Công Thương phải làm gì")
    assert talk.buttons[:2] == ["Nhiệm vụ: Bộ Ngoại giao", "Nhiệm vụ: Bộ Công Thương"]
    assert (await talk.press("Nhiệm vụ: Bộ Công Thương")).startswith("Bộ Công Thương: chủ trì")


async def test_several_topics_are_no_bodies_to_choose_from(talk):
    assert "“xuất khẩu, du lịch”" in await talk.say("ai làm gì về xuất khẩu, du lịch")


async def test_duties_are_asked_for_by_what_they_are_on(talk):
    assert (await talk.say("nhiem vu ve du lich")).startswith("Nhiệm vụ về “du lich”: 3 nhiệm vụ")


async def test_duties_are_found_by_another_name_of_what_they_are_on(talk):
    answer = await talk.say("bộ ngoại giao phải làm gì về visa")
    assert answer.startswith("Nhiệm vụ về “Bộ Ngoại giao, Thị thực”: 1 nhiệm vụ")
    assert "miễn thị thực cho khách du lịch" in answer


@pytest.mark.parametrize("question", ["ai phải làm gì", "hạn nào?"])
async def test_a_question_about_nothing_in_particular_lists_who_has_duties(talk, question):
    assert (await talk.say(question)).startswith("Ai phải làm gì\nChọn bên dưới")


@pytest.mark.parametrize(
    "question", ["văn bản nào nói về xuất khẩu", "em muốn hỏi về xuất khẩu ạ", "tôi cần tìm tin về xuất khẩu"]
)
async def test_a_polite_question_finds_what_it_is_about(talk, question):
    assert (await talk.say(question)).startswith("“xuất khẩu”: 4 bản tóm lược")


@pytest.mark.parametrize(
    ("question", "name"), [("355/TB-VPCP là gì?", "355/TB-VPCP"), ("An Giang thế nào", "An Giang")]
)
async def test_a_question_about_a_document_or_a_name_is_answered_as_that_is(talk, question, name):
    assert await talk.say(question) == await talk.say(name)
    assert f"Theo dõi “{name}”" in talk.buttons


@pytest.mark.parametrize(
    ("question", "searches"), [("ngoại giao tôm là gì", 1), ("An Giang có gì", 1), ("halal là gì", 2)]
)
async def test_a_question_that_finds_something_as_it_stands_is_searched_once(
    talk, monkeypatch, question, searches
):
    await talk.say("xuất khẩu")  # the first search of all fills the index and is repeated
    asked, search = [], SearchIndex.search

    def counted(index: SearchIndex, query: str, **how: int) -> SearchResult:
        asked.append(query)
        return search(index, query, **how)

    monkeypatch.setattr(SearchIndex, "search", counted)
    await talk.say(question)
    assert len(asked) == searches


async def test_a_question_in_vain_offers_to_wait_for_what_it_is_about(talk):
    assert "nào nói về “halal”" in await talk.say("cơ quan nào phụ trách halal")
    assert "Báo tôi khi có “halal”" in talk.buttons


@pytest.mark.parametrize("greeting", ["Xin chào", "cảm ơn bạn nhé!", "hello"])
async def test_a_greeting_gets_the_first_screen(talk, greeting):
    assert (await talk.say(greeting)).startswith("Điểm Tin")


@pytest.mark.parametrize("signs", ["👍", "...", "/search -"])
async def test_what_has_no_letters_gets_examples_and_nothing_to_follow(talk, signs):
    assert (await talk.say(signs)).startswith("Anh/chị cần tìm gì?")
    assert talk.buttons == ["Cách tìm", "« Trang đầu"]


async def test_help_leads_to_how_to_search_and_back(talk):
    help_page = await talk.say("/help")
    assert (await talk.press("Cách tìm")).startswith("Tìm kiếm")
    assert await talk.press("‹ Quay lại") == help_page


async def test_a_search_in_vain_leads_to_how_to_search(talk):
    in_vain = await talk.say("halal")
    assert (await talk.press("Cách tìm")).startswith("Tìm kiếm")
    assert await talk.press("‹ Quay lại") == in_vain


async def test_the_name_of_a_command_in_plain_words_is_that_command(talk):
    assert (await talk.say("trợ giúp")).startswith("Cách dùng")
    assert (await talk.say("Đăng ký")).startswith("Anh/chị muốn theo dõi gì?")


async def test_who_wants_to_follow_or_asks_for_help_in_plain_words_is_served(talk):
    assert (await talk.say("theo dõi An Giang")).startswith("Theo dõi: An Giang\n")
    assert (await talk.say("hướng dẫn sử dụng")).startswith("Cách dùng Điểm Tin\n")


async def test_who_asks_what_is_new_gets_the_newest_briefs(talk):
    assert await talk.say("Hôm nay có gì mới không?") == await talk.say("/latest")


@pytest.mark.parametrize("asked", ["/directives thu tuong", "thủ tướng yêu cầu gì", "ttg chỉ đạo gì?"])
async def test_what_a_body_ordered_is_listed_under_it(talk, asked):
    answer = await talk.say(asked)
    assert answer.startswith("Thủ tướng Chính phủ: giao 43 nhiệm vụ\n")
    assert "\nĐã giao\n1. Quyết tâm đạt mục tiêu tăng trưởng" in answer
    assert "Thực hiện: Các bộ, ngành, địa phương\n" in answer
    assert "Người giao" not in answer
    assert "Cơ quan khác" in talk.buttons
