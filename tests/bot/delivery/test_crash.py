from __future__ import annotations

import asyncio
import datetime as dt
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.local import LocalServer

WORKER = Path(__file__).with_name("worker.py")
READERS = 40
KILLS = 2
PATIENCE = 120.0
BOUND = 20
"""Most that one kill may repeat: 40 a second x (0.05 s to commit + up to 0.4 s to be answered)."""
WITHOUT_AND_WITH_RESOLVER = pytest.mark.parametrize(
    ("resolver", "bound"), [((), BOUND), (("resolver",), 0)], ids=["", "resolver"]
)


@asynccontextmanager
async def worker(url: str, server: LocalServer, *resolver: str) -> AsyncIterator[None]:
    """Deliver in a process of its own, and kill it at the end."""
    arguments = (url, server.base_url, server.telegram.token, *resolver)
    process = await asyncio.create_subprocess_exec(
        sys.executable, WORKER, *arguments, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def arrive(office: Any, more: int) -> None:
    """Wait until so many more requests have come in."""
    enough = len(office.telegram.requests) + more
    await office.telegram.journal.until(lambda: len(office.telegram.requests) >= enough, PATIENCE, "messages")


async def everything_sent(office: Any) -> None:
    await office.until(lambda states: states["sent"] == 2 * READERS, seconds=PATIENCE)


def copies(office: Any, readers: list[int]) -> Counter[tuple[int, str]]:
    return Counter((reader, text) for reader in readers for text in office.got(reader))


async def readers_to_serve(office: Any) -> list[int]:
    office.clock.now = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    readers: list[int] = await office.readers(READERS)
    await office.publish()
    return readers


@WITHOUT_AND_WITH_RESOLVER
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_is_lost_when_the_process_is_killed_again_and_again(
    office: Any, server: LocalServer, database_url: str, resolver: tuple[str, ...], bound: int
) -> None:
    readers = await readers_to_serve(office)
    chance = random.Random(7)
    for _ in range(KILLS):
        async with worker(database_url, server, *resolver):
            await arrive(office, 2 + chance.randrange(READERS // 2))
    async with worker(database_url, server, *resolver):
        await everything_sent(office)
    got = copies(office, readers)
    assert set(got) == {(r, f"digest, part {n}") for r in readers for n in (1, 2)}
    assert sum(got.values()) - len(got) <= KILLS * bound


@WITHOUT_AND_WITH_RESOLVER
@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_a_second_process_takes_over_from_one_that_is_killed(
    office: Any, server: LocalServer, database_url: str, resolver: tuple[str, ...], bound: int
) -> None:
    readers = await readers_to_serve(office)
    async with worker(database_url, server, *resolver):
        async with worker(database_url, server, *resolver):
            await arrive(office, READERS // 2)
        await everything_sent(office)
    got = copies(office, readers)
    assert len(got) == 2 * READERS
    assert sum(got.values()) - len(got) <= bound
