"""How far the titles of candidates fill the slots of a query, word by word."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Codes, runs_of
from briefs.search.pattern import Pattern
from briefs.search.slots import INITIALS_TRUST
from briefs.search.vocabulary import FIELD_MARK, NO_TERM, Spellings

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_MOST_WORDS = 40
"""Words of a title that count; the longest real titles have about thirty."""
_A = ord("a")


class Titles:
    """The titles of candidates, one at least.

    `filled` has shape (slots, candidates): how far each title fills each slot.
    """

    def __init__(self, docs: Ints, pattern: Pattern, collection: Collection) -> None:
        self.docs = docs
        text = collection.texts.titles(docs.tolist())
        numbers = pattern.numbers_of(text)
        words = np.flatnonzero(numbers != NO_TERM)  # words, and the mark before each title
        numbers = numbers.take(words)
        marks = numbers == FIELD_MARK
        self._starts = np.flatnonzero(marks)
        self._ends = np.append(self._starts[1:], len(numbers))
        self._weights: Floats = pattern.weights.take(np.maximum(numbers, 0), axis=1)
        if pattern.several:
            pattern.raise_several(self._weights, numbers, np.arange(len(numbers)), np.cumsum(marks))
        self._raise_initials(pattern, text[words], collection.lexicon.spellings)
        places = np.arange(len(numbers)) - np.repeat(self._starts, self._ends - self._starts)
        self._weights[:, places > _MOST_WORDS] = 0
        self.filled: Floats = np.maximum.reduceat(self._weights, self._starts, axis=1)

    def words(self, chosen: Ints) -> Floats:
        """Return how far each word of some titles fills each slot, in shape (chosen, words, slots)."""
        starts, ends = self._starts[chosen][:, None], self._ends[chosen][:, None]
        longest = min(int((ends - starts).max(initial=1)) - 1, _MOST_WORDS)
        places = starts + np.arange(1, longest + 1)
        # A mark fills no slot: it stands for the words that shorter titles do not have.
        places = np.where(places < ends, places, starts)
        words: Floats = self._weights[:, places].transpose(1, 2, 0)
        return words

    def _raise_initials(self, pattern: Pattern, codes: Codes, spellings: Spellings) -> None:
        """Raise the weights of words whose first letters, side by side, spell a slot."""
        short = [(row, slot.text) for row, slot in enumerate(pattern.slots) if slot.initials]
        if not short:
            return
        letters = spellings.initials_of(codes)
        letters[self._starts] = NO_TERM
        for row, text in short:
            places = runs_of([ord(each) - _A for each in text], letters)
            for offset in range(len(text)):
                weights = self._weights[row]
                weights[places + offset] = np.maximum(weights[places + offset], INITIALS_TRUST)
