"""Briefs with their sources, revisions, tags and duties; what belongs to one changes in one transaction."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import NotFoundError
from briefs.model import Brief, BriefContent, Directive, Duty, Status
from briefs.staff import Deed
from briefs.store.audit import Act, record
from briefs.store.brief_rows import (
    CHANGES,
    PREPARED_NUMBER,
    PUBLISHED,
    SELECT,
    Change,
    RevisionKind,
    Writing,
    create,
    create_all,
    find_known,
    find_new,
    lock,
    read_brief,
    update,
)
from briefs.store.content import Readable, as_stored, content_stored
from briefs.store.engine import Database
from briefs.store.lists import RESPONSIBLE, TAKING_PART, Role
from briefs.store.schema import articles, brief_tags, briefs, duties, revisions
from briefs.tags import document_key

_BATCH = 500
_WRITTEN = (Change.CREATED, Change.UPDATED)

Mark = tuple[int, int]
"""The change counter and the time, in microseconds, of a brief's last change."""


@dataclass(frozen=True, slots=True)
class BodyDuty:
    """A duty and the part that the body with this key has in it."""

    duty: Duty
    key: str
    role: Role


@dataclass(frozen=True, slots=True)
class BodyCount:
    """How many published duties a body leads or carries out, and in how many it has another part."""

    key: str
    lead: int
    shared: int


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a brief; the paragraphs of its source are not repeated.

    The note of a correction says what was wrong before.
    """

    brief_id: int
    number: int
    kind: RevisionKind
    content: BriefContent
    author: str
    created_at: dt.datetime
    note: str = ""


class BriefStore:
    """Reads and writes briefs; where several are read, those that cannot be are left out and logged."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readable = Readable()

    async def put(
        self,
        content: BriefContent,
        *,
        now: dt.datetime,
        slug: str | None = None,
        publish: bool = True,
        kind: RevisionKind = RevisionKind.MINOR,
        author: str = "",
        force: bool = False,
    ) -> tuple[Brief, Change]:
        """Store a brief, or bring the one it already is up to date.

        It is the same brief when its slug or its article's external id is known or, where it has neither, its
        URL. Equal content changes nothing; other content makes a new revision of the given kind. Paragraphs
        that are stored stay where the new content has none. `publish` publishes a brief that is not yet. What
        editors changed, published, handed in or withdrew since is kept; `force` writes over their text.
        Briefs put with one `now` are listed by the dates of their sources. What an `author` changes is
        audited. Raises InputError when slug and external id belong to different briefs.
        """
        new = Writing(as_stored(content), slug, publish, now, kind, author, force=force)
        async with self._database.write() as tx:
            await lock(tx)
            brief, change = await _put(tx, new)
            if author and change in _WRITTEN:
                await record(tx, _imported(new, brief, change), now)
            return brief, change

    async def put_all(
        self,
        contents: Iterable[BriefContent],
        *,
        now: dt.datetime,
        publish: bool = True,
        author: str = "",
        force: bool = False,
    ) -> list[Change]:
        """Put many briefs in one transaction, new ones together; return what was done with each, in order.

        What an `author` changes is one entry of the audit, what is forced one a brief.
        """
        batch = [
            Writing(as_stored(c), None, publish, now, RevisionKind.MINOR, author, force=force)
            for c in contents
        ]
        async with self._database.write() as tx:
            await lock(tx)
            new_ids = await find_new(tx, [new.content for new in batch])
            is_new = [new.content.article.external_id in new_ids for new in batch]
            await create_all(tx, [new for new, fresh in zip(batch, is_new, strict=True) if fresh])
            changes = [
                Change.CREATED if fresh else await _put_one(tx, new)
                for new, fresh in zip(batch, is_new, strict=True)
            ]
            counts = Counter(change.value for change in changes if change in _WRITTEN)
            if author and counts:
                await record(tx, Act(author, Deed.IMPORT, details={**counts, "published": publish}), now)
            return changes

    async def get(self, brief_id: int) -> Brief:
        """Return the brief with this number in whatever state; NotFoundError where there is none.

        Raises UnreadableError where it was damaged.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(SELECT.where(briefs.c.id == brief_id))).first()
        if row is None:
            raise NotFoundError(f"There is no brief {brief_id}.")
        return read_brief(row)

    async def get_many(self, brief_ids: Collection[int]) -> dict[int, Brief]:
        """Return those of the briefs that exist, by number, in whatever state."""
        rows = await self._database.rows(SELECT.where(briefs.c.id.in_(brief_ids)))
        return self._by_number(rows)

    async def is_published(self, brief_id: int) -> bool:
        """Say whether there is a published brief with this number."""
        this = sa.and_(briefs.c.id == brief_id, briefs.c.status == Status.PUBLISHED)
        return bool(await self._database.rows(sa.select(briefs.c.id).where(this)))

    async def current(self, brief_ids: Collection[int]) -> tuple[int, dict[int, Brief]]:
        """Return the `version`, and those of the briefs that exist as they are in it, by number."""

        async def work(connection: AsyncConnection) -> tuple[int, Sequence[Any]]:
            version = await connection.scalar(CHANGES)
            if not brief_ids:
                return int(version or 0), []
            found = await connection.execute(SELECT.where(briefs.c.id.in_(brief_ids)))
            return int(version or 0), found.all()

        version, rows = await self._database.read_at_once(work)
        return version, self._by_number(rows)

    async def find(self, slug: str) -> Brief | None:
        """Return the brief with this slug or external id; UnreadableError where it was damaged."""
        async with self._database.read() as connection:
            match = sa.or_(briefs.c.slug == slug, articles.c.external_id == slug)
            row = (await connection.execute(SELECT.where(match))).first()
        return None if row is None else read_brief(row)

    async def latest(self, limit: int, offset: int = 0) -> list[Brief]:
        """Return published briefs, the newest first; of those published at one time, by the source's date."""
        day = briefs.c.source_date
        query = SELECT.where(PUBLISHED).order_by(
            briefs.c.published_at.desc(), day.is_(None), day.desc(), briefs.c.id.desc()
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query.limit(limit).offset(offset))
            return self._readable.each(read_brief, rows)

    async def count(self, after: dt.datetime | None = None) -> int:
        """Return how many briefs are published, or were after a time."""
        wanted = PUBLISHED if after is None else sa.and_(PUBLISHED, briefs.c.published_at > after)
        async with self._database.read() as connection:
            query = sa.select(sa.func.count()).select_from(briefs).where(wanted)
            return int(await connection.scalar(query) or 0)

    async def with_status(self, status: Status, limit: int) -> list[Brief]:
        """Return the briefs in a state, the last changed first, at most `limit`."""
        query = SELECT.where(briefs.c.status == status).order_by(briefs.c.change.desc()).limit(limit)
        async with self._database.read() as connection:
            return self._readable.each(read_brief, await connection.execute(query))

    async def newest_date(self) -> dt.date | None:
        """Return the date of the newest published source that has one."""
        async with self._database.read() as connection:
            found: dt.date | None = await connection.scalar(
                sa.select(sa.func.max(briefs.c.source_date)).where(PUBLISHED)
            )
        return found

    async def by_document(self, number: str) -> list[Brief]:
        """Return the published briefs that report or cite the document, newest first."""
        tagged = sa.select(brief_tags.c.brief_id).where(brief_tags.c.key == document_key(number))
        query = SELECT.where(PUBLISHED, briefs.c.id.in_(tagged)).order_by(briefs.c.id.desc())
        async with self._database.read() as connection:
            return self._readable.each(read_brief, await connection.execute(query))

    async def publications(self, after: int, since: dt.datetime) -> tuple[int, list[Brief]]:
        """Return the briefs published with a number above `after`, since `since`, without their sources.

        The number beside them is the highest that may be among them: all that is published later is above it.
        """
        table = briefs.c
        sourceless = sa.select(briefs, sa.literal(None).label("paragraphs"))
        query = sourceless.where(PUBLISHED, table.publication > after, table.published_at >= since)
        async with self._database.read() as connection:
            highest = await connection.scalar(CHANGES)
            rows = (await connection.execute(query.order_by(table.publication))).all()
        fixed = [row for row in rows if row.publication <= highest]
        # A week of briefs takes a tenth of a second to decode, two months more than one.
        return int(highest or 0), await asyncio.to_thread(self._readable.each, read_brief, fixed)

    async def published(self, batch: int = _BATCH) -> AsyncIterator[list[Brief]]:
        """Yield all published briefs in batches, by number; no transaction is held between two batches."""
        async for rows in self._batches(PUBLISHED, batch):
            yield self._readable.each(read_brief, rows)

    async def unreadable(self, batch: int = _BATCH) -> list[str]:
        """Return, of each brief in whatever state that cannot be read, which it is and what helps."""
        look = Readable()
        async for rows in self._batches(sa.true(), batch):
            look.each(read_brief, rows)
        return sorted(look.lost)

    async def _batches(self, which: sa.ColumnElement[bool], size: int) -> AsyncIterator[Sequence[Any]]:
        last = 0
        while True:
            query = SELECT.where(which, briefs.c.id > last).order_by(briefs.c.id).limit(size)
            async with self._database.read() as connection:
                rows = (await connection.execute(query)).all()
            if not rows:
                return
            yield rows
            last = rows[-1].id

    def _by_number(self, rows: Iterable[Any]) -> dict[int, Brief]:
        return {brief.id: brief for brief in self._readable.each(read_brief, rows)}

    async def version(self) -> int:
        """Return a number that grows with every change to a brief."""
        found = await self._database.rows(CHANGES)
        return int(found[0].value) if found else 0

    async def changed_since(self, version: int) -> list[int]:
        """Return the numbers of the briefs that changed after `version`, the earliest change first."""
        query = sa.select(briefs.c.id).where(briefs.c.change > version).order_by(briefs.c.change)
        async with self._database.read() as connection:
            return list(await connection.scalars(query))

    async def marks(self) -> dict[int, Mark]:
        """Return the marks of all published briefs by number: one that changes has another."""
        query = sa.select(briefs.c.id, briefs.c.change, briefs.c.updated_at).where(PUBLISHED)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return {row.id: (row.change, round(row.updated_at.timestamp() * 1e6)) for row in rows}

    async def revisions(self, brief_id: int) -> list[Revision]:
        """Return all states of a brief that it was in, the first one first."""
        numbered = sa.and_(revisions.c.brief_id == brief_id, revisions.c.number > PREPARED_NUMBER)
        query = revisions.select().where(numbered).order_by(revisions.c.number)
        async with self._database.read() as connection:
            return self._readable.each(_read_revision, await connection.execute(query))

    async def duties_for(
        self, keys: Collection[str], roles: Collection[Role] = TAKING_PART, limit: int | None = None
    ) -> list[BodyDuty]:
        """Return the published duties of the bodies with these keys, in these roles, at most `limit`.

        Duties a body leads come first, then those of the newest brief; each duty stands once a body and role.
        """
        query = (
            sa.select(duties, briefs.c.title, briefs.c.content)
            .join(briefs, briefs.c.id == duties.c.brief_id)
            .where(duties.c.body_key.in_(keys), duties.c.role.in_(roles), PUBLISHED)
            .order_by(duties.c.role != Role.LEAD, duties.c.brief_id.desc(), duties.c.number, duties.c.role)
        )
        async with self._database.read() as connection:
            return self._body_duties((await connection.execute(query.limit(limit))).all())

    def _body_duties(self, rows: Sequence[Any]) -> list[BodyDuty]:
        each = {row.brief_id: row for row in rows}.values()
        directives = dict(self._readable.each(_read_directives, each))
        return [
            BodyDuty(Duty(row.brief_id, row.number, duty, row.title), row.body_key, Role(row.role))
            for row in rows
            for duty in directives.get(row.brief_id, ())[row.number - 1 : row.number]
        ]

    async def bodies_with_duties(self) -> list[BodyCount]:
        """Return the bodies that have published duties, those with most to do first, groups last."""
        lead = sa.func.count(sa.distinct(_duty_id(duties.c.role.in_(RESPONSIBLE))))
        every = sa.func.count(sa.distinct(_duty_id(sa.true())))
        query = (
            sa.select(duties.c.body_key, lead.label("lead"), every.label("every"))
            .join(briefs, briefs.c.id == duties.c.brief_id)
            .where(PUBLISHED, duties.c.role.in_(TAKING_PART))
            .group_by(duties.c.body_key)
            .order_by(duties.c.body_key.like("group:%"), lead.desc(), every.desc(), duties.c.body_key)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return [BodyCount(row.body_key, row.lead, row.every - row.lead) for row in rows]


async def _put_one(tx: AsyncConnection, new: Writing) -> Change:
    brief, change = await _put(tx, new)
    if new.force and change in _WRITTEN:
        await record(tx, _imported(new, brief, change), new.now)
    return change


def _imported(new: Writing, brief: Brief, change: Change) -> Act:
    details = {"change": change, "status": brief.status, **({"forced": True} if new.force else {})}
    return Act(new.author, Deed.IMPORT, brief.id, details)


async def _put(tx: AsyncConnection, new: Writing) -> tuple[Brief, Change]:
    row = await find_known(tx, new.content, new.slug)
    if row is None:
        return await create(tx, new), Change.CREATED
    return await update(tx, row, new)


_MAX_DUTIES = 10_000


def _duty_id(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Number a duty across briefs; null where the condition fails, so that it is not counted."""
    number = duties.c.brief_id * _MAX_DUTIES + duties.c.number
    return sa.case((condition, number), else_=sa.null())


def _read_directives(row: Any) -> tuple[int, tuple[Directive, ...]]:
    return row.brief_id, content_stored(row.content, row.brief_id).directives


def _read_revision(row: Any) -> Revision:
    return Revision(
        row.brief_id,
        row.number,
        RevisionKind(row.kind),
        content_stored(row.content, f"{row.brief_id}, version {row.number}"),
        row.author,
        row.created_at,
        row.note,
    )
