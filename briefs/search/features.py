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

BODY_SHARE = np.float32(0.7)
_RUNS = frozenset({Reading.SHORT, Reading.JOINED})


@dataclass(frozen=True, slots=True)
class Features:
    """One value in 0..1 for each candidate; shares are of the slots' weight."""

    held: Floats  # share of slots filled, by trust in the alternative; words only the body has count less
    pairs: Floats  # share of adjacent slots that stand together anywhere, 0 for a single slot
    aligned: Floats  # how far the title follows the query word by word
    spelled: Floats  # share of typed diacritics found as typed, 1 where none were typed
    in_title: Floats  # share of slots filled by words of the title, in whichever order
    anywhere: Floats  # share of slots filled, whichever field
    slots: int  # slots of the query


def measure(slots: Sequence[Slot], docs: Ints, collection: Collection) -> Features:
    """Return the features of the candidate documents."""
    found = Occurrences(docs, slots, collection)
    weights = np.array([slot.weight for slot in slots], dtype=np.float32)
    share = weights / weights.sum()
    even = (share + 1 / len(slots)) / 2
    title = found.title.max(axis=1, initial=0).T
    anywhere = np.maximum(found.best(found.weights), title)
    in_head = np.maximum(found.best(found.weights * (found.field <= Field.NAME)), title)
    return Features(
        held=share @ np.maximum(in_head, BODY_SHARE * anywhere),
        pairs=_pair_share(found, even),
        aligned=align(found.title, even, _shared(slots)),
        spelled=_spelled(found, slots, collection),
        in_title=even @ title,
        anywhere=share @ anywhere,
        slots=len(slots),
    )


def _shared(slots: Sequence[Slot]) -> npt.NDArray[np.bool_]:
    """Say of each slot whether one word may fill it and the one before: abbreviations, words typed apart."""
    runs = [{each.terms for each in slot.alternatives if each.reading in _RUNS} for slot in slots]
    return np.array([row > 0 and bool(runs[row] & runs[row - 1]) for row in range(len(slots))])


def _pair_share(found: Occurrences, worth: Floats) -> Floats:
    if len(worth) < 2 or found.weights.shape[1] < 2:
        return np.zeros(found.count, dtype=np.float32)
    together = (np.diff(found.position) == 1) & (found.doc[1:] == found.doc[:-1])
    strength = np.zeros((len(worth) - 1, found.weights.shape[1]), dtype=np.float32)
    strength[:, :-1] = np.minimum(found.weights[:-1, :-1], found.weights[1:, 1:]) * together
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
