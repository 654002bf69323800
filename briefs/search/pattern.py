"""What is looked for in texts: the terms of a query's slots, and how far each fills each slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Codes, runs_of
from briefs.search.readings import Alternative, Reading
from briefs.search.slots import Slot
from briefs.search.spelling import is_syllable
from briefs.search.vocabulary import FIELD_MARK, NO_TERM, NOT_TERMS

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int16]

_RUNS = (Reading.SHORT, Reading.JOINED)


@dataclass(frozen=True, slots=True)
class Several:
    """An alternative of several terms by their numbers, and the row of its slot."""

    row: int
    numbers: tuple[int, ...]
    alternative: Alternative


def weighed(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> Any:
    """Return the matrix product of finite values.

    The BLAS under numpy may set the processor's flag for an invalid operation by lanes that are no part of
    the result (numpy issues 13173 and 24067), of which numpy then warns.
    """
    with np.errstate(invalid="ignore"):
        return one @ other


class Pattern:
    """The slots of a query, their terms numbered from 1, and each slot's weight for each of them.

    `rows`, `terms` and `trust` have a value for each alternative of a single term: its slot, the term and how
    far it is trusted; `several` are the others. `shared` says of each slot whether one word may fill it and
    the one before: abbreviations, words typed apart; `short` whether it may be an abbreviation of several
    words and is hardly one itself, as vat is. `share` is what each slot is worth, in sum 1; `even` is half
    that, half the same for all.
    """

    def __init__(self, slots: Sequence[Slot], collection: Collection) -> None:
        self.slots = slots
        self._term_of = collection.lexicon.spellings.term_table
        singles: list[tuple[int, int, float]] = []
        others: list[tuple[int, Alternative]] = []
        runs: set[tuple[int, tuple[int, ...]]] = set()
        for row, slot in enumerate(slots):
            for each in slot.alternatives:
                if len(each.terms) == 1:
                    singles.append((row, each.terms[0], each.weight))
                else:
                    others.append((row, each))
                if each.reading in _RUNS:
                    runs.add((row, each.terms))
        rows, terms, trust = zip(*singles, strict=True) if singles else ((), (), ())
        self.rows, self.terms = np.array(rows, dtype=np.int64), np.array(terms, dtype=np.int64)
        self.trust = np.array(trust, dtype=np.float64)
        distinct = {*terms, *(term for _, each in others for term in each.terms)}
        by_term = np.zeros(len(collection.lexicon.spellings.term_texts) + NOT_TERMS, dtype=np.int16)
        by_term[list(distinct)] = np.arange(1, len(distinct) + 1)
        by_term[[NO_TERM, FIELD_MARK]] = NO_TERM, FIELD_MARK
        self._by_term: Numbers = by_term
        self.weights: Floats = np.zeros((len(slots), len(distinct) + 1), dtype=np.float32)
        self.weights[self.rows, by_term[self.terms]] = self.trust
        self.several = [Several(row, tuple(by_term[list(each.terms)].tolist()), each) for row, each in others]
        weights = np.array([slot.weight for slot in slots], dtype=np.float32)
        self.share: Floats = weights / max(weights.sum(), 1e-9)
        self.even: Floats = (self.share + 1 / max(len(slots), 1)) / 2
        self.shared = np.zeros(len(slots), dtype=bool)
        self.shared[[row for row, terms in runs if (row - 1, terms) in runs]] = True
        self.short = np.array([bool(slot.initials) for slot in slots], dtype=bool)
        shorts = [row for row, each in others if each.reading is Reading.SHORT]
        self.short[[row for row in shorts if _no_word(slots[row])]] = True

    def numbers_of(self, codes: Codes) -> Numbers:
        """Return the number of the term of each spelling, 0 for those of no slot.

        Below zero is what the vocabulary has for what is no word.
        """
        return self._by_term.take(self._term_of.take(codes))

    def raise_several(self, weights: Floats, numbers: Numbers, at: Ints, passage: Ints) -> None:
        """Raise the weights of words that belong to alternatives of several terms.

        The words of an abbreviation, and of three or more glued, must stand side by side. Two glued words may
        come from anywhere in the passage: people glue what they typed next to each other, in whichever order.
        `numbers` are those of all words of texts; `at` says, for each column of the weights, which word it
        is, and `passage` where that stands.
        """
        for each in self.several:
            if each.alternative.reading is Reading.SPLIT and len(each.numbers) == 2:
                columns = _in_passages_with_all(each.numbers, numbers[at], passage)
            else:
                firsts = runs_of(each.numbers, numbers)
                columns = np.searchsorted(at, (firsts[:, None] + np.arange(len(each.numbers))).ravel())
            row = weights[each.row]
            row[columns] = np.maximum(row[columns], each.alternative.weight)


def _no_word(slot: Slot) -> bool:
    return slot.typed.isupper() or not is_syllable(slot.text)


def _in_passages_with_all(numbers: Sequence[int], found: Numbers, passage: Ints) -> Ints:
    wanted = np.zeros(len(found), dtype=bool)
    complete = np.ones(int(passage.max(initial=-1)) + 1, dtype=bool)
    for number in numbers:
        here = found == number
        wanted |= here
        complete &= np.bincount(passage[here], minlength=len(complete)) > 0
    return np.flatnonzero(wanted & complete[passage])
