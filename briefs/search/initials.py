"""Initials of adjacent title syllables: TQ finds Trung Quốc and BĐS bất động sản without a dictionary.

Two to four letters are packed into one number, so they need no table of strings; five and six are found as
overlapping runs of four.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SHORTEST = 2
_PACKED = 4
LONGEST = 6
"""Letters of an abbreviation that is looked for among initials."""
_LETTERS = 26
_OFFSETS = {2: 0, 3: _LETTERS**2, 4: _LETTERS**2 + _LETTERS**3}
"""Runs of letters are numbered densely: all of two letters, then all of three, then all of four."""

Ints = npt.NDArray[np.int32]
Docs = npt.NDArray[np.int64]


def title_initials(letters: Ints, docs: Docs) -> tuple[Ints, Docs]:
    """Return the packed initials of all runs of two to four words of titles, and the document of each run.

    `letters` are the first letters of all words of titles (a = 0), negative for what is no letter from a to
    z: that ends a run. `docs` are the documents that the words stand in, in order.
    """
    whole, packed = letters >= 0, letters
    found, owners = [letters[:0]], [docs[:0]]
    for length in range(_SHORTEST, min(_PACKED, len(letters)) + 1):
        next_, before = letters[length - 1 :], docs[: len(docs) - length + 1]
        whole = whole[:-1] & (next_ >= 0) & (before == docs[length - 1 :])
        packed = packed[:-1] * _LETTERS + next_
        found.append(packed[whole] + _OFFSETS[length])
        owners.append(before[whole])
    return np.concatenate(found), np.concatenate(owners)


def query_initials(short: str) -> tuple[int, ...]:
    """Return the packed initials that must all be there for an abbreviation; none where it is not one."""
    if not _SHORTEST <= len(short) <= LONGEST or not (short.isascii() and short.isalpha()):
        return ()
    if len(short) <= _PACKED:
        return (_pack(short),)
    return tuple(_pack(short[start : start + _PACKED]) for start in range(len(short) - _PACKED + 1))


def _pack(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("a")
    return number + _OFFSETS[len(letters)]
