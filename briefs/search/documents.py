"""What the index knows of a brief: plain texts, already expanded, with no tie to the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from briefs.model import Brief, BriefContent, Directive


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """The searchable texts of one brief.

    `directives` holds lines "bodies: action"; `documents` numbers as written; `names` all names, aliases and
    abbreviations of its agencies, places and topics; `figures` lines "label: value"; `body` the full text
    where it is stored.
    """

    id: int
    external_id: str | None
    title: str
    lead: str = ""
    points: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    body: str = ""
    documents: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    date: dt.date | None = None


def search_document(brief: Brief, names: Callable[[str], Iterable[str]]) -> SearchDocument:
    """Return the searchable texts of a brief; `names` gives all registry names of a key."""
    content = brief.content
    article = content.article
    keys = (*content.agencies, *content.places, *content.topics)
    return SearchDocument(
        id=brief.id,
        external_id=article.external_id,
        title=content.title,
        lead=article.lead or "",
        points=tuple(point.text for point in content.points),
        directives=tuple(map(directive_line, content.directives)),
        body=_body(content),
        documents=tuple(document.number for document in content.documents),
        names=tuple(dict.fromkeys(name for key in keys for name in names(key))),
        figures=tuple(f"{figure.label}: {figure.value}" for figure in content.figures),
        date=source_date(content),
    )


def source_date(content: BriefContent) -> dt.date | None:
    """Return the date of the source, else that of the document that it reports; None where neither is known.

    When a brief was published says nothing about its source.
    """
    carrier = content.carrier
    return content.article.published or (carrier.date if carrier else None)


def directive_line(directive: Directive) -> str:
    """Return a directive as one searchable line: those who act, what they must do, and who orders it."""
    bodies = dict.fromkeys(body.name for body in (*directive.responsible, *directive.partners))
    line = f"{', '.join(bodies)}: {directive.action}" if bodies else directive.action
    return f"{line} ({directive.issuer.name})" if directive.issuer else line


def _body(content: BriefContent) -> str:
    """Return the source's text without the sentences that a machine took over as points, found there."""
    body = "\n".join(content.article.paragraphs)
    if content.machine_made:
        for point in content.points:
            body = body.replace(point.text, "…")
    return body
