"""Bring a database to the shape of `schema.py` when it is opened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import NewerSchemaError, StoreError
from briefs.store.backup import copy_checked
from briefs.store.connecting import Connector
from briefs.store.revisions import known_revisions, upgrade
from briefs.store.schema import HEAD

# Any constant will do, as long as all processes that migrate one database use the same.
_ADVISORY_LOCK = 0x6469656D


async def migrate_postgres(connector: Connector) -> None:
    """Migrate under an advisory lock: of processes that start together one does it, the others wait."""
    async with connector.connection() as connection, connection.begin():
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        found = await connection.run_sync(_revision)
        if found != HEAD:
            _refuse_newer(found)
            await connection.run_sync(upgrade)


async def migrate_sqlite(connector: Connector, file: Path | None) -> None:
    """Migrate an SQLite database; one that already holds tables is copied first and the copy checked.

    Foreign keys are off meanwhile: batch mode rebuilds a table by dropping it, and with them on the drop
    would delete the rows that point to it (https://www.sqlite.org/lang_altertable.html#otheralter).
    """
    async with connector.connection() as connection:
        async with connection.begin():
            found = await connection.run_sync(_revision)
            tables = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
        if found == HEAD:
            return
        if found is None and tables:
            raise StoreError(f"{file} is an SQLite database of another program: set another DATABASE_URL.")
        _refuse_newer(found)
        if file is not None and tables:
            copy_checked(
                file, file.with_name(f"{file.name}.{found}.{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}.bak")
            )
        await _without_foreign_keys(connection)


async def _without_foreign_keys(connection: AsyncConnection) -> None:
    await connection.run_sync(_pragma, "foreign_keys=OFF")
    try:
        async with connection.begin():
            await connection.run_sync(upgrade)
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first()
            if broken is not None:
                raise StoreError(f"The migration was undone: rows of {broken[0]} would lose their parent.")
    finally:
        await connection.run_sync(_pragma, "foreign_keys=ON")


def _pragma(connection: sa.Connection, setting: str) -> None:
    """Set a pragma on the driver's connection: SQLite ignores this one inside a transaction."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _revision(connection: sa.Connection) -> str | None:
    """Return the migration the database is at, None for one that has none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _refuse_newer(found: str | None) -> None:
    """Raise NewerSchemaError for a state that no migration of this version leads to."""
    if found is not None and found not in known_revisions():
        raise NewerSchemaError(
            f"The database was written by a newer version of Điểm Tin (its state is {found}, "
            f"this one knows {HEAD}): install that version, or restore the backup made before it."
        )
