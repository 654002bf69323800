"""Near-duplicates: a small sketch of each article from which the share of common text can be estimated.

The sketch holds the 64 smallest hashes of the folded three-syllable shingles of a text (bottom-k sketch,
Cohen and Kaplan 2007); of two sketches the k smallest of the union tell the Jaccard similarity of the
shingle sets with a standard error of at most 1/(2 sqrt(k)), 0.0625 here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from itertools import pairwise

from briefs.errors import InputError
from briefs.text.fold import syllables

SKETCH_HASHES = 64
_HASH_BYTES = 8
SKETCH_BYTES = SKETCH_HASHES * _HASH_BYTES
_SHINGLE = 3  # syllables

# An agency's text run by two papers with cuts and another lead keeps half of its shingles and more; two
# papers on the same meeting share quotations and names, a quarter and more; texts on one topic share under
# a tenth.
DUPLICATE = 0.5
RELATED = 0.25


class Likeness(StrEnum):
    """What a similarity means for an editor."""

    DUPLICATE = "duplicate"
    RELATED = "related"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes of a text's shingles, ascending; fewer than 64 where the text is short."""

    hashes: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """Return the sketch as at most 512 bytes for storing."""
        return b"".join(value.to_bytes(_HASH_BYTES, "big") for value in self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Sketch:
        """Read a stored sketch; raises InputError where the bytes are none."""
        values = tuple(
            int.from_bytes(data[at : at + _HASH_BYTES], "big") for at in range(0, len(data), _HASH_BYTES)
        )
        if len(data) % _HASH_BYTES or len(data) > SKETCH_BYTES or any(a >= b for a, b in _neighbours(values)):
            raise InputError("The stored fingerprint of an article is damaged; import the article again.")
        return cls(values)

    def similarity(self, other: Sketch) -> float:
        """Return the estimated share of shingles two texts have in common, 0 to 1; 0 where one is empty."""
        mine, theirs = set(self.hashes), set(other.hashes)
        union = sorted(mine | theirs)[:SKETCH_HASHES]
        if not mine or not theirs:
            return 0.0
        return sum(value in mine and value in theirs for value in union) / len(union)

    def likeness(self, other: Sketch) -> Likeness:
        """Return what the similarity of two texts means."""
        similarity = self.similarity(other)
        if similarity >= DUPLICATE:
            return Likeness.DUPLICATE
        return Likeness.RELATED if similarity >= RELATED else Likeness.DIFFERENT


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; spelling variants that fold alike give the same sketch."""
    words = syllables(text)
    shingles = {
        " ".join(words[i : i + _SHINGLE]) for i in range(max(len(words) - _SHINGLE + 1, min(len(words), 1)))
    }
    hashes = sorted(
        int.from_bytes(blake2b(s.encode(), digest_size=_HASH_BYTES).digest(), "big") for s in shingles
    )
    return Sketch(tuple(hashes[:SKETCH_HASHES]))


def _neighbours(values: tuple[int, ...]) -> Iterable[tuple[int, int]]:
    return pairwise(values)
