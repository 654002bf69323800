"""Readings of a word that glues three or more syllables together: mienthithuc as miễn thị thực."""

from __future__ import annotations

from collections.abc import Iterator

from briefs.search.lexicon import Lexicon

_FEWEST, _MOST = 3, 6
"""Parts of a glued word; two are read elsewhere, with less caution."""
_LONGEST_PART = 7
_MOST_READINGS = 3


def glued_terms(text: str, lexicon: Lexicon) -> list[tuple[int, ...]]:
    """Return ways to cut a folded word into terms that all stood side by side, longest parts first."""
    if not 2 * _FEWEST <= len(text) <= _LONGEST_PART * _MOST:
        return []
    readings: list[tuple[int, ...]] = []
    for parts in _Cuts(text, lexicon).from_place(0, ()):
        readings.append(parts)
        if len(readings) == _MOST_READINGS:
            break
    return readings


class _Cuts:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._dead: set[tuple[int, int, int]] = set()

    def from_place(self, place: int, parts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if place == len(self._text):
            if len(parts) >= _FEWEST:
                yield parts
            return
        state = (place, len(parts), parts[-1] if parts else -1)
        if len(parts) == _MOST or state in self._dead:
            return
        found = False
        for end in range(min(place + _LONGEST_PART, len(self._text)), place, -1):
            term = self._lexicon.term(self._text[place:end])
            if term is not None and (not parts or self._lexicon.pairs.seen(parts[-1], term)):
                for whole in self.from_place(end, (*parts, term)):
                    found = True
                    yield whole
        if not found:
            self._dead.add(state)
