"""What becomes of deliveries, where planners and senders work on the same rows at once."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from briefs.schedule import Frequency, Schedule
from briefs.store.attempts import Delivery, Settled, settle
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.schema import subscriptions
from briefs.store.states import State
from briefs.store.subscriptions import SubscriptionStore, advance, due_subscriptions
from briefs.subscriptions import Criteria

NOW = dt.datetime(2025, 1, 6, 0, 45, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DAILY = Schedule(Frequency.DAILY, dt.time(7, 30))
ON_POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


async def waiting(database: Database, count: int) -> None:
    """Wait until so many connections wait for a row that another has locked."""
    query = sa.text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(20):
        while True:
            async with database.read() as connection:
                if await connection.scalar(query) == count:
                    return
            await asyncio.sleep(0.01)


@ON_POSTGRES
@pytest.mark.parametrize("planner_first", [True, False])
async def test_planning_and_noting_what_was_sent_never_wait_for_each_other_in_a_ring(
    database: Database, planner_first: bool
) -> None:
    chats = [
        await ChatStore(database).get_or_create("telegram", address, kind="private", now=NOW)
        for address in "12"
    ]
    in_order = [chat.id for chat in chats]
    for chat in reversed(chats):  # as they lie in the table, and as they were sent to
        await SubscriptionStore(database).follow(chat, "", Criteria(everything=True), DAILY, now=NOW)
    sent = [
        Settled(Delivery(number, 1, chat, "", 1, "{}", 0, NOW), State.SENT, message_id=number, window_end=NOW)
        for number, chat in enumerate(reversed(chats), start=1)
    ]

    async def plan() -> None:
        async with database.write() as tx:
            await advance(tx, await due_subscriptions(tx, NOW + DAY, 0, in_order), 0, NOW + DAY)

    async def note() -> None:
        async with database.write() as tx:
            await settle(tx, sent, "me", NOW)

    async with asyncio.TaskGroup() as group, database.write() as tx:
        of_first = subscriptions.c.chat_id == in_order[0]
        await tx.execute(sa.select(subscriptions.c.id).where(of_first).with_for_update())
        for number, work in enumerate((plan, note) if planner_first else (note, plan), start=1):
            group.create_task(work())
            await waiting(database, number)
    for chat_id in in_order:
        (moved,) = await SubscriptionStore(database).of_chat(chat_id)
        assert moved.covered_until == NOW + DAY
