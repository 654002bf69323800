"""By which day duties are due."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.deadlines import due_day, due_days
from briefs.model import Article, BriefContent, Deadline, Directive, DocumentRef, DocumentRole

JULY = dt.date(2026, 7, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("trong tháng 8-2026", "2026-08-31"),
        ("trong quý III/2026", "2026-09-30"),
        ("trong quý 1 năm 2027", "2027-03-31"),
        ("trước tháng 10/2026", "2026-09-30"),
        ("hoàn thành trước quý IV/2026", "2026-09-30"),
        ("trước cuối năm 2026", "2026-12-31"),
        ("6 tháng đầu năm 2027", "2027-06-30"),
        ("trong nửa cuối năm 2026", "2026-12-31"),
        ("vào cuối năm 2026", "2026-12-31"),
        ("hết tháng 2/2028", "2028-02-29"),
        ("trong năm 2027", "2027-12-31"),
        ("giai đoạn 2026 - 2030", "2030-12-31"),
        ("từ tháng 8 đến hết tháng 12/2026", "2026-12-31"),
        ("hết tháng 6 năm 2027", "2027-06-30"),
        ("đến hết quý III/2026", "2026-09-30"),
        ("quý II và III/2026", "2026-09-30"),
        ("trong quý II và quý III năm 2026", "2026-09-30"),
        ("quý 2, 3/2026", "2026-09-30"),
    ],
)
def test_a_period_that_is_written_with_its_year_ends_on_its_last_day(text: str, day: str) -> None:
    assert due_day(Deadline(text), None) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("trước ngày 15/8", "2026-08-15"),
        ("trước ngày 20/7", "2026-07-20"),
        ("trước ngày 15/3", "2027-03-15"),
        ("trong tháng 7", "2026-07-31"),
        ("trong quý I", "2027-03-31"),
        ("Từ nay đến cuối năm", "2026-12-31"),
        ("trong năm nay", "2026-12-31"),
        ("quý II và III", "2026-09-30"),
        ("quý 2 và 3 nhiệm vụ khác", "2027-06-30"),
        ("từ nay đến hết quý IV", "2026-12-31"),
        ("quý III năm nay", "2026-09-30"),
        ("tháng 8 năm nay", "2026-08-31"),
        ("trước ngày 15/8 năm nay", "2026-08-15"),
        ("tháng 9 năm sau", "2027-09-30"),
        ("nửa đầu năm tới", "2027-06-30"),
    ],
)
def test_what_has_no_year_is_the_next_after_the_source(text: str, day: str) -> None:
    assert due_day(Deadline(text), JULY) == dt.date.fromisoformat(day)
    assert due_day(Deadline(text), None) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tuần này", "2026-07-26"),
        ("trong tuần tới", "2026-08-02"),
        ("trước thứ Sáu tuần này", "2026-07-24"),
        ("Chủ nhật tuần sau", "2026-08-02"),
        ("trong tháng này", "2026-07-31"),
        ("cuối tháng", "2026-07-31"),
        ("trước cuối tháng sau", "2026-08-31"),
        ("trước tháng sau", "2026-07-31"),
        ("quý này", "2026-09-30"),
        ("hết quý", "2026-09-30"),
        ("trong quý tới", "2026-12-31"),
        ("năm nay", "2026-12-31"),
        ("trong năm sau", "2027-12-31"),
        ("cuối năm sau", "2027-12-31"),
    ],
)
def test_this_week_month_quarter_or_year_is_that_of_the_source(text: str, day: str) -> None:
    assert due_day(Deadline(text), JULY) == dt.date.fromisoformat(day)
    assert due_day(Deadline(text), None) is None


@pytest.mark.parametrize(
    "text",
    [
        *("hằng tháng", "trong 8 ngày", "trước Tết Nguyên đán", "31/2", "sớm", "", "trong vài năm tới"),
        *("đầu tháng sau", "giữa tháng 8", "đầu quý IV/2026", "đầu năm sau", "cuối những năm 2030"),
        *("từ quý này", "sau tháng này", "trước kỳ họp năm nay", "cuối tháng hai", "tháng 3 năm nay"),
        *(
            "từ ngày 01/8/2026",
            "trong 30 ngày kể từ ngày 01/8/2026",
            "sau năm 2026",
            "trước mùa mưa năm 2026",
        ),
    ],
)
def test_what_fixes_no_day_is_left_open(text: str) -> None:
    assert due_day(Deadline(text), JULY) is None


def test_the_last_day_of_february_is_that_of_the_next_leap_year() -> None:
    assert due_day(Deadline("trước ngày 29/2"), dt.date(2027, 7, 1)) == dt.date(2028, 2, 29)


def test_the_date_that_an_editor_or_the_source_gives_counts_first() -> None:
    assert due_day(Deadline("trong tháng 8/2026", JULY), None) == JULY


_WORDS = ["quý", "tháng", "năm", "tuần", "cuối", "hết", "trước", "này", "sau", "II", "và", "29/2", "2028"]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join), st.dates())
def test_any_words_are_due_after_their_source_or_never(text: str, dated: dt.date) -> None:
    day = due_day(Deadline(text), dated)
    assert day is None or day >= dated or re.search("(?:19|20)[0-9]{2}", text)


def test_duties_of_a_document_without_source_date_count_from_that_of_the_document() -> None:
    document = DocumentRef("1/NQ-CP", date=JULY, role=DocumentRole.CARRIER)
    duties = (Directive("a"), Directive("b", deadline=Deadline("trước 15/8")))
    content = BriefContent("Tin", Article("Tin"), directives=duties, documents=(document,))
    assert list(due_days(content)) == [(2, dt.date(2026, 8, 15))]
