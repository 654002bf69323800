"""Where the terms of a query's slots stand in the texts of the candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Field
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
    (words counted through all texts), `codes` (spelling), `terms`. `weights` has a row a slot: how far the
    occurrence fills it. `title` has shape (candidates, words, slots).
    """

    def __init__(
        self, docs: Ints, pattern: Pattern, collection: Collection, *, titles_only: bool = False
    ) -> None:
        spellings, texts = collection.lexicon.spellings, collection.texts
        self.text = (texts.titles if titles_only else texts.codes)(docs.tolist())
        numbers = pattern.numbers[self.text]
        words = np.flatnonzero(numbers != NO_TERM)  # words and field marks
        numbers = numbers[words]
        word_marks = np.flatnonzero(numbers == FIELD_MARK)
        self.passage_starts = words[word_marks]
        fields = self.text[self.passage_starts]
        titles = np.flatnonzero(fields == Field.TITLE)
        self.count = len(docs)
        self.position = np.flatnonzero(numbers > 0)
        self.passage = np.searchsorted(word_marks, self.position, side="right") - 1
        self.field = fields[self.passage]
        self.doc = (np.cumsum(fields == Field.TITLE) - 1)[self.passage]
        self.places = words[self.position]
        self.codes = self.text[self.places]
        self.terms = spellings.term_table[self.codes]
        self.weights: Floats = pattern.weights[:, numbers[self.position]]
        self._add_several(pattern, numbers)
        self._title_starts = word_marks[titles] + 1
        self.title_words = np.append(word_marks, len(words))[titles + 1] - self._title_starts
        self.title = self._titles(pattern, words, spellings)

    def best(self, values: Floats, docs: Ints) -> Floats:
        """Return the greatest of each row's values in each candidate; `docs` are the candidates in order."""
        best = np.zeros((*values.shape[:-1], self.count), dtype=np.float32)
        if len(docs):
            firsts = np.flatnonzero(np.diff(docs, prepend=-1))
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
                columns = _side_by_side(each.numbers, numbers[self.position], self.position)
            row = self.weights[each.row]
            row[columns] = np.maximum(row[columns], each.alternative.weight)

    def _titles(self, pattern: Pattern, words: Ints, spellings: Spellings) -> Floats:
        length = min(int(self.title_words.max(initial=1)), _TITLE_WORDS)
        filled = np.zeros((self.count, length, len(pattern.slots)), dtype=np.float32)
        inside = np.flatnonzero(self.field == Field.TITLE)
        places = self.position[inside] - self._title_starts[self.doc[inside]]
        inside, places = inside[places < length], places[places < length]
        filled[self.doc[inside], places] = self.weights[:, inside].T
        short = [(row, slot.text) for row, slot in enumerate(pattern.slots) if slot.initials]
        if short:
            reach = np.arange(length)
            held = reach < self.title_words[:, None]
            at = words[np.where(held, self._title_starts[:, None] + reach, self._title_starts[:, None] - 1)]
            _fill_initials(filled, short, np.where(held, spellings.initials_of(self.text[at]), -1))
        return filled


def _side_by_side(numbers: Sequence[int], found: npt.NDArray[np.int16], position: Ints) -> Ints:
    """Return the occurrences in runs of these numbers at positions that follow each other."""
    reach = max(len(found) - len(numbers) + 1, 0)
    together = position[len(numbers) - 1 :] - position[:reach] == len(numbers) - 1
    for offset, number in enumerate(numbers):
        together &= found[offset : offset + reach] == number
    return (np.flatnonzero(together)[:, None] + np.arange(len(numbers))).ravel()


def _in_passages_with_all(numbers: Sequence[int], found: npt.NDArray[np.int16], passage: Ints) -> Ints:
    wanted = np.zeros(len(found), dtype=bool)
    complete = np.ones(int(passage.max(initial=-1)) + 1, dtype=bool)
    for number in numbers:
        here = found == number
        wanted |= here
        complete &= np.bincount(passage[here], minlength=len(complete)) > 0
    return np.flatnonzero(wanted & complete[passage])


def _fill_initials(filled: Floats, short: Sequence[tuple[int, str]], letters: npt.NDArray[np.int32]) -> None:
    """Fill slots with words whose first letters spell them; `letters` of shape (candidates, words)."""
    for row, text in short:
        reach = letters.shape[1] - len(text) + 1
        starts = np.ones((len(letters), max(reach, 0)), dtype=bool)
        for offset, letter in enumerate(text):
            starts &= letters[:, offset : offset + reach] == ord(letter) - _A
        for number, start in np.argwhere(starts).tolist():
            span = filled[number, start : start + len(text), row]
            np.maximum(span, INITIALS_TRUST, out=span)
