"""Numbers that are kept under a name: how far something has come."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.dialects import insert_or_ignore
from briefs.store.schema import counters


async def counted(connection: AsyncConnection, name: str) -> int:
    """Return what is kept under a name, 0 where nothing is."""
    return int(await connection.scalar(sa.select(counters.c.value).where(counters.c.name == name)) or 0)


async def count_to(tx: AsyncConnection, name: str, value: int) -> None:
    """Keep a number under a name in place of the one before."""
    await tx.execute(insert_or_ignore(tx.dialect.name, counters).values(name=name, value=value))
    await tx.execute(counters.update().where(counters.c.name == name).values(value=value))
