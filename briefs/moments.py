"""Moments as people type them: “14:30”, “mai 8h”, “25/12 08:00”."""

from __future__ import annotations

import datetime as dt
import re

from briefs.errors import InputError
from briefs.i18n import N_
from briefs.schedule import instant, zone
from briefs.text.fold import fold

_TIME = re.compile(r"\b(\d{1,2})\s*(?::|h|g|gio)\s*(\d{2})?\b")
_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?\b")
_DAYS = {"hom nay": 0, "today": 0, "ngay mai": 1, "mai": 1, "tomorrow": 1, "ngay kia": 2}
_NOT_READ = N_("This is no time. Type it such as 14:30, mai 8:00 or 25/12 08:00.")
_OVER = N_("This time is over.")
_YEARS_AHEAD = 10


def moment_of(text: str, now: dt.datetime, timezone: str) -> dt.datetime:
    """Return the moment that is meant, in UTC: a time alone, or a day and month alone, is the next one.

    Raises InputError for what is no moment, and for one that is over.
    """
    place = zone(timezone)
    local = now.astimezone(place)
    words = fold(text)
    clock, date = _TIME.search(words), _DATE.search(words)
    if clock is None:
        raise InputError(_NOT_READ)
    try:
        at = dt.time(int(clock[1]), int(clock[2] or 0))
        day = _day(words, date, local.date())
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


def _day(words: str, date: re.Match[str] | None, today: dt.date) -> dt.date | None:
    if date is not None:
        if date[3] and not today.year <= int(date[3]) <= today.year + _YEARS_AHEAD:
            raise InputError(_OVER if int(date[3]) < today.year else _NOT_READ)
        return dt.date(int(date[3] or today.year), int(date[2]), int(date[1]))
    found = next((ahead for name, ahead in _DAYS.items() if re.search(rf"\b{name}\b", words)), None)
    return None if found is None else today + dt.timedelta(days=found)


def _next_year(day: dt.date) -> dt.date:
    """Return the same day of the next year that has it."""
    return day.replace(year=day.year + (4 if (day.month, day.day) == (2, 29) else 1))
