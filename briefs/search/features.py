"""The second pass: what the texts of the candidates say about how the slots are filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.alignment import align
from briefs.search.occurrences import BODY, Occurrences, Owners, starts_of
from briefs.search.pattern import Pattern, weighed
from briefs.search.vocabulary import Spellings
from briefs.text.fold import nfc

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

FIELD_SHARE = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 0.9, 0.7, 0.7], dtype=np.float32)
"""What a word counts by where it stands: a name only tags the brief, a body says much in passing."""
_TILE = 20
"""Words of a body; two tiles are one passage: about what a point or a directive has."""
_TILE_BITS = 32
"""Room for the number of a tile behind that of its passage, so that one number tells both."""
_ALIGN_FROM = 0.35
"""Share of the query in a title below which its alignment, to the fourth power, says nothing."""
_BODY_NEAR = np.float32(0.85)
"""What standing together in a window of a body counts: it has room for chance."""


@dataclass(frozen=True, slots=True)
class Features:
    """One value in 0..1 for each candidate; shares are of the slots' weight."""

    held: Floats  # share of slots filled, by trust in the alternative and by field
    pairs: Floats  # share of adjacent slots that stand together anywhere, 0 for a single slot
    in_title: Floats  # share of slots filled by words of the title, in whichever order
    anywhere: Floats  # share of slots filled, whichever field
    near: Floats  # share of slots filled by one passage
    solid: float  # share of slots that are abbreviations: each stands for several words side by side
    slots: int  # slots of the query


def measure(found: Occurrences, pattern: Pattern) -> Features:
    """Return the features of candidates, but for `aligned` and `spelled`, which take long."""
    in_title = weighed(pattern.even, found.in_title)
    passages = _Passages(found)
    return Features(
        held=weighed(
            pattern.share,
            np.maximum(passages.best(passages.filled * FIELD_SHARE[passages.field]), found.in_title),
        ),
        pairs=_pair_share(found, pattern),
        in_title=in_title,
        anywhere=weighed(pattern.share, np.maximum(passages.best(passages.filled), found.in_title)),
        near=np.maximum(passages.near(pattern.even), in_title),
        solid=float(weighed(pattern.even, pattern.short)),
        slots=len(pattern.slots),
    )


def aligned(chosen: Ints, features: Features, found: Occurrences, pattern: Pattern) -> Floats:
    """Return how far the titles of the chosen candidates follow the query word by word.

    For the others it is the most that it can be: no title follows more of the query than it has.
    """
    values = features.in_title.copy()
    values[chosen] = 0
    likely = chosen[features.in_title[chosen] >= _ALIGN_FROM]
    if len(likely):
        values[likely] = align(found.titles(likely), pattern.even, pattern.shared)
    return values


def spelled(chosen: Ints, found: Occurrences, pattern: Pattern, spellings: Spellings) -> Floats:
    """Return the share of typed diacritics that the chosen candidates spell so; 1 for the others.

    It is 1 for all where none were typed.
    """
    values = np.ones(found.count, dtype=np.float32)
    typed = [slot for slot in pattern.slots if not slot.typed.isascii()]
    among = np.zeros(found.count, dtype=bool)
    among[chosen] = True
    inside = np.flatnonzero(among[found.doc])
    if not typed or not len(inside):
        return values
    tones = spellings.tones_of(found.codes[inside])
    same = np.array([tones == spellings.tone_of(nfc(slot.typed)) for slot in typed], dtype=np.float32)
    weights = np.array([slot.weight for slot in typed], dtype=np.float32)
    best = Owners(found.doc[inside], found.count).best(same)
    values[chosen] = weighed(weights / weights.sum(), best[:, chosen])
    return values


class _Passages:
    """How far each passage of the candidates fills each slot; a body is cut into tiles of words.

    `filled` has shape (slots, passages), `field` one value a passage.
    """

    def __init__(self, found: Occurrences) -> None:
        tiles = np.where(found.field == BODY, found.after // _TILE, 0)
        starts = starts_of((found.passage << _TILE_BITS) + tiles)
        self.field = found.field[starts]
        self.filled: Floats = np.zeros((len(found.weights), 0), dtype=np.float32)
        if len(starts):
            self.filled = np.maximum.reduceat(found.weights, starts, axis=1)
        self._tile, self._doc = tiles[starts], found.doc[starts]
        self._owners = Owners(self._doc, found.count)

    def near(self, worth: Floats) -> Floats:
        """Return, for each candidate, the most that one passage holds of slots of this worth."""
        body = self.field == BODY
        held = weighed(worth, self.filled) * np.where(body, _BODY_NEAR, 1).astype(np.float32)
        beside = (np.diff(self._tile) == 1) & (np.diff(self._doc) == 0)
        follows = np.flatnonzero(body[:-1] & body[1:] & beside)
        both = weighed(worth, np.maximum(self.filled[:, follows], self.filled[:, follows + 1]))
        held[follows] = np.maximum(held[follows], both * _BODY_NEAR)
        return self.best(held)

    def best(self, values: Floats) -> Floats:
        """Return the greatest value in each candidate; the last axis runs over passages."""
        return self._owners.best(values)


def _pair_share(found: Occurrences, pattern: Pattern) -> Floats:
    """Return the share of adjacent slots side by side, or filled by one word: an abbreviation of both."""
    worth, weights = pattern.even, found.weights
    if len(worth) < 2 or weights.shape[1] < 2:
        return np.zeros(found.count, dtype=np.float32)
    first = np.flatnonzero(np.diff(found.position) == 1)
    strength = np.minimum(weights[:-1].take(first, axis=1), weights[1:].take(first + 1, axis=1))
    best = Owners(found.doc[first], found.count).best(strength)
    for row in np.flatnonzero(pattern.shared[1:]).tolist():
        values = np.minimum(weights[row], weights[row + 1])
        if values.any():
            np.maximum(best[row], Owners(found.doc, found.count).best(values), out=best[row])
    sums = worth[:-1] + worth[1:]
    shares: Floats = weighed((sums / sums.sum()).astype(np.float32), best)
    return shares
