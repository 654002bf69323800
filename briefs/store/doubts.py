"""Deliveries whose message may have arrived although nobody was told, until somebody has looked.

Before a message is sent it is noted here with a message number that was known then, its floor: what arrives
has a higher one. It is noted only where nothing else was sent to the chat since that number was given out,
and the note goes when something else is: then a message found there could be that. It also goes when the
outcome is certain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.chats import lock_deliveries
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.outbox import Delivery, Settled
from briefs.store.schema import chats, deliveries, doubts, planner_ticks, talks
from briefs.store.states import State
from briefs.subscriptions import Chat

KEPT = dt.timedelta(days=1)
MARGIN = dt.timedelta(minutes=1)
"""What the clocks of machines may differ, and what an answer may take."""
_NEIGHBOURS = 2000  # deliveries before and after one: those sent at about the same time are among them
_MARK = "resolver"

OWN_NUMBERS = frozenset({"supergroup", "channel"})
"""Chats that count their messages themselves; all others share the numbers of the bot's account."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A message number that had been given out at `known_at`."""

    number: int
    known_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a delivery in doubt: its number is above `floor` and none of `taken`."""

    floor: int
    taken: frozenset[int]


def counts_itself(chat: Chat) -> bool:
    """Tell whether message numbers of a chat are its own."""
    return chat.kind in OWN_NUMBERS


class DoubtStore:
    """Notes and forgets doubts, and what else is sent to chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def switch_on(self, now: dt.datetime) -> dt.datetime:
        """Return since when everything that is sent has been noted: before, numbers are no floors."""
        row = {"name": _MARK, "owner": "", "ticked_at": now}
        mark = sa.select(planner_ticks.c.ticked_at).where(planner_ticks.c.name == _MARK)
        async with self._database.write() as tx:
            await tx.execute(insert_or_ignore(self._database.dialect, planner_ticks).values(row))
            found: dt.datetime = (await tx.execute(mark)).scalar_one()
            return found

    async def switch_off(self) -> None:
        """Forget all: what is sent from now on is not noted."""
        on = sa.select(planner_ticks.c.name).where(planner_ticks.c.name == _MARK)
        async with self._database.read() as connection:
            if await connection.scalar(on) is None:
                return
        async with self._database.write() as tx:
            await tx.execute(planner_ticks.delete().where(planner_ticks.c.name == _MARK))
            await tx.execute(doubts.delete())
            await tx.execute(talks.delete())

    async def newest_floor(self, since: dt.datetime) -> Floor | None:
        """Return the highest number of the account among the last deliveries, None where none was sent."""
        last = (
            sa.select(deliveries.c.message_id, deliveries.c.sent_at)
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .where(deliveries.c.sent_at >= since, chats.c.kind.not_in(OWN_NUMBERS))
            .order_by(deliveries.c.id.desc())
            .limit(_NEIGHBOURS)
            .subquery()
        )
        newest = sa.select(last.c.message_id, last.c.sent_at).order_by(last.c.message_id.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(newest)).first()
        return None if row is None else Floor(row.message_id, row.sent_at)

    async def begin(
        self,
        claimed: Sequence[Delivery],
        settled: Sequence[Settled],
        *,
        floor: Floor | None,
        since: dt.datetime,
        now: dt.datetime,
    ) -> set[int]:
        """Forget what is certain now, note what is about to be sent, and return what of it is in doubt.

        `floor` is that of the account; chats that count for themselves have their own in their deliveries.
        """
        async with self._database.write() as tx:
            await lock_deliveries(tx, [one.id for one in claimed])
            # In order: `talk` locks a chat too, and whichever comes second sees the other.
            ids = {one.chat.id for one in claimed}
            lock = sa.select(chats.c.id).where(chats.c.id.in_(ids)).order_by(chats.c.id)
            here = set(await tx.scalars(lock.with_for_update()))
            await tx.execute(
                doubts.delete().where(sa.or_(_certain(settled), doubts.c.noted_at <= now - KEPT))
            )
            noted = sa.select(doubts.c.delivery_id).where(doubts.c.delivery_id.in_([d.id for d in claimed]))
            known = set((await tx.execute(noted)).scalars())
            fresh = [one for one in claimed if one.id not in known and one.chat.id in here]
            rows = await _to_note(tx, fresh, floor, since, now)
            if rows:
                await tx.execute(insert_or_ignore(self._database.dialect, doubts), rows)
            return known

    async def is_another_first(self, delivery_id: int, now: dt.datetime) -> bool:
        """Tell whether a message of the account that comes before a claimed delivery is on its way now."""
        own, other = deliveries.alias(), deliveries.c
        earlier = (
            sa.select(other.id)
            .join(chats, chats.c.id == other.chat_id)
            .join(own, own.c.id == delivery_id)
            .where(
                other.state == State.SENDING,
                other.lease_until >= now,
                sa.tuple_(other.not_before, other.id) < sa.tuple_(own.c.not_before, own.c.id),
                chats.c.kind.not_in(OWN_NUMBERS),
            )
        )
        async with self._database.read() as connection:
            return await connection.scalar(earlier.limit(1)) is not None

    async def talk(self, channel: str, address: str, *, now: dt.datetime) -> None:
        """Note that something else is about to be sent to a chat: what is in doubt there stays so."""
        here = sa.select(chats.c.id).where(chats.c.channel == channel, chats.c.address == address)
        async with self._database.write() as tx:
            chat_id = await tx.scalar(here.with_for_update())
            if chat_id is None:
                return
            row = {"chat_id": chat_id, "talked_at": now}
            await tx.execute(insert_or_ignore(self._database.dialect, talks).values(row))
            await tx.execute(talks.update().where(talks.c.chat_id == chat_id).values(talked_at=now))
            await tx.execute(doubts.delete().where(doubts.c.chat_id == chat_id))

    async def get(self, delivery: Delivery) -> Doubt | None:
        """Return the doubt of a delivery; None where there is none, or another one in the same chat."""
        noted = sa.select(doubts.c.delivery_id, doubts.c.floor).where(doubts.c.chat_id == delivery.chat.id)
        async with self._database.read() as connection:
            rows = (await connection.execute(noted.limit(2))).all()
            if len(rows) != 1 or rows[0].delivery_id != delivery.id:
                return None
            taken = await connection.execute(_numbers(delivery, rows[0].floor))
            return Doubt(rows[0].floor, frozenset(row.message_id for row in taken))


def _certain(settled: Sequence[Settled]) -> sa.ColumnElement[bool]:
    """Select what is not in doubt any more, once that is on record and nobody else is at it."""
    unsent = [one.delivery.id for one in settled if one.state is not State.SENT and not one.doubtful]
    sent = [one.delivery.id for one in settled if one.state is State.SENT]
    table = deliveries.c
    was_sent = sa.and_(table.id.in_(sent), table.state == State.SENT)
    was_not = sa.and_(table.id.in_(unsent), table.state != State.SENDING)
    return doubts.c.delivery_id.in_(sa.select(table.id).where(sa.or_(was_sent, was_not)))


async def _to_note(
    tx: AsyncConnection, fresh: Sequence[Delivery], floor: Floor | None, since: dt.datetime, now: dt.datetime
) -> list[dict[str, Any]]:
    """Return the rows of those that have a floor which nothing else can be above."""
    ids = [one.chat.id for one in fresh]
    spoken = await tx.execute(sa.select(talks).where(talks.c.chat_id.in_(ids)))
    talked_at = {row.chat_id: row.talked_at for row in spoken}
    own = await _own_floors(tx, [one.chat.id for one in fresh if counts_itself(one.chat)], since)
    rows = []
    for one in fresh:
        known = own.get(one.chat.id) if counts_itself(one.chat) else floor
        talked = talked_at.get(one.chat.id)
        if known is not None and (talked is None or talked + MARGIN < known.known_at):
            row = {"delivery_id": one.id, "chat_id": one.chat.id, "floor": known.number, "noted_at": now}
            rows.append(row)
    return rows


async def _own_floors(tx: AsyncConnection, chat_ids: Sequence[int], since: dt.datetime) -> dict[int, Floor]:
    if not chat_ids:
        return {}
    table = deliveries.c
    last = (
        sa.select(table.chat_id, sa.func.max(table.message_id).label("number"), sa.func.max(table.sent_at))
        .where(table.chat_id.in_(chat_ids), table.sent_at >= since)
        .group_by(table.chat_id)
    )
    return {chat_id: Floor(number, at) for chat_id, number, at in await tx.execute(last)}


def _numbers(delivery: Delivery, floor: int) -> sa.Select[tuple[int]]:
    """Select the numbers above `floor` of other messages: of the chat, and of the account where it shares."""
    above = deliveries.c.message_id > floor
    here = sa.select(deliveries.c.message_id).where(above, deliveries.c.chat_id == delivery.chat.id)
    if counts_itself(delivery.chat):
        return here
    near = deliveries.c.id.between(delivery.id - _NEIGHBOURS, delivery.id + _NEIGHBOURS)
    around = sa.select(deliveries.c.message_id).join(chats, chats.c.id == deliveries.c.chat_id)
    around = around.where(above, near, chats.c.kind.not_in(OWN_NUMBERS))
    found: sa.Select[tuple[int]] = sa.select(sa.union(here, around).subquery().c.message_id)
    return found
