"""When a subscription is due: local times in IANA zones, exact across clock changes, and quiet hours."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from briefs.errors import InputError

_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


class Frequency(StrEnum):
    """How often a subscription is due."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A frequency at a local time of day.

    `weekday` counts from Monday as 0 and matters to weekly schedules; `monthday` counts from 1 and matters to
    monthly ones, where a month that is too short has its last day instead.
    """

    frequency: Frequency
    at: dt.time = dt.time(7, 30)
    weekday: int = 0
    monthday: int = 1

    def next_due(self, after: dt.datetime, timezone: str) -> dt.datetime | None:
        """Return the first time after `after` that the schedule is due, in UTC; None for an immediate one.

        A local time that a clock change skips is due right after the gap; one that comes twice is due the
        first time. Raises InputError for an unknown zone.
        """
        return None if self.frequency is Frequency.IMMEDIATE else _next_due(self, after, timezone)

    def includes(self, day: dt.date) -> bool:
        """Say whether the schedule is due on this local day."""
        if self.frequency is Frequency.WORKDAYS:
            return day.weekday() < calendar.SATURDAY
        if self.frequency is Frequency.WEEKLY:
            return day.weekday() == self.weekday
        if self.frequency is Frequency.MONTHLY:
            return day.day == min(self.monthday, calendar.monthrange(day.year, day.month)[1])
        return True


@lru_cache(maxsize=1024)
def _next_due(schedule: Schedule, after: dt.datetime, timezone: str) -> dt.datetime:
    """Return when a schedule is due next; a run of the planner asks the same for thousands of chats."""
    place = zone(timezone)
    # A skipped time may be due on the next local day, so that the day before can still lie ahead.
    day = after.astimezone(place).date() - _DAY
    while True:
        if schedule.includes(day) and (due := instant(dt.datetime.combine(day, schedule.at), place)) > after:
            return due
        day += _DAY


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which a chat gets nothing that it did not ask for; they may span midnight."""

    start: dt.time
    end: dt.time

    def release(self, moment: dt.datetime, timezone: str) -> dt.datetime:
        """Return `moment`, or the end of the quiet hours that it falls into, in UTC."""
        place = zone(timezone)
        local = moment.astimezone(place)
        now, day = local.time(), local.date()
        if self.start <= self.end:
            quiet = self.start <= now < self.end
        else:
            quiet = now >= self.start or now < self.end
            day += _DAY if now >= self.start else dt.timedelta()
        return instant(dt.datetime.combine(day, self.end), place) if quiet else moment.astimezone(dt.UTC)


def zone(name: str) -> ZoneInfo:
    """Return the IANA zone of this name; InputError where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(f"There is no time zone {name!r}: write one such as Asia/Ho_Chi_Minh.") from error


@lru_cache(maxsize=1024)
def window_key(due: dt.datetime, timezone: str) -> str:
    """Name a window by the local date and time it was due at; an hour that comes twice has one name."""
    return due.astimezone(zone(timezone)).replace(tzinfo=None).isoformat()


def instant(local: dt.datetime, place: ZoneInfo) -> dt.datetime:
    """Return when the clocks of a place first show a naive local time, in UTC, or the end of the gap over it.

    In a gap the offset before the change (fold 0) leads past the change, the one after it (fold 1) to before
    the change (PEP 495): it lies between the two.
    """
    late, early = (local.replace(tzinfo=place, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    after_change = late.astimezone(place).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) // _SECOND // 2 * _SECOND
        if middle.astimezone(place).utcoffset() == after_change:
            late = middle
        else:
            early = middle
    return late
