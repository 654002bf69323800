"""Several processes divide one limit among them."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from briefs.store.budget import EXPIRES_S, RateBudget, divided
from briefs.store.engine import Database
from briefs.store.schema import rate_budgets

LIMIT = 30
on_postgres = [
    pytest.mark.postgres,
    pytest.mark.parametrize(
        "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
    ),
]


class Office:
    """Processes that look one after the other, and use all that they are given."""

    def __init__(self) -> None:
        self.shares: dict[str, Any] = {}
        self.has: dict[str, int] = {}
        self.now = 0.0

    def look(self, who: str, wanted: int = LIMIT) -> int:
        using = self.has.get(who, 0)
        self.shares, self.has[who], _ = divided(LIMIT, self.shares, who, wanted, using=using, now=self.now)
        return self.has[who]


def test_who_is_alone_has_all_that_is_wanted() -> None:
    assert Office().look("a") == LIMIT
    assert Office().look("a", 5) == 5


def test_a_share_is_given_only_when_the_other_has_given_it_up() -> None:
    office = Office()
    office.look("a")
    assert office.look("b") == 0
    assert office.look("a") == LIMIT / 2  # still counted as a's: it has sent that many in this second
    assert office.look("b") == 0
    office.look("a")
    assert office.look("b") == LIMIT / 2


def test_shares_are_equal_but_those_who_want_little_get_it_first() -> None:
    office = Office()
    for _ in range(4):
        shares = {who: office.look(who, wanted) for who, wanted in {"a": 30, "b": 30, "web": 3}.items()}
    assert sorted(shares.values()) == [3, 13, 14]


def test_who_looks_no_more_loses_its_share() -> None:
    office = Office()
    office.look("a")
    office.now = EXPIRES_S - 0.1
    assert office.look("b") == 0
    office.now = EXPIRES_S + 0.1
    assert office.look("b") == LIMIT


def test_who_looks_no_more_loses_its_share_though_the_clock_was_set_back() -> None:
    office = Office()
    office.now = 3600
    office.look("a")
    office.now -= EXPIRES_S - 1
    assert office.look("b") == 0  # it may well live
    office.now = 0
    assert office.look("c") == LIMIT


def test_who_wants_and_uses_nothing_is_forgotten() -> None:
    office = Office()
    office.look("a", 4)
    office.look("a", 0)
    office.look("a", 0)
    assert office.shares == {}


looks = st.tuples(st.sampled_from("abcde"), st.integers(0, 40), st.floats(0, 2))


@given(st.lists(looks, max_size=60))
def test_processes_that_look_in_any_order_have_no_more_than_the_limit(
    order: list[tuple[str, int, float]],
) -> None:
    office, looked = Office(), {}
    for who, wanted, seconds in order:
        office.now += seconds
        if office.now - looked.get(who, 0.0) >= EXPIRES_S:
            office.has[who] = 0  # what it had was over before
        looked[who] = office.now
        office.look(who, wanted)
        living = [has for one, has in office.has.items() if office.now - looked[one] < EXPIRES_S]
        assert sum(living) <= LIMIT


@pytest.mark.parametrize("workers", [1, 2, 4, 7, 30])
def test_between_those_who_want_all_nothing_is_left_over(workers: int) -> None:
    office = Office()
    for _ in range(3):
        shares = [office.look(str(number)) for number in range(workers)]
    assert sum(shares) == LIMIT
    assert max(shares) - min(shares) <= 1


class TestRow:
    pytestmark = on_postgres

    async def test_processes_that_come_at_once_get_no_more_than_the_limit(self, database: Database) -> None:
        budgets = [RateBudget(database, LIMIT) for _ in range(5)]
        shares = await asyncio.gather(*(budget.share(LIMIT, using=0) for budget in budgets))
        assert sum(share.messages for share in shares) == LIMIT

    async def test_a_refusal_of_one_closes_all(self, database: Database) -> None:
        one, other = RateBudget(database, LIMIT), RateBudget(database, LIMIT)
        assert (await one.share(5, using=0)).closed_for_s == 0
        await one.share(5, using=5, closed_for_s=60)
        assert 50 < (await other.share(5, using=0)).closed_for_s <= 60

    async def test_what_another_heard_of_a_refusal_does_not_prolong_it(self, database: Database) -> None:
        one, other = RateBudget(database, LIMIT), RateBudget(database, LIMIT)
        await one.share(5, using=0, closed_for_s=60)
        async with database.write() as tx:
            over = {"closed_until": dt.datetime.now(dt.UTC)}
            await tx.execute(rate_budgets.update().values(over))
        assert (await other.share(5, using=0, closed_for_s=0.2)).closed_for_s == 0
        async with database.read() as connection:
            assert await connection.scalar(sa.select(rate_budgets.c.closed_until)) == over["closed_until"]
