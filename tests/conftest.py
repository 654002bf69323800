"""A private PostgreSQL server and empty databases for the tests; SQLite ones are files of the test."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from briefs.store.engine import Database
from briefs.store.migrate import upgrade
from briefs.store.schema import HEAD, metadata

_REQUIRED = os.environ.get("DIEMTIN_REQUIRE_POSTGRES") == "1"
_TEMPLATE = "diemtin_template"
LOCKED_USER = "locked"
"""The one user who needs a password."""


def _server_binaries() -> Path | None:
    """Find the folder that has both initdb and postgres: on PATH, or where Debian keeps the newest."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def _server_user() -> str | None:
    """Name the user to run the server as: PostgreSQL refuses root; None means the one running the tests."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    """Give a port on which nobody listens."""
    return _free_port()


class PostgresServer:
    """A server on loopback with its data in a temporary folder."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        self._user = _server_user()
        self._databases = 0
        self._emptied: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        if self._user:
            shutil.chown(folder, self._user)

    def initialise(self) -> None:
        """Make the data folder; no durability, the tests never outlive a power cut."""
        command = [self._binaries / "initdb", "-D", self._data, "-U", "diemtin", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C", "-N"]
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd="/")
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"host all {LOCKED_USER} all scram-sha-256\n" + rules.read_text())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", self._data, "-p", str(self.port), *options],
            user=self._user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while subprocess.run(self._ready(), capture_output=True, check=False).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the PostgreSQL server of the tests did not start")
            time.sleep(0.05)

    def _ready(self) -> list[str]:
        return [str(self._binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT rolls open transactions back, SIGQUIT does not even write a checkpoint."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def url(self, database: str, *, user: str = "diemtin") -> str:
        """Return the URL of a database of this server as people write it."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    async def new_database(self) -> str:
        """Return the URL of an empty, migrated database: one that was emptied, or a copy of the template."""
        if self._emptied:
            return self._emptied.pop()
        if self._databases == 0:
            await self._make_template()
        self._databases += 1
        name = f"test_{self._databases}"
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

    async def execute(self, statement: str) -> None:
        """Run a statement as the superuser."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

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
    binaries = _server_binaries()
    if binaries is None:
        reason = "no PostgreSQL server binaries (initdb, postgres) found"
        pytest.fail(reason) if _REQUIRED else pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="diemtin-pg-") as folder:
        server = PostgresServer(binaries, Path(folder))
        server.initialise()
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
