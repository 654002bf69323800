"""Why documents answer a query: the field, its words in source spelling, and how the query was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from briefs.search.occurrences import Occurrences
from briefs.search.passages import Codes, Field
from briefs.search.pattern import weighed
from briefs.search.readings import Alternative, Reading
from briefs.search.slots import Slot
from briefs.search.snippet import Snippet, snippet
from briefs.search.vocabulary import Spellings

Floats = npt.NDArray[np.float32]
Values = TypeVar("Values", npt.NDArray[np.float32], npt.NDArray[np.bool_])

_FIELDS = tuple(Field)

_ENOUGH = 0.5
_SURE = 0.8
_GUESSES = frozenset({Reading.EDIT, Reading.REGION})
_NEAR_ENOUGH = 0.5
_LINES = frozenset({Field.POINT, Field.DIRECTIVE})
_KEPT = frozenset({Reading.SHORT, Reading.DOTTED})
_AS_TYPED = _KEPT | {Reading.EXACT}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document's title, where a query's words stand in it, the text around them, how they were read."""

    title: str
    field: Field
    snippet: Snippet
    readings: frozenset[Reading]


class Explainer:
    """Explains the answers of one page, by their numbers among the candidates that were read.

    The texts of the candidates are numbered passages: title, lead, lines and body of the first, then those of
    the next. In parallel are kept, of the answers on the page: `_filled`, the greatest weight of each slot
    there; `_values`, the weight of the slots filled, and `_sure`, of those filled beyond doubt, rounded so
    that equal passages are equal; `_together`, how many slots are followed by the next slot's word.
    """

    def __init__(
        self, page: Sequence[int], found: Occurrences, slots: Sequence[Slot], spellings: Spellings
    ) -> None:
        self._slots, self._spellings, self._found = slots, spellings, found
        shown = np.zeros(found.count, dtype=bool)
        shown[list(page)] = True
        kept = np.flatnonzero(shown[found.doc])
        self._weights, self._passage, places = found.weights[:, kept], found.passage[kept], found.places[kept]
        self._beside = np.diff(places) == 1
        self._places: list[int] = places.tolist()
        self._terms: list[int] = spellings.term_table[found.text[places]].tolist()
        self._members = np.searchsorted(self._passage, np.arange(len(found.passage_starts) + 1))
        self._fields = [_FIELDS[field] for field in found.passage_fields.tolist()]
        self._bounds = [*found.first_passages.tolist(), len(self._fields)]
        self._filled = self._fill()
        sure = self._filled * (self._filled >= _SURE)
        worth = np.array([slot.weight for slot in self._slots])
        self._values, self._sure = (
            np.round(weighed(each, worth), 4).tolist() for each in (self._filled, sure)
        )
        self._together = self._count_together()
        self._filling = self._best_members()
        self._known: dict[tuple[int, int], Alternative] = {}

    def explain(self, number: int) -> Explanation:
        """Explain by the passage that fills the most, or has the most of it side by side; names come last.

        For titles and names, a line of the brief is shown.
        """
        title, end = self._bounds[number : number + 2]
        ranked = sorted(range(title + 1, end), key=self._precedence)
        best = ranked[0] if ranked and self._values[ranked[0]] > self._values[title] else title
        if best == title or self._fields[best] is Field.NAME:
            shown = self._line(best, ranked)
        else:
            shown = self._snippet(best)
        terms = {(row, self._terms[member]) for row, member in self._members_of(best)}
        readings = frozenset(self._alternative(row, term).reading for row, term in terms)
        title_text = self._spellings.join(self._codes(title).tolist())
        return Explanation(title_text, self._fields[best], shown, readings)

    def _precedence(self, passage: int) -> tuple[float, int, bool, int]:
        field = self._fields[passage]
        return -self._values[passage], -self._together[passage], field is Field.NAME, field

    def _line(self, best: int, ranked: Sequence[int]) -> Snippet:
        """Return the line to show for one readers see anyway or never: one that fills half as much.

        A name has no line of its own: where no other text has its words as typed, the first point stands for
        it, unmarked; also where there were no words.
        """
        named = self._fields[best] is Field.NAME
        lines = [each for each in ranked if not (named and self._fields[each] is Field.NAME)]
        enough = _ENOUGH * self._values[best]
        if lines and (self._sure if named else self._values)[lines[0]] >= enough > 0:
            return self._snippet(lines[0])
        points = [each for each in lines if self._fields[each] in _LINES]
        unsaid = named or not self._values[best]
        return self._snippet(min(points), marked=False) if unsaid and points else self._snippet(best)

    def understood(self, number: int) -> str | None:
        """Return the query as the document spells it, None where every word was found as typed.

        None also where a word would become one that is not near enough to be sure of.
        """
        spelled: list[str] = []
        changed = False
        for row, slot in enumerate(self._slots):
            passage, member = self._best_place(number, row)
            if member is None:
                spelled.append(slot.typed)
                continue
            alternative = self._alternative(row, self._terms[member])
            if alternative.reading in _GUESSES and alternative.weight < _NEAR_ENOUGH:
                return None
            changed = changed or alternative.reading not in _AS_TYPED
            if alternative.reading in _KEPT:
                spelled.append(slot.typed)
            elif alternative.reading is not Reading.JOINED or not self._continues(row, alternative):
                spelled += self._spelling(alternative, passage)
        return " ".join(spelled) if changed else None

    def _best_place(self, number: int, row: int) -> tuple[int, int | None]:
        """Return the passage of a document that fills a slot best, and the first occurrence that does.

        There is none where nothing fills it, or initials of several words do.
        """
        passages = range(*self._bounds[number : number + 2])
        best = max(passages, key=lambda each: (self._filled[each, row], self._values[each]))
        return best, next((member for at, member in self._members_of(best) if at == row), None)

    def _continues(self, row: int, alternative: Alternative) -> bool:
        return row > 0 and any(each.terms == alternative.terms for each in self._slots[row - 1].alternatives)

    def _fill(self) -> Floats:
        filled, titles = self._most(self._weights).T, self._found.first_passages
        filled[titles] = np.maximum(filled[titles], self._found.in_title.T)
        return filled

    def _most(self, values: Values) -> Values:
        """Return the greatest of each row's values in each passage; there is one for each occurrence."""
        most = np.zeros((len(values), len(self._fields)), dtype=values.dtype)
        held = np.flatnonzero(self._members[1:] > self._members[:-1])
        if len(held):
            most[:, held] = np.maximum.reduceat(values, self._members[held], axis=1)
        return most

    def _count_together(self) -> list[int]:
        filled = self._weights > 0
        follows = np.zeros_like(filled)
        follows[:-1, :-1] = filled[:-1, :-1] & filled[1:, 1:] & self._beside
        together: list[int] = self._most(follows).sum(axis=0).tolist()
        return together

    def _best_members(self) -> tuple[list[tuple[int, int]], list[int]]:
        """Return pairs of an occurrence and the row of a slot that it fills as well as any in its passage.

        They are in order of occurrences; beside them, where those of each passage begin, and the end.
        """
        weights = self._weights.T
        members, rows = np.nonzero((weights >= self._filled[self._passage]) & (weights > 0))
        starts = np.searchsorted(members, self._members)
        return list(zip(rows.tolist(), members.tolist(), strict=True)), starts.tolist()

    def _members_of(self, passage: int) -> list[tuple[int, int]]:
        pairs, starts = self._filling
        return pairs[starts[passage] : starts[passage + 1]]

    def _codes(self, passage: int) -> Codes:
        starts = self._found.passage_starts
        end = starts[passage + 1] if passage + 1 < len(starts) else len(self._found.text)
        return self._found.text[starts[passage] + 1 : end]

    def _snippet(self, passage: int, *, marked: bool = True) -> Snippet:
        start = int(self._found.passage_starts[passage]) + 1
        members = self._members_of(passage) if marked else []
        marks = {self._places[member] - start: self._terms[member] for _, member in members}
        return snippet(self._codes(passage), marks, self._spellings)

    def _alternative(self, row: int, term: int) -> Alternative:
        """Return the best alternative of a slot that has the term."""
        found = self._known.get((row, term))
        if found is None:
            every = self._slots[row].alternatives
            found = self._known[row, term] = next(each for each in every if term in each.terms)
        return found

    def _spelling(self, alternative: Alternative, passage: int) -> list[str]:
        texts = []
        start, end = self._members[passage : passage + 2]
        for term in alternative.terms:
            if term in self._terms[start:end]:
                place = self._places[self._terms.index(term, start)]
                text = self._spellings.texts[self._found.text.item(place)]
                texts.append(text.lower() if text.lower() in self._spellings else text)
        return texts
