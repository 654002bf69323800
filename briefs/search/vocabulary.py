"""The words of the collection: every spelling with a number, and the folded term it stands for.

A text is cut at single spaces, and each part between two of them into words and what is no word. Most parts
are one word. A piece that follows another without a space ("(" and "KBNN") has a number of its own, so that
spaces need not be stored.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from briefs.text.fold import fold, tone_key

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint32]

NO_TERM, FIELD_MARK = -1, -2
"""What stands for a term where a piece is no word, and where it is a mark."""
NOT_TERMS = 2
FIELD_MARKS = 8
"""The first spelling numbers are kept free: texts use them to mark where a field begins."""

_PIECE = re.compile(r"\w+|\W+")
_REMEMBERED = 1 << 16
"""Parts of several pieces whose numbers are remembered for the next texts: about 10 MB."""
_UNREAD = NO_TERM
_A = ord("a")
_LETTERS = 26


class Spellings:
    """Numbers of spellings and of the terms they fold to; reading a text numbers what is new in it."""

    def __init__(self) -> None:
        self.texts: list[str] = [""] * FIELD_MARKS
        self.terms: dict[str, int] = {}
        self.term_texts: list[str] = []
        self._spaced = _Parts(self._pieces_of)
        self._glued: dict[str, int] = {}
        self._is_glued = bytearray(FIELD_MARKS)
        self._tone_numbers: dict[str, int] = {}
        self._tones: Ints = np.zeros(0, dtype=np.int32)
        self._term_of: Ints = np.full(1024, NO_TERM, dtype=np.int32)
        self._term_of[:FIELD_MARKS] = FIELD_MARK
        self._initials: Ints = np.full(1024, NO_TERM, dtype=np.int32)

    @classmethod
    def restored(cls, texts: Sequence[str], glued: bytes, term_of: Ints, terms: Iterable[str]) -> Spellings:
        """Return the spellings that gave these; the free numbers are not among them."""
        new = cls()
        new.texts += texts
        new._is_glued += glued
        for number, (text, is_glued) in enumerate(zip(texts, glued, strict=True), FIELD_MARKS):
            (new._glued if is_glued else new._spaced)[text] = number
        new._term_of = np.concatenate([new._term_of[:FIELD_MARKS], term_of])
        for text in terms:
            new.term(text)
        return new

    def __contains__(self, text: str) -> bool:
        return self._spaced.get(text, NO_TERM) >= 0

    @property
    def glued(self) -> bytes:
        """One byte for each spelling after the free numbers: 1 where no space stands before it."""
        return bytes(self._is_glued[FIELD_MARKS:])

    def term(self, folded: str) -> int:
        """Return the number of a folded term, a new one where it is unknown."""
        number = self.terms.get(folded)
        if number is None:
            number = self.terms[folded] = len(self.term_texts)
            self.term_texts.append(folded)
            self._initials = _with_room(self._initials, number)
            letter = ord(folded[0]) - _A
            self._initials[number] = letter if 0 <= letter < _LETTERS else NO_TERM
        return number

    def parts(self, text: str) -> Iterable[int]:
        """Return the parts of a text, which must be NFC, as numbers for the next call of `pieces_of`."""
        return map(self._spaced.__getitem__, text.strip().split(" "))

    def pieces_of(self, parts: Ints) -> tuple[Ints, Ints]:
        """Return the spelling numbers of parts of texts, and how many each part has."""
        held = self._spaced.starts, self._spaced.flat
        starts, flat = (np.frombuffer(each, dtype=np.int32) for each in held)
        several = np.flatnonzero(parts < 0)
        which = -parts[several] - 1
        counts = np.ones(len(parts), dtype=np.int32)
        counts[several] = starts[which + 1] - starts[which]
        pieces = np.repeat(parts, counts)
        inside = np.flatnonzero(pieces < 0)
        # Each piece of a part is at the part's start in `flat`, and as far on as it is in the part.
        shifts = starts[which] - (np.cumsum(counts) - counts)[several]
        pieces[inside] = flat[inside + np.repeat(shifts, counts[several])]
        if len(starts) > _REMEMBERED:
            self.forget_parts()
        return pieces, counts

    def forget_parts(self) -> None:
        """Give back the memory that makes reading many texts quick."""
        self._spaced.forget()

    def _pieces_of(self, part: str) -> list[int]:
        """Return the spelling numbers of a part of a text, new ones for what is new."""
        first, *rest = [part] if part.isalnum() else _PIECE.findall(part) or [""]
        return [self._number(first, glued=False), *(self._number(piece, glued=True) for piece in rest)]

    def _number(self, spelling: str, *, glued: bool) -> int:
        known = self._glued if glued else self._spaced
        number = known.get(spelling)
        if number is None:
            number = known[spelling] = len(self.texts)
            self.texts.append(spelling)
            self._is_glued.append(glued)
            self._term_of = _with_room(self._term_of, number)
            folded = fold(spelling).replace(" ", "") if spelling[:1].isalnum() else ""
            self._term_of[number] = self.term(folded) if folded else NO_TERM
        return number

    def tones_of(self, codes: Codes) -> Ints:
        """Return the number of the tone key of each spelling number."""
        if len(self._tones) < len(self.texts):
            self._tones = _with_room(self._tones, len(self.texts))
        tones = self._tones[codes]
        unread = codes[tones == _UNREAD]
        if not len(unread):
            return tones
        for number in np.unique(unread).tolist():
            self._tones[number] = self.tone_of(self.texts[number])
        return self._tones[codes]

    def tone_of(self, text: str) -> int:
        """Return the number of the tone key of a text."""
        return self._tone_numbers.setdefault(tone_key(text), len(self._tone_numbers))

    @property
    def term_table(self) -> Ints:
        """The term of every spelling number, FIELD_MARK, or NO_TERM for what is no word."""
        return self._term_of[: len(self.texts)]

    def initials_of(self, codes: Codes) -> Ints:
        """Return the first letter of spellings' terms, a = 0, and NO_TERM for digits and other scripts.

        What has no term has any.
        """
        return self._initials[self._term_of[codes]]

    def join(self, numbers: Iterable[int]) -> str:
        """Return the text that these numbers were made from."""
        return "".join(self.pieces(numbers))

    def pieces(self, numbers: Iterable[int]) -> list[str]:
        """Return the text of these numbers, a piece a number, with the spaces before all but the first."""
        texts, glued = self.texts, self._is_glued
        pieces = [texts[number] if glued[number] else " " + texts[number] for number in numbers]
        if pieces:
            pieces[0] = pieces[0].removeprefix(" ")
        return pieces


class _Parts(dict[str, int]):
    """Numbers of the parts of texts: the spelling where one piece is all, else below zero and for a while.

    `starts` and `flat` say what pieces the latter have: number -1 has those up to `starts[1]`, and so on.
    """

    def __init__(self, pieces_of: Callable[[str], list[int]]) -> None:
        self._pieces_of = pieces_of
        self.flat, self.starts = array("i"), array("i", [0])

    def __missing__(self, part: str) -> int:
        pieces = self._pieces_of(part)
        if len(pieces) == 1:
            return pieces[0]
        self.flat.extend(pieces)
        self[part] = number = -len(self.starts)
        self.starts.append(len(self.flat))
        return number

    def forget(self) -> None:
        """Keep only parts of one piece."""
        kept = {part: number for part, number in self.items() if number >= 0}
        self.clear()
        self.update(kept)
        self.flat, self.starts = array("i"), array("i", [0])


def _with_room(table: Ints, number: int) -> Ints:
    if number < len(table):
        return table
    return np.concatenate([table, np.full(number, NO_TERM, dtype=np.int32)])
