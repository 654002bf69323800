"""How far the words of a title follow the words of a query, word by word and in order.

A local alignment in the manner of Smith and Waterman (1981) over syllables instead of letters: a typed
syllable may lack a partner, a title word may be skipped, an abbreviation may stand against several words. All
candidates are aligned at once, one title position a step.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_SKIP = np.float32(0.04)
"""Cost of a skipped word as a share of the whole query: less than any syllable of a usual query gains."""


def align(filled: Floats, gains: Floats, shared: npt.NDArray[np.bool_]) -> Floats:
    """Return the best alignment of each candidate, 1 where the whole query stands in the title as typed.

    `filled` has shape (candidates, title positions, slots): how well the word there fills the slot. `gains`
    is what each slot is worth, in sum 1. `shared` says which slots may take the same word as the slot before.
    """
    count, length, slots = filled.shape
    # Two empty positions and slots in front stand for "before the title" and "before the query".
    reached = np.zeros((length + 2, count, slots + 2), dtype=np.float32)
    shared_slots = np.flatnonzero(shared).tolist()
    for position in range(length):
        here, last, before = reached[position + 2], reached[position + 1], reached[position]
        matches = filled[:, position, :]
        skipped = np.maximum(np.maximum(before[:, 1:-1], before[:, :-2]), last[:, :-2]) - _SKIP
        came = np.maximum(last[:, 1:-1], np.maximum(skipped, 0))
        gained = came + matches * gains
        # A slot that filled the word before too (initials, a split word) goes on without a second gain.
        np.maximum(gained, last[:, 2:], out=gained)
        here[:, 2:] = np.where(matches > 0, gained, 0)
        for slot in shared_slots:
            both = (matches[:, slot] > 0) & (matches[:, slot - 1] > 0)
            onward = here[:, slot + 1] + matches[:, slot] * gains[slot]
            here[:, slot + 2] = np.where(both, np.maximum(here[:, slot + 2], onward), here[:, slot + 2])
    best: Floats = reached.max(axis=(0, 2))
    return best
