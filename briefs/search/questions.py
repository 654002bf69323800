"""Words that only ask: how many, when, where. They say nothing of what an answer's text must have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefs.text.fold import Word

# Pairs only: alone, folded "ai", "gi", "nao" and "may" are words of other meaning.
_ASKING = frozenset(
    tuple(pair.split())
    for pair in (
        *("bao nhieu", "bao gio", "bao lau", "khi nao", "luc nao", "the nao", "o dau"),
        *("la gi", "la ai", "vi sao", "tai sao", "ra sao"),
    )
)
_LEFT_AT_LEAST = 3
"""Other words a query must have: with fewer, those that ask may be what is looked for (a title)."""


def without_asking(typed: Sequence[Word]) -> list[Word]:
    """Return the typed words without those that only ask."""
    asking: set[int] = set()
    for place, (first, second) in enumerate(pairwise(typed)):
        if (first.text, second.text) in _ASKING:
            asking |= {place, place + 1}
    left = [word for place, word in enumerate(typed) if place not in asking]
    return left if len(left) >= _LEFT_AT_LEAST else list(typed)
