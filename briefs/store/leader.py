"""One process among many: advisory locks of PostgreSQL that last as long as a connection or a transaction."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import StoreError
from briefs.store.engine import Database, give_up, unpooled
from briefs.store.failures import store_errors

_ANSWER_TIMEOUT_S = 5.0


async def alone(tx: AsyncConnection, number: int) -> bool:
    """Take a lock until the transaction ends; False where another has it. SQLite has one writer anyway."""
    if tx.dialect.name != "postgresql":
        return True
    return bool(await tx.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(number))))


class LeaderLock:
    """Held by one process at most; `number` tells locks apart (pg_advisory_lock).

    The connection is the lock's own: a pooled one could be closed, or lent to others, while the lock is held.
    """

    def __init__(self, database: Database, number: int) -> None:
        self._url = database.url
        self._number = number
        self._connector = unpooled(database.url)
        self._connection: AsyncConnection | None = None

    async def holds(self) -> bool:
        """Tell whether this process holds the lock, and take it where nobody does.

        False where the database does not answer: the lock is lost with the connection, at the latest then.
        """
        try:
            with store_errors(self._url, connecting=True):
                async with asyncio.timeout(_ANSWER_TIMEOUT_S):
                    return await self._still_held() if self._connection else await self._take()
        except StoreError:
            await self.release()
            return False

    async def release(self) -> None:
        """Give the lock up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await give_up(connection)
        await self._connector.dispose()

    async def _take(self) -> bool:
        connection = await self._connector.connect()
        self._connection = connection
        if await connection.scalar(sa.select(sa.func.pg_try_advisory_lock(self._number))):
            return True
        self._connection = None
        await connection.close()
        return False

    async def _still_held(self) -> bool:
        if self._connection is None:
            return False
        await self._connection.execute(sa.select(1))
        return True
