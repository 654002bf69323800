"""The texts of all documents as numbers of spellings: small enough to keep, and quick enough to read again.

A document is one sequence; a number below FIELD_MARKS starts the field of that number. Sequences are kept as
UTF-16 of their numbers: two bytes each but for the rarest, and C decodes them in a twentieth of the time of
UTF-8, which would save a twentieth of the memory.
Many documents share one string of bytes: small objects among the large ones of a build keep the memory
between them from going back to the system.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

# A mark, and what is none: two bytes each, the lower first.
_FIRST_FIELD = re.compile(rb"..(?:[^\x00-\x07].|.[^\x00])*", re.DOTALL)
_SURROGATES = range(0xD800, 0xE000)
"""Numbers that UTF-16 cannot hold: they, and those above, are kept as so much greater ones."""
_CHUNK = 1024
"""Documents of one string: about 700 KB."""


class Field(IntEnum):
    """Where in a document a word stands; also the mark that starts the field in its sequence."""

    TITLE = 0
    LEAD = 1
    POINT = 2
    DIRECTIVE = 3
    DOCUMENT = 4
    NAME = 5
    BODY = 6


class Texts:
    """Sequences of spelling numbers by document, appended in order; each begins with its title."""

    def __init__(self) -> None:
        self._chunks: list[bytearray] = []
        self._starts, self._lengths, self._titles = array("I"), array("I"), array("I")

    @classmethod
    def restored(cls, packed: bytes, lengths: Sequence[int]) -> Texts:
        """Return the texts that `packed` and `lengths` were taken from."""
        new = cls()
        start = 0
        for length in lengths:
            new._append(packed[start : start + length])
            start += length
        return new

    def __len__(self) -> int:
        return len(self._lengths)

    def extend(self, numbers: npt.NDArray[np.int32], lengths: Iterable[int]) -> None:
        """Add the next documents: spelling numbers, each below 0x10F800, and how many each document has."""
        codes = (numbers + len(_SURROGATES) * (numbers >= _SURROGATES.start)).astype("<u4")
        text, start = codes.tobytes().decode("utf-32-le"), 0
        for length in lengths:
            self._append(text[start : start + length].encode("utf-16-le"))
            start += length

    def codes(self, docs: Iterable[int]) -> Codes:
        """Return the spelling numbers of several documents, one after the other."""
        return _unpacked(self._packed(docs, self._lengths))

    def titles(self, docs: Iterable[int]) -> Codes:
        """Return the spelling numbers of the titles of several documents, one after the other."""
        return _unpacked(self._packed(docs, self._titles))

    def kept(self, docs: Iterable[int]) -> Texts:
        """Return the texts of these documents, numbered from 0."""
        new = Texts()
        for packed in self._packed(docs, self._lengths):
            new._append(packed)
        return new

    @property
    def packed(self) -> bytes:
        """All texts, one after the other."""
        return b"".join(self._chunks)

    @property
    def lengths(self) -> npt.NDArray[np.uint32]:
        """The bytes of each text in `packed`."""
        return np.array(self._lengths, dtype=np.uint32)

    def _append(self, packed: bytes | bytearray) -> None:
        if len(self) % _CHUNK == 0:
            self._chunks[-1:] = [*map(bytearray, self._chunks[-1:]), bytearray()]  # a copy has no spare room
        newest = self._chunks[-1]
        self._starts.append(len(newest))
        self._lengths.append(len(packed))
        title = _FIRST_FIELD.match(packed)
        self._titles.append(title.end() if title else 0)
        newest += packed

    def _packed(self, docs: Iterable[int], lengths: Sequence[int]) -> list[bytearray]:
        chunks, starts = self._chunks, self._starts
        return [chunks[doc // _CHUNK][starts[doc] : starts[doc] + lengths[doc]] for doc in docs]


def _unpacked(packed: Iterable[bytearray]) -> Codes:
    held = b"".join(packed).decode("utf-16-le").encode("utf-32-le")
    codes: Codes = np.frombuffer(held, dtype="<u4")
    if codes.max(initial=0) < _SURROGATES.start:
        return codes
    shifts: Codes = len(_SURROGATES) * (codes >= _SURROGATES.stop).astype(np.uint32)
    return codes - shifts


def runs_of(numbers: Sequence[int], sequence: npt.NDArray[np.signedinteger[Any]]) -> npt.NDArray[np.int64]:
    """Return where these numbers begin to stand in this order in a sequence, nothing between them."""
    reach = max(len(sequence) - len(numbers) + 1, 0)
    together = np.ones(reach, dtype=bool)
    for offset, number in enumerate(numbers):
        together &= sequence[offset : offset + reach] == number
    return np.flatnonzero(together)
