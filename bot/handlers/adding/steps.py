"""The first steps of a draft after it was made: listed, published, discarded, brought back."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.ask import Ask
from bot.handlers.drafting.drafts import load
from bot.keyboards import button, integer, rows
from bot.origin import back
from bot.screen import Notice, Screen
from briefs.blocks import Heading, Para, document, line, para
from briefs.errors import DiemTinError, NotFoundError
from briefs.model import Brief, Status
from briefs.views.brief import clip

_DRAFTS = 10


async def drafts(ask: Ask, text: str = "") -> Screen:
    """Answer /drafts: what waits to be published, the newest first."""
    tr = ask.tr
    if not ask.may_edit:
        return _said(ask, tr("Only editors can do this."))
    waiting = await ask.services.briefs.with_status(Status.DRAFT, _DRAFTS)
    if not waiting:
        return _said(ask, tr("No draft is waiting."))
    listed = [line(f"{item.id}. {clip(item.title, 120)}") for item in waiting]
    openers = [button(str(item.id), "av", item.id) for item in waiting]
    text_ = document([Heading(line(tr("Drafts"))), Para(tuple(listed))])
    return Screen(text_, (*rows(openers, 5), back(tr)))


async def publish_command(ask: Ask, text: str) -> Screen:
    """Answer /publish N."""
    number = integer(text.strip())
    return await _done(ask, number, ask.services.desk.publish(number, ask.actor))


async def withdraw_command(ask: Ask, text: str) -> Screen:
    """Answer /withdraw N with a reason."""
    number, _, reason = text.strip().partition(" ")
    step = ask.services.desk.withdraw(integer(number), ask.actor, reason)
    return await _done(ask, integer(number), step)


async def publish(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: publish a draft."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    return await _done(ask, draft.id, ask.services.desk.publish(draft.id, ask.actor))


async def discard(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: drop a draft; it can be brought back."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    return await _done(ask, draft.id, ask.services.desk.withdraw(draft.id, ask.actor))


async def restore(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: bring back what was discarded."""
    return await _done(ask, integer(number), ask.services.desk.restore(integer(number), ask.actor))


async def _done(ask: Ask, number: int, step: Awaitable[Brief]) -> Screen:
    tr = ask.tr
    try:
        changed = await step
    except NotFoundError:
        return _said(ask, tr("There is no brief {number}.", number=number))
    except DiemTinError as error:
        return _said(ask, tr(error.message))
    if changed.status is Status.PUBLISHED:
        done = tr("Published: {title} → /b{number}", title=changed.title, number=changed.id)
        return Screen(document([para(done)]), ((button(tr("Open"), "o", changed.id),), back(tr)))
    if changed.status is Status.WITHDRAWN:
        done = tr("Taken back: {title}", title=changed.title)
        return Screen(document([para(done)]), ((button(tr("Bring back"), "ar", changed.id),), back(tr)))
    done = tr("Draft again: {title}", title=changed.title)
    return Screen(document([para(done)]), ((button(tr("Open"), "av", changed.id),), back(tr)))


def _said(ask: Ask, *lines: str) -> Screen:
    return Screen(document([para(text) for text in lines]), (back(ask.tr),))
