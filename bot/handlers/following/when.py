"""When to send what was chosen, and the answer once it is followed."""

from __future__ import annotations

import datetime as dt

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, Row, button, pager, rows
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from bot.handlers.expiry import expired
from bot.handlers.schedules import LAST_MONTHDAY, frequency_code, schedule_of, time_code
from bot.handlers.targets import EXISTING, criteria_of, subscription_of, target_of
from briefs.blocks import document, para
from briefs.errors import InputError
from briefs.library import Volume
from briefs.schedule import Frequency, Schedule
from briefs.store.subscriptions import MAX_PER_THREAD
from briefs.subscriptions import Chat, Criteria, Subscription
from briefs.views import following as views
from briefs.views.following import Change

_VOLUME_DAYS = dt.timedelta(days=30)
_HOURS_A_PAGE = 6
_SHOWN_FIRST = 1
"""The hours are shown from 06:00 on."""


async def choose_when(ask: Ask, target: str = "") -> Screen:
    """Answer a button: when to send what was chosen; one press for the usual schedules."""
    subject = await _subject(ask, target)
    if subject is None:
        return _gone(ask, target)
    tr, settings = ask.tr, ask.services.settings
    at, day = settings.digest_time, settings.digest_weekday.number
    usual = (
        Schedule(Frequency.IMMEDIATE, at),
        Schedule(Frequency.DAILY, at),
        Schedule(Frequency.WORKDAYS, at),
        Schedule(Frequency.WEEKLY, at, weekday=day),
        Schedule(Frequency.MONTHLY, at),
    )
    keyboard: Keyboard = (
        *(_follow_row(ask, target, schedule) for schedule in usual),
        (button(tr("Another day or hour"), "sh", target, "d"),),
        _way_back(ask, target),
    )
    volume = await volume_of(ask, subject[0])
    return Screen(views.choose_when(subject[0], volume, subject[1], ask.view), keyboard)


async def choose_hour(ask: Ask, target: str = "", frequency: str = "d", page: str = "") -> Screen:
    """Answer a button: how often, on which day, and the hours of a quarter of the day in half-hour steps."""
    subject, schedule = await _subject(ask, target), schedule_of(frequency, "0000")
    if subject is None or schedule is None:
        return _gone(ask, target)
    number = int(page) if page in {"0", "1", "2", "3"} else _SHOWN_FIRST
    keyboard: Keyboard = (
        *_often_rows(ask, target, schedule),
        *_hour_rows(ask, target, frequency, number),
        *pager(number, 24 // _HOURS_A_PAGE, "sh", target, frequency),
        (button(ask.tr("‹ Back"), "st", target), *back(ask.tr)),
    )
    shown = views.choose_hour(subject[0], schedule, subject[1], ask.view)
    return Screen(shown, keyboard)


async def choose_monthday(ask: Ask, target: str = "") -> Screen:
    """Answer a button: the days of a month."""
    subject = await _subject(ask, target)
    if subject is None:
        return _gone(ask, target)
    days = [button(str(day), "sh", target, f"m{day}") for day in range(1, LAST_MONTHDAY + 1)]
    keyboard = (*rows(days, 7), (button(ask.tr("‹ Back"), "sh", target, "m1"), *back(ask.tr)))
    return Screen(views.choose_monthday(subject[0], ask.view), keyboard)


async def confirm(ask: Ask, target: str = "", frequency: str = "", at: str = "") -> Screen:
    """Answer a button: follow, on the schedule chosen."""
    schedule = schedule_of(frequency, at)
    return await (follow(ask, target, schedule) if schedule else choose_when(ask, target))


async def follow(ask: Ask, target: str, schedule: Schedule) -> Screen:
    """Follow a target in this chat, or move an existing subscription to the schedule."""
    kind, _, number = target.partition(".")
    if kind == EXISTING:
        return await _reschedule(ask, number, schedule)
    criteria = await criteria_of(ask, target)
    if criteria is None:
        return _gone(ask, target)
    return await follow_in(ask, ask.chat, ask.thread, criteria, schedule)


async def follow_in(ask: Ask, chat: Chat, thread: str, criteria: Criteria, schedule: Schedule) -> Screen:
    """Follow something in a chat or thread, and say what that changed."""
    store = ask.services.subscriptions
    known = next((s for s in await store.of_chat(chat.id, thread) if s.criteria.key == criteria.key), None)
    try:
        followed, changed = await store.follow(chat, thread, criteria, schedule, now=ask.services.now())
    except InputError:
        return Screen(views.too_many(MAX_PER_THREAD, ask.view), (_list_row(ask), back(ask.tr)))
    if known is None:
        return confirmed(ask, followed, Change.NEW)
    return confirmed(ask, followed, Change.MOVED if changed else Change.SAME, known.schedule)


def confirmed(ask: Ask, subscription: Subscription, change: Change, before: Schedule | None = None) -> Screen:
    """Return the screen of a subscription that was just made, moved, or found as it was."""
    tr, number, here = ask.tr, subscription.id, subscription.chat.id == ask.chat.id
    undo = button(tr("Undo"), "us", number) if change is Change.NEW else button(tr("Stop"), "us", number)
    if change is Change.MOVED and before:
        undo = button(
            tr("Undo"), "ss", target_of(EXISTING, number), frequency_code(before), time_code(before.at)
        )
    elsewhere: Row = (
        (button(tr("Send it to a group or channel"), "sc", number),) if ask.private and here else ()
    )
    keyboard: Keyboard = (
        (button(tr("Send me a sample"), "sp", number), button(tr("Change"), "su", number)),
        elsewhere,
        (*_list_row(ask), undo),
        back(tr),
    )
    moved_from = before if change is Change.MOVED else None
    toast = None if change is Change.SAME else tr("Saved.")
    return Screen(
        views.confirmed(subscription, change, ask.services.now(), ask.view, before=moved_from),
        keyboard,
        toast=toast,
    )


async def volume_of(ask: Ask, criteria: Criteria) -> Volume:
    """Return how many briefs of the last 30 days the criteria want."""
    return await ask.services.library.volume(criteria, ask.services.now() - _VOLUME_DAYS)


async def _reschedule(ask: Ask, number: str, schedule: Schedule) -> Screen:
    """Move a subscription to a schedule in its chat's zone."""
    store, now = ask.services.subscriptions, ask.services.now()
    known = await subscription_of(ask, number)
    if known is None:
        return _gone(ask, target_of(EXISTING, number))
    if (known.schedule, known.timezone) == (schedule, known.chat.timezone):
        return confirmed(ask, known, Change.SAME)
    moved = await store.reschedule(known.id, schedule, known.chat.timezone, now=now)
    return confirmed(ask, moved, Change.MOVED, known.schedule)


async def _subject(ask: Ask, target: str) -> tuple[Criteria, Chat] | None:
    """Return what a target follows and the chat whose zone counts; None where it names nothing (any more)."""
    kind, _, number = target.partition(".")
    if kind == EXISTING:
        existing = await subscription_of(ask, number)
        return (existing.criteria, existing.chat) if existing else None
    criteria = await criteria_of(ask, target)
    return (criteria, ask.chat) if criteria else None


def _gone(ask: Ask, target: str) -> Screen:
    """Say that what a button names is no more, and how to go on."""
    if not target.startswith(f"{EXISTING}."):
        return expired(ask)
    text = document([para(ask.tr("This is not followed any more."))])
    return Screen(text, (_list_row(ask), back(ask.tr)))


def _follow_row(ask: Ask, target: str, schedule: Schedule) -> Row:
    name = views.schedule_name(schedule, ask.tr)
    return (button(name, "ss", target, frequency_code(schedule), time_code(schedule.at)),)


def _often_rows(ask: Ask, target: str, schedule: Schedule) -> Keyboard:
    """Return how often it can be sent, with what is chosen marked, and the days to choose from."""
    tr = ask.tr
    weekday, monthday = ask.services.settings.digest_weekday.number, schedule.monthday
    often = {
        "d": (tr("Daily"), Frequency.DAILY),
        "k": (tr("Working days"), Frequency.WORKDAYS),
        f"w{weekday}": (tr("Weekly"), Frequency.WEEKLY),
        f"m{monthday}": (tr("Monthly"), Frequency.MONTHLY),
    }
    choices = [
        button(_marked(name, chosen=frequency is schedule.frequency), "sh", target, letter)
        for letter, (name, frequency) in often.items()
    ]
    return (*rows(choices, 2), _day_row(ask, target, schedule))


def _day_row(ask: Ask, target: str, schedule: Schedule) -> Row:
    if schedule.frequency is Frequency.MONTHLY:
        return (button(ask.tr("Day {day}: choose another", day=schedule.monthday), "sm", target),)
    if schedule.frequency is not Frequency.WEEKLY:
        return ()
    return tuple(
        button(_marked(name, chosen=day == schedule.weekday), "sh", target, f"w{day}")
        for day, name in enumerate(views.short_day_names(ask.tr))
    )


def _hour_rows(ask: Ask, target: str, frequency: str, page: int) -> Keyboard:
    hours = range(page * _HOURS_A_PAGE, (page + 1) * _HOURS_A_PAGE)
    times = [dt.time(hour, minute) for hour in hours for minute in (0, 30)]
    return rows([button(ask.tr.time(at), "ss", target, frequency, time_code(at)) for at in times], 4)


def _marked(name: str, *, chosen: bool) -> str:
    return f"• {name}" if chosen else name


def _way_back(ask: Ask, target: str) -> Row:
    kind, _, number = target.partition(".")
    if kind == EXISTING:
        return (button(ask.tr("‹ Back"), "su", number), *back(ask.tr))
    return (button(ask.tr("‹ Something else"), "sw"), *back(ask.tr))


def _list_row(ask: Ask) -> Row:
    return (button(ask.tr("What this chat follows"), "ms"),)
