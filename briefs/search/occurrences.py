"""Where the terms of a query's slots stand in the texts of the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Codes, Field, runs_of
from briefs.search.pattern import Pattern
from briefs.search.readings import Reading
from briefs.search.slots import INITIALS_TRUST
from briefs.search.vocabulary import FIELD_MARK, NO_TERM, Spellings

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_TITLE_WORDS = 40
"""Words of a title that are aligned; the longest real titles have about thirty."""
_A = ord("a")


class Occurrences:
    """Every place where a slot's term stands, candidate by candidate, and the titles word by word.

    `text` is all texts as spelling numbers, `passage_starts` where each field of each text begins there. One
    value an occurrence: `doc` (number of the candidate), `field`, `passage`, `places` (in `text`), `position`
    (words counted through all texts), `codes` (spelling). `weights` has a row a slot: how far the
    occurrence fills it. `in_title` has shape (slots, candidates): how far words of the title fill each slot.
    """

    def __init__(
        self, docs: Ints, pattern: Pattern, collection: Collection, *, titles_only: bool = False
    ) -> None:
        spellings, texts = collection.lexicon.spellings, collection.texts
        self.text = (texts.titles if titles_only else texts.codes)(docs.tolist())
        numbers = pattern.numbers.take(self.text)
        words = np.flatnonzero(numbers != NO_TERM)  # words and field marks
        numbers = numbers.take(words)
        word_marks = np.flatnonzero(numbers == FIELD_MARK)
        self.passage_starts = words[word_marks]
        fields = self.text[self.passage_starts]
        titles = np.flatnonzero(fields == Field.TITLE)
        self.count = len(docs)
        self.position = np.flatnonzero(numbers > 0)
        self.passage = np.searchsorted(word_marks, self.position, side="right") - 1
        self.field = fields[self.passage]
        self.doc = (np.cumsum(fields == Field.TITLE) - 1)[self.passage]
        self.places = words.take(self.position)
        self.weights: Floats = pattern.weights.take(numbers[self.position], axis=1)
        self._add_several(pattern, numbers)
        self._title_starts = word_marks[titles] + 1
        ends = np.append(word_marks, len(words))[titles + 1]
        self.title_words = np.minimum(ends - self._title_starts, _TITLE_WORDS)
        self._title_places = self.position - self._title_starts[self.doc]
        self._in_title = np.flatnonzero((self.field == Field.TITLE) & (self._title_places < _TITLE_WORDS))
        self._initials = self._read_initials(pattern, words, spellings)
        self.in_title = self._fill_titles()

    @cached_property
    def codes(self) -> Codes:
        """The spelling of each occurrence."""
        return self.text[self.places]

    def best(self, values: Floats, docs: Ints) -> Floats:
        """Return the greatest of each row's values in each candidate; `docs` are the candidates in order."""
        best = np.zeros((*values.shape[:-1], self.count), dtype=np.float32)
        if len(docs):
            firsts = starts_of(docs)
            best[..., docs[firsts]] = np.maximum.reduceat(values, firsts, axis=-1)
        return best

    def _add_several(self, pattern: Pattern, numbers: npt.NDArray[np.int16]) -> None:
        """Raise the weights of the words of alternatives of several terms.

        The words of an abbreviation, and of three or more glued, must stand side by side. Two glued words may
        come from anywhere in the passage: people glue what they typed next to each other, in whichever order.
        """
        for each in pattern.several:
            if each.alternative.reading is Reading.SPLIT and len(each.numbers) == 2:
                columns = _in_passages_with_all(each.numbers, numbers[self.position], self.passage)
            else:
                columns = np.searchsorted(self.position, _in_runs(each.numbers, numbers))
            row = self.weights[each.row]
            row[columns] = np.maximum(row[columns], each.alternative.weight)

    def titles(self, chosen: Ints) -> Floats:
        """Return how far each word of the titles of chosen candidates fills each slot.

        The shape is (chosen, words, slots).
        """
        length = int(self.title_words[chosen].max(initial=0))
        number = np.full(self.count, -1)
        number[chosen] = np.arange(len(chosen))
        filled = np.zeros((len(chosen), length, len(self.weights)), dtype=np.float32)
        inside = self._in_title[number[self.doc[self._in_title]] >= 0]
        filled[number[self.doc[inside]], self._title_places[inside]] = self.weights[:, inside].T
        for row, docs, places in self._initials:
            held = number[docs] >= 0
            at = number[docs[held]], places[held], row
            filled[at] = np.maximum(filled[at], INITIALS_TRUST)
        return filled

    def _fill_titles(self) -> Floats:
        filled = self.best(self.weights[:, self._in_title], self.doc[self._in_title])
        for row, docs, _ in self._initials:
            filled[row, docs] = np.maximum(filled[row, docs], INITIALS_TRUST)
        return filled

    def _read_initials(
        self, pattern: Pattern, words: Ints, spellings: Spellings
    ) -> list[tuple[int, Ints, Ints]]:
        """Return the words of titles whose first letters spell a slot: its row, candidates and places."""
        short = [(row, slot.text) for row, slot in enumerate(pattern.slots) if slot.initials]
        if not short:
            return []
        lengths = self.title_words + 1  # with the mark before the title
        firsts = np.cumsum(lengths) - lengths
        docs = np.repeat(np.arange(self.count), lengths)
        places = np.arange(len(docs)) - firsts[docs] - 1
        letters = spellings.initials_of(self.text[words[self._title_starts[docs] + places]])
        letters[firsts] = NO_TERM
        spelled = (_in_runs([ord(each) - _A for each in text], letters) for _, text in short)
        return [(row, docs[at], places[at]) for (row, _), at in zip(short, spelled, strict=True)]


def starts_of(values: npt.NDArray[np.integer[Any]]) -> Ints:
    """Return where runs of equal values begin."""
    return np.flatnonzero(np.concatenate([np.ones(len(values[:1]), bool), values[1:] != values[:-1]]))


def _in_runs(numbers: Sequence[int], sequence: npt.NDArray[np.signedinteger[Any]]) -> Ints:
    """Return the places in a sequence where these numbers stand side by side, in their order."""
    return (runs_of(numbers, sequence)[:, None] + np.arange(len(numbers))).ravel()


def _in_passages_with_all(numbers: Sequence[int], found: npt.NDArray[np.int16], passage: Ints) -> Ints:
    wanted = np.zeros(len(found), dtype=bool)
    complete = np.ones(int(passage.max(initial=-1)) + 1, dtype=bool)
    for number in numbers:
        here = found == number
        wanted |= here
        complete &= np.bincount(passage[here], minlength=len(complete)) > 0
    return np.flatnonzero(wanted & complete[passage])
