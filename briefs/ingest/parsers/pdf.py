"""PDF files: lines with their places from pdfium, joined into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import MOST_CHARACTERS, Extracted, Kind, Note, Refusal
from briefs.ingest.parsers.text import refuse_legacy_font, tidy

_MOST_PAGES = 300
_MOST_PAGE_CHARACTERS = 100_000  # no page that can be read on paper holds a tenth of it
_FEWEST_LETTERS = 20  # on a page with a text layer; page numbers and stamps over a scan stay under
_WIDE_GAP = 1.5  # of the usual distance between lines: a new paragraph
_INDENT = 9.0  # points; first lines are indented by 1 cm (28 pt), list items by half of that
_SHORT = 0.9  # of the text's width: a line that ends before it ends its paragraph
_EDGE = 2  # lines at the top and bottom of a page where running heads and page numbers stand
_LIST_ITEM = re.compile(r"(?:[-–—•*+]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđ])[.)])\s")
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE)
_HYPHEN = "\x02"  # how pdfium shows a hyphen at the end of a line


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; places are in points from the left and bottom edges, `page` counts from 0."""

    text: str
    page: int
    left: float
    right: float
    bottom: float


def read_pdf(data: bytes) -> Extracted:
    """Read the text layer of a PDF; broken lines are joined, page numbers and running heads left out.

    Raises InputError for files that need a password, are damaged, have more than 300 pages or are scans.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower() or "security" in str(error).lower()
        raise InputError(Refusal.ENCRYPTED if protected else Refusal.UNREADABLE) from None
    try:
        pages = _pages(document)
    finally:
        document.close()
    lines = [line for page in _without_furniture(pages) for line in page]
    text, notes = tidy("\n\n".join(_paragraphs(lines)))
    refuse_legacy_font(text)
    scanned = sum(not _has_text(page) for page in pages)
    if not text or scanned == len(pages):
        raise InputError(Refusal.SCANNED)
    return Extracted(Kind.PDF, text, notes=notes + ((Note.PARTLY_SCANNED,) if scanned else ()))


def _pages(document: pypdfium2.PdfDocument) -> list[list[_Line]]:
    if len(document) > _MOST_PAGES:
        raise InputError(Refusal.TOO_MANY_PAGES)
    pages: list[list[_Line]] = []
    characters = 0
    for number in range(len(document)):
        try:
            pages.append(list(_lines(document, number)))
        except pypdfium2.PdfiumError:
            raise InputError(Refusal.UNREADABLE) from None
        characters += sum(len(line.text) for line in pages[-1])
        if characters > MOST_CHARACTERS:
            raise InputError(Refusal.TOO_LONG)
    return pages


def _lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[_Line]:
    page = document[number]
    textpage = page.get_textpage()
    count = textpage.count_chars()
    if count > _MOST_PAGE_CHARACTERS:
        raise InputError(Refusal.TOO_LONG)
    codes = [raw.FPDFText_GetUnicode(textpage, index) for index in range(count)]
    start = 0
    for index in range(count + 1):
        if index == count or codes[index] in (0x0A, 0x0D):
            if line := _line(textpage, codes, start, index, number):
                yield line
            start = index + 1
    textpage.close()
    page.close()


def _line(
    textpage: pypdfium2.PdfTextPage, codes: Sequence[int], start: int, end: int, page: int
) -> _Line | None:
    """Return the line of the characters `[start, end)`, or None where it has no visible ones."""
    seen = [index for index in range(start, end) if codes[index] > 0x20]
    if not seen:
        return None
    units = b"".join(codes[index].to_bytes(4, "little") for index in range(start, end) if codes[index])
    text = units.decode("utf-32-le", "replace").replace(_HYPHEN, "-").strip()
    left, bottom, _, _ = textpage.get_charbox(seen[0], loose=True)
    _, _, right, _ = textpage.get_charbox(seen[-1], loose=True)
    return _Line(text, page, left, right, bottom)


def _has_text(page: Sequence[_Line]) -> bool:
    return sum(char.isalpha() for line in page for char in line.text) >= _FEWEST_LETTERS


def _without_furniture(pages: Sequence[Sequence[_Line]]) -> Iterator[list[_Line]]:
    """Leave out page numbers, and heads and feet that at least half of three or more pages share."""
    edges = Counter(
        text for page in pages for text in {line.text for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    for page in pages:
        kept = list(page)
        for end in (0, -1):
            for _ in range(_EDGE):
                if kept and _is_furniture(kept[end], edges, len(pages)):
                    kept.pop(end)
        yield kept


def _is_furniture(line: _Line, edges: Counter[str], pages: int) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text)) or (pages >= 3 and edges[line.text] * 2 >= pages)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Join lines into paragraphs by gaps, indents, short lines and list marks."""
    if not lines:
        return
    margin, edge = _margins(lines)
    usual = _usual_gap(lines)
    paragraph = [lines[0].text]
    for before, line in pairwise(lines):
        if _starts_paragraph(before, line, margin, edge, usual):
            yield " ".join(paragraph)
            paragraph = []
        paragraph.append(line.text)
    yield " ".join(paragraph)


def _starts_paragraph(before: _Line, line: _Line, margin: float, edge: float, usual: float) -> bool:
    if _LIST_ITEM.match(line.text) or before.right < margin + _SHORT * (edge - margin):
        return True
    if line.left > before.left + _INDENT:
        return True
    return line.page == before.page and before.bottom - line.bottom > _WIDE_GAP * usual


def _margins(lines: Sequence[_Line]) -> tuple[float, float]:
    """Return the left and right edges between which most lines run."""
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lefts) // 10], rights[len(rights) * 9 // 10]


def _usual_gap(lines: Sequence[_Line]) -> float:
    gaps = sorted(a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page and a.bottom > b.bottom)
    return gaps[len(gaps) // 2] if gaps else 0.0
