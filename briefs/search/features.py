"""The second pass: what the texts of the candidates say about how the slots are filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.alignment import align
from briefs.search.collection import Collection
from briefs.search.occurrences import Occurrences
from briefs.search.passages import Field
from briefs.search.slots import Reading, Slot
from briefs.text.fold import nfc, tone_key

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

FIELD_SHARE = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.7, 0.7], dtype=np.float32)
"""What a word counts by where it stands: a name only tags the brief, a body says much in passing."""
_TILE = 20
"""Words of a body; two tiles are one passage: about what a point or a directive has."""
_ALIGN_FROM = 0.35
"""Share of the query in a title below which its alignment, to the fourth power, says nothing."""
_BODY_NEAR = np.float32(0.85)
"""What standing together in a window of a body counts: it has room for chance."""
_RUNS = frozenset({Reading.SHORT, Reading.JOINED})


@dataclass(frozen=True, slots=True)
class Features:
    """One value in 0..1 for each candidate; shares are of the slots' weight."""

    held: Floats  # share of slots filled, by trust in the alternative and by field
    pairs: Floats  # share of adjacent slots that stand together anywhere, 0 for a single slot
    aligned: Floats  # how far the title follows the query word by word
    spelled: Floats  # share of typed diacritics found as typed, 1 where none were typed
    in_title: Floats  # share of slots filled by words of the title, in whichever order
    anywhere: Floats  # share of slots filled, whichever field
    near: Floats  # share of slots filled by one passage
    solid: float  # share of slots that are abbreviations: each stands for several words side by side
    slots: int  # slots of the query


def measure(slots: Sequence[Slot], docs: Ints, collection: Collection) -> Features:
    """Return the features of the candidate documents."""
    found = Occurrences(docs, slots, collection)
    weights = np.array([slot.weight for slot in slots], dtype=np.float32)
    share = weights / weights.sum()
    even = (share + 1 / len(slots)) / 2
    shared = _shared(slots)
    title = found.title.max(axis=1, initial=0).T
    in_title = even @ title
    passages = _Passages(found)
    return Features(
        held=share @ np.maximum(passages.best(passages.filled * FIELD_SHARE[passages.field]), title),
        pairs=_pair_share(found, even, shared),
        aligned=_aligned(found, in_title, even, shared),
        spelled=_spelled(found, slots, collection),
        in_title=in_title,
        anywhere=share @ np.maximum(passages.best(passages.filled), title),
        near=np.maximum(passages.near(even), in_title),
        solid=float(even @ np.array([slot.short for slot in slots], dtype=np.float32)),
        slots=len(slots),
    )


class _Passages:
    """How far each passage of the candidates fills each slot; a body is cut into tiles of words.

    `filled` has shape (slots, passages), `field` one value a passage.
    """

    def __init__(self, found: Occurrences) -> None:
        tiles = np.where(found.field == Field.BODY, found.position // _TILE, 0)
        changes = (np.diff(found.passage, prepend=-1) != 0) | (np.diff(tiles, prepend=0) != 0)
        starts = np.flatnonzero(changes)
        self.field = found.field[starts]
        self.filled: Floats = np.zeros((len(found.weights), 0), dtype=np.float32)
        if len(starts):
            self.filled = np.maximum.reduceat(found.weights, starts, axis=1)
        self._tile, self._doc = tiles[starts], found.doc[starts]
        self._count = found.count

    def near(self, worth: Floats) -> Floats:
        """Return, for each candidate, the most that one passage holds of slots of this worth."""
        body = self.field == Field.BODY
        held = worth @ self.filled * np.where(body, _BODY_NEAR, 1).astype(np.float32)
        follows = np.flatnonzero(body[1:] & (np.diff(self._tile) == 1) & (np.diff(self._doc) == 0))
        both = worth @ np.maximum(self.filled[:, follows], self.filled[:, follows + 1])
        held[follows] = np.maximum(held[follows], both * _BODY_NEAR)
        return self.best(held)

    def best(self, values: Floats) -> Floats:
        """Return the greatest value in each candidate; the last axis runs over passages."""
        best = np.zeros((*values.shape[:-1], self._count), dtype=np.float32)
        firsts = np.flatnonzero(np.diff(self._doc, prepend=-1))
        if len(firsts):
            best[..., self._doc[firsts]] = np.maximum.reduceat(values, firsts, axis=-1)
        return best


def _aligned(found: Occurrences, in_title: Floats, worth: Floats, shared: npt.NDArray[np.bool_]) -> Floats:
    """Return how far the titles follow the query; no title can follow more of it than it has."""
    aligned = np.zeros(found.count, dtype=np.float32)
    likely = np.flatnonzero(in_title >= _ALIGN_FROM)
    if len(likely):
        length = int(found.title_words[likely].max())
        aligned[likely] = align(found.title[likely, :length], worth, shared)
    return aligned


def _shared(slots: Sequence[Slot]) -> npt.NDArray[np.bool_]:
    """Say of each slot whether one word may fill it and the one before: abbreviations, words typed apart."""
    runs = [{each.terms for each in slot.alternatives if each.reading in _RUNS} for slot in slots]
    return np.array([row > 0 and bool(runs[row] & runs[row - 1]) for row in range(len(slots))])


def _pair_share(found: Occurrences, worth: Floats, shared: npt.NDArray[np.bool_]) -> Floats:
    if len(worth) < 2 or found.weights.shape[1] < 2:
        return np.zeros(found.count, dtype=np.float32)
    together = (np.diff(found.position) == 1) & (found.doc[1:] == found.doc[:-1])
    strength = np.zeros((len(worth) - 1, found.weights.shape[1]), dtype=np.float32)
    strength[:, :-1] = np.minimum(found.weights[:-1, :-1], found.weights[1:, 1:]) * together
    for row in np.flatnonzero(shared[1:]).tolist():  # one word for both: an abbreviation of what was typed
        np.maximum(strength[row], found.weights[row : row + 2].min(0), out=strength[row])
    sums = worth[:-1] + worth[1:]
    shares: Floats = (sums / sums.sum()).astype(np.float32) @ found.best(strength)
    return shares


def _spelled(found: Occurrences, slots: Sequence[Slot], collection: Collection) -> Floats:
    """Return the share of syllables typed with diacritics that the candidate spells so."""
    marked = [(row, tone_key(nfc(slot.typed))) for row, slot in enumerate(slots) if not slot.typed.isascii()]
    if not marked or not len(found.codes):
        return np.ones(found.count, dtype=np.float32)
    tone_key_of = collection.lexicon.spellings.tone_key_of
    unique, inverse = np.unique(found.codes, return_inverse=True)
    keys = [tone_key_of(code) for code in unique.tolist()]
    same = np.array([[key == typed for key in keys] for _, typed in marked], dtype=np.float32)
    weights = np.array([slots[row].weight for row, _ in marked], dtype=np.float32)
    spelled: Floats = (weights / weights.sum()) @ found.best(same[:, inverse])
    return spelled
