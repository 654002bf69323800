"""Duties by what is to be done: those of the briefs found whose lines have the words that were typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from briefs.model import Brief, Duty
from briefs.search.documents import directive_line
from briefs.search.query import split_filters
from briefs.text.fold import syllables

_LEAST = 0.6
"""Share of neighbouring words that a duty must have side by side; all of them where two words were typed."""


def duties_about(words: str, briefs: Iterable[Brief]) -> list[Duty]:
    """Return the duties that speak of the words, by brief: those with the closest first, then as given.

    `words` are the query as it was understood: typos are no longer looked for here.
    """
    groups = [near for brief in briefs if (near := _near(words, _duties(brief)))]
    groups.sort(key=lambda near: -near[0][0])
    return [duty for near in groups for _, duty in near]


def duties_with(words: str, duties: Iterable[Duty]) -> list[Duty]:
    """Return those of some duties that speak of the words, the closest first."""
    return [duty for _, duty in _near(words, duties)]


def _duties(brief: Brief) -> Iterator[Duty]:
    for number, directive in enumerate(brief.content.directives, start=1):
        yield Duty(brief.id, number, directive, brief.title)


def _near(words: str, duties: Iterable[Duty]) -> list[tuple[float, Duty]]:
    """Return the duties that have enough of the words, with their shares of them."""
    typed = syllables(split_filters(words)[0])
    if not typed:
        return []
    shares = [(_share(typed, syllables(directive_line(duty.directive))), duty) for duty in duties]
    return sorted((pair for pair in shares if pair[0] >= _LEAST), key=lambda pair: -pair[0])


def _share(typed: Sequence[str], line: Sequence[str]) -> float:
    """Return the share of the typed neighbours that a line has side by side; of one word, its presence."""
    if len(typed) == 1:
        return float(typed[0] in line)
    wanted = set(pairwise(typed))
    return len(wanted & set(pairwise(line))) / len(wanted)
