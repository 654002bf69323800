"""Changes that a person makes to a brief: pure, and compared with the source before anything is kept.

A change gives the new content together with what the grounding guard finds; whether it is kept is decided
elsewhere. Lines are named by their kind and number, from 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from briefs.analysis.grounding import Alarm, Kind
from briefs.errors import InputError
from briefs.evidence import (
    Finding,
    Sentence,
    cited_text,
    compare,
    compare_facts,
    document_numbers,
    is_named,
)
from briefs.i18n import N_
from briefs.ingest.clean import normalise
from briefs.model import Body, BriefContent, Citation, Deadline, Directive, Point
from briefs.registry import Registry
from briefs.tags import document_key
from briefs.text.dates import parse_day
from briefs.text.fold import tone_key

LONGEST_LINE = 700  # characters of a point, an action or a title
LONGEST_NAME = 150
_LONGEST_DATE = 60


NO_ALARM = Finding()


class LineKind(StrEnum):
    """The two kinds of lines that a brief has."""

    POINT = "p"
    DIRECTIVE = "d"


class Field(StrEnum):
    """What a brief says of its source; the values are written into buttons."""

    TITLE = "t"
    DATE = "d"
    OUTLET = "o"
    URL = "u"


class Part(StrEnum):
    """What a body can have to do with a duty; the values are written into buttons."""

    ISSUER = "i"
    LEAD = "l"
    ADDRESSEES = "a"
    PARTNERS = "p"


@dataclass(frozen=True, slots=True)
class Change:
    """A brief as it would be after a change, the line that was written, and the finding about it."""

    content: BriefContent
    line: str = ""
    finding: Finding = NO_ALARM


def text_of(content: BriefContent, kind: LineKind, number: int) -> str:
    """Return the words of a line; LookupError where there is none of that number."""
    line = _line(content, kind, number)
    return line.text if isinstance(line, Point) else line.action


def citations_of(content: BriefContent, kind: LineKind, number: int) -> tuple[Citation, ...]:
    """Return where the source says a line; LookupError where there is none of that number."""
    return _line(content, kind, number).citations


def count_of(content: BriefContent, kind: LineKind) -> int:
    """Return how many lines of a kind there are."""
    return len(_lines(content, kind))


def with_title(content: BriefContent, text: str, registry: Registry) -> Change:
    """Change the title; its facts must stand in the source, its wording is free.

    The article keeps the title that the source states, unless its text has the new one.
    """
    title, article = one_line(text), content.article
    stated = "" if content.untitled else article.title
    body = "\n".join(article.paragraphs)
    ours = tone_key(title) not in tone_key(f"{stated}\n{body}")
    if not stated or (not ours and tone_key(title) not in tone_key(stated)):
        article = replace(article, title=title)
    new = replace(content, title=title, title_is_ours=ours, article=article)
    source = f"{stated}\n{body}" if body else ""
    return Change(new, title, compare_facts(title, source, registry) if ours else Finding())


def with_field(content: BriefContent, field: Field, text: str) -> BriefContent:
    """Change outlet, date or address of the source as an editor states them; empty text leaves them unstated.

    Raises InputError for what is no date or address.
    """
    value = one_line(text, LONGEST_NAME if field is Field.OUTLET else 2000) if text.strip() else None
    article = content.article
    match field:
        case Field.OUTLET:
            article = replace(article, outlet=value)
        case Field.DATE:
            article = replace(article, published=_day(value) if value else None)
        case Field.URL:
            article = replace(article, url=_address(value) if value else None)
        case Field.TITLE:
            raise ValueError("titles are compared with the source")
    return replace(content, article=article)


def with_topic(content: BriefContent, key: str) -> BriefContent:
    """Add a topic, or take it away where it is there."""
    topics = content.topics
    return replace(
        content, topics=tuple(one for one in topics if one != key) if key in topics else (*topics, key)
    )


def reworded(content: BriefContent, kind: LineKind, number: int, text: str, registry: Registry) -> Change:
    """Say a line in other words; it cites the sentences that say so."""
    line = one_line(text)
    finding = compare(line, content.article, registry)
    old = _line(content, kind, number)
    cited = finding.citations or old.citations
    new: Any = (
        replace(old, text=line, citations=cited)
        if isinstance(old, Point)
        else replace(old, action=line, citations=cited)
    )
    return Change(_with_lines(content, kind, lambda lines: _put(lines, number, new)), line, finding)


def moved(content: BriefContent, kind: LineKind, number: int, by: int) -> BriefContent:
    """Move a line up or down; beyond the ends it stays where it is."""
    _line(content, kind, number)
    target = number + by

    def move(lines: Sequence[Any]) -> Sequence[Any]:
        if not 1 <= target <= len(lines):
            return lines
        rest = [line for at, line in enumerate(lines, start=1) if at != number]
        rest.insert(target - 1, lines[number - 1])
        return rest

    return _with_lines(content, kind, move)


def dropped(content: BriefContent, kind: LineKind, number: int) -> BriefContent:
    """Leave a line out."""
    _line(content, kind, number)
    return _with_lines(content, kind, lambda lines: [*lines[: number - 1], *lines[number:]])


def added(content: BriefContent, kind: LineKind, sentence: Sentence) -> BriefContent:
    """Add a line that is a sentence of the source, as the last of its kind."""
    words = sentence.text.removesuffix("./.").rstrip() if kind is LineKind.DIRECTIVE else sentence.text
    new = (
        Point(words, (sentence.citation,))
        if kind is LineKind.POINT
        else Directive(words.rstrip(" .;"), citations=(sentence.citation,))
    )
    return _with_lines(content, kind, lambda lines: [*lines, new])


def with_bodies(
    content: BriefContent, number: int, part: Part, bodies: Sequence[Body], registry: Registry
) -> Change:
    """Say which bodies have a part in a duty; the source must name them."""
    directive = _directive(content, number)
    match part:
        case Part.ISSUER:
            new = replace(directive, issuer=bodies[0] if bodies else None)
        case Part.LEAD:
            new = replace(directive, lead=bodies[0] if bodies else None, co_leads=tuple(bodies[1:]))
        case Part.ADDRESSEES:
            new = replace(directive, addressees=tuple(bodies))
        case Part.PARTNERS:
            new = replace(directive, partners=tuple(bodies))
    added_bodies = [body for body in bodies if body not in bodies_of(content, number, part)]
    strange = [body for body in added_bodies if not is_named(body, content.article, registry)]
    finding = Finding(
        tuple(Alarm(Kind.NAME, body.name) for body in strange),
        directive.citations,
        unchecked=bool(added_bodies) and not content.article.paragraphs,
    )
    return Change(_with_directive(content, number, new), ", ".join(body.name for body in bodies), finding)


def with_deadline(content: BriefContent, number: int, text: str) -> Change:
    """Say until when a duty is to be done, in the source's words; empty text for no deadline."""
    directive = _directive(content, number)
    if not text.strip():
        return Change(_with_directive(content, number, replace(directive, deadline=None)))
    words = one_line(text, LONGEST_NAME)
    new = replace(directive, deadline=Deadline(words, parse_day(words)))
    article = content.article
    near = cited_text(article, directive.citations) or "\n".join(article.paragraphs)
    finding = compare_facts(words, near, registry=None)
    return Change(
        _with_directive(content, number, new), words, replace(finding, citations=directive.citations)
    )


def with_basis(content: BriefContent, number: int, documents: Sequence[str]) -> Change:
    """Say on which documents a duty rests, by their numbers; the source must name them."""
    directive = _directive(content, number)
    numbers = tuple(dict.fromkeys(one_line(one, LONGEST_NAME) for one in documents))
    known = {document_key(found) for found in document_numbers(content)}
    strange = [one for one in numbers if one not in directive.basis and document_key(one) not in known]
    finding = Finding(
        tuple(Alarm(Kind.DOCUMENT, one) for one in strange),
        directive.citations,
        unchecked=bool(strange) and not content.article.paragraphs,
    )
    new = replace(directive, basis=numbers)
    return Change(_with_directive(content, number, new), ", ".join(numbers), finding)


def bodies_of(content: BriefContent, number: int, part: Part) -> tuple[Body, ...]:
    """Return the bodies that have a part in a duty."""
    directive = _directive(content, number)
    match part:
        case Part.ISSUER:
            return (directive.issuer,) if directive.issuer else ()
        case Part.LEAD:
            return directive.leads
        case Part.ADDRESSEES:
            return directive.addressees
        case Part.PARTNERS:
            return directive.partners


def one_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return typed text in one line without invisible characters; raises InputError where it does not fit."""
    line = " ".join(normalise(text).split())
    if not line:
        raise InputError(N_("The text is empty. Type it again."))
    if len(line) > longest:
        raise InputError(N_("The text is too long for one line. Type a shorter one."))
    return line


def _day(text: str) -> dt.date:
    found = parse_day(text) if len(text) <= _LONGEST_DATE else None
    if found is None:
        raise InputError(N_("This is no date. Type day, month and year, such as 24/12/2024."))
    return found


def is_web_address(text: str) -> bool:
    """Say whether a text is an http(s) address of a site with a dotted name, as a button needs.

    Telegram refuses the whole message of a button with another (“Wrong HTTP URL”).
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port  # ValueError for what is no port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (host or "") and len(text.split()) == 1


def _address(text: str) -> str:
    if not is_web_address(text):
        raise InputError(N_("This is no web address. It begins with https:// or http://."))
    return text


def _lines(content: BriefContent, kind: LineKind) -> tuple[Point, ...] | tuple[Directive, ...]:
    return content.points if kind is LineKind.POINT else content.directives


def _line(content: BriefContent, kind: LineKind, number: int) -> Point | Directive:
    lines = _lines(content, kind)
    if not 1 <= number <= len(lines):
        raise LookupError(f"no line {number}")
    return lines[number - 1]


def _directive(content: BriefContent, number: int) -> Directive:
    line = _line(content, LineKind.DIRECTIVE, number)
    assert isinstance(line, Directive)  # noqa: S101 - for the type checker
    return line


def _put(lines: Sequence[Any], number: int, new: Any) -> Sequence[Any]:
    return [*lines[: number - 1], new, *lines[number:]]


def _with_directive(content: BriefContent, number: int, new: Directive) -> BriefContent:
    return replace(content, directives=tuple(_put(content.directives, number, new)))


def _with_lines(
    content: BriefContent, kind: LineKind, change: Callable[[Sequence[Any]], Sequence[Any]]
) -> BriefContent:
    lines = tuple(change(_lines(content, kind)))
    if kind is LineKind.POINT:
        return replace(content, points=lines)
    return replace(content, directives=lines)
