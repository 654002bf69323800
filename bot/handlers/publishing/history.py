"""The versions of a brief, what differs between them, and the audit."""

from __future__ import annotations

from itertools import pairwise

from bot.conversation.ask import Ask
from bot.conversation.keyboards import button, integer, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.publishing.desk import number_in
from bot.handlers.publishing.floor import (
    as_screen,
    desk_view,
    editors_only,
    owners_only,
    refusing,
    to_card,
    to_desk,
)
from briefs.differences import difference
from briefs.errors import InputError
from briefs.i18n import N_
from briefs.views import desk as views

_A_PAGE = 8
_COMPARED = 6


@refusing
async def versions(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: the states that a brief was in, with what differs from each to the next."""
    if refused := editors_only(ask):
        return refused
    shown = await ask.services.briefs.get(integer(number))
    found = await ask.services.briefs.revisions(shown.id)
    pairs = [(a.number, b.number) for a, b in pairwise(found)][-_COMPARED:]
    compare = [button(ask.tr("{a} → {b}", a=a, b=b), "wj", shown.id, a, b) for a, b in reversed(pairs)]
    page = views.revisions_page(shown, found[-_A_PAGE:], await desk_view(ask))
    return Screen(page, (*rows(compare, 3), to_card(ask, shown.id)))


@refusing
async def compare(ask: Ask, number: str = "", before: str = "", after: str = "") -> Screen | Notice:
    """Answer a button: what became of a brief between two of its states."""
    if refused := editors_only(ask):
        return refused
    shown = await ask.services.briefs.get(integer(number))
    found = {one.number: one for one in await ask.services.briefs.revisions(shown.id)}
    a, b = integer(before), integer(after)
    if a not in found or b not in found:
        raise InputError(N_("There is no such version."))
    changes = difference(found[a].content, found[b].content)
    page = views.difference_page(shown, a, b, changes, await desk_view(ask))
    to_versions = button(ask.tr("‹ Versions"), "wh", shown.id)
    return Screen(page, ((to_versions,), to_card(ask, shown.id)))


async def audit_command(ask: Ask, text: str) -> Screen:
    """Answer /audit, or /audit N."""
    return as_screen(ask, await audit(ask, str(number_in(text)), "0"))


@refusing
async def audit(ask: Ask, number: str = "0", before: str = "0") -> Screen | Notice:
    """Answer a button: who did what, with all briefs or with one, before an entry or up to now."""
    owners_only(ask)
    tr, brief_id, last = ask.tr, integer(number), integer(before)
    found = await ask.services.audit.entries(_A_PAGE + 1, brief_id=brief_id or None, before=last or None)
    if brief_id and not found:
        await ask.services.briefs.get(brief_id)  # says that there is no such brief
    shown, more = found[:_A_PAGE], len(found) > _A_PAGE
    title = tr("Audit of /b{number}", number=brief_id) if brief_id else tr("Audit")
    turns = (
        *([button(tr("Newest"), "wn", brief_id, 0)] if last else []),
        *([button(tr("Older ›"), "wn", brief_id, shown[-1].id)] if more else []),
    )
    page = views.audit_page(title, shown, await desk_view(ask))
    return Screen(page, (turns, to_card(ask, brief_id) if brief_id else to_desk(ask)))
