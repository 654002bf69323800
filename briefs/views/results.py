"""What was found, what is new, and which briefs speak of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefs.blocks import (
    Block,
    Document,
    Gap,
    Heading,
    Line,
    Para,
    Span,
    bold,
    code,
    document,
    italic,
    line,
    para,
)
from briefs.i18n import N_
from briefs.library import DocumentCount, Findings, Item
from briefs.model import Brief
from briefs.refining import Facets
from briefs.registry import Kind
from briefs.search.fewer import Part
from briefs.search.query import Filter, split_filters
from briefs.search.snippet import LONGEST
from briefs.tags import outlet_key, sources_of
from briefs.views.brief import brief_in_short, clip, source_parts
from briefs.views.context import Page, ViewContext, capitalised, joined
from briefs.views.matches import marked, tags_named

RESULTS_A_PAGE = 5
LATEST_A_PAGE = 5
DOCUMENTS_A_PAGE = 10
QUERY_SHOWN = 80
_PHRASE = re.compile(r'["“”]([^"“”]+)["“”]')

_WHERE = {
    "lead": N_("Opening"),
    "point": N_("Point"),
    "directive": N_("Duty"),
    "document": N_("Document"),
    "body": N_("Full text"),
}
"""How the part of a brief is called in which the words stand; a title speaks for itself."""


def found(findings: Findings, context: ViewContext) -> Document:
    """Return one page of search results, each with the words that matched and where they stand."""
    tr = context.tr
    shown = Page(findings.offset // RESULTS_A_PAGE, RESULTS_A_PAGE, findings.total)
    return document(
        [
            _heading(findings.query, findings.total, context),
            _filtered(findings.query, context),
            *_understood(findings, context),
            *(
                block
                for n, item in enumerate(findings.items, start=findings.offset + 1)
                for block in (Gap(), _result(n, item, findings, context))
            ),
            *shown.footer(tr),
        ]
    )


def nothing_found(findings: Findings, context: ViewContext) -> Document:
    """Say that nothing was found, within which filters, and what there is nearby."""
    tr = context.tr
    filters = _filtered(findings.query, context)
    words = words_of(findings.query)
    missing = context.say("No brief speaks of {query} yet.", query=bold(f"“{words}”"))
    if filters:
        missing = line(tr("The filters leave no brief."))
    if findings.part:
        return document([Para((missing,)), _of_part(findings.part, context)])
    near = ", ".join(context.name(key) for key in findings.near)
    return document(
        [
            Para((missing,)),
            filters,
            para(tr("There are briefs on: {topics}.", topics=near)) if near and not filters else None,
            para(tr("Try fewer words, a document number, or the name of a body or a place."), aside=True),
        ]
    )


def _of_part(part: Part, context: ViewContext) -> Para:
    count = context.tr.plural("{n} brief", "{n} briefs", part.total)
    words = bold(f"“{part.words}”")
    return Para(
        (context.say("With fewer words there is something: {count} on {words}.", count=count, words=words),)
    )


def narrowing(query: str, total: int, offered: Facets, context: ViewContext) -> Document:
    """Ask by what to narrow a search that found so many briefs."""
    tr = context.tr
    kinds = (
        (tr("year"), offered.years),
        (tr("topic"), offered.topics),
        (tr("place"), offered.places),
        (tr("body"), offered.agencies),
    )
    named = ", ".join(name for name, facets in kinds if facets)
    return document(
        [
            _heading(query, total, context),
            _filtered(query, context),
            para(tr("Show only those of one {kinds}:", kinds=named) if named else tr("All are alike.")),
        ]
    )


def query_name(query: str, context: ViewContext) -> str:
    """Return a query as readers call it: “xuất khẩu”, An Giang, year 2024."""
    words = words_of(query)
    return ", ".join([*([f"“{words}”"] if words else []), *filter_names(query, context)])


def words_of(query: str) -> str:
    """Return the words of a query without its filters, and without quotation marks around them all."""
    words = split_filters(query)[0]
    phrase = _PHRASE.fullmatch(words)
    return clip(phrase[1] if phrase else words, QUERY_SHOWN)


def filter_names(query: str, context: ViewContext) -> list[str]:
    """Return the filters of a query as readers call them: An Giang, year 2024, from 05/2024."""
    tr, filters = context.tr, split_filters(query)[1]
    names = [_filter_name(each, context) for each in filters if each.key not in ("after", "before")]
    first = next((each.value for each in filters if each.key == "after"), "")
    last = next((each.value for each in filters if each.key == "before"), "")
    if first.isdecimal() and last.isdecimal() and int(last) == int(first) + 1:
        return [*names, tr("year {year}", year=first)]
    names += [tr("from {date}", date=first)] if first else []
    return names + ([tr("before {date}", date=last)] if last else [])


def _filter_name(named: Filter, context: ViewContext) -> str:
    """Return the name of the entry that a filter means, or what was typed."""
    entries = context.registry.named(named.value, [Kind(named.key)])
    return context.name(entries[0].entry.key) if entries else named.value


def _heading(query: str, total: int, context: ViewContext) -> Block:
    """Return “words”: how many briefs; of filters alone only how many."""
    words, count = words_of(query), context.tr.plural("{n} brief", "{n} briefs", total)
    return para(bold(f"“{words}”"), f": {count}") if words else para(bold(count))


def _filtered(query: str, context: ViewContext) -> Block | None:
    names = filter_names(query, context)
    return para(f"{context.tr('Filter')}: ", bold(" · ".join(names))) if names else None


def latest(briefs: Sequence[Brief], page: Page, context: ViewContext) -> Document:
    """Return one page of the newest briefs."""
    tr = context.tr
    if not briefs:
        return document([para(bold(tr("Newest briefs"))), para(tr("No brief is published yet."))])
    items: list[Block] = []
    for item in briefs:
        items += [Gap(), *brief_in_short(item, context)]
    heading = Heading(line(tr("Newest briefs"), ": ", tr.plural("{n} brief", "{n} briefs", page.total)))
    return document([heading, *items, *page.footer(tr)])


def from_source(name: str, briefs: Sequence[Brief], page: Page, context: ViewContext) -> Document:
    """Return one page of the briefs of an outlet or author, called as the first source writes it."""
    written = (each for item in briefs for each in sources_of(item.content))
    known = next((each for each in written if outlet_key(each) == outlet_key(name)), name)
    heading = context.tr("Source: {name}", name=clip(known, QUERY_SHOWN))
    count = context.tr.plural("{n} brief", "{n} briefs", page.total)
    items = [block for item in briefs for block in (Gap(), *brief_in_short(item, context))]
    return document([Heading(line(f"{heading}: {count}")), *items, *page.footer(context.tr)])


def documents(counts: Sequence[DocumentCount], page: int, context: ViewContext) -> Document:
    """Return the document numbers that briefs carry or cite."""
    tr = context.tr
    shown = Page.of(page, DOCUMENTS_A_PAGE, len(counts))
    example = code("/doc 355")
    rows = [
        line(bold(count.number), f": {tr.plural('{n} brief', '{n} briefs', count.briefs)}")
        for count in shown.take(counts)
    ]
    return document(
        [
            Heading(line(tr("Documents that briefs speak of"))),
            Para((context.say("Choose one, or type all or part of a number: {example}", example=example),)),
            Gap(),
            Para(tuple(rows)) if rows else para(tr("No published brief names a document yet.")),
            *shown.footer(tr),
        ]
    )


def document_briefs(number: str, briefs: Sequence[Brief], context: ViewContext) -> Document:
    """Return the briefs that carry or cite one document."""
    tr = context.tr
    items: list[Block] = []
    for item in briefs:
        ref = next((d for d in item.content.documents if d.number == number), None)
        role = tr("carries its decisions") if ref and ref.role == "carrier" else tr("cites it")
        items += [Gap(), *brief_in_short(item, context), para(capitalised(role), aside=True)]
    ref = next((d for b in briefs for d in b.content.documents if d.number == number), None)
    about = (
        [ref.kind or "", ref.issuer or "", tr.date(ref.date) if ref.date else tr("date not stated")]
        if ref
        else []
    )
    return document([Heading(line(number)), Para((joined(about),)), *items])


def _understood(findings: Findings, context: ViewContext) -> list[Block]:
    if not findings.corrected:
        return []
    return [Para((context.say("Shown for {words}", words=bold(findings.corrected)),), aside=True)]


def _result(number: int, item: Item, findings: Findings, context: ViewContext) -> Block:
    brief = item.brief
    rows = (
        line(bold(f"{number}. {brief.title}"), f" → /b{brief.id}"),
        joined(source_parts(brief.content, context)),
        _matched(item, findings, context),
    )
    return Para(tuple(row for row in rows if row))


def _matched(item: Item, findings: Findings, context: ViewContext) -> Line:
    """Return where the words stand and the text around them; without words, the first point."""
    points, snippet = item.brief.content.points, item.hit.snippet
    if points and not split_filters(findings.query)[0]:
        return line(italic(clip(capitalised(points[0].text), LONGEST)))
    return line(*_why(item, findings, context), *marked(snippet))


def _why(item: Item, findings: Findings, context: ViewContext) -> tuple[Span, ...]:
    """Say where the words stand, or which name of the brief they are."""
    field = item.hit.field
    if field == "name":
        words = findings.corrected or split_filters(findings.query)[0]
        names = ", ".join(tags_named(words, item.brief, context))
        return (Span(f"{context.tr('Filed under')} {names}. "),) if names else ()
    return (Span(f"{context.tr(_WHERE[field])}: "),) if field in _WHERE else ()
