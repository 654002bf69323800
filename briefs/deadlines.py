"""By which day a duty is due: the date that its source gives, or the last day of the period that it names."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.model import BriefContent, Deadline, Duty
from briefs.search.documents import source_date
from briefs.text.dates import Kind, TimeMention, mentions
from briefs.text.fold import fold, nfc

_WRITTEN_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH = re.compile(r"\b(?:cuoi|het) thang (1[0-2]|[1-9])\b")
_YEAR = re.compile(r"\b(?:cuoi|het) nam(?! (?:sau|toi))|^(?:trong )?nam nay\b")
_BEFORE, _STARTS = "truoc", ("tu", "sau")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A duty and the last day on which it is done in time."""

    day: dt.date
    duty: Duty


def due_days(content: BriefContent) -> Iterator[tuple[int, dt.date]]:
    """Yield the numbers of a brief's duties that are due by a certain day, counted from 1, with that day."""
    dated = source_date(content)
    for number, directive in enumerate(content.directives, start=1):
        day = due_day(directive.deadline, dated) if directive.deadline else None
        if day is not None:
            yield number, day


def due_day(deadline: Deadline, dated: dt.date | None) -> dt.date | None:
    """Return the last day on which something is in time, None where the deadline leaves that open.

    “trong quý III/2026” ends on 30/09/2026, “trước tháng 10/2026” too. A day or period without a year is the
    first one that ends on `dated`, the day of the source, or later; without that it is left open.
    """
    if deadline.due is not None:
        return deadline.due
    text = nfc(deadline.text)
    found = mentions(text)
    period = _Period.of(text, found[-1]) if found else None
    if period is None:
        return None
    if period.year is not None:
        return period.last_day(period.year)
    days = (period.last_day(year) for year in (dated.year, dated.year + 1)) if dated else ()
    return next((day for day in days if day and dated and day >= dated), None)


@dataclass(frozen=True, slots=True)
class _Period:
    """A day or some months of a year; `before` where what is due must be done before they begin."""

    year: int | None
    first: int
    last: int
    day: int | None
    before: bool

    @classmethod
    def of(cls, text: str, found: TimeMention) -> _Period | None:
        words, led_by = fold(text[found.start : found.end]), fold(text[: found.start]).split()
        months, precise = _months(found, words), found.kind not in (Kind.DAY, Kind.VAGUE)
        last = next((word for word in reversed(led_by) if word != "ngay"), "")
        # Then it begins, or something else ends: kể từ ngày 01/7, trước mùa mưa năm 2026.
        if months is None or last in _STARTS or (precise and _BEFORE in led_by and last != _BEFORE):
            return None
        years = _WRITTEN_YEAR.findall(words)
        return cls(int(years[-1]) if years else None, *months, found.day, precise and last == _BEFORE)

    def last_day(self, year: int) -> dt.date | None:
        """Return the last day in time in a year, None where the year has no such day."""
        try:
            if self.before:
                return dt.date(year, self.first, 1) - _DAY
            return dt.date(year, self.last, self.day or calendar.monthrange(year, self.last)[1])
        except ValueError:
            return None


def _months(found: TimeMention, words: str) -> tuple[int, int] | None:
    """Return the first and the last month of a mention, None where it fixes none: 30 days, every month."""
    if found.month is not None:
        return found.month, found.month
    if match := _MONTH.search(words):
        return int(match[1]), int(match[1])
    if match := _QUARTER.search(words):
        quarter = _QUARTERS.get(match[1]) or int(match[1])
        return 3 * quarter - 2, 3 * quarter
    if found.kind is Kind.HALF and not words.endswith(" sau"):
        return (7, 12) if "cuoi" in words else (1, 6)
    return (1, 12) if found.kind in (Kind.YEAR, Kind.SPAN) or _YEAR.search(words) else None
