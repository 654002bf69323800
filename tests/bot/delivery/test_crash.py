from __future__ import annotations

import asyncio
import datetime as dt
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.local import LocalServer

WORKER = Path(__file__).with_name("worker.py")
READERS = 60
KILLS = 2
BOUND = 20
"""Most that one kill may repeat: 200 a second x (0.05 s to commit + answer latency on a busy machine)."""


async def start_worker(url: str, server: LocalServer) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, WORKER, url, server.base_url, server.telegram.token, stdout=asyncio.subprocess.DEVNULL
    )


async def arrive(office: Any, more: int) -> None:
    """Wait until so many more requests have come in."""
    enough = len(office.telegram.requests) + more
    await office.telegram.journal.until(lambda: len(office.telegram.requests) >= enough, 20, "messages")


def copies(office: Any, readers: list[int]) -> Counter[tuple[int, str]]:
    return Counter((reader, text) for reader in readers for text in office.got(reader))


async def test_nothing_is_lost_when_the_process_is_killed_again_and_again(
    office: Any, server: LocalServer, database_url: str
) -> None:
    office.clock.now = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    readers = await office.readers(READERS)
    await office.publish()
    chance = random.Random(7)
    for _ in range(KILLS):
        worker = await start_worker(database_url, server)
        await arrive(office, 2 + chance.randrange(READERS // 2))
        worker.kill()
        await worker.wait()
    worker = await start_worker(database_url, server)
    await office.until(lambda states: states["sent"] == 2 * READERS, seconds=30)
    worker.kill()
    await worker.wait()
    got = copies(office, readers)
    assert set(got) == {(r, f"digest, part {n}") for r in readers for n in (1, 2)}
    assert sum(got.values()) - len(got) <= KILLS * BOUND


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_a_second_process_takes_over_from_one_that_is_killed(
    office: Any, server: LocalServer, database_url: str
) -> None:
    office.clock.now = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    readers = await office.readers(READERS)
    await office.publish()
    workers = [await start_worker(database_url, server) for _ in range(2)]
    await arrive(office, READERS // 2)
    workers[0].kill()
    await office.until(lambda states: states["sent"] == 2 * READERS, seconds=30)
    workers[1].kill()
    for worker in workers:
        await worker.wait()
    got = copies(office, readers)
    assert len(got) == 2 * READERS
    assert sum(got.values()) - len(got) <= BOUND
