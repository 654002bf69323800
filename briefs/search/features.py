"""The second pass: what the texts of the candidates say about how the slots are filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from briefs.search.collection import Collection
from briefs.search.passages import Field
from briefs.search.slots import Slot
from briefs.search.vocabulary import FIELD_MARKS, NO_TERM
from briefs.text.fold import nfc, tone_key

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_LARGE = 1 << 20


@dataclass(frozen=True, slots=True)
class Features:
    """One value in 0..1 for each candidate; shares are of the slots' weight."""

    held: Floats  # share of slots filled anywhere, by trust in the alternative
    in_title: Floats
    in_head: Floats  # title, lead or points
    pairs: Floats  # share of adjacent slots that stand together anywhere
    title_pairs: Floats
    title_used: Floats  # share of the title's words that a slot explains
    spelled: Floats  # share of typed diacritics found as typed, 1 where none were typed
    similar: Floats  # partial ratio on the title
    similar_glued: Floats  # the same without spaces
    word_set: Floats  # token set ratio on the title


class Occurrences:
    """Every place in the candidates' texts where a slot's term stands, candidate by candidate."""

    def __init__(self, docs: Ints, slots: Sequence[Slot], collection: Collection) -> None:
        codes = collection.codes(docs.tolist())
        table = collection.lexicon.spellings.term_table
        self.count = len(docs)
        starts = np.flatnonzero(codes == Field.TITLE)
        weights, local = _weights_by_term(slots, len(collection.lexicon.spellings.term_texts))
        terms = table[codes]
        words = np.flatnonzero((terms != NO_TERM) | (codes < FIELD_MARKS))
        locals_ = local[terms[words]]
        locals_[codes[words] < FIELD_MARKS] = 0
        hits = np.flatnonzero(locals_)
        marks = words[codes[words] < FIELD_MARKS]
        places = words[hits]
        self.codes = codes[places]
        self.position = hits
        self.doc = np.searchsorted(starts, places, side="right") - 1
        self.field = codes[marks[np.searchsorted(marks, places, side="right") - 1]]
        self.weights: Floats = weights[:, locals_[hits]]
        title_ends = np.searchsorted(marks, starts, side="right")
        ends = np.append(marks, len(codes))[title_ends]
        self.title_words = np.searchsorted(words, ends) - np.searchsorted(words, starts) - 1
        self._bounds = np.searchsorted(self.doc, np.arange(self.count))
        self._empty = np.bincount(self.doc, minlength=self.count) == 0

    def best(self, values: Floats) -> Floats:
        """Return the greatest of each row's values in each candidate; rows run over occurrences."""
        if not values.shape[-1]:
            return np.zeros((*values.shape[:-1], self.count), dtype=np.float32)
        padded = np.concatenate([values, np.zeros((*values.shape[:-1], 1), dtype=np.float32)], axis=-1)
        best: Floats = np.maximum.reduceat(padded, self._bounds, axis=-1)
        best[..., self._empty] = 0
        return best

    def total(self, values: Floats) -> Floats:
        """Return the sum of one value an occurrence in each candidate."""
        return np.bincount(self.doc, weights=values, minlength=self.count).astype(np.float32)


def measure(slots: Sequence[Slot], docs: Ints, filled: Floats, collection: Collection) -> Features:
    """Return the features of the candidate documents; `filled` holds their columns of the first pass."""
    found = Occurrences(docs, slots, collection)
    weights = np.array([slot.weight for slot in slots], dtype=np.float32)
    share = weights / weights.sum()
    title = (found.field == Field.TITLE).astype(np.float32)
    head = (found.field <= Field.NAME).astype(np.float32)
    by_slot = found.best(found.weights)
    # What only a run of terms or initials fills is known from the first pass alone.
    by_slot = np.maximum(by_slot, np.where(by_slot == 0, filled, 0))
    titles = [collection.entries[doc].folded_title for doc in docs.tolist()]
    pairs, title_pairs = _pair_shares(found, title, share)
    return Features(
        held=share @ by_slot,
        in_title=share @ np.maximum(found.best(found.weights * title), np.where(filled > 0.9, filled, 0)),
        in_head=share @ found.best(found.weights * head),
        pairs=pairs,
        title_pairs=title_pairs,
        title_used=np.minimum(1, found.total(title) / np.maximum(found.title_words, 1)),
        spelled=_spelled(found, slots, collection),
        **_similarities(" ".join(slot.text for slot in slots), titles),
    )


def _weights_by_term(slots: Sequence[Slot], terms: int) -> tuple[Floats, npt.NDArray[np.int16]]:
    """Return weights by slot and local number, and the local number of every term (0: of no slot)."""
    numbers: dict[int, int] = {}
    for slot in slots:
        for each in slot.alternatives:
            for term in each.terms:
                numbers.setdefault(term, len(numbers) + 1)
    weights = np.zeros((len(slots), len(numbers) + 1), dtype=np.float32)
    for row, slot in zip(weights, slots, strict=True):
        for each in slot.alternatives:
            for term in each.terms:
                row[numbers[term]] = max(row[numbers[term]], each.weight)
    local = np.zeros(terms + 1, dtype=np.int16)  # the last place answers for NO_TERM
    local[list(numbers)] = list(numbers.values())
    return weights, local


def _pair_shares(found: Occurrences, title: Floats, share: Floats) -> tuple[Floats, Floats]:
    if len(share) < 2 or found.weights.shape[1] < 2:
        ones = np.ones(found.count, dtype=np.float32)
        return ones, ones
    together = (np.diff(found.position) == 1) & (found.doc[1:] == found.doc[:-1])
    strength = np.minimum(found.weights[:-1, :-1], found.weights[1:, 1:]) * together
    strength = np.concatenate(
        [strength.astype(np.float32), np.zeros((len(strength), 1), dtype=np.float32)], axis=1
    )
    sums = share[:-1] + share[1:]
    by_pair: Floats = (sums / sums.sum()).astype(np.float32)
    anywhere: Floats = by_pair @ found.best(strength)
    in_title: Floats = by_pair @ found.best(strength * title)
    return anywhere, in_title


def _spelled(found: Occurrences, slots: Sequence[Slot], collection: Collection) -> Floats:
    """Return the share of syllables typed with diacritics that the candidate spells so."""
    marked = [(row, tone_key(nfc(slot.typed))) for row, slot in enumerate(slots) if not slot.typed.isascii()]
    if not marked or not len(found.codes):
        return np.ones(found.count, dtype=np.float32)
    texts = collection.lexicon.spellings.texts
    unique, inverse = np.unique(found.codes, return_inverse=True)
    keys = [tone_key(texts[code]) for code in unique.tolist()]
    same = np.array([[key == typed for key in keys] for _, typed in marked], dtype=np.float32)
    weights = np.array([slots[row].weight for row, _ in marked], dtype=np.float32)
    spelled: Floats = (weights / weights.sum()) @ found.best(same[:, inverse])
    return spelled


def _similarities(query: str, titles: list[str]) -> dict[str, Floats]:
    glued = [title.replace(" ", "") for title in titles]
    return {
        "similar": _ratios(query, titles, fuzz.partial_ratio),
        "similar_glued": _ratios(query.replace(" ", ""), glued, fuzz.partial_ratio),
        "word_set": _ratios(query, titles, fuzz.token_set_ratio),
    }


def _ratios(query: str, titles: list[str], scorer: Callable[..., float]) -> Floats:
    ratios = process.cdist([query], titles, scorer=scorer, dtype=np.float32)[0] / 100
    # The partial ratio of a title shorter than the query is high for nothing.
    lengths = np.array([len(title) for title in titles], dtype=np.float32)
    capped: Floats = ratios * np.minimum(1, lengths / max(len(query), 1))
    return capped
