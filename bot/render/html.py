"""Blocks to Telegram HTML, split into messages that Telegram takes.

The limit counts UTF-16 code units of the text after entity parsing (Bot API, sendMessage: 1-4096 characters;
MessageEntity offsets are in UTF-16 code units). A document is split between blocks where it can be, else
between lines, else between words, and never inside a tag.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, Points, Quote, Span, Style

MESSAGE_LIMIT = 4096
_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.MARKED: "u", Style.CODE: "code"}


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_size(document: Document) -> int:
    """Return at most how many units of a message the document takes."""
    return sum(map(_block_size, document))


def render(document: Document, *, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Return the document as one or more HTML messages of at most `limit` units of visible text each."""
    packer = _Packer(limit)
    for block in document:
        packer.add(_rows(block, limit), _wrapper(block))
    return packer.finish()


def _block_size(block: Block) -> int:
    match block:
        case Heading(spans):
            return _line_size(spans)
        case Para(rows) | Quote(rows):
            return sum(map(_line_size, rows))
        case Points(items, start):
            mark = len("• ") if start is None else len(f"{start + len(items)}. ")
            return sum(map(_line_size, items)) + mark * len(items)
    return 1


def _line_size(spans: Line) -> int:
    return units("".join(span.text for span in spans)) + 1


@dataclass(frozen=True, slots=True)
class _Row:
    html: str
    text: str

    @property
    def size(self) -> int:
        return units(self.text)


class _Packer:
    """Fills messages with rows; one unit joins each row to the one before."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._messages: list[str] = []
        self._groups: list[str] = []
        self._size = 0
        self._blank = True

    def add(self, rows: list[_Row], wrapper: tuple[str, str]) -> None:
        """Add a block's rows, together where they fit in one message, else in as few as can be."""
        if sum(row.size + 1 for row in rows) + self._size > self._limit:
            self._flush()
        group: list[_Row] = []
        for row in rows:
            if self._size + sum(r.size + 1 for r in group) + row.size > self._limit:
                self._close(group, wrapper)
                self._flush()
                group = []
            group.append(row)
        self._close(group, wrapper)

    def finish(self) -> list[str]:
        """Return the messages."""
        self._flush()
        return self._messages

    def _close(self, group: list[_Row], wrapper: tuple[str, str]) -> None:
        if group:
            self._groups.append(wrapper[0] + "\n".join(row.html for row in group) + wrapper[1])
            self._size += sum(row.size + 1 for row in group)
            self._blank = self._blank and not any(row.text.strip() for row in group)

    def _flush(self) -> None:
        if not self._blank:  # Telegram refuses a message without visible text
            self._messages.append("\n".join(self._groups).strip("\n"))
        self._groups, self._size, self._blank = [], 0, True


def _wrapper(block: Block) -> tuple[str, str]:
    if isinstance(block, Quote):
        return ("<blockquote expandable>" if block.folded else "<blockquote>"), "</blockquote>"
    return "", ""


def _rows(block: Block, limit: int) -> list[_Row]:
    return [_row(piece) for row in _lines(block) for piece in _cut(row, limit)]


def _lines(block: Block) -> list[Line]:
    match block:
        case Heading(spans):
            return [tuple(replace(s, style=Style.BOLD) if s.style is Style.PLAIN else s for s in spans)]
        case Para(rows, aside):
            return [_italic(row) for row in rows] if aside else list(rows)
        case Points(items, None):
            return [(Span("• "), *item) for item in items]
        case Points(items, int(start)):
            return [(Span(f"{start + i}. ", Style.BOLD), *item) for i, item in enumerate(items)]
        case Quote(rows):
            return list(rows)
        case Gap():
            return [()]
    raise TypeError(f"not a block: {block!r}")


def _italic(row: Line) -> Line:
    return tuple(replace(s, style=Style.ITALIC) if s.style is Style.PLAIN and not s.url else s for s in row)


def _row(spans: Line) -> _Row:
    runs = groupby(spans, key=lambda span: (span.style, span.url))
    merged = [Span("".join(s.text for s in run), style, url) for (style, url), run in runs]
    return _Row("".join(map(_span, merged)), "".join(span.text for span in spans))


def _span(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if tag := _TAGS.get(span.style):
        text = f"<{tag}>{text}</{tag}>"
    return f'<a href="{html.escape(span.url)}">{text}</a>' if span.url else text


def _cut(spans: Line, limit: int) -> Iterator[Line]:
    """Yield the line in pieces of at most `limit` units, cut after a space where there is one."""
    piece: list[Span] = []
    room = limit
    for span in spans:
        rest = span.text
        while units(rest) > room:
            at = _break(rest, room)
            piece.append(replace(span, text=rest[:at]))
            yield tuple(piece)
            piece, room, rest = [], limit, rest[at:]
        if rest:
            piece.append(replace(span, text=rest))
            room -= units(rest)
    if piece or not spans:
        yield tuple(piece)


def _break(text: str, room: int) -> int:
    """Return where to cut so that the first part has at most `room` units."""
    end = used = 0
    for character in text:
        used += units(character)
        if used > room:
            break
        end += 1
    space = text.rfind(" ", 0, end)
    return space + 1 if space >= end // 2 and space > 0 else end
