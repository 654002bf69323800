"""Where the terms of a query's slots stand in the texts of the candidates."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Codes, Field
from briefs.search.pattern import Pattern
from briefs.search.titles import Titles
from briefs.search.vocabulary import FIELD_MARK, NO_TERM

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

TITLE, BODY = int(Field.TITLE), int(Field.BODY)
"""As plain numbers: numpy compares with these in a tenth of the time."""


class Occurrences:
    """Every place where a slot's term stands in the texts of candidates, and how far their titles fill slots.

    `text` is all texts as spelling numbers, `passage_starts` where each field of each text begins there, and
    `passage_fields` which it is; `first_passages` are the titles. One value an occurrence: `doc` (number of
    the candidate), `field`, `passage`, `places` (in `text`), `position` (words counted through all texts),
    `after` (words counted from the start of the passage), `codes` (spelling). `weights` has a row a slot: how
    far the occurrence fills it. `in_title` has shape (slots, candidates).
    """

    def __init__(self, titles: Titles, chosen: Ints, pattern: Pattern, collection: Collection) -> None:
        """Read the texts of those of the candidates, whose titles these are, that are chosen."""
        self.docs = titles.docs[chosen]
        self.in_title: Floats = titles.filled[:, chosen]
        self._titles, self._chosen = titles, chosen
        self.text = collection.texts.codes(self.docs.tolist())
        numbers = pattern.numbers_of(self.text)
        words = np.flatnonzero(numbers != NO_TERM)  # words and field marks
        numbers = numbers.take(words)
        marks = np.flatnonzero(numbers == FIELD_MARK)
        self.passage_starts = words[marks]
        self.passage_fields = self.text[self.passage_starts]
        self.first_passages = np.flatnonzero(self.passage_fields == TITLE)
        self.count = len(chosen)
        self.position = np.flatnonzero(numbers > 0)
        self.passage = np.searchsorted(marks, self.position, side="right") - 1
        self.field = self.passage_fields[self.passage]
        self.doc = (np.cumsum(self.passage_fields == TITLE) - 1)[self.passage]
        self.after = self.position - marks[self.passage]
        self.places = words.take(self.position)
        self.weights: Floats = pattern.weights.take(numbers[self.position], axis=1)
        if pattern.several:
            pattern.raise_several(self.weights, numbers, self.position, self.passage)

    @cached_property
    def codes(self) -> Codes:
        """The spelling of each occurrence."""
        return self.text[self.places]

    def titles(self, chosen: Ints) -> Floats:
        """Return how far each word of the titles of chosen candidates fills each slot.

        The shape is (chosen, words, slots).
        """
        return self._titles.words(self._chosen[chosen])


class Owners:
    """Which of `count` candidates each of some values belongs to; `docs` are their numbers, in order."""

    def __init__(self, docs: Ints, count: int) -> None:
        self._starts = starts_of(docs)
        self._owners, self._count = docs[self._starts], count

    def best(self, values: Floats) -> Floats:
        """Return the greatest value of each candidate, 0 where it has none; the last axis is reduced."""
        best = np.zeros((*values.shape[:-1], self._count), dtype=np.float32)
        if len(self._starts):
            best[..., self._owners] = np.maximum.reduceat(values, self._starts, axis=-1)
        return best


def starts_of(values: npt.NDArray[np.integer[Any]]) -> Ints:
    """Return where runs of equal values begin."""
    return np.flatnonzero(np.concatenate([np.ones(len(values[:1]), bool), values[1:] != values[:-1]]))
