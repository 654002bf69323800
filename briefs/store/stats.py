"""What publishers want to know of the service in one look: counts over briefs, followers and deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from briefs.model import Status
from briefs.store.corrections import AMENDMENT
from briefs.store.engine import Database
from briefs.store.misses import Miss, MissStore
from briefs.store.schema import briefs, deliveries, digest_runs, subscriptions
from briefs.store.states import State

RECENT = dt.timedelta(days=7)
MISSES_OVER = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts as of one moment; `sent` and `dead` are messages of 7 days, `misses` searches of 30 days.

    `searches` are those of 7 days, that of the moment included. Messages that were only changed do not count.
    `following` are the chats that have an active subscription.
    """

    published: int
    drafts: int
    subscriptions: int
    following: int
    sent: int
    dead: int
    searches_today: int
    searches: int
    misses: int
    words: Sequence[Miss] = ()


class StatsStore:
    """Counts; nothing of it is kept."""

    def __init__(self, database: Database, misses: MissStore) -> None:
        self._database = database
        self._misses = misses

    async def look(self, now: dt.datetime, today: dt.date, *, words: int = 10) -> Statistics:
        """Return the counts, with so many of the words most often searched for in vain.

        `today` is the day it is where searches are counted.
        """
        since, day = now - RECENT, (now - MISSES_OVER).date()
        recent = deliveries.c.created_at >= since
        changed = sa.select(digest_runs.c.id).where(digest_runs.c.kind == AMENDMENT)
        following = sa.select(sa.func.count(subscriptions.c.chat_id.distinct()))
        columns = {
            "published": _count(briefs, briefs.c.status == Status.PUBLISHED),
            "drafts": _count(briefs, briefs.c.status.in_([Status.DRAFT, Status.IN_REVIEW])),
            "subscriptions": _count(subscriptions, subscriptions.c.active),
            "following": following.where(subscriptions.c.active),
            "sent": _count(deliveries, deliveries.c.sent_at >= since, deliveries.c.run_id.not_in(changed)),
            "dead": _count(deliveries, recent, deliveries.c.state.in_([State.DEAD, State.UNKNOWN])),
        }
        query = sa.select(*(each.scalar_subquery().label(name) for name, each in columns.items()))
        async with self._database.read() as connection:
            counts = (await connection.execute(query)).one()._asdict()
        return Statistics(
            **counts,
            searches_today=await self._misses.searches(today, today),
            searches=await self._misses.searches(today - RECENT + dt.timedelta(days=1), today),
            misses=await self._misses.total(since=day),
            words=await self._misses.most(words, since=day),
        )


def _count(table: sa.Table, *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table).where(*where)
