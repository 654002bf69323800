"""Which documents a query's phrases, exclusions, names and dates leave.

Postings say which documents have the words of a phrase; whether they stand together is read in the texts of
those that may answer, of so many at most that the work is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Field, runs_of
from briefs.search.postings import Docs
from briefs.search.query import Phrase, Query
from briefs.search.vocabulary import FIELD_MARKS, NO_TERM

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

MOST_READ = 2048
"""Documents whose texts are read for phrases: some 20 ms."""


@dataclass(frozen=True, slots=True)
class _Together:
    """Terms that must stand side by side in a text, or must not; perhaps in a name."""

    terms: list[int]
    in_name: bool
    wanted: bool


class Filters:
    """The filters of a query: `mask` is what postings and dates say of every document."""

    def __init__(self, query: Query, collection: Collection) -> None:
        self._collection = collection
        self._read: list[_Together] = []
        self.mask: Mask = collection.alive[: collection.size].copy()
        for phrase in query.phrases:
            self._require(phrase, in_name=False)
        for phrase in query.names:
            self._require(phrase, in_name=True)
        for phrase in query.without:
            self._exclude(phrase)
        if query.after or query.before:
            self.mask &= _dated(query, collection)

    @property
    def reading(self) -> bool:
        """Whether texts must be read to know what passes."""
        return bool(self._read)

    def passing(self, docs: Numbers) -> Numbers:
        """Return, in their order, those of the first MOST_READ documents in the mask that pass."""
        for each in self._read:
            docs = docs[:MOST_READ]
            docs = docs[_stand_together(each, docs, self._collection) == each.wanted]
        return docs

    def _require(self, phrase: Phrase, *, in_name: bool) -> None:
        terms = self._terms(phrase)
        holding = np.zeros_like(self.mask)
        if terms:
            holding[_having_all(terms, self._collection)] = True
        self.mask &= holding
        if len(terms) > 1 or (terms and in_name):
            self._read.append(_Together(terms, in_name, wanted=True))

    def _exclude(self, phrase: Phrase) -> None:
        terms = self._terms(phrase)
        if len(terms) == 1:
            self.mask[_having_all(terms, self._collection)] = False
        elif terms:
            self._read.append(_Together(terms, in_name=False, wanted=False))

    def _terms(self, phrase: Phrase) -> list[int]:
        """Return the terms of a phrase, none where one of them is in no document."""
        known = [term for each in phrase if (term := self._collection.lexicon.term(each)) is not None]
        return known if len(known) == len(phrase) else []


def _having_all(terms: list[int], collection: Collection) -> Docs:
    rarest, *others = sorted(terms, key=collection.postings.frequency)
    docs, _ = collection.postings.held(rarest)
    for term in others:
        docs = docs[collection.postings.strengths_in(term, docs) > 0]
    return docs


def _stand_together(wanted: _Together, docs: Numbers, collection: Collection) -> Mask:
    """Say of each document whether the terms stand side by side in one of its texts."""
    codes = collection.texts.codes(docs.tolist())
    terms = collection.lexicon.spellings.term_table[codes]
    words = np.flatnonzero(terms != NO_TERM)
    places = words[runs_of(wanted.terms, terms[words])]
    if wanted.in_name:
        marks = np.flatnonzero(codes < FIELD_MARKS)
        fields = codes[marks[np.searchsorted(marks, places, side="right") - 1]] if len(places) else places
        places = places[fields == Field.NAME]
    begins = np.flatnonzero(codes == Field.TITLE)
    together = np.zeros(len(docs), dtype=bool)
    together[np.searchsorted(begins, places, side="right") - 1] = True
    return together


def _dated(query: Query, collection: Collection) -> Mask:
    days = np.array(collection.days)
    dated = days > 0
    if query.after:
        dated &= days >= query.after.toordinal()
    if query.before:
        dated &= days < query.before.toordinal()
    return dated
