"""From SQLite to PostgreSQL without losing anything."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from briefs.errors import InputError, StoreError, StoreUnavailableError
from briefs.model import Article, BriefContent
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.moving import move
from briefs.store.outbox import OutboxStore
from briefs.store.schema import metadata
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Criteria

NOW = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)


@pytest.fixture
async def source(tmp_path):
    database = await Database.open(f"sqlite:///{tmp_path / 'x.db'}")
    chat = await ChatStore(database).get_or_create("telegram", "7", kind="private", now=NOW)
    schedule = Schedule(Frequency.DAILY)
    await SubscriptionStore(database).follow(chat, "", Criteria(everything=True), schedule, now=NOW)
    store = BriefStore(database)
    for name in "một", "hai", "ba":
        await store.put(
            BriefContent(f"Bản {name}", Article(f"Tin {name} \U0001f35a", external_id=name)), now=NOW
        )
    yield database
    await database.close()


async def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    async with database.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
        }


postgres_only = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@postgres_only
async def test_every_row_arrives_as_it_was(source, database, database_url):
    told = []
    rows = await move(source, database_url, now=NOW, progress=lambda done, total: told.append((done, total)))
    assert await everything(database) == await everything(source)
    assert told[-1] == (rows, rows)


@postgres_only
async def test_numbers_of_deleted_briefs_are_not_given_again(source, database, database_url):
    async with source.write() as tx:
        await tx.execute(sa.text("DELETE FROM briefs WHERE id = 3"))
    await move(source, database_url, now=NOW)
    brief, _ = await BriefStore(database).put(BriefContent("Bản mới", Article("Tin mới")), now=NOW)
    assert brief.id == 4


@postgres_only
async def test_a_database_that_holds_anything_is_refused_and_left_alone(source, database, database_url):
    await ChatStore(database).get_or_create("telegram", "8", kind="private", now=NOW)
    before = await everything(database)
    with pytest.raises(InputError, match=r"not empty \(it has chats\)"):
        await move(source, database_url, now=NOW)
    assert await everything(database) == before


@postgres_only
async def test_nothing_is_moved_while_a_bot_is_at_work(source, database, database_url):
    await OutboxStore(source).ticked("another process", NOW)
    with pytest.raises(StoreUnavailableError, match="stop it"):
        await move(source, database_url, now=NOW + dt.timedelta(minutes=1))
    await move(source, database_url, now=NOW + dt.timedelta(minutes=3))


@postgres_only
@pytest.mark.parametrize("damage", ["content = '{'", "title = CAST(X'C1' AS TEXT)"])
async def test_what_cannot_be_read_is_named_and_nothing_is_moved(source, database, database_url, damage):
    async with source.write() as tx:
        await tx.execute(sa.text(f"UPDATE briefs SET {damage} WHERE id = 2"))
    before = await everything(database)
    with pytest.raises(StoreError, match=r"briefs, row 2: .*diemtin doctor"):
        await move(source, database_url, now=NOW)
    assert await everything(database) == before


async def test_only_sqlite_is_moved_and_only_to_postgresql(source, tmp_path):
    with pytest.raises(InputError, match="Only an SQLite database"):
        await move(source, f"sqlite:///{tmp_path / 'other.db'}", now=NOW)
    assert not (tmp_path / "other.db").exists()
