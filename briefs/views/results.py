"""What was found, what is new, and which briefs speak of a document."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.blocks import Block, Document, Gap, Heading, Para, Span, Style, bold, code, document, line, para
from briefs.library import DocumentCount, Findings
from briefs.model import Brief
from briefs.views.brief import brief_in_short, clip, source_parts
from briefs.views.context import Page, ViewContext, joined

RESULTS_A_PAGE = 5
LATEST_A_PAGE = 5
DOCUMENTS_A_PAGE = 10
QUERY_SHOWN = 80


def found(findings: Findings, context: ViewContext) -> Document:
    """Return one page of search results, each with the words that matched."""
    tr = context.tr
    counts = tr.plural("{n} brief", "{n} briefs", findings.total)
    shown = Page(findings.offset // RESULTS_A_PAGE, RESULTS_A_PAGE, findings.total)
    return document(
        [
            para(bold(f"“{clip(findings.query, QUERY_SHOWN)}”"), f": {counts}"),
            *_understood(findings, context),
            *(
                block
                for n, item in enumerate(findings.items, start=findings.offset + 1)
                for block in (Gap(), _result(n, item.brief, item.hit.snippet, context))
            ),
            *shown.footer(tr),
        ]
    )


def nothing_found(findings: Findings, context: ViewContext) -> Document:
    """Say that nothing was found and what there is nearby."""
    tr = context.tr
    near = [context.name(key) for key in findings.near]
    query = clip(findings.query, QUERY_SHOWN)
    return document(
        [
            Para((context.say("No brief speaks of {query} yet.", query=bold(f"“{query}”")),)),
            para(tr("There are briefs on: {topics}.", topics=", ".join(near))) if near else None,
            para(tr("Try fewer words, a document number, or the name of a body or a place."), aside=True),
        ]
    )


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
        items += [Gap(), *brief_in_short(item, context), para(role, aside=True)]
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


def _result(number: int, item: Brief, snippet: Sequence[tuple[str, bool]], context: ViewContext) -> Block:
    marked = tuple(Span(text, Style.MARKED if hit else Style.ITALIC) for text, hit in snippet)
    rows = (
        line(bold(f"{number}. {item.title}"), f" → /b{item.id}"),
        joined(source_parts(item.content, context)),
        marked,
    )
    return Para(tuple(row for row in rows if row))
