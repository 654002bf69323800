"""Chats: their settings, and what happens to all that belongs to one when it ends or moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import partial
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import NotFoundError
from briefs.schedule import QuietHours, zone
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import chats, deliveries, subscriptions
from briefs.store.states import UNFINISHED, State
from briefs.subscriptions import Chat

DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"
_AT = chats.select().where(
    chats.c.channel == sa.bindparam("channel"), chats.c.address == sa.bindparam("address")
)
LOCK_ORDER = (subscriptions.c.chat_id, subscriptions.c.thread, subscriptions.c.id)
"""Who changes many subscriptions locks them in this order first, so that nobody waits in a ring.

Whoever needs more of a chat goes on to its deliveries in the order of their numbers, and to its own row last.
"""
_LOCK = (
    sa.select(subscriptions.c.id)
    .where(subscriptions.c.chat_id.in_(sa.bindparam("b_chats", expanding=True)))
    .order_by(*LOCK_ORDER)
    .with_for_update()
)
_DELIVERIES_IN_ORDER = sa.select(deliveries.c.id).order_by(deliveries.c.id).with_for_update()
_LOCK_DELIVERIES = _DELIVERIES_IN_ORDER.where(deliveries.c.id.in_(sa.bindparam("b_ids", expanding=True)))


class ChatStore:
    """Reads and writes chats; `timezone` is that of chats that are met for the first time."""

    def __init__(self, database: Database, timezone: str = DEFAULT_TIMEZONE) -> None:
        self._database = database
        self._timezone = timezone

    async def get(self, chat_id: int) -> Chat:
        """Return a chat by its number; NotFoundError where there is none."""
        async with self._database.read() as connection:
            row = (await connection.execute(chats.select().where(chats.c.id == chat_id))).first()
        if row is None:
            raise NotFoundError(f"There is no chat {chat_id}.")
        return read_chat(row)

    async def find(self, channel: str, address: str) -> Chat | None:
        """Return the chat at an address, None where none has been met."""
        async with self._database.read() as connection:
            row = await _at(connection, channel, address)
        return None if row is None else read_chat(row)

    async def get_or_create(
        self, channel: str, address: str, *, kind: str, title: str = "", now: dt.datetime
    ) -> Chat:
        """Return the chat at an address with its kind and title as they are now; one that had ended is back.

        What it followed before it ended stays ended until it is asked for again.
        """
        row = await self._database.read_at_once(partial(_at, channel=channel, address=address))
        if row is not None and (row.kind, row.title, row.ended_reason) == (kind, title, None):
            return read_chat(row)
        seen = {"kind": kind, "title": title, "ended_reason": None, "ended_at": None}
        new = {**seen, "channel": channel, "address": address, "timezone": self._timezone, "created_at": now}
        async with self._database.write() as tx:
            await tx.execute(insert_or_ignore(self._database.dialect, chats).values(new))
            here = sa.and_(chats.c.channel == channel, chats.c.address == address)
            updated = await tx.execute(chats.update().where(here).values(seen).returning(chats))
            return read_chat(updated.one())

    async def set_language(self, chat_id: int, language: str) -> Chat:
        """Set the language of a chat and return it."""
        return await self._set(chat_id, {"language": language})

    async def set_timezone(self, chat_id: int, timezone: str) -> Chat:
        """Set the zone of later subscriptions of a chat and return it; InputError for an unknown zone."""
        return await self._set(chat_id, {"timezone": zone(timezone).key})

    async def set_quiet(self, chat_id: int, quiet: QuietHours | None) -> Chat:
        """Set the hours in which a chat gets nothing unasked, or none, and return it."""
        start, end = (f"{quiet.start:%H:%M}", f"{quiet.end:%H:%M}") if quiet else (None, None)
        return await self._set(chat_id, {"quiet_from": start, "quiet_to": end})

    async def set_counting(self, chat_id: int, counted: bool) -> Chat:
        """Set whether searches of a chat that find nothing may be counted by their words, and return it."""
        return await self._set(chat_id, {"count_searches": counted})

    async def _set(self, chat_id: int, values: dict[str, Any]) -> Chat:
        async with self._database.write() as tx:
            change = chats.update().where(chats.c.id == chat_id).values(values).returning(chats)
            row = (await tx.execute(change)).first()
        if row is None:
            raise NotFoundError(f"There is no chat {chat_id}.")
        return read_chat(row)

    async def end(self, chat_id: int, reason: str, *, now: dt.datetime) -> None:
        """End a chat that cannot be written to, with its subscriptions and what it is still owed."""
        await self._database.write_at_once(partial(end_chat, chat_id=chat_id, reason=reason, now=now))

    async def migrate(self, channel: str, old: str, new: str) -> None:
        """Move a chat to a new address with all that belongs to it; nothing happens where it is not known.

        Where the new address is known too, both become one: what both follow or were sent is kept once.
        """
        await self._database.write_at_once(partial(migrate_chat, channel=channel, old=old, new=new))


_FIELDS = (
    *("id", "channel", "address", "kind", "title", "language", "timezone"),
    *("quiet_from", "quiet_to", "ended_reason", "count_searches"),
)
_PREFIX = "chat__"
JOINED_CHAT = tuple(chats.c[name].label(_PREFIX + name) for name in _FIELDS)
"""The columns of a chat after those of other tables; `read_joined_chat` reads them."""
_fields = attrgetter(*_FIELDS)


def read_joined_chat(row: Any) -> Chat:
    """Return the chat of a row whose last columns are JOINED_CHAT: by place, which is ten times as fast."""
    return _chat(*row[-len(_FIELDS) :])


def read_chat(row: Any) -> Chat:
    """Return the chat of a row of the table."""
    return _chat(*_fields(row))


def _chat(*fields: Any) -> Chat:
    *same, start, end, ended_reason, count_searches = fields
    quiet = QuietHours(dt.time.fromisoformat(start), dt.time.fromisoformat(end)) if start else None
    return Chat(*(*same, quiet, ended_reason, count_searches))


async def lock_subscriptions(tx: AsyncConnection, chat_ids: Collection[int]) -> None:
    """Lock what chats follow; whoever also changes their deliveries, or ends the chats, does this first."""
    if chat_ids and tx.dialect.name == "postgresql":
        await tx.execute(_LOCK, {"b_chats": [*chat_ids]})


async def lock_deliveries(tx: AsyncConnection, numbers: Collection[int]) -> None:
    """Lock deliveries; one statement that changes several takes them in whatever order."""
    if numbers and tx.dialect.name == "postgresql":
        await tx.execute(_LOCK_DELIVERIES, {"b_ids": [*numbers]})


async def lock_deliveries_where(tx: AsyncConnection, which: sa.ColumnElement[bool]) -> None:
    """Lock deliveries as `lock_deliveries` does, all of which this is true."""
    if tx.dialect.name == "postgresql":
        await tx.execute(_DELIVERIES_IN_ORDER.where(which))


async def end_chat(tx: AsyncConnection, chat_id: int, reason: str, now: dt.datetime) -> None:
    """End a chat inside a transaction, see `ChatStore.end`."""
    await lock_subscriptions(tx, [chat_id])
    await end_subscriptions(tx, subscriptions.c.chat_id == chat_id, reason)
    await cancel_deliveries(tx, deliveries.c.chat_id == chat_id, reason)
    ended = {"ended_reason": reason, "ended_at": now}
    await tx.execute(chats.update().where(chats.c.id == chat_id).values(ended))


async def end_thread(tx: AsyncConnection, chat_id: int, thread: str, reason: str) -> None:
    """End what one thread of a chat follows, with what it is still owed; the chat goes on."""
    followed = sa.and_(subscriptions.c.chat_id == chat_id, subscriptions.c.thread == thread)
    owed = sa.and_(deliveries.c.chat_id == chat_id, deliveries.c.thread == thread)
    await end_subscriptions(tx, followed, reason)
    await cancel_deliveries(tx, owed, reason)


async def end_subscriptions(tx: AsyncConnection, which: sa.ColumnElement[bool], reason: str) -> None:
    """End the active ones among these subscriptions."""
    active = sa.and_(which, subscriptions.c.active)
    await tx.execute(subscriptions.update().where(active).values(active=False, ended_reason=reason))


async def cancel_deliveries(tx: AsyncConnection, which: sa.ColumnElement[bool], reason: str) -> None:
    """Cancel those of these deliveries that are not finished."""
    unfinished = sa.and_(which, deliveries.c.state.in_(UNFINISHED))
    await lock_deliveries_where(tx, unfinished)
    await tx.execute(deliveries.update().where(unfinished).values(state=State.CANCELLED, error=reason))


async def migrate_chat(tx: AsyncConnection, channel: str, old: str, new: str) -> None:
    """Move a chat inside a transaction, see `ChatStore.migrate`."""
    source, target = await _at(tx, channel, old), await _at(tx, channel, new)
    if source is None or old == new:
        return
    if target is None:
        moved = {"address": new, "kind": "supergroup"}
        await tx.execute(chats.update().where(chats.c.id == source.id).values(moved))
        return
    await lock_subscriptions(tx, [source.id])
    await lock_deliveries_where(tx, deliveries.c.chat_id == source.id)
    await _move(tx, subscriptions, ("thread", "criteria_key"), source.id, target.id)
    await _move(tx, deliveries, ("run_id", "thread", "part"), source.id, target.id)
    await tx.execute(chats.delete().where(chats.c.id == source.id))


async def _move(tx: AsyncConnection, table: sa.Table, key: tuple[str, ...], source: int, target: int) -> None:
    """Give the rows of one chat to another, but for those that it has; these go with the old chat."""
    other = table.alias()
    taken = sa.exists().where(other.c.chat_id == target, *(other.c[name] == table.c[name] for name in key))
    await tx.execute(table.update().where(table.c.chat_id == source, ~taken).values(chat_id=target))


async def _at(connection: AsyncConnection, channel: str, address: str) -> Any:
    return (await connection.execute(_AT, {"channel": channel, "address": address})).first()
