from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.search import SearchDocument, SearchIndex
from briefs.search.periods import period


@pytest.mark.parametrize(
    ("typed", "first", "after"),
    [
        ("24/12/2024", "2024-12-24", "2024-12-25"),
        ("ngày 24 tháng 12 năm 2024", "2024-12-24", "2024-12-25"),
        ("tháng 12/2024", "2024-12-01", "2025-01-01"),
        ("thang 2 nam 2024", "2024-02-01", "2024-03-01"),
        ("12/2024", "2024-12-01", "2025-01-01"),
        ("Quý IV/2024", "2024-10-01", "2025-01-01"),
        ("tin quy 1 nam 2025", "2025-01-01", "2025-04-01"),
        ("năm 2024", "2024-01-01", "2025-01-01"),
    ],
)
def test_a_time_typed_alone_has_its_first_day_and_the_first_after_it(
    typed: str, first: str, after: str
) -> None:
    assert period(typed) == (dt.date.fromisoformat(first), dt.date.fromisoformat(after))


@pytest.mark.parametrize(
    "typed", ["2024", "31/2/2024", "13/2024", "quý 5/2024", "355/TB-VPCP", "năm 2024 gạo", ""]
)
def test_other_texts_are_no_time(typed: str) -> None:
    assert period(typed) is None


@given(st.text(max_size=40) | st.from_regex(r"(ngay|thang|quy|nam)? ?\d{1,3}[/. ]\d{1,5}([/. ]\d{4})?"))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = period(text)
    assert found is None or found[0] < found[1]


def test_a_month_typed_alone_finds_what_is_dated_in_it_unless_a_text_speaks_of_it() -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Xuất khẩu gạo", date=dt.date(2024, 12, 6)))
    index.add(SearchDocument(2, None, "Ngoại giao kinh tế", date=dt.date(2024, 12, 24)))
    index.add(SearchDocument(3, None, "Miễn thị thực", date=dt.date(2023, 3, 9)))
    assert [hit.id for hit in index.search("tháng 12/2024").hits] == [2, 1]
    assert [hit.id for hit in index.search("nam 2023").hits] == [3]
    assert not index.search("tháng 11/2024").hits
    index.add(SearchDocument(4, None, "Hoàn thành trong tháng 12/2024", date=dt.date(2024, 3, 1)))
    assert [hit.id for hit in index.search("tháng 12/2024").hits] == [4]
