"""Searches counted a day, and those without result by their words; who asked is not kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import counters, search_misses

MISSES_KEPT = dt.timedelta(days=90)
"""`briefs.store.sweep` deletes what is older."""
MOST_A_DAY = 2000
"""Different words that one day may add: nobody fills the table by searching for nonsense."""

SEARCHES = "searches."
"""How the counters begin that count the searches of a day."""
_ONE_MORE = (
    counters.update().where(counters.c.name == sa.bindparam("counted")).values(value=counters.c.value + 1)
)


@dataclass(frozen=True, slots=True)
class Miss:
    """Folded words that found nothing, and how often."""

    words: str
    count: int


class MissStore:
    """Counts searches without result."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, words: str, *, day: dt.date) -> None:
        """Count words once more on a day; new ones are left out on a day that has 2,000 already."""
        here = sa.and_(search_misses.c.words == words, search_misses.c.day == day)
        more = search_misses.update().where(here).values(count=search_misses.c.count + 1)
        async with self._database.write() as tx:
            if (await tx.execute(more)).rowcount or await _words_of(tx, day) >= MOST_A_DAY:
                return
            row = {"words": words, "day": day, "count": 0}
            await tx.execute(insert_or_ignore(self._database.dialect, search_misses).values(row))
            await tx.execute(more)

    async def searches(self, first: dt.date, last: dt.date) -> int:
        """Return how many searches were counted from one day to another."""
        days = counters.c.name.between(f"{SEARCHES}{first}", f"{SEARCHES}{last}")
        async with self._database.read() as connection:
            return int(await connection.scalar(sa.select(sa.func.sum(counters.c.value)).where(days)) or 0)

    async def most(self, limit: int, *, since: dt.date) -> Sequence[Miss]:
        """Return the words most often searched for in vain from a day on."""
        total = sa.func.sum(search_misses.c.count).label("total")
        query = sa.select(search_misses.c.words, total).where(search_misses.c.day >= since)
        query = query.group_by(search_misses.c.words).order_by(total.desc(), search_misses.c.words)
        async with self._database.read() as connection:
            rows = await connection.execute(query.limit(limit))
            return [Miss(row.words, int(row.total)) for row in rows]

    async def total(self, *, since: dt.date) -> int:
        """Return how many searches were counted from a day on."""
        query = sa.select(sa.func.coalesce(sa.func.sum(search_misses.c.count), 0))
        async with self._database.read() as connection:
            return int(await connection.scalar(query.where(search_misses.c.day >= since)) or 0)


async def count_search(tx: AsyncConnection, day: dt.date) -> None:
    """Count one more search of a day, in the transaction that keeps its text for its buttons."""
    name = f"{SEARCHES}{day}"
    if not (await tx.execute(_ONE_MORE, {"counted": name})).rowcount:
        await tx.execute(insert_or_ignore(tx.dialect.name, counters).values(name=name, value=0))
        await tx.execute(_ONE_MORE, {"counted": name})


async def _words_of(tx: AsyncConnection, day: dt.date) -> int:
    query = sa.select(sa.func.count()).select_from(search_misses).where(search_misses.c.day == day)
    return int(await tx.scalar(query) or 0)
