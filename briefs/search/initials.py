"""Initials of adjacent title syllables: TQ finds Trung Quốc and BĐS bất động sản without a dictionary.

Two to four letters are packed into one number, so they need no table of strings; five and six are found as
overlapping runs of four.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def title_initials(titles: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the packed initials of all runs of two to four syllables of folded titles, and each run's title.

    Digits and letters of other scripts end a run.
    """
    joined = "\n ".join(titles)
    letters = np.array([ord(word[0]) for word in joined.split(" ") if word], dtype=np.int32) - ord("a")
    ends = np.cumsum([word.endswith("\n") for word in joined.split(" ") if word], dtype=np.int32)
    title_of = np.concatenate([[0], ends[:-1]]).astype(np.int32)
    usable = (letters >= 0) & (letters < _LETTERS)
    found, owners = [], []
    for length in range(_SHORTEST, _PACKED + 1):
        runs = np.lib.stride_tricks.sliding_window_view(letters, length) if len(letters) >= length else None
        if runs is None:
            break
        whole: npt.NDArray[np.bool_] = np.lib.stride_tricks.sliding_window_view(usable, length).min(axis=1)
        whole &= title_of[: len(whole)] == title_of[length - 1 :]
        powers = _LETTERS ** np.arange(length - 1, -1, -1)
        found.append((runs[whole] @ powers + _OFFSETS[length]).astype(np.int32))
        owners.append(title_of[: len(whole)][whole])
    empty = np.zeros(0, dtype=np.int32)
    return np.concatenate([empty, *found]), np.concatenate([empty, *owners])


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
