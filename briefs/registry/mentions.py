"""Finding the entries that a running text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from briefs.registry.entries import Entry, Kind, Mention
from briefs.registry.load import Data
from briefs.text.fold import tone_key

_TOKEN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s{1,3}")
_PUNCTUATION = re.compile(r"\s?[,.&/\-‐‑–—]\s?")
_LIST_WORDS = frozenset({"bộ", "và"})
_LIST_SEPARATORS = frozenset({"", ",", ":", ";"})
_CHUNK_BEFORE = re.compile(r"\S*$")
_CHUNK_AFTER = re.compile(r"\S*")


class _Token(NamedTuple):
    """A word of the text; before it lies only space (`near`), or at most one separator (`loose`)."""

    start: int
    end: int
    text: str
    key: str
    near: bool
    loose: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that ends at a node; a `None` key means that it hides the names in it."""

    key: str | None
    kind: Kind | None
    tokens: tuple[str, ...]
    abbreviation: bool = False

    def fits(self, tokens: Sequence[_Token]) -> bool:
        """Whether the text has the name's capitals: all of an abbreviation's, of others the first letters.

        A body may begin small where another capital follows: bộ Công an, thủ tướng Chính phủ.
        """
        pairs = list(zip(self.tokens, tokens, strict=True))
        if self.abbreviation:
            return all(mine == token.text for mine, token in pairs)
        if self.kind is Kind.GROUP:
            return True
        capitals = [pair for pair in pairs if pair[0][0].isupper()]
        if self.kind is Kind.AGENCY and len(capitals) > 1 and capitals[0] is pairs[0]:
            del capitals[0]
        return all(token.text[0].isupper() for _, token in capitals)


@dataclass(slots=True)
class _Node:
    """A step in the trie: the next word after a space (`near`), or after a space or separator (`loose`)."""

    near: dict[str, _Node] = field(default_factory=dict)
    loose: dict[str, _Node] = field(default_factory=dict)
    names: list[_Name] = field(default_factory=list)

    def after(self, token: _Token) -> Iterator[_Node]:
        """Yield the nodes that the next word of the text leads to."""
        if token.near and token.key in self.near:
            yield self.near[token.key]
        if token.loose and token.key in self.loose:
            yield self.loose[token.key]


class MentionFinder:
    """A trie over the words of all names, walked once from every word of a text."""

    def __init__(self, data: Data) -> None:
        self._root = _Node()
        self._listed = _Node()
        self._foreign = _Node()
        self._local = frozenset(map(tone_key, data.local))
        self._name_parts = frozenset(map(tone_key, data.name_parts))
        for name in _names(data.entries):
            _insert(self._root, *name)
        for entry in data.entries:
            for core in _cores(entry):
                _insert(self._listed, core, entry.key, entry.kind, False)
        for country in data.foreign:
            _insert(self._foreign, country, None, None, False)

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in order, the longest at each place, without overlaps."""
        tokens = _tokens(text)
        found: list[Mention] = []
        at = 0
        in_list = False
        while at < len(tokens):
            if self._opens_list(tokens, at):
                in_list, at = True, at + 1
                continue
            length, name = self._longest(self._root, tokens, at)
            if in_list and name is None:
                length, name = self._longest(self._listed, tokens, at)
            end = at + max(length, 1)
            if name and name.key and self._is_ours(name, text, tokens, at, end):
                span = tokens[at].start, tokens[end - 1].end
                found.append(Mention(*span, name.key, text[slice(*span)]))
            in_list = in_list and _goes_on(text, tokens, end, name is not None)
            at = end
        return found

    def _opens_list(self, tokens: list[_Token], at: int) -> bool:
        """Whether "các Bộ" here is followed by ministries that share the word: các Bộ: Tài chính, Y tế."""
        opening = [token.key for token in tokens[at : at + 2]] == ["các", "bộ"]
        return opening and at + 2 < len(tokens) and self._longest(self._listed, tokens, at + 2)[1] is not None

    @staticmethod
    def _longest(root: _Node, tokens: list[_Token], at: int) -> tuple[int, _Name | None]:
        best: tuple[int, _Name | None] = (0, None)
        first = root.near.get(tokens[at].key)
        front = [first] if first else []
        end = at + 1
        while front:
            names = (name for node in front for name in node.names if name.fits(tokens[at:end]))
            if name := next(names, None):
                best = end - at, name
            front = [] if end == len(tokens) else [node for step in front for node in step.after(tokens[end])]
            end += 1
        return best

    def _is_ours(self, name: _Name, text: str, tokens: list[_Token], at: int, end: int) -> bool:
        if name.abbreviation and _in_document_number(text, tokens[at].start, tokens[end - 1].end):
            return False
        before = tokens[at - 1] if at and tokens[at].near else None
        if before and name.kind is Kind.PLACE:
            return not (before.text[0].isupper() and before.key in self._name_parts)
        if before and name.abbreviation and before.key in self._local:
            return False
        if name.kind is Kind.AGENCY and end < len(tokens) and tokens[end].near:
            return self._longest(self._foreign, tokens, end)[1] is None
        return True


def _names(entries: Iterable[Entry]) -> Iterator[tuple[str, str | None, Kind | None, bool]]:
    for entry in entries:
        if entry.kind is Kind.TOPIC:
            continue
        for name in (entry.name, *entry.aliases, *_offices(entry)):
            yield name, entry.key, entry.kind, False
        for name in entry.abbreviations:
            yield name, entry.key, entry.kind, True
        for name in entry.unlike:
            yield name, None, entry.kind, False


def _offices(entry: Entry) -> list[str]:
    """Return the ways to name a ministry by its minister: Bộ trưởng Ngoại giao speaks for Bộ Ngoại giao."""
    return [f"{office} {core}" for core in _cores(entry) for office in ("Bộ trưởng", "Thứ trưởng")]


def _cores(entry: Entry) -> list[str]:
    """Return a ministry's names without the word Bộ, as they stand in lists and after offices."""
    is_ministry = entry.kind is Kind.AGENCY and f"{Kind.GROUP}:bo-nganh" in entry.groups
    names = (entry.name, *entry.aliases) if is_ministry else ()
    return [name.removeprefix("Bộ ") for name in names if name.startswith("Bộ ")]


def _goes_on(text: str, tokens: list[_Token], end: int, named: bool) -> bool:
    """Whether a list of ministries goes on after this token: a name, or a word that joins names."""
    if end == len(tokens) or not (named or tokens[end - 1].key in _LIST_WORDS):
        return False
    return text[tokens[end - 1].end : tokens[end].start].strip() in _LIST_SEPARATORS


def _insert(root: _Node, name: str, key: str | None, kind: Kind | None, abbreviation: bool) -> None:
    node = root
    tokens = _tokens(name)
    for token in tokens:
        step = node.near if token.near else node.loose
        node = step.setdefault(token.key, _Node())
    node.names.append(_Name(key, kind, tuple(token.text for token in tokens), abbreviation))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        gap = text[end : found.start()]
        near = gap == " " or not tokens or _SPACE.fullmatch(gap) is not None
        loose = near or _PUNCTUATION.fullmatch(gap) is not None
        tokens.append(_Token(*found.span(), found.group(), _key(found.group()), near, loose))
        end = found.end()
    return tokens


# Vietnamese has few syllables, so nearly every word of a text has been seen before.
@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    return tone_key(word)


def _in_document_number(text: str, start: int, end: int) -> bool:
    """Whether the word is part of a number such as 355/TB-VPCP."""
    before = _CHUNK_BEFORE.search(text, max(0, start - 30), start)
    after = _CHUNK_AFTER.match(text, end, end + 30)
    chunk = (before.group() if before else "") + (after.group() if after else "")
    return "/" in chunk and any(letter.isdigit() for letter in chunk)
