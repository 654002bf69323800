from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from bot.watch import DUE_TOO_LONG, PLANNER_SILENT, Watch, checks
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Owed

START = dt.datetime(2024, 12, 24, 7, 30, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(database: Database) -> OutboxStore:
    return OutboxStore(database)


@pytest.fixture
def watch(outbox: OutboxStore, clock: Clock) -> Watch:
    return Watch(outbox, clock)


async def owe(database: Database, outbox: OutboxStore, not_before: dt.datetime) -> None:
    chat = await ChatStore(database).get_or_create("telegram", "7", kind="private", now=START)
    async with database.write() as tx:
        owed = Owed("digest", not_before.isoformat(), "Asia/Tokyo", chat.id, "", {}, not_before)
        await outbox.enqueue(tx, [owed], START)


def values(text: bytes) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


async def test_a_planner_that_never_ticked_is_silent_only_after_it_had_time_to(watch, clock):
    assert not (await watch.look()).planner_silent
    clock.now += PLANNER_SILENT + SECOND
    assert (await watch.look()).planner_silent


async def test_a_planner_is_silent_five_minutes_after_its_last_tick(watch, outbox, clock):
    clock.now += dt.timedelta(hours=1)
    await outbox.ticked("me", clock.now)
    clock.now += PLANNER_SILENT
    assert not (await watch.look()).planner_silent
    clock.now += SECOND
    assert (await watch.look()).planner_silent


async def test_a_process_that_plans_is_not_ready_while_the_planner_is_silent(watch, clock):
    clock.now += PLANNER_SILENT + SECOND
    assert await checks(watch.look, plans=True) == (
        False,
        {"database": "ok", "planner": "has not ticked yet", "deliveries": "none due"},
    )
    assert (await checks(watch.look, plans=False))[0]


async def test_late_deliveries_are_told_and_leave_the_process_in_service(watch, outbox, clock, database):
    await owe(database, outbox, START)
    clock.now += DUE_TOO_LONG
    assert not (await watch.look()).late
    clock.now += SECOND
    assert (await watch.look()).late
    await outbox.ticked("me", clock.now)
    ready, told = await checks(watch.look, plans=True)
    assert (ready, told["deliveries"]) == (True, "1 due, the oldest for 901 s")


async def test_deliveries_ahead_and_of_stopped_runs_are_not_late(watch, outbox, clock, database):
    await owe(database, outbox, START)
    await outbox.stop_run(1, "refused")
    await owe(database, outbox, START + dt.timedelta(days=1))
    clock.now += dt.timedelta(hours=1)
    seen = await watch.look()
    assert (seen.late, seen.health.due, seen.health.stopped_runs) == (False, 0, ((1, "refused"),))


@pytest.mark.postgres
async def test_a_database_that_is_gone_makes_the_process_unready_and_raises_nothing(postgres_server, clock):
    url = await postgres_server.new_database()
    database = await Database.open(url)
    watch = Watch(OutboxStore(database), clock)
    await postgres_server.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")
    assert await checks(watch.look, plans=False) == (False, {"database": "does not answer"})
    assert values(Metrics().render(await watch.look(), 0))["diemtin_database_up",] == 0
    await database.close()


async def test_metrics_show_what_the_database_says(watch, outbox, clock, database):
    await owe(database, outbox, START)
    await outbox.ticked("me", START)
    clock.now += dt.timedelta(seconds=40)
    shown = values(Metrics().render(await watch.look(), refusals=3))
    assert shown["diemtin_deliveries", "pending"] == shown["diemtin_deliveries_due",] == 1
    assert shown["diemtin_deliveries", "dead"] == shown["diemtin_deliveries", "unknown"] == 0
    assert shown["diemtin_oldest_due_seconds",] == shown["diemtin_planner_tick_age_seconds",] == 40
    assert shown["diemtin_telegram_refusals",] == 3


async def test_searches_are_timed_and_empty_ones_counted(watch):
    metrics = Metrics()
    metrics.searched(4, empty=False)
    metrics.searched(300, empty=True)
    shown = values(metrics.render(await watch.look(), 0))
    assert shown["diemtin_search_seconds_count",] == 2
    assert shown["diemtin_search_seconds_bucket", "0.005"] == 1
    assert shown["diemtin_searches_empty_total",] == 1


async def test_each_bot_counts_for_itself(watch):
    one, other = Metrics(), Metrics()
    one.took("message")
    assert ("diemtin_updates_total", "message") in values(one.render(await watch.look(), 0))
    assert ("diemtin_updates_total", "message") not in values(other.render(await watch.look(), 0))


async def test_every_metric_stands_in_the_manual(watch):
    manual = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    text = Metrics().render(await watch.look(), 0).decode()
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    assert {name for name in names if f"`{name}" not in manual and not name.endswith("_created")} == set()
