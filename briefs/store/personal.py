"""What is kept about one chat: all of it on request, and none of it any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.staff import Person
from briefs.store.chats import lock_deliveries_where, lock_subscriptions
from briefs.store.engine import Database
from briefs.store.schema import (
    audit,
    chats,
    deliveries,
    dialogues,
    editorial,
    saved_queries,
    staff,
    subscriptions,
)
from briefs.subscriptions import Chat

_CHAT = (
    "channel",
    "address",
    "kind",
    "title",
    "language",
    "timezone",
    "quiet_from",
    "quiet_to",
    "count_searches",
    "created_at",
)
_SUBSCRIPTION = (
    *("thread", "criteria", "kind", "at", "weekday", "monthday", "timezone"),
    *("active", "ended_reason", "paused_until", "next_due", "last_sent_at", "created_at"),
)
_DELIVERY = ("thread", "part", "state", "message_id", "created_at", "sent_at")
_DIALOGUE = ("kind", "data", "expires_at")
_ROLE = ("role", "name", "granted_by", "granted_at")
_ACT = ("at", "act", "brief_id")
_QUERY = ("text", "created_at", "expires_at")


class PersonalDataStore:
    """Hands out and erases all rows that belong to a chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, chat: Chat) -> dict[str, Any]:
        """Return what is kept about a chat as JSON can hold it; times in ISO 8601, UTC.

        A private chat has the address of its person, whose role and acts on briefs come with it.
        """
        async with self._database.read() as connection:
            return {
                "chat": (await _rows(connection, chats, _CHAT, chats.c.id == chat.id))[0],
                "subscriptions": await _rows(
                    connection, subscriptions, _SUBSCRIPTION, subscriptions.c.chat_id == chat.id
                ),
                "searches": await _rows(
                    connection, saved_queries, _QUERY, saved_queries.c.chat == chat.address
                ),
                "open_questions": await _rows(
                    connection, dialogues, _DIALOGUE, dialogues.c.chat == chat.address
                ),
                "role": await _rows(connection, staff, _ROLE, _member(chat)),
                "acts": await _rows(connection, audit, _ACT, audit.c.actor == _actor(chat)),
                "digests": await _rows(connection, deliveries, _DELIVERY, deliveries.c.chat_id == chat.id),
            }

    async def erase(self, chat: Chat) -> None:
        """Erase a chat with what it follows, asked and was sent; nothing happens where it is gone already.

        A digest that is on its way may still arrive. The chat is met anew at its next message. A person's
        role ends, and their name is gone; the audit keeps their acts under their number.
        """
        nobody = {"editor": "", "editor_name": "", "editing_at": None}

        async def work(tx: AsyncConnection) -> None:
            await tx.execute(staff.delete().where(_member(chat)))
            await tx.execute(editorial.update().where(editorial.c.editor == _actor(chat)).values(nobody))
            await tx.execute(dialogues.delete().where(dialogues.c.chat == chat.address))
            await tx.execute(saved_queries.delete().where(saved_queries.c.chat == chat.address))
            await lock_subscriptions(tx, [chat.id])
            await lock_deliveries_where(tx, deliveries.c.chat_id == chat.id)
            await tx.execute(chats.delete().where(chats.c.id == chat.id))

        await self._database.write_at_once(work)


def _member(chat: Chat) -> sa.ColumnElement[bool]:
    return sa.and_(staff.c.channel == chat.channel, staff.c.address == chat.address)


def _actor(chat: Chat) -> str:
    return Person(chat.channel, chat.address).key


async def _rows(
    connection: AsyncConnection, table: sa.Table, names: tuple[str, ...], which: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    query = sa.select(*(table.c[name] for name in names)).where(which)
    if "id" in table.c:
        query = query.order_by(table.c.id)
    found = await connection.execute(query)
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value
