"""/subscribe, /mysubs and /stop: what a chat follows, and when it is sent."""

from __future__ import annotations

import datetime as dt

from bot.ask import Ask
from bot.handlers.schedules import SUGGESTED_TIMES, schedule_of, split_schedule
from bot.handlers.search import expired
from bot.handlers.targets import ALL, QUERY, criteria_of, target_of, target_of_key
from bot.keyboards import Button, Keyboard, Row, button, pager, rows
from bot.origin import back
from bot.screen import Notice, Screen
from briefs.blocks import document
from briefs.errors import NotFoundError
from briefs.registry import Kind
from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Criteria, Subscription
from briefs.views import following as views
from briefs.views.context import Page

_SUBJECTS_A_PAGE = 8
_SURE = 0.9
_VOLUME_DAYS = dt.timedelta(days=30)
_FOLLOWABLE = (Kind.TOPIC, Kind.AGENCY, Kind.PLACE, Kind.GROUP)


async def subscribe(ask: Ask, text: str) -> Screen:
    """Answer /subscribe: offer what can be followed, or take what is typed, with or without a schedule."""
    what, schedule = split_schedule(text, ask.services.settings)
    if not what and schedule is None:
        return await choose_what(ask)
    target = await _named(ask, what)
    if schedule is None:
        return await choose_when(ask, target)
    return await _follow(ask, target, schedule)


async def choose_what(ask: Ask) -> Screen:
    """Answer a button: the kinds of things to follow."""
    tr = ask.tr
    keyboard: Keyboard = (
        (button(tr("Topics"), "sk", Kind.TOPIC, 0), button(tr("Bodies"), "sk", Kind.AGENCY, 0)),
        (button(tr("Places"), "sk", Kind.PLACE, 0), button(tr("Everything"), "st", ALL)),
        (button(tr("What this chat follows"), "ms"),),
        back(tr),
    )
    return Screen(views.choose_what(ask.view), keyboard)


async def choose_subject(ask: Ask, kind: str = "", page: str = "0") -> Screen:
    """Answer a button: topics, bodies or places that briefs speak of, the most frequent first."""
    if kind not in set(_FOLLOWABLE):
        return await choose_what(ask)
    counts = await ask.services.library.subjects(Kind(kind))
    number = int(page) if page.isdecimal() and len(page) < 6 else 0
    shown = Page.of(number, _SUBJECTS_A_PAGE, len(counts))
    choices = [
        button(f"{ask.view.name(c.key)} ({c.briefs})", "st", target_of_key(c.key)) for c in shown.take(counts)
    ]
    turns = pager(shown.number, shown.count, "sk", kind)
    return Screen(views.choose_what(ask.view), (*rows(choices, 1), *turns, _to_kinds(ask)))


async def choose_from_brief(ask: Ask, brief_id: str = "") -> Screen:
    """Answer a button: what one brief speaks of."""
    try:
        found = await ask.services.library.brief(int(brief_id) if brief_id.isdecimal() else 0)
    except NotFoundError:
        return await choose_what(ask)
    content = found.content
    keys = dict.fromkeys((*content.topics, *content.places, *content.agencies))
    choices = [button(ask.view.name(key), "st", target_of_key(key)) for key in keys]
    heading = ask.tr("Follow what this brief speaks of")
    return Screen(
        views.choose_what(ask.view, heading), (*rows(choices[:12], 2), back(ask.tr, f"b~{found.id}"))
    )


async def choose_when(ask: Ask, target: str = "") -> Screen:
    """Answer a button: when to send what was chosen."""
    criteria = await criteria_of(ask, target)
    if criteria is None:
        return expired(ask)
    tr, settings = ask.tr, ask.services.settings
    at, day = settings.digest_time, settings.digest_weekday.number
    daily = Schedule(Frequency.DAILY, at)
    weekly = Schedule(Frequency.WEEKLY, at, weekday=day)
    keyboard: Keyboard = (
        *(_confirm_row(ask, target, schedule) for schedule in (daily, weekly)),
        (
            button(tr("Daily, another hour"), "sh", target, "d"),
            button(tr("Weekly, another hour"), "sh", target, f"w{day}"),
        ),
        _to_kinds(ask),
    )
    return Screen(views.choose_when(criteria, await _volume(ask, criteria), ask.view), keyboard)


async def choose_hour(ask: Ask, target: str = "", frequency: str = "d") -> Screen:
    """Answer a button: other hours, and for weekly digests other days."""
    criteria, schedule = await criteria_of(ask, target), schedule_of(frequency, "0730")
    if criteria is None or schedule is None:
        return expired(ask)
    tr = ask.tr
    hours = [
        button(tr.time(at), "ss", target, frequency, f"{at:%H%M}")
        for at in sorted({*SUGGESTED_TIMES, ask.services.settings.digest_time})
    ]
    weekdays = [
        button(views.day_name(day, tr), "sh", target, f"w{day}")
        for day in range(7)
        if schedule.frequency is Frequency.WEEKLY and day != schedule.weekday
    ]
    shown = views.choose_hour(criteria, schedule, ask.view)
    return Screen(shown, (*rows(hours, 4), *rows(weekdays, 3), (button(tr("‹ Back"), "st", target),)))


async def confirm(ask: Ask, target: str = "", frequency: str = "", at: str = "") -> Screen | Notice:
    """Answer a button: follow, on the schedule chosen."""
    schedule = schedule_of(frequency, at)
    if schedule is None:
        return await choose_when(ask, target)
    return await _follow(ask, target, schedule)


async def mysubs(ask: Ask, text: str = "") -> Screen:
    """Answer /mysubs."""
    return await list_all(ask)


async def list_all(ask: Ask) -> Screen:
    """Answer a button: what the chat follows, with a button to stop each."""
    listed = await ask.services.subscriptions.of_chat(ask.chat.id, ask.thread)
    return Screen(views.subscriptions(listed, ask.view), _list_keyboard(ask, listed))


async def list_anew(ask: Ask) -> Screen:
    """Answer a button under a digest, which stays: the list in a new message."""
    shown = await list_all(ask)
    return Screen(shown.document, shown.keyboard, fresh=True)


async def stop(ask: Ask, text: str = "") -> Screen:
    """Answer /stop: end the only subscription, or ask which of several."""
    listed = await ask.services.subscriptions.of_chat(ask.chat.id, ask.thread)
    return await end(ask, str(listed[0].id)) if len(listed) == 1 else await list_all(ask)


async def end(ask: Ask, subscription_id: str = "") -> Screen:
    """Answer a button: stop one subscription of this chat, or `all`, and offer to undo it."""
    tr, now = ask.tr, ask.services.now()
    listed = await ask.services.subscriptions.of_chat(ask.chat.id, ask.thread)
    chosen = [item for item in listed if subscription_id in ("all", str(item.id))]
    if not chosen:
        return await list_all(ask)
    for item in chosen:
        await ask.services.subscriptions.end(item.id, "stopped", now=now)
    undo = tuple(button(tr("Undo"), "rs", item.id) for item in chosen[:1]) if len(chosen) == 1 else ()
    text = document(views.stopped(item, ask.view)[0] for item in chosen)
    return Screen(text, (undo, (button(tr("What this chat follows"), "ms"),), back(tr)), toast=tr("Stopped."))


async def revive(ask: Ask, subscription_id: str = "") -> Screen:
    """Answer a button: take a stop back; nothing published meanwhile is lost."""
    wanted = int(subscription_id) if subscription_id.isdecimal() and len(subscription_id) < 12 else 0
    revived = await ask.services.subscriptions.revive(ask.chat.id, wanted, now=ask.services.now())
    if revived is None:
        return await list_all(ask)
    return _confirmed(ask, revived, new=True)


async def _follow(ask: Ask, target: str, schedule: Schedule) -> Screen:
    criteria = await criteria_of(ask, target)
    if criteria is None:
        return expired(ask)
    subscription, new = await ask.services.subscriptions.follow(
        ask.chat, ask.thread, criteria, schedule, now=ask.services.now()
    )
    return _confirmed(ask, subscription, new=new)


def _confirmed(ask: Ask, subscription: Subscription, *, new: bool) -> Screen:
    tr = ask.tr
    keyboard: Keyboard = (
        (
            button(tr("What this chat follows"), "ms"),
            button(tr("Undo") if new else tr("Stop"), "us", subscription.id),
        ),
        back(tr),
    )
    return Screen(
        views.confirmed(subscription, ask.view, new=new), keyboard, toast=tr("Saved.") if new else None
    )


async def _named(ask: Ask, what: str) -> str:
    """Return the target that typed words name: everything, a registry entry, or a saved search."""
    if not what or what.casefold() in {"all", "tất cả", "tat ca"}:
        return ALL
    matches = ask.services.registry.match(what, kinds=_FOLLOWABLE, limit=1)
    if matches and (matches[0].exact or matches[0].score >= _SURE):
        return target_of_key(matches[0].entry.key)
    return target_of(QUERY, await ask.save_query(what))


async def _volume(ask: Ask, criteria: Criteria) -> int:
    now = ask.services.now()
    return await ask.services.library.volume(criteria, now - _VOLUME_DAYS, now)


def _confirm_row(ask: Ask, target: str, schedule: Schedule) -> Row:
    letter = "d" if schedule.frequency is Frequency.DAILY else f"w{schedule.weekday}"
    return (button(views.schedule_name(schedule, ask.tr), "ss", target, letter, f"{schedule.at:%H%M}"),)


def _list_keyboard(ask: Ask, listed: list[Subscription]) -> Keyboard:
    tr = ask.tr
    stops = [button(tr("Stop {n}", n=n), "us", item.id) for n, item in enumerate(listed, start=1)]
    more: Row = (button(tr("Stop all"), "us", "all"),) if len(listed) > 1 else ()
    return (*rows(stops, 4), more, (button(tr("Follow something else"), "sw"),), back(tr))


def _to_kinds(ask: Ask) -> tuple[Button, ...]:
    return (button(ask.tr("‹ Something else"), "sw"), *back(ask.tr))
