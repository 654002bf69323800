"""The texts of all documents as numbers of spellings: small enough to keep, and quick enough to read again.

A document is one sequence; a number below FIELD_MARKS starts the field of that number. Sequences are kept as
UTF-8 of their numbers: frequent spellings come early, so a syllable takes one or two bytes, and C decodes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]


class Field(IntEnum):
    """Where in a document a word stands; also the mark that starts the field in its sequence."""

    TITLE = 0
    LEAD = 1
    POINT = 2
    DIRECTIVE = 3
    DOCUMENT = 4
    NAME = 5
    BODY = 6


def pack(numbers: Sequence[int]) -> bytes:
    """Return spelling numbers (each below 0x110000) as bytes."""
    codes = np.array(numbers, dtype="<u4").tobytes()
    return codes.decode("utf-32-le", "surrogatepass").encode("utf-8", "surrogatepass")


def unpack(packed: bytes) -> Codes:
    """Return the spelling numbers of one or several joined sequences."""
    codes = packed.decode("utf-8", "surrogatepass").encode("utf-32-le", "surrogatepass")
    return np.frombuffer(codes, dtype="<u4")
