"""A query as slots: for every typed syllable, the terms it may stand for, each with a weight.

No correction is chosen beforehand: every alternative takes part and the documents decide.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from statistics import mean, median

from briefs.search.collection import Collection
from briefs.search.glued import glued_terms
from briefs.search.initials import LONGEST, query_initials
from briefs.search.questions import without_asking
from briefs.search.readings import Alternative, Reading
from briefs.search.short_forms import may_be_short
from briefs.search.shorthand import LONG_FORMS
from briefs.search.spelling import is_syllable, regional, unfinished
from briefs.text.fold import Word, nfc, words

MOST_SLOTS = 32
"""Syllables of a query that count; what follows is not read, which bounds the time of any query."""

_MOST = 24
"""Alternatives of a slot."""
_REMEMBERED = 1500
"""Syllables whose alternatives are remembered until the collection changes, about 3 KB each."""
COMMON = 0.002
_FAR_COMMONER = 20
"""A syllable that is no rare one is taken for two that were glued if each of these is so much commoner."""
_VOWELS = frozenset("aeiouy0123456789")
LIKELY_FLOOR = 0.92
KNOWN_DOUBT = 0.9
KNOWN_DOUBT_SMALL = 0.7
UNSEEN_DOUBT = 0.6


# How far initials of adjacent title syllables are trusted as what an abbreviation stands for.
INITIALS_TRUST = 0.8
SHORTHAND_TRUST = 0.8
CUT_TRUST, CUT_SYLLABLE_TRUST = 0.9, 0.7
"""How far the last word is trusted to begin another: more where it is no syllable itself."""
THOUSANDS_TRUST = 0.9
_COMPLETIONS = 12
"""Words that the last one typed may become, the most frequent of those seen behind the word before it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One typed syllable: `typed` as the user spelled it, `weight` its rarity, alternatives best first."""

    text: str
    typed: str
    weight: float
    alternatives: tuple[Alternative, ...] = ()
    initials: tuple[int, ...] = ()


def read_slots(query: str, collection: Collection) -> list[Slot]:
    """Return the slots of a query in typed order; words that only ask have none."""
    source = nfc(query)
    typed = without_asking(words(source)[:MOST_SLOTS])
    reader = _Reader(collection, typed)
    slots = [reader.slot(position, source) for position in range(len(typed))]
    return _even(slots, collection.doubt)


def _even(slots: Sequence[Slot], doubt: float) -> list[Slot]:
    """Return the slots with those that nothing fills weighing no more than the mean of the others.

    Else one word that is wrong beyond reading would outweigh the rest. In a small collection it is likely
    right, and says that no document answers.
    """
    known = [slot.weight for slot in slots if slot.alternatives or slot.initials]
    if not known or len(known) == len(slots):
        return list(slots)
    most = mean(known)
    return [
        slot
        if slot.alternatives or slot.initials
        else replace(slot, weight=slot.weight - (1 - doubt) * max(slot.weight - most, 0))
        for slot in slots
    ]


def _spelled_out(typed: str, text: str) -> bool:
    """Say whether diacritics show that a syllable is the word and no abbreviation: vật, not VAT."""
    return not typed.isascii() and not typed.isupper() and is_syllable(text)


def _thousands(text: str) -> list[str]:
    """Return a number in the parts between which signs may stand: 1400 as 1 and 400 (1.400)."""
    return [text[max(end - 3, 0) : end] for end in range(len(text) % 3 or 3, len(text) + 1, 3)]


def _best_of(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Return each alternative once, by its greatest weight, in order of weight."""
    found: dict[tuple[int, ...], Alternative] = {}
    for each in alternatives:
        held = found.get(each.terms)
        if held is None or held.weight < each.weight:
            found[each.terms] = each
    return tuple(sorted(found.values(), key=attrgetter("weight"), reverse=True))


def _with(ordered: tuple[Alternative, ...], more: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Return the alternatives with a few more, as `_best_of` would."""
    merged = list(ordered)
    for each in more:
        place = next((place for place, held in enumerate(merged) if held.terms == each.terms), None)
        if place is not None and merged[place].weight >= each.weight:
            continue
        if place is not None:
            del merged[place]
        insort(merged, each, key=lambda held: -held.weight)
    return tuple(merged)


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
        typed = source[word.start : word.end]
        ordered = self._alone(text)
        if _spelled_out(typed, text):
            ordered = tuple(each for each in ordered if each.reading is not Reading.SHORT)
        if position in self._runs:
            ordered = _with(ordered, self._runs[position])
        if 0 < position == len(self._texts) - 1:
            ordered = _with(ordered, self._completed(text, self._texts[position - 1]))
        weight = self._slot_weight(text, ordered)
        exact = self._lexicon.term(text)
        short = may_be_short(typed, text) or (exact is not None and self._lexicon.written_short(exact))
        return Slot(text, typed, weight, ordered[:_MOST], self._initials(typed, text) if short else ())

    def _alone(self, text: str) -> tuple[Alternative, ...]:
        """Return what a syllable may stand for whatever is beside it."""
        known = self._collection.readings
        found = known.get(text)
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[text] = _best_of(self._single(text))
        return found

    def _completed(self, text: str, before: str) -> Iterator[Alternative]:
        """Read the last word as the beginning of one: it was sent too soon, or more is still being typed."""
        likely = self._alone(before)[:1]
        longer = [term for each in likely for term in self._lexicon.completed(text, each.terms[-1])]
        frequent = sorted(longer, key=self._collection.postings.frequency, reverse=True)
        trust = CUT_SYLLABLE_TRUST if is_syllable(text) else CUT_TRUST
        return (Alternative((term,), trust, Reading.CUT) for term in frequent[:_COMPLETIONS])

    def _initials(self, typed: str, text: str) -> tuple[int, ...]:
        """Return the initials to look for; in small letters only such as several titles have."""
        packed = query_initials(text)
        often = all(self._collection.initials.frequency(each) > 1 for each in packed)
        return packed if often or typed.isupper() else ()

    def _single(self, text: str) -> Iterator[Alternative]:
        exact = self._lexicon.term(text)
        share = self._share(exact)
        if exact is not None:
            yield Alternative((exact,), 1.0, Reading.EXACT)
        yield from self._from_short(text)
        if text.isdecimal():
            yield from self._in_thousands(text)
        if len(text) < 2 or text.isdecimal():
            return
        doubt = self._known_doubt() if share else self._unseen_doubt(text)
        yield from self._known((each, 0.95 * doubt, Reading.KEYS) for each in unfinished(text))
        yield from self._known((each, 0.6 * doubt, Reading.REGION) for each in regional(text))
        yield from self._edits(text, doubt)
        yield from self._splits(text, _FAR_COMMONER * share if share >= COMMON and is_syllable(text) else 0.0)

    def _known_doubt(self) -> float:
        """Return how far a word that exists is a slip: less where the few words that exist are far apart."""
        return KNOWN_DOUBT - (KNOWN_DOUBT - KNOWN_DOUBT_SMALL) * self._collection.doubt

    def _unseen_doubt(self, text: str) -> float:
        """Return how far an unseen word is a slip: in a small collection many a real syllable is unseen."""
        if not is_syllable(text):
            return 1.0
        return 1 - (1 - UNSEEN_DOUBT) * self._collection.doubt

    def _edits(self, text: str, doubt: float) -> Iterator[Alternative]:
        if len(text) < 3 and (doubt < 1 or text in LONG_FORMS):  # tq is Trung Quốc, not a slip for tw
            return
        for term, trust in self._lexicon.near(text):
            likely = LIKELY_FLOOR + (1 - LIKELY_FLOOR) * min(1.0, 20 * self._share(term))
            yield Alternative((term,), trust * doubt * likely, Reading.EDIT)

    def _known(self, texts: Iterator[tuple[str, float, Reading]]) -> Iterator[Alternative]:
        for text, weight, reading in texts:
            term = self._lexicon.term(text)
            if term is not None:
                yield Alternative((term,), weight, reading)

    def _from_short(self, text: str) -> Iterator[Alternative]:
        for long in self._lexicon.short_forms.expansions(text):
            terms = [self._lexicon.term(each) for each in long]
            yield from self._all_of(terms, 0.85, Reading.SHORT)
        for long in LONG_FORMS.get(text, ()):
            yield from self._all_of(list(map(self._lexicon.term, long)), SHORTHAND_TRUST, Reading.SHORT)

    def _in_thousands(self, text: str) -> Iterator[Alternative]:
        terms = [self._lexicon.term(part) for part in _thousands(text)]
        known = [term for term in terms if term is not None]
        if 1 < len(known) == len(terms) and all(self._lexicon.pairs.seen(*pair) for pair in pairwise(known)):
            yield Alternative(tuple(known), THOUSANDS_TRUST, Reading.DOTTED)

    def _splits(self, text: str, least: float) -> Iterator[Alternative]:
        """Read a word as two that are typed without a space, each of at least so great a share."""
        for cut in range(1, len(text)):
            first, second = self._lexicon.term(text[:cut]), self._lexicon.term(text[cut:])
            if first is None or second is None or not self._stand_alone(first, second):
                continue
            share = min(self._share(first), self._share(second))
            if share >= least and self._lexicon.pairs.seen(first, second):
                yield Alternative((first, second), 0.9, Reading.SPLIT)
            elif min(cut, len(text) - cut) > 1 and share > max(COMMON, least):
                yield Alternative((first, second), 0.8, Reading.SPLIT)
        if not is_syllable(text):
            for terms in glued_terms(text, self._lexicon):
                yield Alternative(terms, 0.9, Reading.SPLIT)

    def _stand_alone(self, first: int, second: int) -> bool:
        """Say whether two terms are words, or both abbreviations without vowels: TP HCM."""
        texts = self._lexicon.spellings.term_texts
        spoken = [bool(_VOWELS & set(texts[term])) for term in (first, second)]
        return all(spoken) or (not any(spoken) and all(map(self._lexicon.written_short, (first, second))))

    def _all_of(self, terms: Sequence[int | None], weight: float, reading: Reading) -> Iterator[Alternative]:
        held = [term for term in terms if term is not None]
        if len(held) == len(terms):
            yield Alternative(tuple(held), weight, reading)

    def _read_runs(self) -> None:
        """Find runs of typed syllables that the collection may write as one word or as an abbreviation."""
        letters = "".join(text[0] for text in self._texts)
        for start in range(len(self._texts)):
            for end in range(start + 2, min(start + LONGEST, len(self._texts)) + 1):
                for alternative in self._run(tuple(self._texts[start:end]), letters[start:end]):
                    for position in range(start, end):
                        self._runs.setdefault(position, []).append(alternative)

    def _run(self, run: tuple[str, ...], letters: str) -> Iterator[Alternative]:
        for short in self._lexicon.short_forms.shorts(run):
            yield from self._all_of([self._lexicon.term(short)], 0.85, Reading.SHORT)
        term = self._lexicon.term(letters)
        if term is not None and self._lexicon.written_short(term) and all(map(self._lexicon.term, run)):
            yield Alternative((term,), 0.7, Reading.SHORT)
        if len(run) == 2:
            yield from self._all_of([self._lexicon.term("".join(run))], 0.8, Reading.JOINED)

    def _slot_weight(self, text: str, ordered: Sequence[Alternative]) -> float:
        exact = self._lexicon.term(text)
        if exact is not None or not ordered:
            return self._rarity(exact)
        likely = [each for each in ordered if each.weight >= 0.9 * ordered[0].weight]
        return median(self._rarity_of(each) for each in likely)

    def _rarity_of(self, alternative: Alternative) -> float:
        return max(self._rarity(term) for term in alternative.terms)

    def _rarity(self, term: int | None) -> float:
        frequency = 0 if term is None else self._collection.postings.frequency(term)
        return math.log((self._size + 20) / (min(frequency, self._size) + 1))

    def _share(self, term: int | None) -> float:
        return 0.0 if term is None else self._collection.postings.frequency(term) / max(self._size, 1)
