"""/deadlines and /overdue: what is due soon, what was, and what is in a period, of all or of one body."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button, integer, pager, rows
from bot.conversation.origin import back, onward, pack
from bot.conversation.screen import Screen
from bot.handlers.directives import body, choose, meant_by
from bot.handlers.search import search
from bot.handlers.targets import ALL, key_of, target_of_key
from briefs.blocks import bold, document, para
from briefs.errors import NotFoundError
from briefs.library import Deadlines
from briefs.questions import question
from briefs.schedule import zone
from briefs.search.periods import Period, split_period
from briefs.views.brief import clip
from briefs.views.context import Page
from briefs.views.deadlines import DEADLINES_A_PAGE, Soon, none_due
from briefs.views.deadlines import deadlines as deadlines_view
from briefs.wishes import asks_for_tasks, whose

AHEAD, PASSED = "a", "p"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BEFORE_ALL = dt.date(1999, 12, 31)
"""No deadline that is asked for is of the last century: a day takes three digits, until 2127."""
_PERIOD = re.compile(r"[0-9a-z]{6}")


async def deadlines(ask: Ask, text: str) -> Screen:
    """Answer /deadlines: what is due from today on, or by the time typed, of all or of the body typed."""
    return await _of(ask, text, AHEAD)


async def overdue(ask: Ask, text: str) -> Screen:
    """Answer /overdue: what was due before today, and in the time typed, of all or of the body typed."""
    return await _of(ask, text, PASSED)


async def listed(ask: Ask, side: str = AHEAD, target: str = ALL, page: str = "0") -> Screen:
    """Answer a button: a page of the duties due from today on, before it (`p`), or in a period.

    Where nothing is due in a period, the nearest days are offered on which something is.
    """
    today, key = _today(ask), None if target == ALL else key_of(target)
    library, period = ask.services.library, _period(side)
    try:
        found = await library.deadlines(today, key)
    except NotFoundError:
        return await listed(ask)
    if not period:
        side = PASSED if side == PASSED else AHEAD
    passed = side == PASSED
    every = found.within(period) if period else found.passed if passed else found.ahead
    shown = Page.of(integer(page), DEADLINES_A_PAGE, len(every))
    due = await library.due(shown.take(every))
    origin = pack("dl", side, target, shown.number)
    numbers = dict.fromkeys(each.duty.brief_id for each in due)
    keyboard = (
        *pager(shown.number, shown.count, "dl", side, target),
        *rows([onward(f"/b{number}", "b", number, origin=origin) for number in numbers], 5),
        *(_nearest(ask, target, found, period) if period and not every else ()),
        *_other_lists(ask, side, target, found),
        back(ask.tr),
    )
    soon = Soon.of(every, today) if every and side == AHEAD else None
    view = deadlines_view(due, shown, today, ask.view, key=key, passed=passed, period=period, soon=soon)
    return Screen(view, keyboard)


async def _of(ask: Ask, text: str, side: str) -> Screen:
    today, passed = _today(ask), side == PASSED
    # A day without a year is the next one, of what is overdue the last one.
    typed, period = split_period(" ".join(text.split()), today - dt.timedelta(days=365) if passed else today)
    if period:
        side = _side(period, today, passed=passed)
    meant = await meant_by(ask, typed)
    name = typed if meant else whose(typed, ask.services.registry)
    meant = meant or (await meant_by(ask, name) if name else ())
    if name and not meant:
        return await _unknown(ask, name)
    if len(meant) > 1:
        return choose(ask, meant, "dl", side)
    target = target_of_key(meant[0].entry.key) if meant else ALL
    return await _found(ask, text, period, target) or await listed(ask, side, target)


async def _found(ask: Ask, text: str, period: Period | None, target: str) -> Screen | None:
    """Return what a question for duties of a month, quarter or year finds, where none is due in it.

    “Bộ Ngoại giao phải làm gì năm 2024?” may ask for what speaks of 2024, “trước năm 2024” does not. Of a
    body that has others, these are shown.
    """
    asked, library, key = question(text), ask.services.library, None if target == ALL else key_of(target)
    if not (period and period.closed and asks_for_tasks(text, ask.services.registry)):
        return None
    if (await library.deadlines(_today(ask), key)).within(period):
        return None
    if asked and asked.duties and (await library.search(asked.words, limit=1)).items:
        return await search(ask, text)
    if key is None or not (await library.duties_of(key)).every:
        return None
    screen = await body(ask, target)
    return replace(screen, document=(*none_due(key, period, ask.view), *screen.document))


def _today(ask: Ask) -> dt.date:
    return ask.services.now().astimezone(zone(ask.chat.timezone)).date()


def _side(period: Period, today: dt.date, *, passed: bool) -> str:
    """Return a period as callback data carries it.

    What must be done until a day to come is what is due from today on, and what has `passed` was due before.
    """
    first, after = period.first, period.after
    if passed and first < today:
        after = min(after, today)
    elif first == dt.date.min and after > today:
        first = today
    return _code(first) + _code(after)


def _code(day: dt.date) -> str:
    """Return a day in three digits, the lowest and the highest for one before or after all others."""
    base = len(_DIGITS)
    number = min(max((day - _BEFORE_ALL).days, 0), base**3 - 1)
    return _DIGITS[number // base**2] + _DIGITS[number // base % base] + _DIGITS[number % base]


def _period(side: str) -> Period | None:
    """Return the period that callback data names, None for what names none."""
    if not _PERIOD.fullmatch(side):
        return None
    first, after = (int(code, len(_DIGITS)) for code in (side[:3], side[3:]))
    begins = _BEFORE_ALL + dt.timedelta(days=first) if first else dt.date.min
    ends = dt.date.max if side.endswith("zzz") else _BEFORE_ALL + dt.timedelta(days=after)
    return Period(begins, ends) if first < after else None


def _nearest(ask: Ask, target: str, found: Deadlines, period: Period) -> Keyboard:
    """Offer the nearest days before and after a period on which something is due."""
    days = [(day, _code(day) + _code(day + dt.timedelta(days=1))) for day in found.nearest(period)]
    return rows(
        [button(ask.tr("Due {date}", date=ask.tr.date(day)), "dl", side, target) for day, side in days], 2
    )


def _other_lists(ask: Ask, side: str, target: str, found: Deadlines) -> Keyboard:
    """Offer the deadlines on the other sides of today; of a body also all its duties, and those of all."""
    tr = ask.tr
    coming = button(tr("Coming deadlines"), "dl", AHEAD, target)
    passed = button(tr("Passed deadlines ({n})", n=tr.number(len(found.passed))), "dl", PASSED, target)
    turns = (*([coming] if side != AHEAD else []), *([passed] if side != PASSED and found.passed else []))
    if target == ALL:
        return (turns,)
    whole = button(tr("Duties: {body}", body=ask.view.name(key_of(target))), "k", target)
    return (turns, (whole,), (button(tr("Of all bodies"), "dl", side),))


async def _unknown(ask: Ask, name: str) -> Screen:
    """Say that no body is called so, and offer the briefs on the words and all deadlines."""
    tr, quoted = ask.tr, bold(f"“{clip(name, 60)}”")
    found = button(tr("Briefs on “{words}”", words=clip(name, 24)), "s", await ask.save_query(name), 0)
    text = document([para(*ask.view.say("No body or place is called {name}.", name=quoted))])
    return Screen(text, ((found,), (button(tr("Coming deadlines"), "dl"),), back(tr)))
