"""Deliveries whose message may have arrived although nobody was told, until somebody has looked.

Before a message is sent it is noted here with the highest message number known then; what arrives has a
higher one. The note goes when the outcome is certain, and when anything else is sent to the chat meanwhile:
then a message found there could be that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.outbox import Delivery
from briefs.store.schema import chats, deliveries, doubts
from briefs.subscriptions import Chat

KEPT = dt.timedelta(days=1)
_NEIGHBOURS = (
    2000  # deliveries before and after one, among which those are that were sent about the same time
)

OWN_NUMBERS = frozenset({"supergroup", "channel"})
"""Chats that count their messages themselves; all others share the numbers of the bot's account."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a delivery in doubt: its number is above `floor` and none of `taken`."""

    floor: int
    taken: frozenset[int]


class DoubtStore:
    """Notes and forgets doubts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest_number(self) -> int:
        """Return the highest message number of the account in the last deliveries, 0 where there is none."""
        last = (
            sa.select(deliveries.c.message_id)
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .where(deliveries.c.message_id.is_not(None), chats.c.kind.not_in(OWN_NUMBERS))
            .order_by(deliveries.c.id.desc())
            .limit(_NEIGHBOURS)
            .subquery()
        )
        async with self._database.read() as connection:
            return await connection.scalar(sa.select(sa.func.max(last.c.message_id))) or 0

    async def begin(
        self, claimed: Sequence[Delivery], certain: Collection[int], floor: int, now: dt.datetime
    ) -> set[int]:
        """Forget what is `certain`, note what is about to be sent, and return what of it is in doubt already.

        Where a chat counts for itself and has not been sent anything, nothing can be noted.
        """
        async with self._database.write() as tx:
            outdated = sa.or_(doubts.c.delivery_id.in_(certain), doubts.c.noted_at <= now - KEPT)
            await tx.execute(doubts.delete().where(outdated))
            if not claimed:
                return set()
            ids = sa.select(doubts.c.delivery_id).where(doubts.c.delivery_id.in_([d.id for d in claimed]))
            known = set((await tx.execute(ids)).scalars())
            fresh = [one for one in claimed if one.id not in known]
            rows = await _noted(tx, fresh, floor, now)
            if rows:
                await tx.execute(insert_or_ignore(self._database.dialect, doubts), rows)
            return known

    async def disturb(self, channel: str, address: str) -> None:
        """Note that something else is being sent to a chat: what is in doubt there cannot be told from it."""
        here = sa.select(chats.c.id).where(chats.c.channel == channel, chats.c.address == address)
        which = doubts.c.chat_id.in_(here)
        async with self._database.read() as connection:
            if await connection.scalar(sa.select(doubts.c.delivery_id).where(which).limit(1)) is None:
                return
        async with self._database.write() as tx:
            await tx.execute(doubts.delete().where(which))

    async def get(self, delivery: Delivery) -> Doubt | None:
        """Return the doubt of a delivery; None where there is none, or another one in the same chat."""
        chat = delivery.chat
        noted = sa.select(doubts.c.delivery_id, doubts.c.floor).where(doubts.c.chat_id == chat.id)
        async with self._database.read() as connection:
            rows = (await connection.execute(noted.limit(2))).all()
            if len(rows) != 1 or rows[0].delivery_id != delivery.id:
                return None
            taken = await connection.execute(_numbers(delivery, rows[0].floor))
            return Doubt(rows[0].floor, frozenset(row.message_id for row in taken))


def counts_itself(chat: Chat) -> bool:
    """Tell whether message numbers of a chat are its own."""
    return chat.kind in OWN_NUMBERS


async def _noted(
    tx: AsyncConnection, fresh: Sequence[Delivery], floor: int, now: dt.datetime
) -> list[dict[str, object]]:
    own = [one.chat.id for one in fresh if counts_itself(one.chat)]
    last = (
        sa.select(deliveries.c.chat_id, sa.func.max(deliveries.c.message_id))
        .where(deliveries.c.chat_id.in_(own), deliveries.c.message_id.is_not(None))
        .group_by(deliveries.c.chat_id)
    )
    floors = dict((await tx.execute(last)).tuples().all()) if own else {}
    floors |= {one.chat.id: floor for one in fresh if not counts_itself(one.chat)}
    return [
        {"delivery_id": one.id, "chat_id": one.chat.id, "floor": floors[one.chat.id], "noted_at": now}
        for one in fresh
        if one.chat.id in floors
    ]


def _numbers(delivery: Delivery, floor: int) -> sa.Select[tuple[int]]:
    """Select the numbers above `floor` of other messages: of the chat, and of the account where it shares."""
    number = sa.and_(deliveries.c.message_id.is_not(None), deliveries.c.message_id > floor)
    here = sa.select(deliveries.c.message_id).where(number, deliveries.c.chat_id == delivery.chat.id)
    if counts_itself(delivery.chat):
        return here
    near = deliveries.c.id.between(delivery.id - _NEIGHBOURS, delivery.id + _NEIGHBOURS)
    around = sa.select(deliveries.c.message_id).join(chats, chats.c.id == deliveries.c.chat_id)
    around = around.where(number, near, chats.c.kind.not_in(OWN_NUMBERS))
    found: sa.Select[tuple[int]] = sa.select(sa.union(here, around).subquery().c.message_id)
    return found
