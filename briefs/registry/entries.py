"""What the registry hands out: entries, and what was found of them in a query or a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
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
    `until` is the day its successor took over. `parent` is the body in whose field one works that every
    province or commune has: Bộ Y tế of Sở Y tế. `parent`, `predecessors`, `successor` and `groups` are keys.
    """

    key: str
    kind: Kind
    name: str
    english: str | None = None
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    parent: str | None = None
    predecessors: tuple[str, ...] = ()
    successor: str | None = None
    until: dt.date | None = None
    groups: tuple[str, ...] = ()
    note: str | None = None

    @property
    def written(self) -> tuple[str, ...]:
        """The names that mean this entry wherever they are written."""
        return (self.name, *self.aliases, *self.abbreviations)

    def at(self, place: Entry) -> Entry:
        """Return the body of one place that this one, which every place has, stands for: Sở Y tế Hà Nội."""
        bodies, places = (self.key, *self.predecessors), (place.key, *place.predecessors)
        own, *older = (_at(body, where) for body in bodies for where in places)
        later = _at(self.successor or self.key, place.successor or place.key)
        return replace(
            self,
            key=own,
            name=f"{self.name.removesuffix(' tỉnh')} {place.name}",
            english=f"{self.english}, {place.english}",
            aliases=(),
            abbreviations=(),
            typed=(),
            predecessors=tuple(older),
            successor=later if later != own else None,
            until=self.until or place.until,
            groups=(self.key, place.key, *self.groups),
        )


def _at(body: str, place: str) -> str:
    return f"{body}@{place.partition(':')[2]}"


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
