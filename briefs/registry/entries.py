"""What the registry hands out: entries, and what was found of them in a query or a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry is; the part of its key before the colon."""

    AGENCY = "agency"
    PLACE = "place"
    TOPIC = "topic"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Entry:
    """One body, place, topic or group.

    `typed` are names that mean the entry where somebody types them as a name, and other things in running
    text (Hồ Chí Minh, DN). `unlike` are longer phrases that hold one of its names and are something else.
    `until` is the day its successor took over. `predecessors`, `successor` and `groups` are keys.
    """

    key: str
    kind: Kind
    name: str
    english: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successor: str | None = None
    until: dt.date | None = None
    groups: tuple[str, ...] = ()
    note: str | None = None

    @property
    def written(self) -> tuple[str, ...]:
        """The names that mean this entry wherever they are written."""
        return (self.name, *self.aliases, *self.abbreviations)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that a typed name may mean: `score` is 0 to 1, `exact` where only case and marks differ."""

    entry: Entry
    score: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry named in a text: `text[start:end]` is the name as written there."""

    start: int
    end: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Family:
    """A body that was asked for, and the keys of all bodies whose duties count for it, its own first."""

    asked: Entry
    keys: tuple[str, ...]
