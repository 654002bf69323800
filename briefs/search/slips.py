"""How likely a slip of the fingers is: neighbours on the keyboard, swapped, doubled and dropped letters."""

from __future__ import annotations

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_OFFSETS = (0.0, 0.25, 0.75)  # how far each row is shifted to the right, in keys
_PLACES = {
    key: (row, column + offset)
    for row, (keys, offset) in enumerate(zip(_ROWS, _OFFSETS, strict=True))
    for column, key in enumerate(keys)
}

SWAPPED = 0.85
NEXT_KEY = 0.85
OTHER_KEY = 0.6
DROPPED = 0.75
DOUBLED = 0.85
EXTRA = 0.7
TWO_SLIPS = 0.55
_FIRST_LETTER = 0.9


def slip_trust(typed: str, meant: str, distance: int) -> float:
    """Return how far a typed word may be trusted to stand for one at this distance (1 or 2), from 0 to 1."""
    if distance > 1:
        return TWO_SLIPS
    start = _common_start(typed, meant)
    trust = _one_slip(typed, meant, start)
    return trust if start > 0 else trust * _FIRST_LETTER


def _one_slip(typed: str, meant: str, start: int) -> float:
    if len(typed) < len(meant):
        return DROPPED
    if len(typed) > len(meant):
        letter = typed[start]
        beside = typed[max(0, start - 1) : start] + typed[start + 1 : start + 2]
        return DOUBLED if any(_near(letter, each) for each in beside) else EXTRA
    if typed[start + 1 : start + 2] == meant[start] and typed[start] == meant[start + 1 : start + 2]:
        return SWAPPED
    return NEXT_KEY if _near(typed[start], meant[start]) else OTHER_KEY


def _near(one: str, other: str) -> bool:
    first, second = _PLACES.get(one), _PLACES.get(other)
    if first is None or second is None:
        return one == other
    return abs(first[0] - second[0]) <= 1 and abs(first[1] - second[1]) <= 1


def _common_start(typed: str, meant: str) -> int:
    for place, (one, other) in enumerate(zip(typed, meant, strict=False)):
        if one != other:
            return place
    return min(len(typed), len(meant))
