"""What is looked for in texts: the terms of a query's slots, and how far each fills each slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.readings import Alternative, Reading
from briefs.search.slots import Slot
from briefs.search.vocabulary import FIELD_MARK, NO_TERM, NOT_TERMS

Floats = npt.NDArray[np.float32]

_RUNS = (Reading.SHORT, Reading.JOINED)


@dataclass(frozen=True, slots=True)
class Several:
    """An alternative of several terms by their numbers, and the row of its slot."""

    row: int
    numbers: tuple[int, ...]
    alternative: Alternative


class Pattern:
    """The slots of a query, their terms numbered from 1, and each slot's weight for each of them.

    `numbers` has for each spelling the number of its term, 0 for those of no slot, and below zero what the
    vocabulary has for what is no word. `shared` says of each slot whether one word may fill it and the one
    before: abbreviations, words typed apart. `share` is what each slot is worth, in sum 1; `even` is half
    that, half the same for all.
    """

    def __init__(self, slots: Sequence[Slot], collection: Collection) -> None:
        self.slots = slots
        numbered = [(row, each) for row, slot in enumerate(slots) for each in slot.alternatives]
        terms_in_order = (term for _, each in numbered for term in each.terms)
        numbers = {term: number for number, term in enumerate(dict.fromkeys(terms_in_order), 1)}
        self.weights: Floats = np.zeros((len(slots), len(numbers) + 1), dtype=np.float32)
        self.several: list[Several] = []
        for row, each in numbered:
            if len(each.terms) == 1:
                self.weights[row, numbers[each.terms[0]]] = each.weight
            else:
                self.several.append(Several(row, tuple(numbers[term] for term in each.terms), each))
        by_term = np.zeros(len(collection.lexicon.spellings.term_texts) + NOT_TERMS, dtype=np.int16)
        by_term[list(numbers)] = list(numbers.values())
        by_term[[NO_TERM, FIELD_MARK]] = NO_TERM, FIELD_MARK
        self.numbers: npt.NDArray[np.int16] = by_term[collection.lexicon.spellings.term_table]
        weights = np.array([slot.weight for slot in slots], dtype=np.float32)
        self.share: Floats = weights / max(weights.sum(), 1e-9)
        self.even: Floats = (self.share + 1 / max(len(slots), 1)) / 2
        self.shared = _shared(slots)


def _shared(slots: Sequence[Slot]) -> npt.NDArray[np.bool_]:
    runs = [{each.terms for each in slot.alternatives if each.reading in _RUNS} for slot in slots]
    return np.array([row > 0 and bool(runs[row] & runs[row - 1]) for row in range(len(slots))], dtype=bool)
