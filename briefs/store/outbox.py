"""What is owed to chats: runs, deliveries, and the steps that take one from planned to sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.model import Status
from briefs.store.attempts import Delivery, Settled, renew, settle, take_due, to_be_sent
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import briefs, deliveries, digest_runs, planner_ticks, subscriptions
from briefs.store.states import UNFINISHED, RunState, State
from briefs.store.subscriptions import due
from briefs.store.types import JsonText

__all__ = ["Delivery", "Health", "OutboxStore", "Owed", "Settled"]


@dataclass(frozen=True, slots=True)
class Owed:
    """A message to be queued: the run it belongs to by its key, where it goes, and what it says.

    Two with the same run, chat and thread are one: the first that is queued stays.
    """

    kind: str
    window_key: str
    timezone: str
    chat_id: int
    thread: str
    payload: dict[str, Any] | JsonText
    not_before: dt.datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What to watch: deliveries by state, those due and since when the oldest is, the planner's last tick.

    Stopped runs come with their errors. Their deliveries are not due: a person decides about them.
    """

    counts: dict[State, int]
    due: int
    oldest_due: dt.datetime | None
    ticked_at: dt.datetime | None
    stopped_runs: tuple[tuple[int, str], ...]


class OutboxStore:
    """Reads and writes runs and deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._renewed_at: dt.datetime | None = None

    async def newest_publication(self) -> int:
        """Return the number of the last publication, 0 before the first."""
        query = sa.select(sa.func.max(briefs.c.publication)).where(briefs.c.status == Status.PUBLISHED)
        async with self._database.read() as connection:
            return int(await connection.scalar(query) or 0)

    async def least_covered(self, now: dt.datetime, newest: int) -> int | None:
        """Return the publication after which briefs are owed to due subscriptions; None where none is due."""
        query = sa.select(sa.func.min(subscriptions.c.covered)).where(due(now, newest))
        async with self._database.read() as connection:
            found: int | None = await connection.scalar(query)
        return found

    async def due_chats(self, now: dt.datetime, newest: int) -> Sequence[int]:
        """Return the numbers of the chats that have due subscriptions, in order."""
        query = sa.select(subscriptions.c.chat_id).distinct().where(due(now, newest))
        async with self._database.read() as connection:
            return (await connection.scalars(query.order_by(subscriptions.c.chat_id))).all()

    async def ticked(self, owner: str, now: dt.datetime) -> None:
        """Note that the planner of this process has run."""
        row = {"name": "planner", "owner": owner, "ticked_at": now}
        async with self._database.write() as tx:
            await tx.execute(insert_or_ignore(self._database.dialect, planner_ticks).values(row))
            await tx.execute(planner_ticks.update().where(planner_ticks.c.name == "planner").values(row))

    async def enqueue(self, tx: AsyncConnection, owed: Sequence[Owed], now: dt.datetime) -> int:
        """Queue messages inside the planner's transaction and return how many are new."""
        if not owed:
            return 0
        runs = await self._runs(tx, owed, now)
        rows = [
            {
                "run_id": runs[item.kind, item.window_key, item.timezone],
                "chat_id": item.chat_id,
                "thread": item.thread,
                "part": 1,
                "state": State.PENDING,
                "payload": item.payload,
                "not_before": item.not_before,
                "created_at": now,
            }
            for item in owed
        ]
        insert = insert_or_ignore(self._database.dialect, deliveries).returning(deliveries.c.id)
        return len((await tx.execute(insert, rows)).all())

    async def _runs(
        self, tx: AsyncConnection, owed: Iterable[Owed], now: dt.datetime
    ) -> dict[tuple[str, str, str], int]:
        keys = sorted({(item.kind, item.window_key, item.timezone) for item in owed})
        rows = [
            {"kind": kind, "window_key": key, "timezone": zone, "state": RunState.OPEN, "created_at": now}
            for kind, key, zone in keys
        ]
        await tx.execute(insert_or_ignore(self._database.dialect, digest_runs), rows)
        run = digest_runs.c
        wanted = run.window_key.in_({key for _, key, _ in keys})
        found = await tx.execute(sa.select(run.id, run.kind, run.window_key, run.timezone).where(wanted))
        return {(row.kind, row.window_key, row.timezone): row.id for row in found}

    async def tick(
        self,
        settled: Sequence[Settled],
        *,
        owner: str,
        holding: Collection[int] = (),
        claim: int,
        now: dt.datetime,
        lease: dt.timedelta,
    ) -> list[Delivery]:
        """Record how attempts of this owner ended and claim up to `claim` due deliveries, in one transaction.

        A claimed delivery is `sending` until it is settled, or its lease runs out because the owner no longer
        says that it is `holding` it. Part n+1 of a digest is due once part n is sent.
        """
        renewing = bool(holding) and self._is_time_to_renew(now, lease)

        async def work(tx: AsyncConnection) -> list[Delivery]:
            if settled:
                await settle(tx, settled, owner, now)
            if renewing:
                await renew(tx, owner, holding, now, lease)
            if claim <= 0:
                return []
            return await take_due(tx, owner, claim, now=now, lease_until=now + lease)

        taken = await self._database.write_at_once(work)
        if renewing:
            self._renewed_at = now
        return taken

    def _is_time_to_renew(self, now: dt.datetime, lease: dt.timedelta) -> bool:
        """Look at leases four times in the life of one: those half over are renewed, and none runs out."""
        return self._renewed_at is None or now - self._renewed_at >= lease / 4

    async def expand(self, delivery: Delivery, parts: Sequence[dict[str, Any]]) -> None:
        """Turn a claimed digest that needs several messages into its parts, before the first is sent.

        From then on each part says what it said at first, whatever happens to the briefs.
        """
        async with self._database.write() as tx:
            first = deliveries.update().where(deliveries.c.id == delivery.id).values(payload=parts[0])
            row = (await tx.execute(first.returning(deliveries))).one()
            rest = [
                {
                    "run_id": row.run_id,
                    "chat_id": row.chat_id,
                    "thread": row.thread,
                    "part": number,
                    "state": State.PENDING,
                    "payload": part,
                    "not_before": row.not_before,
                    "created_at": row.created_at,
                }
                for number, part in enumerate(parts[1:], start=2)
            ]
            await tx.execute(insert_or_ignore(self._database.dialect, deliveries), rest)

    async def recover(self, now: dt.datetime, *, everything: bool = False) -> int:
        """Make deliveries whose sender is gone due again and return how many there were.

        They may have arrived: a digest is sent at least once. `everything` does not wait for leases; it is
        right where no other process can be sending.
        """
        lost = deliveries.c.state == State.SENDING
        if not everything:
            lost = sa.and_(lost, deliveries.c.lease_until < now)
        again = {"state": State.PENDING, "owner": None, "lease_until": None, "error": "the sender was gone"}
        # One that is being settled is not lost, and to wait for it in another order would be a deadlock.
        free = sa.select(deliveries.c.id).where(lost).with_for_update(skip_locked=True)
        update = deliveries.update().where(deliveries.c.id.in_(free)).values(again)
        async with self._database.write() as tx:
            rows = await tx.execute(update.returning(deliveries.c.id))
            return len(rows.all())

    async def stop_run(self, run_id: int, error: str) -> None:
        """Send no more of a run; what is left of it stays pending for a person to decide."""
        async with self._database.write() as tx:
            stopped = {"state": RunState.STOPPED, "error": error}
            await tx.execute(digest_runs.update().where(digest_runs.c.id == run_id).values(stopped))

    async def next_due(self) -> dt.datetime | None:
        """Return when the next delivery is to be sent, None where there is none."""
        query = to_be_sent(deliveries.c.not_before).order_by(deliveries.c.not_before).limit(1)
        async with self._database.read() as connection:
            found: dt.datetime | None = await connection.scalar(query)
        return found

    async def health(self, now: dt.datetime) -> Health:
        """Return what to watch at `now`."""
        by_state = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
        waiting = (
            sa.select(sa.func.count(), sa.func.min(deliveries.c.not_before))
            .join(digest_runs, digest_runs.c.id == deliveries.c.run_id)
            .where(
                deliveries.c.state.in_(UNFINISHED),
                deliveries.c.not_before <= now,
                digest_runs.c.state == RunState.OPEN,
            )
        )
        run = digest_runs.c
        stopped = sa.select(run.id, run.error).where(run.state == RunState.STOPPED).order_by(run.id)
        async with self._database.read() as connection:
            counts = {State(state): count for state, count in await connection.execute(by_state)}
            due, oldest_due = (await connection.execute(waiting)).one()
            ticked_at = await connection.scalar(
                sa.select(planner_ticks.c.ticked_at).where(planner_ticks.c.name == "planner")
            )
            stopped_runs = tuple((row.id, row.error or "") for row in await connection.execute(stopped))
        return Health(counts, due, oldest_due, ticked_at, stopped_runs)
