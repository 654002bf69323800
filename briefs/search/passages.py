"""The texts of all documents as numbers of spellings: small enough to keep, and quick enough to read again.

A document is one sequence; a number below FIELD_MARKS starts the field of that number. Sequences are kept as
UTF-8 of their numbers: frequent spellings come early, so a syllable takes one or two bytes, and C decodes it.
Many documents share one string of bytes: small objects among the large ones of a build keep the memory
between them from going back to the system.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]

# A mark, and what is none: no byte of a longer number is as low.
_FIRST_FIELD = re.compile(rb".[^\x00-\x07]*", re.DOTALL)
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
        self._chunks: list[bytes] = []
        self._newest: list[bytes] = []
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

    def append(self, numbers: npt.NDArray[np.int32]) -> None:
        """Add the next document: spelling numbers, each below 0x110000."""
        codes = numbers.astype("<u4").tobytes()
        self._append(codes.decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass"))

    def codes(self, docs: Iterable[int]) -> Codes:
        """Return the spelling numbers of several documents, one after the other."""
        return _unpacked(self._packed(doc, self._lengths[doc]) for doc in docs)

    def titles(self, docs: Iterable[int]) -> Codes:
        """Return the spelling numbers of the titles of several documents, one after the other."""
        return _unpacked(self._packed(doc, self._titles[doc]) for doc in docs)

    def kept(self, docs: Iterable[int]) -> Texts:
        """Return the texts of these documents, numbered from 0."""
        new = Texts()
        for doc in docs:
            new._append(self._packed(doc, self._lengths[doc]))
        return new

    @property
    def packed(self) -> bytes:
        """All texts, one after the other."""
        return b"".join([*self._chunks, *self._newest])

    @property
    def lengths(self) -> npt.NDArray[np.uint32]:
        """The bytes of each text in `packed`."""
        return np.array(self._lengths, dtype=np.uint32)

    def _append(self, packed: bytes) -> None:
        self._starts.append(self._starts[-1] + self._lengths[-1] if self._newest else 0)
        self._lengths.append(len(packed))
        title = _FIRST_FIELD.match(packed)
        self._titles.append(title.end() if title else 0)
        self._newest.append(packed)
        if len(self._newest) == _CHUNK:
            self._chunks.append(b"".join(self._newest))
            self._newest = []

    def _packed(self, doc: int, length: int) -> bytes:
        chunk, place = divmod(doc, _CHUNK)
        if chunk == len(self._chunks):
            return self._newest[place][:length]
        start = self._starts[doc]
        return self._chunks[chunk][start : start + length]


def _unpacked(packed: Iterable[bytes]) -> Codes:
    codes = b"".join(packed).decode("utf-8", "surrogatepass").encode("utf-32-le", "surrogatepass")
    return np.frombuffer(codes, dtype="<u4")
