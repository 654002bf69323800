"""Where the terms of a query's slots stand in the texts of the candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Field
from briefs.search.slots import INITIALS_TRUST, Reading, Slot
from briefs.search.vocabulary import FIELD_MARKS, NO_TERM

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_TITLE_WORDS = 40
"""Words of a title that are aligned; the longest real titles have about thirty."""


class Occurrences:
    """Every place where a slot's term stands, candidate by candidate, and the titles word by word.

    `text` is all texts as spelling numbers, `passage_starts` where each field of each text begins there. One
    value an occurrence: `doc` (number of the candidate), `field`, `passage`, `places` (in `text`), `position`
    (words counted through all texts), `codes` (spelling). `weights` has a row a slot: how far the occurrence
    fills it. `title` has shape (candidates, words, slots).
    """

    def __init__(self, docs: Ints, slots: Sequence[Slot], collection: Collection) -> None:
        codes = collection.codes(docs.tolist())
        terms = collection.lexicon.spellings.term_table[codes]
        marked = codes < FIELD_MARKS
        words = np.flatnonzero((terms != NO_TERM) | marked)
        numbering = _Numbering(slots, len(collection.lexicon.spellings.term_texts))
        local = numbering.of(terms[words])
        word_marks = np.flatnonzero(marked[words])
        word_starts = np.flatnonzero(codes[words[word_marks]] == Field.TITLE)
        self.count = len(docs)
        self.position = np.flatnonzero(local)
        mark_of = np.searchsorted(word_marks, self.position, side="right") - 1
        self.field = codes[words[word_marks]][mark_of]
        self.doc = np.searchsorted(word_starts, mark_of, side="right") - 1
        self.places = words[self.position]
        self.codes = codes[self.places]
        self.passage = mark_of
        self.text = codes
        self.passage_starts = words[word_marks]
        self.weights: Floats = numbering.weights[:, local[self.position]]
        numbering.add_several(self, local)
        self._bounds = np.searchsorted(self.doc, np.arange(self.count))
        self._empty = np.bincount(self.doc, minlength=self.count) == 0
        starts = word_marks[word_starts]
        self.title_words = np.append(word_marks, len(words))[word_starts + 1] - starts - 1
        self.title = self._titles(starts, slots, docs, collection)

    def best(self, values: Floats) -> Floats:
        """Return the greatest of each row's values in each candidate; rows run over occurrences."""
        if not values.shape[-1]:
            return np.zeros((*values.shape[:-1], self.count), dtype=np.float32)
        padded = np.concatenate([values, np.zeros((*values.shape[:-1], 1), dtype=np.float32)], axis=-1)
        best: Floats = np.maximum.reduceat(padded, self._bounds, axis=-1)
        best[..., self._empty] = 0
        return best

    def _titles(self, starts: Ints, slots: Sequence[Slot], docs: Ints, collection: Collection) -> Floats:
        length = min(int(self.title_words.max(initial=1)), _TITLE_WORDS)
        filled = np.zeros((self.count, length, len(slots)), dtype=np.float32)
        inside = np.flatnonzero(self.field == Field.TITLE)
        places = self.position[inside] - starts[self.doc[inside]] - 1
        inside, places = inside[places < length], places[places < length]
        filled[self.doc[inside], places] = self.weights[:, inside].T
        short = [(row, slot.text) for row, slot in enumerate(slots) if slot.initials]
        if short:
            titles = [collection.folded_titles[doc] for doc in docs.tolist()]
            _fill_initials(filled, short, titles)
        return filled


class _Numbering:
    """Small numbers, from 1, for the terms of a query's slots, and each slot's weight for each of them."""

    def __init__(self, slots: Sequence[Slot], terms: int) -> None:
        numbered = [(row, each) for row, slot in enumerate(slots) for each in slot.alternatives]
        terms_in_order = (term for _, each in numbered for term in each.terms)
        self._numbers = {term: number for number, term in enumerate(dict.fromkeys(terms_in_order), 1)}
        self._several = [(row, each) for row, each in numbered if len(each.terms) > 1]
        self.weights: Floats = np.zeros((len(slots), len(self._numbers) + 1), dtype=np.float32)
        for row, each in numbered:
            if len(each.terms) == 1:
                number = self._numbers[each.terms[0]]
                self.weights[row, number] = max(self.weights[row, number], each.weight)
        self._table = np.zeros(terms + 1, dtype=np.int32)  # the last place answers for NO_TERM
        self._table[list(self._numbers)] = list(self._numbers.values())

    def of(self, terms: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return the small number of each term, 0 for those of no slot."""
        return self._table[terms]

    def add_several(self, found: Occurrences, local: npt.NDArray[np.int32]) -> None:
        """Raise the weights of the words of alternatives of several terms.

        The words of an abbreviation, and of three or more glued, must stand side by side. Two glued words may
        come from anywhere in the passage: people glue what they typed next to each other, in whichever order.
        """
        for row, each in self._several:
            numbers = [self._numbers[term] for term in each.terms]
            if each.reading is Reading.SPLIT and len(numbers) == 2:
                columns = _in_passages_with_all(numbers, local[found.position], found.passage)
            else:
                columns = _side_by_side(numbers, local, found.position)
            found.weights[row, columns] = np.maximum(found.weights[row, columns], each.weight)


def _side_by_side(numbers: Sequence[int], local: npt.NDArray[np.int32], position: Ints) -> Ints:
    reach = max(len(local) - len(numbers) + 1, 0)
    together = np.ones(reach, dtype=bool)
    for offset, number in enumerate(numbers):
        together &= local[offset : offset + reach] == number
    starts = np.flatnonzero(together)
    places = (starts[:, None] + np.arange(len(numbers))).ravel()
    return np.searchsorted(position, places)


def _in_passages_with_all(numbers: Sequence[int], local: npt.NDArray[np.int32], passage: Ints) -> Ints:
    wanted = np.zeros(len(local), dtype=bool)
    complete = np.ones(int(passage.max(initial=-1)) + 1, dtype=bool)
    for number in numbers:
        here = local == number
        wanted |= here
        complete &= np.bincount(passage[here], minlength=len(complete)) > 0
    return np.flatnonzero(wanted & complete[passage])


def _fill_initials(filled: Floats, short: Sequence[tuple[int, str]], titles: Sequence[str]) -> None:
    for number, title in enumerate(titles):
        initials = "".join([word[0] for word in title.split()])
        for row, text in short:
            start = initials.find(text)
            while 0 <= start < filled.shape[1]:
                span = filled[number, start : start + len(text), row]
                np.maximum(span, INITIALS_TRUST, out=span)
                start = initials.find(text, start + 1)
