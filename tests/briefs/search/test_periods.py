from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.search import SearchDocument, SearchIndex
from briefs.search.periods import Period, period, split_period


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
        ("30-6-2025", "2025-06-30", "2025-07-01"),
        ("Q4/2025", "2025-10-01", "2026-01-01"),
    ],
)
def test_a_time_typed_alone_has_its_first_day_and_the_first_after_it(
    typed: str, first: str, after: str
) -> None:
    assert period(typed) == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(after))


@pytest.mark.parametrize(
    "typed", ["2024", "31/2/2024", "13/2024", "quý 5/2024", "355/TB-VPCP", "năm 2024 gạo", ""]
)
def test_other_texts_are_no_time(typed: str) -> None:
    assert period(typed) is None


@given(st.text(max_size=40) | st.from_regex(r"(ngay|thang|quy|nam)? ?\d{1,3}[/. ]\d{1,5}([/. ]\d{4})?"))
def test_any_text_is_a_time_or_none(text: str) -> None:
    found = period(text)
    assert found is None or found.first < found.after


@pytest.mark.parametrize(
    ("typed", "words", "first", "after"),
    [
        ("việc đến hạn 31/12/2024?", "việc đến hạn", "2024-12-31", "2025-01-01"),
        ("den han quy 4 nam 2025 cua bo tai chinh", "den han cua bo tai chinh", "2025-10-01", "2026-01-01"),
        ("phải xong trước 30/6/2025", "phải xong", "0001-01-01", "2025-07-01"),
        ("phải xong trước ngày 30 tháng 6 năm 2025", "phải xong", "0001-01-01", "2025-07-01"),
        ("xong trước tháng 6/2025", "xong", "0001-01-01", "2025-06-01"),
        ("xong trước hết quý II-2025", "xong", "0001-01-01", "2025-07-01"),
        ("hạn đến cuối năm 2025", "hạn", "0001-01-01", "2026-01-01"),
        ("chậm nhất là ngày 1/7/2025 phải xong", "phải xong", "0001-01-01", "2025-07-02"),
        ("từ 1/10/2025 đến hết tháng 12/2025", "", "2025-10-01", "2026-01-01"),
        ("đến hạn từ quý 3/2025", "đến hạn", "2025-07-01", "9999-12-31"),
        ("đến hạn sau tháng 6/2025", "đến hạn", "2025-07-01", "9999-12-31"),
        ("2025 Bộ Y tế", "Bộ Y tế", "2025-01-01", "2026-01-01"),
    ],
)
def test_times_among_words_are_told_from_them_with_the_words_that_lead_to_them(
    typed: str, words: str, first: str, after: str
) -> None:
    told = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(after))
    assert split_period(typed) == (words, told)


@pytest.mark.parametrize(
    ("typed", "words", "first", "after"),
    [
        ("việc đến hạn 31/12", "việc đến hạn", "2026-12-31", "2027-01-01"),
        ("hạn ngày 21 tháng 11", "hạn", "2027-11-21", "2027-11-22"),
        ("phải xong hôm 22-11", "phải xong hôm", "2026-11-22", "2026-11-23"),
        ("xong trước 30/6", "xong", "0001-01-01", "2027-07-01"),
        ("đến hạn 29/2", "đến hạn", "2028-02-29", "2028-03-01"),
        ("từ 1/7 đến 31/12", "", "2026-07-01", "2027-01-01"),
        ("từ 1/12 đến 1/3", "", "2026-12-01", "2027-03-02"),
        ("từ 1/7 đến 31/12/2025", "", "2025-07-01", "2026-01-01"),
        ("hạn 31/2", "hạn 31/2", None, None),
        ("hạn 2.5", "hạn 2.5", None, None),
    ],
)
def test_a_day_without_a_year_is_the_next_one_or_the_last_before_the_other_end(
    typed: str, words: str, first: str | None, after: str | None
) -> None:
    told = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(after)) if first and after else None
    assert split_period(typed, dt.date(2026, 11, 22)) == (words, told)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "việc đến hạn",
            "việc đến hạn 31/12",
            "hạn 31/2/2025",
            "tháng 13/2025",
            "quy hoạch 2021-2030",
            "từ năm 1975",
            "1400",
        ),
        *("355/TB-VPCP", "1/1/2025 2/1/2025", "trước tháng 6", "24/2023/TT-BTC"),
    ],
)
def test_words_without_a_time_are_left_as_they_are(typed: str) -> None:
    assert split_period(typed) == (typed, None)


@given(st.text(max_size=40) | st.from_regex(r"((den|tu|truoc) )?(thang|quy|nam)? ?\d{1,2}[/. -]\d{4}( -)? a"))
def test_what_is_left_of_any_text_stands_in_it_in_order(text: str) -> None:
    words, found = split_period(text, dt.date(2024, 2, 29))
    assert words == text if found is None else found.first < found.after
    rest = iter(text.split())
    assert all(word in rest for word in words.split())


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
