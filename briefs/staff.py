"""Who may do what with briefs: readers read, editors write, publishers publish, owners name all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StaffRole(StrEnum):
    """What a person may do; each role may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    OWNER = "owner"

    def covers(self, needed: StaffRole) -> bool:
        """Say whether this role may do what `needed` may."""
        order = list(StaffRole)
        return order.index(self) >= order.index(needed)


COMMAND_LINE = "cli"
"""The channel of those who work on the command line: whoever may open the database may do everything."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who acts on briefs; `address` means something only to the channel, `name` is for reading."""

    channel: str
    address: str
    name: str = ""

    @property
    def key(self) -> str:
        """The person in one word, as the audit keeps it: `telegram:12`."""
        return f"{self.channel}:{self.address}"

    @classmethod
    def of(cls, key: str) -> Person:
        """Return the person with a key, without the name."""
        channel, _, address = key.partition(":")
        return cls(channel, address)


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role that an owner gave."""

    person: Person
    role: StaffRole
    granted_by: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in the role in which they act."""

    person: Person
    role: StaffRole


class Deed(StrEnum):
    """The acts on briefs, as the audit names them."""

    CREATE = "create"
    EDIT = "edit"
    MINOR = "minor"
    CORRECT = "correct"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PLAN = "plan"
    CALL_OFF = "call_off"
    PUBLISH = "publish"
    MISS = "miss"  # a planned publication that could not be carried out
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    DROP = "drop"
    IMPORT = "import"
    RESTORE = "restore"
