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
    matches = np.ascontiguousarray(filled.transpose(1, 2, 0))
    held = matches > 0
    gained = matches * gains[:, None]
    # Two empty positions and slots in front stand for "before the title" and "before the query".
    reached = np.zeros((length + 2, slots + 2, count), dtype=np.float32)
    both = (held[:, 1:] & held[:, :-1]).any(axis=2) & shared[1:] if shared.any() else None
    for position in np.flatnonzero(held.any(axis=(1, 2))).tolist():
        here, last, before = reached[position + 2], reached[position + 1], reached[position]
        came = np.maximum(before[1:-1], before[:-2])
        np.maximum(came, last[:-2], out=came)
        came -= _SKIP
        np.maximum(came, last[1:-1], out=came)
        came += gained[position]
        # A slot that filled the word before too (initials, a split word) goes on without a second gain.
        np.maximum(came, last[2:], out=came)
        np.multiply(came, held[position], out=here[2:])
        for slot in () if both is None else (np.flatnonzero(both[position]) + 1).tolist():
            onward = here[slot + 1] + gained[position, slot]
            onward *= held[position, slot - 1] & held[position, slot]
            np.maximum(here[slot + 2], onward, out=here[slot + 2])
    best: Floats = reached.max(axis=(0, 1), initial=0)
    return best
