"""Reading a text for analysis: sentences cut into chunks, each tagged with what its words can do."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from briefs.analysis.lexicon import Tag, phrases
from briefs.registry import Mention, Registry
from briefs.text.dates import TimeMention
from briefs.text.dates import mentions as time_mentions
from briefs.text.docnumbers import FoundNumber, find_mentions
from briefs.text.fold import tone_key
from briefs.text.sentences import Span, split, without_mark
from briefs.text.tokens import Tokens, tokenise

_LONGEST_SENTENCE = 400  # chunks that are read; the longest real ones have 150, more is no prose
_PLACES = frozenset({"phường", "xã", "quận", "huyện", "thị trấn", "thị xã", "thành phố", "tp", "thôn"})
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
        return self.tags & tags != 0

    @property
    def apart(self) -> bool:
        """Whether a mark separates the chunk from the one before it."""
        return self.gap != " " and bool(self.gap.strip(" \"“”'‘’"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place: `index` in the text, `paragraph` from 1, characters `[start, end)`.

    `item` is the kind of number, letter or dash that stands before it as an item of a list, empty for the
    first sentence of another paragraph, None for every further one.
    """

    index: int
    paragraph: int
    start: int
    end: int
    text: str
    chunks: tuple[Chunk, ...]
    tags: int  # all tags of its chunks, to pass over a sentence without a word of the kind sought
    item: str | None = None


@dataclass(slots=True)
class _Phrase:
    """A phrase of the lexicon, or the beginning of one (not `whole`): its key, what its words can do, and the
    longer ones by their next word, with what stands before that where it is no single space.
    """

    key: str
    tags: int = Tag.NONE
    whole: bool = False
    longer: dict[str, _Phrase] = field(default_factory=dict)


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
    registry: Registry

    def words(self, start: int, end: int) -> str:
        """Return the characters of a range with line breaks and runs of space as one space."""
        return " ".join(self.text[start:end].split())


def read(text: str, registry: Registry) -> Reading:
    """Read NFC text whose paragraphs are separated by line breaks."""
    tokens = tokenise(text)
    mentions = tuple(registry.mentions(text, tokens))
    times = tuple(time_mentions(text, tokens))
    numbers = tuple(find_mentions(text))
    paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    key = _key(tokens)
    chunks = _chunks(tokens, key, _fixed(mentions, times, numbers))
    sentences = tuple(_sentences(text, paragraphs, chunks))
    return Reading(text, paragraphs, sentences, mentions, times, numbers, key, registry)


def _key(tokens: Tokens) -> str:
    """Return the key of a text from those of its words, letter by letter where they would move offsets."""
    text, parts = tokens.text, [""] * (2 * len(tokens.keys) + 1)
    parts[::2], parts[1::2] = tokens.gaps, tokens.keys
    whole = "".join(parts)
    return whole if len(whole) == len(text) else length_preserving_key(text)


def length_preserving_key(text: str) -> str:
    """Return `tone_key(text)`, or the lower-case text letter by letter where the key would move offsets."""
    key = tone_key(text)
    if len(key) == len(text):
        return key
    return "".join(low if len(low := tone_key(c)) == 1 else c for c in text)


def _sentences(text: str, paragraphs: Sequence[Span], chunks: Sequence[Chunk]) -> Iterator[Sentence]:
    starts = [chunk.start for chunk in chunks]
    at = index = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        own_text = paragraph.of(text)
        for place, whole in enumerate(split(own_text)):
            span, item = (whole, None) if place else without_mark(own_text, whole)
            start, end = paragraph.start + span.start, paragraph.start + span.end
            first, at = bisect_left(starts, start, at), bisect_left(starts, end, at)
            own = tuple(chunks[first : min(at, first + _LONGEST_SENTENCE)])
            tags = 0
            for chunk in own:
                tags |= chunk.tags
            yield Sentence(index, number, start, end, text[start:end], own, tags, item)
            index += 1


def _chunks(tokens: Tokens, key: str, fixed: dict[int, tuple[int, int, str | None]]) -> list[Chunk]:
    text, starts, ends, keys = tokens.text, tokens.starts, tokens.ends, tokens.keys
    steps, lexicon = _steps(tokens), _lexicon()
    new = tuple.__new__  # half the time of Chunk(...), which calls it
    chunks: list[Chunk] = []
    last = 0
    for at, start in enumerate(starts):
        if start < last:
            continue
        end, word, capital = ends[at], keys[at], text[start].isupper()
        phrase, named, gap = lexicon.get(word), fixed.get(start), text[last:start]
        if phrase is None and named is None:  # most words: nothing is known of them
            chunks.append(new(Chunk, (start, end, word, Tag.NONE, gap, capital, None)))
            last = end
            continue
        tags, body = Tag.NONE, None
        if phrase and not (phrase.longer and capital and _inside_name(tokens, at)):
            if steps[at + 1] in phrase.longer:
                phrase, end = _longest(phrase, tokens, steps, at)
            word, tags = phrase.key, phrase.tags
        if named and named[0] >= end:
            known, more, body = named
            tags = more | tags if known == end and end > ends[at] else more
            end, word = known, key[start:known]
        if tags & Tag.HEAD and chunks and chunks[-1].key == "từng":  # each of them, not what once was
            chunks[-1] = chunks[-1]._replace(tags=Tag.MANY)
        if tags & Tag.FOREIGN and capital and gap == " " and end == ends[at] and _continues_name(chunks):
            tags &= ~Tag.FOREIGN
        if word == "chỉ thị" and _is_verb(chunks, gap, capital):
            tags = Tag.ORDER
        chunks.append(new(Chunk, (start, end, word, tags, gap, capital, body)))
        last = end
    return chunks


def _is_verb(chunks: Sequence[Chunk], gap: str, capital: bool) -> bool:
    """Tell whether "chỉ thị" is what an official does: "Thủ tướng chỉ thị Bộ", "ông Đạm chỉ thị"."""
    before = chunks[-1] if chunks else None
    named = before is not None and (before.is_(Tag.OFFICE) or (before.capital and not before.tags))
    return named and gap == " " and not capital


def _continues_name(chunks: Sequence[Chunk]) -> bool:
    """Tell whether a capitalised word goes on with the name of a person or place: the Đức of Nguyễn Đức
    Chung, the Nhật of phường Nhật Tân.
    """
    before = chunks[-1] if chunks else None
    if before is None:
        return False
    part_of_name = before.capital and not before.tags & ~Tag.ACTION  # surnames may be verbs: Đào
    return part_of_name or before.is_(Tag.PERSON) or before.key in _PLACES


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
def _lexicon() -> dict[str, _Phrase]:
    """Return every word with which a phrase begins, and the phrases that go on from it."""
    first = _Phrase("")
    for tag, words in phrases():
        for word in words:
            tokens, phrase = tokenise(tone_key(word)), first
            for step, end in zip(_steps(tokens), tokens.ends, strict=False):
                phrase = phrase.longer.setdefault(step, _Phrase(tokens.text[:end]))
            phrase.tags, phrase.whole = phrase.tags | tag, True
    return first.longer


def _inside_name(tokens: Tokens, at: int) -> bool:
    """Tell whether a capitalised word ends a proper name, so that no phrase starts with it: "Ba Đình chỉ
    đạo".
    """
    if not at or at + 1 >= len(tokens.starts):
        return False
    head = _lexicon().get(tokens.keys[at - 1])
    if head and head.tags & Tag.HEAD:  # the name starts here: Cục Hàng không
        return False
    text, before = tokens.text, tokens.starts[at - 1]
    if tokens.starts[at] - tokens.ends[at - 1] != 1 or not text[before].isupper():
        return False
    if not text[tokens.starts[at + 1]].islower():
        return False
    return not _OPENS_SENTENCE.search(text[max(0, before - 3) : before])


def _steps(tokens: Tokens) -> list[str]:
    """Return the keys of the words, with what stands before them where it is no single space, and an empty
    one.
    """
    words = zip(tokens.gaps, tokens.keys, strict=False)
    steps = [key if gap == " " else gap + key for gap, key in words]
    return [*steps, ""]


def _longest(phrase: _Phrase, tokens: Tokens, steps: Sequence[str], at: int) -> tuple[_Phrase, int]:
    """Return the longest phrase that begins with the one at a token, and where it ends."""
    longest, last, index = phrase, at, at + 1
    while going_on := phrase.longer.get(steps[index]):
        phrase = going_on
        if phrase.whole and (phrase.tags or not (_opens_name(tokens, at, index) or _heads(steps, index))):
            longest, last = phrase, index
        index += 1
    return longest, tokens.ends[last]


def _heads(steps: Sequence[str], index: int) -> bool:
    """Tell whether a longer name of a body starts at a word: "giao ban giám đốc" is no "giao ban"."""
    phrase, heads = _lexicon().get(steps[index]), False
    while phrase and (phrase := phrase.longer.get(steps[index := index + 1])):
        heads = phrase.tags & Tag.HEAD != 0 if phrase.whole else heads
    return heads


def _opens_name(tokens: Tokens, at: int, index: int) -> bool:
    """Tell whether a name starts inside what looks like a set word: "giao Ban Quản lý" is no "giao ban"."""
    return tokens.words[index][0].isupper() and tokens.words[at][0].islower()
