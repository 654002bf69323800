"""Duties by what is to be done: those of the briefs found whose lines have the words that were typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    typed = syllables(split_filters(words)[0])
    if not typed:
        return []
    groups = [near for brief in briefs if (near := _near(typed, brief))]
    groups.sort(key=lambda near: -near[0][0])
    return [duty for near in groups for _, duty in near]


def _near(typed: Sequence[str], brief: Brief) -> list[tuple[float, Duty]]:
    """Return the duties of a brief that have enough of what was typed, with their shares of it."""
    shares = [
        (_share(typed, syllables(directive_line(directive))), Duty(brief.id, number, directive, brief.title))
        for number, directive in enumerate(brief.content.directives, start=1)
    ]
    return sorted((pair for pair in shares if pair[0] >= _LEAST), key=lambda pair: -pair[0])


def _share(typed: Sequence[str], line: Sequence[str]) -> float:
    """Return the share of the typed neighbours that a line has side by side; of one word, its presence."""
    if len(typed) == 1:
        return float(typed[0] in line)
    wanted = set(pairwise(typed))
    return len(wanted & set(pairwise(line))) / len(wanted)
