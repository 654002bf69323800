"""The first pass: how well every document fills every slot, from postings alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.postings import Docs, Postings, Strengths
from briefs.search.slots import INITIALS_TRUST, Slot

Floats = npt.NDArray[np.float32]

_WORTH = 0.7
"""Candidates below this share of the best are not read: of the measured answers the least had 0.76."""


def fill_slots(slots: Sequence[Slot], collection: Collection) -> Floats:
    """Return, for each slot and document, the best alternative's weight times its strength there (0 to 1)."""
    filled = _Filled(len(slots), collection.size)
    for row, slot in enumerate(slots):
        for alternative in slot.alternatives:
            filled.note(row, alternative.terms, alternative.weight, collection.postings)
        if slot.initials:
            filled.note(row, slot.initials, INITIALS_TRUST, collection.initials)
    return filled.rows()


class _Filled:
    """A row a slot and a column a document; postings in runs are collected and looked at together."""

    def __init__(self, slots: int, size: int) -> None:
        self._filled = np.zeros((slots, size), dtype=np.float32)
        self._docs: list[Docs] = []
        self._strengths: list[Strengths] = []
        self._rows: list[int] = []
        self._factors: list[float] = []

    def note(self, row: int, terms: Sequence[int], weight: float, postings: Postings) -> None:
        """Raise the row, where the postings have all terms, to the weight times the weakest strength."""
        dense = postings.dense(terms[0]) if len(terms) == 1 else None
        if dense is not None:
            held = self._filled[row, : len(dense)]
            np.maximum(held, dense * np.float32(weight / 255), out=held)
            return
        for docs, strengths in postings.runs(terms[0]) if len(terms) == 1 else _conjunction(terms, postings):
            self._docs.append(docs)
            self._strengths.append(strengths)
            self._rows.append(row)
            self._factors.append(weight / 255)

    def rows(self) -> Floats:
        """Return what was noted."""
        if self._docs:
            lengths = [len(docs) for docs in self._docs]
            starts = np.array(self._rows, dtype=np.int64) * self._filled.shape[1]
            places = np.concatenate(self._docs) + np.repeat(starts, lengths)
            factors = np.repeat(np.array(self._factors, dtype=np.float32), lengths)
            np.maximum.at(self._filled.reshape(-1), places, np.concatenate(self._strengths) * factors)
        return self._filled


def _conjunction(terms: Sequence[int], postings: Postings) -> Iterator[tuple[Docs, Strengths]]:
    """Yield the documents that have all of the terms, and the weakest strength there."""
    rarest, *others = sorted(terms, key=postings.frequency)
    docs, weakest = postings.held(rarest)
    for term in others:
        strengths = postings.strengths_in(term, docs)
        held = strengths > 0
        docs, weakest = docs[held], np.minimum(weakest, strengths)[held]
    yield docs, weakest


def candidates(
    slots: Sequence[Slot], filled: Floats, allowed: npt.NDArray[np.bool_], most: int
) -> npt.NDArray[np.int64]:
    """Return the documents that fill the most weight of slots, best first."""
    weights = np.array([slot.weight for slot in slots], dtype=np.float32)
    scores = weights @ filled
    scores[~allowed] = 0
    best = np.flatnonzero(scores > _WORTH * scores.max(initial=0))
    if len(best) > most:
        best = best[np.argpartition(scores[best], -most)[-most:]]
    ordered: npt.NDArray[np.int64] = best[np.lexsort((-best, -scores[best]))]
    return ordered
