"""Web pages: trafilatura finds the body, our rules find what it misses."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from briefs.errors import InputError
from briefs.ingest.clean import is_name
from briefs.ingest.parsers.head import Head, read_head, words
from briefs.ingest.parsers.parsed import MOST_CHARACTERS, Extracted, Kind, Note, Refusal
from briefs.ingest.parsers.text import decode, refuse_legacy_font, tidy
from briefs.text.fold import fold

_MOST_ELEMENTS = 20_000  # trafilatura takes more than linear time: 30,000 deep ones took 8 s
_MOST_ATTRIBUTES = 2_000  # of one element: libxml2 compares each with all before it, 100,000 took 10 s
_LONG_TAG = re.compile(r"<[a-z][^<>]{10000,}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s[\w-]+=")
_LONGEST_ATTRIBUTE = 5_000  # characters; what is longer is a picture or an attack on patterns
_DEEPEST = 250  # libxml2's own limit for XML, 256, less the frame of the page
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-z0-9_-]{1,40})", re.IGNORECASE)
_UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "form",
    "button",
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)", re.I
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|photo-?desc|image-?desc|pcaption|picture-?caption)", re.I
)
_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"author|text-right|align-right|tac-?gia", re.IGNORECASE)
_LAST_LINES = 6  # paragraphs at the end among which the author's line is looked for


def read_html(data: bytes, charset: str | None) -> Extracted:
    """Read the article of a web page; `charset` is what the server declared, if anything.

    Nothing that a reader of the page would not see is taken. Raises InputError where the page has no article
    or is built to exhaust parsers.
    """
    declared = _CHARSET.search(data[:4096])
    name = charset or (declared[1].decode("ascii") if declared else None)
    decoded, notes = decode(data, name, lenient=True)
    text, more = tidy(decoded)
    refuse_legacy_font(text)
    tree = _parse(text)
    head = read_head(tree)
    _prepare(tree)
    # Character references bring in what the page's own bytes do not have, and trafilatura drops it silently.
    _, unseen = tidy("".join(tree.itertext()))
    author = _signature(tree)
    body = _body(tree)
    if author and not head.author:
        head = replace(head, author=author)
    return _article(head, body, author, notes + more + unseen)


def _parse(text: str) -> HtmlElement:
    """Parse a page that is neither too deep nor too wide."""
    if any(len(_ATTRIBUTE.findall(tag[0])) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise InputError(Refusal.TOO_TANGLED)
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        tree = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise InputError(Refusal.NO_ARTICLE) from None
    depth = 0
    for count, (event, element) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST or count > 2 * _MOST_ELEMENTS:
            raise InputError(Refusal.TOO_TANGLED)
        if event == "start":
            for name in [name for name, value in element.items() if len(value) > _LONGEST_ATTRIBUTE]:
                del element.attrib[name]
    return tree


def _prepare(tree: HtmlElement) -> None:
    """Drop what a reader does not see, and make captions plain paragraphs, which trafilatura keeps."""
    unseen = list(tree.iter(*_UNSEEN))
    unseen += [e for e in tree.iter() if e.get("hidden") is not None or _HIDDEN.search(e.get("style") or "")]
    for element in unseen:
        if element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()
    captions = [e for e in tree.iter("figcaption", "td", "div", "p", "span") if _is_caption(e)]
    for element in captions:
        _make_paragraph(element)


def _is_caption(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or bool(_CAPTION_CLASS.search(element.get("class") or ""))


def _make_paragraph(element: HtmlElement) -> None:
    """Put a caption as a paragraph in the place of its figure or of the table around its picture."""
    caption = words(element)
    place = element
    for ancestor in element.iterancestors("figure", "table"):
        if len(words(ancestor)) > 2 * len(caption) + 40:
            break  # more than a picture and its caption
        place = ancestor
    if not caption or place.getparent() is None:
        return
    paragraph = lxml.html.Element("p")
    paragraph.text = caption
    paragraph.tail = place.tail
    place.getparent().replace(place, paragraph)


def _signature(tree: HtmlElement) -> str | None:
    """Return the author from the last lines: a bold or marked line of its own, set to the right."""
    lines = [e for e in tree.iter("p", "div") if not len(e.xpath(".//p|.//div")) and words(e)]
    articles = [e for e in lines if any(a.tag == "article" for a in e.iterancestors())] or lines
    for element in reversed(articles):
        name = words(element)
        right = _RIGHT.search(element.get("style") or "") or (element.get("align") or "").lower() == "right"
        marked = _AUTHOR_CLASS.search(element.get("class") or "")
        bold = element.find(".//strong") is not None or element.find(".//b") is not None
        if (marked or (right and bold)) and is_name(name):
            return name
    return None


def _body(tree: HtmlElement) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article."""
    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise InputError(Refusal.NO_ARTICLE)
    if len(found.text) > MOST_CHARACTERS:
        raise InputError(Refusal.TOO_LONG)
    return [line for line in (" ".join(line.split()) for line in found.text.split("\n")) if line]


def _article(head: Head, body: list[str], author: str | None, notes: tuple[Note, ...]) -> Extracted:
    """Put the lead first, once, and leave out the title and the author's line."""
    dropped = {fold(part) for part in (head.title, head.lead) if part}
    paragraphs = [p for n, p in enumerate(body) if not (n < _LAST_LINES and fold(p) in dropped)]
    if author and paragraphs and fold(paragraphs[-1]) == fold(author):
        paragraphs.pop()
    lines = ([head.lead] if head.lead else []) + paragraphs
    text, _ = tidy("\n\n".join(lines))
    title, lead, outlet = (
        tidy(part)[0].strip() if part else None for part in (head.title, head.lead, head.outlet)
    )
    return Extracted(
        Kind.HTML, text.strip(), title, lead, head.author, head.published, outlet, head.url, notes
    )
