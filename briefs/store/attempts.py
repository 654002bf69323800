"""The steps of a delivery that is sent, inside a transaction: taken with a lease, renewed, settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.brief_rows import CHANGES
from briefs.store.chats import (
    JOINED_CHAT,
    end_chat,
    end_thread,
    lock_deliveries,
    lock_subscriptions,
    migrate_chat,
    read_joined_chat,
)
from briefs.store.dialects import given_rows
from briefs.store.schema import chats, deliveries, digest_runs, subscriptions
from briefs.store.states import RunState, State
from briefs.store.types import UtcDateTime, dump_json, time_text
from briefs.subscriptions import Chat


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that a sender has claimed.

    `payload` is JSON as it is stored: most chats of a run have the same, and it needs to be read only once.
    `version` is that of the briefs when it was claimed (BriefStore.version). Of the `attempts` that failed,
    `doubts` may have arrived.
    """

    id: int
    run_id: int
    chat: Chat
    thread: str
    part: int
    payload: str
    attempts: int
    created_at: dt.datetime
    version: int = 0
    doubts: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """How an attempt ended: what the row of the delivery becomes.

    `failed` attempts are counted; `window_end` is where the window of a digest ends that is now sent.
    `ended` says why the chat, or only its `thread`, gets nothing more; `moved_to` is the chat's new address.
    An `unanswered` attempt may have arrived; a delivery is `doubtful` if this one or an earlier may have.
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
    unanswered: bool = False
    doubtful: bool = False


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


def to_be_sent(column: sa.ColumnElement[Any]) -> sa.Select[tuple[Any]]:
    """Select a column of the deliveries that are sent as soon as they are due."""
    return (
        sa.select(column)
        .join(digest_runs, digest_runs.c.id == deliveries.c.run_id)
        .where(deliveries.c.state == State.PENDING, digest_runs.c.state == RunState.OPEN, _comes_next())
    )


def _take() -> Any:
    due = (
        to_be_sent(deliveries.c.id)
        .where(deliveries.c.not_before <= sa.bindparam("b_now"))
        .order_by(deliveries.c.not_before, deliveries.c.id)
        .limit(sa.bindparam("b_limit", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=deliveries)
    )
    taken: dict[str, Any] = {"owner": sa.bindparam("b_owner"), "lease_until": sa.bindparam("b_until")}
    update = deliveries.update().where(deliveries.c.id.in_(due)).values(state=State.SENDING, **taken)
    return update.returning(deliveries.c.id)


# Statements of every tick are built once: to build and compare them took longer than SQLite needs for them.
_MINE = deliveries.c.owner == sa.bindparam("b_owner")
# Taken for dead meanwhile, and not sent by another yet: that it is sent is true all the same.
_GIVEN_BACK = deliveries.c.state == State.PENDING
_FREED: dict[str, Any] = {"owner": None, "lease_until": None}
_TAKE = _take()
_RECORD_UNSENT = (
    deliveries.update()
    .where(deliveries.c.id == sa.bindparam("b_id"), _MINE, deliveries.c.state == State.SENDING)
    .values(
        state=sa.bindparam("b_state"),
        error=sa.bindparam("b_error"),
        not_before=sa.func.coalesce(sa.bindparam("b_not_before", type_=UtcDateTime), deliveries.c.not_before),
        attempts=deliveries.c.attempts + sa.bindparam("b_failed"),
        doubts=deliveries.c.doubts + sa.bindparam("b_unanswered"),
        **_FREED,
    )
)
_READ = (
    sa.select(
        *(deliveries.c[name] for name in ("id", "run_id", "thread", "part")),
        sa.cast(deliveries.c.payload, sa.Text).label("payload"),
        *(deliveries.c[name] for name in ("attempts", "created_at")),
        CHANGES.scalar_subquery().label("version"),
        deliveries.c.doubts,
        *JOINED_CHAT,
    )
    .join(chats, chats.c.id == deliveries.c.chat_id)
    .where(deliveries.c.id.in_(sa.bindparam("b_ids", expanding=True)))
    .order_by(deliveries.c.not_before, deliveries.c.id)
)


@cache
def _record_sent(dialect: str) -> sa.Update:
    sent = given_rows(dialect, "b_sent", id=sa.BigInteger(), message_id=sa.BigInteger())
    values = {"state": State.SENT, "message_id": sent.c.message_id, "error": None, **_FREED}
    return (
        deliveries.update()
        .where(deliveries.c.id == sent.c.id, sa.or_(_MINE, _GIVEN_BACK))
        .values(sent_at=sa.bindparam("b_now"), **values)
    )


@cache
def _note_sent(dialect: str) -> sa.Update:
    """Tell subscriptions that the digest which brought them to the end of its window is sent."""
    sent = given_rows(dialect, "b_sent", chat_id=sa.BigInteger(), thread=sa.Text(), window_end=UtcDateTime())
    brought = (
        subscriptions.c.chat_id == sent.c.chat_id,
        subscriptions.c.thread == sent.c.thread,
        subscriptions.c.covered_until == sent.c.window_end,
    )
    return subscriptions.update().where(*brought).values(last_sent_at=sa.bindparam("b_now"))


async def take_due(
    tx: AsyncConnection, owner: str, limit: int, *, now: dt.datetime, lease_until: dt.datetime
) -> list[Delivery]:
    """Take up to `limit` deliveries that are due, those that have been for longest, and return them."""
    wanted = {"b_now": now, "b_limit": limit, "b_owner": owner, "b_until": lease_until}
    ids = (await tx.execute(_TAKE, wanted)).scalars().all()
    if not ids:
        return []
    return [_delivery(row) for row in (await tx.execute(_READ, {"b_ids": ids})).all()]


def _delivery(row: Any) -> Delivery:
    number, run_id, *same = row[: -len(JOINED_CHAT)]
    return Delivery(number, run_id, read_joined_chat(row), *same)


async def renew(
    tx: AsyncConnection, owner: str, holding: Collection[int], now: dt.datetime, lease: dt.timedelta
) -> None:
    """Prolong leases of what the owner is at work on, however slow, when they are half over."""
    half_over = (
        deliveries.c.id.in_(holding),
        deliveries.c.state == State.SENDING,
        deliveries.c.owner == owner,
        deliveries.c.lease_until < now + lease / 2,
    )
    # Whoever cancels one holds it; to wait for that after `settle` would be in another order.
    free = sa.select(deliveries.c.id).where(*half_over).with_for_update(skip_locked=True)
    await tx.execute(deliveries.update().where(deliveries.c.id.in_(free)).values(lease_until=now + lease))


async def settle(tx: AsyncConnection, settled: Sequence[Settled], owner: str, now: dt.datetime) -> None:
    """Record outcomes; what was cancelled meanwhile stays so, unless it was sent all the same."""
    # In one order everywhere: senders that record the same rows never wait for each other in a ring.
    in_order = sorted(settled, key=lambda one: one.delivery.id)
    await lock_subscriptions(tx, {one.delivery.chat.id for one in settled if _concerns_chat(one)})
    await lock_deliveries(tx, [one.delivery.id for one in in_order])
    if sent := [one for one in in_order if one.state is State.SENT]:
        await _settle_sent(tx, sent, owner, now)
    if others := [one for one in in_order if one.state is not State.SENT]:
        await tx.execute(_RECORD_UNSENT, [_unsent(one, owner) for one in others])
        for one in others:
            await _follow_up(tx, one, now)


def _concerns_chat(one: Settled) -> bool:
    """Tell whether an outcome changes what its chat follows."""
    return one.window_end is not None or one.ended is not None or one.moved_to is not None


async def _settle_sent(tx: AsyncConnection, sent: Sequence[Settled], owner: str, now: dt.datetime) -> None:
    dialect = tx.dialect.name
    rows = [{"id": one.delivery.id, "message_id": one.message_id} for one in sent]
    await tx.execute(_record_sent(dialect), {"b_sent": dump_json(rows), "b_owner": owner, "b_now": now})
    reached = [
        {
            "chat_id": one.delivery.chat.id,
            "thread": one.delivery.thread,
            "window_end": time_text(one.window_end),
        }
        for one in sent
        if one.window_end is not None
    ]
    if reached:
        await tx.execute(_note_sent(dialect), {"b_sent": dump_json(reached), "b_now": now})


def _unsent(one: Settled, owner: str) -> dict[str, Any]:
    return {
        "b_id": one.delivery.id,
        "b_owner": owner,
        "b_state": one.state,
        "b_error": one.error,
        "b_not_before": one.not_before,
        "b_failed": int(one.failed),
        "b_unanswered": int(one.unanswered),
    }


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
    waiting = (
        deliveries.c.run_id == one.run_id,
        deliveries.c.chat_id == one.chat.id,
        deliveries.c.thread == one.thread,
        deliveries.c.state == State.PENDING,
    )
    cancelled = {"state": State.CANCELLED, "error": f"part {one.part} was not sent"}
    await tx.execute(deliveries.update().where(*waiting).values(cancelled))
