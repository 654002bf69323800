"""A draft read again with a line that had been left out: what the line brings, beside what was edited.

The machine reads the article twice, without the line and with it. What in the draft is as the machine made it
without the line becomes what it makes with it; what an editor changed, added, dropped or moved stays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from briefs.drafting.drafts import draft_from
from briefs.ingest.surroundings import LeftOut, put_back
from briefs.model import BriefContent, Citation, Directive, DocumentRef, Figure, Point
from briefs.registry import Registry
from briefs.tags import document_key

Cited = TypeVar("Cited", Point, Directive, Figure, DocumentRef)


def with_line_back(
    content: BriefContent, lines: Sequence[LeftOut], index: int, registry: Registry
) -> tuple[BriefContent, tuple[LeftOut, ...]]:
    """Return a draft with a line of its source put back, and the lines that are still left out.

    What the source states of itself, the title and the topics stay.
    """
    paragraphs, rest = put_back(content.article.paragraphs, lines, index)
    place = lines[index].after + 1
    now = _shifted(content, place)
    article = replace(content.article, paragraphs=paragraphs)
    before = _shifted(draft_from(content.article, registry, titled=not content.untitled), place)
    after = draft_from(article, registry, titled=not content.untitled)
    whole = replace(
        now,
        article=article,
        points=_merged(now.points, before.points, after.points, lambda point: point.text, place),
        directives=_merged(now.directives, before.directives, after.directives, lambda one: one.action),
        figures=_merged(now.figures, before.figures, after.figures, lambda one: (one.label, one.value)),
        documents=_merged(
            now.documents, before.documents, after.documents, lambda one: document_key(one.number)
        ),
        agencies=_with_new(now.agencies, before.agencies, after.agencies),
        places=_with_new(now.places, before.places, after.places),
    )
    return whole, rest


def _shifted(content: BriefContent, place: int) -> BriefContent:
    """Return a content whose citations make room for a new paragraph of this number."""

    def shift(lines: Sequence[Cited]) -> tuple[Cited, ...]:
        return tuple(replace(one, citations=tuple(map(moved, one.citations))) for one in lines)

    def moved(citation: Citation) -> Citation:
        return replace(citation, paragraph=citation.paragraph + (citation.paragraph >= place))

    return replace(
        content,
        points=shift(content.points),
        directives=shift(content.directives),
        figures=shift(content.figures),
        documents=shift(content.documents),
    )


def _merged(
    now: tuple[Cited, ...],
    before: tuple[Cited, ...],
    after: tuple[Cited, ...],
    name: Callable[[Any], Hashable],
    place: int | None = None,
) -> tuple[Cited, ...]:
    """Return lines as they are now with what is new in those `after`; all of these where nobody edited.

    With a `place`, only what cites that paragraph is new: which points are chosen depends on all others.
    """
    if now == before:
        return after
    made = {name(line): line for line in after}
    kept = [made.get(name(line), line) if line in before else line for line in now]
    known = {name(line) for line in (*now, *before)}
    sources = {line.citations for line in before}
    for at, line in enumerate(after):
        cited = {citation.paragraph for citation in line.citations}
        if name(line) in known or line.citations in sources or not (place is None or place in cited):
            continue
        earlier = {name(one) for one in after[:at]}
        kept.insert(max((n for n, one in enumerate(kept, 1) if name(one) in earlier), default=0), line)
    return tuple(kept)


def _with_new(now: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    if now == before:
        return after
    return (*now, *(key for key in after if key not in before and key not in now))
