"""What every view needs besides its subject: the reader's language, names of bodies, addresses of briefs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import TypeVar

from briefs.blocks import Block, Gap, Line, Span, line, para
from briefs.i18n import Translator
from briefs.model import Body, Citation
from briefs.registry import Registry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ViewContext:
    """Passed to every view; `start_url` gives the address that opens the bot with a payload from anywhere."""

    tr: Translator
    registry: Registry
    start_url: Callable[[str], str]

    def brief_url(self, brief_id: int) -> str:
        """Return the address that opens a brief in the private chat."""
        return self.start_url(f"b{brief_id}")

    def name(self, key: str) -> str:
        """Return the name of a registry entry in the reader's language."""
        return capitalised(self.registry.name(key, self.tr.language))

    def body(self, body: Body) -> str:
        """Return a body as its source names it; in English, its English name where the registry has one."""
        if self.tr.language != "vi" and body.key:
            return self.name(body.key)
        return body.name

    def say(self, message: str, **values: Span | str) -> Line:
        """Return a translated message as a line, its `{named}` places filled with spans or text."""
        parts: list[Span | str] = []
        for text, field, _, _ in Formatter().parse(self.tr(message)):
            parts += [text, values[field] if field else ""]
        return line(*parts)

    def where(self, citations: Sequence[Citation]) -> str:
        """Return the paragraphs cited, for example “đoạn 12, 18”, or nothing."""
        numbers = sorted({citation.paragraph for citation in citations})
        if not numbers:
            return ""
        return self.tr.plural(
            "paragraph {numbers}", "paragraphs {numbers}", len(numbers), numbers=", ".join(map(str, numbers))
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of `total` items, `size` a page; `number` counts from 0 and is held in range."""

    number: int
    size: int
    total: int

    @classmethod
    def of(cls, number: int, size: int, total: int) -> Page:
        """Return the page asked for, or the nearest there is."""
        last = max(0, -(-total // size) - 1)
        return cls(min(max(number, 0), last), size, total)

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """The index of the page's first item."""
        return self.number * self.size

    def take(self, items: Sequence[T]) -> Sequence[T]:
        """Return the items on this page."""
        return items[self.start : self.start + self.size]

    def footer(self, tr: Translator) -> list[Block]:
        """Return the line that says which page this is, where there is more than one."""
        if self.count == 1:
            return []
        return [Gap(), para(tr("Page {page} of {pages}", page=self.number + 1, pages=self.count), aside=True)]


def joined(parts: Sequence[str], separator: str = " · ") -> Line:
    """Return the parts that are not empty as one line."""
    return line(separator.join(part for part in parts if part))


def capitalised(text: str) -> str:
    """Return a text with a capital at its beginning: a point or duty may be a part of its sentence."""
    return text[:1].upper() + text[1:]
