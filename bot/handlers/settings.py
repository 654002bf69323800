"""/settings: language, time zone and quiet hours of a chat; in groups only for admins."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, button, rows
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from bot.handlers.schedules import split_schedule
from briefs.errors import InputError
from briefs.i18n import LANGUAGES
from briefs.moments import hour_in
from briefs.schedule import QuietHours, zone
from briefs.text.fold import fold
from briefs.views import settings as views

SUGGESTED_QUIET = tuple(
    QuietHours(dt.time.fromisoformat(start), dt.time.fromisoformat(end))
    for start, end in (("22:00", "06:00"), ("21:00", "07:00"))
)

_QUIET = re.compile(r"(?:gio )?(?:im lang|yen lang|yen tinh|quiet)(?: hours| time)?(?: (.*))?")
_NO = frozenset({"tat", "khong", "khong co", "bo", "off", "none", "no"})
_HOUR = r"([01]?\d|2[0-3])(?:(?:[:hg]| ?gio) ?([0-5]\d)?)?(?: ?(sang|trua|chieu|toi|am|pm))?"
_SEND_HOUR = frozenset({"", "gio", "gio gui", "gio gui tin", "gio gui ban tin", "gui", "send", "send at"})
"""What stands before an hour that is meant for digests: each has its own."""
_SPAN = re.compile(rf"(?:tu |from )?{_HOUR}(?: ?(?:den|toi|to|till|until) ?| ){_HOUR}")
_ZONE_WORDS = re.compile(r"^(?:mui gio|time ?zone|gio|o|in) (?=\S)")


async def settings(ask: Ask, text: str) -> Screen:
    """Answer /settings: show what is set, or set the language, place or quiet hours that are typed."""
    typed = " ".join(fold(text).split())
    if not typed:
        return await overview(ask)
    if quiet := _QUIET.fullmatch(typed):
        return await _typed_quiet(ask, (quiet[1] or "").strip())
    language = next((tag for tag, name in LANGUAGES.items() if typed in (tag, fold(name))), None)
    if language is not None:
        return await choose_language(ask, language)
    before, schedule = split_schedule(typed, ask.services.settings)
    if schedule is not None and before in _SEND_HOUR:
        followed = (button(ask.tr("What this chat follows"), "ms"),)
        return Screen(views.hours_are_elsewhere(ask.view), (followed, _to_settings(ask)))
    return await _typed_place(ask, text, typed)


async def overview(ask: Ask, *, saved: bool = False) -> Screen:
    """Answer a button: all that is set for the chat."""
    tr, chat = ask.tr, ask.chat
    followed = await ask.services.subscriptions.of_chat(chat.id)
    elsewhere = sum(item.timezone != chat.timezone for item in followed)
    move: Keyboard = ()
    if elsewhere:
        place = views.place_name(chat.timezone, ask.view)
        move = ((button(tr("Move the digests to {place}", place=place), "cm", chat.timezone),),)
    keyboard: Keyboard = (
        *move,
        (button(tr("Time zone"), "cz"), button(tr("Quiet hours"), "cq")),
        (
            *(button(name, "cl", tag) for tag, name in LANGUAGES.items() if tag != chat.language),
            button(tr("My data"), "p"),
        ),
        (_counting_button(ask),),
        (button(tr("What this chat follows"), "ms"),),
        back(tr),
    )
    counts = views.Followed(len(followed), elsewhere)
    shown = views.settings(chat, counts, ask.services.now(), ask.view, saved=saved)
    return Screen(shown, keyboard, toast=tr("Saved.") if saved else None)


async def set_counting(ask: Ask, counted: str = "") -> Screen:
    """Answer a button: let searches that find nothing be counted (`1`), or not."""
    changed = await ask.services.chats.set_counting(ask.chat.id, counted == "1")
    return await overview(replace(ask, chat=changed), saved=True)


async def choose_language(ask: Ask, tag: str = "") -> Screen:
    """Answer a button: set the language of the chat."""
    if tag not in LANGUAGES:
        return await overview(ask)
    return await overview(await ask.set_language(tag), saved=True)


async def choose_zone(ask: Ask) -> Screen:
    """Answer a button: zones to choose from."""
    shown = views.choose_zone(ask.chat, ask.view)
    return Screen(shown, (*_zone_buttons(ask, ask.services.timezones.common), _to_settings(ask)))


async def set_zone(ask: Ask, name: str = "") -> Screen:
    """Answer a button: set the chat's zone, that of later subscriptions; those there are stay as they are."""
    try:
        changed = await ask.services.chats.set_timezone(ask.chat.id, name)
    except InputError:
        return await choose_zone(ask)
    return await overview(replace(ask, chat=changed), saved=True)


async def move_digests(ask: Ask, name: str = "") -> Screen:
    """Answer a button: send all that the chat follows at the same hours of another zone."""
    try:
        timezone = zone(name).key
    except InputError:
        return await overview(ask)
    for item in await ask.services.subscriptions.of_chat(ask.chat.id):
        if item.timezone != timezone:
            await ask.services.subscriptions.reschedule(
                item.id, item.schedule, timezone, now=ask.services.now()
            )
    return await overview(ask, saved=True)


async def choose_quiet(ask: Ask) -> Screen:
    """Answer a button: quiet hours to choose from."""
    return Screen(views.choose_quiet(ask.chat, ask.view), _quiet_keyboard(ask))


async def set_quiet(ask: Ask, start: str = "", end: str = "") -> Screen:
    """Answer a button: set quiet hours such as `2200`, `0600`; without hours, none."""
    if not start:
        return await _quiet(ask, None)
    hours = [re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)", written) for written in (start, end)]
    times = [dt.time(int(match[1]), int(match[2])) for match in hours if match]
    if len(times) < len(hours) or times[0] == times[1]:
        return await choose_quiet(ask)
    return await _quiet(ask, QuietHours(*times))


async def _typed_quiet(ask: Ask, typed: str) -> Screen:
    if not typed:
        return await choose_quiet(ask)
    if typed in _NO:
        return await _quiet(ask, None)
    match = _SPAN.fullmatch(typed)
    times = [_time(*match.group(n, n + 1, n + 2)) for n in (1, 4)] if match else []
    start, end = times or (None, None)
    if start is None or end is None or start == end:
        return Screen(views.wrong_quiet(ask.view), _quiet_keyboard(ask))
    return await _quiet(ask, QuietHours(start, end))


def _time(hour: str, minute: str | None, part: str | None) -> dt.time | None:
    """Return a time of day as it was typed, None where a part of the day has no such hour."""
    of_day = hour_in(int(hour), part or "")
    return dt.time(of_day, int(minute or 0)) if of_day >= 0 else None


async def _quiet(ask: Ask, quiet: QuietHours | None) -> Screen:
    changed = await ask.services.chats.set_quiet(ask.chat.id, quiet)
    return await overview(replace(ask, chat=changed), saved=True)


async def _typed_place(ask: Ask, text: str, typed: str) -> Screen:
    zones = ask.services.timezones
    found = zones.find(typed) or zones.find(_ZONE_WORDS.sub("", typed))
    if len(found) == 1 and found[0].exact:
        return await set_zone(ask, found[0].zone)
    shown = views.unknown_place(_short(text), ask.view, suggestions=bool(found))
    offered = [match.zone for match in found] or zones.common
    return Screen(shown, (*_zone_buttons(ask, offered), _to_settings(ask)))


def _counting_button(ask: Ask) -> Button:
    if ask.chat.count_searches:
        return button(ask.tr("Do not count my searches"), "cn", 0)
    return button(ask.tr("Count searches that find nothing"), "cn", 1)


def _zone_buttons(ask: Ask, zones: Iterable[str]) -> Keyboard:
    """Offer zones with the time that it is there, so that a wrong one is seen."""
    now, tr = ask.services.now(), ask.tr
    times = {name: tr.time(now.astimezone(zone(name)).time()) for name in zones}
    return rows(
        [button(f"{views.place_name(name, ask.view)} · {at}", "cs", name) for name, at in times.items()], 2
    )


def _quiet_keyboard(ask: Ask) -> Keyboard:
    choices = [
        button(views.quiet_name(quiet, ask.view), "ck", f"{quiet.start:%H%M}", f"{quiet.end:%H%M}")
        for quiet in SUGGESTED_QUIET
    ]
    return ((*choices,), (button(ask.tr("No quiet hours"), "ck"),), _to_settings(ask))


def _to_settings(ask: Ask) -> tuple[Button, ...]:
    return (button(ask.tr("‹ Settings"), "c"), *back(ask.tr))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"
