"""The lane of document numbers: finds documents by number, kind and year, as exactly as they are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

from briefs.search.passages import Field
from briefs.text.docnumbers import DocNumber, find_mentions, parse_number

_FIELD_WEIGHT = {
    Field.DOCUMENT: 1.0,
    Field.TITLE: 0.98,
    Field.LEAD: 0.95,
    Field.POINT: 0.92,
    Field.DIRECTIVE: 0.92,
    Field.BODY: 0.9,
}
_ANY_LETTER = "cv"
"""Công văn: people, and papers (“công văn 496/TB-BCĐĐHG”), call documents of every kind so."""
_CALLED_SO = 0.9


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A document with a number that agrees: `score` in 0..1, `text` as written there."""

    doc: int
    score: float
    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class _Stored:
    doc: int
    field: Field
    number: DocNumber
    text: str


class NumberLane:
    """Document numbers of all documents by their digits."""

    def __init__(self) -> None:
        self._by_digits: dict[str, list[_Stored]] = {}
        self._of_doc: dict[int, set[str]] = {}

    def add(self, doc: int, texts: Iterable[tuple[Field, str]]) -> None:
        """Note every number that the texts of a document, which must be NFC, give."""
        for field, text in texts:
            if field is Field.DOCUMENT:
                number = parse_number(text)
                if number is not None:
                    self._note(_Stored(doc, field, number, text))
            elif field in _FIELD_WEIGHT:
                for found in find_mentions(text):
                    self._note(_Stored(doc, field, found.number, found.text))

    def remove(self, doc: int) -> None:
        """Forget the numbers of a document."""
        for digits in self._of_doc.pop(doc, set()):
            self._by_digits[digits] = [each for each in self._by_digits[digits] if each.doc != doc]

    def renumbered(self, kept: list[int]) -> NumberLane:
        """Return a lane of the kept documents, numbered from 0 in the given order."""
        new_number = {doc: new for new, doc in enumerate(kept)}
        lane = NumberLane()
        for stored in (each for same in self._by_digits.values() for each in same):
            if stored.doc in new_number:
                lane._note(_Stored(new_number[stored.doc], stored.field, stored.number, stored.text))
        return lane

    def rows(self) -> list[list[Any]]:
        """Return all numbers as rows of plain values."""
        every = (each for same in self._by_digits.values() for each in same)
        return [[each.doc, each.field, each.text, *astuple(each.number)] for each in every]

    @classmethod
    def restored(cls, rows: Iterable[Sequence[Any]]) -> NumberLane:
        """Return the lane that gave these rows."""
        lane = cls()
        for doc, field, text, *number in rows:
            lane._note(_Stored(doc, Field(field), DocNumber(*number), text))
        return lane

    def find(self, wanted: DocNumber) -> list[NumberHit]:
        """Return the documents whose numbers agree, each once by its best agreement, best first."""
        best: dict[int, NumberHit] = {}
        for stored in self._by_digits.get(wanted.number, []):
            score = _agreement(stored.number, wanted) * _FIELD_WEIGHT[stored.field]
            held = best.get(stored.doc)
            if score > 0 and (held is None or held.score < score):
                best[stored.doc] = NumberHit(stored.doc, score, stored.field, stored.text)
        return sorted(best.values(), key=lambda hit: (-hit.score, -hit.doc))

    def _note(self, stored: _Stored) -> None:
        self._by_digits.setdefault(stored.number.number, []).append(stored)
        self._of_doc.setdefault(stored.doc, set()).add(stored.number.number)


def _agreement(stored: DocNumber, wanted: DocNumber) -> float:
    agreed = stored.agreement(wanted)
    if agreed or wanted.kind != _ANY_LETTER:
        return agreed
    return _CALLED_SO * stored.agreement(replace(wanted, kind=None))
