"""Why documents answer a query: the field, its words in source spelling, and how the query was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made

import numpy as np

from briefs.search.collection import Collection
from briefs.search.occurrences import Occurrences
from briefs.search.passages import Field
from briefs.search.slots import Alternative, Reading, Slot
from briefs.search.snippet import Snippet, snippet

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


@dataclass(slots=True)
class _Passage:
    """One text of a document, the occurrences in it, and the greatest weight that each slot has there."""

    number: int
    field: Field
    members: list[int] = made(default_factory=list)
    best: dict[int, float] = made(default_factory=dict)

    def worth(self, slots: Sequence[Slot], least: float = 0.0) -> float:
        """Return the weight of the slots filled by `least`, rounded so that equal passages are equal."""
        filled = (slots[row].weight * weight for row, weight in self.best.items() if weight >= least)
        return round(sum(filled), 4)


class Explainer:
    """Explains the answers of one page."""

    def __init__(self, docs: Sequence[int], slots: Sequence[Slot], collection: Collection) -> None:
        self._slots = slots
        self._spellings = collection.lexicon.spellings
        self._found = Occurrences(np.array(docs, dtype=np.int64), slots, collection)
        self._rows: list[list[tuple[int, float]]] = [[] for _ in self._found.codes]
        rows, members = np.nonzero(self._found.weights)
        weights = self._found.weights[rows, members].tolist()
        for row, member, weight in zip(rows.tolist(), members.tolist(), weights, strict=True):
            self._rows[member].append((row, weight))
        self._terms = self._spellings.terms_of(self._found.codes.astype(np.int32)).tolist()
        self._passages = self._sort_passages()

    def explain(self, number: int) -> Explanation:
        """Explain by the passage that fills the most, or has the most of it side by side; names come last.

        For titles and names, a line of the brief is shown.
        """
        title, *others = self._passages[number]
        ranked = sorted(others, key=self._precedence)
        best = title
        if ranked and ranked[0].worth(self._slots) > title.worth(self._slots):
            best = ranked[0]
        shown = best
        if best is title or best.field is Field.NAME:
            shown = self._line(best, ranked)
        readings = (self._reading(row, member) for row, member in self._best_members(best))
        title_text = self._spellings.join(self._codes(title))
        return Explanation(title_text, best.field, self._snippet(shown), frozenset(filter(None, readings)))

    def _precedence(self, passage: _Passage) -> tuple[float, int, bool, int]:
        named = passage.field is Field.NAME
        return -passage.worth(self._slots), -self._side_by_side(passage), named, passage.field

    def _side_by_side(self, passage: _Passage) -> int:
        """Return how many slots are followed by the next slot's word in the passage."""
        places = self._found.places
        spots = {(row, int(places[member])) for member in passage.members for row, _ in self._rows[member]}
        return len({row for row, place in spots if (row + 1, place + 1) in spots})

    def _line(self, best: _Passage, ranked: Sequence[_Passage]) -> _Passage:
        """Return the passage to show for one readers see anyway or never: one that fills half as much.

        A name has no line of its own: where no other text has its words as typed, the first point stands for
        it.
        """
        named = best.field is Field.NAME
        lines = [each for each in ranked if not (named and each.field is Field.NAME)]
        enough = _ENOUGH * best.worth(self._slots)
        if lines and lines[0].worth(self._slots, _SURE if named else 0) >= enough > 0:
            return lines[0]
        points = sorted((each for each in lines if each.field in _LINES), key=lambda each: each.number)
        return _Passage(points[0].number, points[0].field) if named and points else best

    def understood(self, number: int) -> str | None:
        """Return the query as the document spells it, None where every word was found as typed.

        None also where a word would become one that is not near enough to be sure of.
        """
        spelled: list[str] = []
        changed = False
        for row, slot in enumerate(self._slots):
            held = [each for each in self._passages[number] if row in each.best]
            if not held:
                spelled.append(slot.typed)
                continue
            passage = max(held, key=lambda each: (each.best[row], each.worth(self._slots)))
            member = next((member for at, member in self._best_members(passage) if at == row), None)
            if member is None:  # initials of several words
                spelled.append(slot.typed)
                continue
            alternative = self._alternative(row, member)
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

    def _sort_passages(self) -> list[list[_Passage]]:
        found = self._found
        fields = [Field(code) for code in found.text[found.passage_starts].tolist()]
        passages: list[list[_Passage]] = []
        every = [_Passage(number, field) for number, field in enumerate(fields)]
        for passage in every:
            if passage.field is Field.TITLE:
                passages.append([])
            passages[-1].append(passage)
        for member, number in enumerate(found.passage.tolist()):
            passage = every[number]
            passage.members.append(member)
            for row, weight in self._rows[member]:
                passage.best[row] = max(passage.best.get(row, 0.0), weight)
        for document, filled in zip(passages, found.title.max(axis=1, initial=0).tolist(), strict=True):
            best = document[0].best
            best.update(
                {row: max(best.get(row, 0.0), weight) for row, weight in enumerate(filled) if weight > 0}
            )
        return passages

    def _best_members(self, passage: _Passage) -> list[tuple[int, int]]:
        """Return pairs of a slot's row and an occurrence that fills it as well as any in the passage."""
        members = ((row, weight, member) for member in passage.members for row, weight in self._rows[member])
        return [(row, member) for row, weight, member in members if weight >= passage.best[row]]

    def _codes(self, passage: _Passage) -> list[int]:
        starts = self._found.passage_starts
        end = starts[passage.number + 1] if passage.number + 1 < len(starts) else len(self._found.text)
        codes: list[int] = self._found.text[starts[passage.number] + 1 : end].tolist()
        return codes

    def _snippet(self, passage: _Passage) -> Snippet:
        start = int(self._found.passage_starts[passage.number]) + 1
        members = {member for _, member in self._best_members(passage)}
        places = {int(self._found.places[member]) - start: self._terms[member] for member in members}
        return snippet(self._codes(passage), places, self._spellings)

    def _alternative(self, row: int, member: int) -> Alternative:
        term = self._terms[member]
        return next(each for each in self._slots[row].alternatives if term in each.terms)

    def _reading(self, row: int, member: int) -> Reading:
        return self._alternative(row, member).reading

    def _spelling(self, alternative: Alternative, passage: _Passage) -> list[str]:
        texts = []
        for term in alternative.terms:
            member = next((each for each in passage.members if self._terms[each] == term), None)
            if member is not None:
                text = self._spellings.texts[int(self._found.codes[member])]
                texts.append(text.lower() if text.lower() in self._spellings else text)
        return texts
