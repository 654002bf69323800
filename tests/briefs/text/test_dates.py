from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.text.dates import Kind, mentions, parse_day


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("hạn cuối là 31/12/2024.", Kind.DAY, "31/12/2024"),
        ("họp sáng 22/6 tại tỉnh", Kind.DAY, "22/6"),
        ("xong trong tháng 4/2025", Kind.MONTH, "tháng 4/2025"),
        ("báo cáo trong quý III/2025", Kind.QUARTER, "quý III/2025"),
        ("báo cáo trong quý II và III/2025", Kind.QUARTER, "quý II và III/2025"),
        ("xong quý 2 và 3 việc khác", Kind.QUARTER, "quý 2"),
        ("đến hết quý IV năm 2025", Kind.VAGUE, "đến hết quý IV năm 2025"),
        ("trước 15/8 năm nay", Kind.DAY, "15/8 năm nay"),
        ("vào thứ Sáu tuần này", Kind.VAGUE, "thứ Sáu tuần này"),
        ("mục tiêu 6 tháng cuối năm 2024", Kind.HALF, "6 tháng cuối năm 2024"),
        ("giai đoạn 2021 - 2025 đã qua", Kind.SPAN, "giai đoạn 2021 - 2025"),
        ("trong năm 2025", Kind.YEAR, "năm 2025"),
        ("trong vòng 30 ngày làm việc", Kind.LENGTH, "trong vòng 30 ngày làm việc"),
        ("định kỳ hằng quý gửi về", Kind.ROUTINE, "định kỳ hằng quý"),
        ("Từ nay đến cuối năm, các sở", Kind.VAGUE, "Từ nay đến cuối năm"),
        ("thời gian tới cần", Kind.VAGUE, "thời gian tới"),
    ],
)
def test_a_time_is_read_with_its_kind(text: str, kind: Kind, written: str) -> None:
    found = mentions(text)
    assert [(m.kind, text[m.start : m.end]) for m in found] == [(kind, written)]


def test_a_calendar_date_needs_its_year() -> None:
    assert mentions("trước ngày 10/7")[0].date is None
    assert mentions("trước ngày 10/7/2025")[0].date == dt.date(2025, 7, 10)


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert mentions("ngày 31/2/2024")[0].date is None


@pytest.mark.parametrize(
    "text", ["15-CT/TW", "tỷ lệ 394/400 điểm", "tăng 6-7%", "đạt 2-3 triệu đồng", "1.400 triệu"]
)
def test_scores_ranges_and_document_numbers_are_no_dates(text: str) -> None:
    assert mentions(text) == []


def test_the_first_full_date_of_a_byline_is_found() -> None:
    assert parse_day("Thứ hai, 06-05-2024 10:20") == dt.date(2024, 5, 6)
    assert parse_day("không có ngày nào") is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)), st.sampled_from("/-."))
def test_every_date_written_in_figures_is_read_back(day: dt.date, mark: str) -> None:
    assert parse_day(f"ngày {day.day}{mark}{day.month}{mark}{day.year} tại") == day


@given(st.text())
def test_mentions_never_overlap(text: str) -> None:
    found = mentions(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
