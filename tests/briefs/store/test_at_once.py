"""Transactions in one go: the same on both databases as those that are waited for."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import StoreError
from briefs.store.engine import Database
from briefs.store.schema import counters


async def count_up(tx: AsyncConnection) -> int:
    """Read, and write one more: two at once would lose one."""
    value = int(await tx.scalar(sa.select(counters.c.value).with_for_update()) or 0)
    await tx.execute(counters.update().values(value=value + 1))
    return value + 1


async def value_of(database: Database) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(sa.select(counters.c.value)) or 0)


async def test_what_is_written_at_once_is_kept_and_its_result_returned(database: Database) -> None:
    before = await value_of(database)
    assert await database.write_at_once(count_up) == before + 1
    assert await value_of(database) == before + 1


async def test_an_exception_undoes_all_of_it(database: Database) -> None:
    async def fail(tx: AsyncConnection) -> None:
        await count_up(tx)
        raise KeyError("x")

    before = await value_of(database)
    with pytest.raises(KeyError):
        await database.write_at_once(fail)
    assert await value_of(database) == before


async def test_writers_of_both_kinds_take_turns(database: Database) -> None:
    async def slowly() -> None:
        async with database.write() as tx:
            await count_up(tx)
            await asyncio.sleep(0.001)

    before = await value_of(database)
    await asyncio.gather(
        *(database.write_at_once(count_up) for _ in range(20)), *(slowly() for _ in range(20))
    )
    assert await value_of(database) == before + 40


async def test_who_is_cancelled_leaves_no_half_of_it(database: Database) -> None:
    before = await value_of(database)
    tasks = [asyncio.create_task(database.write_at_once(count_up)) for _ in range(10)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert before + 5 <= await value_of(database) <= before + 10
    assert await database.write_at_once(count_up) > before + 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_work_that_waits_for_something_else_is_refused_and_undone(database: Database) -> None:
    async def dawdle(tx: AsyncConnection) -> None:
        await count_up(tx)
        await asyncio.sleep(0)

    before = await value_of(database)
    with pytest.raises(RuntimeError, match="waited for something else"):
        await database.write_at_once(dawdle)
    assert await value_of(database) == before


async def test_a_database_in_memory_can_do_it_too() -> None:
    database = await Database.open("sqlite://")
    before = await value_of(database)
    assert await database.write_at_once(count_up) == before + 1
    await database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_fault_of_the_database_is_told_as_one(database: Database, database_url: str) -> None:
    async def break_it(tx: AsyncConnection) -> None:
        await tx.execute(sa.text("PRAGMA query_only=ON"))
        await count_up(tx)

    with pytest.raises(StoreError, match="writing"):
        await database.write_at_once(break_it)


async def test_what_is_read_at_once_is_one_state_of_the_database(database: Database) -> None:
    async def twice(connection: AsyncConnection) -> list[int]:
        values = sa.select(counters.c.value)
        return [int(await connection.scalar(values) or 0) for _ in range(2)]

    before = await value_of(database)
    read = await asyncio.gather(*(database.read_at_once(twice) for _ in range(20)))
    assert read == [[before, before]] * 20


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_can_be_written_by_who_reads_at_once(database: Database) -> None:
    with pytest.raises(StoreError):
        await database.read_at_once(count_up)


async def test_the_rows_of_a_query_are_returned(database: Database) -> None:
    await database.write_at_once(count_up)
    found = await database.rows(sa.select(counters.c.value))
    assert [row.value for row in found] == [await value_of(database)]
    assert await database.rows(sa.select(counters.c.value).where(counters.c.name == "no such")) == []
