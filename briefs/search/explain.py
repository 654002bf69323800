"""Why a document answers a query: the field, its words in source spelling, and how the query was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from briefs.search.collection import Collection
from briefs.search.passages import Codes, Field
from briefs.search.slots import Alternative, Reading, Slot
from briefs.search.snippet import Snippet, snippet
from briefs.search.vocabulary import FIELD_MARKS

_ENOUGH = 0.5
_AS_TYPED = frozenset({Reading.EXACT, Reading.SHORT})


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where the words of a query stand in a document, and the text around them."""

    field: Field
    snippet: Snippet
    readings: frozenset[Reading]


@dataclass(frozen=True, slots=True)
class _Passage:
    """One text of a document: its codes, its terms, and the slots it fills by the best alternative there."""

    field: Field
    codes: Codes
    filled: dict[int, Alternative]

    def worth(self, slots: Sequence[Slot]) -> float:
        return sum(slots[row].weight * each.weight for row, each in self.filled.items())


def explain(doc: int, slots: Sequence[Slot], collection: Collection) -> Explanation:
    """Explain by the passage that fills the most; below a title, other text is shown that fills half."""
    passages = _passages(doc, slots, collection)
    best = max(passages, key=lambda each: (each.worth(slots), -each.field))
    shown = best
    if best.field is Field.TITLE and len(passages) > 1:
        other = max(passages[1:], key=lambda each: (each.worth(slots), -each.field))
        shown = other if other.worth(slots) >= _ENOUGH * best.worth(slots) > 0 else best
    matched = {term for each in shown.filled.values() for term in each.terms}
    readings = frozenset(each.reading for each in best.filled.values())
    return Explanation(best.field, snippet(_pieces(shown.codes, matched, collection)), readings)


def _pieces(codes: Codes, matched: set[int], collection: Collection) -> list[tuple[str, bool]]:
    spellings = collection.lexicon.spellings
    marks = [term in matched for term in spellings.term_table[codes].tolist()]
    pieces: list[tuple[str, bool]] = []
    for text, mark in zip(spellings.pieces(codes.tolist()), marks, strict=True):
        if text.startswith(" ") and mark:
            pieces.append((" ", False))
        pieces.append((text.lstrip(" ") if mark else text, mark))
    return pieces


def understood(doc: int, slots: Sequence[Slot], collection: Collection) -> str | None:
    """Return the query in the document's spelling, None where every word was found as typed."""
    passages = _passages(doc, slots, collection)
    spelled: list[str] = []
    changed = False
    for row, slot in enumerate(slots):
        held = [each for each in passages if row in each.filled]
        if not held:
            spelled.append(slot.typed)
            continue
        passage = max(held, key=lambda each: (each.filled[row].weight, each.worth(slots)))
        alternative = passage.filled[row]
        changed = changed or alternative.reading not in _AS_TYPED
        if alternative.reading is Reading.SHORT:
            spelled.append(slot.typed)
        elif (
            alternative.reading is not Reading.JOINED
            or row == 0
            or alternative not in slots[row - 1].alternatives
        ):
            spelled += _spellings(alternative, passage, collection)
    return " ".join(spelled) if changed else None


def _passages(doc: int, slots: Sequence[Slot], collection: Collection) -> list[_Passage]:
    codes = collection.codes([doc])
    starts = np.flatnonzero(codes < FIELD_MARKS)
    parts = np.split(codes, starts[1:])
    return [_passage(Field(int(part[0])), part[1:], slots, collection) for part in parts]


def _passage(field: Field, codes: Codes, slots: Sequence[Slot], collection: Collection) -> _Passage:
    terms = set(collection.lexicon.spellings.term_table[codes].tolist())
    filled = {}
    for row, slot in enumerate(slots):
        for each in slot.alternatives:
            if terms.issuperset(each.terms):
                filled[row] = each
                break
    return _Passage(field, codes, filled)


def _spellings(alternative: Alternative, passage: _Passage, collection: Collection) -> list[str]:
    spellings = collection.lexicon.spellings
    terms = spellings.term_table[passage.codes]
    found = []
    for term in alternative.terms:
        text = spellings.texts[int(passage.codes[np.flatnonzero(terms == term)[0]])]
        found.append(text.lower() if text.lower() in spellings else text)
    return found
