"""Why documents answer a query: the field, its words in source spelling, and how the query was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from briefs.search.collection import Collection
from briefs.search.occurrences import Occurrences
from briefs.search.passages import Codes, Field
from briefs.search.pattern import Pattern
from briefs.search.readings import Alternative, Reading
from briefs.search.snippet import Snippet, snippet

Floats = npt.NDArray[np.float32]
Values = TypeVar("Values", npt.NDArray[np.float32], npt.NDArray[np.bool_])

_FIELDS = tuple(Field)

_ENOUGH = 0.5
_SURE = 0.8
_GUESSES = frozenset({Reading.EDIT, Reading.REGION})
_NEAR_ENOUGH = 0.5
_LINES = frozenset({Field.POINT, Field.DIRECTIVE})
_AS_TYPED = frozenset({Reading.EXACT, Reading.SHORT})


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document's title, where a query's words stand in it, the text around them, how they were read."""

    title: str
    field: Field
    snippet: Snippet
    readings: frozenset[Reading]


@dataclass(frozen=True, slots=True)
class _Passage:
    """One text of a document; `filled` is the greatest weight that each slot has there.

    `value` is the weight of the slots filled, `sure` that of those filled beyond doubt, both rounded so that
    equal passages are equal. `together` says how many slots are followed by the next slot's word.
    """

    number: int
    field: Field
    filled: Floats
    value: float
    sure: float
    together: int


class Explainer:
    """Explains the answers of one page."""

    def __init__(self, docs: Sequence[int], pattern: Pattern, collection: Collection) -> None:
        self._slots = pattern.slots
        self._spellings = collection.lexicon.spellings
        self._found = Occurrences(np.array(docs, dtype=np.int64), pattern, collection)
        self._terms: list[int] = self._found.terms.tolist()
        self._places: list[int] = self._found.places.tolist()
        self._members = np.searchsorted(self._found.passage, np.arange(len(self._found.passage_starts) + 1))
        self._fields = self._found.text[self._found.passage_starts]
        self._filled = self._fill()
        self._passages = self._sort_passages()
        self._filling = self._best_members()

    def explain(self, number: int) -> Explanation:
        """Explain by the passage that fills the most, or has the most of it side by side; names come last.

        For titles and names, a line of the brief is shown.
        """
        title, *others = self._passages[number]
        ranked = sorted(others, key=self._precedence)
        best = ranked[0] if ranked and ranked[0].value > title.value else title
        shown = best
        if best is title or best.field is Field.NAME:
            shown = self._line(best, ranked)
        terms = {(row, self._terms[member]) for row, member in self._members_of(best)}
        readings = {self._alternative(row, term).reading for row, term in terms}
        title_text = self._spellings.join(self._codes(title).tolist())
        return Explanation(title_text, best.field, self._snippet(shown), frozenset(readings))

    def _precedence(self, passage: _Passage) -> tuple[float, int, bool, int]:
        named = passage.field is Field.NAME
        return -passage.value, -passage.together, named, passage.field

    def _line(self, best: _Passage, ranked: Sequence[_Passage]) -> _Passage:
        """Return the passage to show for one readers see anyway or never: one that fills half as much.

        A name has no line of its own: where no other text has its words as typed, the first point stands for
        it.
        """
        named = best.field is Field.NAME
        lines = [each for each in ranked if not (named and each.field is Field.NAME)]
        enough = _ENOUGH * best.value
        if lines and (lines[0].sure if named else lines[0].value) >= enough > 0:
            return lines[0]
        points = sorted((each for each in lines if each.field in _LINES), key=lambda each: each.number)
        return replace(points[0], value=0) if named and points else best

    def understood(self, number: int) -> str | None:
        """Return the query as the document spells it, None where every word was found as typed.

        None also where a word would become one that is not near enough to be sure of.
        """
        spelled: list[str] = []
        changed = False
        for row, slot in enumerate(self._slots):
            held = [each for each in self._passages[number] if each.filled[row] > 0]
            if not held:
                spelled.append(slot.typed)
                continue
            passage = max(held, key=lambda each: (each.filled[row], each.value))
            member = next((member for at, member in self._members_of(passage) if at == row), None)
            if member is None:  # initials of several words
                spelled.append(slot.typed)
                continue
            alternative = self._alternative(row, self._terms[member])
            if alternative.reading in _GUESSES and alternative.weight < _NEAR_ENOUGH:
                return None
            changed = changed or alternative.reading not in _AS_TYPED
            if alternative.reading is Reading.SHORT:
                spelled.append(slot.typed)
            elif alternative.reading is not Reading.JOINED or not self._continues(row, alternative):
                spelled += self._spelling(alternative, passage)
        return " ".join(spelled) if changed else None

    def _continues(self, row: int, alternative: Alternative) -> bool:
        return row > 0 and any(each.terms == alternative.terms for each in self._slots[row - 1].alternatives)

    def _fill(self) -> Floats:
        """Return how far each passage fills each slot."""
        filled = self._most(self._found.weights).T
        titles = self._fields == Field.TITLE
        filled[titles] = np.maximum(filled[titles], self._found.in_title.T)
        return filled

    def _most(self, values: Values) -> Values:
        """Return the greatest of each row's values in each passage; there is one for each occurrence."""
        most = np.zeros((len(values), len(self._fields)), dtype=values.dtype)
        held = np.flatnonzero(self._members[1:] > self._members[:-1])
        if len(held):
            most[:, held] = np.maximum.reduceat(values, self._members[held], axis=1)
        return most

    def _together(self) -> list[int]:
        """Return how many slots are followed by the next slot's word in each passage."""
        filled = self._found.weights > 0
        follows = np.zeros_like(filled)
        follows[:-1, :-1] = filled[:-1, :-1] & filled[1:, 1:] & (np.diff(self._found.places) == 1)
        together: list[int] = self._most(follows).sum(axis=0).tolist()
        return together

    def _sort_passages(self) -> list[list[_Passage]]:
        filled = self._filled
        worth = np.array([slot.weight for slot in self._slots])
        values, sure = (np.round(each @ worth, 4).tolist() for each in (filled, filled * (filled >= _SURE)))
        fields = [_FIELDS[field] for field in self._fields.tolist()]
        columns = (range(len(fields)), fields, filled, values, sure, self._together())
        passages = [_Passage(*each) for each in zip(*columns, strict=True)]
        titles = [each.number for each in passages if each.field is Field.TITLE]
        return [passages[start:end] for start, end in pairwise([*titles, len(passages)])]

    def _best_members(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Return pairs of an occurrence and the row of a slot that it fills as well as any in its passage.

        They are in order of occurrences; beside them, where those of each passage begin, and the end.
        """
        weights = self._found.weights.T
        members, rows = np.nonzero((weights >= self._filled[self._found.passage]) & (weights > 0))
        starts = np.searchsorted(members, self._members)
        return list(zip(rows.tolist(), members.tolist(), strict=True)), starts.tolist()

    def _members_of(self, passage: _Passage) -> list[tuple[int, int]]:
        if not passage.value:
            return []
        pairs, starts = self._filling
        return pairs[starts[passage.number] : starts[passage.number + 1]]

    def _codes(self, passage: _Passage) -> Codes:
        starts = self._found.passage_starts
        end = starts[passage.number + 1] if passage.number + 1 < len(starts) else len(self._found.text)
        return self._found.text[starts[passage.number] + 1 : end]

    def _snippet(self, passage: _Passage) -> Snippet:
        start = int(self._found.passage_starts[passage.number]) + 1
        marks = {self._places[member] - start: self._terms[member] for _, member in self._members_of(passage)}
        return snippet(self._codes(passage), marks, self._spellings)

    def _alternative(self, row: int, term: int) -> Alternative:
        return next(each for each in self._slots[row].alternatives if term in each.terms)

    def _spelling(self, alternative: Alternative, passage: _Passage) -> list[str]:
        texts = []
        start, end = self._members[passage.number : passage.number + 2]
        for term in alternative.terms:
            here = np.flatnonzero(self._found.terms[start:end] == term)
            if len(here):
                text = self._spellings.texts[int(self._found.codes[start + here[0]])]
                texts.append(text.lower() if text.lower() in self._spellings else text)
        return texts
