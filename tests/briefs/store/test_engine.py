from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import NewerSchemaError, StoreConflictError, StoreError, StoreUnavailableError
from briefs.store.at_once import Work
from briefs.store.engine import Database
from briefs.store.schema import HEAD, counters, incidents, metadata
from briefs.store.url import parse_url


async def open_and_close(url: str, **options: Any) -> None:
    await (await Database.open(url, **options)).close()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///data/x.db", "sqlite+aiosqlite:///data/x.db"),
        (" sqlite:////var/x.db\n", "sqlite+aiosqlite:////var/x.db"),
        ("sqlite://", "sqlite+aiosqlite://"),
        ("postgres://u:p@h:1/d", "postgresql+asyncpg://u:p@h:1/d"),
        ("postgresql://h/d?sslmode=require", "postgresql+asyncpg://h/d?ssl=require"),
    ],
)
def test_urls_are_understood_as_people_write_them(written: str, meant: str) -> None:
    assert parse_url(written).render_as_string(hide_password=False) == meant


@pytest.mark.parametrize(
    "url", ["mysql://h/d", "data.db", "", "postgresql://h:port/d", "postgresql://h:99999/d"]
)
def test_other_urls_are_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(StoreError, match="sqlite:///path"):
        parse_url(url)


def test_a_password_that_breaks_a_url_is_not_repeated() -> None:
    with pytest.raises(StoreError, match="%40") as refused:
        parse_url("postgresql://bot:a@ge:heim@host/x")
    assert "heim" not in str(refused.value)


async def test_a_new_file_and_its_folder_are_made(tmp_path: Path) -> None:
    await open_and_close(f"sqlite:///{tmp_path}/a/b/c.db")
    assert (tmp_path / "a/b/c.db").exists()


async def test_a_missing_file_is_not_made_when_it_should_be_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database at"):
        await open_and_close(f"sqlite:///{tmp_path}/c.db", create=False)
    assert not (tmp_path / "c.db").exists()


async def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def differences(connection: sa.Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD


async def test_a_database_in_memory_works(tmp_path: Path) -> None:
    database = await Database.open("sqlite://")
    async with database.write() as tx:
        await tx.execute(counters.insert().values(name="x", value=1))
    async with database.read() as connection:
        names = (await connection.execute(sa.select(counters.c.name))).scalars().all()
    assert sorted(names) == ["briefs", "x"]
    await database.close()


async def test_sqlite_waits_for_its_turn_to_write(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")

    async def add_one() -> None:
        async with database.write() as tx:
            value = await tx.scalar(sa.select(counters.c.value).where(counters.c.name == "briefs"))
            await asyncio.sleep(0)
            await tx.execute(counters.update().values(value=value + 1))

    await asyncio.gather(*(add_one() for _ in range(20)))
    async with database.read() as connection:
        assert await connection.scalar(sa.select(counters.c.value)) == 20
    await database.close()


async def test_a_writer_that_is_cancelled_amid_its_rows_keeps_nobody_from_writing(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    loop, reading, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def hold() -> None:
        loop.call_soon_threadsafe(reading.set)
        go_on.wait()

    async def read_within_a_write() -> None:
        async with database.write() as tx:
            await tx.execute(counters.update().values(value=5))
            driver: Any = (await tx.get_raw_connection()).driver_connection
            await driver.create_function("hold", 0, hold)
            await tx.exec_driver_sql("SELECT hold() UNION ALL SELECT 2")

    async def count_up(tx: AsyncConnection) -> None:
        await tx.execute(counters.update().values(value=counters.c.value + 1))

    writing = asyncio.create_task(read_within_a_write())
    await reading.wait()
    writing.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError) as held:  # with its traceback, and the cursor in that
        await writing
    await database.write_at_once(count_up)
    async with database.read() as connection:
        assert await connection.scalar(sa.select(counters.c.value)) == 1
    await database.close()
    del held


async def test_readers_are_not_held_up_by_a_writer_and_cannot_write(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    async with database.write() as tx:
        await tx.execute(counters.update().values(value=5))
        async with database.read() as connection:
            assert await connection.scalar(sa.select(counters.c.value)) == 0
            with pytest.raises(sa.exc.OperationalError, match="readonly"):
                await connection.execute(counters.update().values(value=6))
    await database.close()


async def test_sqlite_keeps_rows_without_parent_out(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(sa.exc.IntegrityError):
        async with database.write() as tx:
            await tx.exec_driver_sql("INSERT INTO brief_tags (brief_id, key) VALUES (9, 'x')")
    await database.close()


async def set_revision(url: str, revision: str) -> None:
    database = await Database.open(url)
    async with database.write() as tx:
        await tx.execute(sa.text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    await database.close()


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database_url: str) -> None:
    await set_revision(database_url, "9999")
    with pytest.raises(NewerSchemaError, match="newer version"):
        await open_and_close(database_url)
    with pytest.raises(NewerSchemaError):
        await open_and_close(database_url)


async def test_a_file_is_backed_up_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_and_close(f"sqlite:///{tmp_path}/x.db")
    monkeypatch.setattr("briefs.store.migrate.HEAD", "a later one")
    await open_and_close(f"sqlite:///{tmp_path}/x.db")
    (backup,) = tmp_path.glob(f"x.db.{HEAD}.*.bak")
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT name, value FROM counters").fetchall() == [("briefs", 0)]


async def test_an_up_to_date_file_is_opened_without_a_backup(tmp_path: Path) -> None:
    for _ in range(2):
        await open_and_close(f"sqlite:///{tmp_path}/x.db")
    assert not list(tmp_path.glob("*.bak"))


async def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(StoreError, match="another program"):
        await open_and_close(f"sqlite:///{tmp_path}/x.db")


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("Not a database at all, however long this line is." * 100)
    with pytest.raises(StoreError, match="not an SQLite database"):
        await open_and_close(f"sqlite:///{tmp_path}/x.db")


async def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        await open_and_close(f"sqlite:///{tmp_path}")


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        await open_and_close(f"sqlite:///{tmp_path}/file/sub/x.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_without_write_permission_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="not writable"):
        await open_and_close(f"sqlite:///{tmp_path}/x.db")


async def test_a_locked_file_is_said_to_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefs.store.engine.BUSY_TIMEOUT_S", 0.05)
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="locked"):
            async with database.write():
                pass
    await database.close()


@pytest.mark.parametrize("byte", ["C1", "41"])
async def test_a_time_that_is_none_is_said_to_be_damage(tmp_path: Path, byte: str) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    async with database.write() as tx:
        await tx.exec_driver_sql(f"INSERT INTO incidents VALUES ('x', CAST(X'{byte}' AS TEXT))")
    with pytest.raises(StoreError, match=r"is damaged .*restore a backup") as at_once:
        await database.rows(sa.select(incidents))
    with pytest.raises(StoreError, match="is damaged") as apart:
        async with database.read() as connection:
            (await connection.execute(sa.select(incidents))).all()
    assert at_once.value.__cause__ is apart.value.__cause__ is None
    await database.close()


async def test_a_server_that_is_not_there_is_named_without_the_password(free_port: int) -> None:
    with pytest.raises(StoreUnavailableError, match="does not answer") as caught:
        await open_and_close(f"postgresql://u:geheim@127.0.0.1:{free_port}/d")
    assert "geheim" not in str(caught.value)
    assert not caught.value.permanent


@pytest.mark.postgres
async def test_a_wrong_password_is_said_to_be_refused(postgres_server: Any) -> None:
    await postgres_server.execute("DROP ROLE IF EXISTS locked")
    await postgres_server.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
    with pytest.raises(StoreError, match="refused the login"):
        await open_and_close(postgres_server.url("postgres", user="locked:wrong"))


@pytest.mark.postgres
async def test_a_database_that_does_not_exist_is_named(postgres_server: Any) -> None:
    with pytest.raises(StoreError, match="no database 'nowhere'"):
        await open_and_close(postgres_server.url("nowhere"))


@pytest.mark.postgres
async def test_processes_that_start_together_migrate_once(postgres_server: Any) -> None:
    await postgres_server.execute("CREATE DATABASE together")
    url = postgres_server.url("together")
    await asyncio.gather(*(open_and_close(url) for _ in range(3)))


@pytest.mark.postgres
async def test_the_store_works_again_after_the_server_restarts(postgres_server: Any) -> None:
    database = await Database.open(await postgres_server.new_database())
    async with database.read() as connection:
        await connection.scalar(sa.select(counters.c.value))
    postgres_server.stop()
    with pytest.raises(StoreUnavailableError):
        async with database.read():
            pass
    postgres_server.start()
    async with database.read() as connection:
        assert await connection.scalar(sa.select(counters.c.value)) == 0
    await database.close()


ON_POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
async def ring(database: Database) -> list[Work[str]]:
    """Two works that count up the same two rows, the first time in a ring."""
    async with database.write() as tx:
        await tx.execute(counters.insert(), [{"name": name, "value": 0} for name in "ab"])
    half_done = {"a": asyncio.Event(), "b": asyncio.Event()}

    def work(first: str, second: str) -> Work[str]:
        async def count_up(tx: AsyncConnection) -> str:
            await tx.execute(sa.text("SET LOCAL deadlock_timeout = '20ms'"))
            up = counters.update().values(value=counters.c.value + 1)
            await tx.execute(up.where(counters.c.name == first))
            half_done[first].set()
            await half_done[second].wait()
            await tx.execute(up.where(counters.c.name == second))
            return first

        return count_up

    return [work("a", "b"), work("b", "a")]


async def counted(database: Database) -> dict[str, int]:
    rows = await database.rows(sa.select(counters).where(counters.c.name.in_(["a", "b"])))
    return {row.name: row.value for row in rows}


@ON_POSTGRES
async def test_works_that_wait_for_each_other_in_a_ring_are_both_done_once(
    database: Database, ring: list[Work[str]]
) -> None:
    assert await asyncio.gather(*map(database.write_at_once, ring)) == ["a", "b"]
    assert await counted(database) == {"a": 2, "b": 2}


@ON_POSTGRES
async def test_of_writers_that_wait_for_each_other_in_a_ring_one_is_told_to_try_again(
    database: Database, ring: list[Work[str]]
) -> None:
    async def write(work: Work[str]) -> str:
        async with database.write() as tx:
            return await work(tx)

    done, failed = sorted(
        await asyncio.gather(*map(write, ring), return_exceptions=True),
        key=lambda outcome: isinstance(outcome, Exception),
    )
    assert done in ("a", "b")
    assert isinstance(failed, StoreConflictError)
    assert not failed.permanent
    assert "try again" in failed.message
    assert await counted(database) == {"a": 1, "b": 1}


@ON_POSTGRES
async def test_work_that_always_comes_too_late_is_given_up_with_a_clear_error(database: Database) -> None:
    tries = []

    async def late(tx: AsyncConnection) -> None:
        tries.append(tx)
        await tx.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        await tx.execute(counters.select())
        up = counters.update().values(value=counters.c.value + 1)
        async with database.write() as other:
            await other.execute(up)
        await tx.execute(up)

    with pytest.raises(StoreConflictError, match="could not serialize"):
        await database.write_at_once(late)
    assert len(tries) > 1
    (row,) = await database.rows(counters.select())
    assert row.value == len(tries)
