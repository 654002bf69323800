"""Where the source says so: the quotations behind a brief's lines, and the whole text in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, Quote, bold, document, line, para
from briefs.model import Brief, Citation
from briefs.views.brief import clip
from briefs.views.context import Page, ViewContext, capitalised

QUOTES_A_PAGE = 4
QUOTE_LENGTH = 700
PAGE_LENGTH = 2800
"""Characters of source text on a page, so that a page with its heading stays one message."""


def quotations(shown: Brief, page: int, context: ViewContext) -> Document:
    """Return one page of the lines of a brief, each with what the source says at the place it cites."""
    cited = _cited_lines(shown)
    at = Page.of(page, QUOTES_A_PAGE, len(cited))
    heading = Heading(line(context.tr("Where the source says so")))
    blocks: list[Block] = [heading, para(shown.title, aside=True)]
    for text, citations in at.take(cited):
        blocks += [Gap(), para(text), *_quotes(shown, citations, context)]
    return document([*blocks, *at.footer(context.tr)])


def quotation_pages(shown: Brief) -> int:
    """Return how many pages `quotations` has."""
    return Page.of(0, QUOTES_A_PAGE, len(_cited_lines(shown))).count


def full_text(shown: Brief, page: int, context: ViewContext) -> Document:
    """Return one page of the source's paragraphs, numbered as citations count them."""
    pages = text_pages(shown)
    at = min(max(page, 0), len(pages) - 1)
    rows = [line(bold(f"{number} "), text) for number, text in pages[at]]
    heading = Heading(line(context.tr("Full text"), ": ", shown.content.article.title))
    blocks: list[Block] = [heading]
    for row in rows:
        blocks += [Gap(), Para((row,))]
    return document([*blocks, *Page(at, 1, len(pages)).footer(context.tr)])


def text_pages(shown: Brief) -> Sequence[Sequence[tuple[int, str]]]:
    """Return the numbered paragraphs of the source in pages; a very long one stands on pages of its own."""
    pages: list[list[tuple[int, str]]] = [[]]
    room = PAGE_LENGTH
    for number, piece in _pieces(shown.content.article.paragraphs):
        if len(piece) > room and pages[-1]:
            pages.append([])
            room = PAGE_LENGTH
        pages[-1].append((number, piece))
        room -= len(piece)
    return pages


def _pieces(paragraphs: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, paragraph in enumerate(paragraphs, start=1):
        for start in range(0, max(1, len(paragraph)), PAGE_LENGTH):
            yield number, paragraph[start : start + PAGE_LENGTH]


def _cited_lines(shown: Brief) -> list[tuple[str, tuple[Citation, ...]]]:
    content = shown.content
    lines = [(capitalised(point.text), point.citations) for point in content.points]
    lines += [(capitalised(directive.action), directive.citations) for directive in content.directives]
    lines += [(f"{figure.label}: {figure.value}", figure.citations) for figure in content.figures]
    return [(text, citations) for text, citations in lines if citations]


def _quotes(shown: Brief, citations: Sequence[Citation], context: ViewContext) -> Iterator[Block]:
    paragraphs = shown.content.article.paragraphs
    rows: list[Line] = []
    for citation in citations:
        if 1 <= citation.paragraph <= len(paragraphs):
            text = paragraphs[citation.paragraph - 1][citation.start : citation.end]
            rows.append(line(bold(f"{context.where([citation])}: "), clip(text, QUOTE_LENGTH)))
    if rows:
        yield Quote(tuple(rows), folded=True)
    else:
        yield para(context.where(citations), aside=True)
