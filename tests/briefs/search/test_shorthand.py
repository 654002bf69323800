"""What people shorten on a phone."""

from __future__ import annotations

import pytest

from briefs.search import SearchDocument, SearchIndex
from briefs.search.shorthand import LONG_FORMS
from briefs.text.fold import syllables

TITLES = (
    "Người dân không được nhận hỗ trợ",
    "Thủ tướng làm việc với các công ty Việt Nam",
    "Doanh nghiệp xuất khẩu gạo gặp khó",
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex()
    index.extend(SearchDocument(number, None, title) for number, title in enumerate(TITLES))
    return index


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("ng dân ko đc nhận hỗ trợ", 0),
        ("ng dan k dc nhan ho tro", 0),
        ("ttg lam viec vs cac cty vn", 1),
        ("dn xk gao", 2),
    ],
)
def test_shortened_words_find_their_brief_first(index: SearchIndex, query: str, title: int) -> None:
    assert [hit.id for hit in index.search(query).hits][:1] == [title]


def test_an_abbreviation_alone_finds_its_words_in_a_point() -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Tin", points=("Doanh nghiệp được hỗ trợ xuất khẩu.",)))
    index.add(SearchDocument(2, None, "Tin khác", points=("Khẩu phần ăn xuất sắc.",)))
    assert [hit.id for hit in index.search("xk").hits] == [1]


@pytest.mark.parametrize("query", ["vật liệu", "vat lieu", "sinh vat"])
def test_a_word_that_is_an_abbreviation_too_still_stands_beside_the_others(query: str) -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Thuế giá trị gia tăng được giảm"))
    index.add(SearchDocument(2, None, "Quy định", lead="sinh hoạt, thiết bị và vật chất tại liệu hồ"))
    assert not index.search(query).hits
    assert [hit.id for hit in index.search("VAT giảm").hits] == [1]


def test_known_shorthand_is_no_slip_for_another_word() -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Chỉ thị 15-CT/TW của Ban Bí thư"))
    assert not index.search("tq").hits
    assert [hit.id for hit in index.search("tw").hits] == [1]


def test_a_word_with_its_diacritics_is_no_abbreviation() -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Phát triển trí tuệ nhân tạo"))
    index.add(SearchDocument(2, None, "Thuế giá trị gia tăng được giảm"))
    assert [hit.id for hit in index.search("ai").hits] == [1]
    assert [hit.id for hit in index.search("giảm vat").hits] == [2]
    assert not any(index.search(query).hits for query in ("nhân ái", "ái", "vật", "giảm vật"))


def test_the_table_is_folded() -> None:
    every = [*LONG_FORMS, *(word for longs in LONG_FORMS.values() for long in longs for word in long)]
    assert [each for each in every if syllables(each) != [each]] == []
