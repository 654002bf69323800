"""Numbers with their units as Vietnamese sources write them: 1.400 triệu USD, 68,19%, 6,5-7%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_SCALES = {"trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
# A point or comma before exactly three digits groups thousands (1.400), any other is decimal (1,4 and 2.5).
_AFTER_DIGIT = r"(?:\d{0,2}(?:[.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d*(?:[.,]\d+)?)"
# Units that change what a number means; the words of counted things ("dự án", "hộ") are the sentence's own.
_UNITS = (
    r"(?:km|m|mg|kg|g|ml|đồng|usd|tấn|lít)/(?:giờ|giây|h|s|lít|l|kg|tấn|m2|m3|km|ha|ngày|tháng|năm|người)|"
    r"%|‰|phần trăm|điểm phần trăm|đồng|vnđ|vnd|usd|đô la|đô-la|euro|eur|nhân dân tệ|yên|"
    r"km2|km²|km/h|km|m2|m²|m3|m³|mm|cm|m|ha|héc ta|hecta|tấn|tạ|kg|gam|g|lít|mw|kwh|kw|gw|độ|"
    r"giờ|phút|giây|ngày|tuần|tháng|quý|năm|tuổi|lần|người|hộ|điểm"
)
# A pattern that starts with a digit, and looks behind it only then, is scanned more than twice as fast.
_QUANTITY = re.compile(
    rf"(?P<low>\d(?<![\w.,/\-]\d){_AFTER_DIGIT})(?:\s?[-–]\s?(?P<high>\d{_AFTER_DIGIT}))?"
    rf"(?P<scales>(?:\s(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b)*)(?:\s?(?P<unit>{_UNITS})(?![\w²³]))?",
    re.IGNORECASE,
)
_SAME_UNIT = {
    "vnđ": "đồng",
    "vnd": "đồng",
    "đô la": "usd",
    "đô-la": "usd",
    "eur": "euro",
    "phần trăm": "%",
    "km²": "km2",
    "m²": "m2",
    "m³": "m3",
    "héc ta": "ha",
    "hecta": "ha",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: characters `[start, end)` including its unit.

    `low` and `high` are its value in single units (equal unless a range is written); `unit` is in lower
    case with one spelling for each unit, or empty.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of NFC text in order, with scale words (triệu, tỷ) worked into the value.

    Digits inside words, dates with slashes and document numbers are not quantities.
    """
    return [_quantity(m) for m in _QUANTITY.finditer(text) if not _glued(text, m)]


def _glued(text: str, m: re.Match[str]) -> bool:
    return m.end() < len(text) and (
        text[m.end()].isalnum() or (text[m.end()] in "/.,-" and text[m.end() + 1 : m.end() + 2].isalnum())
    )


def _quantity(m: re.Match[str]) -> Quantity:
    low = _value(m["low"])
    high = _value(m["high"]) if m["high"] else low
    if scales := m["scales"]:
        scale = Decimal(10) ** sum(_SCALES[word.lower()] for word in scales.split())
        low, high = low * scale, high * scale
    unit = (m["unit"] or "").lower()
    return Quantity(m.start(), m.end(), low, high, _SAME_UNIT.get(unit, unit))


def _value(numeral: str) -> Decimal:
    """Read a numeral; in 1.234.567,89 the repeated mark groups and the other is decimal."""
    if numeral.isdecimal():
        return Decimal(numeral)
    parts = re.split(r"([.,])", numeral)
    digits, marks = parts[0::2], parts[1::2]
    decimal = marks[-1] not in marks[:-1] and (len(marks) > 1 or len(digits[-1]) != 3)
    whole = "".join(digits[:-1] if decimal else digits)
    return Decimal(f"{whole}.{digits[-1]}" if decimal else whole)
