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
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from briefs.errors import InputError
from briefs.text.fold import syllables

SKETCH_HASHES = 64
KEYS = 16
"""How many of the smallest hashes an index needs: of two texts that share a quarter of their shingles, these
have none in common in one case of a hundred (0.75^16)."""
_HASH_BYTES = 8
SKETCH_BYTES = SKETCH_HASHES * _HASH_BYTES
_SHINGLE = 3  # syllables

_TRACKING = ("utm_", "fbclid", "gclid", "zarsrc", "mc_cid", "mc_eid", "igshid")

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

    @property
    def keys(self) -> tuple[int, ...]:
        """The smallest hashes, below 2^63 as databases count: texts that share none of them are not alike."""
        return self.hashes[:KEYS]

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
    if not words:
        return Sketch(())
    numbers = {word: _hash(word) for word in set(words)}
    row = np.array([numbers[word] for word in words], dtype=np.uint64)
    size = min(_SHINGLE, len(row))
    shingles = np.zeros(len(row) - size + 1, dtype=np.uint64)
    for place in range(size):
        shingles = _mixed(shingles ^ row[place : place + len(shingles)])
    return Sketch(tuple(np.unique(shingles >> np.uint64(1))[:SKETCH_HASHES].tolist()))


def spellings(url: str) -> tuple[str, ...]:
    """Return the ways in which the address of one page is written, the plainest first.

    With and without `www.`, a slash at the end and TLS; without what only tells where readers came from.
    """
    try:
        parts = urlsplit(url.strip())
        query = urlencode([pair for pair in parse_qsl(parts.query) if not pair[0].startswith(_TRACKING)])
    except ValueError:
        return (url,)
    host, path = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    ends = [f"?{query}"] if query else ["", "/"]
    plain = [
        f"{scheme}://{www}{host}{path}{end}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for end in ends
    ]
    return tuple(dict.fromkeys([*plain, url]))


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=_HASH_BYTES).digest(), "big")


def _mixed(
    values: np.ndarray[tuple[int], np.dtype[np.uint64]],
) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Spread every bit over all bits (the finalizer of SplitMix64; Steele, Lea and Flood 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _neighbours(values: tuple[int, ...]) -> Iterable[tuple[int, int]]:
    return pairwise(values)
