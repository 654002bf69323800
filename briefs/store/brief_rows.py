"""The rows of one brief: reading them as a Brief, and writing them all together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import InputError, UnreadableError
from briefs.model import Brief, BriefContent, Status
from briefs.staff import Deed
from briefs.store.content import (
    check_texts,
    content_stored,
    fingerprint,
    paragraphs_stored,
    status_stored,
    to_json,
)
from briefs.store.lists import LISTS
from briefs.store.schema import articles, audit, briefs, counters, editorial, revisions
from briefs.store.sketches import write_sketches

COUNTER = "briefs"
CHANNEL = "diemtin_briefs"
"""Where PostgreSQL tells of changes (https://www.postgresql.org/docs/current/sql-notify.html)."""
PREPARED_NUMBER = 0


class Change(StrEnum):
    """What `put` did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # as editors have it, though something else was put


class RevisionKind(StrEnum):
    """Whether readers are told of a revision."""

    FIRST = "first"
    MINOR = "minor"
    CORRECTION = "correction"
    PREPARED = "prepared"  # of a published brief, as number 0: readers do not see it yet


PUBLISHED = briefs.c.status == Status.PUBLISHED
SELECT = sa.select(briefs, articles.c.paragraphs, articles.c.external_id.label("article_external_id")).join(
    articles, articles.c.id == briefs.c.article_id
)


CHANGES = sa.select(counters.c.value).where(counters.c.name == COUNTER)
"""How many changes to briefs there were: what is published next gets a higher number."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What is to be written: the content with its slug, by whom, when, and what it means to readers.

    The note says what was wrong before. `force` writes over what editors have in hand.
    """

    content: BriefContent
    slug: str | None
    publish: bool
    now: dt.datetime
    kind: RevisionKind
    author: str
    note: str = ""
    force: bool = False


def read_brief(row: Any) -> Brief:
    """Return the brief of a row of SELECT; raises UnreadableError where it was damaged."""
    check_texts(row, row.id)
    content = content_stored(row.content, row.id)
    if paragraphs := paragraphs_stored(row.paragraphs, row.id):
        content = replace(content, article=replace(content.article, paragraphs=paragraphs))
    return Brief(
        id=row.id,
        content=content,
        status=status_stored(row.status, row.id),
        revision=row.revision,
        published_at=row.published_at,
        updated_at=row.updated_at,
        publication=row.publication,
    )


def _intact(row: Any) -> Brief | None:
    """Return the brief of a row, None where it cannot be read."""
    try:
        return read_brief(row)
    except UnreadableError:
        return None


def _without_paragraphs(content: BriefContent) -> BriefContent:
    return replace(content, article=replace(content.article, paragraphs=()))


async def find_known(tx: AsyncConnection, content: BriefContent, slug: str | None) -> Any:
    """Find the row of the brief that this content belongs to."""
    article = content.article
    by_slug = await _first(tx, briefs.c.slug, slug)
    by_id = await _first(tx, articles.c.external_id, article.external_id)
    if by_slug is not None and by_id is not None and by_slug.id != by_id.id:
        raise InputError(
            f"The slug {slug!r} belongs to brief {by_slug.id}, "
            f"the external id {article.external_id!r} to brief {by_id.id}."
        )
    found = by_slug or by_id
    if found is None and slug is None and article.external_id is None:
        found = await _first(tx, articles.c.url, article.url)
    return found


async def _first(tx: AsyncConnection, column: sa.ColumnElement[Any], value: str | None) -> Any:
    return None if value is None else (await tx.execute(SELECT.where(column == value))).first()


async def find_new(tx: AsyncConnection, contents: Sequence[BriefContent]) -> set[str]:
    """Return the external ids that stand once in the contents and are not stored: their briefs are new."""
    counts = Counter(content.article.external_id for content in contents)
    ids = [key for key, count in counts.items() if key is not None and count == 1]
    stored = await tx.scalars(sa.select(articles.c.external_id).where(articles.c.external_id.in_(ids)))
    return set(ids) - set(stored)


async def create(tx: AsyncConnection, new: Writing) -> Brief:
    """Write a brief that is not there yet, with its article."""
    (brief_id,) = await create_all(tx, [new])
    return await read_one(tx, brief_id)


async def create_all(tx: AsyncConnection, batch: Sequence[Writing]) -> list[int]:
    """Write briefs that are not there yet, with their articles, and return their numbers in this order."""
    if not batch:
        return []
    first_change = await next_change(tx, len(batch)) - len(batch) + 1
    article_ids = await _insert(tx, articles, [_new_article(new) for new in batch])
    sources = [new.content.article.paragraphs for new in batch]
    await write_sketches(tx, list(zip(article_ids, sources, strict=True)))
    rows = [
        {**_new_brief(new, first_change + place), "article_id": article_id}
        for place, (new, article_id) in enumerate(zip(batch, article_ids, strict=True))
    ]
    brief_ids = await _insert(tx, briefs, rows)
    await _record(
        tx, [(i, 1, replace(n, kind=RevisionKind.FIRST)) for i, n in zip(brief_ids, batch, strict=True)]
    )
    made = zip(brief_ids, batch, strict=True)
    if makers := [{"brief_id": i, "created_by": new.author} for i, new in made if new.author]:
        await tx.execute(editorial.insert(), makers)
    return brief_ids


async def _insert(tx: AsyncConnection, table: sa.Table, rows: list[dict[str, Any]]) -> list[int]:
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [int(number) for number in await tx.scalars(statement, rows)]


def _new_article(new: Writing) -> dict[str, Any]:
    paragraphs = list(new.content.article.paragraphs)
    return {**_article_values(new.content), "paragraphs": paragraphs, "created_at": new.now}


def _new_brief(new: Writing, change: int) -> dict[str, Any]:
    return {
        **_content_values(new.content),
        "slug": new.slug,
        "status": Status.PUBLISHED if new.publish else Status.DRAFT,
        "revision": 1,
        "published_at": new.now if new.publish else None,
        "updated_at": new.now,
        "change": change,
        "publication": change if new.publish else None,
    }


async def update(tx: AsyncConnection, row: Any, new: Writing) -> tuple[Brief, Change]:
    """Bring the brief of `row` to the new content, slug and state; writes nothing where all is as it was.

    What editors have in hand is kept as it is, unless the writing is forced. What was withdrawn stays so.
    What cannot be read is written anew; UnreadableError where editors have it in hand.
    """
    changes: dict[str, Any] = {}
    paragraphs = list(new.content.article.paragraphs)
    new_source = bool(paragraphs) and paragraphs != row.paragraphs
    before = _intact(row)
    rewritten = before is None or fingerprint(_without_paragraphs(new.content)) != row.content_hash
    published = new.publish and row.status not in (Status.PUBLISHED, Status.WITHDRAWN)
    replaced = rewritten or (new_source and bool(row.paragraphs))
    if not new.force and (replaced or published) and await _in_hand(tx, row, replaced=replaced):
        return before or read_brief(row), Change.KEPT
    if rewritten:
        changes |= await _rewrite(tx, row, new, row.revision + 1)
    if new_source:
        await _write_source(tx, row.article_id, paragraphs)
    if published:
        changes |= {"status": Status.PUBLISHED, "published_at": row.published_at or new.now}
    if new.slug is not None and new.slug != row.slug:
        changes["slug"] = new.slug
    if before and not changes and not new_source:
        return before, Change.UNCHANGED
    return await write_row(tx, row.id, {**changes, "updated_at": new.now}), Change.UPDATED


async def _in_hand(tx: AsyncConnection, row: Any, *, replaced: bool) -> bool:
    """Tell whether editors took a brief up since it was put: it is in review or withdrawn, or they wrote or
    published the text that would be replaced.
    """
    if not replaced or row.status in (Status.IN_REVIEW, Status.WITHDRAWN):
        return row.status in (Status.IN_REVIEW, Status.WITHDRAWN)
    acts = (Deed.EDIT, Deed.MINOR, Deed.CORRECT, Deed.PUBLISH, Deed.IMPORT)
    query = sa.select(audit.c.act).where(audit.c.brief_id == row.id, audit.c.act.in_(acts))
    last = await tx.scalar(query.order_by(audit.c.id.desc()).limit(1))
    return last is not None and last != Deed.IMPORT


async def revise(tx: AsyncConnection, row: Any, new: Writing) -> Brief:
    """Bring the brief of `row` to new content; readers of drafts are few, so these keep no former states.

    What was never published is written over its last revision, everything else becomes the next one.
    """
    seen = row.publication is not None
    number = row.revision + 1 if seen else row.revision
    if not seen:
        last = sa.and_(revisions.c.brief_id == row.id, revisions.c.number == number)
        await tx.execute(revisions.delete().where(last))
    if number == 1:
        new = replace(new, kind=RevisionKind.FIRST)
    changes = await _rewrite(tx, row, new, number)
    if paragraphs := list(new.content.article.paragraphs):
        await _write_source(tx, row.article_id, paragraphs)
    return await write_row(tx, row.id, {**changes, "updated_at": new.now})


async def prepare(tx: AsyncConnection, brief_id: int, new: Writing) -> None:
    """Keep new content of a published brief beside it, in place of what was prepared before."""
    await unprepare(tx, brief_id)
    await tx.execute(revisions.insert(), [_revision(brief_id, PREPARED_NUMBER, new)])


async def unprepare(tx: AsyncConnection, brief_id: int) -> None:
    """Forget what is prepared of a brief."""
    prepared = sa.and_(revisions.c.brief_id == brief_id, revisions.c.number == PREPARED_NUMBER)
    await tx.execute(revisions.delete().where(prepared))


async def _rewrite(tx: AsyncConnection, row: Any, new: Writing, number: int) -> dict[str, Any]:
    """Write a revision with what hangs on it, and return the columns of the brief that change.

    What is prepared was written for the former text and is forgotten.
    """
    await unprepare(tx, row.id)
    await _update_article(tx, row.article_id, _article_values(new.content))
    await _forget(tx, row.id)
    await _record(tx, [(row.id, number, new)])
    return {**_content_values(new.content), "revision": number}


async def _update_article(tx: AsyncConnection, article_id: int, values: dict[str, Any]) -> None:
    await tx.execute(articles.update().where(articles.c.id == article_id).values(values))


async def _write_source(tx: AsyncConnection, article_id: int, paragraphs: list[str]) -> None:
    await _update_article(tx, article_id, {"paragraphs": paragraphs})
    await write_sketches(tx, [(article_id, paragraphs)])


def _article_values(content: BriefContent) -> dict[str, Any]:
    article = content.article
    return {"external_id": article.external_id, "url": article.url, "title": article.title}


def _content_values(content: BriefContent) -> dict[str, Any]:
    stored = _without_paragraphs(content)
    return {
        "title": content.title,
        "content": to_json(stored),
        "content_hash": fingerprint(stored),
        "source_date": content.article.published,
    }


async def write_row(tx: AsyncConnection, brief_id: int, changes: dict[str, Any]) -> Brief:
    """Change columns of a brief, so that readers of the change counter notice, and return it."""
    change = await next_change(tx)
    first = sa.and_(briefs.c.publication.is_(None), briefs.c.published_at.is_not(None))
    await tx.execute(briefs.update().where(briefs.c.id == brief_id).values({**changes, "change": change}))
    await tx.execute(briefs.update().where(briefs.c.id == brief_id, first).values(publication=change))
    return await read_one(tx, brief_id)


async def lock(tx: AsyncConnection) -> None:
    """Let nobody else write a brief until the transaction ends: every change of one needs this row."""
    await tx.execute(CHANGES.with_for_update())


async def read_one(tx: AsyncConnection, brief_id: int) -> Brief:
    """Return a brief that is known to be there."""
    return read_brief((await tx.execute(SELECT.where(briefs.c.id == brief_id))).one())


async def next_change(tx: AsyncConnection, changes: int = 1) -> int:
    """Advance the change counter; the row stays locked until commit, so changes appear in their order."""
    bump = counters.update().where(counters.c.name == COUNTER).values(value=counters.c.value + changes)
    value = await tx.scalar(bump.returning(counters.c.value))
    if value is None:
        raise LookupError("the change counter is missing: the migration makes it")
    if tx.dialect.name == "postgresql":  # told to the others when the transaction commits
        await tx.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))
    return int(value)


async def _forget(tx: AsyncConnection, brief_id: int) -> None:
    """Delete the tags and duties of a brief's former content."""
    for table in LISTS:
        await tx.execute(table.delete().where(table.c.brief_id == brief_id))


async def _record(tx: AsyncConnection, batch: Sequence[tuple[int, int, Writing]]) -> None:
    """Write revisions (brief, number, writing), with the tags and duties that their contents have."""
    rows = [_revision(brief_id, number, new) for brief_id, number, new in batch]
    await tx.execute(revisions.insert(), rows)
    for table, rows_of in LISTS.items():
        if listed := [row for brief_id, _, new in batch for row in rows_of(brief_id, new.content)]:
            await tx.execute(table.insert(), listed)


def _revision(brief_id: int, number: int, new: Writing) -> dict[str, Any]:
    return {
        "brief_id": brief_id,
        "number": number,
        "kind": new.kind,
        "content": to_json(_without_paragraphs(new.content)),
        "author": new.author,
        "note": new.note,
        "created_at": new.now,
    }
