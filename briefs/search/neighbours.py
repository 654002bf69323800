"""Terms one slip away: by shared deletions, so a lookup touches a few dozen terms and not the vocabulary.

Two words within optimal string alignment distance d share a string got by at most d deletions from each. The
keys of all such strings are kept sorted in one array; a lookup finds those of the typed word's deletions
there. Garbe's SymSpell keeps the same strings in a dictionary, which takes ten times the memory. Keys are
sums, the same in every process, and are made for many words at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations
from operator import mul

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

Keys = npt.NDArray[np.uint32]
Owners = npt.NDArray[np.int32]

TWO_EDITS_FROM = 7
"""Letters from which two slips are looked for; longer than any Vietnamese syllable: names, glued words."""
_LONGEST = 16
_FRESH_LEAST, _FRESH_SHARE = 512, 8
"""Terms, or the share of all, that wait beside the others: merging sorts everything anew."""
_FEW = 8
"""Words of one length up to which their keys are made one by one."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
_WORD = (1 << 64) - 1
_POWERS = tuple(pow(int(_BASE), power, 1 << 64) for power in range(1, _LONGEST + 3))


class Neighbours:
    """Finds terms near a typed word among terms that are added one by one."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = terms
        self._known = self._merged = 0
        self._old = self._fresh = _Sorted(np.zeros(0, np.uint32), np.zeros(0, np.int32))

    def catch_up(self) -> None:
        """Take in the terms added to the sequence since the last call."""
        if len(self._terms) == self._known:
            return
        keys, owners = _stored_keys(self._terms, self._known)
        self._known = len(self._terms)
        self._fresh = self._fresh.with_more(keys, owners)
        if self._known - self._merged > max(_FRESH_LEAST, self._merged // _FRESH_SHARE):
            self._old = self._old.with_more(self._fresh.keys, self._fresh.owners)
            self._fresh = self._fresh.first(0)
            self._merged = self._known

    def near(self, word: str) -> list[tuple[int, int]]:
        """Return the numbers and distances (1, or 2 for long words) of terms near the word, nearest first."""
        limit = 2 if len(word) >= TWO_EDITS_FROM else 1
        if len(word) > _LONGEST + limit:
            return []
        keys = np.array(_keys_of(word, limit), dtype=np.uint32)
        found = []
        for number in self._old.owners_of(keys) | self._fresh.owners_of(keys):
            distance = OSA.distance(word, self._terms[number], score_cutoff=limit)
            if 0 < distance <= limit:
                found.append((number, distance))
        return sorted(found, key=lambda pair: (pair[1], pair[0]))


class _Sorted:
    """Keys in order, and the term that has each."""

    def __init__(self, keys: Keys, owners: Owners) -> None:
        self.keys, self.owners = keys, owners

    def with_more(self, keys: Keys, owners: Owners) -> _Sorted:
        both = np.concatenate([self.keys, keys])
        order = np.argsort(both, kind="stable")
        return _Sorted(both[order], np.concatenate([self.owners, owners])[order])

    def first(self, count: int) -> _Sorted:
        return _Sorted(self.keys[:count], self.owners[:count])

    def owners_of(self, keys: Keys) -> set[int]:
        owners: set[int] = set()
        if not len(self.keys):
            return owners
        starts, ends = np.searchsorted(self.keys, keys, "left"), np.searchsorted(self.keys, keys, "right")
        for place in np.flatnonzero(ends > starts).tolist():
            owners.update(self.owners[starts[place] : ends[place]].tolist())
        return owners


def _stored_keys(terms: Sequence[str], first: int) -> tuple[Keys, Owners]:
    """Return the keys of the terms from a number on that are looked for, and whose each is."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for number in range(first, len(terms)):
        if 2 <= len(terms[number]) <= _LONGEST and not terms[number].isdecimal():
            by_length[len(terms[number])].append(number)
    keys, owners = [np.zeros(0, np.uint32)], [np.zeros(0, np.int32)]
    for length, alike in by_length.items():
        limit, words = 2 if length >= TWO_EDITS_FROM - 2 else 1, [terms[number] for number in alike]
        few = len(words) <= _FEW
        found = (
            np.array([_keys_of(each, limit) for each in words], np.uint32)
            if few
            else _deletion_keys(words, limit)
        )
        keys.append(found.ravel())
        owners.append(np.repeat(np.array(alike, np.int32), found.shape[1]))
    return np.concatenate(keys), np.concatenate(owners)


def _deletion_keys(words: Sequence[str], limit: int) -> Keys:
    """Return, for words of one length, keys of each and of all it can become by up to `limit` deletions.

    The key of letters c is the upper half of the sum of c[k] B^k modulo 2^64. What follows a deletion moves
    by one place, so sums of running totals give the keys of all deletions at once.
    """
    length = len(words[0])
    letters = np.array(words, dtype=f"<U{length}").view(np.uint32).reshape(len(words), length)
    powers = np.cumprod(np.full(length, _BASE, dtype=np.uint64), dtype=np.uint64)
    numbers: npt.NDArray[np.uint64] = letters.astype(np.uint64)
    moved = [_running(numbers[:, shift:] * powers[: length - shift], shift) for shift in range(limit + 1)]
    keys = [moved[0][:, -1:]]
    for cuts in _cuts(length, limit):
        key = moved[0][:, cuts[0]]
        for place, (cut, next_cut) in enumerate(zip(cuts, [*cuts[1:], np.array([length])], strict=True), 1):
            key = key + moved[place][:, next_cut] - moved[place][:, cut + 1]
        keys.append(key)
    return (np.concatenate(keys, axis=1) >> np.uint64(32)).astype(np.uint32)


def _keys_of(word: str, limit: int) -> list[int]:
    """Return what `_deletion_keys` does for one word: a fifth of the time, without numpy's cost of a call."""
    length = len(word)
    moved = [_totals(word, shift) for shift in range(limit + 1)]
    keys = [moved[0][length]]
    keys += [moved[0][cut] + moved[1][length] - moved[1][cut + 1] for cut in range(length)]
    if limit == 2:
        for first, second in combinations(range(length), 2):
            start = moved[0][first] + moved[1][second] - moved[1][first + 1]
            keys.append(start + moved[2][length] - moved[2][second + 1])
    return [(key & _WORD) >> 32 for key in keys]


def _totals(word: str, shift: int) -> list[int]:
    letters = map(mul, map(ord, word[shift:]), _POWERS)
    return [0] * shift + list(accumulate(letters, initial=0))


def _running(values: npt.NDArray[np.uint64], shift: int) -> npt.NDArray[np.uint64]:
    """Return totals before each place, and after the last; the first `shift` places count nothing."""
    totals = np.zeros((len(values), values.shape[1] + shift + 1), dtype=np.uint64)
    np.cumsum(values, axis=1, out=totals[:, shift + 1 :])
    return totals


def _cuts(length: int, limit: int) -> Iterator[list[npt.NDArray[np.int64]]]:
    """Yield the places that are deleted: each alone, then each two in order."""
    yield [np.arange(length)]
    if limit == 2:
        first, second = np.triu_indices(length, 1)
        yield [first, second]
