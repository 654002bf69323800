from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.at_once import AtOnce, Work
from briefs.store.together import Together


class Counted(AtOnce):
    """Counts its transactions."""

    transactions = 0

    async def run(self, work: Work[object]) -> object:
        self.transactions += 1
        return await super().run(work)


@pytest.fixture
async def at_once(tmp_path: Path) -> AsyncIterator[Counted]:
    at_once = Counted(sa.create_engine(f"sqlite:///{tmp_path}/x.db"))
    yield at_once
    at_once.close()


async def one(connection: AsyncConnection) -> int:
    return int(await connection.scalar(sa.select(1)) or 0)


async def broken(connection: AsyncConnection) -> int:
    return int(await connection.scalar(sa.text("SELECT no_such_column")) or 0)


async def test_what_is_asked_for_at_one_time_shares_a_transaction(at_once: Counted) -> None:
    together = Together(at_once)
    assert await asyncio.gather(*(together.run(one) for _ in range(5))) == [1] * 5
    assert at_once.transactions == 1
    assert await together.run(one) == 1
    assert at_once.transactions == 2


async def test_what_fails_fails_alone(at_once: Counted) -> None:
    together = Together(at_once)
    found = await asyncio.gather(together.run(one), together.run(broken), together.run(one),
                                 return_exceptions=True)  # fmt: skip
    assert [found[0], found[2]] == [1, 1]
    assert isinstance(found[1], sa.exc.OperationalError)


async def test_a_transaction_that_fails_fails_for_all_of_it(tmp_path: Path) -> None:
    together = Together(AtOnce(sa.create_engine(f"sqlite:///{tmp_path}/missing/x.db")))
    found = await asyncio.gather(together.run(one), together.run(one), return_exceptions=True)
    assert [type(each) for each in found] == [sa.exc.OperationalError] * 2
    together.close()


async def test_who_is_cancelled_takes_nothing_from_the_others(at_once: Counted) -> None:
    together = Together(at_once)
    tasks = [asyncio.create_task(together.run(one)) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    assert await asyncio.gather(*tasks[1:]) == [1, 1]
    assert tasks[0].cancelled()
