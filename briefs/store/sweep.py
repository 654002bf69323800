"""Deleting what nobody needs any more, a little at a time."""

from __future__ import annotations

import asyncio
import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.fleet import UPDATES_KEPT
from briefs.store.misses import MISSES_KEPT, SEARCHES
from briefs.store.schema import (
    counters,
    deliveries,
    digest_runs,
    planner_ticks,
    saved_queries,
    search_misses,
    seen_updates,
)
from briefs.store.states import UNFINISHED

DELIVERIES_KEPT = dt.timedelta(days=90)
"""A correction may change what was delivered for about as long."""
EVERY = dt.timedelta(days=1)
BATCH = 500
_PAUSE_S = 0.05
_NAME = "sweep"


class Sweep:
    """Deletes deliveries and counts of searches after 90 days, empty runs, taken updates, old queries."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    async def run_if_due(self, now: dt.datetime) -> int | None:
        """Sweep where nobody has for a day, and return how many rows went; None where somebody has.

        Each batch is a transaction of its own, and others get their turn between two.
        """
        if not await self._take(now):
            return None
        gone = await self._deliveries(now - DELIVERIES_KEPT)
        for table, old in (
            (digest_runs, _empty_runs(now - DELIVERIES_KEPT)),
            (seen_updates, seen_updates.c.seen_at <= now - UPDATES_KEPT),
            (saved_queries, saved_queries.c.expires_at <= now),
        ):
            gone += await self._all(table, old)
        old_day = (now - MISSES_KEPT).date()
        old_count = counters.c.name.between(SEARCHES, f"{SEARCHES}{old_day}")
        gone += await self._delete(counters, old_count)
        return gone + await self._delete(search_misses, search_misses.c.day <= old_day)

    async def _take(self, now: dt.datetime) -> bool:
        """Tell whether it is this process's turn: of several, one sweeps."""
        row = {"name": _NAME, "owner": self._owner, "ticked_at": now}
        last = sa.select(planner_ticks.c.ticked_at).where(planner_ticks.c.name == _NAME)
        mine = sa.and_(planner_ticks.c.name == _NAME, planner_ticks.c.ticked_at <= now - EVERY)
        async with self._database.read() as connection:
            swept_at = await connection.scalar(last)
        if swept_at is not None and swept_at > now - EVERY:
            return False
        async with self._database.write() as tx:
            new = insert_or_ignore(self._database.dialect, planner_ticks).returning(planner_ticks.c.name)
            if (await tx.execute(new, [row])).first() is not None:
                return True
            again = planner_ticks.update().where(mine).values(row).returning(planner_ticks.c.name)
            return (await tx.execute(again)).first() is not None

    async def _deliveries(self, before: dt.datetime) -> int:
        """Delete in the order of their numbers, which is that of time, so that the young are not read."""
        gone, last = 0, 0
        table = deliveries.c
        while True:
            next_ones = (
                sa.select(table.id, table.state, table.created_at)
                .where(table.id > last)
                .order_by(table.id)
                .limit(BATCH)
            )
            async with self._database.read() as connection:
                rows = (await connection.execute(next_ones)).all()
            old = [row.id for row in rows if row.created_at < before and row.state not in UNFINISHED]
            if old:
                gone += await self._delete(deliveries, table.id.in_(old))
            if len(rows) < BATCH or rows[-1].created_at >= before:
                return gone
            last = rows[-1].id

    async def _all(self, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
        key = next(iter(table.primary_key))
        gone = 0
        while found := await self._delete(table, key.in_(sa.select(key).where(which).limit(BATCH))):
            gone += found
        return gone

    async def _delete(self, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
        async def work(tx: AsyncConnection) -> int:
            return (await tx.execute(table.delete().where(which))).rowcount

        gone = await self._database.write_at_once(work)
        await asyncio.sleep(_PAUSE_S)
        return gone


def _empty_runs(before: dt.datetime) -> sa.ColumnElement[bool]:
    has_deliveries = sa.exists().where(deliveries.c.run_id == digest_runs.c.id)
    return sa.and_(digest_runs.c.created_at < before, ~has_deliveries)
