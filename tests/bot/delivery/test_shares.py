"""Processes with shares of one limit never pass it together, and use what is free."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.delivery.limiter import Lane, Limiter
from bot.delivery.pace import Flight, Pace, Rates
from bot.delivery.shares import sharing
from briefs.store.budget import EXPIRES_S, LEASE_S, divided
from briefs.store.engine import Database

RATES = Rates()
STEP_S = 0.005
LOOK_S = 0.4


class Process:
    """One of several that send all they may, or nothing, and look now and then."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name = name
        self.pace = Pace(RATES)
        self.pace.give(0, 0.0, 0.0)
        self.wanted = RATES.limit
        self.looks_at = chance.uniform(0, 3)
        self.stands_until = 0.0
        self.answers: list[tuple[float, int, Flight]] = []


class Fleet:
    """Processes on one row of shares, in a time of its own; `slowest` is how long an answer may take."""

    def __init__(self, processes: int, chance: random.Random, slowest: float) -> None:
        self.chance, self.slowest = chance, slowest
        self.processes = [Process(str(number), chance) for number in range(processes)]
        self.shares: dict[str, Any] = {}
        self.arrived: list[float] = []
        self.now = 0.0

    def run(self, seconds: float, disturb: float = 0.0) -> None:
        """Let them send; `disturb` is how often in a second one stands still, or wants more or less."""
        until = self.now + seconds
        while self.now < until:
            self.now += STEP_S
            for process in self.processes:
                if self.chance.random() < disturb * STEP_S:
                    process.stands_until = self.now + self.chance.choice([0, 0.5, 5, 7, 20])
                    process.wanted = self.chance.choice([0, 3, RATES.limit])
                if self.now >= process.stands_until:
                    self._step(process)

    def _step(self, process: Process) -> None:
        while process.answers and process.answers[0][0] <= self.now:
            process.pace.finish(heapq.heappop(process.answers)[2], self.now)
        # It sends before it looks: who stood still has not heard yet that its share is gone.
        while process.wanted and process.pace.slot_at(self.now) <= self.now:
            there, back = (self.chance.uniform(0.01, self.slowest / 2) for _ in range(2))
            flight = process.pace.start(None, self.now)
            self.arrived.append(self.now + there)
            heapq.heappush(process.answers, (self.now + there + back, len(self.arrived), flight))
        if self.now >= process.looks_at:
            self._look(process)

    def _look(self, process: Process) -> None:
        pace, now = process.pace, self.now
        using = max(pace.share(now), pace.in_use(now))
        self.shares, messages, settled = divided(
            RATES.limit, self.shares, process.name, process.wanted, using=using, now=now
        )
        pace.give(messages, now, now + LEASE_S)
        process.looks_at = now + (LOOK_S if settled else 0.05)


def most_in_a_second(times: list[float]) -> int:
    times, most, first = sorted(times), 0, 0
    for last, time in enumerate(times):
        while time - times[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=True), st.integers(1, 5), st.floats(0.05, 0.4))
def test_together_they_never_pass_the_limit(chance: random.Random, processes: int, slowest: float) -> None:
    fleet = Fleet(processes, chance, slowest)
    fleet.run(15, disturb=0.3)
    assert most_in_a_second(fleet.arrived) <= RATES.limit


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_the_limit_is_used_up_however_many_they_are(processes: int) -> None:
    fleet = Fleet(processes, random.Random(1), slowest=0.03)
    fleet.run(10)
    before = len(fleet.arrived)
    fleet.run(20)
    assert len(fleet.arrived) - before >= 0.97 * RATES.limit * 20


def test_who_stood_still_until_its_share_was_anothers_sends_nothing_before_it_looks() -> None:
    fleet = Fleet(2, random.Random(1), slowest=0.03)
    fleet.run(5)
    fleet.processes[0].stands_until = fleet.now + EXPIRES_S + 2
    fleet.run(EXPIRES_S + 5)
    assert most_in_a_second(fleet.arrived) <= RATES.limit


def test_what_a_dead_process_had_is_used_by_the_others() -> None:
    fleet = Fleet(2, random.Random(1), slowest=0.03)
    fleet.run(5)
    fleet.processes[0].stands_until = 1e9
    fleet.run(10)
    before = len(fleet.arrived)
    fleet.run(5)
    assert len(fleet.arrived) - before >= 0.96 * RATES.limit * 5


@pytest.mark.postgres
@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
class TestKeeping:
    @pytest.fixture
    async def limiter(self, database: Database) -> AsyncIterator[Limiter]:
        limiter = Limiter()
        async with sharing(limiter, database):
            yield limiter
        await limiter.shutdown()

    async def test_who_has_nothing_to_send_leaves_all_to_the_others(
        self, database: Database, limiter: Limiter
    ) -> None:
        await send(limiter, None)
        other = Limiter()
        async with sharing(other, database), asyncio.timeout(20):
            waiting = [asyncio.create_task(send(other, Lane.DIGEST, chat)) for chat in range(200)]
            while other.share < limiter.limit - limiter.share or limiter.share > 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            for task in waiting:
                task.cancel()

    async def test_an_answer_gets_its_share_from_one_who_sends_digests(
        self, database: Database, limiter: Limiter
    ) -> None:
        digests = [asyncio.create_task(send(limiter, Lane.DIGEST, chat)) for chat in range(200)]
        async with asyncio.timeout(20):
            while limiter.share < limiter.limit:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            web = Limiter()
            async with sharing(web, database):
                await send(web, None)
                assert limiter.share < limiter.limit
        for task in digests:
            task.cancel()

    async def test_people_are_answered_while_the_database_is_away(
        self, database: Database, limiter: Limiter
    ) -> None:
        async with database.write() as tx:
            await tx.execute(sa.text("ALTER TABLE rate_budgets RENAME TO away"))
        try:
            with capture_logs():  # to print a traceback takes seconds
                async with asyncio.timeout(20):
                    await send(limiter, None)
        finally:
            async with database.write() as tx:
                await tx.execute(sa.text("ALTER TABLE away RENAME TO rate_budgets"))


async def send(limiter: Limiter, lane: Lane | None, chat: int = 1) -> None:
    async def wire() -> None:
        await asyncio.sleep(0)

    await limiter.process_request(wire, (), {}, "sendMessage", {"chat_id": chat}, lane)
