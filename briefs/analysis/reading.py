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
_LONGEST_SENTENCE = 400  # chunks that are read; the longest real ones have 150, more is no prose
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;\n“\"–-]\s*)$")


class Chunk(NamedTuple):
    """A word or phrase: characters `[start, end)` of the text, its key, and what stands between it and the
    last one.

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
    key: str  # `text` in lower case with tones in one place, character by character

    def words(self, start: int, end: int) -> str:
        """Return the characters of a range with line breaks and runs of space as one space."""
        return " ".join(self.text[start:end].split())


def read(text: str, registry: Registry) -> Reading:
    """Read NFC text whose paragraphs are separated by line breaks."""
    mentions = tuple(registry.mentions(text))
    times = tuple(time_mentions(text))
    numbers = tuple(find_mentions(text))
    paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    key = length_preserving_key(text)
    chunks = _chunks(text, key, _fixed(mentions, times, numbers))
    sentences = tuple(_sentences(text, paragraphs, chunks))
    return Reading(text, paragraphs, sentences, mentions, times, numbers, key)


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
            yield Sentence(
                index,
                number,
                start,
                end,
                text[start:end],
                tuple(chunks[first : min(at, first + _LONGEST_SENTENCE)]),
            )
            index += 1


def _chunks(text: str, key: str, fixed: dict[int, tuple[int, int, str | None]]) -> list[Chunk]:
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    chunks: list[Chunk] = []
    last = 0
    for at, (start, end) in enumerate(tokens):
        if start < last:
            continue
        capital = text[start].isupper()
        if capital and _inside_name(text, tokens, at):
            tags = _alone(key[start:end])
        else:
            end, tags = _longest(key, tokens, at)
        body = None
        if start in fixed and fixed[start][0] >= end:
            known, more, body = fixed[start]
            tags = more | tags if known == end and end > tokens[at][1] else more
            end = known
        chunks.append(Chunk(start, end, key[start:end], tags, text[last:start], capital, body))
        last = end
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
def _lexicon() -> tuple[dict[str, int], dict[str, int]]:
    """Return the tags of every phrase by key, and how many words the longest phrase that starts with a word
    has.
    """
    table: dict[str, int] = {}
    for tag, words in phrases():
        for word in words:
            name = tone_key(word)
            table[name] = table.get(name, Tag.NONE) | tag
    longest: dict[str, int] = {}
    for name in table:
        first = name.partition(" ")[0]
        longest[first] = max(longest.get(first, 1), len(re.findall(r"[^\W_]+", name)))
    return table, longest


def _inside_name(text: str, tokens: Sequence[tuple[int, int]], at: int) -> bool:
    """Tell whether a capitalised word ends a proper name, so that no phrase starts with it: "Ba Đình chỉ
    đạo".
    """
    if not at or at + 1 >= len(tokens):
        return False
    start, before = tokens[at][0], tokens[at - 1]
    if start - before[1] != 1 or not text[before[0]].isupper() or not text[tokens[at + 1][0]].islower():
        return False
    return not _OPENS_SENTENCE.search(text[max(0, before[0] - 3) : before[0]])


def _alone(word: str) -> int:
    table, longest = _lexicon()
    return table.get(word, Tag.NONE) if longest.get(word, 1) == 1 else Tag.NONE


def _longest(key: str, tokens: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """Return where the longest phrase at a token ends, and its tags; the word itself where there is no
    longer one.
    """
    table, longest = _lexicon()
    start, end = tokens[at]
    word = key[start:end]
    for size in range(min(longest.get(word, 1), len(tokens) - at), 1, -1):
        phrase = key[start : tokens[at + size - 1][1]]
        if phrase in table:
            return tokens[at + size - 1][1], table[phrase]
    return end, table.get(word, Tag.NONE)
