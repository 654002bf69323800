"""A PostgreSQL server of the benchmark's own, which it may restart."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg


class Postgres:
    """A server on loopback with its data in a temporary folder, as durable as one is by default."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._data = folder / "data"
        self._user = _server_user()
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        if self._user:
            shutil.chown(folder, self._user)
        command = [binaries / "initdb", "-D", self._data, "-U", "diemtin", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*command, "--locale=C"], check=True, capture_output=True, user=self._user, cwd="/")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        where = ["-D", self._data, "-p", str(self._port)]
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = [self._binaries / "postgres", *where, *options]
        self._process = subprocess.Popen(command, user=self._user, cwd="/", **quiet)  # type: ignore[call-overload]
        ready = [self._binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self._port)]
        deadline = time.monotonic() + 60
        while subprocess.run(ready, check=False).returncode != 0:
            if time.monotonic() > deadline:
                raise RuntimeError("the PostgreSQL server did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server in the immediate mode: it ends as after a power cut, and recovers at the start."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None

    async def new_database(self) -> str:
        """Return the URL of an empty database."""
        self._made += 1
        connection = await asyncpg.connect(self._url("postgres"))
        await connection.execute(f"CREATE DATABASE trial_{self._made}")
        await connection.close()
        return self._url(f"trial_{self._made}")

    def _url(self, database: str) -> str:
        return f"postgresql://diemtin@127.0.0.1:{self._port}/{database}"


@contextmanager
def postgres() -> Iterator[Postgres | None]:
    """Run a server while the block runs; None where there are no server binaries."""
    binaries = _binaries()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="diemtin-pg-") as folder:
        server = Postgres(binaries, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _binaries() -> Path | None:
    """Find the folder that has both initdb and postgres: on PATH, or where Debian keeps the newest."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def _server_user() -> str | None:
    """Name the user to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
