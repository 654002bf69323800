from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.delivery import Delivery, SenderOptions
from bot.delivery.ticker import Ticker
from bot.local import Fault, Trouble

HOUR = dt.timedelta(hours=1)


async def test_the_clock_ticks_at_the_start_and_again() -> None:
    ticks = asyncio.Semaphore(0)

    async def tick() -> None:
        ticks.release()

    ticker = Ticker(tick, 0.05)
    ticker.start()
    async with asyncio.timeout(5):
        for _ in range(3):
            await ticks.acquire()
    ticker.stop()


async def test_a_tick_that_takes_long_is_not_overlapped() -> None:
    under_way, most, calls = 0, 0, 0

    async def tick() -> None:
        nonlocal under_way, most, calls
        under_way, calls = under_way + 1, calls + 1
        most = max(most, under_way)
        await asyncio.sleep(0.1)
        under_way -= 1

    ticker = Ticker(tick, 0.02)
    ticker.start()
    while calls < 3:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    ticker.stop()
    assert most == 1


async def test_to_stop_during_a_tick_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def tick() -> None:
        begun.set()
        await asyncio.Event().wait()

    ticker = Ticker(tick, 60)
    ticker.start()
    await begun.wait()
    ticker.stop()
    async with asyncio.timeout(5):
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_starting_plans_what_is_due_without_being_told(office: Any) -> None:
    (reader,) = await office.readers(1)
    await office.publish()
    office.clock.now += HOUR
    delivery = office.delivery()
    await delivery.start()
    await office.until(lambda states: states["sent"] == 1)
    await delivery.stop()
    assert office.got(reader) == ["B1"]


@pytest.mark.parametrize("steps", range(5))
async def test_nothing_begins_after_stopping_however_soon_that_was(office: Any, steps: int) -> None:
    delivery = office.delivery()
    await delivery.start()
    for _ in range(steps):
        await asyncio.sleep(0)
    await delivery.stop()
    begun = set[str]()
    for _ in range(20):
        await asyncio.sleep(0)
        begun |= {task.get_name() for task in asyncio.all_tasks()}
    assert begun.isdisjoint({"planner", "sweep", "sender"})


async def test_an_answer_that_never_comes_does_not_hold_up_stopping(office: Any) -> None:
    await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=60))
    delivery = office.delivery(SenderOptions(commit_interval=0.02, idle=0.05, stopping=0.2))
    await delivery.start()
    await office.publish()
    office.clock.now += HOUR
    await delivery.tick_now()
    await office.until(lambda states: states["sending"] == 1)
    async with asyncio.timeout(4):
        await delivery.stop()
    assert await office.states() == {"sending": 1}


on_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@on_postgres
async def test_what_a_sender_holds_is_left_to_it_for_a_lease_after_the_database_was_away(
    office: Any, postgres_server: Any
) -> None:
    (reader,) = await office.readers(1)
    await office.publish()
    office.clock.now += HOUR
    lease = dt.timedelta(seconds=1.5)
    delivery = office.delivery(
        SenderOptions(commit_interval=0.02, idle=0.05, lease=lease.total_seconds()), tick_s=0.05
    )
    await delivery.tick_now()
    await office.outbox.tick([], owner="another", claim=1, now=office.clock.now, lease=lease)
    await delivery.start()
    postgres_server.stop()
    await asyncio.sleep(0.3)
    postgres_server.start()
    office.clock.now += 2 * lease
    async with asyncio.timeout(10):
        while (await office.outbox.health(office.clock.now)).ticked_at != office.clock.now:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert [row.owner for row in await office.rows()] == ["another"]
    await office.until(lambda states: states["sent"] == 1)
    await delivery.stop()
    assert office.got(reader) == ["B1"]


@on_postgres
async def test_a_database_server_that_restarts_loses_nothing(
    office: Any, running: Delivery, postgres_server: Any
) -> None:
    readers = await office.readers(20)
    await office.publish()
    office.clock.now += HOUR
    await running.tick_now()
    postgres_server.stop()
    await asyncio.sleep(0.2)
    postgres_server.start()
    office.clock.now += HOUR
    await office.outbox.recover(office.clock.now)
    await office.settled()
    assert all(office.got(reader) for reader in readers)


async def test_the_clock_sweeps_out_what_has_become_old(office: Any) -> None:
    (reader,) = await office.readers(1)
    delivery = office.delivery(tick_s=0.05)
    await delivery.start()
    await office.publish()
    office.clock.now += HOUR
    await office.until(lambda states: states["sent"] == 1)
    office.clock.now += dt.timedelta(days=91)
    await office.until(lambda states: not states)
    await delivery.stop()
    assert len(office.got(reader)) == 1


async def test_a_damaged_subscription_is_logged_as_what_it_is_not_as_a_database_that_is_away(
    office: Any,
) -> None:
    damaged = await office.subscribe(7)
    async with office.database.write() as tx:
        await tx.execute(sa.text(f"UPDATE subscriptions SET at = 'noon' WHERE id = {damaged.id}"))
    await office.publish()
    office.clock.now += HOUR
    with capture_logs() as logs:
        await office.delivery()._plan()
    assert [entry["event"] for entry in logs] == ["planner.broken"]
