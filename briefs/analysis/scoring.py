"""What makes a sentence worth a line of the summary: features, and a linear score of them.

The weights are in `weights.toml`, trained by `benchmarks/analysis_training.py` to prefer the sentences that
editors' leads resemble most; each row says what its feature measures.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise

from briefs.text.fold import tone_key

_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|\w+")
_FIGURE = re.compile(r"\d(?<!\w\d)\d*(?:[.,/:]\d+)*")
_CAPITALISED = re.compile(r"\s[A-ZÀ-ỸĐ]")  # of a text with a space before it
# The most frequent syllables of Vietnamese prose; they say nothing about what a text is about.
_COMMON_SYLLABLES = (
    "và", "của", "là", "có", "các", "những", "một", "được", "cho", "trong", "với", "này", "đã",
    "không", "người", "khi", "đến", "ra", "để", "vào", "từ", "ở", "về", "nhiều", "cũng", "tại", "như",
    "sẽ", "theo", "trên", "phải", "còn", "bị", "việc", "ông", "bà", "anh", "chị", "sau", "thì", "năm",
    "ngày", "lại", "làm", "nhưng", "mà", "rất", "do", "đó", "nên", "hơn", "trước", "đang", "vì", "qua",
    "số", "hai", "nói", "biết", "thể", "cùng", "nhất", "đây",
)  # fmt: skip
_COMMON = frozenset(map(tone_key, _COMMON_SYLLABLES))
_PRONOUNS = frozenset(
    map(tone_key, ("ông", "bà", "anh", "chị", "họ", "nó", "đây", "đó", "theo", "tuy", "nhưng", "còn"))
)
_LONG = 60  # syllables; leads are half as long
_SHORT = 12
_USUAL = 32  # syllables of a usual lead

Words = list[str]


def words(text: str) -> Words:
    """Return the syllables and numbers of a text, lower case, tones in one place."""
    return words_of_key(tone_key(text))


def words_of_key(key: str) -> Words:
    """Return the syllables and numbers of a text that is in lower case with tones in one place already."""
    return _TOKEN.findall(key)


class Document:
    """What all sentences of a text are compared with: its words, word pairs and title."""

    def __init__(
        self, sentences: Sequence[str], title: str | None, keys: Sequence[str] | None = None
    ) -> None:
        """Take the sentences, and their keys (`tone_key`) where they are known already."""
        self.sentences = [words(s) for s in sentences] if keys is None else [words_of_key(k) for k in keys]
        self.texts = sentences
        self.content = [frozenset(s) - _COMMON for s in self.sentences]
        heading = words(title or "")
        self._title = frozenset(heading) - _COMMON
        self._title_pairs = _pairs(heading)
        self._pairs = [_pairs(s) for s in self.sentences]
        self._df = Counter(chain.from_iterable(self.content))
        self._pair_df = Counter(chain.from_iterable(self._pairs))

    def features(self, index: int) -> dict[str, float]:
        """Return the features of a sentence by name."""
        own, content, text = self.sentences[index], self.content[index], self.texts[index]
        pairs = self._pairs[index]
        repeats = sum(map(self._df.__getitem__, content)) - len(content)
        pair_repeats = sum(map(self._pair_df.__getitem__, pairs)) - len(pairs)
        size, total = max(len(own), 1), max(len(self.sentences), 1)
        shared = content & self._title
        return {
            "first": float(index == 0),
            "early": 1 / (index + 1),
            "title_covered": len(shared) / max(len(self._title), 1),
            "title_share": len(shared) / max(len(content), 1),
            "title_pairs": len(pairs & self._title_pairs) / max(len(self._title_pairs), 1),
            "central_words": repeats / max(len(content), 1) / total,
            "central_pairs": pair_repeats / max(len(pairs), 1) / total,
            "central_sum": repeats / total / 10,
            "length": min(size, _LONG) / _LONG,
            "usual_length": -abs(size - _USUAL) / _USUAL,
            "too_short": float(size < _SHORT),
            "too_long": max(0, size - _LONG) / _LONG,
            "figures": min(len(_FIGURE.findall(text)), 4) / 4,
            "names": len(_CAPITALISED.findall(f" {text}")) / size,
            "quoted": float("“" in text or '"' in text or "”" in text),
            "question": float(text.rstrip('"” ').endswith("?")),
            "leans_back": float(bool(own) and own[0] in _PRONOUNS),
            "commas": text.count(",") / size,
            "variety": len(content) / size,
        }

    def score(self, index: int) -> float:
        """Return how good a line of the summary the sentence would make; only differences within a text
        mean something.
        """
        table = weights()
        return sum(table[name] * value for name, value in self.features(index).items())

    def likeness(self, one: int, other: int) -> float:
        """Return how much of the shorter sentence's content the other repeats, 0 to 1."""
        a, b = self.content[one], self.content[other]
        return len(a & b) / max(min(len(a), len(b)), 1)


def _pairs(tokens: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(tokens))


@cache
def weights() -> dict[str, float]:
    """Return the weight of every feature, from the packaged table."""
    table = tomllib.loads((files("briefs.analysis") / "weights.toml").read_text(encoding="utf-8"))
    return {name: float(row["weight"]) for name, row in table.items()}
