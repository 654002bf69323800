"""The whole analysis of one article, and its machine-readable form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefs.analysis import duties, fields
from briefs.analysis.documents import documents
from briefs.analysis.figures import figures
from briefs.analysis.grounding import Mode, check
from briefs.analysis.points import points
from briefs.analysis.ranking import ranked
from briefs.analysis.reading import Reading, read
from briefs.ingest.clean import CleanText, Removed
from briefs.model import Body, Citation, Directive, DocumentRef, Figure, Point
from briefs.registry import Registry

_SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an article says; what its source does not state is None.

    `text` is the cleaned text, its paragraphs joined by blank lines. Citations count paragraphs of it from
    1 and characters inside the paragraph; `place` turns them into offsets into `text`. Points and
    directives come in the order in which to show them. `agencies` and `places` are the bodies and places
    named, with their registry keys. `wordings` are for `stated`.
    """

    title: str | None
    outlet: str | None
    author: str | None
    published: dt.date | None
    lead: str | None
    text: str
    removed: tuple[Removed, ...] = ()
    points: tuple[Point, ...] = ()
    directives: tuple[Directive, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    figures: tuple[Figure, ...] = ()
    agencies: tuple[Body, ...] = ()
    places: tuple[Body, ...] = ()
    wordings: Mapping[tuple[Citation, str], str] = field(default_factory=dict)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the text, in order."""
        return tuple(self.text.split(_SEPARATOR)) if self.text else ()

    def place(self, citation: Citation) -> tuple[int, int]:
        """Return the characters `[start, end)` of `text` that a citation means; a whole paragraph where it
        has no span.
        """
        paragraphs = self.paragraphs
        offset = sum(len(p) + len(_SEPARATOR) for p in paragraphs[: citation.paragraph - 1])
        start = citation.start or 0
        end = citation.end if citation.end is not None else len(paragraphs[citation.paragraph - 1])
        return offset + start, offset + end

    def stated(self, directive: Directive) -> str:
        """Return what is to be done in words that stand alone: "toàn bộ hồ sơ phải được chuyển" where the
        action is "được chuyển".
        """
        return self.wordings.get((directive.citations[0], directive.action), directive.action)

    def to_json(self) -> dict[str, Any]:
        """Return the machine-readable contract of `diemtin analyse --json`: plain values, missing ones None.

        Offsets are into `text`; dates are ISO 8601; bodies are named as the source names them.
        """
        return {
            "title": self.title,
            "outlet": self.outlet,
            "author": self.author,
            "published": _iso(self.published),
            "lead": self.lead,
            "text": self.text,
            "removed": [{"text": line.text, "reason": line.reason.value} for line in self.removed],
            "points": [{"text": p.text, "citations": self._spans(p.citations)} for p in self.points],
            "directives": [self._directive(directive) for directive in self.directives],
            "documents": [
                {"number": d.number, "kind": d.kind, "issuer": d.issuer, "date": _iso(d.date)}
                for d in self.documents
            ],
            "agencies": [body.name for body in self.agencies],
            "places": [body.name for body in self.places],
        }

    def _directive(self, directive: Directive) -> dict[str, Any]:
        return {
            "issuer": directive.issuer.name if directive.issuer else None,
            "lead": directive.lead.name if directive.lead else None,
            "partners": [body.name for body in directive.partners],
            "addressees": [body.name for body in (*directive.co_leads, *directive.addressees)],
            "action": directive.action,
            "deadline": directive.deadline.text if directive.deadline else None,
            "basis": list(directive.basis),
            "citations": self._spans(directive.citations),
        }

    def _spans(self, citations: Iterable[Citation]) -> list[dict[str, int]]:
        places = (self.place(citation) for citation in citations)
        return [{"start": start, "end": end} for start, end in places]


def analyse(clean: CleanText, registry: Registry) -> Analysis:
    """Analyse a cleaned article: summary, directives, documents, figures, bodies and places.

    Pure and offline; takes time in proportion to the length of the text. Every line it makes has passed the
    grounding guard against the sentence it cites.
    """
    reading = read(clean.text, registry)
    title = read(clean.title, registry) if clean.title else None
    told = duties.find(reading, title)
    found = fields.directives(reading, told)
    return Analysis(
        title=clean.title,
        outlet=clean.outlet,
        author=clean.author,
        published=clean.published,
        lead=clean.lead,
        text=clean.text,
        removed=clean.removed,
        points=tuple(_grounded(reading, points(reading, clean.title, clean.lead, limits=bool(found)))),
        directives=ranked(found),
        documents=tuple(documents(reading)),
        figures=tuple(figures(reading)),
        agencies=_named(reading, registry, "agency:"),
        places=_named(reading, registry, "place:"),
        wordings=fields.wordings(reading, told),
    )


def _grounded(reading: Reading, lines: Sequence[Point]) -> Iterable[Point]:
    """Yield the points that say only what the text they cite says."""
    for line in lines:
        cited = (
            reading.paragraphs[c.paragraph - 1].of(reading.text)[c.start : c.end] for c in line.citations
        )
        if check(line.text, "\n".join(cited), mode=Mode.QUOTED).ok:
            yield line


def _named(reading: Reading, registry: Registry, prefix: str) -> tuple[Body, ...]:
    keys = dict.fromkeys(m.key for m in reading.mentions if m.key.startswith(prefix))
    return tuple(Body(registry.name(key), key) for key in keys)


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
