"""The documents that answer a query, best first: candidates are chosen, read and judged."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.features import aligned, measure, spelled
from briefs.search.filters import MOST_READ, Filters
from briefs.search.matching import best_of, first_pass
from briefs.search.numbers import NumberHit
from briefs.search.occurrences import Occurrences
from briefs.search.pattern import Pattern, weighed
from briefs.search.threshold import Evidence, Weights
from briefs.search.titles import Titles

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_LARGE = 10_000
"""Documents from which on more candidates are read: the more there are, the more look alike at first."""
_READ, _READ_MORE = 40, 12
"""Candidates of the first pass read whole, and how many more for every doubling of a large collection."""
_TITLES, _MOST_TITLES = 120, 960
"""Further candidates of which the titles are read, in proportion to a large collection."""
_BY_TITLE = 3
"""For so many candidates read whole one more is, the best by their titles."""
_NUMBERED = 200
SAME_DIGITS = 5
"""Scores that agree so far are equal: sums differ by where a candidate stands among the others."""
_CLEAR = 0.65
"""Coherence from which it is shown how the query was understood."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document that answers, its score in 0..1, and the number that matched where one did.

    `place` is its number among the candidates that were read. `clear` says that its words stand together well
    enough to show how the query was understood.
    """

    doc: int
    score: float
    place: int = 0
    number: NumberHit | None = None
    clear: bool = True


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answers, best first, and what was found in the candidates; None where none was read."""

    answers: list[Ranked]
    found: Occurrences | None = None


def rank(
    pattern: Pattern,
    numbered: Sequence[NumberHit],
    filters: Filters,
    collection: Collection,
    weights: Weights,
) -> Ranking:
    """Return the documents that answer a query read as a pattern and perhaps as a number.

    Without slots all that pass the filters answer, the latest first.
    """
    if not pattern.slots:
        return Ranking(_latest(filters, collection))
    by_number = _passing(numbered, filters)
    docs = _candidates(pattern, by_number, filters, collection)
    if not len(docs):
        return Ranking([])
    titles = Titles(docs, pattern, collection)
    found = Occurrences(titles, _promising(titles, by_number, pattern, collection), pattern, collection)
    numbers = [by_number.get(doc) for doc in found.docs.tolist()]
    features = measure(found, pattern)
    evidence = Evidence(features, weights, collection.doubt)
    named = np.array([number is not None for number in numbers])
    settled = np.flatnonzero(evidence.possible(features.in_title) | named)
    in_order = aligned(settled, features, found, pattern)
    typed = spelled(settled, found, pattern, collection.lexicon.spellings)
    scores, clear = evidence.scores(in_order, typed).tolist(), (evidence.coherence >= _CLEAR).tolist()
    answers = []
    for place in np.flatnonzero(evidence.confident(in_order) | named).tolist():
        score = _with_number(scores[place], numbers[place], weights)
        answers.append(Ranked(found.docs.item(place), score, place, numbers[place], clear[place]))
    answers.sort(key=lambda each: (-round(each.score, SAME_DIGITS), -collection.days[each.doc], -each.doc))
    return Ranking(answers, found)


def _passing(numbered: Sequence[NumberHit], filters: Filters) -> dict[int, NumberHit]:
    by_number = {hit.doc: hit for hit in numbered[:_NUMBERED] if filters.mask[hit.doc]}
    passing = filters.passing(np.array(list(by_number), dtype=np.int64))
    return {doc: by_number[doc] for doc in passing.tolist()}


def _promising(titles: Titles, by_number: Container[int], pattern: Pattern, collection: Collection) -> Ints:
    """Return the numbers of those of the candidates, best of the first pass first, that are read whole."""
    read, _ = _reach(collection)
    by_title = read // _BY_TITLE
    if len(titles.docs) <= read + by_title:
        return np.arange(len(titles.docs))
    chosen = np.array([doc in by_number for doc in titles.docs.tolist()])
    chosen[:read] = True
    shares = np.where(chosen[read:], 0, weighed(pattern.even, titles.filled[:, read:]))
    chosen[read + np.argsort(-shares, kind="stable")[:by_title]] = True
    return np.flatnonzero(chosen)


def _candidates(pattern: Pattern, by_number: Iterable[int], filters: Filters, collection: Collection) -> Ints:
    """Return the best documents of the first pass, best first, and those whose numbers match."""
    scores = first_pass(pattern, collection)
    scores[~filters.mask] = 0
    most = sum(_reach(collection))
    found = filters.passing(best_of(scores, MOST_READ if filters.reading else most))[:most]
    return np.array(list(dict.fromkeys([*found.tolist(), *by_number])), dtype=np.int64)


def _reach(collection: Collection) -> tuple[int, int]:
    """Return how many candidates are read whole, and of how many more the titles."""
    times = max(1.0, len(collection) / _LARGE)
    return round(_READ + _READ_MORE * math.log2(times)), min(round(_TITLES * times), _MOST_TITLES)


def _latest(filters: Filters, collection: Collection) -> list[Ranked]:
    docs = np.flatnonzero(filters.mask)
    latest = docs[np.lexsort((-docs, -np.array(collection.days)[docs]))]
    return [Ranked(doc, 1.0) for doc in filters.passing(latest).tolist()]


def _with_number(score: float, number: NumberHit | None, weights: Weights) -> float:
    return (score + weights.number * (number.score if number else 0.0)) / (1 + weights.number)
