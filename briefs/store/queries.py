"""Query texts under short ids: a button has room for 64 bytes, a query may be longer."""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.engine import Database
from briefs.store.misses import count_search
from briefs.store.schema import saved_queries
from briefs.store.types import storable

KEPT = dt.timedelta(days=30)
_RENEW = (
    saved_queries.update()
    .where(saved_queries.c.chat == sa.bindparam("of_chat"), saved_queries.c.text == sa.bindparam("same_text"))
    .values(expires_at=sa.bindparam("until"))
    .returning(saved_queries.c.id)
)
_INSERT = saved_queries.insert()
_ID_BYTES = 6  # 8 characters; among a million ids two are equal with a chance of 1 in 500


class QueryStore:
    """Keeps what a chat searched for long enough for its buttons to work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(
        self, chat: str, text: str, *, now: dt.datetime, searched_on: dt.date | None = None
    ) -> str:
        """Keep the text for 30 days from now and return its id, 8 ASCII characters.

        The same text of the same chat keeps its id. A search is counted for the day it is `searched_on`.
        """
        row = {"chat": chat, "text": storable(text), "expires_at": now + KEPT}

        async def work(tx: AsyncConnection) -> str:
            if searched_on is not None:
                await count_search(tx, searched_on)
            kept = {"of_chat": chat, "same_text": row["text"], "until": row["expires_at"]}
            found = await tx.scalar(_RENEW, kept)
            if found is not None:
                return str(found)
            new = row | {"id": secrets.token_urlsafe(_ID_BYTES), "created_at": now}
            await tx.execute(_INSERT, new)
            return str(new["id"])

        return await self._database.write_at_once(work)

    async def get(self, chat: str, query_id: str, *, now: dt.datetime) -> str | None:
        """Return the text this chat saved under the id; None when it is unknown or has expired."""
        table = saved_queries.c
        wanted = sa.and_(table.id == query_id, table.chat == chat, table.expires_at > now)
        found = await self._database.rows(sa.select(table.text).where(wanted))
        return str(found[0].text) if found else None

    async def recent(self, chat: str, limit: int, *, now: dt.datetime) -> list[tuple[str, str]]:
        """Return ids and texts of the last queries of this chat, the newest first."""
        table = saved_queries.c
        mine = sa.select(table.id, table.text).where(
            table.chat == chat, table.expires_at > now, table.text != ""
        )
        async with self._database.read() as connection:
            rows = await connection.execute(mine.order_by(table.expires_at.desc()).limit(limit))
            return [(row.id, row.text) for row in rows]
