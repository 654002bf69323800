"""Buttons that lead from a brief to its source: the quotations behind its lines, and the whole text."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.ask import Ask
from bot.conversation.keyboards import integer, pager
from bot.conversation.origin import back, carried, onward
from bot.conversation.screen import Screen
from bot.handlers.brief import missing
from briefs.blocks import Document
from briefs.errors import NotFoundError
from briefs.model import Brief
from briefs.views import source as views
from briefs.views.context import ViewContext

_View = Callable[[Brief, int, ViewContext], Document]


async def quotations(ask: Ask, number: str = "", page: str = "0", origin: str = "") -> Screen:
    """Answer a button: the lines of a brief with what the source says there."""
    return await _paged(ask, number, page, origin, "q", views.quotation_pages, views.quotations)


async def full_text(ask: Ask, number: str = "", page: str = "0", origin: str = "") -> Screen:
    """Answer a button: a page of the source, where it is stored."""
    return await _paged(ask, number, page, origin, "f", _text_pages, views.full_text)


def _text_pages(shown: Brief) -> int:
    return len(views.text_pages(shown))


async def _paged(
    ask: Ask, number: str, page: str, origin: str, verb: str, count: Callable[[Brief], int], view: _View
) -> Screen:
    try:
        found = await ask.services.library.brief(integer(number))
    except NotFoundError:
        return await missing(ask, integer(number))
    pages = count(found)
    shown = min(integer(page), pages - 1)
    to_brief = onward(ask.tr("‹ The brief"), "b", found.id, origin=origin)
    keyboard = (*carried(pager(shown, pages, verb, found.id), origin), (to_brief, *back(ask.tr)))
    return Screen(view(found, shown, ask.view), keyboard)
