"""Hearing at once of what other processes change: LISTEN and NOTIFY of PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.errors import StoreError
from briefs.store.brief_rows import CHANNEL
from briefs.store.engine import Database, give_up, unpooled
from briefs.store.failures import store_errors

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 15.0
_ANSWER_TIMEOUT_S = 5.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 30.0


class BriefNews:
    """Tells of changes to briefs, on a connection of its own that is made again when it is lost."""

    def __init__(self, database: Database) -> None:
        self._url = database.url
        self._healthy = False
        self._wait = _FIRST_WAIT_S

    @property
    def healthy(self) -> bool:
        """Whether every change until now was told: false while there is no connection."""
        return self._healthy

    async def run(self, heard: Callable[[], None]) -> None:
        """Call `heard` at every change, and after each connecting, for some may have been missed."""
        while True:
            try:
                await self._listen(heard)
            except StoreError as error:
                log.warning("Changes are not heard of at once: %s", error.message)
            finally:
                self._healthy = False
            await asyncio.sleep(self._wait)
            self._wait = min(2 * self._wait, _LONGEST_WAIT_S)

    async def _listen(self, heard: Callable[[], None]) -> None:
        """Listen until the connection is lost; raises StoreError."""
        connector = unpooled(self._url)
        try:
            with store_errors(self._url, connecting=True):
                connection = await connector.connect()
                try:
                    await self._hear(connection, heard)
                finally:
                    await give_up(connection)
        finally:
            await connector.dispose()

    async def _hear(self, connection: AsyncConnection, heard: Callable[[], None]) -> None:
        lost = asyncio.Event()
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(lambda *_: lost.set())
        await driver.add_listener(CHANNEL, lambda *_: heard())
        self._healthy, self._wait = True, _FIRST_WAIT_S
        heard()
        while not lost.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(lost.wait(), _LOOK_EVERY_S)
            async with asyncio.timeout(_ANSWER_TIMEOUT_S):  # a network that is cut does not say so
                await connection.execute(sa.select(1))
