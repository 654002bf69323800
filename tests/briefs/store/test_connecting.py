from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from briefs.store.connecting import Connector


class Door:
    """Lets connections to SQLite through when it is open, and counts those that were closed."""

    def __init__(self) -> None:
        self.knocked = threading.Event()
        self.open = threading.Event()
        self.made = self.closed = 0
        door = self

        class Behind(sqlite3.Connection):
            def __init__(self, *args: Any, **options: Any) -> None:
                door.knocked.set()
                door.open.wait()
                super().__init__(*args, **options)
                door.made += 1

            def close(self) -> None:
                super().close()
                door.closed += 1

        self.factory = Behind


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def connector(door: Door, tmp_path: Path) -> Connector:
    url = f"sqlite+aiosqlite:///{tmp_path}/x.db"
    return Connector(create_async_engine(url, connect_args={"factory": door.factory}))


async def test_a_connection_made_for_somebody_who_was_cancelled_is_closed(
    door: Door, connector: Connector
) -> None:
    connecting = asyncio.create_task(connector.connect())
    await asyncio.to_thread(door.knocked.wait)
    connecting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connecting  # at once: the door is still shut
    door.open.set()
    await connector.dispose()
    assert (door.made, door.closed) == (1, 1)


async def test_connecting_that_fails_after_its_end_disturbs_nobody(door: Door, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/missing/x.db"
    connector = Connector(create_async_engine(url, connect_args={"factory": door.factory}))
    connecting = asyncio.create_task(connector.connect())
    await asyncio.to_thread(door.knocked.wait)
    connecting.cancel()
    door.open.set()
    with pytest.raises(asyncio.CancelledError):
        await connecting
    await connector.dispose()
    assert door.made == 0


async def test_a_connection_is_closed_when_its_user_is_cancelled(door: Door, connector: Connector) -> None:
    door.open.set()
    using = asyncio.Event()

    async def use() -> None:
        async with connector.connection():
            using.set()
            await asyncio.sleep(60)

    user = asyncio.create_task(use())
    await using.wait()
    user.cancel()
    with pytest.raises(asyncio.CancelledError):
        await user
    await connector.dispose()
    assert (door.made, door.closed) == (1, 1)
