"""Reading a text for analysis: sentences cut into chunks, each tagged with what its words can do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from briefs.analysis.lexicon import Tag, phrases
from briefs.registry import Mention, Registry
from briefs.text.dates import TimeMention
from briefs.text.dates import mentions as time_mentions
from briefs.text.docnumbers import FoundNumber, find_mentions
from briefs.text.fold import tone_key
from briefs.text.sentences import Span, split

_TOKEN = re.compile(r"[^\W_]+")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;\n“\"–-]\s*)$")
_LONGEST_PHRASE = 5  # tokens of the longest phrase of the lexicon that is worth looking for


class Chunk(NamedTuple):
    """A word or phrase: characters `[start, end)` of the text, its key, and what stands between it and the last one.

    `body` is the registry key where the chunk names an entry.
    """

    start: int
    end: int
    key: str
    tags: int
    gap: str
    capital: bool
    body: str | None = None

    def is_(self, tags: int) -> bool:
        """Tell whether the chunk can be one of the tags."""
        return bool(self.tags & tags)

    @property
    def apart(self) -> bool:
        """Whether a mark separates the chunk from the one before it."""
        return bool(self.gap.strip(" \"“”'‘’"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place: `index` in the text, `paragraph` from 1, characters `[start, end)`."""

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its sentences and what is named in it; all offsets count characters of `text`."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeMention, ...]
    numbers: tuple[FoundNumber, ...]

    def words(self, start: int, end: int) -> str:
        """Return the characters of a range with line breaks and runs of space as one space."""
        return " ".join(self.text[start:end].split())


def read(text: str, registry: Registry) -> Reading:
    """Read NFC text whose paragraphs are separated by line breaks."""
    mentions = tuple(registry.mentions(text))
    times = tuple(time_mentions(text))
    numbers = tuple(find_mentions(text))
    paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    chunks = _chunks(text, mentions, times, numbers)
    sentences = tuple(_sentences(text, paragraphs, chunks))
    return Reading(text, paragraphs, sentences, mentions, times, numbers)


def length_preserving_key(text: str) -> str:
    """Return `tone_key(text)`, or the lower-case text letter by letter where the key would move offsets."""
    key = tone_key(text)
    if len(key) == len(text):
        return key
    return "".join(low if len(low := tone_key(c)) == 1 else c for c in text)


def _sentences(text: str, paragraphs: Sequence[Span], chunks: Sequence[Chunk]) -> Iterator[Sentence]:
    at = index = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        for span in split(paragraph.of(text)):
            start, end = paragraph.start + span.start, paragraph.start + span.end
            first = at
            while at < len(chunks) and chunks[at].start < end:
                at += 1
            yield Sentence(index, number, start, end, text[start:end], tuple(chunks[first:at]))
            index += 1


def _chunks(
    text: str, mentions: Sequence[Mention], times: Sequence[TimeMention], numbers: Sequence[FoundNumber]
) -> list[Chunk]:
    key = length_preserving_key(text)
    fixed = _fixed(mentions, times, numbers)
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    chunks: list[Chunk] = []
    at = last = 0
    while at < len(tokens):
        start = tokens[at][0]
        size, tags = _longest(key, tokens, at, alone=_inside_name(text, tokens, at))
        end, body = tokens[at + size - 1][1], None
        known = fixed.get(start)
        if known and known[0] >= end:
            end, more, body = known
            tags = more | (tags if size > 1 and end == tokens[at + size - 1][1] else Tag.NONE)
        chunks.append(Chunk(start, end, key[start:end], tags, text[last:start], text[start].isupper(), body))
        last = end
        while at < len(tokens) and tokens[at][0] < end:
            at += 1
    return chunks


def _fixed(
    mentions: Sequence[Mention], times: Sequence[TimeMention], numbers: Sequence[FoundNumber]
) -> dict[int, tuple[int, int, str | None]]:
    """Return what names a body, a time or a document, by where it starts."""
    found: dict[int, tuple[int, int, str | None]] = {}
    for time in times:
        found[time.start] = (time.end, Tag.TIME, None)
    for mention in mentions:
        state = Tag.STATE if mention.key.startswith("agency:") else Tag.NONE
        found[mention.start] = (mention.end, Tag.HEAD | Tag.NAMED | state, mention.key)
    for number in numbers:
        found[number.start] = (number.end, Tag.NUMBER, None)
    return found


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, int], frozenset[str]]:
    """Return the lexicon by key, and the first words of its longer phrases."""
    table: dict[str, int] = {}
    for tag, words in phrases():
        for word in words:
            name = tone_key(word)
            table[name] = table.get(name, Tag.NONE) | tag
    return table, frozenset(name.split()[0] for name in table if " " in name)


def _inside_name(text: str, tokens: Sequence[tuple[int, int]], at: int) -> bool:
    """Tell whether the word ends a proper name, so that no phrase starts with it: "Ba Đình chỉ đạo"."""
    if not at or at + 1 >= len(tokens) or not text[tokens[at][0]].isupper():
        return False
    adjacent = tokens[at][0] - tokens[at - 1][1] == 1 and not _OPENS_SENTENCE.search(
        text[max(0, tokens[at - 1][0] - 3) : tokens[at - 1][0]]
    )
    return adjacent and text[tokens[at - 1][0]].isupper() and text[tokens[at + 1][0]].islower()


def _longest(key: str, tokens: Sequence[tuple[int, int]], at: int, *, alone: bool) -> tuple[int, int]:
    """Return how many words the longest phrase at a token has, and its tags."""
    table, openers = _lexicon()
    start, end = tokens[at]
    if alone:
        return 1, Tag.NONE if key[start:end] in openers else table.get(key[start:end], Tag.NONE)
    if key[start:end] in openers:
        for size in range(min(_LONGEST_PHRASE, len(tokens) - at), 1, -1):
            phrase = key[start : tokens[at + size - 1][1]]
            tags = table.get(phrase)
            if tags is not None:
                return size, tags
    return 1, table.get(key[start:end], Tag.NONE)
