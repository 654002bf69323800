"""Roles that owners gave to people."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from briefs.staff import Member, Person, StaffRole
from briefs.store.audit import Act, record
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import staff

GRANT = "grant"
"""How the audit names that a role was given or taken."""
_ROLE = sa.select(staff.c.role).where(
    staff.c.channel == sa.bindparam("channel"), staff.c.address == sa.bindparam("address")
)


class StaffStore:
    """Reads and writes roles; who has none is a reader."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def role_of(self, person: Person) -> StaffRole:
        """Return the role that was given to a person."""
        found = await self._database.rows(_ROLE, channel=person.channel, address=person.address)
        return StaffRole(found[0].role) if found else StaffRole.READER

    async def grant(self, person: Person, role: StaffRole, *, by: Person, now: dt.datetime) -> None:
        """Give a person a role in place of the one they had, audited; READER takes every other away."""
        values = {"role": role, "name": person.name, "granted_by": by.key, "granted_at": now}
        key = {"channel": person.channel, "address": person.address}
        act = Act(by.key, GRANT, details={"person": person.key, "name": person.name, "role": role})
        async with self._database.write() as tx:
            await record(tx, act, now)
            if role is StaffRole.READER:
                await tx.execute(staff.delete().where(*_is(person)))
                return
            await tx.execute(insert_or_ignore(self._database.dialect, staff).values(key | values))
            await tx.execute(staff.update().where(*_is(person)).values(values))

    async def members(self) -> list[Member]:
        """Return all who have a role, those given first before the others."""
        query = staff.select().order_by(staff.c.granted_at, staff.c.address)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return [
            Member(Person(row.channel, row.address, row.name), StaffRole(row.role), row.granted_by)
            for row in rows
        ]


def _is(person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    return staff.c.channel == person.channel, staff.c.address == person.address
