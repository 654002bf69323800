"""Moments as people type them: “14:30”, “mai 8h”, “25/12 08:00”."""

from __future__ import annotations

import datetime as dt
import re

from briefs.errors import InputError
from briefs.i18n import N_
from briefs.schedule import instant, zone
from briefs.text.fold import fold

_TIME = re.compile(r"\b(\d{1,2})\s*(?:(?::|h|g|gio)\s*(?:(\d{2})\s*(?:phut|p)?)?\b|(?=[ap]m\b))")
_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\b")
_DAYS = {"hom nay": 0, "nay": 0, "today": 0, "ngay mai": 1, "mai": 1, "tomorrow": 1, "ngay kia": 2}
_PARTS = {
    "sang": range(12), "trua": range(10, 14), "chieu": range(12, 19), "toi": range(18, 24),
    "am": range(12), "pm": range(12, 24),
}  # fmt: skip
"""The hours of each part of the day, in which people count from one again: “3 giờ chiều” is 15:00."""
_DAY, _PART = (re.compile(rf"\b(?:{'|'.join(words)})\b") for words in (_DAYS, _PARTS))
_FILLER = re.compile(r"\b(?:luc|vao|ngay|at|on)\b|[\s,.;]+")
_NOT_READ = N_("This is no time. Type it such as 14:30, mai 8:00 or 25/12 08:00.")
_OVER = N_("This time is over.")
_YEARS_AHEAD = 10


def moment_of(text: str, now: dt.datetime, timezone: str) -> dt.datetime:
    """Return the moment that is meant, in UTC: a time alone, or a day and month alone, is the next one.

    Raises InputError for what is no moment, for one that is over, and for words that might mean another.
    """
    place = zone(timezone)
    local = now.astimezone(place)
    words, date = _taken(_DATE, fold(text))
    words, clock = _taken(_TIME, words)
    words, named = _taken(_DAY, words)
    words, part = _taken(_PART, words)
    if clock is None or (date and named) or _FILLER.sub("", words):
        raise InputError(_NOT_READ)
    try:
        at = dt.time(hour_in(int(clock[1]), part[0] if part else ""), int(clock[2] or 0))
        day = _day(date, named, local.date())
    except ValueError:
        raise InputError(_NOT_READ) from None
    moment = instant(dt.datetime.combine(day or local.date(), at), place)
    if moment > now:
        return moment
    if day is None:
        return instant(dt.datetime.combine(local.date() + dt.timedelta(days=1), at), place)
    if date is not None and date[3] is None:
        return instant(dt.datetime.combine(_next_year(day), at), place)
    raise InputError(_OVER)


def _taken(pattern: re.Pattern[str], words: str) -> tuple[str, re.Match[str] | None]:
    """Return the words without what a pattern finds first in them, and that."""
    found = pattern.search(words)
    return (words, None) if found is None else (f"{words[: found.start()]} {words[found.end() :]}", found)


def hour_in(hour: int, part: str) -> int:
    """Return the hour of the day of one counted in a part of it, such as “chieu” or “pm”.

    Without a part it is the hour itself; -1 where the part has none such.
    """
    if not part:
        return hour
    hours = _PARTS[part]
    return hour if hour in hours else hour + 12 if hour + 12 in hours else -1


def _day(date: re.Match[str] | None, named: re.Match[str] | None, today: dt.date) -> dt.date | None:
    if date is not None:
        if date[3] and not today.year <= int(date[3]) <= today.year + _YEARS_AHEAD:
            raise InputError(_OVER if int(date[3]) < today.year else _NOT_READ)
        return dt.date(int(date[3] or today.year), int(date[2]), int(date[1]))
    return None if named is None else today + dt.timedelta(days=_DAYS[named[0]])


def _next_year(day: dt.date) -> dt.date:
    """Return the same day of the next year that has it."""
    return day.replace(year=day.year + (4 if (day.month, day.day) == (2, 29) else 1))
