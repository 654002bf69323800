"""All that is known of words: spellings, terms, their neighbours, adjacent pairs and short forms."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

from briefs.search.neighbours import Neighbours
from briefs.search.short_forms import ShortForms, looks_short
from briefs.search.slips import slip_trust
from briefs.search.spelling import is_syllable
from briefs.search.vocabulary import Spellings

Terms = npt.NDArray[np.integer[Any]]

_PAIR_BITS = 25
_PAIR_BYTES = 1 << (_PAIR_BITS - 3)
_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)
_ODD, _OTHER_ODD, _WORD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, (1 << 64) - 1


class Pairs:
    """Remembers which terms stood next to each other: a Bloom filter of one hash in 4 MB."""

    def __init__(self, bits: npt.NDArray[np.uint8] | None = None) -> None:
        self.bits: npt.NDArray[np.uint8] = bits if bits is not None else np.zeros(_PAIR_BYTES, np.uint8)

    def note(self, first: npt.NDArray[np.int32], second: npt.NDArray[np.int32]) -> None:
        """Remember pairs of adjacent terms."""
        places = _places(first, second)
        np.bitwise_or.at(self.bits, places >> 3, _BITS[places & 7])

    def following(self, first: int, seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return those of the terms that `seen` says were seen after the first."""
        places = _places(np.array([first]), seconds)
        seen: npt.NDArray[np.bool_] = self.bits[places >> 3] & _BITS[places & 7] > 0
        return seconds[seen]

    def seen(self, first: int, second: int) -> bool:
        """Say whether the terms were seen in this order; about one in fifty unseen pairs is said to be."""
        place = ((first * _ODD ^ second * _OTHER_ODD) & _WORD) >> (64 - _PAIR_BITS)
        return bool(self.bits[place >> 3] >> (place & 7) & 1)


def _places(first: Terms, second: Terms) -> npt.NDArray[np.int64]:
    mixed = first.astype(np.uint64) * np.uint64(_ODD) ^ second.astype(np.uint64) * np.uint64(_OTHER_ODD)
    return (mixed >> np.uint64(64 - _PAIR_BITS)).astype(np.int64)


class Lexicon:
    """The words of a collection. Whoever stores texts calls `catch_up` before the next query."""

    def __init__(
        self, short_forms: ShortForms, spellings: Spellings | None = None, pairs: Pairs | None = None
    ) -> None:
        self.spellings = spellings or Spellings()
        self.short_forms = short_forms
        self.pairs = pairs or Pairs()
        self.neighbours = Neighbours(self.spellings.term_texts)
        self._begun: dict[str, list[int]] = defaultdict(list)
        self._known_terms = self._known_spellings = 0
        self._capitals: set[int] = set()

    def term(self, text: str) -> int | None:
        """Return the number of a folded term, None where no document has it."""
        return self.spellings.terms.get(text)

    def text(self, term: int) -> str:
        """Return the folded text of a term."""
        return self.spellings.term_texts[term]

    def near(self, word: str) -> list[tuple[int, float]]:
        """Return terms a slip or two away from the folded word, each with the trust in that slip."""
        near = self.neighbours.near(word)
        return [(term, slip_trust(word, self.text(term), distance)) for term, distance in near]

    def completed(self, begun: str, before: int) -> list[int]:
        """Return the syllables that these letters begin and that were seen after a term."""
        longer = self._begun.get(begun)
        return self.pairs.following(before, np.array(longer)).tolist() if longer else []

    def written_short(self, term: int) -> bool:
        """Say whether the collection writes the term in capitals like an abbreviation."""
        return term in self._capitals

    def catch_up(self) -> None:
        """Learn the neighbours, beginnings and capitals of what was stored since the last call."""
        self.neighbours.catch_up()
        terms = self.spellings.term_texts
        for number in range(self._known_terms, len(terms)):
            text = terms[number]
            for length in range(1, len(text)) if is_syllable(text) else ():
                self._begun[text[:length]].append(number)
        self._known_terms = len(terms)
        spellings = self.spellings.texts
        for number in range(self._known_spellings, len(spellings)):
            if looks_short(spellings[number]):
                self._capitals.add(int(self.spellings.term_table[number]))
        self._known_spellings = len(spellings)
