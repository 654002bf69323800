"""Which documents a query's phrases, exclusions, names and dates leave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.passages import Field
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
    terms = [collection.lexicon.term(each) for each in phrase]
    known = [term for term in terms if term is not None]
    if len(known) < len(terms):
        return mask
    holding = np.flatnonzero(_having_all(known, collection) & collection.alive[: collection.size])
    if len(known) == 1 and not names_only:
        mask[holding] = True
        return mask
    codes = collection.codes(holding.tolist())
    table = collection.lexicon.spellings.term_table[codes]
    words = np.flatnonzero((table != NO_TERM) | (codes < FIELD_MARKS))
    sequence = np.where(codes[words] < FIELD_MARKS, NO_TERM, table[words])
    starts = np.flatnonzero(_together(sequence, known))
    places = words[starts]
    if names_only:
        marks = np.flatnonzero(codes < FIELD_MARKS)
        fields = codes[marks[np.searchsorted(marks, places, side="right") - 1]] if len(places) else places
        places = places[fields == Field.NAME]
    begins = np.flatnonzero(codes == Field.TITLE)
    mask[holding[np.searchsorted(begins, places, side="right") - 1]] = True
    return mask


def _having_all(terms: list[int], collection: Collection) -> Mask:
    held = np.ones(collection.size, dtype=bool)
    for term in terms:
        here = np.zeros(collection.size, dtype=bool)
        dense = collection.postings.dense(term)
        if dense is not None:
            here[: len(dense)] = dense > 0
        else:
            here[collection.postings.sparse(term)[0]] = True
        held &= here
    return held


def _together(sequence: npt.NDArray[np.int32], terms: list[int]) -> Mask:
    reach = max(len(sequence) - len(terms) + 1, 0)
    together = np.ones(reach, dtype=bool)
    for offset, term in enumerate(terms):
        together &= sequence[offset : offset + reach] == term
    return together


def _dated(query: Query, collection: Collection) -> Mask:
    return np.array(
        [
            date is not None
            and (query.after is None or date >= query.after)
            and (query.before is None or date < query.before)
            for date in collection.dates
        ],
        dtype=bool,
    )
