from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import InputError
from briefs.schedule import Frequency, QuietHours, Schedule, window_key, zone

HANOI, NEW_YORK, BERLIN = "Asia/Ho_Chi_Minh", "America/New_York", "Europe/Berlin"
KOLKATA, LORD_HOWE = "Asia/Kolkata", "Australia/Lord_Howe"
ZONES = (HANOI, NEW_YORK, BERLIN, KOLKATA, LORD_HOWE)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def daily(hour: int, minute: int = 0) -> Schedule:
    return Schedule(Frequency.DAILY, dt.time(hour, minute))


def due(schedule: Schedule, after: str, timezone: str = HANOI) -> str:
    found = schedule.next_due(utc(after), timezone)
    assert found is not None
    assert found.tzinfo is dt.UTC
    return found.replace(tzinfo=None).isoformat(timespec="minutes")


def test_a_daily_time_is_local() -> None:
    assert due(daily(7, 30), "2024-12-23T00:29") == "2024-12-23T00:30"


def test_a_time_that_has_come_is_due_the_next_day() -> None:
    assert due(daily(7, 30), "2024-12-23T00:30") == "2024-12-24T00:30"


def test_working_days_leave_out_the_weekend() -> None:
    assert due(Schedule(Frequency.WORKDAYS, dt.time(7, 30)), "2024-12-20T01:00") == "2024-12-23T00:30"


def test_a_weekly_schedule_keeps_its_weekday() -> None:
    friday = Schedule(Frequency.WEEKLY, dt.time(7, 30), weekday=4)
    assert due(friday, "2024-12-23T00:00") == "2024-12-27T00:30"


@pytest.mark.parametrize(
    ("after", "expected"),
    [("2024-01-31T12:00", "2024-02-29T00:30"), ("2024-02-29T12:00", "2024-03-31T00:30")],
)
def test_a_month_that_is_too_short_has_its_last_day(after: str, expected: str) -> None:
    assert due(Schedule(Frequency.MONTHLY, dt.time(7, 30), monthday=31), after) == expected


def test_an_immediate_schedule_has_no_time() -> None:
    assert Schedule(Frequency.IMMEDIATE).next_due(utc("2024-01-01T00:00"), HANOI) is None


def test_a_skipped_local_time_is_due_right_after_the_gap() -> None:
    # New York went from 02:00 EST to 03:00 EDT on 10 March 2024, at 07:00 UTC.
    assert due(daily(2, 30), "2024-03-10T00:00", NEW_YORK) == "2024-03-10T07:00"
    assert due(daily(2, 30), "2024-03-10T07:00", NEW_YORK) == "2024-03-11T06:30"


def test_a_local_time_that_comes_twice_is_due_once() -> None:
    # New York went from 02:00 EDT back to 01:00 EST on 3 November 2024, at 06:00 UTC.
    assert due(daily(1, 30), "2024-11-03T00:00", NEW_YORK) == "2024-11-03T05:30"
    assert due(daily(1, 30), "2024-11-03T05:30", NEW_YORK) == "2024-11-04T06:30"


def test_a_whole_day_that_a_zone_skipped_is_due_when_the_next_begins() -> None:
    # Samoa had no 30 December 2011.
    assert due(daily(7, 30), "2011-12-29T18:00", "Pacific/Apia") == "2011-12-30T10:00"
    assert due(daily(7, 30), "2011-12-30T10:00", "Pacific/Apia") == "2011-12-30T17:30"


def test_an_unknown_zone_is_refused_with_an_example() -> None:
    for name in ("Mars/Olympus", "", "../etc/passwd", "\0"):
        with pytest.raises(InputError, match="Asia/Ho_Chi_Minh"):
            zone(name)


schedules = st.builds(
    Schedule,
    st.sampled_from([f for f in Frequency if f is not Frequency.IMMEDIATE]),
    st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    st.integers(0, 6),
    st.integers(1, 31),
)


def expected_days(schedule: Schedule, first: dt.date, last: dt.date) -> list[dt.date]:
    days = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
    if schedule.frequency is Frequency.WORKDAYS:
        return [day for day in days if day.isoweekday() <= 5]
    if schedule.frequency is Frequency.WEEKLY:
        return [day for day in days if day.isoweekday() == schedule.weekday + 1]
    if schedule.frequency is Frequency.MONTHLY:
        month_ends = {day for day in days if (day + dt.timedelta(1)).day == 1}
        too_short = {day for day in month_ends if day.day < schedule.monthday}
        return [day for day in days if day.day == schedule.monthday or day in too_short]
    return days


@settings(max_examples=60, deadline=None)
@given(schedules, st.sampled_from(ZONES), st.integers(2024, 2026))
def test_over_a_year_every_window_comes_exactly_once(schedule: Schedule, name: str, year: int) -> None:
    place = ZoneInfo(name)
    now = dt.datetime(year - 1, 12, 31, 23, 59, 59, tzinfo=place).astimezone(dt.UTC)
    end = dt.datetime(year, 12, 31, 23, 59, 59, tzinfo=place)
    days, keys = [], set()
    while (found := schedule.next_due(now, name)) is not None and found <= end:
        assert found > now
        local = found.astimezone(place)
        days.append(local.date())
        keys.add(window_key(found, name))
        now = found
    assert days == expected_days(schedule, dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert len(keys) == len(days)


@settings(max_examples=100, deadline=None)
@given(schedules, st.sampled_from(ZONES), st.integers(0, 2 * 366 * 86_400))
def test_a_due_time_shows_on_local_clocks_or_ends_a_gap(schedule: Schedule, name: str, second: int) -> None:
    found = schedule.next_due(utc("2024-01-01T00:00") + dt.timedelta(seconds=second), name)
    assert found is not None
    place = ZoneInfo(name)
    just_before = (found - dt.timedelta(seconds=1)).astimezone(place)
    local = found.astimezone(place)
    if local.time() != schedule.at:
        assert just_before.time() < schedule.at < local.time()


NIGHT = QuietHours(dt.time(22), dt.time(6, 30))


@pytest.mark.parametrize(
    ("local", "released"),
    [
        ("2024-12-23T21:59", "2024-12-23T21:59"),
        ("2024-12-23T22:00", "2024-12-24T06:30"),
        ("2024-12-24T03:00", "2024-12-24T06:30"),
        ("2024-12-24T06:30", "2024-12-24T06:30"),
    ],
)
def test_quiet_hours_hold_over_midnight(local: str, released: str) -> None:
    place = ZoneInfo(HANOI)
    moment = dt.datetime.fromisoformat(local).replace(tzinfo=place)
    assert NIGHT.release(moment, HANOI) == dt.datetime.fromisoformat(released).replace(tzinfo=place)


def test_quiet_hours_within_one_day_hold_until_their_end() -> None:
    nap = QuietHours(dt.time(12), dt.time(14))
    assert nap.release(utc("2024-12-23T06:00"), HANOI) == utc("2024-12-23T07:00")
    assert nap.release(utc("2024-12-23T08:00"), HANOI) == utc("2024-12-23T08:00")


def test_quiet_hours_of_no_length_hold_nothing() -> None:
    never = QuietHours(dt.time(7), dt.time(7))
    assert never.release(utc("2024-12-23T00:00"), HANOI) == utc("2024-12-23T00:00")
