"""Who did what to which brief, and when: written beside each act, never changed, never deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.engine import Database
from briefs.store.schema import audit


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `actor` is `Person.key`, `details` are plain JSON values."""

    actor: str
    act: str
    brief_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it stands in the audit, with its number and time."""

    id: int
    at: dt.datetime
    act: Act


class AuditStore:
    """Reads the audit; `record` writes to it inside the transaction of the act itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, act: Act, *, now: dt.datetime) -> None:
        """Write down an act that has no transaction of its own."""
        async with self._database.write() as tx:
            await record(tx, act, now)

    async def entries(
        self, limit: int, *, brief_id: int | None = None, before: int | None = None
    ) -> list[Entry]:
        """Return acts, the newest first: all, or those on one brief, or those older than entry `before`."""
        query = audit.select().order_by(audit.c.id.desc()).limit(limit)
        if brief_id is not None:
            query = query.where(audit.c.brief_id == brief_id)
        if before is not None:
            query = query.where(audit.c.id < before)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return [Entry(row.id, row.at, Act(row.actor, row.act, row.brief_id, row.details)) for row in rows]


async def record(tx: AsyncConnection, act: Act, now: dt.datetime) -> None:
    """Write down an act in the transaction that does it."""
    values: dict[str, Any] = {
        "at": now,
        "actor": act.actor,
        "act": act.act,
        "brief_id": act.brief_id,
        "details": act.details,
    }
    await tx.execute(sa.insert(audit).values(values))
