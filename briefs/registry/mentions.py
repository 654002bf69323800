"""Finding the entries that a running text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefs.registry.entries import Entry, Kind, Mention
from briefs.registry.load import Data
from briefs.text.fold import tone_key
from briefs.text.tokens import Tokens, tokenise

_LIST_OPENER = "các"
_LISTED = {"Bộ": f"{Kind.GROUP}:bo-nganh", "Sở": f"{Kind.GROUP}:so-ban-nganh"}
_LIST_WORDS = frozenset({"bộ", "sở", "và"})
_LIST_SEPARATORS = frozenset({"", ",", ":", ";"})
_OFFICE = re.compile(
    r"(?:(?:quyền|phó) )?(?:thủ tướng|tổng bí thư|bí thư|chủ tịch|bộ trưởng|thứ trưởng|thống đốc|"
    r"tổng thanh tra|tổng kiểm toán|chủ nhiệm|giám đốc|cục trưởng|viện trưởng|chánh án)\b",
    re.IGNORECASE,
)
_LONGEST_PERSON = 4  # words of a person's name
_CHUNK_BEFORE = re.compile(r"\S*$")
_CHUNK_AFTER = re.compile(r"\S*")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that ends at a node; a `None` key means that it hides the names in it."""

    key: str | None
    kind: Kind | None
    tokens: tuple[str, ...]
    abbreviation: bool
    capitals: tuple[int, ...]  # the words that begin with one

    def fits(self, words: Sequence[str]) -> bool:
        """Whether the text has the name's capitals: all of an abbreviation's, of others the first letters."""
        if self.abbreviation:
            return list(self.tokens) == list(words)
        return all(words[at][0].isupper() for at in self.capitals)


@dataclass(slots=True)
class _Node:
    """A step in the trie: the next word after a space (`near`), or after a space or separator (`loose`)."""

    near: dict[str, _Node] = field(default_factory=dict)
    loose: dict[str, _Node] = field(default_factory=dict)
    names: list[_Name] = field(default_factory=list)

    def name(self, words: Sequence[str]) -> _Name | None:
        """Return the first name that ends here and has the capitals of these words."""
        for name in self.names:
            if name.fits(words):
                return name
        return None


class MentionFinder:
    """A trie over the words of all names, walked once from every word of a text."""

    def __init__(self, data: Data) -> None:
        self._root = _Node()
        self._listed = {word.lower(): _Node() for word in _LISTED}
        self._foreign = _Node()
        self._local = frozenset(map(tone_key, data.local))
        self._name_parts = frozenset(map(tone_key, data.name_parts))
        for name in _names(data.entries):
            _insert(self._root, *name)
        for entry in data.entries:
            for word in _LISTED:
                for core in _cores(entry, word):
                    _insert(self._listed[word.lower()], core, entry.key, entry.kind, False)
        for country in data.foreign:
            _insert(self._foreign, country, None, None, False)
        self._first = frozenset({_LIST_OPENER, *self._root.near})

    def find(self, text: str, tokens: Tokens | None = None) -> list[Mention]:
        """Return the mentions in order, the longest at each place, without overlaps.

        `tokens` are the words of the text, where they have been cut already.
        """
        tokens = tokens or tokenise(text)
        found: list[Mention] = []
        end = 0
        for at in [at for at, key in enumerate(tokens.keys) if key in self._first]:
            if at < end:
                continue
            if tokens.keys[at] == _LIST_OPENER and (listed := self._list_opened(tokens, at)):
                end = self._read_list(listed, tokens, at + 1, found)
                continue
            length, name = self._longest(self._root, tokens, at)
            end = at + length
            if name and (mention := self._mention(name, tokens, at, end)):
                found.append(mention)
        return found

    def _read_list(self, listed: _Node, tokens: Tokens, at: int, found: list[Mention]) -> int:
        """Add the mentions of a list, in which names may lack the word that they share; return its end."""
        goes_on = True
        while goes_on:
            if tokens.keys[at] == _LIST_OPENER and (opened := self._list_opened(tokens, at)):
                listed, at = opened, at + 1
                continue
            length, name = self._longest(self._root, tokens, at)
            if name is None:
                length, name = self._longest(listed, tokens, at)
            end = at + max(length, 1)
            if name and (mention := self._mention(name, tokens, at, end)):
                found.append(mention)
            at, goes_on = end, _goes_on(tokens, end, name is not None)
        return at

    def _mention(self, name: _Name, tokens: Tokens, at: int, end: int) -> Mention | None:
        if name.key is None or not self._is_ours(name, tokens, at, end):
            return None
        span = tokens.starts[at], tokens.ends[end - 1]
        return Mention(*span, name.key, tokens.text[slice(*span)])

    def office(self, name: str) -> str:
        """Return the office in a name that ends with who holds it: Thủ tướng Chính phủ Phạm Minh Chính.

        Any other name comes back as it is.
        """
        if not _OFFICE.match(name):
            return name
        tokens = tokenise(name)
        count = len(tokens.words)
        for at in range(max(1, count - _LONGEST_PERSON), count - 1):
            capitals = all(word[0].isupper() for word in tokens.words[at:])
            if capitals and tokens.keys[at] in self._name_parts:
                return name[: tokens.ends[at - 1]]
        return name

    def _list_opened(self, tokens: Tokens, at: int) -> _Node | None:
        """Return the names that share the word after "các" here, if one follows: các Bộ: Tài chính, Y tế."""
        if at + 2 >= len(tokens.keys):
            return None
        listed = self._listed.get(tokens.keys[at + 1])
        return listed if listed and self._longest(listed, tokens, at + 2)[1] else None

    @staticmethod
    def _longest(root: _Node, tokens: Tokens, at: int) -> tuple[int, _Name | None]:
        best: tuple[int, _Name | None] = (0, None)
        first = root.near.get(tokens.keys[at])
        front = [first] if first else []
        end = at + 1
        while front:
            for node in front:
                if node.names and (name := node.name(tokens.words[at:end])):
                    best = end - at, name
                    break
            following = tokens.keys[end] if end < len(tokens.keys) else ""
            steps, front = front, []
            for step in steps:
                if following in step.near and tokens.near(end):
                    front.append(step.near[following])
                if following in step.loose and tokens.loose(end):
                    front.append(step.loose[following])
            end += 1
        return best

    def _is_ours(self, name: _Name, tokens: Tokens, at: int, end: int) -> bool:
        if name.abbreviation and _in_document_number(tokens.text, tokens.starts[at], tokens.ends[end - 1]):
            return False
        after_word = at > 0 and tokens.near(at)
        if after_word and name.kind is Kind.PLACE:
            return not (tokens.words[at - 1][0].isupper() and tokens.keys[at - 1] in self._name_parts)
        if after_word and name.abbreviation and tokens.keys[at - 1] in self._local:
            return False
        if name.kind is Kind.AGENCY and end < len(tokens.keys) and tokens.near(end):
            return self._longest(self._foreign, tokens, end)[1] is None
        return True


def _names(entries: Iterable[Entry]) -> Iterator[tuple[str, str | None, Kind | None, bool]]:
    for entry in entries:
        if entry.kind is Kind.TOPIC or entry.parent:
            continue
        for name in (entry.name, *entry.aliases, *_offices(entry)):
            yield name, entry.key, entry.kind, False
        for name in entry.abbreviations:
            yield name, entry.key, entry.kind, True
        for name in entry.unlike:
            yield name, None, entry.kind, False


def _offices(entry: Entry) -> list[str]:
    """Return the ways to name a ministry by its minister: Bộ trưởng Ngoại giao speaks for Bộ Ngoại giao."""
    return [f"{office} {core}" for core in _cores(entry, "Bộ") for office in ("Bộ trưởng", "Thứ trưởng")]


def _cores(entry: Entry, word: str) -> list[str]:
    """Return the names of a ministry or department without that word, as in lists and after offices."""
    shares = entry.kind is Kind.AGENCY and _LISTED[word] in entry.groups
    names = (entry.name, *entry.aliases) if shares else ()
    return [name.removeprefix(f"{word} ") for name in names if name.startswith(f"{word} ")]


def _goes_on(tokens: Tokens, end: int, named: bool) -> bool:
    """Whether a list of ministries goes on after this token: a name, or a word that joins names."""
    if end == len(tokens.keys) or not (named or tokens.keys[end - 1] in _LIST_WORDS):
        return False
    return tokens.text[tokens.ends[end - 1] : tokens.starts[end]].strip() in _LIST_SEPARATORS


def _insert(root: _Node, name: str, key: str | None, kind: Kind | None, abbreviation: bool) -> None:
    node = root
    tokens = tokenise(name)
    for at, word in enumerate(tokens.keys):
        step = node.near if tokens.near(at) else node.loose
        node = step.setdefault(word, _Node())
    words = tuple(tokens.words)
    node.names.append(_Name(key, kind, words, abbreviation, _capitals(kind, words)))


def _capitals(kind: Kind | None, words: Sequence[str]) -> tuple[int, ...]:
    """Return the words that a text must begin with a capital to mean a name: none of a group's.

    A body may begin small where another capital follows: bộ Công an, thủ tướng Chính phủ.
    """
    capitals = [at for at, word in enumerate(words) if word[0].isupper() and kind is not Kind.GROUP]
    small = kind is Kind.AGENCY and len(capitals) > 1 and not capitals[0]
    return tuple(capitals[1:] if small else capitals)


def _in_document_number(text: str, start: int, end: int) -> bool:
    """Whether the word is part of a number such as 355/TB-VPCP."""
    before = _CHUNK_BEFORE.search(text, max(0, start - 30), start)
    after = _CHUNK_AFTER.match(text, end, end + 30)
    chunk = (before.group() if before else "") + (after.group() if after else "")
    return "/" in chunk and any(letter.isdigit() for letter in chunk)
