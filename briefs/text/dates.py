"""Dates and periods as Vietnamese sources write them: days, months, quarters, halves, years and routines.

A calendar date is given only where the source gives day, month and year; nothing is completed by guessing.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from briefs.text.tokens import Tokens, tokenise

_DAY = "(?P<d>0?[1-9]|[12][0-9]|3[01])"
_MONTH = "(?P<m>0?[1-9]|1[0-2])"
_YEAR = "(?P<y>(?:19|20)[0-9]{2})"
_ANY_YEAR = "(?:19|20)[0-9]{2}"
_MONTH_NAME = "(?:giêng|hai|ba|tư|sáu|bảy|tám|chín|mười(?: một| hai)?|chạp)"
_WEEKDAY = "(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)"
_QUARTER = "(?:IV|III|II|I|[1-4])"
_FEW = "(?:[0-9]{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_BEFORE = r"(?<![\w/.,-])"  # not inside a longer number
_AFTER = r"(?![\w/%]|[.,-][0-9])"
# 6-7 điểm, 2-3 triệu, 4-5 ngày are ranges.
_NOT_A_SCORE = r"(?!\s?(?:%|triệu|tỷ|nghìn|điểm|lần|người|tuổi|ngày|tuần|tháng|giờ|phút|km|m\b))"
# quý II và III, quý I-II/2025; of figures only what cannot count what follows: quý 2 và 3/2026
_AND = r"\s?(?:,|và|hoặc|đến|-|–)\s?(?:quý )?"
_QUARTERS = (
    rf"(?:(?:IV|I{{1,3}})\b(?:{_AND}(?:IV|I{{1,3}})\b)*"
    rf"|[1-4](?:{_AND}[1-4](?=\s?[/;)]|\s?$| năm {_ANY_YEAR}))*)"
)
_NEXT = "(?:nay|này|tới|sau)"
_OF_YEAR = rf"(?:(?:\s?[/-]\s?| năm ){_YEAR}| năm {_NEXT})\b"
_WHEN = rf"(?:{_QUARTER}\b|[0-9]{{1,2}})(?![0-9])(?:(?:\s?[/-]\s?| năm ){_ANY_YEAR}\b| năm(?= {_NEXT}))?"

QUARTERS = MappingProxyType({"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4})
"""The number of a quarter as it is written, in small letters."""

# A space stands for any white space. Order matters: the longest reading of a place in the text comes first.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("day", rf"{_BEFORE}{_DAY}\s?[/.-]\s?{_MONTH}\s?[/.-]\s?{_YEAR}{_AFTER}"),
    ("day", rf"ngày {_DAY} tháng {_MONTH} năm {_YEAR}\b"),
    ("day", rf"ngày {_DAY} tháng {_MONTH}\b(?: năm {_NEXT}\b)?"),
    ("span", rf"(?:giai đoạn|nhiệm kỳ|thời kỳ) (?:từ )?{_ANY_YEAR}\s*(?:-|–|đến)\s*{_ANY_YEAR}\b"),
    ("half", rf"(?:(?:6|sáu) tháng|nửa) (?:đầu|cuối) năm(?: {_YEAR}| {_NEXT})?\b"),
    ("quarter", rf"quý {_QUARTERS}(?![0-9])(?:{_OF_YEAR})?"),
    ("month", rf"tháng {_MONTH}{_OF_YEAR}"),
    ("month", rf"{_BEFORE}{_MONTH}/{_YEAR}(?![0-9/])"),
    ("month", rf"tháng {_MONTH}(?![0-9])(?![/.,-][0-9])"),
    ("day", rf"{_BEFORE}{_DAY}[/-]{_MONTH}{_AFTER}{_NOT_A_SCORE}(?: năm {_NEXT}\b)?"),
    ("year", rf"năm {_YEAR}\b"),
    (
        "length",
        rf"(?:trong (?:vòng|thời hạn|thời gian) )?\b{_FEW} (?:ngày|tuần|tháng|năm|giờ)(?: làm việc)?\b",
    ),
    ("routine", rf"ngày {_DAY} (?:hằng|hàng) (?:tháng|quý|năm)\b"),
    ("routine", r"(?:hằng|hàng|mỗi|định kỳ(?: (?:hằng|hàng))?) (?:ngày|tuần|tháng|quý|năm)\b"),
    (
        "vague",
        r"(?:từ nay )?(?:đến )?(?:cuối|đầu|giữa|hết) "
        rf"(?:năm(?: {_ANY_YEAR})?|(?:tháng|quý) {_WHEN}|tháng {_MONTH_NAME}|tháng|quý|tuần)(?: {_NEXT})?\b",
    ),
    ("vague", r"(?:trước|dịp|trước dịp) Tết(?: Nguyên đán)?\b"),
    ("vague", rf"{_WEEKDAY} tuần {_NEXT}\b"),
    ("vague", rf"(?:trong )?(?:thời gian (?:sắp )?tới|(?:năm|tháng|tuần|quý) {_NEXT})\b"),
)


def _numbered(index: int, pattern: str) -> str:
    """Give the groups of one pattern names of their own, so that all fit into one expression."""
    named = re.sub(r"\(\?P<([dmy])>", lambda m: f"(?P<{m[1]}{index}>", pattern)
    return f"(?P<k{index}>{named})".replace(" ", r"\s+")


_ANY = re.compile("|".join(_numbered(i, p) for i, (_, p) in enumerate(_PATTERNS)), re.IGNORECASE)

# The words that the patterns can start with: looking only there makes reading several times faster.
_OPENERS = frozenset({
    "ngày", "tháng", "năm", "quý", "giai", "nhiệm", "thời", "nửa", "sáu", "một", "hai", "ba", "bốn", "bảy",
    "tám", "chín", "mười", "trong", "hằng", "hàng", "mỗi", "định", "từ", "đến", "cuối", "đầu", "giữa", "hết",
    "tuần", "trước", "dịp", "thứ", "chủ",
})  # fmt: skip


class Kind(StrEnum):
    """How precisely a mention fixes a time."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"  # from one year to another
    LENGTH = "length"  # 30 days
    ROUTINE = "routine"  # every month
    VAGUE = "vague"  # the coming time


# By the group of a pattern: its kind, and the groups of day, month and year, where it has them.
_READINGS: dict[str | None, tuple[Kind, list[str | None]]] = {
    f"k{i}": (Kind(kind), [part if (part := f"{p}{i}") in _ANY.groupindex else None for p in "dmy"])
    for i, (kind, _) in enumerate(_PATTERNS)
}


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A date or period in a text: characters `[start, end)`, and what of day, month and year is written."""

    start: int
    end: int
    kind: Kind
    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def date(self) -> dt.date | None:
        """The calendar date, where day, month and year are all written and name a real day."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            return None


def mentions(text: str, tokens: Tokens | None = None) -> list[TimeMention]:
    """Return the dates and periods of NFC text in order, without overlaps, the longest reading of each.

    `tokens` are the words of the text, for callers that have cut it already.
    """
    tokens = tokens or tokenise(text)
    words = zip(tokens.starts, tokens.keys, strict=True)
    found: list[TimeMention] = []
    end = 0
    for start in [start for start, key in words if key in _OPENERS or key[0] <= "9"]:
        if start >= end and (match := _ANY.match(text, start)):
            found.append(_mention(match))
            end = match.end()
    return found


def parse_day(text: str) -> dt.date | None:
    """Return the first full calendar date (day, month, year) written in the text, or None."""
    return next((m.date for m in mentions(text) if m.date), None)


def _mention(m: re.Match[str]) -> TimeMention:
    kind, parts = _READINGS[m.lastgroup]  # the group that closes last is that of the pattern
    day, month, year = [int(m[part]) if part and m[part] else None for part in parts]
    return TimeMention(m.start(), m.end(), kind, day, month, year)
