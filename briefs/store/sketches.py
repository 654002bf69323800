"""Sketches of stored articles, and which briefs a new article is like."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import UnreadableError
from briefs.ingest.duplicates import DUPLICATE, RELATED, Sketch, sketch, spellings
from briefs.model import Article, Status
from briefs.store.content import Readable, paragraphs_stored, status_stored
from briefs.store.engine import Database
from briefs.store.schema import articles, briefs, sketch_keys, sketches


class Why(StrEnum):
    """What two articles have in common."""

    ADDRESS = "address"
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Alike:
    """A stored brief that an article is like; `similarity` is the share of common text, 0 to 1."""

    brief_id: int
    title: str
    status: Status
    why: Why
    similarity: float

    @property
    def same(self) -> bool:
        """Whether the two are likely one article, not only on one subject."""
        return self.why is not Why.TEXT or self.similarity >= DUPLICATE


class SketchStore:
    """Finds briefs by likeness; briefs that were withdrawn count, for their articles are still there."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readable = Readable()

    async def alike(self, article: Article, *, but: Collection[int] = (), limit: int = 5) -> list[Alike]:
        """Return the briefs an article is like: those of its address or title first, then by likeness.

        `but` are numbers of briefs that are left out.
        """
        mine = sketch_of(article.paragraphs)
        shared = sa.select(sketch_keys.c.article_id).where(sketch_keys.c.hash.in_(mine.keys))
        addresses = spellings(article.url) if article.url else ()
        wanted = sa.or_(
            articles.c.url.in_(addresses), articles.c.title == article.title, articles.c.id.in_(shared)
        )
        query = (
            sa.select(briefs.c.id, briefs.c.title, briefs.c.status, articles.c.url, sketches.c.hashes)
            .add_columns((articles.c.title == article.title).label("same_title"))
            .join(articles, articles.c.id == briefs.c.article_id)
            .join(sketches, sketches.c.article_id == articles.c.id, isouter=True)
            .where(wanted, briefs.c.id.not_in(but))
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        found = self._readable.each(partial(_alike, mine=mine, addresses=addresses), rows)
        kept = [one for one in found if one.same or one.similarity >= RELATED]
        order = list(Why)
        return sorted(kept, key=lambda one: (order.index(one.why), -one.similarity, one.brief_id))[:limit]

    async def fill(self, batch: int = 200) -> int:
        """Sketch the stored articles that have no sketch yet, and return how many those were."""
        done = 0
        lacking = (
            sa.select(articles.c.id, articles.c.paragraphs)
            .join(sketches, sketches.c.article_id == articles.c.id, isouter=True)
            .where(sketches.c.article_id.is_(None))
            .limit(batch)
        )
        while True:
            async with self._database.write() as tx:
                rows = (await tx.execute(lacking)).all()
                await write_sketches(tx, [(row.id, _source(row)) for row in rows])
            done += len(rows)
            if len(rows) < batch:
                return done


async def write_sketches(tx: AsyncConnection, sources: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Write the sketches of articles (number, paragraphs) in the transaction that stores them."""
    if not sources:
        return
    made = [(article_id, sketch_of(paragraphs)) for article_id, paragraphs in sources]
    numbers = [article_id for article_id, _ in made]
    for table in (sketches, sketch_keys):
        await tx.execute(table.delete().where(table.c.article_id.in_(numbers)))
    await tx.execute(sketches.insert(), [{"article_id": i, "hashes": one.to_bytes()} for i, one in made])
    if keys := [{"hash": key, "article_id": i} for i, one in made for key in one.keys]:
        await tx.execute(sketch_keys.insert(), keys)


def sketch_of(paragraphs: Sequence[str]) -> Sketch:
    """Return the sketch of an article's paragraphs; an empty one where only the citation is kept."""
    return sketch("\n".join(paragraphs))


def _source(row: Any) -> tuple[str, ...]:
    """Return the paragraphs of a row, none where they cannot be read: all the same its sketch is made."""
    try:
        return paragraphs_stored(row.paragraphs, row.id)
    except UnreadableError:
        return ()


def _alike(row: sa.Row[tuple[object, ...]], mine: Sketch, addresses: Collection[str]) -> Alike:
    similarity = mine.similarity(Sketch.from_bytes(row.hashes)) if row.hashes else 0.0
    why = Why.ADDRESS if row.url in addresses else Why.TITLE if row.same_title else Why.TEXT
    return Alike(row.id, row.title, status_stored(row.status, row.id), why, similarity)
