"""What several processes agree on: updates that one of them has taken, and incidents that one has told."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import incidents, seen_updates

UPDATES_KEPT = dt.timedelta(days=1)
"""Telegram keeps an update for a day (Bot API, Getting updates): after that it does not come again."""
INCIDENTS_KEPT = dt.timedelta(days=30)
_ENDLESS = "delivery "


class UpdateStore:
    """Remembers updates that were taken; webhook calls are repeated where an answer was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, update_id: int, *, now: dt.datetime) -> bool:
        """Tell whether nobody has taken this update yet; from then on it is taken."""
        row = {"update_id": update_id, "seen_at": now}
        insert = insert_or_ignore(self._database.dialect, seen_updates).returning(seen_updates.c.update_id)
        async with self._database.write() as tx:
            return (await tx.execute(insert, [row])).first() is not None


class IncidentStore:
    """Remembers what went wrong and was told, until it is over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, name: str, *, now: dt.datetime) -> bool:
        """Tell whether an incident of this name is new, and remember it until it is closed.

        Deliveries that were given up have no end; they are forgotten after 30 days.
        """
        insert = insert_or_ignore(self._database.dialect, incidents).returning(incidents.c.name)
        async with self._database.write() as tx:
            endless = sa.and_(
                incidents.c.name.startswith(_ENDLESS), incidents.c.opened_at <= now - INCIDENTS_KEPT
            )
            await tx.execute(incidents.delete().where(endless))
            return (await tx.execute(insert, [{"name": name, "opened_at": now}])).first() is not None

    async def names(self, kind: str) -> list[str]:
        """Return the names of open incidents that start with `kind`."""
        query = sa.select(incidents.c.name).where(incidents.c.name.startswith(kind, autoescape=True))
        async with self._database.read() as connection:
            return list((await connection.execute(query.order_by(incidents.c.name))).scalars())

    async def close(self, name: str) -> bool:
        """Tell whether there was an incident of this name; it is over now."""
        over = incidents.delete().where(incidents.c.name == name).returning(incidents.c.name)
        async with self._database.write() as tx:
            return (await tx.execute(over)).first() is not None
