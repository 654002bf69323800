"""A private PostgreSQL server and empty databases for the tests; SQLite ones are files of the test."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from benchmarks.postgres import Postgres, free_port, server_binaries
from briefs.store.engine import Database
from briefs.store.revisions import upgrade
from briefs.store.schema import HEAD, metadata

_REQUIRED = os.environ.get("DIEMTIN_REQUIRE_POSTGRES") == "1"
_TEMPLATE = "diemtin_template"
LOCKED_USER = "locked"
"""The one user who needs a password."""


@pytest.fixture(name="free_port")
def give_free_port() -> int:
    """Give a port on which nobody listens."""
    return free_port()


class PostgresServer(Postgres):
    """A server that lasts for a session, with databases that tests give back."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        # No durability: the tests never outlive a power cut.
        super().__init__(binaries, folder, initdb=["-N"], settings=["fsync=off"])
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"host all {LOCKED_USER} all scram-sha-256\n" + rules.read_text())
        self._emptied: list[str] = []

    async def new_database(self) -> str:
        """Return the URL of an empty, migrated database: one that was emptied, or a copy of the template."""
        if self._emptied:
            return self._emptied.pop()
        if self._made == 0:
            await self._make_template()
        self._made += 1
        name = f"test_{self._made}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.url(name)

    async def empty(self, url: str) -> None:
        """Empty a database that a test is done with, for the next: that takes half as long as a new one."""
        connection = await asyncpg.connect(url)
        try:
            tables = ", ".join(metadata.tables)
            await connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
            await connection.execute("INSERT INTO counters (name, value) VALUES ('briefs', 0)")
            await connection.execute(f"UPDATE alembic_version SET version_num = '{HEAD}'")
        finally:
            await connection.close()
        self._emptied.append(url)

    async def _make_template(self) -> None:
        await self.execute(f"CREATE DATABASE {_TEMPLATE}")
        await (await Database.open(self.url(_TEMPLATE))).close()


@pytest.fixture(scope="session", autouse=True)
def telegram_of_tomorrow() -> Iterator[None]:
    """Opt in to what python-telegram-bot warns about at every RetryAfter since 22.2."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PTB_TIMEDELTA", "1")
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server for the session; where there are no server binaries the test is skipped."""
    binaries = server_binaries()
    if binaries is None:
        reason = "no PostgreSQL server binaries (initdb, postgres) found"
        pytest.fail(reason) if _REQUIRED else pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="diemtin-pg-") as folder:
        server = PostgresServer(binaries, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the empty, migrated SQLite file that the tests copy."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'diemtin.db')}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = await server.new_database()
    yield url
    await server.empty(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Give an empty open database, once on SQLite and once on PostgreSQL."""
    opened = await Database.open(database_url)
    try:
        yield opened
    finally:
        await opened.close()
