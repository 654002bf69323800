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
    SELECT,
    RevisionKind,
    Writing,
    create,
    lock,
    read_brief,
    revise,
    write_row,
)
from briefs.store.content import as_stored
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import articles, briefs, editorial


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


class Case:
    """A brief in hand: nobody else changes it until the block ends, and all is written or nothing."""

    def __init__(self, tx: AsyncConnection, row: Any, making: Making, actor: str, now: dt.datetime) -> None:
        self._tx = tx
        self._row = row
        self._actor = actor
        self._now = now
        self.brief = read_brief(row)
        self.making = making

    async def rewrite(self, content: BriefContent, kind: RevisionKind, note: str) -> None:
        """Bring the brief to new content, see `brief_rows.revise`."""
        new = Writing(as_stored(content), None, False, self._now, kind, self._actor, note)
        self.brief = await revise(self._tx, self._row, new)

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
    """Opens briefs for change, and reads how they are being made."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, content: BriefContent, *, actor: str, act: str, now: dt.datetime) -> Brief:
        """Store a new draft; raises InputError where the article's external id is taken."""
        new = Writing(as_stored(content), None, False, now, RevisionKind.FIRST, actor)
        known = articles.c.external_id == content.article.external_id
        async with self._database.write() as tx:
            await lock(tx)
            if content.article.external_id and await tx.scalar(sa.select(articles.c.id).where(known)):
                raise InputError(N_("There is a brief of this article already."))
            made = await create(tx, new)
            await tx.execute(editorial.insert().values(brief_id=made.id, created_by=actor))
            await record(tx, Act(actor, act, made.id, {"title": made.title}), now)
            return made

    @asynccontextmanager
    async def open(self, brief_id: int, *, actor: str, now: dt.datetime) -> AsyncIterator[Case]:
        """Take a brief in hand; raises NotFoundError where there is none."""
        async with self._database.write() as tx:
            await lock(tx)
            row = (await tx.execute(SELECT.where(briefs.c.id == brief_id))).first()
            if row is None:
                raise NotFoundError(f"There is no brief {brief_id}.")
            await tx.execute(insert_or_ignore(self._database.dialect, editorial).values(brief_id=brief_id))
            yield Case(tx, row, await _making(tx, brief_id), actor, now)

    async def making(self, brief_id: int) -> Making:
        """Return how a brief is being made; all empty for one that came by import."""
        async with self._database.read() as connection:
            return await _making(connection, brief_id)

    async def planned(self) -> list[tuple[Brief, Making]]:
        """Return the briefs whose publication is planned, the first one first."""
        query = (
            SELECT.add_columns(*_COLUMNS)
            .join(editorial, editorial.c.brief_id == briefs.c.id)
            .where(editorial.c.publish_at.is_not(None))
            .order_by(editorial.c.publish_at, briefs.c.id)
        )
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return [(read_brief(row), _read_making(row)) for row in rows]


_COLUMNS = [column for column in editorial.c if column.name != "brief_id"]


async def _making(connection: AsyncConnection, brief_id: int) -> Making:
    row = (await connection.execute(editorial.select().where(editorial.c.brief_id == brief_id))).first()
    return Making() if row is None else _read_making(row)


def _read_making(row: Any) -> Making:
    return Making(**{column.name: getattr(row, column.name) for column in _COLUMNS})
