"""What nobody needs any more goes after a while, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.fleet import UPDATES_KEPT, UpdateStore
from briefs.store.misses import SEARCHES, MissStore
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.queries import QueryStore
from briefs.store.schema import counters, deliveries, digest_runs, saved_queries, search_misses, seen_updates
from briefs.store.states import State
from briefs.store.sweep import DELIVERIES_KEPT, EVERY, Sweep

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
LONG_AGO = NOW - DELIVERIES_KEPT - dt.timedelta(days=1)


@pytest.fixture
def sweep(database: Database) -> Sweep:
    return Sweep(database, "me")


async def owe(database: Database, at: dt.datetime, state: State, count: int = 1) -> None:
    outbox, chats = OutboxStore(database), ChatStore(database)
    key = f"{at.isoformat()} {state}"
    owed = []
    for number in range(count):
        chat = await chats.get_or_create("telegram", str(number), kind="private", now=at)
        owed.append(Owed("digest", key, "Asia/Tokyo", chat.id, "", {}, at))
    async with database.write() as tx:
        await outbox.enqueue(tx, owed, at)
        run = sa.select(digest_runs.c.id).where(digest_runs.c.window_key == key).scalar_subquery()
        await tx.execute(deliveries.update().where(deliveries.c.run_id == run).values(state=state))


async def left(database: Database, table: sa.Table, column: str) -> list[Any]:
    async with database.read() as connection:
        return sorted((await connection.execute(sa.select(table.c[column]))).scalars())


async def test_settled_deliveries_go_after_ninety_days_and_their_runs_with_them(database, sweep):
    for state in (State.SENT, State.DEAD, State.UNKNOWN, State.CANCELLED, State.PENDING):
        await owe(database, LONG_AGO, state)
    await owe(database, NOW, State.SENT)
    assert await sweep.run_if_due(NOW) == 8
    assert await left(database, deliveries, "state") == [State.PENDING, State.SENT]
    assert len(await left(database, digest_runs, "id")) == 2


async def test_what_does_not_fit_one_batch_goes_too(database, sweep, monkeypatch):
    monkeypatch.setattr("briefs.store.sweep.BATCH", 3)
    await owe(database, LONG_AGO, State.SENT, 7)
    assert await sweep.run_if_due(NOW) == 8
    assert await left(database, deliveries, "id") == []


async def test_updates_and_queries_go_when_their_time_is_over(database, sweep):
    await UpdateStore(database).take(1, now=NOW - UPDATES_KEPT)
    await UpdateStore(database).take(2, now=NOW - UPDATES_KEPT + dt.timedelta(seconds=1))
    for text, at in (("old", NOW - dt.timedelta(days=31)), ("new", NOW - dt.timedelta(days=29))):
        await QueryStore(database).save("7", text, now=at)
    await sweep.run_if_due(NOW)
    assert await left(database, seen_updates, "update_id") == [2]
    assert await left(database, saved_queries, "text") == ["new"]


async def test_counts_of_searches_are_kept_for_ninety_days(database, sweep):
    for words, days in (("old", 90), ("kept", 90), ("kept", 89), ("new", 0)):
        await MissStore(database).count(words, day=NOW.date() - dt.timedelta(days=days))
    for days in (91, 90, 89):
        await QueryStore(database).save("7", "x", now=NOW, searched_on=NOW.date() - dt.timedelta(days=days))
    assert await sweep.run_if_due(NOW) == 4
    assert await left(database, search_misses, "words") == ["kept", "new"]
    assert await left(database, counters, "name") == ["briefs", f"{SEARCHES}2024-09-26"]


async def test_of_several_processes_one_sweeps_a_day(database):
    processes = [Sweep(database, name) for name in ("one", "other")]
    assert [await process.run_if_due(NOW) for process in processes] == [0, None]
    assert [await process.run_if_due(NOW + EVERY / 2) for process in processes] == [None, None]
    assert [await process.run_if_due(NOW + EVERY) for process in processes] == [0, None]
