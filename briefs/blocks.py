"""A small document that knows no surface: views make it, renderers and exports read it.

A document is a sequence of blocks; the text of a block is a sequence of spans. Text is plain, never escaped
here: every renderer escapes for its own format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a span looks."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    MARKED = "marked"  # a word that matched a query
    CODE = "code"  # something to type or copy


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; `url` makes it a link."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A title line."""

    spans: Line


@dataclass(frozen=True, slots=True)
class Para:
    """One or more lines that belong together; `aside` is set smaller or in italics."""

    lines: tuple[Line, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A bulleted list, or a numbered one from `start`."""

    items: tuple[Line, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted lines; a `folded` quote opens on demand where the surface can do that."""

    lines: tuple[Line, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line between groups of blocks."""


Block = Heading | Para | Points | Quote | Gap
Document = tuple[Block, ...]


def line(*parts: str | Span) -> Line:
    """Build a line of spans, taking bare strings as plain text and leaving out empty ones."""
    spans = (part if isinstance(part, Span) else Span(part) for part in parts)
    return tuple(span for span in spans if span.text)


def bold(text: str) -> Span:
    """Return a bold span."""
    return Span(text, Style.BOLD)


def italic(text: str) -> Span:
    """Return an italic span."""
    return Span(text, Style.ITALIC)


def code(text: str) -> Span:
    """Return a span to type or copy."""
    return Span(text, Style.CODE)


def para(*parts: str | Span, aside: bool = False) -> Para:
    """Build a paragraph of one line."""
    return Para((line(*parts),), aside)


def document(blocks: Iterable[Block | None]) -> Document:
    """Join blocks into a document, dropping what is None, and gaps at the ends and beside other gaps."""
    kept: list[Block] = []
    for block in blocks:
        if block is None or (isinstance(block, Gap) and (not kept or isinstance(kept[-1], Gap))):
            continue
        kept.append(block)
    if kept and isinstance(kept[-1], Gap):
        kept.pop()
    return tuple(kept)
