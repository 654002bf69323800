"""The first pass: how well every document fills every slot, from postings alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.pattern import Pattern
from briefs.search.postings import Filled, Postings
from briefs.search.slots import INITIALS_TRUST

Floats = npt.NDArray[np.float32]

_WHOLE = 257
"""What a weight of 1 counts; times a strength of 255 it fills 16 bits, which take half the time of floats."""
_WORTH = 0.7
"""Candidates below this share of the best are not read: of the measured answers the least had 0.76."""


def first_pass(pattern: Pattern, collection: Collection) -> Floats:
    """Return for every document the sum, over slots, of their weight times how far it fills them (0 to 1).

    It fills a slot as far as the best of the alternatives does: weight times strength.
    """
    filled = np.zeros((len(pattern.slots), collection.size), dtype=np.uint16)
    factors = np.rint(pattern.trust * _WHOLE).astype(np.uint16)
    collection.postings.raise_rows(filled, pattern.rows, pattern.terms, factors)
    for each in pattern.several:
        alternative = each.alternative
        _raise_by_all(alternative.terms, alternative.weight, collection.postings, filled[each.row])
    for row, slot in enumerate(pattern.slots):
        if slot.initials:
            _raise_by_all(slot.initials, INITIALS_TRUST, collection.initials, filled[row])
    weights = np.array([slot.weight / (255 * _WHOLE) for slot in pattern.slots], dtype=np.float32)
    # Unlike a product of matrices this never waits for other threads.
    scores: Floats = np.einsum("s,sd->d", weights, filled.astype(np.float32))
    return scores


def _factor(weight: float) -> int:
    return round(weight * _WHOLE)


def _raise_by_all(terms: Sequence[int], weight: float, postings: Postings, row: Filled) -> None:
    """Raise a row, where the postings have all terms, to the weight times the weakest strength."""
    rarest, *others = sorted(terms, key=postings.frequency)
    docs, weakest = postings.held(rarest)
    for term in others:
        strengths = postings.strengths_in(term, docs)
        held = strengths > 0
        docs, weakest = docs[held], np.minimum(weakest, strengths)[held]
    row[docs] = np.maximum(row[docs], weakest * np.uint16(_factor(weight)))


def best_of(scores: Floats, most: int) -> npt.NDArray[np.int64]:
    """Return the documents of the highest scores, at most so many, best first."""
    best = np.flatnonzero(scores > _WORTH * scores.max(initial=0))
    if len(best) > most:
        best = best[np.argpartition(scores[best], -most)[-most:]]
    ordered: npt.NDArray[np.int64] = best[np.lexsort((-best, -scores[best]))]
    return ordered
