"""Workers side by side on one database keep to one rate together."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.delivery import Delivery, Rates, SenderOptions
from bot.delivery.shares import sharing
from bot.delivery.witness import Witness
from bot.local import LocalServer, LocalTelegram
from bot.local.limits import Limits

READERS = 60
RATES = Rates(overall=21, limit=21, chat_interval=0)
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
    """Refuse one more message than a worker alone would send in a second."""
    return LocalTelegram(limits=Limits(overall_per_second=RATES.limit, penalty=(1, 1)))


@pytest.fixture
async def workers(office: Any, server: LocalServer) -> AsyncIterator[list[Delivery]]:
    """Three workers as processes have them: each with a limiter and a share of its own."""
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(3):
            limiter = Witness(RATES, now=office.clock)
            bot: ExtBot[Any] = ExtBot(office.telegram.token, base_url=server.base_url, rate_limiter=limiter)
            await stack.enter_async_context(bot)
            await stack.enter_async_context(sharing(limiter, office.database))
            parts = (office.database, office.registry, bot, limiter, office.compose)
            made.append(Delivery(*parts, alert=office.alert, now=office.clock, tick_s=3600, options=QUICK))
            stack.push_async_callback(made[-1].stop)
        yield made


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
