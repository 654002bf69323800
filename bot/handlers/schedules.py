"""Schedules as people type them and as buttons carry them."""

from __future__ import annotations

import datetime as dt
import re

from bot.settings import Settings
from briefs.moments import hour_in
from briefs.schedule import Frequency, Schedule
from briefs.text.fold import fold, nfc

LAST_MONTHDAY = 31

_HOUR = r"(?:[01]?[0-9]|2[0-3])"
_OF_DAY = r"sáng|sang|trưa|trua|chiều|chieu|tối|toi"
_HALF = r"[ap]\.?m\.?"
_EVERY = r"(?:hằng|hàng|mỗi|hang|moi)"
_TIME = re.compile(
    rf"(?:^|[\s,;])(?:(?:lúc|luc|vào|vao|at)\s+)?(?:vào |vao )?(?:(?:{_EVERY} )?(?P<before>{_OF_DAY}) )?"
    rf"(?P<hour>{_HOUR})(?:(?:[:h]|\s?(?:giờ|gio)\s?)(?P<minute>[0-5][0-9])(?: (?:phút|phut))?"
    rf"|h|\s?(?:giờ|gio)|(?=\s?{_HALF}$))(?:\s?(?P<part>{_OF_DAY}|{_HALF}))?$",
    re.IGNORECASE,
)
_MONTHDAY = r"(?:ngày|ngay|day)\s+(?P<monthday{n}>0?[1-9]|[12][0-9]|3[01])"
_WORDS = {
    "immediate": (
        r"(?:ngay|gửi ngay|gui ngay) (?:khi (?:có|co)(?: (?:bài|bai|bản|ban|tin))?(?: (?:mới|moi))?"
        r"|lập tức|lap tuc)|immediately|as soon as (?:published|possible)"
    ),
    "workdays": (
        r"(?:các |cac |(?:hằng|hàng|mỗi) )?(?:ngày|ngay) (?:làm việc|lam viec)|work(?:ing )?days|weekdays"
        r"|(?:từ |tu )?(?:thứ|thu) ?(?:hai|2) (?:đến|den|tới|toi) (?:thứ|thu) ?(?:sáu|sau|6)|monday to friday"
    ),
    "daily": rf"daily|every day|{_EVERY} (?:ngày|ngay)",
    "monthly0": rf"(?:{_EVERY} (?:tháng|thang) |monthly (?:on )?){_MONTHDAY.format(n=0)}",
    "monthly1": rf"{_MONTHDAY.format(n=1)}\s+{_EVERY} (?:tháng|thang)",
    "monthly2": rf"monthly|every month|{_EVERY} (?:tháng|thang)",
    "weekly": rf"weekly|every week|{_EVERY} (?:tuần|tuan)",
    "day0": r"monday|thứ hai|thu hai|(?:thứ|thu)\s?2|t2",
    "day1": r"tuesday|thứ ba|thu ba|(?:thứ|thu)\s?3|t3",
    "day2": r"wednesday|thứ tư|thu tu|(?:thứ|thu)\s?4|t4",
    "day3": r"thursday|thứ năm|thu nam|(?:thứ|thu)\s?5|t5",
    "day4": r"friday|thứ sáu|thu sau|(?:thứ|thu)\s?6|t6",
    "day5": r"saturday|thứ bảy|thu bay|(?:thứ|thu)\s?7|t7",
    "day6": r"sunday|chủ nhật|chu nhat|cn",
}
_OFTEN = re.compile(
    rf"(?:^|[\s,;])(?:on |every )?(?:(?P<part>{_OF_DAY}) )?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + r")$",
    re.IGNORECASE,
)
_CODE = re.compile(r"[idk]|w[0-6]|m(?:[1-9]|[12][0-9]|3[01])")
_CLOCK = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")
_LETTERS = {
    "i": Frequency.IMMEDIATE,
    "d": Frequency.DAILY,
    "k": Frequency.WORKDAYS,
    "w": Frequency.WEEKLY,
    "m": Frequency.MONTHLY,
}


def split_schedule(text: str, settings: Settings) -> tuple[str, Schedule | None]:
    """Part typed text into what to follow and the schedule at its end, None where it names none.

    “an giang thứ 6 18:15”, “du lich daily”, “FTA 8h tối”, “y tế hằng tháng ngày 5”; what is not said comes
    from the settings. Whatever `briefs.views.following.schedule_name` prints is read back.
    """
    whole = rest = " ".join(nfc(text).split()).rstrip(" ,;")
    clock, part, said = None, "", dict[str, int]()
    for _ in range(3):  # hour, day and “weekly”, in any order
        if clock is None and (match := _TIME.search(rest)):
            clock = match
        elif match := _OFTEN.search(rest):
            for name, words in match.groupdict().items():
                if words is not None and name != "part":
                    said.setdefault(name, int(words) if name.startswith("monthday") else 0)
        else:
            break
        part = part or _part(match)
        rest = rest[: match.start()].rstrip(" ,;")
    at = dt.time(int(clock["hour"]), int(clock["minute"] or 0)) if clock else settings.digest_time
    hour = hour_in(at.hour, part)
    if hour < 0 if clock else not said or hour != at.hour:
        return whole, None
    return rest.strip(" ,;"), _schedule(said, at.replace(hour=hour), settings.digest_weekday.number)


def _part(match: re.Match[str]) -> str:
    """Return the part of the day that stands in a match, as `briefs.moments.hour_in` knows it."""
    found = match.groupdict()
    return fold(found["part"] or found.get("before") or "").replace(".", "")


def _schedule(said: dict[str, int], at: dt.time, weekday: int) -> Schedule:
    """Return the schedule of the words said, named as in `_WORDS`, with the numbers among them."""
    monthday = next((number for name, number in said.items() if name.startswith("monthday")), 1)
    day = next((int(name[3:]) for name in said if re.fullmatch(r"day\d", name)), None)
    if "immediate" in said:
        return Schedule(Frequency.IMMEDIATE, at)
    if any(name.startswith("monthly") for name in said):
        return Schedule(Frequency.MONTHLY, at, monthday=monthday)
    if day is not None or "weekly" in said:
        return Schedule(Frequency.WEEKLY, at, weekday=weekday if day is None else day)
    return Schedule(Frequency.WORKDAYS if "workdays" in said else Frequency.DAILY, at)


def frequency_code(schedule: Schedule) -> str:
    """Return how a button writes a frequency: `i` immediate, `d` daily, `k` working days, `w0`, `m31`."""
    letter = next(letter for letter, frequency in _LETTERS.items() if frequency is schedule.frequency)
    number = {"w": str(schedule.weekday), "m": str(schedule.monthday)}.get(letter, "")
    return letter + number


def time_code(at: dt.time) -> str:
    """Return how a button writes an hour of the day: 0730."""
    return f"{at:%H%M}"


def schedule_of(frequency: str, at: str) -> Schedule | None:
    """Read what a button carries, as `frequency_code` and `time_code` write it; None where it is neither."""
    clock = _CLOCK.fullmatch(at)
    if clock is None or not _CODE.fullmatch(frequency):
        return None
    hour, kind, number = dt.time(int(clock[1]), int(clock[2])), _LETTERS[frequency[0]], frequency[1:]
    if kind is Frequency.WEEKLY:
        return Schedule(kind, hour, weekday=int(number))
    if kind is Frequency.MONTHLY:
        return Schedule(kind, hour, monthday=int(number))
    return Schedule(kind, hour)
