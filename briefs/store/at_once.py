"""Short transactions on SQLite in one go.

Every call of an asynchronous driver for SQLite goes to a thread and back, four times a statement: more CPU
time than the statement takes. What runs here goes there once, whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Work = Callable[[AsyncConnection], Coroutine[Any, Any, T]]
"""Something to do in a transaction, that waits for nothing but the connection."""


class AtOnce:
    """Runs work on the connections of a synchronous engine, each in a thread of its own."""

    def __init__(self, engine: sa.Engine, connections: int = 1) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="sqlite")

    async def run(self, work: Work[T]) -> T:
        """Do the work in a transaction that is committed, or rolled back on an exception.

        Who is cancelled meanwhile waits for the end of the transaction.
        """
        done = asyncio.get_running_loop().run_in_executor(self._threads, self._transact, work)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            await asyncio.wait({done})
            raise

    def close(self) -> None:
        """Close the connections."""
        self._threads.shutdown()
        self._engine.dispose()

    def _transact(self, work: Work[T]) -> T:
        with self._engine.begin() as connection:
            return _finish(work(cast(AsyncConnection, _Immediate(connection))))


class _Immediate:
    """Looks like an asynchronous connection, and never lets anybody wait."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> sa.Dialect:
        return self._connection.dialect

    async def execute(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: sa.Executable, parameters: Any = None) -> Any:
        return self._connection.scalar(statement, parameters)


def _finish(work: Coroutine[Any, Any, T]) -> T:
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("work that is to be done at once waited for something else")
