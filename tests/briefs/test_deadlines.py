"""By which day duties are due."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
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
    ],
)
def test_what_has_no_year_is_the_next_after_the_source(text: str, day: str) -> None:
    assert due_day(Deadline(text), JULY) == dt.date.fromisoformat(day)
    assert due_day(Deadline(text), None) is None


@pytest.mark.parametrize(
    "text",
    [
        *("hằng tháng", "trong 8 ngày", "trước Tết Nguyên đán", "cuối năm sau", "31/2", "sớm", ""),
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


def test_the_date_that_an_editor_or_the_source_gives_counts_first() -> None:
    assert due_day(Deadline("trong tháng 8/2026", JULY), None) == JULY


@given(st.text() | st.text("0123456789/- quýthángnămcuốitrước", max_size=30), st.dates())
def test_any_words_are_due_after_their_source_or_never(text: str, dated: dt.date) -> None:
    day = due_day(Deadline(text), dated)
    assert day is None or day >= dated or re.search("(?:19|20)[0-9]{2}", text)


def test_duties_of_a_document_without_source_date_count_from_that_of_the_document() -> None:
    document = DocumentRef("1/NQ-CP", date=JULY, role=DocumentRole.CARRIER)
    duties = (Directive("a"), Directive("b", deadline=Deadline("trước 15/8")))
    content = BriefContent("Tin", Article("Tin"), directives=duties, documents=(document,))
    assert list(due_days(content)) == [(2, dt.date(2026, 8, 15))]
