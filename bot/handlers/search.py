"""/search and plain text: from a clumsy query to briefs, narrowed by filters where there are many."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, pager, rows
from bot.conversation.origin import back, on_searching, onward, pack
from bot.conversation.screen import Screen
from bot.handlers import directives, sources
from bot.handlers.adding.parts import is_url
from bot.handlers.expiry import expired
from bot.handlers.targets import LONGEST_QUERY, is_number, key_of, target_of_key, target_of_words
from briefs.blocks import Heading, code, document, line, para
from briefs.duty_search import duties_about
from briefs.library import Findings
from briefs.misses import countable_words
from briefs.questions import question, source_named
from briefs.refining import (
    READ_FOR_FACETS,
    Facet,
    Facets,
    actor_asked_for,
    facets,
    named_in,
    narrowed,
    offered,
    widened,
    with_whole_names,
)
from briefs.registry import Kind
from briefs.search.query import split_filters
from briefs.text.fold import syllables
from briefs.views import results as views
from briefs.views.brief import clip
from briefs.views.results import RESULTS_A_PAGE

_CHOICES = 4
_NUMBER = re.compile(r"[bB]?([0-9]{1,6})")
"""The number of a brief; longer ones are searched for only."""
_LABEL = 34
"""Characters of a name on a button that says a count behind it."""


async def search(ask: Ask, text: str) -> Screen:
    """Answer a query, or explain how to ask where there is none.

    What asks for duties is answered by these, what asks for the articles of an outlet or author by those, as
    is its name alone where it finds nothing else. A question about a document or a known name is searched for
    by that, others by the words that they are about where they find nothing as they stand.
    """
    query = with_whole_names(" ".join(text.split()), ask.services.registry)
    if not syllables(query):
        return _prompt(ask)
    if written := await sources.written_by(ask, source_named(query)):
        return written
    actor = actor_asked_for(query, ask.services.registry)
    if actor is not None:
        return await directives.body(ask, target_of_key(actor.key))
    asked = question(query)
    if asked is not None:
        if asked.duties and (duties := await directives.on_question(ask, asked.words)):
            return duties
        if not asked.words:
            return _prompt(ask)
    found, query_id = await _find(ask, query, asked.words if asked else "")
    if not found.items:
        if written := await sources.written_by(ask, found.query, query_id):
            return written
        await _count_miss(ask, found.query)
    screen = await _screen(ask, found, query_id)
    return replace(screen, keyboard=(await _numbered_row(ask, found.query), *screen.keyboard))


async def _find(ask: Ask, query: str, about: str) -> tuple[Findings, str]:
    """Return what a query finds and the id under which it is kept.

    In its stead what it is `about`, where that is a document's number or a name, or the query finds nothing.
    """
    library = ask.services.library
    if about and not (is_number(about) or ask.services.registry.named(about, tuple(Kind))):
        whole = await library.search(query, limit=RESULTS_A_PAGE)
        if whole.items:
            return whole, await ask.save_search(query)
    kept = about or query
    return await asyncio.gather(library.search(kept, limit=RESULTS_A_PAGE), ask.save_search(kept))


async def results(ask: Ask, query_id: str = "", page: str = "0") -> Screen:
    """Answer a button: a page of a query asked before, as the library stands now."""
    query = await ask.saved_query(query_id)
    if query is None:
        return expired(ask)
    offset = integer(page) * RESULTS_A_PAGE
    found = await ask.services.library.search(query, limit=RESULTS_A_PAGE, offset=offset)
    if not found.items and offset:
        found = await ask.services.library.search(query, limit=RESULTS_A_PAGE)
    return await _screen(ask, found, query_id)


async def near(ask: Ask, target: str = "") -> Screen:
    """Answer a button: search for the name of a topic."""
    return await search(ask, ask.services.registry.name(key_of(target)))


async def part(ask: Ask, query_id: str = "") -> Screen:
    """Answer a button: search for the part of a query in vain that finds something, as long as it is so."""
    query = await ask.saved_query(query_id)
    if query is None:
        return expired(ask)
    library = ask.services.library
    found = await library.with_part(await library.search(query, limit=1))
    return await search(ask, found.part.words if found.part else query)


async def filters(ask: Ask, query_id: str = "") -> Screen:
    """Answer a button: what the results of a query can be narrowed by."""
    query = await ask.saved_query(query_id)
    if query is None:
        return expired(ask)
    found = await ask.services.library.search(query, limit=READ_FOR_FACETS)
    choices = facets([item.brief for item in found.items])
    whole = found.total <= READ_FOR_FACETS
    keyboard = (
        *_facet_rows(ask, choices, query_id, counted=whole),
        *([(button(ask.tr("Without filter"), "fx", query_id),)] if split_filters(query)[1] else []),
        back(ask.tr, pack("s", query_id, 0)),
    )
    return Screen(views.narrowing(query, found.total, choices, ask.view), keyboard)


async def add_filter(ask: Ask, query_id: str = "", target: str = "") -> Screen:
    """Answer a button: the results of a query of one year (`2024`), or of one body, place or topic."""
    query = await ask.saved_query(query_id)
    if query is None:
        return expired(ask)
    key = key_of(target)
    known = ask.services.registry.get(key) is not None or (key.isdecimal() and len(key) == len("2024"))
    return await search(ask, narrowed(query, key, ask.services.registry) if known else query)


async def drop_filters(ask: Ask, query_id: str = "") -> Screen:
    """Answer a button: the results of a query without its filters."""
    query = await ask.saved_query(query_id)
    return expired(ask) if query is None else await search(ask, widened(query))


async def _screen(ask: Ask, found: Findings, query_id: str) -> Screen:
    ask.services.metrics.searched(found.ms, empty=not found.items)
    if found.items:
        return Screen(views.found(found, ask.view), _keyboard(ask, found, query_id))
    found = await ask.services.library.with_part(found)
    keyboard = _nothing_keyboard(ask, found, query_id)
    if found.part:
        label = f"{clip(found.part.words, _LABEL)} ({found.part.total})"
        keyboard = ((button(label, "sy", query_id),), *keyboard)
    return Screen(views.nothing_found(found, ask.view), keyboard)


async def _count_miss(ask: Ask, query: str) -> None:
    """Count what was searched for in vain by its words, where the chat lets that be done."""
    words = countable_words(query)
    if words is not None and ask.chat.count_searches:
        await ask.services.misses.count(words, day=ask.services.now().date())


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
        _filter_row(ask, found, query_id),
        _duties_row(ask, found, query_id),
        (
            button(
                tr("Follow “{words}”", words=_words(ask, found, 24)),
                "st",
                target_of_words(found.query, query_id),
            ),
        ),
        back(tr),
    )


def _words(ask: Ask, found: Findings, most: int) -> str:
    """Return the words of a query for a button, or what it filters by where it has none."""
    named = views.words_of(found.query) or ", ".join(views.filter_names(found.query, ask.view))
    return clip(named, most)


def _filter_row(ask: Ask, found: Findings, query_id: str) -> Row:
    """Offer the body or place that the query names as a filter, and others; or to take them away."""
    tr, buttons = ask.tr, list[Button]()
    entry = offered(found.query, [item.brief for item in found.items], ask.services.registry)
    if entry is not None:
        label = tr("Only {name}", name=ask.view.name(entry.key))
        buttons.append(button(label, "fa", query_id, target_of_key(entry.key)))
    if split_filters(found.query)[1]:
        buttons.append(button(tr("Without filter"), "fx", query_id))
    if found.total > 1:
        buttons.append(button(tr("Filter"), "fl", query_id))
    return tuple(buttons)


def _facet_rows(ask: Ask, choices: Facets, query_id: str, *, counted: bool) -> Keyboard:
    def opener(facet: Facet) -> Button:
        name = facet.key if facet.key.isdecimal() else clip(ask.view.name(facet.key), _LABEL)
        label = f"{name} ({facet.count})" if counted else name
        return button(label, "fa", query_id, target_of_key(facet.key))

    kinds = ((choices.years, _CHOICES), (choices.topics, 2), (choices.places, 2), (choices.agencies, 1))
    return tuple(
        row
        for offered_kind, width in kinds
        for row in rows([opener(facet) for facet in offered_kind[:_CHOICES]], width)
    )


def _nothing_keyboard(ask: Ask, found: Findings, query_id: str) -> Keyboard:
    tr = ask.tr
    if widened(found.query) != found.query:
        wider: Sequence[Button] = [button(tr("Without filter"), "fx", query_id)]
    else:
        near_topics = () if found.part else found.near
        wider = [button(ask.view.name(key), "sn", target_of_key(key)) for key in near_topics]
    tell = button(
        tr("Tell me when there is “{words}”", words=_words(ask, found, 16)),
        "st",
        target_of_words(found.query, query_id),
    )
    pasted = is_url(found.query) or len(found.query) > LONGEST_QUERY
    told: Row = () if pasted else (tell,)
    return (
        _duties_row(ask, found, query_id),
        *rows(wider, 2),
        told,
        on_searching(tr, pack("s", query_id, 0)),
    )


def _duties_row(ask: Ask, found: Findings, query_id: str) -> Row:
    """Offer the duties of the body that the query names, or those that speak of the query's words."""
    named = [found.body] if found.body else named_in(found.query, ask.services.registry)
    if named:
        key = named[0].key
        return (button(ask.tr("Duties: {body}", body=ask.view.name(key)), "k", target_of_key(key)),)
    if duties_about(found.corrected or found.query, [item.brief for item in found.items]):
        return (button(ask.tr("Duties on this"), "ka", query_id, 0),)
    return ()


async def _numbered_row(ask: Ask, query: str) -> Row:
    """Offer the brief whose number was typed alone: 3 or b3."""
    typed = _NUMBER.fullmatch(query)
    number = int(typed[1]) if typed else 0
    if not (number and await ask.services.briefs.is_published(number)):
        return ()
    return (button(ask.tr("Brief {number}", number=number), "b", number),)


def _prompt(ask: Ask) -> Screen:
    tr = ask.tr
    examples = ("mien thi thuc", "355", "ngoai giao tom", "bo cong thuong")
    lines = [para(code(f"/search {example}")) for example in examples]
    text = document([Heading(line(tr("What are you looking for?"))), para(tr("For example:")), *lines])
    return Screen(text, (on_searching(tr),))
