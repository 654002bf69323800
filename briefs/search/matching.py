"""The first pass: how well every document fills every slot, from postings alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.slots import Alternative, Slot

Floats = npt.NDArray[np.float32]


def fill_slots(slots: Sequence[Slot], collection: Collection) -> Floats:
    """Return, for each slot and document, the best alternative's weight times its strength there (0 to 1)."""
    filled = np.zeros((len(slots), len(collection.entries)), dtype=np.float32)
    for row, slot in zip(filled, slots, strict=True):
        for alternative in slot.alternatives:
            _raise_to(row, alternative, collection)
    return filled


def _raise_to(row: Floats, alternative: Alternative, collection: Collection) -> None:
    factor = np.float32(alternative.weight / 255)
    postings = collection.postings
    if len(alternative.terms) > 1:
        np.maximum(row, _conjunction(alternative, collection) * factor, out=row)
        return
    (term,) = alternative.terms
    dense = postings.dense(term)
    if dense is not None:
        np.maximum(row, dense * factor, out=row)
        return
    docs, strengths = postings.sparse(term)
    row[docs] = np.maximum(row[docs], strengths * factor)


def _conjunction(alternative: Alternative, collection: Collection) -> npt.NDArray[np.uint8]:
    """Return in every document the weakest strength of terms that must all be there."""
    weakest: npt.NDArray[np.uint8] | None = None
    for term in alternative.terms:
        strengths = collection.postings.dense(term)
        if strengths is None:
            docs, values = collection.postings.sparse(term)
            strengths = np.zeros(len(collection.entries), dtype=np.uint8)
            strengths[docs] = values
        weakest = strengths if weakest is None else np.minimum(weakest, strengths)
    return weakest if weakest is not None else np.zeros(len(collection.entries), dtype=np.uint8)


def candidates(
    slots: Sequence[Slot], filled: Floats, collection: Collection, most: int
) -> npt.NDArray[np.int64]:
    """Return the documents that fill the most weight of slots, best first."""
    weights = np.array([slot.weight for slot in slots], dtype=np.float32)
    scores = weights @ filled
    scores[~collection.alive[: len(scores)]] = 0
    best = np.argpartition(scores, -most)[-most:] if len(scores) > most else np.arange(len(scores))
    best = best[scores[best] > 0]
    return best[np.lexsort((-best, -scores[best]))]
