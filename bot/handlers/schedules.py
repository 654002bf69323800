"""Schedules as people type them and as buttons carry them."""

from __future__ import annotations

import datetime as dt
import re

from bot.settings import Settings
from briefs.schedule import Frequency, Schedule
from briefs.text.fold import nfc

SUGGESTED_TIMES = tuple(
    dt.time.fromisoformat(t) for t in ("06:00", "07:00", "08:00", "11:30", "17:00", "20:00")
)

_TIME = re.compile(r"(?:^|\s)(?:lúc |vào |at )?([01]?\d|2[0-3])(?:[:h]([0-5]\d)|h)$", re.IGNORECASE)
_DAILY = r"daily|every day|(?:hằng|hàng|mỗi|hang|moi) (?:ngày|ngay)"
_WEEKLY = r"weekly|every week|(?:hằng|hàng|mỗi|hang|moi) (?:tuần|tuan)"
_DAYS = (
    r"monday|thứ hai|thu hai|(?:thứ|thu) 2",
    r"tuesday|thứ ba|thu ba|(?:thứ|thu) 3",
    r"wednesday|thứ tư|thu tu|(?:thứ|thu) 4",
    r"thursday|thứ năm|thu nam|(?:thứ|thu) 5",
    r"friday|thứ sáu|thu sau|(?:thứ|thu) 6",
    r"saturday|thứ bảy|thu bay|(?:thứ|thu) 7",
    r"sunday|chủ nhật|chu nhat",
)
_OFTEN = re.compile(
    rf"(?:^|\s)(?:(?P<daily>{_DAILY})|(?P<weekly>{_WEEKLY})|"
    + "|".join(f"(?P<day{number}>{names})" for number, names in enumerate(_DAYS))
    + r")$",
    re.IGNORECASE,
)


def split_schedule(text: str, settings: Settings) -> tuple[str, Schedule | None]:
    """Part typed text into what to follow and the schedule at its end, None where it names none.

    “an giang thứ 6 18:15”, “du lich daily”, “FTA 7h30”; what is not said comes from the settings.
    """
    rest, at, often = " ".join(nfc(text).split()), None, None
    for _ in range(3):  # hour, day and “weekly”, in any order
        if at is None and (match := _TIME.search(rest)):
            at, rest = dt.time(int(match[1]), int(match[2] or 0)), rest[: match.start()]
        elif match := _OFTEN.search(rest):
            named = match.lastgroup or ""
            often = named if often in (None, "weekly") else often
            rest = rest[: match.start()]
    if at is None and often is None:
        return rest, None
    return rest.strip(" ,;"), _schedule(often, at or settings.digest_time, settings.digest_weekday.number)


def schedule_of(frequency: str, at: str) -> Schedule | None:
    """Read what a button carries: `d` or `w0` to `w6`, and an hour such as 0730; None where it is neither."""
    match = re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)", at)
    if match is None or not re.fullmatch(r"d|w[0-6]", frequency):
        return None
    hour = dt.time(int(match[1]), int(match[2]))
    if frequency == "d":
        return Schedule(Frequency.DAILY, hour)
    return Schedule(Frequency.WEEKLY, hour, weekday=int(frequency[1]))


def _schedule(often: str | None, at: dt.time, weekday: int) -> Schedule:
    if often in (None, "daily"):
        return Schedule(Frequency.DAILY, at)
    return Schedule(Frequency.WEEKLY, at, weekday=weekday if often == "weekly" else int(often[3:]))
