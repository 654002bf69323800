"""What the source says for a line a person wrote: the guard's finding, sentences, and what stands near."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from briefs.analysis.grounding import Alarm, Kind, check
from briefs.model import Article, Body, BriefContent, Citation, Directive
from briefs.registry import Mention, Registry
from briefs.tags import bodies_of, document_key
from briefs.text.dates import mentions as time_mentions
from briefs.text.docnumbers import find_numbers
from briefs.text.fold import tone_key
from briefs.text.sentences import Span, split, without_mark

T = TypeVar("T")

_SENTENCE_ENDS = re.compile(r"[.!?…;:]+(?=\s|$)")
# What stands before a time and belongs to it: "trước ngày 30/6", "chậm nhất là quý IV", "đến hết năm 2025".
_LEAD_IN = re.compile(
    r"(?<!\w)(?:(?:chậm nhất|trước|đến hết|đến|hết|trong|từ|xong)\s+(?:là\s+)?)?(?:(?:ngày|tháng|quý)\s+)?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_NEAREST = 30  # sentences; comparing with a whole book would take seconds
_FACT_WEIGHT = 10  # of a name or a number: the sentence that has it is near, whatever its other words
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
    return Finding(_distinct(alarms), tuple(dict.fromkeys(citations)))


def compare_facts(line: str, text: str, registry: Registry | None) -> Finding:
    """Compare the documents, dates, numbers and names of a line with a text; its wording is free."""
    if not text.strip():
        return Finding(unchecked=True)
    # Read as one sentence, with the line as the first words of it: then all facts of the text are near.
    whole = ", ".join(_as_one_sentence(sentence) for sentence in _nearest(line, text))
    found = check(f"{_as_one_sentence(line)}, {whole}", whole, registry=registry)
    return Finding(_distinct(alarm for alarm in found.alarms if alarm.kind in _FACTS))


def _nearest(line: str, text: str) -> list[str]:
    """Return the sentences that share most with a line, names and numbers first, in their order."""
    wanted = {tone_key(word): _weight(word) for word in _WORD.findall(line)}
    found = [span.of(text) for span in split(text)]
    scores = [sum(wanted.get(key, 0) for key in set(_WORD.findall(tone_key(one)))) for one in found]
    best = sorted(range(len(found)), key=lambda at: -scores[at])[:_NEAREST]
    return [found[at] for at in sorted(best)]


def _weight(word: str) -> int:
    return _FACT_WEIGHT if word[0].isdigit() or word[0].isupper() else 1


def _as_one_sentence(text: str) -> str:
    return _SENTENCE_ENDS.sub(",", " ".join(text.split()))


def _distinct(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Return alarms without those that are a part of another: a whole name says more than its syllables."""
    found = tuple(dict.fromkeys(alarms))
    return tuple(
        one
        for one in found
        if not any(one is not other and one.kind is other.kind and one.text in other.text for other in found)
    )


def sentences(article: Article) -> list[Sentence]:
    """Return the sentences of a source with their places, in order; items of lists without their marks."""
    return [
        Sentence(span.of(paragraph), Citation(number, span.start, span.end))
        for number, paragraph in enumerate(article.paragraphs, start=1)
        for span, _ in (without_mark(paragraph, whole) for whole in split(paragraph))
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
    """Return the bodies that the source names, those beside the duty first, and those of other duties.

    One that stands in a list without its first word (các Bộ: Quốc phòng, Công an) gets its name.
    """
    article = content.article
    near = [cited_text(article, directive.citations), *article.paragraphs]
    mentions = (mention for text in near for mention in registry.mentions(text))
    found = [Body(_whole_name(mention, registry), mention.key) for mention in mentions]
    others = [body for one in content.directives for body in (*filter(None, [one.issuer]), *bodies_of(one))]
    return first_of_each([*found, *others], lambda body: body.key or tone_key(body.name))


def _whole_name(mention: Mention, registry: Registry) -> str:
    name = registry.name(mention.key)
    return name if tone_key(name).endswith(f" {tone_key(mention.text)}") else mention.text


def times_near(article: Article, directive: Directive) -> list[str]:
    """Return the dates and periods that the source names beside a duty, as written there."""
    text = cited_text(article, directive.citations)
    found = ((_LEAD_IN.search(text, 0, time.start), time) for time in time_mentions(text))
    whole: list[Span] = []
    for lead, time in found:
        start = lead.start() if lead else time.start
        if whole and text[whole[-1].end : start].isspace():  # trước 17 giờ ngày 18/10
            start = whole.pop().start
        whole.append(Span(start, time.end))
    return list(dict.fromkeys(span.of(text) for span in whole))


def document_numbers(content: BriefContent) -> list[str]:
    """Return the numbers of the documents that a source names."""
    found = [number.text for text in content.article.paragraphs for number in find_numbers(text)]
    listed = [document.number for document in content.documents]
    return first_of_each([*listed, *found], document_key)


def first_of_each(items: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Return the first of all items that have the same key, in their order."""
    kept: dict[str, T] = {}
    for item in items:
        kept.setdefault(key(item), item)
    return list(kept.values())


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
