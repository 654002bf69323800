"""From features to one score, and the line below which nothing is found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.features import Features, measure, settle, title_shares
from briefs.search.filters import MOST_READ, Filters
from briefs.search.matching import best_of, first_pass
from briefs.search.numbers import NumberHit
from briefs.search.occurrences import Occurrences
from briefs.search.pattern import Pattern

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts, in sum 1; an agreeing document number counts as much as all of them.

    `threshold` is the least evidence (the score without typed diacritics) of an answer. A document that has
    `complete` of the query is one wherever the words stand, if they are few or `together`. Where one has
    the query as a `phrase`, those that do not have `beside_phrase` of it, `coherent_beside`, are no answers:
    exact before fuzzy; nor are those with less than `beside_best` of the best evidence, unless `close`.

    An answer's words stand together: `coherent` in a small collection (`coherent_pair` where two syllables,
    so mostly one word, were typed), `coherent_large` where rarity says enough.
    """

    held: float = 0.19
    near: float = 0.19
    pairs: float = 0.2
    aligned: float = 0.17
    in_title: float = 0.17
    spelled: float = 0.08
    number: float = 1.0
    threshold: float = 0.2
    complete: float = 0.95
    few: int = 2
    together: float = 0.3
    coherent: float = 0.47
    coherent_pair: float = 0.53
    coherent_large: float = 0.3
    phrase: float = 0.9
    beside_phrase: float = 0.82
    coherent_beside: float = 0.75
    beside_best: float = 0.5
    close: float = 0.7


_LARGE = 10_000
"""Documents from which on more candidates are read: the more there are, the more look alike at first."""
_READ, _READ_MORE = 40, 12
"""Candidates of the first pass read whole, and how many more for every doubling of a large collection."""
_TITLES, _MOST_TITLES = 120, 960
"""Further candidates of which the titles are read, in proportion to a large collection."""
_BY_TITLE = 3
"""For so many candidates read whole one more is, the best by their titles."""
_NUMBERED = 200
_CLEAR = 0.65
"""Coherence from which it is shown how the query was understood."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document that answers, its score in 0..1, and the number that matched where one did.

    `clear` says that its words stand together well enough to show how the query was understood.
    """

    doc: int
    score: float
    number: NumberHit | None = None
    clear: bool = True


def rank(
    pattern: Pattern,
    numbered: Sequence[NumberHit],
    filters: Filters,
    collection: Collection,
    weights: Weights,
) -> list[Ranked]:
    """Return the documents that answer a query read as a pattern and perhaps as a number, best first.

    Without slots all that pass the filters answer, the latest first.
    """
    if not pattern.slots:
        return _latest(filters, collection)
    docs = _promising(_candidates(pattern, filters, collection), pattern, collection)
    by_number = {hit.doc: hit for hit in numbered[:_NUMBERED] if filters.mask[hit.doc]}
    with_number = filters.passing(np.array(list(by_number), dtype=np.int64))
    docs = np.union1d(docs, with_number)
    if not len(docs):
        return []
    found = Occurrences(docs, pattern, collection)
    features = measure(found, pattern)
    chosen = np.flatnonzero(possible(features, weights, collection.doubt) | np.isin(docs, with_number))
    features = settle(features, chosen, found, pattern, collection.lexicon.spellings)
    enough = confident(features, weights, collection.doubt).tolist()
    clear = (_coherence(features) >= _CLEAR).tolist()
    score = scores(features, weights).tolist()
    answers = [
        Ranked(doc, _with_number(score[place], number, weights), number, clear[place])
        for place, (doc, number) in enumerate((doc, by_number.get(doc)) for doc in docs.tolist())
        if enough[place] or number
    ]
    return sorted(answers, key=lambda each: (-each.score, -collection.days[each.doc], -each.doc))


def _promising(
    docs: npt.NDArray[np.int64], pattern: Pattern, collection: Collection
) -> npt.NDArray[np.int64]:
    """Return those of the candidates, the best of the first pass first, that are worth reading whole."""
    read, _ = _reach(collection)
    first, others = docs[:read], docs[read:]
    by_title = read // _BY_TITLE
    if len(others) > by_title:
        shares = title_shares(pattern, others, collection)
        others = others[np.argsort(-shares, kind="stable")[:by_title]]
    return np.concatenate([first, others])


def _candidates(pattern: Pattern, filters: Filters, collection: Collection) -> npt.NDArray[np.int64]:
    scores = first_pass(pattern.slots, collection)
    scores[~filters.mask] = 0
    most = sum(_reach(collection))
    found = best_of(scores, MOST_READ if filters.reading else most)
    return filters.passing(found)[:most]


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


def scores(features: Features, weights: Weights) -> Floats:
    """Return the score of each candidate in 0..1."""
    score: Floats = _evidence(features, weights) + weights.spelled * features.spelled
    return score


def confident(features: Features, weights: Weights, doubt: float) -> Mask:
    """Say which candidates hold enough of the query to be an answer; `doubt` as in Collection."""
    evidence = _evidence(features, weights)
    return _answers(features, evidence, evidence, weights, doubt)


def possible(features: Features, weights: Weights, doubt: float) -> Mask:
    """Say which candidates may be answers, where `aligned` is the most that it can be."""
    least = _evidence(replace(features, aligned=np.zeros_like(features.aligned)), weights)
    return _answers(features, least, _evidence(features, weights), weights, doubt)


def _answers(features: Features, least: Floats, most: Floats, weights: Weights, doubt: float) -> Mask:
    """Say which candidates may be answers with the most evidence, beside the best with the least."""
    coherence = _coherence(features)
    close = (features.pairs >= weights.together) | (features.slots <= weights.few)
    complete = (features.anywhere >= weights.complete) & close
    small = weights.coherent_pair if features.slots == 2 else weights.coherent
    fit = coherence >= weights.coherent_large + (small - weights.coherent_large) * doubt
    if (complete & (features.pairs >= weights.phrase)).any():
        whole = features.anywhere >= weights.beside_phrase
        fit &= whole & (coherence >= weights.coherent_beside * doubt)
    best = least.max(initial=0, where=fit & (complete | (least >= weights.threshold)))
    enough: Mask = fit & (complete | (most >= weights.threshold))
    enough &= (most >= weights.beside_best * best) | (coherence >= weights.close)
    return enough


def _coherence(features: Features) -> Floats:
    """Return how far the words stand together: in one passage, squared as edits add up, and side by side."""
    if features.slots == 1:
        return features.near**2
    coherence: Floats = (features.near**2 + np.minimum(features.pairs + features.solid, 1)) / 2
    return coherence


def _evidence(features: Features, weights: Weights) -> Floats:
    """Return the score without typed diacritics.

    The powers make a feature count where it is nearly whole: half a title in order says little.
    """
    evidence: Floats = (
        weights.held * features.held**4
        + weights.near * features.near**4
        + weights.pairs * features.pairs
        + weights.aligned * features.aligned**4
        + weights.in_title * features.in_title**6
    )
    return evidence
