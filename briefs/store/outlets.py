"""Which outlets stored articles of a site are from: what was right once is a good suggestion."""

from __future__ import annotations

import sqlalchemy as sa

from briefs.store.engine import Database
from briefs.store.schema import articles, briefs


class OutletStore:
    """Reads the outlets of stored articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_site(self, site: str, limit: int = 2) -> list[str]:
        """Return the outlets of articles from a site (without `www.`), the most frequent first."""
        if not site:
            return []
        outlet: sa.ColumnElement[str] = briefs.c.content["article"]["outlet"].as_string()
        if self._database.dialect == "sqlite":  # PostgreSQL keeps no text that is not JSON
            outlet = sa.case((sa.func.json_valid(sa.cast(briefs.c.content, sa.Text)), outlet))
        starts = [f"{scheme}://{www}{site}/" for scheme in ("https", "http") for www in ("", "www.")]
        there = sa.or_(*(articles.c.url.startswith(start, autoescape=True) for start in starts))
        query = (
            sa.select(outlet)
            .join(articles, articles.c.id == briefs.c.article_id)
            .where(there, outlet.is_not(None))
            .group_by(outlet)
            .order_by(sa.func.count().desc(), outlet)
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [str(found) for found in await connection.scalars(query)]
