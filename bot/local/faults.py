"""Faults on demand: what the network and Telegram do to a bot on a bad day, repeatable by seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class Trouble(StrEnum):
    """What goes wrong."""

    FLOOD = "flood"  # 429 with retry_after
    STATUS = "status"  # an HTTP error such as 500, 502 or 504 with Telegram's or a proxy's body
    RESET = "reset"  # the connection is torn down without an answer
    SLOW = "slow"  # the answer comes after `seconds`: with a client's timeout below that, a read timeout
    GARBAGE = "garbage"  # status 200 and a body that is not JSON
    BLOCKED = "blocked"  # 403, once or as long as the fault stands
    MIGRATED = "migrated"  # 400 with migrate_to_chat_id


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble for the calls that match.

    `method` is a pattern such as `send*` (`*` is every method, getUpdates too); `chat_id` narrows it to a
    chat. With `times` it strikes the next calls and is then spent, with `rate` that share of calls.
    `after_effect`: the call took effect before the trouble. `seconds` is the delay or retry_after.
    """

    trouble: Trouble
    method: str = "*"
    chat_id: int | None = None
    times: int | None = None
    rate: float = 1.0
    after_effect: bool = False
    seconds: float = 1.0
    status: int = 502
    new_chat_id: int = 0

    def matches(self, method: str, chat_id: object) -> bool:
        """Say whether a call is one that this fault is for."""
        return fnmatchcase(method, self.method) and self.chat_id in (None, chat_id)


class Faults:
    """The faults in force. Same seed, same calls, same order: same faults."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._left: dict[Fault, int | None] = {}

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force and return it, for `remove`."""
        self._left[fault] = fault.times
        return fault

    def remove(self, fault: Fault) -> None:
        """Take a fault out of force, if it is still in."""
        self._left.pop(fault, None)

    def clear(self) -> None:
        """Take all faults out of force."""
        self._left.clear()

    @property
    def active(self) -> tuple[Fault, ...]:
        """The faults in force."""
        return tuple(self._left)

    def strike(self, method: str, chat_id: object) -> Fault | None:
        """Return the fault that hits this call, if any, and count it."""
        for fault, left in self._left.items():
            if fault.matches(method, chat_id) and (fault.rate >= 1 or self._random.random() < fault.rate):
                self._spend(fault, left)
                return fault
        return None

    def _spend(self, fault: Fault, left: int | None) -> None:
        if left is None:
            return
        if left <= 1:
            del self._left[fault]
        else:
            self._left[fault] = left - 1
