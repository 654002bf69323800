from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.search import SearchDocument, SearchIndex
from briefs.search.query import Filter, alternatives, parse_query, split_filters


@pytest.fixture
def index() -> SearchIndex:
    index = SearchIndex()
    index.extend(
        [
            SearchDocument(
                1, None, "Xuất khẩu tôm tăng", names=("An Giang", "Bộ Công Thương"), date=dt.date(2024, 5, 1)
            ),
            SearchDocument(2, None, "Xuất khẩu gạo tăng", names=("Cần Thơ",), date=dt.date(2023, 5, 1)),
            SearchDocument(3, None, "Giá gạo xuất khẩu đi châu Phi", date=dt.date(2022, 5, 1)),
        ]
    )
    return index


@pytest.mark.parametrize(
    ("query", "briefs"),
    [
        ('"xuất khẩu gạo"', {2}),
        ("xuat khau -tom", {2, 3}),
        ('xuat khau place:"an giang"', {1}),
        ("gao agency:cong", set()),
        ('agency:"bo cong thuong"', {1}),
        ("xuat khau after:2024", {1}),
        ("xuat khau before:2024-01-01", {2, 3}),
        ("after:05/2023 before:2024", {2}),
        ('xuat khau diaphuong:"an giang"', {1}),
        ('coquan:"bộ công thương"', {1}),
        ("từ:2023 trước:2024", {2}),
    ],
)
def test_the_query_language_limits_the_answers(index: SearchIndex, query: str, briefs: set[int]) -> None:
    assert {hit.id for hit in index.search(query).hits} == briefs


@pytest.mark.parametrize(
    "query",
    [
        'xuat khau "',
        "xuat khau place:",
        "xuat khau after:hôm qua",
        "- xuat khau",
        "noi:dau",
        "place:--",
        "tu:13/2024",
    ],
)
def test_wrong_syntax_is_searched_as_plain_words(query: str) -> None:
    assert not parse_query(query).filtered


def test_below_the_title_of_what_a_filter_alone_finds_stands_its_first_point() -> None:
    index = SearchIndex()
    points = ("Xuất khẩu gạo tăng.", "Giá giảm.")
    index.add(SearchDocument(1, None, "Gạo", points=points, date=dt.date(2024, 5, 1)))
    assert index.search("after:2024").hits[0].snippet == (("Xuất khẩu gạo tăng.", False),)


def test_a_filter_alone_lists_the_latest_first(index: SearchIndex) -> None:
    assert [hit.id for hit in index.search("after:2022").hits] == [1, 2, 3]


def test_filters_are_told_from_words_phrases_and_exclusions() -> None:
    typed = 'giá  "xuất khẩu" place:"An Giang" -tôm tu:2024 after:mai'
    assert split_filters(typed) == (
        'giá "xuất khẩu" -tôm after:mai',
        (Filter("place", "An Giang"), Filter("after", "2024")),
    )


@given(st.text())
def test_a_filter_is_read_again_as_it_was(text: str) -> None:
    words, filters = split_filters(text)
    again, same = split_filters(" ".join([words, *map(str, filters)]))
    assert (again.split(), same) == (words.split(), filters)


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    parse_query(text)


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ("xăng dầu hoặc điện", ("xăng dầu", "điện")),
        ("xang dau HOAC dien or nuoc", ("xang dau", "dien", "nuoc")),
        ("gạo hoăc tôm hoạc cá", ("gạo", "tôm", "cá")),
        ("thông tư hoặc nghị định về đất đai", ("thông tư về đất đai", "nghị định về đất đai")),
        ("thông tư về thuế hoặc nghị định về đất đai", ("thông tư về thuế", "nghị định về đất đai")),
        ("tai nạn hoặc bảo vệ tài sản", ("tai nạn", "bảo vệ tài sản")),
        *(
            (text, (text,))
            for text in ("hoặc điện", "điện hoặc", "điện hoặc - hoặc nước", "điện", "", "hoặc")
        ),
        ("cây hoắc hương", ("cây hoắc hương",)),
        ("a hoặc b hoặc c hoặc d hoặc e", ("a hoặc b hoặc c hoặc d hoặc e",)),
    ],
)
def test_what_stands_on_either_side_of_an_or_is_told_apart(words: str, sides: tuple[str, ...]) -> None:
    assert alternatives(words) == sides


@pytest.mark.parametrize(
    ("query", "briefs"),
    [
        ("tôm hoặc châu Phi", [1, 3]),
        ("gạo hoặc tôm tu:2023", [1, 2]),
        ('"xuất khẩu gạo" hoặc "châu Phi"', [2, 3]),
        ("gạo hoặc tôm -tăng", [3]),
        ('"gạo hoặc tôm"', []),
    ],
)
def test_what_answers_one_side_of_an_or_is_found_within_the_filters(
    index: SearchIndex, query: str, briefs: list[int]
) -> None:
    assert sorted(hit.id for hit in index.search(query).hits) == briefs


def test_both_sides_of_an_or_are_on_the_first_page_and_each_hit_stands_once() -> None:
    index = SearchIndex()
    titles = ["Giá gạo", "Giá gạo", "Giá gạo", "Cà phê", "Giá gạo và cà phê", "Hồ tiêu"]
    index.extend(SearchDocument(number, None, title) for number, title in enumerate(titles))
    found = index.search("gia gao hoac ca phe", limit=3)
    assert found.total == 5
    first_page = {hit.id for hit in found.hits}
    assert first_page & {3, 4}
    assert first_page & {0, 1, 2}
    pages = [hit.id for at in (0, 3) for hit in index.search("gia gao hoac ca phe", limit=3, offset=at).hits]
    assert sorted(pages) == [0, 1, 2, 3, 4]


def test_an_or_that_stands_in_a_title_is_part_of_its_words() -> None:
    index = SearchIndex()
    titles = ["Nâng cấp sân bay hoặc xã hội hóa đầu tư", "Nâng cấp sân bay", "Xã hội hóa đầu tư"]
    index.extend(SearchDocument(number, None, title) for number, title in enumerate(titles))
    assert index.search("san bay hoac xa hoi hoa").hits[0].id == 0


def test_both_sides_of_an_or_are_shown_as_they_were_understood(index: SearchIndex) -> None:
    assert index.search("gạo hoặc xuat khaur tom").corrected == "gạo hoặc xuất khẩu tôm"


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(["hoặc", "or", "gạo", "về", "-", "\u0301"])).map(" ".join)
)
def test_the_sides_of_any_text_have_words_of_it_alone(text: str) -> None:
    sides = alternatives(text)
    assert sides == (text,) or (
        len(sides) > 1 and all(set(side.split()) <= set(text.split()) for side in sides)
    )
