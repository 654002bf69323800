"""/search and plain text: from a clumsy query to briefs."""

from __future__ import annotations

import asyncio

from bot.ask import Ask
from bot.handlers.targets import QUERY, key_of, target_of, target_of_key
from bot.keyboards import Keyboard, Row, button, integer, pager, rows
from bot.origin import back, onward, pack
from bot.screen import Screen
from briefs.blocks import Heading, code, document, line, para
from briefs.library import Findings
from briefs.views import results as views
from briefs.views.brief import clip
from briefs.views.results import RESULTS_A_PAGE


async def search(ask: Ask, text: str) -> Screen:
    """Answer a query, or explain how to ask where there is none."""
    query = " ".join(text.split())
    if not query:
        return _prompt(ask)
    library = ask.services.library
    found, query_id = await asyncio.gather(library.search(query, limit=RESULTS_A_PAGE), ask.save_query(query))
    return _screen(ask, found, query_id)


async def results(ask: Ask, query_id: str = "", page: str = "0") -> Screen:
    """Answer a button: a page of a query asked before, as the library stands now."""
    query = await ask.saved_query(query_id)
    if query is None:
        return expired(ask)
    offset = integer(page) * RESULTS_A_PAGE
    found = await ask.services.library.search(query, limit=RESULTS_A_PAGE, offset=offset)
    if not found.items and offset:
        found = await ask.services.library.search(query, limit=RESULTS_A_PAGE)
    return _screen(ask, found, query_id)


async def near(ask: Ask, target: str = "") -> Screen:
    """Answer a button: search for the name of a topic."""
    return await search(ask, ask.services.registry.name(key_of(target)))


def expired(ask: Ask) -> Screen:
    """Say that a search is too old to go on with, and how to go on."""
    tr = ask.tr
    text = document(
        [para(tr("This search has expired: searches are kept for 30 days. Please type it again."))]
    )
    return Screen(text, (back(tr),), toast=tr("This search has expired."))


def _screen(ask: Ask, found: Findings, query_id: str) -> Screen:
    ask.services.metrics.searched(found.ms, empty=not found.items)
    if not found.items:
        return Screen(views.nothing_found(found, ask.view), _nothing_keyboard(ask, found, query_id))
    return Screen(views.found(found, ask.view), _keyboard(ask, found, query_id))


def _keyboard(ask: Ask, found: Findings, query_id: str) -> Keyboard:
    tr = ask.tr
    number = found.offset // RESULTS_A_PAGE
    origin = pack("s", query_id, number)
    openers = [
        onward(str(n), "b", item.brief.id, origin=origin)
        for n, item in enumerate(found.items, start=found.offset + 1)
    ]
    pages = -(-found.total // RESULTS_A_PAGE)
    return (
        *rows(openers, 5),
        *pager(number, pages, "s", query_id),
        _body_row(ask, found),
        (button(tr("Follow “{words}”", words=clip(found.query, 24)), "st", target_of(QUERY, query_id)),),
        back(tr),
    )


def _nothing_keyboard(ask: Ask, found: Findings, query_id: str) -> Keyboard:
    tr = ask.tr
    near = [button(ask.view.name(key), "sn", target_of_key(key)) for key in found.near]
    tell = button(
        tr("Tell me when there is “{words}”", words=clip(found.query, 16)), "st", target_of(QUERY, query_id)
    )
    return (*rows(near, 2), (tell,), back(tr))


def _body_row(ask: Ask, found: Findings) -> Row:
    if found.body is None:
        return ()
    key = found.body.key
    return (button(ask.tr("Duties: {body}", body=ask.view.name(key)), "k", target_of_key(key)),)


def _prompt(ask: Ask) -> Screen:
    tr = ask.tr
    examples = ("mien thi thuc", "355", "ngoai giao tom", "bo cong thuong")
    lines = [para(code(f"/search {example}")) for example in examples]
    text = document([Heading(line(tr("What are you looking for?"))), para(tr("For example:")), *lines])
    return Screen(text, (back(tr),))
