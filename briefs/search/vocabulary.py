"""The words of the collection: every spelling with a number, and the folded term it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from briefs.text.fold import fold, tone_key

Ints = npt.NDArray[np.int32]

NO_TERM = -1
FIELD_MARKS = 8
"""The first spelling numbers are kept free: texts use them to mark where a field begins."""

# A word, or what stands between two words; the single space between words is implied and not stored.
_PIECE = re.compile(r"\w+|[^\w ]\W*| \W+")


class Spellings(dict[str, int]):
    """Numbers of spellings; looking an unknown one up gives it the next number."""

    def __init__(self) -> None:
        self.texts: list[str] = [""] * FIELD_MARKS
        self.terms: dict[str, int] = {}
        self.term_texts: list[str] = []
        self._tone_keys: dict[int, str] = {}
        self._term_of: Ints = np.full(1024, NO_TERM, dtype=np.int32)

    def __missing__(self, spelling: str) -> int:
        number = self[spelling] = len(self.texts)
        self.texts.append(spelling)
        if number >= len(self._term_of):
            self._term_of = np.concatenate([self._term_of, np.full(number, NO_TERM, dtype=np.int32)])
        folded = fold(spelling).replace(" ", "") if spelling[0].isalnum() else ""
        self._term_of[number] = self.term(folded) if folded else NO_TERM
        return number

    def term(self, folded: str) -> int:
        """Return the number of a folded term, a new one where it is unknown."""
        number = self.terms.get(folded)
        if number is None:
            number = self.terms[folded] = len(self.term_texts)
            self.term_texts.append(folded)
        return number

    def numbers(self, text: str) -> list[int]:
        """Return the text, which must be NFC, as numbers of its pieces; spaces around it are dropped."""
        return list(map(self.__getitem__, _PIECE.findall(text.strip())))

    def terms_of(self, numbers: Ints) -> Ints:
        """Return the term of each spelling number; NO_TERM for separators and field marks."""
        return self._term_of[numbers]

    def tone_key_of(self, number: int) -> str:
        """Return the tone key of a spelling; the keys asked for are remembered."""
        key = self._tone_keys.get(number)
        if key is None:
            key = self._tone_keys[number] = tone_key(self.texts[number])
        return key

    @property
    def term_table(self) -> Ints:
        """The term of every spelling number, as one array to index with."""
        return self._term_of[: len(self.texts)]

    def join(self, numbers: Iterable[int]) -> str:
        """Return the text that these numbers were made from."""
        return "".join(self.pieces(numbers))

    def pieces(self, numbers: Iterable[int]) -> list[str]:
        """Return the text of these numbers, a piece a number, with the implied spaces before words."""
        pieces: list[str] = []
        after_word = False
        for number in numbers:
            piece = self.texts[number]
            word = piece[:1].isalnum() or piece[:1] == "_"
            pieces.append(" " + piece if word and after_word else piece)
            after_word = word
        return pieces
