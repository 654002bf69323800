"""A query as slots: for every typed syllable, the terms it may stand for, each with a weight.

No correction is chosen beforehand: every alternative takes part and the documents decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from briefs.search.collection import Collection, short_term
from briefs.search.short_forms import LONGEST
from briefs.search.spelling import regional, unfinished
from briefs.text.fold import Word, nfc, words

MOST_SLOTS = 32
"""Syllables of a query that count; what follows is not read, which bounds the time of any query."""


SHARE_POWER = 0.0


class Reading(StrEnum):
    """How an alternative comes from what was typed."""

    EXACT = "exact"
    KEYS = "keys"  # unfinished Telex or VNI
    EDIT = "edit"
    REGION = "region"
    SPLIT = "split"  # one typed word, several terms
    JOINED = "joined"  # several typed words, one term
    SHORT = "short"  # a long form typed, its abbreviation stored, or the reverse


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must all be there for the alternative to hold, and how far it is trusted (0 to 1)."""

    terms: tuple[int, ...]
    weight: float
    reading: Reading


@dataclass(frozen=True, slots=True)
class Slot:
    """One typed syllable: `typed` as the user spelled it, `weight` its rarity, alternatives best first."""

    text: str
    typed: str
    weight: float
    alternatives: tuple[Alternative, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the collection has the syllable as typed."""
        return any(each.reading is Reading.EXACT for each in self.alternatives)


def read_slots(query: str, collection: Collection) -> list[Slot]:
    """Return the slots of a query in typed order."""
    source = nfc(query)
    typed = words(source)[:MOST_SLOTS]
    reader = _Reader(collection, typed)
    return [reader.slot(position, source) for position in range(len(typed))]


class _Reader:
    def __init__(self, collection: Collection, typed: Sequence[Word]) -> None:
        self._collection = collection
        self._lexicon = collection.lexicon
        self._size = len(collection)
        self._texts = [word.text.replace(" ", "") for word in typed]
        self._typed = typed
        self._runs: dict[int, list[Alternative]] = {}
        self._read_runs()

    def slot(self, position: int, source: str) -> Slot:
        text = self._texts[position]
        word = self._typed[position]
        found: dict[tuple[int, ...], Alternative] = {}
        for each in [*self._single(text), *self._runs.get(position, [])]:
            held = found.get(each.terms)
            if held is None or held.weight < each.weight:
                found[each.terms] = each
        ordered = sorted(found.values(), key=lambda each: -each.weight)
        weight = self._slot_weight(text, ordered)
        return Slot(text, source[word.start : word.end], weight, tuple(self._capped(ordered, weight)))

    def _single(self, text: str) -> Iterator[Alternative]:
        exact = self._lexicon.term(text)
        share = self._share(exact)
        if exact is not None:
            yield Alternative((exact,), 1.0, Reading.EXACT)
        yield from self._from_short(text)
        if len(text) < 2 or text.isdecimal():
            return
        doubt = _doubt(share)
        yield from self._known((each, 0.95 * doubt, Reading.KEYS) for each in unfinished(text))
        yield from self._known((each, 0.6 * doubt, Reading.REGION) for each in regional(text))
        yield from self._edits(text, doubt)
        if share < 0.002:
            yield from self._splits(text)

    def _edits(self, text: str, doubt: float) -> Iterator[Alternative]:
        if len(text) < 3 and doubt < 1:
            return
        for term, distance in self._lexicon.near(text):
            other = self._lexicon.text(term)
            weight = 0.75 if distance == 1 else 0.6
            weight *= 1.0 if other[0] == text[0] else 0.85
            yield Alternative((term,), weight * doubt, Reading.EDIT)

    def _known(self, texts: Iterator[tuple[str, float, Reading]]) -> Iterator[Alternative]:
        for text, weight, reading in texts:
            term = self._lexicon.term(text)
            if term is not None:
                yield Alternative((term,), weight, reading)

    def _from_short(self, text: str) -> Iterator[Alternative]:
        for long in self._lexicon.short_forms.expansions(text):
            terms = [self._lexicon.term(each) for each in long]
            yield from self._all_of(terms, 0.8, Reading.SHORT)
        if 2 <= len(text) <= LONGEST and text.isalpha():
            yield from self._all_of([self._lexicon.term(short_term(text))], 0.7, Reading.SHORT)

    def _splits(self, text: str) -> Iterator[Alternative]:
        for cut in range(1, len(text)):
            first, second = self._lexicon.term(text[:cut]), self._lexicon.term(text[cut:])
            if first is not None and second is not None and self._lexicon.pairs.seen(first, second):
                yield Alternative((first, second), 0.9, Reading.SPLIT)

    def _all_of(self, terms: Sequence[int | None], weight: float, reading: Reading) -> Iterator[Alternative]:
        held = [term for term in terms if term is not None]
        if len(held) == len(terms):
            yield Alternative(tuple(held), weight, reading)

    def _read_runs(self) -> None:
        """Find runs of typed syllables that the collection may write as one word or as an abbreviation."""
        for start in range(len(self._texts)):
            for end in range(start + 2, min(start + LONGEST, len(self._texts)) + 1):
                for alternative in self._run(tuple(self._texts[start:end])):
                    for position in range(start, end):
                        self._runs.setdefault(position, []).append(alternative)

    def _run(self, run: tuple[str, ...]) -> Iterator[Alternative]:
        for short in self._lexicon.short_forms.shorts(run):
            yield from self._all_of([self._lexicon.term(short)], 0.85, Reading.SHORT)
        short = "".join(each[0] for each in run)
        term = self._lexicon.term(short)
        if term is not None and self._lexicon.written_short(term):
            yield Alternative((term,), 0.7, Reading.SHORT)
        if len(run) == 2:
            yield from self._all_of([self._lexicon.term("".join(run))], 0.8, Reading.JOINED)

    def _slot_weight(self, text: str, ordered: Sequence[Alternative]) -> float:
        exact = self._lexicon.term(text)
        if exact is not None or not ordered:
            return self._rarity(exact)
        likely = [each for each in ordered if each.weight >= 0.9 * ordered[0].weight]
        return median(self._rarity_of(each) for each in likely)

    def _capped(self, ordered: Sequence[Alternative], weight: float) -> Iterator[Alternative]:
        known = ordered and ordered[0].reading is Reading.EXACT
        for each in ordered:
            share = min(1.0, self._rarity_of(each) / weight) ** SHARE_POWER if known else 1.0
            yield Alternative(each.terms, each.weight * share, each.reading)

    def _rarity_of(self, alternative: Alternative) -> float:
        return max(self._rarity(term) for term in alternative.terms)

    def _rarity(self, term: int | None) -> float:
        frequency = 0 if term is None else self._collection.postings.frequency(term)
        return math.log((self._size + 20) / (min(frequency, self._size) + 1))

    def _share(self, term: int | None) -> float:
        return 0.0 if term is None else self._collection.postings.frequency(term) / max(self._size, 1)


def _doubt(share: float) -> float:
    """Return how far a typed syllable may be a slip, given the share of documents that have it."""
    if share == 0:
        return 1.0
    return 0.9 if share < 0.001 else 0.75
