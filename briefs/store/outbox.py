"""What is owed to chats: runs, deliveries, and the steps that take one from planned to sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.model import Status
from briefs.store.brief_rows import COUNTER
from briefs.store.chats import JOINED_CHAT, end_chat, end_thread, migrate_chat, read_joined_chat
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import briefs, chats, counters, deliveries, digest_runs, planner_ticks, subscriptions
from briefs.store.states import UNFINISHED, RunState, State
from briefs.store.subscriptions import due
from briefs.store.types import UtcDateTime
from briefs.subscriptions import Chat

if TYPE_CHECKING:
    from briefs.store.budget import RateBudget


_VERSION = sa.select(counters.c.value).where(counters.c.name == COUNTER).scalar_subquery().label("version")


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
    payload: dict[str, Any]
    not_before: dt.datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that a sender has claimed; its turn comes `wait_s` seconds after that.

    `version` is that of the briefs when it was claimed (BriefStore.version).
    """

    id: int
    run_id: int
    chat: Chat
    thread: str
    part: int
    payload: dict[str, Any]
    attempts: int
    created_at: dt.datetime
    version: int = 0
    wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Settled:
    """How an attempt ended: what the row of the delivery becomes.

    `failed` attempts are counted; `window_end` is where the window of a digest ends that is now sent.
    `ended` says why the chat, or only its `thread`, gets nothing more; `moved_to` is the chat's new address.
    One that is `doubtful` may have arrived.
    """

    delivery: Delivery
    state: State
    message_id: int | None = None
    error: str | None = None
    not_before: dt.datetime | None = None
    failed: bool = False
    window_end: dt.datetime | None = None
    ended: str | None = None
    thread: bool = False
    moved_to: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """What to watch: deliveries by state, those due and since when the oldest is, the planner's last tick.

    Deliveries of stopped runs are not due: a person decides about them.
    """

    counts: dict[State, int]
    due: int
    oldest_due: dt.datetime | None
    ticked_at: dt.datetime | None
    stopped_runs: int


class OutboxStore:
    """Reads and writes runs and deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        budget: RateBudget | None = None,
    ) -> list[Delivery]:
        """Record how attempts of this owner ended and claim up to `claim` due deliveries, in one transaction.

        A claimed delivery is `sending` until it is settled, or its lease runs out because the owner no longer
        says that it is `holding` it. Part n+1 of a digest is due once part n is sent. Where processes share
        a `budget`, no more are claimed than it has turns.
        """
        async with self._database.write() as tx:
            if settled:
                await _settle(tx, settled, owner, now)
            await _renew(tx, owner, holding, now, lease)
            if budget is not None:
                take = partial(self._claim, tx, owner, now=now, lease_until=now + lease)
                return await budget.draw(tx, claim, take)
            return await self._claim(tx, owner, claim, now=now, lease_until=now + lease) if claim > 0 else []

    async def _claim(
        self, tx: AsyncConnection, owner: str, limit: int, *, now: dt.datetime, lease_until: dt.datetime
    ) -> list[Delivery]:
        chosen = (
            sa.select(deliveries.c.id)
            .join(digest_runs, digest_runs.c.id == deliveries.c.run_id)
            .where(
                deliveries.c.state == State.PENDING,
                deliveries.c.not_before <= now,
                digest_runs.c.state == RunState.OPEN,
                _comes_next(),
            )
            .order_by(deliveries.c.not_before, deliveries.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=deliveries)
        )
        taken = {"state": State.SENDING, "owner": owner, "lease_until": lease_until}
        claimed = deliveries.update().where(deliveries.c.id.in_(chosen)).values(taken)
        ids = (await tx.execute(claimed.returning(deliveries.c.id))).scalars().all()
        return await _read_claimed(tx, ids) if ids else []

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
        async with self._database.write() as tx:
            rows = await tx.execute(deliveries.update().where(lost).values(again).returning(deliveries.c.id))
            return len(rows.all())

    async def stop_run(self, run_id: int, error: str) -> None:
        """Send no more of a run; what is left of it stays pending for a person to decide."""
        async with self._database.write() as tx:
            stopped = {"state": RunState.STOPPED, "error": error}
            await tx.execute(digest_runs.update().where(digest_runs.c.id == run_id).values(stopped))

    async def next_due(self) -> dt.datetime | None:
        """Return when the next pending delivery may be sent, None where there is none."""
        query = sa.select(sa.func.min(deliveries.c.not_before)).where(deliveries.c.state == State.PENDING)
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
        stopped = sa.select(sa.func.count()).where(digest_runs.c.state == RunState.STOPPED)
        async with self._database.read() as connection:
            counts = {State(state): count for state, count in await connection.execute(by_state)}
            due, oldest_due = (await connection.execute(waiting)).one()
            ticked_at = await connection.scalar(
                sa.select(planner_ticks.c.ticked_at).where(planner_ticks.c.name == "planner")
            )
            stopped_runs = await connection.scalar(stopped)
        return Health(counts, due, oldest_due, ticked_at, stopped_runs or 0)


def _comes_next() -> sa.ColumnElement[bool]:
    """Hold a later part back until the one before it is sent."""
    before = deliveries.alias()
    sent = sa.exists().where(
        before.c.run_id == deliveries.c.run_id,
        before.c.chat_id == deliveries.c.chat_id,
        before.c.thread == deliveries.c.thread,
        before.c.part == deliveries.c.part - 1,
        before.c.state == State.SENT,
    )
    return sa.or_(deliveries.c.part == 1, sent)


async def _read_claimed(tx: AsyncConnection, ids: Sequence[int]) -> list[Delivery]:
    query = (
        sa.select(deliveries, *JOINED_CHAT, _VERSION)
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.not_before, deliveries.c.id)
    )
    return [
        Delivery(
            row.id,
            row.run_id,
            read_joined_chat(row),
            row.thread,
            row.part,
            row.payload,
            row.attempts,
            row.created_at,
            row.version,
        )
        for row in await tx.execute(query)
    ]


async def _renew(
    tx: AsyncConnection, owner: str, holding: Collection[int], now: dt.datetime, lease: dt.timedelta
) -> None:
    """Prolong leases of what the owner is at work on, however slow, when they are half over."""
    if not holding:
        return
    half_over = (
        deliveries.c.id.in_(holding),
        deliveries.c.state == State.SENDING,
        deliveries.c.owner == owner,
        deliveries.c.lease_until < now + lease / 2,
    )
    await tx.execute(deliveries.update().where(*half_over).values(lease_until=now + lease))


async def _settle(tx: AsyncConnection, settled: Sequence[Settled], owner: str, now: dt.datetime) -> None:
    """Record outcomes; what was cancelled meanwhile stays so, unless it was sent all the same."""
    sent = [s for s in settled if s.state is State.SENT]
    others = [s for s in settled if s.state is not State.SENT]
    mine = sa.and_(deliveries.c.id == sa.bindparam("b_id"), deliveries.c.owner == owner)
    if sent:
        # Taken for dead meanwhile, and not sent by another yet: that it is sent is true all the same.
        given_back = sa.and_(deliveries.c.owner.is_(None), deliveries.c.state == State.PENDING)
        theirs = sa.and_(deliveries.c.id == sa.bindparam("b_id"), given_back)
        await _update(tx, sa.or_(mine, theirs), sent, now)
        await _note_sent(tx, sent, now)
    if others:
        await _update(tx, sa.and_(mine, deliveries.c.state == State.SENDING), others, now)
        for one in others:
            await _follow_up(tx, one, now)


async def _update(
    tx: AsyncConnection, which: sa.ColumnElement[bool], settled: Sequence[Settled], now: dt.datetime
) -> None:
    later = sa.func.coalesce(sa.bindparam("b_not_before", type_=UtcDateTime), deliveries.c.not_before)
    change = (
        deliveries.update()
        .where(which)
        .values(
            state=sa.bindparam("b_state"),
            message_id=sa.bindparam("b_message_id"),
            error=sa.bindparam("b_error"),
            not_before=later,
            attempts=deliveries.c.attempts + sa.bindparam("b_failed"),
            sent_at=sa.bindparam("b_sent_at"),
            owner=None,
            lease_until=None,
        )
    )
    rows = [
        {
            "b_id": one.delivery.id,
            "b_state": one.state,
            "b_message_id": one.message_id,
            "b_error": one.error,
            "b_not_before": one.not_before,
            "b_failed": int(one.failed),
            "b_sent_at": now if one.state is State.SENT else None,
        }
        for one in settled
    ]
    await tx.execute(change, rows)


async def _note_sent(tx: AsyncConnection, sent: Sequence[Settled], now: dt.datetime) -> None:
    """Tell subscriptions that the digest which brought them to `window_end` is sent."""
    table = subscriptions.c
    same = (
        table.chat_id == sa.bindparam("b_chat"),
        table.thread == sa.bindparam("b_thread"),
        table.covered_until == sa.bindparam("b_end"),
    )
    rows = [
        {"b_chat": one.delivery.chat.id, "b_thread": one.delivery.thread, "b_end": one.window_end}
        for one in sent
        if one.window_end is not None
    ]
    if rows:
        await tx.execute(subscriptions.update().where(*same).values(last_sent_at=now), rows)


async def _follow_up(tx: AsyncConnection, settled: Settled, now: dt.datetime) -> None:
    """Do what an outcome means beyond its own row."""
    chat = settled.delivery.chat
    if settled.moved_to is not None:
        await migrate_chat(tx, chat.channel, chat.address, settled.moved_to)
    elif settled.ended is not None and settled.thread:
        await end_thread(tx, chat.id, settled.delivery.thread, settled.ended)
    elif settled.ended is not None:
        await end_chat(tx, chat.id, settled.ended, now)
    elif settled.state in (State.DEAD, State.UNKNOWN):
        await _cancel_rest(tx, settled.delivery)


async def _cancel_rest(tx: AsyncConnection, one: Delivery) -> None:
    """Cancel the parts after one that will never be sent: they make no sense without it."""
    later = (
        deliveries.c.run_id == one.run_id,
        deliveries.c.chat_id == one.chat.id,
        deliveries.c.thread == one.thread,
        deliveries.c.part > one.part,
        deliveries.c.state == State.PENDING,
    )
    cancelled = {"state": State.CANCELLED, "error": f"part {one.part} was not sent"}
    await tx.execute(deliveries.update().where(*later).values(cancelled))
