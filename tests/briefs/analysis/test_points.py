from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.analysis import Analysis
from briefs.analysis.points import LONGEST_SUMMARY, MOST_POINTS, shorten
from briefs.analysis.scoring import Document, weights

Analyse = Callable[..., Analysis]

NEWS = "Sáng 5/3, UBND tỉnh tổ chức hội nghị bàn giải pháp xuất khẩu gạo sang châu Phi với 200 đại biểu."
ASIDE = "Bên ngoài hội trường, trời đổ mưa và nhiều người đứng trú dưới mái hiên từ rất sớm để chờ vào."
MORE = "Giải pháp xuất khẩu gạo được nêu gồm mở kho ngoại quan, giảm phí cảng và lập đầu mối tại châu Phi."


def test_the_sentence_that_tells_the_title_comes_first(analysed: Analyse) -> None:
    found = analysed(ASIDE, NEWS, MORE, title="Bàn giải pháp xuất khẩu gạo sang châu Phi")
    assert found.points[0].text == NEWS


def test_the_lead_comes_first(analysed: Analyse) -> None:
    found = analysed(MORE, ASIDE, NEWS, title="Bàn giải pháp xuất khẩu gạo sang châu Phi", lead=MORE)
    assert found.points[0].text == MORE
    assert [point.text for point in found.points].count(MORE) == 1


def test_a_point_does_not_lean_on_the_sentence_before_it(analysed: Analyse) -> None:
    linked = f"Do vậy, {MORE[0].lower()}{MORE[1:]}"
    found = analysed(NEWS, linked, title="Bàn giải pháp xuất khẩu gạo sang châu Phi")
    assert f"{MORE[0].lower()}{MORE[1:]}" in [point.text for point in found.points]


@pytest.mark.parametrize("opening", ["(Chinhphu.vn) - ", "Hà Nội (TTXVN) – ", "(HNMO) - "])
@pytest.mark.parametrize("led", [False, True])
def test_a_point_begins_behind_the_outlet_that_opens_the_article(
    analysed: Analyse, opening: str, led: bool
) -> None:
    first = opening + NEWS
    found = analysed(first, MORE, title="Hội nghị bàn giải pháp xuất khẩu gạo", lead=first if led else None)
    assert NEWS in [point.text for point in found.points]


def test_a_name_with_its_short_form_is_no_outlet(analysed: Analyse) -> None:
    named = f"Tổng công ty Lương thực (VFC) - đơn vị chủ trì cho biết {MORE[0].lower()}{MORE[1:]}"
    assert [point.text for point in analysed(named).points] == [named]


def test_a_repetition_comes_after_something_new(analysed: Analyse) -> None:
    again = NEWS.replace("Sáng 5/3, ", "").replace("UBND", "Sáng nay, UBND")
    found = analysed(NEWS, again, MORE, title="Bàn giải pháp xuất khẩu gạo sang châu Phi")
    assert found.points[1].text == MORE


def test_every_point_stands_in_the_text_it_cites(analysed: Analyse) -> None:
    found = analysed(NEWS, ASIDE, MORE)
    for point in found.points:
        start, end = found.place(point.citations[0])
        assert point.text.rstrip(".") in found.text[start:end]


def test_the_summary_fits_a_phone(analysed: Analyse) -> None:
    long = "Việc này gồm nhiều phần, mỗi phần do một sở lo liệu; " * 12 + "hết."
    found = analysed(*[f"{n}{long}" for n in range(6)])
    assert sum(len(point.text) for point in found.points) <= LONGEST_SUMMARY


def test_questions_and_headings_are_no_points(analysed: Analyse) -> None:
    assert [
        p.text for p in analysed("Nhiệm vụ sắp tới", "Vì sao giá gạo tăng cao trong tháng này?", NEWS).points
    ] == [NEWS]


def test_a_long_sentence_is_cut_at_a_semicolon_first() -> None:
    text = "A" * 90 + ", trong đó có phần này; " + "b" * 80 + ", " + "c" * 80
    assert shorten(text, 200) == "A" * 90 + ", trong đó có phần này."


def test_no_cut_falls_inside_brackets_or_quotes() -> None:
    text = "A" * 90 + ", (gồm một, hai, ba và bốn), " + "d" * 40 + " “nói, rồi, làm” " + "e" * 90
    assert shorten(text, 125).count("(") == shorten(text, 125).count(")")
    assert shorten(text, 185).count("“") == shorten(text, 185).count("”")


@given(st.text(min_size=1), st.integers(min_value=1, max_value=400))
def test_a_cut_text_keeps_to_the_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    assert set(Document([NEWS], "Gạo").features(0)) == set(weights())


@pytest.mark.parametrize("title", [None, "", "!!!"])
def test_a_text_without_title_is_scored_too(title: str | None) -> None:
    document = Document([NEWS, "Trời mưa."], title)
    assert document.score(0) > document.score(1)


PRAISED = "Năm 2024, tỉnh giải ngân 5.260 tỷ đồng vốn đầu tư công, đạt 51,3% kế hoạch được giao cả năm."
ORDERED = "Chủ tịch UBND tỉnh yêu cầu Sở Tài chính rà soát các dự án chậm trước ngày 15/9."
LIMITED = "Tuy nhiên, việc giải phóng mặt bằng ở nhiều xã còn chậm. Tính chủ động của chủ đầu tư còn hạn chế."
OTHERS = [
    f"Dự án thứ {number} của tỉnh khởi công ngày {number}/3, có tổng mức đầu tư {number * 11} tỷ đồng."
    for number in range(2, 12)
]


def test_what_was_not_achieved_is_the_last_point_of_a_text_with_duties(analysed: Analyse) -> None:
    found = analysed(PRAISED, *OTHERS, f"{LIMITED} Cuộc họp diễn ra trong buổi sáng.", ORDERED)
    last = found.points[-1]
    assert last.text == LIMITED.removeprefix("Tuy nhiên, ")
    start, end = found.place(last.citations[0])
    assert found.text[start:end] == LIMITED
    assert len(found.points) == 4
    assert sum(len(point.text) for point in found.points) <= LONGEST_SUMMARY


def test_a_text_without_duties_has_no_further_point_for_what_was_not_achieved(analysed: Analyse) -> None:
    assert len(analysed(PRAISED, *OTHERS, LIMITED).points) == MOST_POINTS


def test_what_was_not_achieved_is_said_once(analysed: Analyse) -> None:
    found = analysed(LIMITED, ORDERED)
    assert sum("giải phóng mặt bằng" in point.text for point in found.points) == 1


def test_what_was_not_achieved_does_not_say_a_point_again(analysed: Analyse) -> None:
    chosen = f"{PRAISED.removesuffix('.')}, còn chậm so với kế hoạch của tỉnh."
    found = analysed(f"Tuy nhiên, việc này còn chậm. {chosen}", *OTHERS, ORDERED)
    assert [point.text for point in found.points].count(chosen) == 1
    assert sum("5.260 tỷ đồng" in point.text for point in found.points) == 1
    assert found.points[-1].text == "việc này còn chậm."
