"""What a typed syllable may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reading(StrEnum):
    """How an alternative comes from what was typed."""

    EXACT = "exact"
    KEYS = "keys"  # unfinished Telex or VNI
    CUT = "cut"  # the first letters of the last word typed
    EDIT = "edit"
    REGION = "region"
    SPLIT = "split"  # one typed word, several terms
    DOTTED = "dotted"  # a number typed without the signs between its thousands
    JOINED = "joined"  # several typed words, one term
    SHORT = "short"  # a long form typed, its abbreviation stored, or the reverse


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that must all be there for the alternative to hold, and how far it is trusted (0 to 1)."""

    terms: tuple[int, ...]
    weight: float
    reading: Reading
