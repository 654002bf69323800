from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery.planner import LOOK_BACK, Planner
from briefs.errors import DamagedError
from briefs.schedule import Frequency, QuietHours, Schedule, window_key
from briefs.store.schema import digest_runs
from briefs.subscriptions import Criteria

ALL, DAILY = Criteria(everything=True), Schedule(Frequency.DAILY, dt.time(7, 30))
WEEKLY = Schedule(Frequency.WEEKLY, dt.time(7, 30), weekday=0)
IMMEDIATE = Schedule(Frequency.IMMEDIATE)
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


@pytest.fixture
def planner(office: Any) -> Planner:
    return Planner(office.database, office.registry, "me", office.clock)


def briefs_of(row: Any) -> list[int]:
    return sorted(item["brief_id"] for item in row.payload["plan"]["items"])


async def test_a_digest_is_queued_when_it_is_due_and_once(office: Any, planner: Planner) -> None:
    await office.subscribe(7)
    await office.publish()
    assert await planner.run() == 0
    office.clock.now += HOUR
    assert await planner.run() == 1
    assert await planner.run() == 0
    (row,) = await office.rows()
    assert (row.state, row.part, briefs_of(row)) == ("pending", 1, [1])


async def test_an_empty_digest_is_not_queued_but_its_time_passes(office: Any, planner: Planner) -> None:
    made = await office.subscribe(7)
    office.clock.now += HOUR
    assert await planner.run() == 0
    found = await office.subscriptions.get(made.id)
    assert (found.covered_until, found.next_due) == (office.clock.now, made.next_due + DAY)


@pytest.mark.parametrize("damage", ["criteria = '{\"keys\": []}'", "at = 'noon'", "created_at = 'x'"])
async def test_a_damaged_subscription_holds_up_no_other_chat(
    office: Any, planner: Planner, damage: str
) -> None:
    damaged = await office.subscribe(7)
    await office.subscribe(8)
    if "created_at" in damage and office.database.shared:
        pytest.skip("PostgreSQL keeps no time that is none")
    async with office.database.write() as tx:
        await tx.execute(sa.text(f"UPDATE subscriptions SET {damage} WHERE id = {damaged.id}"))
    await office.publish()
    office.clock.now += HOUR
    with pytest.raises(DamagedError) as told:
        await planner.run()
    assert told.value.__notes__ == [f"chat {damaged.chat.id}"]
    assert [row.chat_id for row in await office.rows()] == [damaged.chat.id + 1]


async def test_days_of_downtime_become_one_digest(office: Any, planner: Planner) -> None:
    made = await office.subscribe(7)
    for _ in range(3):
        await office.publish()
        office.clock.now += DAY
    assert await planner.run() == 1
    (row,) = await office.rows()
    assert briefs_of(row) == [1, 2, 3]
    assert (await office.subscriptions.get(made.id)).next_due > office.clock.now


async def test_what_was_published_too_long_ago_is_left_out(office: Any, planner: Planner) -> None:
    await office.subscribe(7)
    await office.publish()
    office.clock.now += LOOK_BACK + DAY
    await office.publish()
    await planner.run()
    (row,) = await office.rows()
    assert briefs_of(row) == [2]


async def test_subscriptions_of_a_chat_due_together_are_one_digest(office: Any, planner: Planner) -> None:
    await office.subscribe(7)
    await office.subscribe(7, WEEKLY, Criteria(query="gạo"))
    await office.publish("giá gạo")
    office.clock.now += HOUR
    assert await planner.run() == 1
    (row,) = await office.rows()
    (item,) = row.payload["plan"]["items"]
    assert [reason["kind"] for reason in item["reasons"]] == ["query"]


async def test_threads_and_chats_get_digests_of_their_own(office: Any, planner: Planner) -> None:
    for thread in ("", "5"):
        await office.subscribe(-7, thread=thread)
    await office.subscribe(8)
    await office.publish()
    office.clock.now += HOUR
    assert await planner.run() == 3
    assert len({row.run_id for row in await office.rows()}) == 1


async def test_who_stops_in_one_topic_is_still_owed_what_was_planned_elsewhere(
    office: Any, planner: Planner
) -> None:
    places = (-7, "5"), (-7, ""), (8, "5")
    stopped, *_ = [await office.subscribe(address, thread=thread) for address, thread in places]
    await office.publish()
    office.clock.now += HOUR
    assert await planner.run() == 3
    await office.subscriptions.end(stopped.id, "stopped")
    planned = {(row.address, row.thread): row.state for row in await office.rows()}
    assert planned == {("-7", "5"): "cancelled", ("-7", ""): "pending", ("8", "5"): "pending"}


async def test_a_channel_and_a_person_who_follow_the_same_get_digests_of_their_own(
    office: Any, planner: Planner
) -> None:
    await office.subscribe(7)
    channel = await office.meet(-8, "channel")
    await office.subscriptions.follow(channel, "", ALL, DAILY, now=office.clock.now)
    await office.publish()
    office.clock.now += HOUR
    assert await planner.run() == 2
    plans = {row.address: row.payload["plan"] for row in await office.rows()}
    assert plans["-8"]["in_channel"]
    assert "in_channel" not in plans["7"]


async def test_planners_at_the_same_time_do_not_double(office: Any) -> None:
    for address in range(20):
        await office.subscribe(address)
    await office.publish()
    office.clock.now += HOUR
    planners = [Planner(office.database, office.registry, f"p{n}", office.clock) for n in range(4)]
    queued = await asyncio.gather(*(planner.run() for planner in planners))
    assert sum(queued) == 20
    assert sorted(int(row.address) for row in await office.rows()) == list(range(20))


async def test_more_chats_than_one_transaction_takes_are_all_planned(
    office: Any, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.planner.BATCH", 3)
    monkeypatch.setattr("briefs.store.subscriptions.MAX_PER_THREAD", 2)
    for address in range(10):
        await office.subscribe(address)
    await office.publish()
    office.clock.now += HOUR
    assert await planner.run() == 10


async def test_an_immediate_subscription_is_planned_at_once_and_once(office: Any, planner: Planner) -> None:
    await office.subscribe(7, IMMEDIATE)
    await office.publish()
    assert await planner.run() == 1
    assert await planner.run() == 0
    await office.publish()
    assert await planner.run() == 1
    assert [briefs_of(row) for row in await office.rows()] == [[1], [2]]


async def test_what_is_published_in_quiet_hours_waits_for_their_end(office: Any, planner: Planner) -> None:
    made = await office.subscribe(7, IMMEDIATE)
    await office.chats.set_quiet(made.chat.id, QuietHours(dt.time(6), dt.time(9)))  # it is 7 o'clock in Hanoi
    await office.publish()
    await planner.run()
    (row,) = await office.rows()
    assert row.not_before == office.clock.now + 2 * HOUR


async def test_a_brief_whose_transaction_ends_late_is_not_missed(office: Any, planner: Planner) -> None:
    await office.subscribe(7)
    published_at = office.clock.now
    office.clock.now += HOUR
    await planner.run()
    office.clock.now, now = published_at, office.clock.now
    await office.publish()
    office.clock.now = now + DAY
    assert await planner.run() == 1


async def test_the_plan_says_when_the_next_digest_can_come(office: Any, planner: Planner) -> None:
    made = await office.subscribe(7)
    await office.publish()
    office.clock.now += HOUR
    await planner.run()
    (row,) = await office.rows()
    assert dt.datetime.fromisoformat(row.payload["plan"]["next_due"]) == made.next_due + DAY


async def test_the_last_tick_of_the_planner_is_noted(office: Any, planner: Planner) -> None:
    assert (await office.outbox.health(office.clock.now)).ticked_at is None
    for _ in range(2):
        office.clock.now += HOUR
        await planner.run()
        assert (await office.outbox.health(office.clock.now)).ticked_at == office.clock.now


CHANGES = ("2025-03-08", "2025-03-29", "2025-04-05", "2025-10-04", "2025-10-25", "2025-11-01")
"""Evenings before clocks change in New York, Berlin and on Lord Howe, by half an hour there."""
ZONES = ("Asia/Ho_Chi_Minh", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_when_clocks_change_each_zone_gets_each_of_its_days_once(office: Any, planner: Planner) -> None:
    daily = Schedule(Frequency.DAILY, dt.time(2, 15))  # an hour that is missing, or comes twice
    office.clock.now = dt.datetime.fromisoformat("2025-03-01T00:00+00:00")
    for number, name in enumerate(ZONES):
        chat = await office.meet(number)
        chat = await office.chats.set_timezone(chat.id, name)
        await office.subscriptions.follow(chat, "", Criteria(everything=True), daily, now=office.clock.now)
    expected = set()
    for change in CHANGES:
        office.clock.now = dt.datetime.fromisoformat(f"{change}T00:00+00:00")
        await planner.run()  # what was due meanwhile is merged
        end = office.clock.now + 2 * DAY
        due = sorted({moment for name in ZONES for moment in moments(daily, name, office.clock.now, end)})
        expected |= {(name, window_key(m, name)) for name in ZONES for m in moments(daily, name, due[0], end)}
        for moment in due:
            office.clock.now = moment - dt.timedelta(seconds=1)
            await office.publish()
            for _ in range(2):
                await planner.run()
                office.clock.now = moment
    rows = sa.select(digest_runs.c.timezone, digest_runs.c.window_key)
    async with office.database.read() as connection:
        planned = [tuple(row) for row in await connection.execute(rows)]
    assert len(planned) == len(set(planned))
    assert expected <= set(planned)


def moments(schedule: Schedule, name: str, start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """Return when a schedule is due from `start` to `end`."""
    found, at = [], schedule.next_due(start - dt.timedelta(microseconds=1), name)
    while at is not None and at <= end:
        found.append(at)
        at = schedule.next_due(at, name)
    return found


async def test_the_first_batch_can_be_sent_before_the_last_is_planned(
    office: Any, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.planner.BATCH", 3)
    for address in range(9):
        await office.subscribe(address)
    await office.publish()
    office.clock.now += HOUR
    told: list[int] = []
    assert await planner.run(lambda: told.append(1)) == 9
    assert len(told) == 3


async def test_a_chat_with_more_subscriptions_than_a_batch_gets_one_digest(
    office: Any, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.planner.BATCH", 3)
    for address in range(3):
        for number in range(5):
            await office.subscribe(address, criteria=Criteria(query=f"B{number}"))
    await office.publish("B0 B1 B2 B3 B4")
    office.clock.now += HOUR
    assert await planner.run() == 3
    assert all(len(row.payload["plan"]["items"][0]["reasons"]) == 5 for row in await office.rows())


async def test_people_who_typed_the_same_words_otherwise_read_their_own(
    office: Any, planner: Planner
) -> None:
    for address, words in enumerate(("Xuất khẩu", "xuat khau")):
        await office.subscribe(address, criteria=Criteria(query=words))
    await office.publish("Xuất khẩu gạo")
    office.clock.now += HOUR
    await planner.run()
    found = [row.payload["plan"]["items"][0]["reasons"][0]["followed"] for row in await office.rows()]
    assert found == ["Xuất khẩu", "xuat khau"]
