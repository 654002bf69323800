"""Which part of a query finds something where the whole finds nothing: the words that may be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefs.search.index import SearchResult
from briefs.search.query import alternatives

_MOST_WORDS = 8
"""With more the tries would be many: 20 searches for eight words."""
_LEAST_WORDS = 2
_CLEAR = 0.3
"""Score that a part needs. Of queries of five to seven words of titles, two or three of them wrong, 210 found
nothing, and their parts led to the right document each time; 1 % of nonsense has such a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a query in their order, and how many documents answer them."""

    words: str
    total: int


def part_that_finds(query: str, search: Callable[[str], SearchResult]) -> Part | None:
    """Return the part of a query, at least half of it, that finds something clearly and best.

    One word anywhere may be left out, or several at the ends. None where nothing is found, and for queries of
    two words, of more than eight, or with “hoặc”, whose sides were searched for apart.
    """
    words = query.split()
    if len(words) > _MOST_WORDS or len(alternatives(query)) > 1:
        return None
    best = (_CLEAR, 0)
    found: Part | None = None
    for length in range(len(words) - 1, max(_LEAST_WORDS, (len(words) + 1) // 2) - 1, -1):
        for part in dict.fromkeys(_parts(words, length)):
            result = search(part)
            if result.hits and (result.hits[0].score, length) > best:
                best = (result.hits[0].score, length)
                found = Part(part, result.total)
    return found


def _parts(words: list[str], length: int) -> Iterator[str]:
    if length == len(words) - 1:
        yield from (" ".join(words[:out] + words[out + 1 :]) for out in range(len(words)))
    else:
        yield from (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
