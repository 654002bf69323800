"""/latest and /doc."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, button, integer, pager, rows
from bot.conversation.origin import back, onward, pack
from bot.conversation.screen import Screen
from bot.handlers import search as searching
from bot.handlers.targets import slug_of, target_of_number
from briefs.blocks import document, para
from briefs.library import DocumentCount
from briefs.views import results as views
from briefs.views.context import Page
from briefs.views.results import DOCUMENTS_A_PAGE, LATEST_A_PAGE


async def latest(ask: Ask, text: str = "") -> Screen:
    """Answer /latest."""
    return await latest_page(ask, "0")


async def latest_page(ask: Ask, page: str = "0") -> Screen:
    """Answer a button: a page of the newest briefs."""
    library = ask.services.library
    shown = Page.of(integer(page), LATEST_A_PAGE, await library.count())
    briefs = await library.latest(LATEST_A_PAGE, shown.start)
    origin = pack("l", shown.number)
    openers = [onward(f"/b{item.id}", "b", item.id, origin=origin) for item in briefs]
    keyboard = (*rows(openers, 5), *pager(shown.number, shown.count, "l"), back(ask.tr))
    return Screen(views.latest(briefs, shown, ask.view), keyboard)


async def doc(ask: Ask, text: str) -> Screen:
    """Answer /doc: the documents there are, or the briefs of the one named whole or in part."""
    wanted = " ".join(text.split())
    if not wanted:
        return await documents_page(ask)
    found = await ask.services.library.documents_like(wanted)
    if len(found) == 1:
        return await _briefs(ask, found[0].number)
    if found:
        return _choose(ask, found)
    return await searching.search(ask, wanted)


async def documents_page(ask: Ask, page: str = "0") -> Screen:
    """Answer a button: a page of the documents that briefs carry or cite."""
    counts = await ask.services.library.documents()
    shown = Page.of(integer(page), DOCUMENTS_A_PAGE, len(counts))
    openers = _openers(shown.take(counts))
    keyboard = (*rows(openers, 2), *pager(shown.number, shown.count, "nl"), back(ask.tr))
    return Screen(views.documents(counts, shown.number, ask.view), keyboard)


async def document_at(ask: Ask, place: str = "") -> Screen:
    """Answer a button: the briefs of the document with this number, written without its separators."""
    counts = await ask.services.library.documents()
    named = [count.number for count in counts if slug_of(count.number) == place]
    return await _briefs(ask, named[0]) if named else await documents_page(ask)


async def _briefs(ask: Ask, number: str) -> Screen:
    briefs = (await ask.services.library.by_document(number))[:LATEST_A_PAGE]
    origin = pack("n", slug_of(number))
    openers = [onward(f"/b{item.id}", "b", item.id, origin=origin) for item in briefs]
    follow = button(ask.tr("Follow {body}", body=number), "st", target_of_number(number))
    keyboard = (*rows(openers, 5), (follow,), (button(ask.tr("All documents"), "nl", 0),), back(ask.tr))
    return Screen(views.document_briefs(number, briefs, ask.view), keyboard)


def _choose(ask: Ask, found: Sequence[DocumentCount]) -> Screen:
    text = document([para(ask.tr("Several documents have that number. Which one?"))])
    return Screen(text, (*rows(_openers(found[:DOCUMENTS_A_PAGE]), 1), back(ask.tr)))


def _openers(counts: Sequence[DocumentCount]) -> list[Button]:
    return [button(count.number, "n", slug_of(count.number)) for count in counts]
