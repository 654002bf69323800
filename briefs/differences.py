"""What became of a brief between two of its states, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz

from briefs.model import Body, BriefContent, Directive, Figure

SAME_LINE = 50
"""Two lines at least so alike, of 100, are one line that was changed."""


class Part(StrEnum):
    """What of a brief a line belongs to."""

    TITLE = "title"
    OUTLET = "outlet"
    AUTHOR = "author"
    DATE = "date"
    URL = "url"
    POINT = "point"
    DIRECTIVE = "directive"
    FIGURE = "figure"
    DOCUMENTS = "documents"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that was added (`before` is empty), removed (`after` is empty) or changed."""

    part: Part
    before: str
    after: str

    def plain(self) -> list[str]:
        """Return part, before and after, as the audit keeps them."""
        return [self.part.value, self.before, self.after]


def difference(before: BriefContent, after: BriefContent) -> list[LineChange]:
    """Return the lines that differ, in reading order; lines that only moved come as removed and added."""
    changes = [
        LineChange(part, old, new)
        for part, read in _FIELDS.items()
        if (old := read(before)) != (new := read(after))
    ]
    for part, lines in _LISTS.items():
        changes += (LineChange(part, old, new) for old, new in _compared(lines(before), lines(after)))
    return changes


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _paired(list(before[i1:i2]), list(after[j1:j2]))


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Pair each new line with the first old one that it is like; what is left was removed or added."""
    for line in new:
        like = next((one for one in old if fuzz.ratio(one, line) >= SAME_LINE), "")
        if like:
            yield from ((gone, "") for gone in old[: old.index(like)])
            del old[: old.index(like) + 1]
        yield like, line
    yield from ((gone, "") for gone in old)


def directive_line(directive: Directive) -> str:
    """Return a directive in one line: who leads → who is told to act: what, + with whom, ↻ who follows up,
    by when; a body in another part makes another line.
    """
    who = f"{_names(directive.leads)} → {_names(directive.addressees)}".removesuffix(" → ").lstrip()
    parts = [
        f"{who}: {directive.action}" if who else directive.action,
        f"+ {_names(directive.partners)}" if directive.partners else "",
        f"↻ {_names(directive.overseers)}" if directive.overseers else "",
        directive.deadline.text if directive.deadline else "",
        ", ".join(directive.basis),
        directive.issuer.name if directive.issuer else "",
    ]
    return " · ".join(filter(None, parts))


def _names(bodies: Iterable[Body]) -> str:
    return ", ".join(body.name for body in bodies)


def _figure(figure: Figure) -> str:
    return f"{figure.label}: {figure.value}"


_FIELDS: dict[Part, Callable[[BriefContent], str]] = {
    Part.TITLE: lambda content: content.title,
    Part.OUTLET: lambda content: content.article.outlet or "",
    Part.AUTHOR: lambda content: content.article.author or "",
    Part.DATE: lambda content: f"{content.article.published:%d/%m/%Y}" if content.article.published else "",
    Part.URL: lambda content: content.article.url or "",
}
_LISTS: dict[Part, Callable[[BriefContent], list[str]]] = {
    Part.POINT: lambda content: [point.text for point in content.points],
    Part.DIRECTIVE: lambda content: [directive_line(directive) for directive in content.directives],
    Part.FIGURE: lambda content: [_figure(figure) for figure in content.figures],
    Part.DOCUMENTS: lambda content: [document.number for document in content.documents],
    Part.TAGS: lambda content: [*content.agencies, *content.places, *content.topics],
}
