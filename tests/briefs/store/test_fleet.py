from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from briefs.store.engine import Database
from briefs.store.fleet import INCIDENTS_KEPT, IncidentStore, UpdateStore
from briefs.store.reports import ReportStore

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
CHAT = """INSERT INTO chats (id, channel, address, kind, timezone, created_at)
          VALUES (5, 'telegram', '7', 'private', 'Asia/Tokyo', '2024-12-24 00:00:00')"""
SUBSCRIPTION = """INSERT INTO subscriptions
    (chat_id, criteria, criteria_key, kind, at, timezone, active, covered, covered_until, created_at)
    VALUES (5, '{}', 'all', 'daily', '07:30', 'Asia/Tokyo', 1, 0, '2024-12-24 00:00:00', '2024-12-24')"""

PUBLISHED = """INSERT INTO audit (at, actor, act, brief_id, details)
               VALUES ('2024-12-24', 'telegram:1', 'publish', 1, '{}')"""


async def test_an_update_is_taken_once_whoever_gets_it(database: Database) -> None:
    replicas = [UpdateStore(database) for _ in range(3)]
    taken = await asyncio.gather(*(replica.take(8_000_000_001, now=NOW) for replica in replicas))
    assert sorted(taken) == [False, False, True]
    assert await replicas[0].take(8_000_000_002, now=NOW)


@pytest.fixture
def incidents(database: Database) -> IncidentStore:
    return IncidentStore(database)


async def test_an_incident_is_new_once_until_it_is_over(incidents):
    assert [await incidents.open("late", now=NOW) for _ in range(3)] == [True, False, False]
    assert await incidents.open("silent", now=NOW)
    assert [await incidents.close("late") for _ in range(2)] == [True, False]
    assert await incidents.open("late", now=NOW)


async def test_a_delivery_that_was_given_up_is_forgotten_after_a_month_and_a_run_never(incidents):
    for name in ("delivery 1", "run 1"):
        await incidents.open(name, now=NOW)
        assert not await incidents.open(name, now=NOW + INCIDENTS_KEPT - dt.timedelta(seconds=1))
    assert await incidents.open("delivery 1", now=NOW + INCIDENTS_KEPT)
    assert not await incidents.open("run 1", now=NOW + INCIDENTS_KEPT)
    assert await incidents.names("run ") == ["run 1"]


@pytest.mark.parametrize("table", ["chats", "deliveries"])
async def test_a_number_on_sqlite_is_never_given_out_twice(sqlite_template, table):
    with closing(sqlite3.connect(sqlite_template)) as connection:
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        assert "AUTOINCREMENT" in connection.execute(query, (table,)).fetchone()[0]


def make(file: Path, revision: str, *rows: str) -> None:
    """Make a database as it was at a migration."""
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "briefs.store:migrations")
        config.set_main_option("path_separator", "os")
        command.upgrade(config, revision)
        for row in rows:
            connection.exec_driver_sql(row)
    engine.dispose()


async def test_rows_of_the_first_shape_are_kept(tmp_path):
    file = tmp_path / "x.db"
    make(file, "0001", CHAT, SUBSCRIPTION)
    await (await Database.open(f"sqlite:///{file}")).close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT id, address, language FROM chats").fetchall() == [(5, "7", "vi")]
        assert connection.execute("SELECT chat_id FROM subscriptions").fetchall() == [(5,)]
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("DELETE FROM chats")
        assert connection.execute("SELECT chat_id FROM subscriptions").fetchall() == []


async def test_what_was_done_before_there_were_reports_is_not_reported(tmp_path):
    file = tmp_path / "x.db"
    make(file, "0003", PUBLISHED)
    database = await Database.open(f"sqlite:///{file}")
    reports = ReportStore(database)
    assert not await reports.anything_new(NOW)
    async with database.write() as tx:
        await tx.exec_driver_sql(PUBLISHED)
    assert await reports.anything_new(NOW)
    await database.close()
