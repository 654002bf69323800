"""/mute: a pause of all that a chat or topic follows, and the way back."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import CALLBACK_BYTES, Keyboard, Row, button, data, integer
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from bot.handlers.following.manage import list_all
from briefs.subscriptions import Subscription
from briefs.text.fold import fold
from briefs.views import following as views

_TYPED = re.compile(r"(?P<n>[0-9]{1,3}) ?(?:(?P<weeks>tuan|weeks?)|(?P<months>thang|months?)|ngay|days?)?")
_USUAL, _LONG, _MOST = 7, 30, 366
_EVERY = 0
"""In place of the numbers of subscriptions, which count from 1."""


async def mute(ask: Ask, text: str) -> Screen:
    """Answer /mute: pause all that is followed here for the days typed, or for a week."""
    days = _days(text)
    if days is None:
        return Screen(views.how_to_mute(ask.view), (_offers(ask, _USUAL, _LONG), back(ask.tr)))
    return await pause_all(ask, str(days))


async def pause_all(ask: Ask, days: str = "") -> Screen:
    """Answer a button: send nothing for so many days; what is paused for longer stays so."""
    store, number = ask.services.subscriptions, integer(days)
    until = ask.services.now().replace(microsecond=0) + dt.timedelta(days=min(number, _MOST))
    every = await store.of_chat(ask.chat.id)
    listed = [item for item in every if item.thread == ask.thread]
    awake = [item for item in listed if item.paused_until is None or item.paused_until < until]
    if not awake or not number:
        return await list_all(ask)
    for item in awake:
        await store.pause(item.id, until)
    tr, ends = ask.tr, int(until.timestamp())
    before = _packed(awake, ask.services.now())
    fits = len(data("pu", ends, "")) + len(before) <= CALLBACK_BYTES
    keyboard: Keyboard = (
        (button(tr("Undo"), "pu", ends, *filter(None, [before])),) if fits else (),
        _offers(ask, _LONG) if number < _LONG else (),
        (button(tr("What this chat follows"), "ms"),),
        back(tr),
    )
    others = views.in_other_topics(len(every) - len(listed), tr)
    shown = (*views.muted(len(awake), until, ask.chat.timezone, ask.view), *others)
    return Screen(shown, keyboard, toast=tr("Paused."))


async def resume_all(ask: Ask, until: str = "", before: str = "") -> Screen:
    """Answer a button: end pauses that last until then, in seconds since 1970, or give back earlier ones."""
    store, now, earlier = ask.services.subscriptions, ask.services.now(), _unpacked(before)
    for item in await store.of_chat(ask.chat.id, ask.thread):
        if item.paused(now) and _seconds(item) == integer(until):
            paused_until = earlier.get(item.id, earlier.get(_EVERY, 0))
            if int(now.timestamp()) < paused_until < integer(until):
                await store.pause(item.id, dt.datetime.fromtimestamp(paused_until, dt.UTC))
            else:
                await store.resume(item.id, now=now)
    return replace(await list_all(ask), toast=ask.tr("As before.") if earlier else ask.tr("Resumed."))


def _seconds(item: Subscription) -> int:
    return int(item.paused_until.timestamp()) if item.paused_until else 0


def _packed(listed: Sequence[Subscription], now: dt.datetime) -> str:
    """Return until when subscriptions are paused, as one argument: `time.number.number~time.number`.

    Without numbers where the time is that of all; empty where none is paused.
    """
    numbers: dict[int, list[int]] = defaultdict(list)
    for item in listed:
        numbers[_seconds(item) if item.paused(now) else 0].append(item.id)
    if len(numbers) == 1:
        numbers = {time: [] for time in numbers}
    return "~".join(".".join(map(str, (time, *ids))) for time, ids in numbers.items() if time)


def _unpacked(before: str) -> dict[int, int]:
    """Return what `_packed` wrote: the time by number, or of every one; data is never trusted to be ours."""
    groups = [list(map(integer, group.split("."))) for group in before.split("~") if group]
    return {number: time for time, *numbers in groups for number in numbers or [_EVERY]}


def _days(text: str) -> int | None:
    """Return the days that are typed, None for what is no length of a pause."""
    typed = _TYPED.fullmatch(fold(text))
    if typed is None:
        return None if text.strip() else _USUAL
    days = int(typed["n"]) * (7 if typed["weeks"] else 30 if typed["months"] else 1)
    return days if 0 < days <= _MOST else None


def _offers(ask: Ask, *choices: int) -> Row:
    names = {_USUAL: ask.tr("Pause 7 days"), _LONG: ask.tr("Pause 30 days")}
    return tuple(button(names[days], "pm", days) for days in choices)
