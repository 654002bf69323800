"""Which documents a query's phrases, exclusions, names and dates leave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Field
from briefs.search.postings import Docs
from briefs.search.query import Phrase, Query
from briefs.search.vocabulary import FIELD_MARKS, NO_TERM

Mask = npt.NDArray[np.bool_]


def allowed(query: Query, collection: Collection) -> Mask:
    """Return for every document whether it may answer."""
    mask = collection.alive[: collection.size].copy()
    for phrase in query.phrases:
        mask &= _having(phrase, collection, names_only=False)
    for phrase in query.names:
        mask &= _having(phrase, collection, names_only=True)
    for phrase in query.without:
        mask &= ~_having(phrase, collection, names_only=False)
    if query.after or query.before:
        mask &= _dated(query, collection)
    return mask


def _having(phrase: Phrase, collection: Collection, *, names_only: bool) -> Mask:
    """Say which documents have the syllables side by side in one text."""
    mask = np.zeros(collection.size, dtype=bool)
    known = [term for each in phrase if (term := collection.lexicon.term(each)) is not None]
    if len(known) < len(phrase):
        return mask
    holding = _having_all(known, collection)
    if len(known) == 1 and not names_only:
        mask[holding] = True
        return mask
    codes = collection.texts.codes(holding.tolist())
    terms = collection.lexicon.spellings.term_table[codes]
    words = np.flatnonzero(terms != NO_TERM)
    starts = np.flatnonzero(_together(terms[words], known))
    places = words[starts]
    if names_only:
        marks = np.flatnonzero(codes < FIELD_MARKS)
        fields = codes[marks[np.searchsorted(marks, places, side="right") - 1]] if len(places) else places
        places = places[fields == Field.NAME]
    begins = np.flatnonzero(codes == Field.TITLE)
    mask[holding[np.searchsorted(begins, places, side="right") - 1]] = True
    return mask


def _having_all(terms: list[int], collection: Collection) -> Docs:
    rarest, *others = sorted(terms, key=collection.postings.frequency)
    docs, _ = collection.postings.held(rarest)
    for term in others:
        docs = docs[collection.postings.strengths_in(term, docs) > 0]
    return docs[collection.alive[docs]]


def _together(sequence: npt.NDArray[np.int32], terms: list[int]) -> Mask:
    reach = max(len(sequence) - len(terms) + 1, 0)
    together = np.ones(reach, dtype=bool)
    for offset, term in enumerate(terms):
        together &= sequence[offset : offset + reach] == term
    return together


def _dated(query: Query, collection: Collection) -> Mask:
    days = np.array(collection.days)
    dated = days > 0
    if query.after:
        dated &= days >= query.after.toordinal()
    if query.before:
        dated &= days < query.before.toordinal()
    return dated
