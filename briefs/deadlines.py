"""By which day a duty is due: the date that its source gives, or the last day of the period that it names."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.model import BriefContent, Deadline, Duty
from briefs.search.documents import source_date
from briefs.text.dates import QUARTERS, Kind, TimeMention, mentions
from briefs.text.fold import fold, nfc

_WRITTEN_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEARS = range(1900, 2100)
"""Those that can be written."""
_QUARTER = re.compile(r"\b(?:iv|iii|ii|i|[1-4])\b")
_LAST_MONTH = re.compile(r"\bthang (1[0-2]|[1-9])\b")
_OF_YEAR = re.compile(r"\bnam (nay|toi|sau)$")
_UNIT = re.compile(
    r"(?:trong |từ nay |đến )*(?P<end>(?:cuối|hết) )?(?:(?P<weekday>thứ \w+|chủ nhật) )?"
    r"(?P<unit>tuần|tháng|quý|năm)(?: (?P<which>nay|này|tới|sau))?"
)
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_MONTHS_IN = {"tháng": 1, "quý": 3, "năm": 12}
_OPEN = re.compile(r"\b(?:dau|giua)\b")
_BEFORE, _STARTS, _SEVERAL = "truoc", ("tu", "sau"), {"cac", "nhung", "moi", "tung", "nhieu", "vai", "may"}
_DAY = dt.timedelta(days=1)
_Periods = Iterator[tuple[dt.date, dt.date]]


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

    “trong quý III/2026” ends on 30/09/2026, “trước tháng 10/2026” too; a week ends on Sunday. A day or period
    without a year is the first one that ends on `dated`, the day of the source, or later, and “tháng này” is
    the month of that day; without it both are left open.
    """
    if deadline.due is not None:
        return deadline.due
    text = nfc(deadline.text)
    found = mentions(text)
    known = dated if dated and dated.year in _YEARS else None
    return _last_day(text, found[-1], known) if found else None


def _last_day(text: str, found: TimeMention, dated: dt.date | None) -> dt.date | None:
    words = " ".join(text[found.start : found.end].lower().split())
    unit = _UNIT.fullmatch(words) if found.kind is Kind.VAGUE else None
    spans = unit is not None and not (unit["end"] or unit["weekday"])
    precise = spans or found.kind not in (Kind.DAY, Kind.VAGUE)
    led_by = fold(text[: found.start]).split()
    last = next((word for word in reversed(led_by) if word != "ngay"), "")
    # Then it begins, is one of several, or something else ends: kể từ ngày 01/7, trước mùa mưa năm 2026.
    several = found.kind is not Kind.DAY and last in _SEVERAL
    if last in _STARTS or several or (precise and _BEFORE in led_by and last != _BEFORE):
        return None
    periods = _of_years(found, fold(words), dated) if unit is None else _from(unit, dated)
    ends = (first - _DAY if precise and last == _BEFORE else end for first, end in periods)
    certain = _WRITTEN_YEAR.search(words) is not None
    return next((end for end in ends if certain or (dated and end >= dated)), None)


def _of_years(found: TimeMention, words: str, dated: dt.date | None) -> _Periods:
    """Yield the first and last days of a mention in the year that it names, or in the first two it may mean.

    None where it fixes no months (30 days, every month, the beginning of a year), or a day that is none.
    """
    months = _months(found, words)
    years: list[int] = [int(year) for year in _WRITTEN_YEAR.findall(words)[-1:]]
    if not years and dated is not None:
        named = _OF_YEAR.search(words)
        years = [dated.year + (named[1] != "nay")] if named else [dated.year, dated.year + 1]
    return (found_in for year in years if months and (found_in := _in_year(year, *months, found.day)))


def _months(found: TimeMention, words: str) -> tuple[int, int] | None:
    """Return the first and the last month of a mention, None where it fixes none."""
    if found.kind is Kind.VAGUE and _OPEN.search(words):
        return None
    if found.month is not None:
        return found.month, found.month
    if match := _LAST_MONTH.search(words):
        return int(match[1]), int(match[1])
    if "quy " in words:
        quarters = [QUARTERS[each] for each in _QUARTER.findall(words)]
        return (3 * quarters[0] - 2, 3 * quarters[-1]) if quarters else None
    if found.kind is Kind.HALF:
        return (7, 12) if "cuoi" in words else (1, 6)
    return (1, 12) if found.kind in (Kind.YEAR, Kind.SPAN) or _WRITTEN_YEAR.search(words) else None


def _in_year(year: int, first: int, last: int, day: int | None = None) -> tuple[dt.date, dt.date] | None:
    """Return the days of a year from which and to which these months, or a day of them, last."""
    try:
        end = day or calendar.monthrange(year, last)[1]
        return dt.date(year, first, day or 1), dt.date(year, last, end)
    except ValueError:
        return None


def _from(unit: re.Match[str], dated: dt.date | None) -> _Periods:
    """Yield the week, the day of it, the month, the quarter or the year of a day, or the next one."""
    later = int(unit["which"] in ("tới", "sau"))
    if dated is None:
        return
    if unit["unit"] != "tuần":
        count = _MONTHS_IN[unit["unit"]]
        start = (dated.month - 1) // count * count + later * count
        found = _in_year(dated.year + start // 12, start % 12 + 1, start % 12 + count)
        yield from [found] if found else []
    else:
        monday = dated + dt.timedelta(days=7 * later - dated.weekday())
        end = monday + dt.timedelta(days=_WEEKDAYS.index(unit["weekday"] or "chủ nhật"))
        yield (end if unit["weekday"] else monday), end
