"""Workers side by side on one database keep to one rate together."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.delivery import Delivery, Rates, SenderOptions
from bot.delivery.witness import Witness
from bot.local import LocalServer, LocalTelegram
from bot.local.limits import Limits
from briefs.store.budget import LEAD_S, Claim, RateBudget
from briefs.store.outbox import Delivery as Claimed

READERS = 60
ALONE = Rates(overall=20, limit=21, chat_interval=0)
HOUR = dt.timedelta(hours=1)
QUICK = SenderOptions(commit_interval=0.05, idle=0.1)
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize(
        "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
    ),
]


@pytest.fixture
def telegram() -> LocalTelegram:
    """Refuse more than one and a half times what a worker alone would send."""
    return LocalTelegram(limits=Limits(overall_per_second=30, penalty=(1, 1)))


class Late(RateBudget):
    """Of a process that stood still after its first claim until all turns were over."""

    missed = 0

    async def draw(self, tx: Any, wanted: int, claim: Claim) -> list[Claimed]:
        drawn = await super().draw(tx, wanted, claim)
        if not drawn or self.missed:
            return drawn
        self.missed = len(drawn)
        return [replace(one, turn=time.monotonic() - 1) for one in drawn]


@pytest.fixture
async def workers(office: Any, server: LocalServer) -> AsyncIterator[list[Delivery]]:
    """Three workers as processes have them: with limiters and budgets of their own."""
    made, bots = [], []
    for number in range(3):
        budget = RateBudget(ALONE.overall) if number else Late(ALONE.overall)
        limiter = Witness(ALONE, budget=budget, now=office.clock)
        bot: ExtBot[Any] = ExtBot(office.telegram.token, base_url=server.base_url, rate_limiter=limiter)
        await bot.initialize()
        bots.append(bot)
        parts = (office.database, office.registry, bot, limiter, office.compose)
        made.append(
            Delivery(*parts, alert=office.alert, now=office.clock, tick_s=3600, options=QUICK, budget=budget)
        )
    yield made
    for worker in made:
        await worker.stop()
    for bot in bots:
        await bot.shutdown()


async def test_workers_together_send_no_more_than_one_would(office: Any, workers: list[Delivery]) -> None:
    readers = await office.readers(READERS)
    await office.publish()
    office.clock.now += HOUR
    await asyncio.gather(*(worker.start() for worker in workers))
    await office.until(lambda states: states["sent"] == READERS, seconds=30)
    assert all(len(office.got(reader)) == 1 for reader in readers)
    assert [call.status for call in office.telegram.requests if call.status == 429] == []


async def test_a_refusal_of_one_worker_stops_the_others(office: Any, workers: list[Delivery]) -> None:
    await office.readers(READERS)
    await office.publish()
    office.clock.now += HOUR
    office.telegram.rates.limits = Limits(overall_per_second=5, penalty=(60, 60))
    await asyncio.gather(*(worker.start() for worker in workers))
    await office.until(lambda states: states["sent"] > 0)
    refused = lambda: [c for c in office.telegram.requests if c.status == 429]  # noqa: E731
    await office.telegram.journal.until(lambda: bool(refused()), 10, "a refusal")
    await office.until(lambda states: states["sending"] == 0)
    count = len(office.telegram.requests)
    await asyncio.sleep(1.0)
    assert len(office.telegram.requests) == count


async def test_a_missed_turn_is_given_back_and_taken_again_later(
    office: Any, workers: list[Delivery]
) -> None:
    late, *others = workers
    await office.readers(3)
    await office.publish()
    office.clock.now += HOUR
    began = asyncio.get_running_loop().time()
    await late.start()
    await office.until(lambda states: states["sent"] == 3)
    assert late._sender._budget.missed == 3
    assert asyncio.get_running_loop().time() - began >= LEAD_S  # turns of the second claim
    assert len([call for call in office.telegram.requests if call.method == "sendMessage"]) == 3
    await asyncio.gather(*(worker.start() for worker in others))
