"""The first pass: how well every document fills every slot, from postings alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.postings import Docs, Postings, Strengths
from briefs.search.slots import INITIALS_TRUST, Slot

Floats = npt.NDArray[np.float32]

_WHOLE = 257
"""What a weight of 1 counts; times a strength of 255 it fills 16 bits, which take half the time of floats."""
_WORTH = 0.7
"""Candidates below this share of the best are not read: of the measured answers the least had 0.76."""


def first_pass(slots: Sequence[Slot], collection: Collection) -> Floats:
    """Return for every document the sum, over slots, of their weight times how far it fills them (0 to 1).

    It fills a slot as far as the best of the alternatives does: weight times strength.
    """
    scores = np.zeros(collection.size, dtype=np.float32)
    for slot in slots:
        row = _Row(collection.size)
        for alternative in slot.alternatives:
            row.note(alternative.terms, alternative.weight, collection.postings)
        if slot.initials:
            row.note(slot.initials, INITIALS_TRUST, collection.initials)
        scores += row.filled() * np.float32(slot.weight / (255 * _WHOLE))
    return scores


class _Row:
    """How far documents fill one slot; postings in runs are collected and looked at together."""

    def __init__(self, size: int) -> None:
        self._filled = np.zeros(size, dtype=np.uint16)
        self._docs: list[Docs] = []
        self._values: list[npt.NDArray[np.uint16]] = []

    def note(self, terms: Sequence[int], weight: float, postings: Postings) -> None:
        """Raise the row, where the postings have all terms, to the weight times the weakest strength."""
        factor = np.uint16(round(weight * _WHOLE))
        dense = postings.dense(terms[0]) if len(terms) == 1 else None
        if dense is not None:
            held = self._filled[: len(dense)]
            np.maximum(held, np.multiply(dense, factor, dtype=np.uint16), out=held)
            return
        for docs, strengths in postings.runs(terms[0]) if len(terms) == 1 else _conjunction(terms, postings):
            self._docs.append(docs)
            self._values.append(np.multiply(strengths, factor, dtype=np.uint16))

    def filled(self) -> npt.NDArray[np.uint16]:
        """Return what was noted."""
        if self._docs:
            np.maximum.at(self._filled, np.concatenate(self._docs), np.concatenate(self._values))
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


def best_of(scores: Floats, most: int) -> npt.NDArray[np.int64]:
    """Return the documents of the highest scores, at most so many, best first."""
    best = np.flatnonzero(scores > _WORTH * scores.max(initial=0))
    if len(best) > most:
        best = best[np.argpartition(scores[best], -most)[-most:]]
    ordered: npt.NDArray[np.int64] = best[np.lexsort((-best, -scores[best]))]
    return ordered
