"""A process that delivers nothing tells the others what it sends, and that Telegram refused it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.delivery import Rates
from bot.delivery.witness import Witness, share
from bot.local import Fault, LocalServer, Trouble
from briefs.store.attempts import Delivery
from briefs.store.budget import RateBudget

MESSAGES = 30
A_SECOND = 4
"""So few that what was sent takes longer than the test to be forgotten."""
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize(
        "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
    ),
]


@pytest.fixture
async def web(office: Any, server: LocalServer) -> AsyncIterator[ExtBot[Any]]:
    """Give the bot of a process that only answers."""
    budget = RateBudget(A_SECOND)
    limiter = Witness(Rates(overall=1000, limit=1000, chat_interval=0), budget=budget, now=office.clock)
    telling = asyncio.create_task(share(budget, limiter, office.database))
    async with ExtBot(office.telegram.token, base_url=server.base_url, rate_limiter=limiter) as bot:
        yield bot
    telling.cancel()
    with suppress(asyncio.CancelledError):
        await telling


async def turns(office: Any) -> tuple[int, float]:
    """Return how many deliveries another process may claim now, and for how long none."""
    claims = [0]

    async def claim(limit: int) -> list[Delivery]:
        claims.append(limit)
        return []

    worker = RateBudget(A_SECOND)
    async with office.database.write() as tx:
        await worker.draw(tx, 10, claim)
    return claims[-1], worker.closed_for_s


async def until(office: Any, condition: Callable[[int, float], bool]) -> None:
    """Wait until the turns of another process fulfil a condition."""
    async with asyncio.timeout(5):
        while not condition(*await turns(office)):  # noqa: ASYNC110 - the row tells nobody that it changed
            await asyncio.sleep(0.05)


async def test_who_delivers_has_fewer_turns_for_what_another_process_answers(
    office: Any, web: ExtBot[Any]
) -> None:
    assert await turns(office) == (2, 0)
    reader = office.telegram.person("An").id
    sent = await web.send_message(reader, "an answer")
    for number in range(MESSAGES):
        await web.edit_message_text(f"edited {number}", reader, sent.message_id)
    await until(office, lambda free, _: free == 0)


async def test_when_telegram_refuses_an_answer_nobody_delivers(office: Any, web: ExtBot[Any]) -> None:
    reader = office.telegram.person("An").id
    office.telegram.faults.add(Fault(Trouble.FLOOD, "sendMessage", times=1, seconds=90))
    with pytest.raises(RetryAfter):
        await web.send_message(reader, "an answer")
    await until(office, lambda free, closed_for_s: free == 0 and closed_for_s > 60)
