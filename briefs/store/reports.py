"""What became of briefs by the hand of others, or at a planned hour: told to those who worked on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.model import Status
from briefs.staff import Deed, Member, Person, StaffRole
from briefs.store.audit import Act
from briefs.store.chats import read_chat
from briefs.store.counters import count_to, counted
from briefs.store.engine import Database
from briefs.store.schema import audit, briefs, chats, editorial
from briefs.subscriptions import Chat

REPORT = "report"
"""The kind of runs that tell those who work on briefs."""

FRESH = dt.timedelta(days=1)
"""What was done longer ago is reported no more: by then they have seen it."""

_OF_BRIEFS = (
    *(Deed.PUBLISH, Deed.MISS, Deed.SEND_BACK, Deed.CALL_OFF),
    *(Deed.WITHDRAW, Deed.DISCARD, Deed.RESTORE),
)
_OF_CHANGES = (Deed.MINOR, Deed.CORRECT, Deed.DROP)
_REPORTS = (*_OF_BRIEFS, *_OF_CHANGES, Deed.SUBMIT)
_REPORTED = "reported"
"""The counter with the last entry of the audit that was reported."""

Staff = Mapping[str, Member]
"""Those who work at the desk, by `Person.key`."""


@dataclass(frozen=True, slots=True)
class Report:
    """An act with its number in the audit, the title of its brief, and the private chats to be told.

    `by` is the name of who did it, empty where none is known.
    """

    id: int
    at: dt.datetime
    act: Act
    title: str
    by: str
    chats: tuple[Chat, ...]


class ReportStore:
    """Finds what is to be reported; what is given a transaction belongs to that of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def anything_new(self) -> bool:
        """Say whether anything was done that may have to be reported."""
        async with self._database.read() as connection:
            new = _new(audit.c.id, await counted(connection, _REPORTED)).limit(1)
            return await connection.scalar(new) is not None

    async def take(self, tx: AsyncConnection, now: dt.datetime, staff: Staff) -> list[Report]:
        """Return what was not reported yet to `staff`, and mark it as reported.

        Acts on briefs are written one after the other, so that none comes to stand before one that was seen.
        """
        acts = _new(audit, await counted(tx, _REPORTED)).add_columns(*_STANDING)
        acts = acts.join(briefs, briefs.c.id == audit.c.brief_id)
        acts = acts.outerjoin(editorial, editorial.c.brief_id == audit.c.brief_id)
        rows = (await tx.execute(acts.order_by(audit.c.id))).all()
        if rows:
            await count_to(tx, _REPORTED, rows[-1].id)
        fresh = [row for row in rows if row.at > now - FRESH]
        return [await _report(tx, row, staff, _hearers(row, rows, staff)) for row in fresh]

    async def put_back(self, tx: AsyncConnection, reports: Collection[int]) -> None:
        """Let the first of these and all after it be taken again; what is queued already is queued once."""
        if reports:
            await count_to(tx, _REPORTED, min(reports) - 1)


_HANDS = editorial.c.created_by, editorial.c.submitted_by
_STANDING = briefs.c.title, briefs.c.status, editorial.c.publish_at, *_HANDS


def _new(column: Any, seen: int) -> sa.Select[Any]:
    return sa.select(column).where(audit.c.id > seen, audit.c.act.in_(_REPORTS))


async def _report(tx: AsyncConnection, row: Any, staff: Staff, hearers: Collection[str]) -> Report:
    people = [Person.of(key) for key in sorted(hearers)]
    found = [await tx.execute(chats.select().where(*_private(person))) for person in people]
    there = tuple(read_chat(chat) for rows in found for chat in rows)
    by = staff[row.actor].person.name if row.actor in staff else ""
    return Report(row.id, row.at, Act(row.actor, row.act, row.brief_id, row.details), row.title, by, there)


def _hearers(row: Any, rows: Sequence[Any], staff: Staff) -> set[str]:
    """Return who of the staff is to be told of an act that is one of `rows`."""
    if row.act != Deed.SUBMIT:
        return _makers(row, row.details).intersection(staff)
    if row.status != Status.IN_REVIEW or row.publish_at is not None:
        return set()  # it does not wait any more
    seen_by = {other.actor for other in rows if other.brief_id == row.brief_id and other.id >= row.id}
    return {key for key, one in staff.items() if one.role.covers(StaffRole.PUBLISHER)} - seen_by


def _makers(row: Any, details: Mapping[str, Any]) -> set[str]:
    """Return who worked on what the act was done to, but not who did it; what was planned nobody does."""
    hands = {details.get("prepared_by")}
    if row.act in _OF_BRIEFS:
        hands = {row.created_by, row.submitted_by, details.get("planned_by")}
    unattended = "planned" in details or row.act == Deed.MISS
    hands = hands | {row.actor} if unattended else hands - {row.actor}
    return {hand for hand in hands if hand}


def _private(person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    here = chats.c.channel == person.channel, chats.c.address == person.address
    return *here, chats.c.kind == "private", chats.c.ended_reason.is_(None)
