"""What the source says for a line a person wrote: the guard's finding, sentences, and what stands near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefs.analysis.grounding import Alarm, Kind, check
from briefs.model import Article, Body, BriefContent, Citation, Directive
from briefs.registry import Registry
from briefs.tags import bodies_of, document_key
from briefs.text.dates import mentions as time_mentions
from briefs.text.docnumbers import find_numbers
from briefs.text.fold import tone_key
from briefs.text.sentences import split

_SENTENCE_ENDS = re.compile(r"[.!?…;:\n]+(?=\s|$)")
_FACTS = frozenset({Kind.DOCUMENT, Kind.DATE, Kind.NUMBER, Kind.NAME})


@dataclass(frozen=True, slots=True)
class Finding:
    """What the guard says of a changed line: its alarms, and the sentences it was compared with.

    `unchecked` means that the source is not stored, so that nothing could be compared.
    """

    alarms: tuple[Alarm, ...] = ()
    citations: tuple[Citation, ...] = ()
    unchecked: bool = False

    @property
    def ok(self) -> bool:
        """Whether the line may be kept as it is."""
        return not self.alarms and not self.unchecked


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source and its place."""

    text: str
    citation: Citation


def compare(line: str, article: Article, registry: Registry | None) -> Finding:
    """Compare a line with its source, sentence by sentence."""
    evidence = "\n".join(article.paragraphs)
    if not evidence.strip():
        return Finding(unchecked=True)
    alarms: list[Alarm] = []
    citations: list[Citation] = []
    for sentence in split(line):
        verdict = check(sentence.of(line), evidence, registry=registry)
        alarms += verdict.alarms
        if verdict.aligned:
            citations += _citations(article, verdict.aligned.start, verdict.aligned.end)
    return Finding(tuple(dict.fromkeys(alarms)), tuple(dict.fromkeys(citations)))


def compare_facts(line: str, text: str, registry: Registry | None) -> Finding:
    """Compare the documents, dates, numbers and names of a line with a text; its wording is free."""
    if not text.strip():
        return Finding(unchecked=True)
    # Read as one sentence, with the line as the last words of it: then all facts of the text are near.
    whole = _SENTENCE_ENDS.sub(",", text)
    found = check(f"{whole.rstrip(' ,')}, {_SENTENCE_ENDS.sub(',', line)}", whole, registry=registry)
    return Finding(tuple(alarm for alarm in found.alarms if alarm.kind in _FACTS))


def sentences(article: Article) -> list[Sentence]:
    """Return the sentences of a source with their places, in order."""
    return [
        Sentence(span.of(paragraph), Citation(number, span.start, span.end))
        for number, paragraph in enumerate(article.paragraphs, start=1)
        for span in split(paragraph)
    ]


def quotations(article: Article, citations: Iterable[Citation]) -> list[Sentence]:
    """Return what the source says at the places cited, as far as it is stored."""
    paragraphs = article.paragraphs
    return [
        Sentence(paragraphs[c.paragraph - 1][c.start : c.end], c)
        for c in citations
        if 1 <= c.paragraph <= len(paragraphs)
    ]


def bodies_near(content: BriefContent, directive: Directive, registry: Registry) -> list[Body]:
    """Return the bodies that the source names, those beside the duty first, and those of other duties."""
    article = content.article
    near = [cited_text(article, directive.citations), *article.paragraphs]
    found = [Body(mention.text, mention.key) for text in near for mention in registry.mentions(text)]
    others = [body for one in content.directives for body in (*filter(None, [one.issuer]), *bodies_of(one))]
    return list({body.key or tone_key(body.name): body for body in reversed([*found, *others])}.values())[
        ::-1
    ]


def times_near(article: Article, directive: Directive) -> list[str]:
    """Return the dates and periods that the source names beside a duty, as written there."""
    text = cited_text(article, directive.citations)
    return list(dict.fromkeys(text[time.start : time.end] for time in time_mentions(text)))


def document_numbers(content: BriefContent) -> list[str]:
    """Return the numbers of the documents that a source names."""
    found = [number.text for text in content.article.paragraphs for number in find_numbers(text)]
    listed = [document.number for document in content.documents]
    return list({document_key(one): one for one in reversed([*listed, *found])}.values())[::-1]


def is_named(body: Body, article: Article, registry: Registry) -> bool:
    """Tell whether the source names a body, in whatever spelling."""
    text = "\n".join(article.paragraphs)
    if tone_key(body.name) in tone_key(text):
        return True
    return body.key is not None and any(mention.key == body.key for mention in registry.mentions(text))


def cited_text(article: Article, citations: Iterable[Citation]) -> str:
    """Return the paragraphs that are cited, whole: deadlines often stand beside the duty."""
    numbers = dict.fromkeys(c.paragraph for c in citations if 1 <= c.paragraph <= len(article.paragraphs))
    return "\n".join(article.paragraphs[number - 1] for number in numbers)


def _citations(article: Article, start: int, end: int) -> Iterator[Citation]:
    """Yield the places of characters of the paragraphs joined by line feeds."""
    offset = 0
    for number, paragraph in enumerate(article.paragraphs, start=1):
        first, last = max(start - offset, 0), min(end - offset, len(paragraph))
        if first < last:
            yield Citation(number, first, last)
        offset += len(paragraph) + 1
