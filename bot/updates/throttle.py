"""How much one person and one chat may ask: token buckets in memory, generous to people, not to floods."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What becomes of a question."""

    ADMIT = "admit"
    NOTICE = "notice"  # refused, and the first to be: say so
    REFUSE = "refuse"  # refused; it has been said


@dataclass(frozen=True, slots=True)
class Limit:
    """A bucket that holds `burst` questions and gets `per_second` back."""

    burst: float
    per_second: float


# An answer costs about 10 ms: a person who pastes a long list of queries is served, a flood is not.
A_USER = Limit(burst=600, per_second=10)
A_CHAT = Limit(burst=1200, per_second=20)
KEPT = 10_000
"""Buckets that are remembered of each kind; the longest untouched is forgotten first, most likely full."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float
    told: bool = False


class Throttle:
    """Admits questions; `clock` gives seconds that never go back."""

    def __init__(
        self,
        *,
        user: Limit = A_USER,
        chat: Limit = A_CHAT,
        kept: int = KEPT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._users = _Buckets(user, kept)
        self._chats = _Buckets(chat, kept)
        self._clock = clock

    def admit(self, user: int | None, chat: int) -> Verdict:
        """Count one question of a user in a chat; channels and anonymous admins have no user.

        One notice is given in each overflow, which lasts until the bucket is half full again.
        """
        now = self._clock()
        buckets = [self._chats.at(chat, now)]
        if user is not None:
            buckets.append(self._users.at(user, now))
        empty = [bucket for bucket in buckets if bucket.tokens < 1]
        if not empty:
            for bucket in buckets:
                bucket.tokens -= 1
            return Verdict.ADMIT
        told = any(bucket.told for bucket in empty)
        for bucket in empty:
            bucket.told = True
        return Verdict.REFUSE if told else Verdict.NOTICE


class _Buckets:
    """The buckets of one kind by id."""

    def __init__(self, limit: Limit, kept: int) -> None:
        self._limit = limit
        self._kept = kept
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def at(self, key: int, now: float) -> _Bucket:
        """Return the bucket of an id, filled up to now."""
        limit = self._limit
        bucket = self._buckets.setdefault(key, _Bucket(limit.burst, now))
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._kept:
            self._buckets.popitem(last=False)
        bucket.tokens = min(limit.burst, bucket.tokens + (now - bucket.filled_at) * limit.per_second)
        bucket.filled_at = now
        if bucket.tokens >= limit.burst / 2:
            bucket.told = False
        return bucket
