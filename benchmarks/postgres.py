"""A PostgreSQL server of one's own, for benchmarks and tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg

_PATIENCE_S = 60


class Postgres:
    """A server on loopback with its data in a temporary folder, as durable as one is by default.

    `initdb` are further options for making the data folder, `settings` for running the server.
    """

    def __init__(
        self, binaries: Path, folder: Path, *, initdb: Sequence[str] = (), settings: Sequence[str] = ()
    ) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        self._user = _server_user()
        self._settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", *settings]
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        if self._user:
            shutil.chown(folder, self._user)
        command = [binaries / "initdb", "-D", self._data, "-U", "diemtin", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C", *initdb]
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd="/")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [part for setting in self._settings for part in ("-c", setting)]
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", self._data, "-p", str(self.port), *options],
            user=self._user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ready = [self._binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        deadline = time.monotonic() + _PATIENCE_S
        while subprocess.run(ready, check=False).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the PostgreSQL server did not start")
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT rolls open transactions back, SIGQUIT ends it as a power cut would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE_S)
            self._process = None

    def url(self, database: str, *, user: str = "diemtin") -> str:
        """Return the URL of a database of this server as people write it."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    async def execute(self, statement: str) -> None:
        """Run a statement as the superuser."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def new_database(self) -> str:
        """Return the URL of an empty database."""
        self._made += 1
        await self.execute(f"CREATE DATABASE trial_{self._made}")
        return self.url(f"trial_{self._made}")


@contextmanager
def postgres() -> Iterator[Postgres | None]:
    """Run a server while the block runs; None where there are no server binaries."""
    binaries = server_binaries()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="diemtin-pg-") as folder:
        server = Postgres(binaries, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)


def server_binaries() -> Path | None:
    """Find the folder that has both initdb and postgres: on PATH, or where Debian keeps the newest."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def free_port() -> int:
    """Return a port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _server_user() -> str | None:
    """Name the user to run the server as: PostgreSQL refuses root; None means the one who runs this."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
