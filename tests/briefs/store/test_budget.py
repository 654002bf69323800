"""Several processes draw their turns from one rate."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
import sqlalchemy as sa

from briefs.store.budget import AHEAD_S, ALONE_AFTER, LEAD_S, RateBudget
from briefs.store.engine import Database
from briefs.store.outbox import Delivery
from briefs.store.schema import rate_budgets
from briefs.subscriptions import Chat

RATE = 20.0
TURNS = int(RATE * AHEAD_S)
EVENLY = pytest.approx([n / RATE for n in range(TURNS)], abs=0.4 / RATE)
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize(
        "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
    ),
]


@pytest.fixture
async def still(database: Database) -> None:
    """Let the bucket leak nothing during the test, however slow the machine: it was full in the future."""
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    row = {"name": "telegram", "tokens": 0.0, "rate": RATE, "refilled_at": later}
    async with database.write() as tx:
        await tx.execute(rate_budgets.insert().values(row))


async def draw(database: Database, budget: RateBudget, wanted: int, due: int = 100) -> list[float]:
    """Draw and return how many seconds each turn comes after the first could; `due` deliveries wait."""

    async def claim(limit: int) -> list[Delivery]:
        return await always(min(limit, due))

    async with database.write() as tx:
        drawn = await budget.draw(tx, wanted, claim)
        now = time.monotonic()
    await stand_still(database)
    return [(delivery.turn or 0.0) - LEAD_S - now for delivery in drawn]


async def stand_still(database: Database) -> None:
    """Put the clock back: it stands still only in the row."""
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    async with database.write() as tx:
        await tx.execute(rate_budgets.update().values(refilled_at=later))


async def always(limit: int) -> list[Delivery]:
    chat = Chat(1, "telegram", "1", "private", "", "vi", "Asia/Tokyo", None, None)
    one = Delivery(1, 1, chat, "", 1, {}, 0, dt.datetime.now(dt.UTC))
    return [replace(one, id=n) for n in range(limit)]


async def nothing(limit: int) -> list[Delivery]:
    return []


async def test_turns_are_evenly_apart_and_only_a_little_ahead(database, still):
    assert await draw(database, RateBudget(RATE), 100) == EVENLY


async def test_two_processes_never_get_the_same_turn(database, still):
    one, other = RateBudget(RATE), RateBudget(RATE)
    turns = await draw(database, one, 4) + await draw(database, other, 4) + await draw(database, one, 100)
    assert turns == EVENLY


async def test_a_process_alone_sends_at_its_own_pace_and_goes_on_so(database, still):
    budget = RateBudget(RATE, alone=2 * RATE)
    for claimed in (2 * TURNS - 2, 2):
        async with database.write() as tx:
            drawn = await budget.draw(tx, claimed, always)
        await stand_still(database)
        assert [delivery.turn for delivery in drawn] == [None] * claimed


async def test_who_draws_beside_another_gets_turns_until_a_minute_after(database, still):
    one, other = (RateBudget(RATE, alone=2 * RATE) for _ in range(2))
    for budget in (one, other, one):
        turns = await draw(database, budget, 2)
    assert turns == pytest.approx([4 / RATE, 5 / RATE], abs=0.4 / RATE)
    async with database.write() as tx:
        row = (await tx.execute(rate_budgets.select())).one()
        left = row.shared_until - dt.datetime.now(dt.UTC)
        assert ALONE_AFTER / 2 < left <= ALONE_AFTER
        await tx.execute(rate_budgets.update().values(shared_until=dt.datetime.now(dt.UTC)))
        assert [delivery.turn for delivery in await one.draw(tx, 2, always)] == [None, None]


async def test_who_has_nothing_to_send_is_seen_all_the_same(database, still):
    busy, idle = (RateBudget(RATE, alone=2 * RATE) for _ in range(2))
    await draw(database, busy, 2)
    async with database.write() as tx:
        await idle.draw(tx, 5, nothing)
    await stand_still(database)
    assert len(await draw(database, busy, 100)) == TURNS - 2


async def test_what_is_not_claimed_costs_nothing(database, still):
    await draw(database, RateBudget(RATE), 8, due=2)
    assert len(await draw(database, RateBudget(RATE), 100)) == TURNS - 2


async def test_what_one_process_sends_without_a_turn_the_others_do_not(database, still):
    web = RateBudget(RATE)
    web.spend(3)
    assert web.untold
    await web.tell(database)
    assert not web.untold
    assert len(await draw(database, RateBudget(RATE), 100)) <= TURNS - 3


async def test_what_comes_while_turns_are_drawn_is_told_the_next_time(database, still):
    budget = RateBudget(RATE)

    async def claim(limit: int) -> list[Delivery]:
        budget.spend(3)
        budget.close(60)
        return []

    async with database.write() as tx:
        await budget.draw(tx, 1, claim)
    await stand_still(database)
    assert budget.untold
    await budget.tell(database)
    async with database.read() as connection:
        row = (await connection.execute(rate_budgets.select())).one()
    assert row.tokens == 3
    assert row.closed_until is not None


async def test_a_refusal_of_one_closes_all_and_lowers_the_rate_once(database):
    one, other = RateBudget(RATE), RateBudget(RATE)
    for budget in (one, other, one):
        budget.close(60)
        async with database.write() as tx:
            assert await budget.draw(tx, 10, never) == []
    assert 0 < other.closed_for_s <= 60
    async with database.read() as connection:
        rate = await connection.scalar(sa.select(rate_budgets.c.rate))
    assert rate == pytest.approx(RATE * 0.9, rel=0.02)


async def test_a_refusal_that_was_heard_of_and_is_just_over_is_no_new_one(database):
    one, other = RateBudget(RATE), RateBudget(RATE)
    one.close(60)
    await one.tell(database)
    async with database.write() as tx:
        await tx.execute(rate_budgets.update().values(closed_until=dt.datetime.now(dt.UTC)))
    other.close(0.2)
    await other.tell(database)
    async with database.read() as connection:
        row = (await connection.execute(rate_budgets.select())).one()
    assert row.closed_until is None
    assert row.rate == pytest.approx(RATE * 0.9, rel=0.02)


async def test_it_opens_again_when_the_time_is_over(database):
    budget = RateBudget(RATE)
    budget.close(60)
    await budget.tell(database)
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    async with database.write() as tx:
        await tx.execute(rate_budgets.update().values(closed_until=past))
    assert len(await draw(database, RateBudget(RATE), 2)) == 2


async def never(limit: int) -> list[Delivery]:
    raise AssertionError("nothing may be claimed")
