"""Initials of adjacent title syllables: TQ finds Trung Quốc and BĐS bất động sản without a dictionary.

Two to four letters are packed into one number, so they need no table of strings; five and six are found as
overlapping runs of four.
"""

from __future__ import annotations

from collections.abc import Sequence

_SHORTEST = 2
_PACKED = 4
LONGEST = 6
_LETTERS = 26
_OFFSETS = {2: 0, 3: _LETTERS**2, 4: _LETTERS**2 + _LETTERS**3}


def title_initials(syllables: Sequence[str]) -> set[int]:
    """Return the packed initials of every run of two to four syllables; digits end a run."""
    found: set[int] = set()
    letters = "".join([syllable[0] if "a" <= syllable[0] <= "z" else " " for syllable in syllables])
    for run in letters.split(" "):
        for start in range(len(run) - 1):
            for end in range(start + _SHORTEST, min(start + _PACKED, len(run)) + 1):
                found.add(_pack(run[start:end]))
    return found


def query_initials(short: str) -> tuple[int, ...]:
    """Return the packed initials that must all be there for an abbreviation; none where it is not one."""
    if not _SHORTEST <= len(short) <= LONGEST or not (short.isascii() and short.isalpha()):
        return ()
    if len(short) <= _PACKED:
        return (_pack(short),)
    return tuple(_pack(short[start : start + _PACKED]) for start in range(len(short) - _PACKED + 1))


def _pack(letters: str) -> int:
    """Number runs of letters densely: all of two letters, then all of three, then all of four."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("a")
    return number + _OFFSETS[len(letters)]
