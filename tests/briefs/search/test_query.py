from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.search import SearchDocument, SearchIndex
from briefs.search.query import Filter, parse_query, split_filters


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
