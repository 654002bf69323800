"""All that is known of words: spellings, terms, their neighbours, adjacent pairs and short forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.neighbours import Neighbours
from briefs.search.short_forms import ShortForms, looks_short
from briefs.search.slips import slip_trust
from briefs.search.vocabulary import Spellings

_PAIR_BITS = 25
_CACHED_WORDS = 20_000


class Pairs:
    """Remembers which terms stood next to each other: a Bloom filter of one hash in 4 MB."""

    def __init__(self) -> None:
        self._bits: npt.NDArray[np.uint8] = np.zeros(1 << (_PAIR_BITS - 3), dtype=np.uint8)

    def note(self, first: npt.NDArray[np.int32], second: npt.NDArray[np.int32]) -> None:
        """Remember pairs of adjacent terms."""
        slots = _slot(first.astype(np.uint64), second.astype(np.uint64))
        np.bitwise_or.at(
            self._bits, slots >> np.uint64(3), np.uint8(1) << (slots & np.uint64(7)).astype(np.uint8)
        )

    def seen(self, first: int, second: int) -> bool:
        """Say whether the terms were seen in this order; about one in fifty unseen pairs is said to be."""
        slot = int(_slot(np.array([first], np.uint64), np.array([second], np.uint64))[0])
        return bool(self._bits[slot >> 3] >> (slot & 7) & 1)


def _slot(first: npt.NDArray[np.uint64], second: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed = (first * np.uint64(0x9E3779B97F4A7C15)) ^ (second * np.uint64(0xC2B2AE3D27D4EB4F))
    return mixed >> np.uint64(64 - _PAIR_BITS)


class Lexicon:
    """The words of a collection."""

    def __init__(self, known_short_forms: Mapping[str, Sequence[str]]) -> None:
        self.spellings = Spellings()
        self.short_forms = ShortForms(known_short_forms)
        self.pairs = Pairs()
        self._neighbours = Neighbours()
        self._near: dict[str, list[tuple[int, float]]] = {}
        self._known_terms = 0
        self._known_spellings = 0
        self._capitals: set[int] = set()

    def term(self, text: str) -> int | None:
        """Return the number of a folded term, None where no document has it."""
        return self.spellings.terms.get(text)

    def text(self, term: int) -> str:
        """Return the folded text of a term."""
        return self.spellings.term_texts[term]

    def near(self, word: str) -> list[tuple[int, float]]:
        """Return terms a slip or two away from the folded word, each with the trust in that slip."""
        self._catch_up()
        found = self._near.get(word)
        if found is None:
            if len(self._near) >= _CACHED_WORDS:
                self._near.clear()
            near = self._neighbours.near(word)
            found = [(term, slip_trust(word, self.text(term), distance)) for term, distance in near]
            self._near[word] = found
        return found

    def written_short(self, term: int) -> bool:
        """Say whether the collection writes the term in capitals like an abbreviation."""
        self._catch_up()
        return term in self._capitals

    def _catch_up(self) -> None:
        terms = self.spellings.term_texts
        if len(terms) > self._known_terms:
            self._neighbours.extend(terms[self._known_terms :])
            self._known_terms = len(terms)
            self._near.clear()
        spellings = self.spellings.texts
        for number in range(self._known_spellings, len(spellings)):
            if looks_short(spellings[number]):
                self._capitals.add(int(self.spellings.term_table[number]))
        self._known_spellings = len(spellings)
