"""What became of briefs by the hand of others, or at a planned hour: told to those who worked on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.model import Status
from briefs.staff import Deed, Member, Person, StaffRole
from briefs.store.audit import Act
from briefs.store.brief_rows import PREPARED_NUMBER
from briefs.store.chats import read_chat
from briefs.store.counters import count_to, counted
from briefs.store.editorial import LEASE
from briefs.store.engine import Database
from briefs.store.schema import audit, briefs, chats, editorial, revisions
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
_SETTLED = "reported_changes"
"""The same for changes of texts, which are reported when their editor has done with them for now."""

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

    async def anything_new(self, now: dt.datetime) -> bool:
        """Say whether anything was done that may have to be reported now."""
        async with self._database.read() as connection:
            for counter, acts, until in ((_REPORTED, _REPORTS, now), (_SETTLED, (Deed.EDIT,), now - LEASE)):
                new = _new(audit.c.at, await counted(connection, counter), acts).order_by(audit.c.id)
                first = await connection.scalar(new.limit(1))
                if first is not None and first <= until:
                    return True
            return False

    async def take(self, tx: AsyncConnection, now: dt.datetime, staff: Staff) -> list[Report]:
        """Return what was not reported yet to `staff`, and mark it as reported.

        Acts on briefs are written one after the other, so that none comes to stand before one that was seen.
        Of the changes that somebody prepares one after the other, the last is one act, when no more follow.
        """
        rows = await _rows(tx, _REPORTED, _REPORTS)
        edits = await _rows(tx, _SETTLED, (Deed.EDIT,))
        settled = list(takewhile(lambda row: row.at <= now - LEASE, edits))
        for counter, seen in ((_REPORTED, rows), (_SETTLED, settled)):
            if seen:
                await count_to(tx, counter, seen[-1].id)
        last = {row.brief_id: row.id for row in edits}
        changes = [row for row in settled if row.prepared and last[row.brief_id] == row.id]
        fresh = [row for row in (*rows, *changes) if row.at > now - FRESH]
        return [await _report(tx, row, staff, _hearers(row, rows, staff)) for row in fresh]

    async def put_back(self, tx: AsyncConnection, reports: Collection[int]) -> None:
        """Let the first of these and all after it be taken again; what is queued already is queued once."""
        if reports:
            for counter in (_REPORTED, _SETTLED):
                await count_to(tx, counter, min(await counted(tx, counter), min(reports) - 1))


_HANDS = editorial.c.created_by, editorial.c.submitted_by
_prepared = sa.exists().where(revisions.c.brief_id == briefs.c.id, revisions.c.number == PREPARED_NUMBER)
_STANDING = briefs.c.title, briefs.c.status, editorial.c.publish_at, *_HANDS, _prepared.label("prepared")


def _new(column: Any, seen: int, acts: Collection[Deed]) -> sa.Select[Any]:
    return sa.select(column).where(audit.c.id > seen, audit.c.act.in_(acts))


async def _rows(tx: AsyncConnection, counter: str, acts: Collection[Deed]) -> Sequence[Any]:
    """Return the acts after the one that was counted to, the first one first, with their briefs' standing."""
    query = _new(audit, await counted(tx, counter), acts).add_columns(*_STANDING)
    query = query.join(briefs, briefs.c.id == audit.c.brief_id)
    query = query.outerjoin(editorial, editorial.c.brief_id == audit.c.brief_id)
    return (await tx.execute(query.order_by(audit.c.id))).all()


async def _report(tx: AsyncConnection, row: Any, staff: Staff, hearers: Collection[str]) -> Report:
    people = [Person.of(key) for key in sorted(hearers)]
    found = [await tx.execute(chats.select().where(*_private(person))) for person in people]
    there = tuple(read_chat(chat) for rows in found for chat in rows)
    by = staff[row.actor].person.name if row.actor in staff else ""
    return Report(row.id, row.at, Act(row.actor, row.act, row.brief_id, row.details), row.title, by, there)


def _hearers(row: Any, rows: Sequence[Any], staff: Staff) -> set[str]:
    """Return who of the staff is to be told of an act that is one of `rows`."""
    publishers = {key for key, one in staff.items() if one.role.covers(StaffRole.PUBLISHER)}
    if row.act == Deed.EDIT:
        return publishers - {row.actor}
    if row.act != Deed.SUBMIT:
        return _makers(row, row.details).intersection(staff)
    if row.status != Status.IN_REVIEW or row.publish_at is not None:
        return set()  # it does not wait any more
    seen_by = {other.actor for other in rows if other.brief_id == row.brief_id and other.id >= row.id}
    return publishers - seen_by


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
