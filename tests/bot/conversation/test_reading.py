"""Reading: search, briefs, duties and documents, as an official would on the phone."""

from dataclasses import replace

import pytest

from bot.local import LocalTelegram
from briefs.model import DocumentRef
from briefs.store.dialogues import Dialogue

CARRIER = "Đẩy mạnh ngoại giao kinh tế thúc đẩy tăng trưởng trong 6 tháng cuối năm"
DAK_NONG = "Ngoại giao kinh tế quyết liệt, có trọng tâm, trọng điểm"
MID_YEAR = "Bộ Ngoại giao sơ kết ngoại giao kinh tế 6 tháng đầu năm, giao nhiệm vụ 6 tháng cuối năm 2022"
AN_GIANG = "Ngoại giao kinh tế - hiện thực hóa các đột phá chiến lược"


async def first_hit(talk, query: str) -> str:
    answer = await talk.say(query)
    return answer.split("1. ", 1)[1].split(" → ", 1)[0] if "1. " in answer else answer


async def test_start_says_what_the_bot_is_for_and_what_there_is(talk):
    answer = await talk.say("/start")
    assert "Kho có 5 bản tóm lược; nguồn mới nhất ngày 24/12/2024." in answer
    assert talk.buttons == ["Việc của đơn vị tôi", "Mới nhất", "Nhận bản tin", "Cách dùng", "English"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("miễn thị thực", CARRIER),
        ("mien thi thuc", CARRIER),
        ("mien thj thuc", CARRIER),
        ("355", CARRIER),
        ("355/TB-VPCP", CARRIER),
        ("ngoại giao tôm", AN_GIANG),
        ("ngoai giao tom", AN_GIANG),
        ("an giang", AN_GIANG),
        ("bo cong thuong", CARRIER),
        ("BCT", CARRIER),
        ("đắk nông", DAK_NONG),
        ("dak nong", DAK_NONG),
        (
            "41-CT/TW",
            MID_YEAR,
        ),
    ],
)
async def test_plain_text_finds_the_brief(talk, query, title):
    assert await first_hit(talk, query) == title


@pytest.mark.parametrize("query", ["15-CT/TW", "NQ 21", "21/NQ-CP"])
async def test_a_document_number_finds_the_briefs_that_cite_it(talk, query):
    answer = await talk.say(f"/search {query}")
    assert "2 bản tóm lược" in answer
    assert CARRIER in answer


async def test_gibberish_finds_nothing_and_offers_a_way_on(talk):
    answer = await talk.say("qwzx vbnkj")
    assert "Chưa có bản tóm lược nào nói về “qwzx vbnkj”." in answer
    assert "Báo tôi khi có “qwzx vbnkj”" in talk.buttons


async def test_what_nothing_speaks_of_is_offered_without_some_words(talk):
    answer = await talk.say("mien thi thuc ca phe")
    assert answer.splitlines() == [
        "Chưa có bản tóm lược nào nói về “mien thi thuc ca phe”.",
        "Bớt từ thì có: 2 bản tóm lược về “mien thi thuc”.",
    ]
    assert CARRIER in await talk.press("mien thi thuc (2)")


async def test_a_part_that_nobody_pressed_is_no_search_of_the_chat(talk):
    await talk.say("mien thi thuc ca phe")
    await talk.say("/subscribe")
    await talk.press("Từ khóa đã tìm")
    assert "“mien thi thuc ca phe”" in talk.buttons
    assert "“mien thi thuc”" not in talk.buttons


async def test_words_within_a_filter_are_not_left_out(talk):
    assert "Bớt từ" not in await talk.say("mien thi thuc ca phe tu:2020")


async def test_a_result_opens_in_place_and_leads_back_to_the_results(talk):
    results = await talk.say("mien thi thuc")
    message_id = talk.last["message_id"]
    assert "Ai phải làm gì" in await talk.press("1")
    assert talk.last["message_id"] == message_id
    assert await talk.press("‹ Quay lại") == results


async def test_the_brief_shows_carrier_points_sources_and_cited_documents(talk):
    answer = await talk.say("/brief 5")
    assert answer.startswith(CARRIER)
    for part in ("Thông báo 355/TB-VPCP · Văn phòng Chính phủ", "[1]", "đoạn", "15-CT/TW (10/08/2022)"):
        assert part in answer


@pytest.mark.parametrize(
    "command",
    [
        "/brief 5",
        "/tomluoc 5",
        "/brief b5",
        "/b5",
        f"/brief {CARRIER}",
        "/start b5",
    ],
)
async def test_a_brief_is_opened_by_number_title_shortcut_and_deep_link(talk, command):
    assert (await talk.say(command)).startswith(CARRIER)


@pytest.mark.parametrize(
    "asked",
    ["mở bản 3", "xem bai so 3 nhe", "open brief 3", "/b3 đây anh", "https://t.me/diemtin_bot?start=b3"],
)
async def test_a_brief_is_opened_by_its_number_among_words(talk, asked):
    assert (await talk.say(asked)).startswith(AN_GIANG)


@pytest.mark.parametrize("asked", ["bản 99", "xuất khẩu /b3 và /b5", "bản 3 chữ"])
async def test_what_names_no_brief_or_several_is_searched_for(talk, asked):
    assert not (await talk.say(asked)).startswith(AN_GIANG)


async def test_a_message_of_the_bot_that_is_forwarded_opens_its_brief(talk):
    brief = await talk.say("/b4")
    talk.persona.telegram.mark_read(talk.persona.chat)
    talk.persona.forward(talk.last)
    assert (await talk.persona.telegram.next_message(talk.persona.chat))["text"] == brief


@pytest.mark.parametrize("asked", ["nhiệm vụ", "Thời hạn?", "ai phải làm gì", "deadline"])
async def test_a_reply_to_a_brief_that_asks_for_duties_gets_those_of_the_brief(talk, asked):
    await talk.say("/b5")
    assert (await talk.say(asked, reply_to=talk.last)).startswith(f"Ai phải làm gì: 31 nhiệm vụ\n{CARRIER}")


async def test_a_reply_that_asks_for_something_else_is_searched_for(talk):
    await talk.say("/b5")
    assert "“gạo”" in await talk.say("gạo", reply_to=talk.last)


@pytest.mark.parametrize("command", ["/b3", "/b3@diemtin_bot", "/latest", "/search an giang"])
async def test_a_command_ends_what_was_asked_before(talk, bot, command):
    chat, dialogues = str(talk.persona.chat.id), bot.services.dialogues
    await dialogues.open(chat, chat, Dialogue("editing"), now=bot.services.now())
    await talk.say(command)
    assert await dialogues.current(chat, chat, now=bot.services.now()) is None


async def test_a_brief_is_opened_by_replying_to_a_message_that_names_it(talk):
    await talk.say("/doc 355")
    assert (await talk.say("/brief", reply_to=talk.last)).startswith(CARRIER)


@pytest.mark.parametrize("number", ["99", "0", "999999999"])
async def test_an_unknown_number_is_said_to_be_unknown(talk, number):
    answer = await talk.say(f"/brief {number}")
    assert f"Không có bản tóm lược số {number}." in answer
    assert "/b" in answer


async def test_duties_of_a_brief_are_paged_and_lead_back_through_the_brief_to_the_results(talk):
    results = await talk.say("355")
    await talk.press("1")
    first = await talk.press("31 nhiệm vụ")
    assert "Bộ Công an (chủ trì)" in first
    assert "Trang 1/7" in first
    assert "Trang 2/7" in await talk.press("›")
    assert (await talk.press("‹ Bản tóm lược")).startswith(CARRIER)
    assert await talk.press("‹ Quay lại") == results


@pytest.mark.parametrize("name", ["Bộ Công Thương", "bo cong thuong", "BCT", "bo cong thuog"])
async def test_duties_of_a_body_are_found_by_its_names_with_lead_and_shared_apart(talk, name):
    answer = await talk.say(f"/directives {name}")
    assert "Bộ Công Thương: chủ trì, thực hiện 4 nhiệm vụ, 14 nhiệm vụ chung" in answer
    assert answer.index("Trung Đông-châu Phi") < answer.index("Nhiệm vụ chung")


async def test_a_body_of_today_has_the_duties_of_its_predecessor_marked_with_the_old_name(talk):
    answer = await talk.say("/directives bo noi vu")
    assert "Gồm cả nhiệm vụ giao cho: Bộ Lao động - Thương binh và Xã hội." in answer
    assert "Khi đó là Bộ Lao động-Thương binh và Xã hội" in answer


async def test_an_old_body_says_what_it_is_today(talk):
    answer = await talk.say("/directives ldtbxh")
    assert "Nay là Bộ Nội vụ" in answer
    assert "đưa thêm lao động" in answer


async def test_a_place_has_the_duties_shared_by_all_localities(talk):
    answer = await talk.say("/directives an giang")
    assert answer.startswith("An Giang: ")
    assert "nhiệm vụ chung" in answer


async def test_of_two_bodies_with_one_short_name_the_one_with_duties_is_shown_and_the_other_offered(talk):
    assert (await talk.say("/directives DN")).startswith("Hiểu là: Doanh nghiệp")
    assert (await talk.press("Đà Nẵng")).startswith("Đà Nẵng: ")


async def test_other_bodies_are_those_of_the_page_that_one_came_from(talk):
    await talk.say("/chidao")
    second = await talk.press("›")
    await talk.press("11")
    assert await talk.press("Cơ quan khác") == second


async def test_directives_without_a_name_list_the_bodies_that_have_duties(talk):
    answer = await talk.say("/chidao")
    assert "1. Bộ Công Thương: chủ trì, thực hiện 4 nhiệm vụ" in answer
    assert (await talk.press("1")).startswith("Bộ Công Thương: ")


async def test_an_unknown_body_is_said_to_be_unknown_and_others_are_offered(talk):
    answer = await talk.say("/directives <b>xyz</b>")
    assert "Không có cơ quan, địa phương nào tên “<b>xyz</b>”." in answer
    assert "Bộ Công Thương" in talk.buttons


async def test_documents_are_listed_and_lead_to_their_briefs(talk):
    assert "355/TB-VPCP" in await talk.say("/doc")
    answer = await talk.press("15-CT/TW")
    assert answer.startswith("15-CT/TW\nChỉ thị · Ban Bí thư · 10/08/2022")
    assert (await talk.press("/b5")).startswith(CARRIER)
    assert (await talk.press("‹ Quay lại")).startswith("15-CT/TW")


async def test_a_document_number_with_foreign_letters_stands_in_the_list_and_opens(talk, bot):
    brief = await bot.services.briefs.get(1)
    strange = replace(brief.content, documents=(DocumentRef("77/НД"),))
    await bot.services.briefs.put(strange, now=bot.services.now(), publish=True)
    assert "77/НД" in await talk.say("/doc")
    assert brief.title in await talk.press("77/НД")


@pytest.mark.parametrize("address", ["bao.vn/1", "javascript:alert(1)", "http://localhost/1"])
async def test_a_brief_whose_source_has_no_proper_address_is_shown_without_a_link(talk, bot, address):
    brief = await bot.services.briefs.get(1)
    article = replace(brief.content.article, url=address)
    await bot.services.briefs.put(replace(brief.content, article=article), now=bot.services.now())
    assert brief.title in await talk.say("/b1")
    assert "Bài gốc" not in talk.buttons


async def test_latest_lists_the_newest_source_first(talk):
    answer = await talk.say("/latest")
    assert answer.index(AN_GIANG) < answer.index(CARRIER)


async def test_english_is_a_choice_and_stays(talk, telegram: LocalTelegram):
    assert "Who must do what" in await talk.say("/lang en")
    assert "No brief speaks of “qwzx vbnkj” yet." in await talk.say("qwzx vbnkj")
    assert "Kho có" in await talk.say("/lang vi")


async def test_help_names_every_listed_command(talk):
    answer = await talk.say("/help")
    for name in ("search", "brief", "directives", "latest", "doc", "subscribe", "mysubs"):
        assert f"/{name} – " in answer


async def attach(bot, brief_id: int, paragraphs: list[str]) -> None:
    content = (await bot.services.briefs.get(brief_id)).content
    article = replace(content.article, paragraphs=tuple(paragraphs))
    await bot.services.briefs.put(replace(content, article=article), now=bot.services.now())


async def test_without_the_original_there_is_no_button_to_it(talk):
    await talk.say("/b5")
    assert "Toàn văn" not in talk.buttons


async def test_quotations_show_what_the_source_says_at_the_place_that_is_cited(talk, bot):
    await attach(bot, 5, [f"Lời gốc số {n}." for n in range(1, 40)])
    await talk.say("/b5")
    first = await talk.press("Trích nguồn")
    assert "đoạn 4: Lời gốc số 4." in first
    assert "Lời gốc số 5." not in first
    assert "Trang 2/" in await talk.press("›")
    assert (await talk.press("‹ Bản tóm lược")).startswith(CARRIER)


async def test_the_full_text_is_paged_and_numbered_as_citations_count(talk, bot):
    await attach(bot, 5, ["ngắn", "dài " * 1000, "<b>cuối</b>"])
    await talk.say("/b5")
    assert "1 ngắn" in await talk.press("Toàn văn")
    assert "2 dài" in await talk.press("›")
    while "›" in talk.buttons:
        shown = await talk.press("›")
    assert "3 <b>cuối</b>" in shown


async def test_words_that_only_the_original_has_are_found_once_it_is_attached(talk, bot):
    assert "Chưa có" in await talk.say("hiem zirconi")
    await attach(bot, 5, ["một", "chữ hiếm zirconi"])
    assert "zirconi" in (await talk.say("hiem zirconi")).split("1. ", 1)[1]


async def test_the_way_back_to_the_results_is_kept_through_the_source(talk, bot):
    await attach(bot, 5, ["ngắn", "dài " * 1000])
    results = await talk.say("355")
    await talk.press("1")
    await talk.press("Toàn văn")
    await talk.press("›")
    await talk.press("‹ Bản tóm lược")
    assert await talk.press("‹ Quay lại") == results


async def test_the_address_of_an_article_opens_its_brief(talk, bot):
    content = (await bot.services.briefs.get(5)).content
    article = replace(content.article, url="https://bao.vn/ngoai-giao-kinh-te")
    await bot.services.briefs.put(replace(content, article=article), now=bot.services.now())
    assert (await talk.say("http://www.bao.vn/ngoai-giao-kinh-te/?utm_source=zalo")).startswith(CARRIER)


async def test_the_text_of_an_article_opens_its_brief(talk, bot):
    text = [
        f"Câu thứ {n} của bài gốc nói về hàng hóa số {n * 7} và cảng biển số {n * 13}." for n in range(12)
    ]
    await attach(bot, 5, text)
    assert (await talk.say("\n".join(text))).startswith(CARRIER)


@pytest.mark.parametrize("pasted", ["https://bao.vn/chua-co-ban-nao", "qwzx vbnkj " * 30])
async def test_an_article_without_a_brief_is_not_offered_to_be_followed(talk, pasted):
    assert "Chưa có bản tóm lược" in await talk.say(pasted)
    assert not [label for label in talk.buttons if label.startswith("Báo tôi")]


@pytest.mark.parametrize("typed", ["5", "b5"])
async def test_a_number_alone_leads_to_the_brief_of_that_number(talk, typed):
    await talk.say(typed)
    assert (await talk.press("Bản tóm lược số 5")).startswith(CARRIER)
    await talk.say("355")
    assert not [label for label in talk.buttons if label.startswith("Bản tóm lược số")]


async def test_the_words_beside_a_picture_are_searched_for(talk, telegram: LocalTelegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.upload("anh.png", b"x", caption="xuat khau")
    assert (await telegram.next_message(talk.persona.chat))["text"].startswith("“xuat khau”: 4 bản")
