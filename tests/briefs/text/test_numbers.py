from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.text.numbers import quantities


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("vốn 1.400 triệu USD", "1400000000", "1400000000", "usd"),
        ("tăng 1,4% so cùng kỳ", "1.4", "1.4", "%"),
        ("mức 6,5-7% cả năm", "6.5", "7", "%"),
        ("nộp 1.234.567,89 đồng", "1234567.89", "1234567.89", "đồng"),
        ("gấp 2.5 lần", "2.5", "2.5", "lần"),
        ("diện tích 12 km2", "12", "12", "km2"),
        ("tốc độ 60 km/h", "60", "60", "km/h"),
        ("có 36 dự án", "36", "36", ""),
    ],
)
def test_a_number_is_read_with_scale_and_unit(text: str, low: str, high: str, unit: str) -> None:
    (found,) = quantities(text)
    assert (found.low, found.high, found.unit) == (Decimal(low), Decimal(high), unit)


def test_one_unit_has_one_spelling() -> None:
    assert {quantities(text)[0].unit for text in ("5 USD", "5 đô la", "5 usd")} == {"usd"}


@pytest.mark.parametrize("text", ["số 355/TB-VPCP", "ngày 15/7", "phiên bản v2", "quốc lộ 1A"])
def test_parts_of_other_things_are_no_quantities(text: str) -> None:
    assert quantities(text) == []


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_thousands_are_read_back(number: int) -> None:
    written = f"{number:,}".replace(",", ".")
    assert quantities(f"tổng cộng {written} đồng")[0].low == number


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    assert all(0 <= q.start < q.end <= len(text) for q in quantities(text))
