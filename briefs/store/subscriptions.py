"""Subscriptions: following, changing, pausing, ending."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import DamagedError, InputError
from briefs.schedule import Frequency, Schedule
from briefs.store.brief_rows import CHANGES
from briefs.store.chats import (
    JOINED_CHAT,
    LOCK_ORDER,
    cancel_deliveries,
    end_subscriptions,
    lock_subscriptions,
    read_joined_chat,
)
from briefs.store.dialects import given_rows
from briefs.store.engine import Database
from briefs.store.schema import briefs, chats, deliveries, subscriptions
from briefs.store.types import UtcDateTime, dump_json, time_text
from briefs.subscriptions import Chat, Criteria, Subscription

MAX_PER_THREAD = 50
"""No more subscriptions for one chat or thread: nobody reads them, and one digest is planned from all."""

_SAME = (
    *("timezone", "covered", "covered_until", "next_due", "active", "paused_until", "ended_reason"),
    *("created_at", "last_sent_at"),
)
"""The last columns of a subscription, as its last fields: `read` goes by their order."""
_SELECT = sa.select(
    *(subscriptions.c[name] for name in ("chat_id", "criteria_key", "id", "thread")),
    sa.cast(subscriptions.c.criteria, sa.Text).label("criteria_text"),  # most have the same: read once
    *(subscriptions.c[name] for name in ("kind", "at", "weekday", "monthday", *_SAME)),
    *JOINED_CHAT,
).join(chats, chats.c.id == subscriptions.c.chat_id)
_PUBLISHED_SO_FAR = CHANGES.scalar_subquery()


class SubscriptionStore:
    """Reads and writes subscriptions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(
        self, chat: Chat, thread: str, criteria: Criteria, schedule: Schedule, *, now: dt.datetime
    ) -> tuple[Subscription, bool]:
        """Make a chat or thread follow something from now on, in the chat's zone; tell whether that is new.

        What is followed already on this schedule stays as it is and is not new; on another schedule it is
        moved. Raises InputError where the thread follows too much.
        """
        async with self._database.write() as tx:
            rows = (await tx.execute(_SELECT.where(_of_thread(chat.id, thread)))).all()
            known = next((read(row) for row in rows if row.criteria_key == criteria.key), None)
            if known and known.active and (known.schedule, known.timezone) == (schedule, chat.timezone):
                return known, False
            if known is None and sum(row.active for row in rows) >= MAX_PER_THREAD:
                raise InputError(f"No more than {MAX_PER_THREAD} subscriptions: stop one first.")
            values = _timing(schedule, chat.timezone, now)
            if known is None:
                return await _insert(tx, chat, thread, criteria, values, now), True
            if not known.active:
                values |= {"covered": _PUBLISHED_SO_FAR, "covered_until": now}
            values |= {"active": True, "ended_reason": None, "paused_until": None}
            return await _change(tx, known.id, values), True

    async def get(self, subscription_id: int) -> Subscription | None:
        """Return a subscription, active or not; None where there is none."""
        async with self._database.read() as connection:
            row = (await connection.execute(_SELECT.where(subscriptions.c.id == subscription_id))).first()
        return None if row is None else read(row)

    async def of_chat(self, chat_id: int, thread: str | None = None) -> list[Subscription]:
        """Return the active subscriptions of a chat, or of one of its threads, oldest first."""
        which = subscriptions.c.chat_id == chat_id if thread is None else _of_thread(chat_id, thread)
        query = _SELECT.where(which, subscriptions.c.active).order_by(subscriptions.c.id)
        async with self._database.read() as connection:
            return [read(row) for row in await connection.execute(query)]

    async def ended_for(self, chat_id: int, thread: str, reason: str) -> list[Subscription]:
        """Return the subscriptions of a thread that ended for this reason, oldest first."""
        ended = sa.and_(_of_thread(chat_id, thread), subscriptions.c.ended_reason == reason)
        query = _SELECT.where(ended, ~subscriptions.c.active).order_by(subscriptions.c.id)
        async with self._database.read() as connection:
            return [read(row) for row in await connection.execute(query)]

    async def all_after(self, number: int, *, limit: int, chat_id: int | None = None) -> list[Subscription]:
        """Return up to `limit` subscriptions with ids above `number`, ended ones too, of a chat or of all."""
        query = _SELECT.where(subscriptions.c.id > number).order_by(subscriptions.c.id).limit(limit)
        if chat_id is not None:
            query = query.where(subscriptions.c.chat_id == chat_id)
        async with self._database.read() as connection:
            return [read(row) for row in await connection.execute(query)]

    async def count(self) -> int:
        """Return how many subscriptions are active."""
        query = sa.select(sa.func.count()).select_from(subscriptions).where(subscriptions.c.active)
        async with self._database.read() as connection:
            return int(await connection.scalar(query) or 0)

    async def end(self, subscription_id: int, reason: str) -> None:
        """End a subscription; a thread that follows nothing any more also gets nothing that was planned."""
        async with self._database.write() as tx:
            row = (await tx.execute(_SELECT.where(subscriptions.c.id == subscription_id))).first()
            if row is None:
                return
            await end_subscriptions(tx, subscriptions.c.id == subscription_id, reason)
            thread = _of_thread(row.chat_id, row.thread)
            if await tx.scalar(sa.select(subscriptions.c.id).where(thread, subscriptions.c.active)) is None:
                owed = sa.and_(deliveries.c.chat_id == row.chat_id, deliveries.c.thread == row.thread)
                await cancel_deliveries(tx, owed, reason)

    async def revive(self, chat_id: int, subscription_id: int, *, now: dt.datetime) -> Subscription | None:
        """Undo the end of a subscription of this chat; what was published meanwhile is still owed.

        Return it, or None where the chat has no such subscription.
        """
        async with self._database.write() as tx:
            which = sa.and_(subscriptions.c.id == subscription_id, subscriptions.c.chat_id == chat_id)
            row = (await tx.execute(_SELECT.where(which))).first()
            if row is None:
                return None
            found = read(row)
            values = _timing(found.schedule, found.timezone, _awake(found.paused_until, now))
            return await _change(tx, found.id, values | {"active": True, "ended_reason": None})

    async def reschedule(
        self, subscription_id: int, schedule: Schedule, timezone: str, *, now: dt.datetime
    ) -> Subscription:
        """Move a subscription to another schedule or zone; what is owed is sent at the new time.

        A pause goes on.
        """
        async with self._database.write() as tx:
            paused = sa.select(subscriptions.c.paused_until).where(subscriptions.c.id == subscription_id)
            values = _timing(schedule, timezone, _awake(await tx.scalar(paused), now))
            return await _change(tx, subscription_id, values)

    async def pause(self, subscription_id: int, until: dt.datetime) -> Subscription:
        """Send nothing before `until`; the first digest after it covers the pause too."""
        async with self._database.write() as tx:
            row = (await tx.execute(_SELECT.where(subscriptions.c.id == subscription_id))).one()
            found = read(row)
            next_due = found.schedule.next_due(until, found.timezone)
            return await _change(tx, subscription_id, {"paused_until": until, "next_due": next_due})

    async def resume(self, subscription_id: int, *, now: dt.datetime) -> Subscription:
        """End a pause; what was published meanwhile comes at the next due time."""
        async with self._database.write() as tx:
            row = (await tx.execute(_SELECT.where(subscriptions.c.id == subscription_id))).one()
            found = read(row)
            next_due = found.schedule.next_due(now, found.timezone)
            return await _change(tx, subscription_id, {"paused_until": None, "next_due": next_due})

    async def make_due(
        self, chat_id: int, *, now: dt.datetime, covered_until: dt.datetime | None = None
    ) -> int:
        """Make all that a chat follows due now, from `covered_until` where given; return how many."""
        values: dict[str, Any] = {"next_due": now, "paused_until": None}
        if covered_until is not None:
            before = sa.select(sa.func.coalesce(sa.func.max(briefs.c.publication), 0))
            covered = before.where(briefs.c.published_at <= covered_until).scalar_subquery()
            values |= {"covered_until": covered_until, "covered": covered}
        async with self._database.write() as tx:
            await lock_subscriptions(tx, [chat_id])
            active = sa.and_(subscriptions.c.chat_id == chat_id, subscriptions.c.active)
            made = subscriptions.update().where(active).values(values).returning(subscriptions.c.id)
            return len((await tx.execute(made)).all())


def read(row: Any) -> Subscription:
    """Return the subscription of a row of `_SELECT`.

    By place: reading 24 columns of 100,000 rows by name takes seconds. Raises DamagedError where it does not
    say what is followed, or when it is sent.
    """
    _, _, number, thread, criteria, kind, at, weekday, monthday, *same = row[: -len(JOINED_CHAT)]
    try:
        followed, schedule = _read_criteria(criteria), _read_schedule(kind, at, weekday, monthday)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"Subscription {number} is damaged: restore a backup.") from error
    return Subscription(number, read_joined_chat(row), thread, followed, schedule, *same)


@lru_cache(maxsize=1024)
def _read_criteria(text: str) -> Criteria:
    criteria = json.loads(text)
    keys, documents = tuple(criteria["keys"]), tuple(criteria["documents"])
    return Criteria(criteria["everything"], keys, documents, criteria["query"])


@lru_cache(maxsize=1024)
def _read_schedule(kind: str, at: str, weekday: int, monthday: int) -> Schedule:
    return Schedule(Frequency(kind), dt.time.fromisoformat(at), weekday, monthday)


def due(
    now: dt.datetime | sa.BindParameter[Any], newest: int | sa.BindParameter[Any]
) -> sa.ColumnElement[bool]:
    """Return which subscriptions are due: by their time, or at once where they lack publication `newest`."""
    immediate = sa.and_(subscriptions.c.kind == Frequency.IMMEDIATE, subscriptions.c.covered < newest)
    timely = sa.or_(subscriptions.c.next_due <= now, immediate)
    awake = sa.or_(subscriptions.c.paused_until.is_(None), subscriptions.c.paused_until <= now)
    return sa.and_(subscriptions.c.active, timely, awake)


_DUE = due(sa.bindparam("b_now"), sa.bindparam("b_newest"))
_DUE_OF_CHATS = (
    _SELECT.where(
        subscriptions.c.chat_id.in_(sa.bindparam("b_chats", expanding=True)),
        sa.func.coalesce(_DUE, sa.false()),  # bare, SQLite would go through all that are due for a few chats
    )
    .order_by(*LOCK_ORDER)
    .with_for_update(of=subscriptions)
)


async def due_subscriptions(
    tx: AsyncConnection, now: dt.datetime, newest: int, chat_ids: Sequence[int]
) -> list[Subscription]:
    """Return those subscriptions of these chats that are due, by chat and thread, and lock them."""
    wanted = {"b_now": now, "b_newest": newest, "b_chats": chat_ids}
    return [read(row) for row in (await tx.execute(_DUE_OF_CHATS, wanted)).all()]


async def advance(
    tx: AsyncConnection, planned: Sequence[Subscription], covered: int, until: dt.datetime
) -> None:
    """Move subscriptions past what they are now sent; one that was moved meanwhile is left alone."""
    rows = [
        {
            "id": s.id,
            "seen": time_text(s.covered_until),
            "covered": max(covered, s.covered),
            "next_due": time_text(upcoming) if (upcoming := s.schedule.next_due(until, s.timezone)) else None,
        }
        for s in planned
    ]
    await tx.execute(_move(tx.dialect.name), {"b_planned": dump_json(rows), "b_until": until})


@cache
def _move(dialect: str) -> sa.Update:
    number, time = sa.BigInteger(), UtcDateTime()
    planned = given_rows(dialect, "b_planned", id=number, seen=time, covered=number, next_due=time)
    return (
        subscriptions.update()
        .where(subscriptions.c.id == planned.c.id, subscriptions.c.covered_until == planned.c.seen)
        .values(covered=planned.c.covered, covered_until=sa.bindparam("b_until"), next_due=planned.c.next_due)
    )


def _of_thread(chat_id: int, thread: str) -> sa.ColumnElement[bool]:
    return sa.and_(subscriptions.c.chat_id == chat_id, subscriptions.c.thread == thread)


def _awake(paused_until: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """Return from when on something may be sent."""
    return max(paused_until, now) if paused_until else now


def _timing(schedule: Schedule, timezone: str, now: dt.datetime) -> dict[str, Any]:
    return {
        "kind": schedule.frequency,
        "at": f"{schedule.at:%H:%M}",
        "weekday": schedule.weekday,
        "monthday": schedule.monthday,
        "timezone": timezone,
        "next_due": schedule.next_due(now, timezone),
    }


async def _insert(
    tx: AsyncConnection,
    chat: Chat,
    thread: str,
    criteria: Criteria,
    timing: dict[str, Any],
    now: dt.datetime,
) -> Subscription:
    values = timing | {
        "chat_id": chat.id,
        "thread": thread,
        "criteria": asdict(criteria),
        "criteria_key": criteria.key,
        "active": True,
        "covered": _PUBLISHED_SO_FAR,
        "covered_until": now,
        "created_at": now,
    }
    new_id = await tx.scalar(subscriptions.insert().values(values).returning(subscriptions.c.id))
    return read((await tx.execute(_SELECT.where(subscriptions.c.id == new_id))).one())


async def _change(tx: AsyncConnection, subscription_id: int, values: dict[str, Any]) -> Subscription:
    await tx.execute(subscriptions.update().where(subscriptions.c.id == subscription_id).values(values))
    return read((await tx.execute(_SELECT.where(subscriptions.c.id == subscription_id))).one())
