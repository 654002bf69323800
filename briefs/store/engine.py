"""The door to the database: opening it, one writer and many readers.

SQLite has one writer at a time. Writes go through an engine of one connection that takes the write lock when
it begins (BEGIN IMMEDIATE): a transaction that starts as a reader and writes later may fail at once, whatever
the busy timeout (https://www.sqlite.org/isolation.html). Readers have connections of their own and see a
snapshot (WAL).
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool

from briefs.errors import StoreConflictError, StoreError
from briefs.store.at_once import AtOnce, Work
from briefs.store.connecting import Connector
from briefs.store.failures import store_errors
from briefs.store.migrate import migrate_postgres, migrate_sqlite
from briefs.store.sqlite import Connection
from briefs.store.together import Together
from briefs.store.types import dump_json, load_json
from briefs.store.url import parse_url, sqlite_file

BUSY_TIMEOUT_S = 10
READERS = 4
CONNECT_TIMEOUT_S = 10
_TRIES = 4
_LONGEST_PAUSE_S = 0.2
T = TypeVar("T")


class Database:
    """An open database; `read()` and `write()` give a connection inside a transaction."""

    def __init__(
        self,
        url: sa.URL,
        writer: Connector,
        reader: Connector,
        writes: AtOnce | None = None,
        reads: Together | None = None,
    ) -> None:
        self.url = url
        self._writer = writer
        self._reader = reader
        self._writes = writes
        self._reads = reads
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, create: bool = True) -> Database:
        """Open the database at `url`, bring its tables up to date and return it.

        With `create`, a missing SQLite file and its folder are made. Raises NewerSchemaError for a database
        of a newer version, StoreUnavailableError when it does not answer, StoreError for the rest: each
        with one line that says what is wrong.
        """
        parsed = parse_url(url)
        if parsed.get_backend_name() == "postgresql":
            database = cls._postgres(parsed)
            await database._checked(migrate_postgres(database._writer))
            return database
        file = sqlite_file(parsed)
        if file is not None:
            _prepare_file(file, create=create)
            parsed = parsed.set(database=str(file))
        database = cls._sqlite(parsed, in_memory=file is None)
        await database._checked(migrate_sqlite(database._writer, file))
        return database

    @classmethod
    def _postgres(cls, url: sa.URL) -> Database:
        engine = create_async_engine(
            url,
            json_serializer=dump_json,
            hide_parameters=True,  # texts of users must not get into errors, and so into logs
            pool_pre_ping=True,
            pool_size=READERS + 1,
            connect_args={"timeout": CONNECT_TIMEOUT_S},
        )
        connector = Connector(engine)
        return cls(url, connector, connector)

    @classmethod
    def _sqlite(cls, url: sa.URL, *, in_memory: bool) -> Database:
        writer = Connector(_sqlite_engine(url, size=1, begin="BEGIN IMMEDIATE"))
        if in_memory:  # a second connection would see a database of its own
            return cls(url, writer, writer)
        reader = Connector(_sqlite_engine(url, size=READERS, begin="BEGIN", read_only=True))
        writes = AtOnce(_sqlite_engine_at_once(url, "BEGIN IMMEDIATE"))
        reads = AtOnce(_sqlite_engine_at_once(url, "BEGIN", READERS, read_only=True), READERS)
        return cls(url, writer, reader, writes, Together(reads))

    async def _checked(self, migration: Any) -> None:
        try:
            with store_errors(self.url, connecting=True):
                await migration
        except BaseException:
            await self.close()
            raise

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.url.get_backend_name()

    @property
    def shared(self) -> bool:
        """Whether other processes may be working on the same rows."""
        return self.dialect == "postgresql"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the database; on SQLite it cannot write."""
        async with self._transaction(self._reader) as connection:
            yield connection

    async def read_at_once(self, work: Work[T]) -> T:
        """Do work that sees one state of the database and waits for nothing but its connection.

        The same as `read`, for half of the time on SQLite, and less where others read at the same time.
        """
        if self._reads is None:
            async with self.read() as connection:
                return await work(connection)
        with store_errors(self.url):
            return await self._reads.run(work)

    async def rows(self, query: sa.Select[Any], **parameters: Any) -> Sequence[sa.Row[Any]]:
        """Return the rows of one query; `parameters` are values of its `bindparam`s."""

        async def work(connection: AsyncConnection) -> Sequence[sa.Row[Any]]:
            found: Sequence[sa.Row[Any]] = (await connection.execute(query, parameters or None)).all()
            return found

        return await self.read_at_once(work)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that is committed at the end, or rolled back on an exception.

        A database in memory has one connection: do not read through another while writing.
        """
        async with self._one_writer(), self._transaction(self._writer) as connection:
            yield connection

    async def write_at_once(self, work: Work[T]) -> T:
        """Do work in a write transaction and return its result; it waits for nothing but its connection.

        The same as `write`, for less CPU time on SQLite. On PostgreSQL, work that is broken off for others
        is done again, in another transaction: it must do nothing that stays but for what it writes. Raises
        StoreConflictError where that does not help.
        """
        if self._writes is None:
            return await self._write_again(work)
        with store_errors(self.url):
            async with self._one_writer():
                return await self._writes.run(work)

    async def _write_again(self, work: Work[T]) -> T:
        for _ in range(_TRIES - 1):
            try:
                async with self.write() as connection:
                    return await work(connection)
            except StoreConflictError:  # whoever it met goes on now; both may try again
                await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_S))  # noqa: S311 - no secret
        async with self.write() as connection:
            return await work(connection)

    @asynccontextmanager
    async def _one_writer(self) -> AsyncIterator[None]:
        """Wait for the turn to write: in one process SQLite's writers stand in line, and do not try again."""
        if self.shared:
            yield
            return
        with store_errors(self.url):
            try:
                async with asyncio.timeout(3 * BUSY_TIMEOUT_S):
                    await self._turn.acquire()
            except TimeoutError:
                raise sa.exc.TimeoutError("another writer does not finish") from None
        try:
            yield
        finally:
            self._turn.release()

    @asynccontextmanager
    async def _transaction(self, connector: Connector) -> AsyncIterator[AsyncConnection]:
        with store_errors(self.url):
            async with AsyncExitStack() as stack:
                with store_errors(self.url, connecting=True):
                    connection = await stack.enter_async_context(connector.connection())
                    await stack.enter_async_context(connection.begin())
                yield connection

    async def close(self) -> None:
        """Close all connections."""
        for threads in (self._writes, self._reads):
            if threads is not None:
                threads.close()
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def unpooled(url: sa.URL) -> Connector:
    """Give PostgreSQL connections that are nobody else's, and in no transaction.

    What belongs to a connection, a lock or what it listens to, must not end up in the pool.
    """
    engine = create_async_engine(
        url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"timeout": CONNECT_TIMEOUT_S}
    )
    return Connector(engine)


async def give_up(connection: AsyncConnection) -> None:
    """Close a connection, with the server or without."""
    with suppress(Exception):
        await connection.invalidate()
        await connection.close()


def _prepare_file(file: Path, *, create: bool) -> None:
    """Make the folder of a new file; refuse what cannot become a database before SQLite says so, vaguely."""
    if file.is_dir():
        raise StoreError(f"{file} is a folder, not a database file.")
    if not file.exists() and not create:
        raise StoreError(f"There is no database at {file}: run `diemtin seed` to make one.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {file.parent} cannot be made: {error.strerror}.") from error
    for path in (file.parent, file):
        if path.exists() and not os.access(path, os.W_OK):
            raise StoreError(f"{path} is not writable: change its permissions or set another DATABASE_URL.")


def _sqlite_engine(url: sa.URL, *, size: int, begin: str, read_only: bool = False) -> AsyncEngine:
    """Build an engine whose connections are prepared for WAL and whose transactions start with `begin`."""
    engine = create_async_engine(
        url,
        json_serializer=dump_json,
        json_deserializer=load_json,
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=3 * BUSY_TIMEOUT_S,
        connect_args={"timeout": BUSY_TIMEOUT_S, "factory": Connection},
    )

    _prepare(engine.sync_engine, begin, read_only=read_only)
    return engine


def _sqlite_engine_at_once(url: sa.URL, begin: str, size: int = 1, *, read_only: bool = False) -> sa.Engine:
    """Build an engine whose connections are used in threads of their own."""
    engine = sa.create_engine(
        url.set(drivername="sqlite+pysqlite"),
        json_serializer=dump_json,
        json_deserializer=load_json,
        hide_parameters=True,
        pool_size=size,
        max_overflow=0,
        connect_args={"timeout": BUSY_TIMEOUT_S, "factory": Connection, "check_same_thread": False},
    )
    _prepare(engine, begin, read_only=read_only)
    return engine


def _prepare(engine: sa.Engine, begin: str, *, read_only: bool = False) -> None:
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are ours, not the driver's
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def start(connection: sa.Connection) -> None:
        cursor = connection.connection.cursor()  # the driver's own: a statement through SQLAlchemy costs more
        cursor.execute(begin)
        cursor.close()

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", start)
