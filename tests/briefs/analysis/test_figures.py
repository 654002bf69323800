from __future__ import annotations

from collections.abc import Callable

from briefs.analysis import Analysis

Analyse = Callable[..., Analysis]


def figures(found: Analysis) -> list[tuple[str, str]]:
    return [(figure.label, figure.value) for figure in found.figures]


def test_an_amount_is_labelled_by_the_words_before_it(analysed: Analyse) -> None:
    assert figures(analysed("Tổng kim ngạch xuất khẩu ước đạt 1.400 triệu USD.")) == [
        ("Tổng kim ngạch xuất khẩu", "1.400 triệu USD")
    ]


def test_a_change_keeps_its_direction(analysed: Analyse) -> None:
    assert ("Sản lượng lúa cả năm", "tăng 2,5%") in figures(analysed("Sản lượng lúa cả năm tăng 2,5%."))


def test_a_change_right_after_an_amount_is_of_the_same_thing(analysed: Analyse) -> None:
    text = "Với sản lượng lúa đạt 5 triệu tấn, tăng 2,5%, tỉnh đã về đích."
    assert figures(analysed(text)) == [("sản lượng lúa", "5 triệu tấn"), ("sản lượng lúa", "tăng 2,5%")]


def test_a_word_that_only_ends_like_a_linking_one_is_kept(analysed: Analyse) -> None:
    [(label, _)] = figures(analysed("Tỉnh thu hồi về ngân sách nhà nước 412 tỷ đồng."))
    assert label.endswith("ngân sách nhà nước")


def test_a_range_in_words_is_one_value(analysed: Analyse) -> None:
    assert figures(analysed("Dự báo lượng mưa từ 300 đến 500 mm.")) == [
        ("Dự báo lượng mưa", "từ 300 đến 500 mm"),
    ]


def test_a_comma_inside_a_name_does_not_cut_it(analysed: Analyse) -> None:
    [(label, _)] = figures(analysed("Tổng kim ngạch xuất, nhập khẩu của tỉnh ước đạt 1.400 triệu USD."))
    assert label == "Tổng kim ngạch xuất, nhập khẩu của tỉnh"


def test_dates_ages_and_document_numbers_are_no_figures(analysed: Analyse) -> None:
    assert (
        figures(analysed("Ngày 5/3/2024, ông Minh, 45 tuổi, ký Quyết định số 12/QĐ-UBND sau 30 ngày.")) == []
    )


def test_a_figure_cites_its_place(analysed: Analyse) -> None:
    found = analysed("Mở đầu bài viết.", "Vốn đăng ký của dự án là 261 triệu USD.")
    start, end = found.place(found.figures[0].citations[0])
    assert found.text[start:end] == "261 triệu USD"
