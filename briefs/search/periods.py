"""Days, months, quarters and years as they are typed: “tháng 12/2024” alone asks for what is dated so.

Among other words they say by when something is due: “việc phải xong trước 30/6/2025”.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap
from dataclasses import dataclass

from briefs.text.dates import QUARTERS
from briefs.text.fold import fold

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF = r"(?: ?[/.-] ?| nam | )"
_NAMED = (
    r"(?:"
    rf"(?:ngay )?(?P<day>\d{{1,2}})(?: ?[/.-] ?| thang | )(?P<month>\d{{1,2}}){_OF}{_YEAR}"
    rf"|(?:thang )?(?P<only_month>\d{{1,2}}){_OF}{_YEAR.replace('year', 'of_month')}"
    rf"|q(?:uy )?(?P<quarter>[1-4]|i{{1,3}}|iv){_OF}{_YEAR.replace('year', 'of_quarter')}"
    rf"|nam {_YEAR.replace('year', 'only_year')}"
    r")"
)
_PERIOD = re.compile(rf"(?:(?:tin|ban tin|trong|vao|cua) )*{_NAMED}")
_LEADS = {
    "before": r"truoc|before",
    "until": r"(?:tu nay )?(?:den|toi)|(?:cham|muon) nhat|until|by",
    "since": r"(?:ke )?tu|since|from",
    "later": r"sau|after",
}
_AMONG_WORDS = re.compile(
    rf"(?<!\S)(?:(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _LEADS.items())}) )?"
    rf"(?:(?:la|vao|trong|in|on) )*(?P<end>(?:het|cuoi) )?(?:{_NAMED}|(?P<bare_year>20\d\d)"
    r"|(?:ngay )?(?P<next_day>\d{1,2})(?:[/-]| thang )(?P<next_month>\d{1,2}))(?!\S)"
)
_SIGNS = " ,.:;?!()"
_THIS_CENTURY = 2000
_LEAP = 8
"""Years among which one has a 29 February, whatever the century."""
_YEAR_LONG = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` on that are earlier than `after`; dt.date.min and dt.date.max leave it open."""

    first: dt.date
    after: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day < self.after

    @property
    def closed(self) -> bool:
        """Whether it has a first day and a last one."""
        return self.first > dt.date.min and self.after < dt.date.max


def period(text: str) -> Period | None:
    """Return what a whole text names; None for any other text.

    A year alone is one only where it is called so: 2024 is a number too.
    """
    match = _PERIOD.fullmatch(fold(text))
    if match is None:
        return None
    try:
        return _bounds(match)
    except ValueError:  # no such day or month
        return None


def split_period(text: str, today: dt.date | None = None) -> tuple[str, Period | None]:
    """Return a text without the times of this century that it names, and the days that all of them leave.

    “trước”, “đến”, “từ” and “sau” before a time belong to it. “trước 30/6/2025” means that day too, as in
    deadlines, “trước tháng 6/2025” not that month (`briefs.deadlines`). A bare number is a year here, and a
    day without a year the next one from `today` on, or the last one before the other end of “từ 1/7 đến
    31/12”; where it is not known what day it is, it is left. A text with other times, a day that is none, or
    times that leave no day, is left as it is, with None.
    """
    if not any(map(str.isdecimal, text)):
        return text, None
    tokens = text.split()
    line = " ".join(fold(token).replace(" ", "-").strip(_SIGNS) or "-" for token in tokens)
    first, after, named = dt.date.min, dt.date.max, list[int]()
    times = (match for match in _AMONG_WORDS.finditer(line) if today or not match["next_day"])
    for match in sorted(times, key=_begins_without_year):
        a_year_before = after - _YEAR_LONG if _begins_without_year(match) and after < dt.date.max else None
        try:
            each = _limits(match, a_year_before or today)
        except ValueError:  # no such day or month, or of another century
            return text, None
        first, after = max(first, each.first), min(after, each.after)
        start = line.count(" ", 0, match.start())
        named += range(start, start + match[0].count(" ") + 1)
    if not named or first >= after:
        return text, None
    return " ".join(token for at, token in enumerate(tokens) if at not in named), Period(first, after)


def _begins_without_year(match: re.Match[str]) -> bool:
    """Tell whether a time begins with a day without a year: which one it is hangs on the end."""
    return bool(match["next_day"] and (match["since"] or match["later"]))


def _limits(match: re.Match[str], today: dt.date | None) -> Period:
    """Return the days that a time leaves with the word before it; raises ValueError where it names none."""
    if match["next_day"] and today:
        found = _next(int(match["next_day"]), int(match["next_month"]), today)
    else:
        found = _months(int(match["bare_year"]), 1, 12) if match["bare_year"] else _bounds(match)
    if found.first.year < _THIS_CENTURY:
        raise ValueError(found)
    if match["before"] and not (match["end"] or match["day"] or match["next_day"]):
        return Period(dt.date.min, found.first)
    if match["before"] or match["until"]:
        return Period(dt.date.min, found.after)
    if match["since"] or match["later"]:
        return Period(found.after if match["later"] else found.first, dt.date.max)
    return found


def _bounds(match: re.Match[str]) -> Period:
    if match["day"]:
        return _day(dt.date(int(match["year"]), int(match["month"]), int(match["day"])))
    if match["only_month"]:
        return _months(int(match["of_month"]), int(match["only_month"]), 1)
    if match["quarter"]:
        return _months(int(match["of_quarter"]), 3 * QUARTERS[match["quarter"]] - 2, 3)
    return _months(int(match["only_year"]), 1, 12)


def _next(day: int, month: int, today: dt.date) -> Period:
    """Return the next such day from today on; raises ValueError where no year has it."""
    this_year = today.year + ((month, day) < (today.month, today.day))
    year = this_year if (month, day) != (2, 29) else next(filter(isleap, range(this_year, this_year + _LEAP)))
    return _day(dt.date(year, month, day))


def _day(day: dt.date) -> Period:
    return Period(day, day + dt.timedelta(days=1))


def _months(year: int, month: int, count: int) -> Period:
    after = month - 1 + count
    return Period(dt.date(year, month, 1), dt.date(year + after // 12, after % 12 + 1, 1))
