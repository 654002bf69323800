"""Reading the registry's TOML files into checked entries."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefs.errors import InputError
from briefs.registry.entries import Entry, Kind

FILES = {
    "agencies.toml": Kind.AGENCY,
    "local.toml": Kind.AGENCY,
    "places.toml": Kind.PLACE,
    "topics.toml": Kind.TOPIC,
    "groups.toml": Kind.GROUP,
}


@dataclass(frozen=True, slots=True)
class Data:
    """The registry's files as read.

    `foreign` are countries whose bodies bear the names of ours; `local` are words that make an abbreviation
    a province's department; `name_parts` are surnames and middle names that make a place name a person's.
    """

    entries: tuple[Entry, ...]
    foreign: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    name_parts: tuple[str, ...] = ()


class _EntryRow(BaseModel):
    """An entry as written: `source` says what states it, `unverified` what of its note nobody has checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)
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
    source: str
    checked: dt.date
    note: str | None = None
    unverified: str | None = None

    def entry(self, kind: Kind) -> Entry:
        return Entry(
            key=f"{kind}:{self.slug}",
            kind=kind,
            parent=f"{kind}:{self.parent}" if self.parent else None,
            predecessors=tuple(f"{kind}:{slug}" for slug in self.predecessors),
            successor=f"{kind}:{self.successor}" if self.successor else None,
            groups=tuple(f"{Kind.GROUP}:{slug}" for slug in self.groups),
            **self.model_dump(exclude=_NOT_COPIED),
        )


_NOT_COPIED = {
    *("slug", "parent", "predecessors", "successor", "groups"),
    *("source", "checked", "unverified"),
}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    entry: tuple[_EntryRow, ...]
    foreign: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    name_parts: tuple[str, ...] = ()


def read_data(folder: Traversable | None = None) -> Data:
    """Read the files of `folder`, the packaged ones by default.

    Raises InputError, naming the file, where one is missing, is not TOML, holds unknown fields, or breaks a
    rule: keys are unique, references exist, and a successor lists its predecessor.
    """
    folder = folder or files("briefs.registry")
    read = {name: _read_file(folder / name) for name in FILES}
    entries = tuple(row.entry(FILES[name]) for name, file in read.items() for row in file.entry)
    _check(entries)
    return Data(
        entries,
        foreign=tuple(name for file in read.values() for name in file.foreign),
        local=tuple(name for file in read.values() for name in file.local),
        name_parts=tuple(name for file in read.values() for name in file.name_parts),
    )


def _read_file(path: Traversable) -> _File:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        # A pydantic error is a ValueError, and so are broken UTF-8 and broken TOML.
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error)
        raise InputError(f"The registry file {path.name} cannot be used: {reason}") from error


def _check(entries: Iterable[Entry]) -> None:
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.key in known:
            raise InputError(f"The registry has {entry.key} twice; keep one entry.")
        known[entry.key] = entry
    for entry in known.values():
        _check_references(entry, known)


def _check_references(entry: Entry, known: dict[str, Entry]) -> None:
    for key in (*entry.predecessors, *entry.groups, *filter(None, [entry.parent, entry.successor])):
        if key not in known:
            raise InputError(f"The registry entry {entry.key} refers to {key}, which does not exist.")
    for key in entry.predecessors:
        if known[key].successor != entry.key:
            raise InputError(f"{entry.key} names {key} as predecessor, which does not name it as successor.")
    if entry.successor and entry.key not in known[entry.successor].predecessors:
        raise InputError(f"{entry.key} names {entry.successor} as successor, which does not list it.")
    if (entry.successor is None) != (entry.until is None):
        raise InputError(f"The registry entry {entry.key} needs both `successor` and `until`, or neither.")
