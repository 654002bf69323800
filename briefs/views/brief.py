"""One brief, readable in thirty seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from briefs.blocks import (
    Block,
    Document,
    Gap,
    Heading,
    Line,
    Para,
    Points,
    Quote,
    Span,
    bold,
    document,
    italic,
    line,
    para,
)
from briefs.model import Brief, BriefContent, Citation, DocumentRef, DocumentRole
from briefs.views.context import ViewContext, capitalised, joined

POINTS_SHOWN = 6
FIGURES_SHOWN = 12
BODIES_SHOWN = 5
SINGLE_BODIES = ("agency:", "place:")
POINT_UNITS = 500
"""Briefs stored without analysis can have long points; a screen stays one message."""

SYLLABLES_A_SECOND = 4
"""Silent reading of Vietnamese runs near 240 syllables a minute."""


def brief(shown: Brief, context: ViewContext) -> Document:
    """Return the brief: decisions first, then who must act; figures and sources open on demand."""
    content = shown.content
    notes = _Notes(context)
    points = [
        _cited(clip(capitalised(p.text), POINT_UNITS), p.citations, notes)
        for p in content.points[:POINTS_SHOWN]
    ]
    return document(
        [
            Heading(line(shown.title)),
            Para(tuple(_provenance(content, context))),
            Gap(),
            Points(tuple(points)) if points else None,
            Gap(),
            *_duties_in_short(content, context),
            *_details(content, notes, context),
            Para((_footer(shown, context),), aside=True),
        ]
    )


def brief_in_short(shown: Brief, context: ViewContext, points: int = 1) -> list[Block]:
    """Return a brief as an item of a list: title, number, first points."""
    lines = [_cited(clip(capitalised(point.text), 200), (), None) for point in shown.content.points[:points]]
    rows = (line(bold(shown.title), f" → /b{shown.id}"), joined(source_parts(shown.content, context)))
    return [
        Para(tuple(row for row in rows if row)),
        *([Points(tuple(lines))] if lines else []),
    ]


def source_parts(content: BriefContent, context: ViewContext) -> list[str]:
    """Return carrier document, outlet and date, as far as they are known."""
    article = content.article
    return [
        content.carrier.number if content.carrier else "",
        article.outlet or "",
        context.tr.date(article.published) if article.published else "",
    ]


def clip(text: str, limit: int) -> str:
    """Cut a text to at most `limit` characters at a space, marking the cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


class _Notes:
    """Numbers citations in the order they are first used."""

    def __init__(self, context: ViewContext) -> None:
        self._context = context
        self._marks: dict[tuple[int, ...], int] = {}
        self._texts: list[str] = []

    def mark(self, citations: Sequence[Citation]) -> str:
        """Return the mark of a citation, such as `[2]`, or nothing."""
        key = tuple(sorted({citation.paragraph for citation in citations}))
        if not key:
            return ""
        if key not in self._marks:
            self._marks[key] = len(self._marks) + 1
            self._texts.append(self._context.where(citations))
        return f" [{self._marks[key]}]"

    def rows(self) -> Iterator[Line]:
        """Yield the paragraphs behind the marks, three a row."""
        marked = [f"[{n}] {text}" for n, text in enumerate(self._texts, start=1)]
        for start in range(0, len(marked), 3):
            yield line("   ".join(marked[start : start + 3]))


def _details(content: BriefContent, notes: _Notes, context: ViewContext) -> Iterator[Block]:
    """Yield what is read on demand: figures, sources and cited documents, folded."""
    tr = context.tr
    figures = [_cited(f"• {f.label}: {f.value}", f.citations, notes) for f in content.figures[:FIGURES_SHOWN]]
    sources = list(notes.rows())
    rows = [
        *([line(bold(tr("Where the source says so"))), *sources] if sources else []),
        *([line(bold(tr("Figures"))), *figures] if figures else []),
        *_references(content, context),
    ]
    if rows:
        yield Quote(tuple(rows), folded=True)


def _cited(text: str, citations: Sequence[Citation], notes: _Notes | None) -> Line:
    return line(text, italic(notes.mark(citations)) if notes else "")


def _provenance(content: BriefContent, context: ViewContext) -> Iterator[Line]:
    carrier, article, tr = content.carrier, content.article, context.tr
    if carrier:
        yield joined([" ".join(filter(None, [carrier.kind, carrier.number])), carrier.issuer or ""])
    facts = [
        article.outlet or "",
        article.author or "",
        tr.date(article.published) if article.published else tr("source gives no date"),
        tr("{n} s read", n=reading_seconds(content)),
    ]
    yield line(capitalised(" · ".join(filter(None, facts))))
    if content.untitled:
        yield line(italic(tr("The source has no title; this one is ours.")))
    elif content.title_is_ours:
        yield line(
            italic(tr("This title is ours; that of the source: {title}", title=clip(article.title, 200)))
        )


def reading_seconds(content: BriefContent) -> int:
    """Return the reading time of the points in seconds, to the next ten."""
    syllables = sum(len(point.text.split()) for point in content.points)
    return max(10, -(-syllables // (SYLLABLES_A_SECOND * 10)) * 10)


def _duties_in_short(content: BriefContent, context: ViewContext) -> Iterator[Block]:
    tr, directives = context.tr, content.directives
    if not directives:
        yield para(bold(tr("Who must do what")), ": ", tr("the source gives no duty."))
        return
    dated = sum(1 for d in directives if d.deadline)
    count = tr.plural("{n} duty", "{n} duties", len(directives))
    deadline = (
        tr.plural("{n} with a deadline", "{n} with deadlines", dated)
        if dated
        else tr("the source states no deadline")
    )
    yield para(bold(tr("Who must do what")), f": {count}; {deadline}.")
    yield para(_busiest(content, context))


def _busiest(content: BriefContent, context: ViewContext) -> str:
    """Return the bodies with most duties and how many each has, single bodies before groups of them."""
    tr = context.tr
    counts = Counter(body.key or body.name for d in content.directives for body in d.responsible)
    if not counts:
        return tr("The source names no body.")
    ordered = sorted(counts, key=lambda key: (not key.startswith(SINGLE_BODIES), -counts[key]))
    shown = [f"{context.name(key)} ({counts[key]})" for key in ordered[:BODIES_SHOWN]]
    if len(ordered) > BODIES_SHOWN:
        shown.append(tr.plural("{n} other", "{n} others", len(ordered) - BODIES_SHOWN))
    return ", ".join(shown) + "."


def _references(content: BriefContent, context: ViewContext) -> Iterator[Line]:
    cited = [document for document in content.documents if document.role is DocumentRole.CITED]
    if cited:
        names = "; ".join(_reference(item, context) for item in cited)
        yield line(bold(f"{context.tr('Cites')}: "), names)


def _reference(item: DocumentRef, context: ViewContext) -> str:
    return item.number + (f" ({context.tr.date(item.date)})" if item.date else "")


def _footer(shown: Brief, context: ViewContext) -> Line:
    tr = context.tr
    made = tr("Written and checked by an editor")
    if shown.content.machine_made and shown.content.reviewed:
        made = tr("Taken from the article by machine, reviewed by an editor")
    elif shown.content.machine_made:
        made = tr("Taken from the article by machine, not yet reviewed")
    link = Span(tr("Link to this brief"), url=context.brief_url(shown.id))
    version = tr("version {n}", n=shown.revision)
    return line(f"{made}, {version}; {tr('does not replace the source.')} ", link, f" · /b{shown.id}")
