"""One rate for many processes: a row that every sender draws its turns from, in the transaction that claims.

The row is a bucket that leaks: it holds the messages that were let go and are not due yet. Who draws gets
turns behind those, evenly apart, so that the processes together keep the rate of one. The clock is that of
the database: the machines' own may differ.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.attempts import Delivery
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import rate_budgets
from briefs.store.types import UtcDateTime

AHEAD_S = 0.5
"""How far ahead turns are given away: what a process that dies had drawn is lost, and not more."""
LEAD_S = 0.15
"""How long after a process looked its first turn comes: by then it has heard that its claim is committed.

It is the same for all, so that their turns stay apart.
"""
_ECHO_S = 0.5
"""A process that heard of a refusal is closed a little longer than the row says, and tells it: that is no
news. Telegram's refusals are for a second at least.
"""
ALONE_AFTER = dt.timedelta(minutes=1)
"""A process that nobody else has drawn beside for so long needs no turns. Who waits for something to send
draws every few seconds.
"""
_LOWER = 0.9
_RECOVERY = 1 / 3000
"""Share of the full rate that comes back each second: 10 % in five minutes, as in one process."""

Claim = Callable[[int], Awaitable[list[Delivery]]]
"""Claims up to so many deliveries."""


class RateBudget:
    """What one process draws from the common budget of `rate` messages a second, and tells it.

    Messages beside deliveries do not wait for it: they are told by `spend`, and others draw less. A process
    that is alone draws `alone` messages a second, where that is given, and sends them at its own pace.
    """

    def __init__(self, rate: float, *, alone: float | None = None, name: str = "telegram") -> None:
        self._full = rate
        self._can_be_alone = alone is not None
        self._gain_alone = (alone or rate) / rate
        self._name = name
        self._me = uuid.uuid4().hex
        self._spent = 0
        self._close_for_s = 0.0
        self.closed_for_s = 0.0
        """Seconds from the last look at the row until anybody may send again, 0 when open."""

    def spend(self, messages: int = 1) -> None:
        """Count messages that were sent without a turn."""
        self._spent += messages

    def close(self, seconds: float) -> None:
        """Let nobody send for so long: Telegram has answered 429."""
        self._close_for_s = max(self._close_for_s, seconds)

    @property
    def untold(self) -> bool:
        """Whether there is something to tell the other processes."""
        return bool(self._spent or self._close_for_s)

    async def tell(self, database: Database) -> None:
        """Tell what was spent and closed, for a process that draws nothing."""
        async with database.write() as tx:
            await self.draw(tx, 0, _nothing)

    async def draw(self, tx: AsyncConnection, wanted: int, claim: Claim) -> list[Delivery]:
        """Claim as many deliveries as there are turns, `wanted` at most; `turn` says when each has its.

        Those of a process that is alone have none. The row stays locked until the transaction ends.
        """
        row = await self._locked(tx)
        first = time.monotonic() + LEAD_S
        spent, close_for_s = self._spent, self._close_for_s
        alone = self._is_alone(row)
        gain = self._gain_alone if alone else 1.0
        rate, level = self._leaked(row, spent, gain)
        closed_s = _seconds(row.closed_until, row.now)
        if close_for_s > max(0.0, closed_s) + _ECHO_S:
            rate = rate * _LOWER if closed_s <= 0 else rate
            closed_s = close_for_s
        free = int(rate * gain * AHEAD_S - level) if closed_s <= 0 else 0
        claimed = await claim(min(wanted, free)) if min(wanted, free) > 0 else []
        if claimed or spent or close_for_s or (wanted and row.drawn_by != self._me):
            await self._write(tx, row, level + len(claimed), rate, closed_s)
        self.closed_for_s = max(0.0, closed_s)
        self._spent -= spent  # more may have come meanwhile
        if self._close_for_s == close_for_s:
            self._close_for_s = 0.0
        if alone:
            return claimed
        return [replace(one, turn=first + (level + n) / rate) for n, one in enumerate(claimed)]

    def _is_alone(self, row: sa.Row[*tuple[Any, ...]]) -> bool:
        is_mine = row.drawn_by in (None, self._me)
        return self._can_be_alone and is_mine and _seconds(row.shared_until, row.now) <= 0

    async def _write(
        self, tx: AsyncConnection, row: sa.Row[*tuple[Any, ...]], tokens: float, rate: float, closed_s: float
    ) -> None:
        is_other = row.drawn_by not in (None, self._me)
        values = {
            "tokens": tokens,
            "rate": rate,
            "refilled_at": row.now,
            "closed_until": row.now + dt.timedelta(seconds=closed_s) if closed_s > 0 else None,
            "drawn_by": self._me,
            "shared_until": row.now + ALONE_AFTER if is_other else row.shared_until,
        }
        await tx.execute(rate_budgets.update().where(rate_budgets.c.name == self._name).values(values))

    def _leaked(self, row: sa.Row[*tuple[Any, ...]], spent: int, gain: float) -> tuple[float, float]:
        """Return the rate of all, and what is in the bucket now with what was spent beside it."""
        elapsed = max(0.0, (row.now - row.refilled_at).total_seconds())
        rate = min(self._full, row.rate + elapsed * self._full * _RECOVERY)
        return rate, max(0.0, row.tokens + spent - elapsed * rate * gain)

    async def _locked(self, tx: AsyncConnection) -> sa.Row[*tuple[Any, ...]]:
        """Return the row, made where there is none yet, and the database's `now` with it."""
        now = sa.cast(sa.func.clock_timestamp(), UtcDateTime).label("now")
        query = sa.select(*rate_budgets.c, now)
        locked = query.where(rate_budgets.c.name == self._name).with_for_update()
        found = (await tx.execute(locked)).first()
        if found is None:
            new = {"name": self._name, "tokens": 0.0, "rate": self._full, "refilled_at": sa.func.now()}
            await tx.execute(insert_or_ignore("postgresql", rate_budgets).values(new))
            found = (await tx.execute(locked)).one()
        return found


def _seconds(until: dt.datetime | None, now: dt.datetime) -> float:
    return 0.0 if until is None else (until - now).total_seconds()


async def _nothing(limit: int) -> list[Delivery]:
    return []
