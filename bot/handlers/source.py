"""Buttons that lead from a brief to its source: the quotations behind its lines, and the whole text."""

from __future__ import annotations

from collections.abc import Callable

from bot.ask import Ask
from bot.handlers.brief import missing
from bot.keyboards import button, integer, pager
from bot.origin import back
from bot.screen import Screen
from briefs.blocks import Document
from briefs.errors import NotFoundError
from briefs.model import Brief
from briefs.views import source as views
from briefs.views.context import ViewContext

_View = Callable[[Brief, int, ViewContext], Document]


async def quotations(ask: Ask, number: str = "", page: str = "0") -> Screen:
    """Answer a button: the lines of a brief with what the source says there."""
    return await _paged(ask, number, page, "q", views.quotation_pages, views.quotations)


async def full_text(ask: Ask, number: str = "", page: str = "0") -> Screen:
    """Answer a button: a page of the source, where it is stored."""
    return await _paged(ask, number, page, "f", lambda found: len(views.text_pages(found)), views.full_text)


async def _paged(
    ask: Ask, number: str, page: str, verb: str, count: Callable[[Brief], int], view: _View
) -> Screen:
    try:
        found = await ask.services.library.brief(integer(number))
    except NotFoundError:
        return await missing(ask, integer(number))
    pages = count(found)
    shown = min(integer(page), pages - 1)
    to_brief = button(ask.tr("‹ The brief"), "b", found.id)
    keyboard = (*pager(shown, pages, verb, found.id), (to_brief, *back(ask.tr)))
    return Screen(view(found, shown, ask.view), keyboard)
