"""One rate for many processes: a row that says how many messages of any second each of them may send.

Telegram counts what arrives in a second, and what processes send adds up. So each keeps to a share of the
limit by itself, as if that were the limit, and the shares together are no more than the whole: how late a
message is, and what a machine's clock says, does not matter. What one process gives up another gets when the
one says that it uses it no more. Shares end by the database's clock; the machines' own only tell how long ago
something was.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import rate_budgets
from briefs.store.types import UtcDateTime

LEASE_S = 3.0
"""How long after it began to look a process may use what it was given; then it has to look again."""
EXPIRES_S = 6.0
"""How long after a process looked the others may have its share: what it sent last was answered before."""
_ECHO_S = 0.5
"""A process that heard of a refusal is closed a little longer than the row says, and tells it: that is no
news. Telegram's refusals are for a second at least.
"""


@dataclass(frozen=True, slots=True)
class Share:
    """What a process may send: messages in any second, and the seconds until anybody may, 0 when open.

    One that is `settled` stays as it is until somebody wants another.
    """

    messages: int
    closed_for_s: float
    settled: bool


class RateBudget:
    """The share of one process in a limit of so many messages a second."""

    def __init__(self, database: Database, limit: int, *, name: str = "telegram") -> None:
        self._database = database
        self._limit = limit
        self._name = name
        self._me = uuid.uuid4().hex

    async def share(self, wanted: int, *, using: int, closed_for_s: float = 0.0) -> Share:
        """Ask for a share of `wanted` messages in any second; less than that may be fair, or free as yet.

        `using` is the most that this process sends, or has sent in a second that is not over, until it hears
        the answer: nobody else gets that. Telegram's 429 has closed it for `closed_for_s`.
        """
        async with self._database.write() as tx:
            row = await self._locked(tx)
            shares, messages, settled = divided(
                self._limit, row.shares, self._me, wanted, using=using, now=row.now.timestamp()
            )
            closed_until: dt.datetime | None = row.closed_until
            closed_s = (closed_until - row.now).total_seconds() if closed_until else 0.0
            if closed_for_s > max(0.0, closed_s) + _ECHO_S:
                closed_s, closed_until = closed_for_s, row.now + dt.timedelta(seconds=closed_for_s)
            values = {"shares": shares, "closed_until": closed_until}
            await tx.execute(rate_budgets.update().where(rate_budgets.c.name == self._name).values(values))
        return Share(messages, max(0.0, closed_s), settled)

    async def _locked(self, tx: AsyncConnection) -> sa.Row[*tuple[Any, ...]]:
        """Return the row, made where there is none yet, and the database's `now` with it."""
        now = sa.cast(sa.func.clock_timestamp(), UtcDateTime).label("now")
        query = sa.select(rate_budgets.c.shares, rate_budgets.c.closed_until, now)
        locked = query.where(rate_budgets.c.name == self._name).with_for_update()
        found = (await tx.execute(locked)).first()
        if found is None:
            new = {"name": self._name, "shares": {}}
            await tx.execute(insert_or_ignore("postgresql", rate_budgets).values(new))
            found = (await tx.execute(locked)).one()
        return found


def divided(
    limit: int, shares: Mapping[str, Any], me: str, wanted: int, *, using: int, now: float
) -> tuple[dict[str, Any], int, bool]:
    """Return the shares of all now that one looked, how many messages it may send, and if that is settled.

    Each share says what its owner has, or still uses (`held`), what it wants, and `until` when it lives, by
    the clock of `now`. All that live hold no more than the limit together, if each says what it is `using`.
    What would live for longer than any can is from before the clock was set back, and its owner may be dead.
    """
    latest = now + 2 * EXPIRES_S
    others = {owner: one for owner, one in shares.items() if owner != me and now < one["until"] <= latest}
    fair = _fair(limit, {owner: one["wanted"] for owner, one in others.items()} | {me: wanted})
    messages = max(0, min(fair[me], limit - sum(one["held"] for one in others.values())))
    mine = {"held": max(messages, using), "wanted": wanted, "until": now + EXPIRES_S}
    settled = messages == fair[me] and using <= messages
    return others | ({me: mine} if mine["held"] or wanted else {}), messages, settled


def _fair(limit: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """Divide the limit: in equal shares, but nobody gets more than is wanted (max-min fairness).

    What one leaves goes to those who want more.
    """
    shares, left = {}, limit
    for place, (owner, want) in enumerate(sorted(wanted.items(), key=lambda one: (one[1], one[0]))):
        shares[owner] = min(want, left // (len(wanted) - place))
        left -= shares[owner]
    return shares
