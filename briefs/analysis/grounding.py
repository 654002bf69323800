"""The grounding guard: does a line say only what its source says?

Two modes. *Quoted* is for machine-made lines, which may only leave words out: the words of the line must
stand in the source in the same order. *Aligned* is for lines that people or models write: wording is free,
but every number, date, document, body, name and word of polarity must stand in the source sentence that the
line is aligned to, next to the same words. Comparison ignores case, tone placement, and how numbers, dates
and known names are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from briefs.analysis.lexicon.guard import BODY_WORDS, NEGATIONS, NUMBER_WORDS, OPPOSITES, SHORT_FORMS
from briefs.analysis.reading import length_preserving_key
from briefs.registry import Registry
from briefs.text.dates import TimeMention
from briefs.text.dates import mentions as time_mentions
from briefs.text.docnumbers import FoundNumber, find_mentions
from briefs.text.fold import nfc, tone_key
from briefs.text.numbers import Quantity, quantities
from briefs.text.sentences import Span, split

_TOKEN = re.compile(r"\d+(?:[.,/:\-]\d+)*|[^\W\d_]+")
_SPLIT_LINE = re.compile(r"(?<=;)\s+")

# A line that shares fewer of its words with any sentence than this has no evidence. Cuts share all; the
# paraphrases of the benchmark share two thirds.
_LEAST_SHARED = 0.5
_SECOND_BEST = 0.75  # share of the best score from which a second sentence is evidence too
_MARKS = frozenset({"", ",", ";", ".", ":", "!", "?", "…"})
_NEAR = 2  # words around a negation that belong to it

_NEGATIONS = frozenset(map(tone_key, NEGATIONS))
_OPPOSITES: dict[str, set[str]] = {}
for _one, _other in OPPOSITES:
    _OPPOSITES.setdefault(tone_key(_one), set()).add(tone_key(_other))
    _OPPOSITES.setdefault(tone_key(_other), set()).add(tone_key(_one))
_NUMBER_WORDS = frozenset(map(tone_key, NUMBER_WORDS))
_BODY_WORDS = frozenset(map(tone_key, BODY_WORDS))
_SHORT_KEYS = {short: tuple(tone_key(full).split()) for short, full in SHORT_FORMS}
_TIME_NOUNS = frozenset(map(tone_key, ("ngày", "tháng", "quý", "năm", "tuần")))


class Mode(StrEnum):
    """How far a line may go from its source."""

    QUOTED = "quoted"
    ALIGNED = "aligned"


class Kind(StrEnum):
    """What a line says that its source does not."""

    DOCUMENT = "document"
    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    POLARITY = "polarity"
    WORDS = "words"  # quoted mode: a word that is not in the source, or not in this order
    UNSUPPORTED = "unsupported"  # no sentence of the source says anything like it


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is not in the source: what kind, and the words of the line."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The finding about a line: its alarms, and the characters of the evidence it was compared with."""

    alarms: tuple[Alarm, ...]
    aligned: Span | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong with the line."""
        return not self.alarms


def check(
    line: str, evidence: str, *, mode: Mode = Mode.ALIGNED, registry: Registry | None = None
) -> Verdict:
    """Compare a line with its source.

    `evidence` is the source text, or only the sentences that the line cites. With a registry, bodies and
    places are compared by what they are, so that "TP HCM" agrees with "Thành phố Hồ Chí Minh". An empty
    line is in order.
    """
    line, evidence = nfc(line), nfc(evidence)
    if mode is Mode.QUOTED and _opens(line, evidence):
        return Verdict((), Span(0, len(evidence)))
    source = _Source(evidence, registry)
    alarms: list[Alarm] = []
    aligned: list[Span] = []
    for part in _parts(line):
        statement = _Statement(part, registry)
        if not statement.keys:
            continue
        found = source.best(statement)
        if not found:
            alarms.append(Alarm(Kind.UNSUPPORTED, part.strip()))
            continue
        aligned.extend(s.span for s in found[:1] if s.span)
        alarms.extend(_compare(statement, found, mode))
    span = Span(min(s.start for s in aligned), max(s.end for s in aligned)) if aligned else None
    return Verdict(tuple(dict.fromkeys(alarms)), span)


def _opens(line: str, evidence: str) -> bool:
    """Tell whether the line is the evidence up to a mark, word for word: nothing can be wrong then."""
    kept = line.rstrip(" .;,")
    return bool(kept) and evidence.startswith(kept) and evidence[len(kept) : len(kept) + 2].strip() in _MARKS


@dataclass(frozen=True)
class _Statement:
    """A sentence or clause with its words (keys and places) and facts."""

    text: str
    registry: Registry | None
    span: Span | None = None

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        found = _TOKEN.finditer(length_preserving_key(self.text))
        return [(key, m.start(), m.end()) for m in found for key in _keys(m.group())]

    @cached_property
    def keys(self) -> list[str]:
        return [key for key, _, _ in self.tokens]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.keys)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(self.keys, self.keys[1:], strict=False))

    @cached_property
    def times(self) -> list[TimeMention]:
        return time_mentions(self.text)

    @cached_property
    def documents(self) -> list[FoundNumber]:
        return find_mentions(self.text)

    @cached_property
    def numbers(self) -> list[Quantity]:
        taken = [(t.start, t.end) for t in self.times] + [(d.start, d.end) for d in self.documents]
        return [q for q in quantities(self.text) if not any(a < q.end and q.start < b for a, b in taken)]

    @cached_property
    def bodies(self) -> dict[str, tuple[int, int]]:
        found = self.registry.mentions(self.text) if self.registry else []
        return {mention.key: (mention.start, mention.end) for mention in found}

    def around(self, start: int, end: int) -> frozenset[str]:
        """Return the words right before and after a range of characters."""
        before = [key for key, _, e in self.tokens if e <= start][-1:]
        after = [key for key, s, _ in self.tokens if s >= end][:1]
        return frozenset(before + after)


class _Source:
    """The sentences of the evidence, ready to be aligned to."""

    def __init__(self, text: str, registry: Registry | None) -> None:
        self._sentences = [_Statement(span.of(text), registry, span) for span in split(text)]

    def best(self, line: _Statement) -> list[_Statement]:
        """Return the sentence that shares most with the line, then others that share nearly as much; or
        none.
        """
        scored = sorted(
            ((_shared(line, s), -i, s) for i, s in enumerate(self._sentences)), key=lambda t: t[:2]
        )
        if not scored:
            return []
        top = scored[-1][0]
        return [s for score, _, s in reversed(scored[-3:]) if score >= max(_LEAST_SHARED, top * _SECOND_BEST)]


def _shared(line: _Statement, sentence: _Statement) -> float:
    """Return the share of the line's words and word pairs that the sentence has."""
    words = len(line.words & sentence.words) / len(line.words)
    pairs = len(line.pairs & sentence.pairs) / len(line.pairs) if line.pairs else words
    return (2 * words + pairs) / 3


def _parts(line: str) -> Iterator[str]:
    """Yield the sentences of a line, and their clauses between semicolons: each is aligned on its own."""
    for span in split(line):
        yield from _SPLIT_LINE.split(span.of(line))


def _compare(line: _Statement, sources: Sequence[_Statement], mode: Mode) -> Iterator[Alarm]:
    facts = list(_facts(line, sources))
    yield from facts
    if mode is Mode.QUOTED and not facts:
        yield from _not_cut(line, sources)


def _facts(line: _Statement, sources: Sequence[_Statement]) -> Iterator[Alarm]:
    yield from _documents(line, sources)
    yield from _times(line, sources)
    yield from _numbers(line, sources)
    yield from _names(line, sources)
    yield from _polarity(line, sources[0])


def _documents(line: _Statement, sources: Sequence[_Statement]) -> Iterator[Alarm]:
    known = [document.number for source in sources for document in source.documents]
    for document in line.documents:
        if not any(document.number.number == k.number and document.number.matches(k) for k in known):
            yield Alarm(Kind.DOCUMENT, document.text)


def _times(line: _Statement, sources: Sequence[_Statement]) -> Iterator[Alarm]:
    known = [(time, source.text) for source in sources for time in source.times]
    for time in line.times:
        if not any(_same_time(line.text, time, text, other) for other, text in known):
            yield Alarm(Kind.DATE, line.text[time.start : time.end])


def _same_time(line: str, mine: TimeMention, text: str, other: TimeMention) -> bool:
    """Tell whether all that the line says of the time is said by the source; words count where there are no
    figures.
    """
    if mine.day is not None or mine.month is not None:
        pairs = ((mine.day, other.day), (mine.month, other.month), (mine.year, other.year))
        nouns = _noun_before(line, mine), _noun_before(text, other)
        return all(a is None or a == b for a, b in pairs) and (None in nouns or nouns[0] == nouns[1])
    same = set(_words(line[mine.start : mine.end])) <= set(_words(text[other.start : other.end]))
    return same and mine.kind == other.kind


def _noun_before(text: str, time: TimeMention) -> str | None:
    words = _words(text[max(0, time.start - 8) : time.start])
    return words[-1] if words and words[-1] in _TIME_NOUNS else None


def _words(text: str) -> list[str]:
    return [key for word in _TOKEN.findall(tone_key(text)) for key in _keys(word)]


def _keys(word: str) -> tuple[str, ...]:
    """Return a word as it is compared: short forms written out, dates with one mark between their parts."""
    if word[0].isdecimal():
        return (word.replace("-", "/"),)
    return _SHORT_KEYS.get(word, (word,))


def _numbers(line: _Statement, sources: Sequence[_Statement]) -> Iterator[Alarm]:
    known = [(quantity, source) for source in sources for quantity in source.numbers]
    for number in line.numbers:
        if not any(_same_number(line, number, other, source) for other, source in known):
            yield Alarm(Kind.NUMBER, line.text[number.start : number.end])
    theirs = frozenset(word for source in sources for word in source.words)
    for key, start, end in line.tokens:
        if key in _NUMBER_WORDS and key not in theirs:
            yield Alarm(Kind.NUMBER, line.text[start:end])


def _same_number(line: _Statement, mine: Quantity, other: Quantity, source: _Statement) -> bool:
    if (mine.low, mine.high, mine.unit) != (other.low, other.high, other.unit):
        return False
    beside = line.around(mine.start, mine.end)
    return bool(mine.unit) or not beside or bool(beside & source.around(other.start, other.end))


def _names(line: _Statement, sources: Sequence[_Statement]) -> Iterator[Alarm]:
    theirs = frozenset(word for source in sources for word in source.words)
    known = frozenset(key for source in sources for key in source.bodies)
    agreed = [place for key, place in line.bodies.items() if key in known]
    for key, start, end in line.tokens:
        if key in theirs or any(a <= start and end <= b for a, b in agreed):
            continue
        word = line.text[start:end]
        # A sentence begins with a capital letter, but not with several: that is an abbreviation.
        capital = word.isupper() and len(word) > 1 if start == 0 else word[0].isupper()
        if capital or key in _BODY_WORDS:
            yield Alarm(Kind.NAME, word)
    for key, (start, end) in line.bodies.items():
        if key not in known and not _stands_whole(line.text[start:end], sources):
            yield Alarm(Kind.NAME, line.text[start:end])


def _stands_whole(name: str, sources: Iterable[_Statement]) -> bool:
    """Tell whether the words of a name stand together in a source, in whatever way it is read there."""
    words = _words(name)
    return any(
        words == source.keys[i : i + len(words)] for source in sources for i in range(len(source.keys))
    )


def _polarity(line: _Statement, source: _Statement) -> Iterator[Alarm]:
    """Find negations and opposites that the source does not have beside the same words, and negations left
    out.
    """
    keys = line.keys
    for at, (key, start, end) in enumerate(line.tokens):
        if key not in _NEGATIONS and key not in _OPPOSITES:
            continue
        beside = set(zip(keys[max(0, at - 1) : at + 1], keys[max(1, at) : at + 2], strict=False))
        moved = key not in source.words or (beside and not beside & source.pairs)
        denies = key in _NEGATIONS and (moved or keys.count(key) > source.keys.count(key))
        if denies or (moved and _OPPOSITES.get(key, set()) & source.words):
            yield Alarm(Kind.POLARITY, line.text[start:end])
    yield from _lost_negations(line, source)


def _lost_negations(line: _Statement, source: _Statement) -> Iterator[Alarm]:
    """Find what the source denies and the line asserts: the words right after a negation, without one
    before.
    """
    for at in [at for at, key in enumerate(source.keys) if key in _NEGATIONS]:
        key, *denied = source.keys[at : at + 1 + _NEAR]
        if tuple(denied) not in line.pairs:
            continue
        if _asserted(line.keys, denied) and not _asserted(source.keys, denied):
            yield Alarm(Kind.POLARITY, " ".join([key, *denied]))


def _asserted(keys: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether the words also stand somewhere without a negation before them."""
    size = len(words)
    return any(
        list(keys[i : i + size]) == list(words) and not _NEGATIONS & set(keys[max(0, i - _NEAR) : i])
        for i in range(len(keys) - size + 1)
    )


def _not_cut(line: _Statement, sources: Sequence[_Statement]) -> Iterator[Alarm]:
    """Find the first word of a line that is not a cut of a source sentence: not in it, or not in this
    order.
    """
    stuck = [_first_foreign(line.keys, source.keys) for source in sources]
    if any(at is None for at in stuck):
        return
    at = max(at for at in stuck if at is not None)
    _, start, end = line.tokens[at]
    yield Alarm(Kind.WORDS, line.text[start:end])


def _first_foreign(mine: Sequence[str], theirs: Sequence[str]) -> int | None:
    rest = iter(theirs)
    for at, key in enumerate(mine):
        if not any(key == other for other in rest):
            return at
    return None
