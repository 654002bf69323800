"""The head data of a web page: title, lead, author, date, outlet and address, where the page states them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from briefs.ingest.clean import is_name
from briefs.text.dates import parse_day
from briefs.text.fold import fold

# Viet Nam has kept UTC+7 without summer time since 1975 (IANA tz database, Asia/Ho_Chi_Minh).
_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?")
_LEAD_CLASS = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?:sapo|lead|summary|desc|description|chapeau|headnote)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(r"date|time|publish|ngay", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"author|byline|tac-?gia|writer", re.IGNORECASE)
_ARTICLE_TYPES = re.compile(r"(?:\w*Article|BlogPosting|Report|NewsArticle|WebPage)")
_SEPARATOR = re.compile(r"\s+[|\-–—»]\s+")
_NEAR = 80  # elements after the title among which lead, date and author are looked for
_NEAR_BEFORE = 15  # elements above the title: some papers print the date there
_MOST_SCRIPTS = 20
_MOST_SCRIPT = 300_000  # characters
_MOST_NODES = 5_000
_SHORTEST_LEAD, _LONGEST_LEAD = 8, 130  # syllables; 130 as in briefs.ingest.clean
_LONGEST_LINE = 60  # characters of a line that gives the date


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of its article; `lead` is a text that the page shows near its title."""

    title: str | None = None
    lead: str | None = None
    author: str | None = None
    published: dt.date | None = None
    outlet: str | None = None
    url: str | None = None


def read_head(tree: HtmlElement) -> Head:
    """Read the head data of a parsed page: JSON-LD and meta tags first, then what stands near the title."""
    meta, linked = _meta(tree), _linked_data(tree)
    heading, title = _title(tree, meta, linked)
    before, after = _around(tree, heading)
    return Head(
        title=title,
        lead=_lead(after, meta, linked),
        author=_author(before + after, meta, linked),
        published=_published(before, after, meta, linked),
        outlet=_clean(_name(linked.get("publisher")) or meta.get("og:site_name")),
        url=_address(tree, meta),
    )


def words(element: HtmlElement) -> str:
    """Return an element's text on one line."""
    return " ".join(" ".join(element.itertext()).split())


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the first content of each meta name or property, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if key and content:
            found.setdefault(key.strip().lower(), content)
    return found


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """Return the article of the page's JSON-LD (https://schema.org/Article), an empty dict without one."""
    scripts = (
        s for s in tree.iter("script") if (s.get("type") or "").strip().lower() == "application/ld+json"
    )
    best: dict[str, Any] = {}
    for script in islice(scripts, _MOST_SCRIPTS):
        text = script.text or ""
        if len(text) > _MOST_SCRIPT:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in islice(_nodes(data), _MOST_NODES):
            kind = str(node.get("@type"))
            if _ARTICLE_TYPES.search(kind) and (not best or "WebPage" in str(best.get("@type"))):
                best = node
    return best


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON value, outermost first."""
    waiting = [data]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(value[key] for key in ("@graph", "mainEntity") if key in value)
        elif isinstance(value, list):
            waiting.extend(value[:_MOST_NODES])


def _title(
    tree: HtmlElement, meta: dict[str, str], linked: dict[str, Any]
) -> tuple[HtmlElement | None, str | None]:
    """Return the title's element, if any, and the title: the h1 that the meta data confirm, else theirs."""
    headings = [h for h in islice(tree.iter("h1"), 10) if words(h)]
    named = _clean(meta.get("og:title")) or _clean(linked.get("headline"))
    if named:
        opening = fold(named)[:30]
        for heading in headings:
            if fold(words(heading))[:30] == opening:
                return heading, words(heading)
        return (headings[0] if headings else None), _without_outlet(named, meta)
    if headings:
        longest = max(headings, key=lambda h: len(words(h)))
        return longest, words(longest)
    title = next(tree.iter("title"), None)
    return None, (_without_outlet(words(title), meta) or None) if title is not None else None


def _without_outlet(title: str, meta: dict[str, str]) -> str:
    """Cut a site's name, as the page gives it, from the end of a title."""
    outlet = fold(meta.get("og:site_name", ""))
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        if outlet and fold(title[separator.end() :]) == outlet:
            return title[: separator.start()].strip()
    return title.strip()


def _around(tree: HtmlElement, heading: HtmlElement | None) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """Return the elements shortly before and after the title; without one, the first of the body."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str) and e.tag not in ("script", "style")]
    if heading is None:
        body = tree.find("body")
        at = elements.index(body) if body is not None else 0
    else:
        at = elements.index(heading)
    return elements[max(0, at - _NEAR_BEFORE) : at], elements[at + 1 : at + 1 + _NEAR]


def _lead(after: list[HtmlElement], meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """Return the lead: an element marked as one, or the paragraph that the page's description quotes."""
    for element in after:
        marked = _LEAD_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if marked and element.tag in ("p", "div", "h2", "h3", "strong", "span") and _is_lead(words(element)):
            return words(element)
    described = [
        _clean(d) for d in (linked.get("description"), meta.get("og:description"), meta.get("description"))
    ]
    openings = {fold(d.rstrip(".… "))[:60] for d in described if d and len(d) > 40}
    for element in after:
        if element.tag in ("p", "h2", "h3", "div", "strong") and not element.xpath(".//p|.//div|.//h2"):
            text = words(element)
            if _is_lead(text) and any(opening and opening in fold(text)[:160] for opening in openings):
                return text
    return None


def _is_lead(text: str) -> bool:
    return _SHORTEST_LEAD <= len(text.split()) <= _LONGEST_LEAD


def _author(near: list[HtmlElement], meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    listed = linked.get("author")
    people = listed if isinstance(listed, list) else [listed]
    names = [name for name in map(_name, people[:5]) if name and is_name(name)]
    if names:
        return ", ".join(dict.fromkeys(names))
    marked = (
        words(e) for e in near if _AUTHOR_CLASS.search(e.get("class") or "") or e.get("rel") == "author"
    )
    candidates = [meta.get("author"), meta.get("article:author"), *marked]
    return next((name for name in map(_clean, candidates) if name and is_name(name)), None)


def _published(
    before: list[HtmlElement], after: list[HtmlElement], meta: dict[str, str], linked: dict[str, Any]
) -> dt.date | None:
    stated = (linked.get("datePublished"), meta.get("article:published_time"), meta.get("datepublished"))
    for value in stated:
        if day := _day(value):
            return day
    for element in after + before:
        if element.tag == "time" and (day := _day(element.get("datetime"))):
            return day
    for element in after + before[::-1]:
        text = words(element)
        if (
            len(text) <= _LONGEST_LINE
            and (element.tag == "time" or _DATE_CLASS.search(element.get("class") or ""))
            and (day := parse_day(text))
        ):
            return day
    return None


# Without a user name, which hides the true host, and without letters that turn or hide others.
_ADDRESS = re.compile(r"\s*(https?://[\w.:-]{4,253}(?:[/?#][!#-;=?-~]{0,500})?)\s*", re.ASCII)


def _day(value: Any) -> dt.date | None:
    """Return the day in Viet Nam of an ISO 8601 time (RFC 3339 profile); None for any other form."""
    if not isinstance(value, str) or not _ISO.fullmatch(value.strip()):
        return None
    try:
        moment = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()


def _address(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    candidates = (next(links, None), meta.get("og:url"))
    return next((found[1] for text in candidates if text and (found := _ADDRESS.fullmatch(text))), None)


def _name(value: Any) -> str | None:
    return _clean(value.get("name") if isinstance(value, dict) else value)


def _clean(value: Any) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
