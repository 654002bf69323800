"""All that an SQLite database holds into an empty PostgreSQL one: from one machine to several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import InputError, StoreError, StoreUnavailableError
from briefs.store.engine import Database
from briefs.store.schema import counters, metadata, planner_ticks
from briefs.store.types import Damaged, Unreadable
from briefs.store.url import parse_url

Progress = Callable[[int, int], None]
"""Told how many rows are moved, and of how many."""

_BATCH = 500
_QUIET = dt.timedelta(minutes=2)
"""A running planner ticks every 30 seconds."""


async def move(source: Database, url: str, *, now: dt.datetime, progress: Progress | None = None) -> int:
    """Copy every row to the database at `url`, in one transaction, and return how many; nothing else changes.

    Numbers go on after the highest that was ever given: a button of a deleted brief never leads to a new one.
    Raises InputError where either is of the wrong kind or the target holds anything, StoreUnavailableError
    while a bot works on the source, StoreError where the target cannot be opened or not all arrived.
    """
    if source.dialect != "sqlite" or parse_url(url).get_backend_name() != "postgresql":
        raise InputError("Only an SQLite database is moved, and only to PostgreSQL (postgresql://...).")
    target = await Database.open(url)
    try:
        async with source.read() as old, target.write() as new:
            await _check_quiet(old, now)
            await _check_empty(new)
            return await _copy(old, new, progress)
    finally:
        await target.close()


async def _copy(old: AsyncConnection, new: AsyncConnection, progress: Progress | None) -> int:
    counts = {table: await _count(old, table) for table in metadata.sorted_tables}
    moved, total = 0, sum(counts.values())
    await new.execute(counters.delete())  # the migrations made some
    for table in metadata.sorted_tables:
        async for rows in (await old.stream(table.select())).mappings().partitions(_BATCH):
            await new.execute(table.insert(), [_sound(table, row) for row in rows])
            moved += len(rows)
            if progress is not None:
                progress(moved, total)
        await _go_on_numbering(old, new, table)
    missing = [table.name for table, count in counts.items() if await _count(new, table) != count]
    if missing:
        raise StoreError(f"Not all arrived ({', '.join(missing)}): nothing was moved.")
    return total


def _sound(table: sa.Table, row: sa.RowMapping) -> dict[str, Any]:
    """Return the values of a row; StoreError where one cannot be read."""
    if any(isinstance(value, Unreadable | Damaged) for value in row.values()):
        number = ", ".join(str(row[column]) for column in table.primary_key)
        raise StoreError(
            f"{table.name}, row {number}: it cannot be read, and nothing was moved. "
            "`diemtin doctor` names briefs that were damaged; mend it, or restore a backup."
        )
    return dict(row)


async def _check_quiet(old: AsyncConnection, now: dt.datetime) -> None:
    ticked_at = await old.scalar(
        sa.select(sa.func.max(planner_ticks.c.ticked_at, type_=planner_ticks.c.ticked_at.type))
    )
    if ticked_at is not None and ticked_at > now - _QUIET:
        raise StoreUnavailableError(
            "A bot was at work on the database a moment ago: stop it, wait two minutes."
        )


async def _check_empty(new: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        if table is not counters and await _count(new, table):
            raise InputError(f"The other database is not empty (it has {table.name}): name a new one.")


async def _count(connection: AsyncConnection, table: sa.Table) -> int:
    return int(await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


async def _go_on_numbering(old: AsyncConnection, new: AsyncConnection, table: sa.Table) -> None:
    """Let the target give numbers after those of the source, of deleted rows too where it knows them."""
    column = table.autoincrement_column
    if column is None:
        return
    highest = int(await old.scalar(sa.select(sa.func.max(column))) or 0)
    if table.dialect_options["sqlite"]["autoincrement"]:
        given = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        highest = max(highest, int(await old.scalar(given, {"name": table.name}) or 0))
    if highest:
        sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
        await new.execute(sa.select(sa.func.setval(sequence, highest)))
