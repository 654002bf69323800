"""A brief taken in hand by one person: content, state, planned publication and audit change together."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import InputError, NotFoundError
from briefs.i18n import N_
from briefs.model import Brief, BriefContent, Status
from briefs.store.audit import Act, record
from briefs.store.brief_rows import (
    PREPARED_NUMBER,
    SELECT,
    RevisionKind,
    Writing,
    create,
    lock,
    prepare,
    read_brief,
    revise,
    unprepare,
    write_row,
)
from briefs.store.content import Readable, as_stored, fingerprint, paragraphs_stored, prepared_stored
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import articles, briefs, editorial, revisions

LEASE = dt.timedelta(minutes=10)
"""So long after someone's last look at a brief in editing, others are told that it is being edited."""
_MARK = 8  # characters of the hash of a content


@dataclass(frozen=True, slots=True)
class Making:
    """What readers never see of a brief; people are `Person.key`, empty where there is nobody.

    `publish_by` planned the publication at `publish_at`; `editor` has had it open since `editing_at`.
    """

    created_by: str = ""
    submitted_by: str = ""
    publish_at: dt.datetime | None = None
    publish_by: str = ""
    editor: str = ""
    editor_name: str = ""
    editing_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """New content of a published brief that readers do not see yet, and who changed it last."""

    content: BriefContent
    author: str


@dataclass(frozen=True, slots=True)
class File:
    """A brief with all that its editors know of it; `author` wrote its last revision."""

    brief: Brief
    making: Making
    prepared: Prepared | None
    author: str = ""

    @property
    def manuscript(self) -> Brief:
        """The brief with the changes that are prepared."""
        return self.brief if self.prepared is None else replace(self.brief, content=self.prepared.content)

    @property
    def mark(self) -> str:
        """What tells this state of the manuscript from another, short enough for a button."""
        return mark_of(self.manuscript.content)

    def expect(self, mark: str) -> None:
        """Raise InputError where the manuscript has changed since it had the mark; none is always right."""
        if mark and mark != self.mark:
            raise InputError(N_("The brief was changed meanwhile. Look at it again."))


def mark_of(content: BriefContent) -> str:
    """Return what tells a content from another, whatever is kept of its source."""
    return fingerprint(replace(content, article=replace(content.article, paragraphs=())))[:_MARK]


class Case:
    """A brief in hand: nobody else changes it until the block ends, and all is written or nothing.

    `file` is all as it was when it was taken in hand; `brief` and `making` change with the case.
    """

    def __init__(self, tx: AsyncConnection, row: Any, actor: str, now: dt.datetime) -> None:
        self._tx = tx
        self._row = row
        self._actor = actor
        self._now = now
        self.file = _read_file(row)
        self.brief = self.file.brief
        self.making = self.file.making

    async def rewrite(self, content: BriefContent, kind: RevisionKind, note: str = "") -> None:
        """Bring the brief to new content, see `brief_rows.revise`; nothing is prepared then."""
        self.brief = await revise(self._tx, self._row, self._writing(content, kind, note))

    async def prepare(self, content: BriefContent | None) -> None:
        """Keep new content beside the brief, or forget what is kept."""
        await unprepare(self._tx, self.brief.id)
        if content is not None:
            await prepare(self._tx, self.brief.id, self._writing(content, RevisionKind.PREPARED, ""))

    def _writing(self, content: BriefContent, kind: RevisionKind, note: str) -> Writing:
        return Writing(as_stored(content), None, False, self._now, kind, self._actor, note)

    async def move(self, status: Status) -> None:
        """Change the state; the first time of publishing stays."""
        published_at = self.brief.published_at or (self._now if status is Status.PUBLISHED else None)
        changes = {"status": status, "published_at": published_at, "updated_at": self._now}
        self.brief = await write_row(self._tx, self.brief.id, changes)

    async def note(self, **changes: Any) -> None:
        """Change what readers never see: fields of `Making`."""
        self.making = replace(self.making, **changes)
        this = editorial.c.brief_id == self.brief.id
        await self._tx.execute(editorial.update().where(this).values(changes))

    async def record(self, act: str, **details: Any) -> None:
        """Write the act down in the audit."""
        await record(self._tx, Act(self._actor, act, self.brief.id, details), self._now)


class EditorialStore:
    """Opens briefs for change, and reads how they are being made.

    One that cannot be read is left out of lists, and raises UnreadableError where it is opened.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readable = Readable()

    async def begin(self, content: BriefContent, *, actor: str, act: str, now: dt.datetime) -> Brief:
        """Store a new draft; raises InputError where the article's external id is taken."""
        new = Writing(as_stored(content), None, False, now, RevisionKind.FIRST, actor)
        known = articles.c.external_id == content.article.external_id
        async with self._database.write() as tx:
            await lock(tx)
            if content.article.external_id and await tx.scalar(sa.select(articles.c.id).where(known)):
                raise InputError(N_("There is a brief of this article already."))
            made = await create(tx, new)
            await record(tx, Act(actor, act, made.id, {"title": made.title}), now)
            return made

    @asynccontextmanager
    async def open(self, brief_id: int, *, actor: str, now: dt.datetime) -> AsyncIterator[Case]:
        """Take a brief in hand; raises NotFoundError where there is none."""
        async with self._database.write() as tx:
            await lock(tx)
            row = (await tx.execute(_FILES.where(briefs.c.id == brief_id))).first()
            if row is None:
                raise NotFoundError(f"There is no brief {brief_id}.")
            await tx.execute(insert_or_ignore(self._database.dialect, editorial).values(brief_id=brief_id))
            yield Case(tx, row, actor, now)

    async def file(self, brief_id: int) -> File:
        """Return a brief with all that its editors know of it; NotFoundError where there is none."""
        async with self._database.read() as connection:
            row = (await connection.execute(_FILES.where(briefs.c.id == brief_id))).first()
        if row is None:
            raise NotFoundError(f"There is no brief {brief_id}.")
        return _read_file(row)

    async def in_review(self) -> list[File]:
        """Return what waits for a publisher, the longest waiting first, then prepared changes."""
        waiting = briefs.c.status == Status.IN_REVIEW, editorial.c.publish_at.is_(None)
        prepared = briefs.c.status == Status.PUBLISHED, _prepared.c.number.is_not(None)
        query = _FILES.where(sa.or_(sa.and_(*waiting), sa.and_(*prepared)))
        return await self._files(query.order_by(briefs.c.status, briefs.c.updated_at, briefs.c.id))

    async def planned(self) -> list[File]:
        """Return the briefs whose publication is planned, the first one first."""
        planned = _FILES.where(editorial.c.publish_at.is_not(None))
        return await self._files(planned.order_by(editorial.c.publish_at, briefs.c.id))

    async def due(self, now: dt.datetime) -> list[tuple[int, str, dt.datetime]]:
        """Return the briefs to be published by now, at whose word and when, the first one first."""
        column = editorial.c
        query = sa.select(column.brief_id, column.publish_by, column.publish_at)
        due = query.where(column.publish_at <= now).order_by(column.publish_at, column.brief_id)
        async with self._database.read() as connection:
            return [(row.brief_id, row.publish_by, row.publish_at) for row in await connection.execute(due)]

    async def _files(self, query: sa.Select[Any]) -> list[File]:
        async with self._database.read() as connection:
            return self._readable.each(_read_file, await connection.execute(query))


_MADE = [column for column in editorial.c if column.name != "brief_id"]
_prepared = revisions.alias("prepared")
_last = revisions.alias("last")
_FILES = (
    SELECT.add_columns(
        *_MADE,
        _prepared.c.content.label("prepared_content"),
        _prepared.c.author.label("prepared_by"),
        _last.c.author.label("last_author"),
    )
    .outerjoin(editorial, editorial.c.brief_id == briefs.c.id)
    .outerjoin(_last, sa.and_(_last.c.brief_id == briefs.c.id, _last.c.number == briefs.c.revision))
    .outerjoin(_prepared, sa.and_(_prepared.c.brief_id == briefs.c.id, _prepared.c.number == PREPARED_NUMBER))
)


def _read_file(row: Any) -> File:
    return File(read_brief(row), _read_making(row), _read_prepared(row), row.last_author or "")


def _read_making(row: Any) -> Making:
    known = {column.name: getattr(row, column.name) for column in _MADE}
    return Making(**{name: value for name, value in known.items() if value is not None})


def _read_prepared(row: Any) -> Prepared | None:
    """Read what is prepared; the paragraphs of the source are kept once, with the article."""
    if row.prepared_by is None:
        return None
    content = prepared_stored(row.prepared_content, row.id)
    article = replace(content.article, paragraphs=paragraphs_stored(row.paragraphs, row.id))
    return Prepared(replace(content, article=article), row.prepared_by)
