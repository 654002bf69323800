"""Opening connections so that none is left behind.

A task may be cancelled while a connection is being made for it. The driver then drops what it has so far: a
thread that answers to a loop that is gone, or a socket that nobody closes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Connector:
    """Gives connections of an engine; connecting, once begun, goes on to its end."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._unwanted: set[asyncio.Task[None]] = set()

    async def connect(self) -> AsyncConnection:
        """Return a connection that the caller closes.

        Who is cancelled meanwhile goes at once; the connection is closed when it is there.
        """
        connecting = asyncio.ensure_future(self._engine.connect().start())
        try:
            return await asyncio.shield(connecting)
        except asyncio.CancelledError:
            closing = asyncio.create_task(_close(connecting))
            self._unwanted.add(closing)
            closing.add_done_callback(self._unwanted.discard)
            raise

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection and close it at the end."""
        async with AsyncExitStack() as stack:
            connection = await self.connect()
            stack.push_async_exit(connection)  # it closes to the end even where the caller is cancelled
            yield connection

    async def dispose(self) -> None:
        """Close all connections, also those that are still being made for somebody who has gone."""
        if self._unwanted:
            await asyncio.wait(self._unwanted)
        await self._engine.dispose()


async def _close(connecting: asyncio.Future[AsyncConnection]) -> None:
    with suppress(Exception):  # nobody waits for it, and nobody needs to know
        await (await connecting).close()
