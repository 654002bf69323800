"""/deadlines and /overdue: what is due soon, and what was due, of all or of one body or place."""

from __future__ import annotations

from bot.ask import Ask
from bot.handlers.directives import choose, meant_by
from bot.handlers.targets import ALL, key_of, target_of_key
from bot.keyboards import Keyboard, button, integer, pager, rows
from bot.origin import back, onward, pack
from bot.screen import Screen
from briefs.blocks import bold, document, para
from briefs.errors import NotFoundError
from briefs.schedule import zone
from briefs.views.brief import clip
from briefs.views.context import Page
from briefs.views.deadlines import DEADLINES_A_PAGE, Soon
from briefs.views.deadlines import deadlines as deadlines_view
from briefs.wishes import whose

AHEAD, PASSED = "a", "p"


async def deadlines(ask: Ask, text: str) -> Screen:
    """Answer /deadlines: what is due from today on, of all or of the body or place typed."""
    return await _of(ask, text, AHEAD)


async def overdue(ask: Ask, text: str) -> Screen:
    """Answer /overdue: what was due before today, of all or of the body or place typed."""
    return await _of(ask, text, PASSED)


async def listed(ask: Ask, side: str = AHEAD, target: str = ALL, page: str = "0") -> Screen:
    """Answer a button: a page of the duties due from today on, or (`p`) of those that were due before."""
    now, key = ask.services.now(), None if target == ALL else key_of(target)
    today, library = now.astimezone(zone(ask.chat.timezone)).date(), ask.services.library
    try:
        found = await library.deadlines(today, key)
    except NotFoundError:
        return await listed(ask)
    passed = side == PASSED
    side = PASSED if passed else AHEAD
    every, others = (found.passed, found.ahead) if passed else (found.ahead, found.passed)
    shown = Page.of(integer(page), DEADLINES_A_PAGE, len(every))
    due = await library.due(shown.take(every))
    origin = pack("dl", side, target, shown.number)
    numbers = dict.fromkeys(each.duty.brief_id for each in due)
    keyboard = (
        *pager(shown.number, shown.count, "dl", side, target),
        *rows([onward(f"/b{number}", "b", number, origin=origin) for number in numbers], 5),
        *_other_lists(ask, target, len(others), passed=passed),
        back(ask.tr),
    )
    soon = Soon.of(every, today) if every and not passed else None
    view = deadlines_view(due, shown, today, ask.view, key=key, passed=passed, soon=soon)
    return Screen(view, keyboard)


async def _of(ask: Ask, text: str, side: str) -> Screen:
    typed = " ".join(text.split())
    meant = await meant_by(ask, typed)
    name = typed if meant else whose(typed, ask.services.registry)
    if not name:
        return await listed(ask, side)
    meant = meant or await meant_by(ask, name)
    if not meant:
        return await _unknown(ask, name)
    if len(meant) > 1:
        return choose(ask, meant, "dl", side)
    return await listed(ask, side, target_of_key(meant[0].entry.key))


def _other_lists(ask: Ask, target: str, others: int, *, passed: bool) -> Keyboard:
    """Offer the deadlines on the other side of today; of a body also all its duties, and those of all."""
    tr = ask.tr
    if passed:
        turn = button(tr("Coming deadlines"), "dl", AHEAD, target)
    else:
        turn = button(tr("Passed deadlines ({n})", n=tr.number(others)), "dl", PASSED, target)
    turns = (turn,) if others or passed else ()
    if target == ALL:
        return (turns,)
    whole = button(tr("Duties: {body}", body=ask.view.name(key_of(target))), "k", target)
    return (turns, (whole,), (button(tr("Of all bodies"), "dl", PASSED if passed else AHEAD),))


async def _unknown(ask: Ask, name: str) -> Screen:
    """Say that no body is called so, and offer the briefs on the words and all deadlines."""
    tr, quoted = ask.tr, bold(f"“{clip(name, 60)}”")
    found = button(tr("Briefs on “{words}”", words=clip(name, 24)), "s", await ask.save_query(name), 0)
    text = document([para(*ask.view.say("No body or place is called {name}.", name=quoted))])
    return Screen(text, ((found,), (button(tr("Coming deadlines"), "dl"),), back(tr)))
