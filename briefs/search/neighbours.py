"""Terms one slip away: by shared deletions, so a lookup touches a few dozen terms and not the vocabulary.

Two words within optimal string alignment distance d share a string got by at most d deletions from each. The
hashes of all such strings are kept sorted in one array; a lookup hashes the deletions of the typed word and
finds them there. Garbe's SymSpell keeps the same strings in a dictionary, which takes ten times the memory.
"""

from __future__ import annotations

from array import array
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

TWO_EDITS_FROM = 7
"""Letters from which two slips are looked for; longer than any Vietnamese syllable: names, glued words."""
_LONGEST = 16
_FRESH_LIMIT = 512


class Neighbours:
    """Finds terms near a typed word among terms that are added one by one."""

    def __init__(self) -> None:
        self._terms: list[str] = []
        self._indexed = 0
        self._keys: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._owners: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    def extend(self, terms: list[str]) -> None:
        """Add terms; their numbers count on from the last."""
        self._terms += terms
        if len(self._terms) - self._indexed > max(_FRESH_LIMIT, self._indexed // 16):
            self._index_fresh()

    def near(self, word: str) -> list[tuple[int, int]]:
        """Return the numbers and distances (1, or 2 for long words) of terms near the word, nearest first."""
        limit = 2 if len(word) >= TWO_EDITS_FROM else 1
        if len(word) > _LONGEST + limit:
            return []
        found = []
        for number in self._candidates(word, limit):
            distance = OSA.distance(word, self._terms[number], score_cutoff=limit)
            if 0 < distance <= limit:
                found.append((number, distance))
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    def _candidates(self, word: str, limit: int) -> set[int]:
        keys = np.array(sorted(map(hash, _deletions(word, limit))), dtype=np.int64)
        starts = np.searchsorted(self._keys, keys, "left")
        ends = np.searchsorted(self._keys, keys, "right")
        numbers = set(range(self._indexed, len(self._terms)))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if end > start:
                numbers.update(self._owners[start:end].tolist())
        return numbers

    def _index_fresh(self) -> None:
        keys, owners = array("q"), array("i")
        for number in range(self._indexed, len(self._terms)):
            term = self._terms[number]
            if 2 <= len(term) <= _LONGEST and not term.isdecimal():
                deletions = _deletions(term, 2 if len(term) >= TWO_EDITS_FROM - 2 else 1)
                keys.extend(map(hash, deletions))
                owners.extend([number] * len(deletions))
        all_keys = np.concatenate([self._keys, np.array(keys, dtype=np.int64)])
        all_owners = np.concatenate([self._owners, np.array(owners, dtype=np.int32)])
        order = np.argsort(all_keys, kind="stable")
        self._keys, self._owners = all_keys[order], all_owners[order]
        self._indexed = len(self._terms)


def _deletions(word: str, limit: int) -> set[str]:
    """Return the word and all it can become by up to `limit` deletions."""
    kept = {word}
    for count in range(1, limit + 1):
        kept.update("".join(letters) for letters in combinations(word, len(word) - count))
    return kept
