"""From features to evidence, and the line below which nothing is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.features import Features

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts, in sum 1; an agreeing document number counts as much as all of them.

    `threshold` is the least evidence (the score without typed diacritics) of an answer. A document that has
    `complete` of the query is one wherever the words stand, if they are few or `together`; an abbreviation,
    whose words stand side by side, may be as much `short_less` as it is less trusted. Where one has
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
    short_less: float = 0.15
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


class Evidence:
    """What the features of candidates say: how much of an answer each is, and which are answers.

    `coherence` says how far the words stand together: in one passage, squared as edits add up, and side by
    side. `aligned` is asked for apart from the features, for it takes long.
    """

    def __init__(self, features: Features, weights: Weights, doubt: float) -> None:
        """Weigh the features; `doubt` is as in Collection."""
        self._weights = weights
        self.coherence: Floats = features.near**2
        if features.slots > 1:
            self.coherence = (self.coherence + np.minimum(features.pairs + features.solid, 1)) / 2
        close = (features.pairs >= weights.together) | (features.slots <= weights.few)
        least = weights.complete - weights.short_less * features.solid
        self._complete: Mask = (features.anywhere >= least) & close
        small = weights.coherent_pair if features.slots == 2 else weights.coherent
        self._fit = self.coherence >= weights.coherent_large + (small - weights.coherent_large) * doubt
        if (self._complete & (features.pairs >= weights.phrase)).any():
            whole = features.anywhere >= weights.beside_phrase
            self._fit &= whole & (self.coherence >= weights.coherent_beside * doubt)
        # The powers make a feature count where it is nearly whole: half a title in order says little.
        self._without_aligned: Floats = (
            weights.held * features.held**4
            + weights.near * features.near**4
            + weights.pairs * features.pairs
            + weights.in_title * features.in_title**6
        )

    def scores(self, aligned: Floats, spelled: Floats) -> Floats:
        """Return the score of each candidate in 0..1."""
        score: Floats = self._with(aligned) + self._weights.spelled * spelled
        return score

    def confident(self, aligned: Floats) -> Mask:
        """Say which candidates hold enough of the query to be an answer."""
        evidence = self._with(aligned)
        return self._answers(evidence, evidence)

    def possible(self, most: Floats) -> Mask:
        """Say which candidates may be answers, where `aligned` is at most this."""
        return self._answers(self._without_aligned, self._with(most))

    def _with(self, aligned: Floats) -> Floats:
        evidence: Floats = self._without_aligned + self._weights.aligned * aligned**4
        return evidence

    def _answers(self, least: Floats, most: Floats) -> Mask:
        """Say which candidates may be answers with the most evidence, beside the best with the least."""
        weights = self._weights
        best = least.max(initial=0, where=self._fit & (self._complete | (least >= weights.threshold)))
        enough: Mask = self._fit & (self._complete | (most >= weights.threshold))
        enough &= (most >= weights.beside_best * best) | (self.coherence >= weights.close)
        return enough
