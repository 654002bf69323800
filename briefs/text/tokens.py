"""Words of a running text with their places, cut once for everything that compares words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from briefs.text.fold import tone_key

_TOKEN = re.compile(r"([^\W_]+)")
_SPACE = re.compile(r"\s{1,3}")
_PUNCTUATION = re.compile(r"\s?[,.&/\-‐‑–—]\s?")


class Tokens(NamedTuple):
    """The words of an NFC text in order: characters `[start, end)`, as written, and as compared (`tone_key`).

    `gaps` are what stands before each word, and after the last one.
    Parallel lists, not objects: a text has thousands of words and most are looked at once.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    keys: list[str]
    gaps: list[str]

    def near(self, at: int) -> bool:
        """Tell whether only space parts the word from the one before it."""
        if not at:
            return True
        gap = self.gaps[at]
        return gap == " " or _SPACE.fullmatch(gap) is not None

    def loose(self, at: int) -> bool:
        """Tell whether space or at most one separator parts the word from the one before it."""
        if self.near(at):
            return True
        return _PUNCTUATION.fullmatch(self.gaps[at]) is not None


def tokenise(text: str) -> Tokens:
    """Return the words of NFC text: runs of letters and digits."""
    parts = _TOKEN.split(text)  # gap, word, gap, word, ..., gap
    edges = list(accumulate(map(len, parts)))
    words = parts[1::2]
    return Tokens(text, edges[:-1:2], edges[1::2], words, list(map(_key, words)), parts[::2])


# Vietnamese has few syllables, so nearly every word of a text has been seen before.
@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    return tone_key(word)
