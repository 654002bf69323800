"""The second pass: what the texts of the candidates say about how the slots are filled."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from briefs.search.alignment import align
from briefs.search.collection import Collection
from briefs.search.occurrences import Occurrences, starts_of
from briefs.search.passages import Field
from briefs.search.pattern import Pattern
from briefs.search.vocabulary import Spellings
from briefs.text.fold import nfc

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


def measure(found: Occurrences, pattern: Pattern) -> Features:
    """Return the features of candidates; `aligned` and `spelled`, which take long, are the most they can be.

    No title follows more of the query than it has.
    """
    in_title = pattern.even @ found.in_title
    passages = _Passages(found)
    return Features(
        held=pattern.share
        @ np.maximum(passages.best(passages.filled * FIELD_SHARE[passages.field]), found.in_title),
        pairs=_pair_share(found, pattern),
        aligned=in_title,
        spelled=np.ones(found.count, dtype=np.float32),
        in_title=in_title,
        anywhere=pattern.share @ np.maximum(passages.best(passages.filled), found.in_title),
        near=np.maximum(passages.near(pattern.even), in_title),
        solid=float(pattern.even @ np.array([slot.short for slot in pattern.slots], dtype=np.float32)),
        slots=len(pattern.slots),
    )


def settle(
    features: Features, chosen: Ints, found: Occurrences, pattern: Pattern, spellings: Spellings
) -> Features:
    """Return the features with `aligned` and `spelled` as they are for the chosen candidates."""
    aligned, spelled = features.aligned.copy(), features.spelled.copy()
    aligned[chosen] = _aligned(found, chosen, features.in_title, pattern)
    spelled[chosen] = _spelled(found, chosen, pattern, spellings)
    return replace(features, aligned=aligned, spelled=spelled)


def title_shares(pattern: Pattern, docs: Ints, collection: Collection) -> Floats:
    """Return the share of slots filled by words of the title, reading the titles alone."""
    found = Occurrences(docs, pattern, collection, titles_only=True)
    shares: Floats = pattern.even @ found.in_title
    return shares


class _Passages:
    """How far each passage of the candidates fills each slot; a body is cut into tiles of words.

    `filled` has shape (slots, passages), `field` one value a passage.
    """

    def __init__(self, found: Occurrences) -> None:
        tiles = found.position // _TILE
        # Tiles and passages only grow, so a sum is another one where either is.
        starts = starts_of(np.where(found.field == Field.BODY, found.passage + tiles, ~found.passage))
        self.field = found.field[starts]
        self.filled: Floats = np.zeros((len(found.weights), 0), dtype=np.float32)
        if len(starts):
            self.filled = np.maximum.reduceat(found.weights, starts, axis=1)
        self._tile, self._doc = tiles[starts], found.doc[starts]
        self._found = found

    def near(self, worth: Floats) -> Floats:
        """Return, for each candidate, the most that one passage holds of slots of this worth."""
        body = self.field == Field.BODY
        held = worth @ self.filled * np.where(body, _BODY_NEAR, 1).astype(np.float32)
        beside = (np.diff(self._tile) == 1) & (np.diff(self._doc) == 0)
        follows = np.flatnonzero(body[:-1] & body[1:] & beside)
        both = worth @ np.maximum(self.filled[:, follows], self.filled[:, follows + 1])
        held[follows] = np.maximum(held[follows], both * _BODY_NEAR)
        return self.best(held)

    def best(self, values: Floats) -> Floats:
        """Return the greatest value in each candidate; the last axis runs over passages."""
        return self._found.best(values, self._doc)


def _aligned(found: Occurrences, chosen: Ints, in_title: Floats, pattern: Pattern) -> Floats:
    """Return how far the titles of the chosen candidates follow the query."""
    aligned = np.zeros(len(chosen), dtype=np.float32)
    likely = np.flatnonzero(in_title[chosen] >= _ALIGN_FROM)
    if len(likely):
        aligned[likely] = align(found.titles(chosen[likely]), pattern.even, pattern.shared)
    return aligned


def _pair_share(found: Occurrences, pattern: Pattern) -> Floats:
    """Return the share of adjacent slots side by side, or filled by one word: an abbreviation of both."""
    worth, weights = pattern.even, found.weights
    if len(worth) < 2 or weights.shape[1] < 2:
        return np.zeros(found.count, dtype=np.float32)
    first = np.flatnonzero(np.diff(found.position) == 1)
    strength = np.minimum(weights[:-1].take(first, axis=1), weights[1:].take(first + 1, axis=1))
    best = found.best(strength, found.doc[first])
    for row in np.flatnonzero(pattern.shared[1:]).tolist():
        values = np.minimum(weights[row], weights[row + 1])
        if values.any():
            np.maximum(best[row], found.best(values, found.doc), out=best[row])
    sums = worth[:-1] + worth[1:]
    shares: Floats = (sums / sums.sum()).astype(np.float32) @ best
    return shares


def _spelled(found: Occurrences, chosen: Ints, pattern: Pattern, spellings: Spellings) -> Floats:
    """Return the share of syllables typed with diacritics that the chosen candidates spell so."""
    typed = [slot for slot in pattern.slots if not slot.typed.isascii()]
    among = np.zeros(found.count, dtype=bool)
    among[chosen] = True
    inside = np.flatnonzero(among[found.doc])
    if not typed or not len(inside):
        return np.ones(len(chosen), dtype=np.float32)
    tones = spellings.tones_of(found.codes[inside])
    same = np.array([tones == spellings.tone_of(nfc(slot.typed)) for slot in typed], dtype=np.float32)
    weights = np.array([slot.weight for slot in typed], dtype=np.float32)
    spelled: Floats = (weights / weights.sum()) @ found.best(same, found.doc[inside])[:, chosen]
    return spelled
