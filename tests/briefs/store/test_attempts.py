"""What becomes of deliveries, where planners and senders work on the same rows at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from briefs.schedule import Frequency, Schedule
from briefs.store import engine
from briefs.store.attempts import Delivery, Settled
from briefs.store.chats import ChatStore
from briefs.store.corrections import CORRECTION, CorrectionStore
from briefs.store.doubts import DoubtStore, Floor
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.personal import PersonalDataStore
from briefs.store.schema import chats, deliveries, subscriptions
from briefs.store.states import State
from briefs.store.subscriptions import SubscriptionStore, advance, due_subscriptions
from briefs.subscriptions import Chat, Criteria

Work = Callable[[], Coroutine[Any, Any, None]]
NOW = dt.datetime(2025, 1, 6, 0, 45, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DAILY = Schedule(Frequency.DAILY, dt.time(7, 30))
ON_POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
IN_TURNS = pytest.mark.parametrize("turn", [1, -1], ids=["first", "last"])


@pytest.fixture(autouse=True)
def tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where works wait in a ring, though to try again would help."""
    monkeypatch.setattr(engine, "_TRIES", 1)


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


async def at_once(database: Database, held: sa.Select[Any], *works: Work) -> None:
    """Start works one after the other while rows are held that they want, and let all go on."""
    async with asyncio.TaskGroup() as group, database.write() as tx:
        await tx.execute(held.with_for_update())
        for number, work in enumerate(works, start=1):
            group.create_task(work())
            await waiting(database, number)


@pytest.fixture
async def readers(database: Database) -> list[Chat]:
    """Two chats, in order; what they follow lies in the table the other way round."""
    chats = [
        await ChatStore(database).get_or_create("telegram", address, kind="private", now=NOW)
        for address in "12"
    ]
    for chat in reversed(chats):
        await SubscriptionStore(database).follow(chat, "", Criteria(everything=True), DAILY, now=NOW)
    return chats


@pytest.fixture
def plan(database: Database, readers: list[Chat]) -> Work:
    """Plan for both as the planner does."""

    async def work() -> None:
        async with database.write() as tx:
            due = await due_subscriptions(tx, NOW + DAY, 0, [chat.id for chat in readers])
            await advance(tx, due, 0, NOW + DAY)
            owed = [Owed("digest", "later", "Asia/Tokyo", one.chat.id, "", {}, NOW) for one in due]
            await OutboxStore(database).enqueue(tx, owed, NOW)

    return work


@pytest.fixture
async def taken(database: Database, readers: list[Chat]) -> list[Delivery]:
    """What a sender is at work on: one delivery for each."""
    outbox = OutboxStore(database)
    async with database.write() as tx:
        owed = [Owed("digest", "now", "Asia/Tokyo", chat.id, "", {}, NOW) for chat in readers]
        await outbox.enqueue(tx, owed, NOW)
    return await outbox.tick([], owner="me", claim=2, now=NOW, lease=DAY)


def sent(delivery: Delivery) -> Settled:
    return Settled(delivery, State.SENT, message_id=1, window_end=NOW)


def noting(database: Database, *settled: Settled) -> Work:
    async def work() -> None:
        await OutboxStore(database).tick(settled, owner="me", claim=0, now=NOW, lease=DAY)

    return work


def followed(chat: Chat) -> sa.Select[Any]:
    return sa.select(subscriptions.c.id).where(subscriptions.c.chat_id == chat.id)


async def states(database: Database) -> list[str]:
    return [row.state for row in await database.rows(sa.select(deliveries).order_by(deliveries.c.id))]


@ON_POSTGRES
@IN_TURNS
async def test_planning_and_noting_what_was_sent_never_wait_for_each_other_in_a_ring(
    database: Database, readers: list[Chat], taken: list[Delivery], plan: Work, turn: int
) -> None:
    note = noting(database, *map(sent, reversed(taken)))
    await at_once(database, followed(readers[0]), *(plan, note)[::turn])
    for chat in readers:
        (moved,) = await SubscriptionStore(database).of_chat(chat.id)
        assert moved.covered_until == NOW + DAY
    assert (await states(database))[:2] == ["sent", "sent"]


@ON_POSTGRES
@IN_TURNS
async def test_planning_and_noting_that_a_reader_is_gone_never_wait_for_each_other_in_a_ring(
    database: Database, readers: list[Chat], taken: list[Delivery], plan: Work, turn: int
) -> None:
    gone = Settled(taken[0], State.DEAD, error="blocked", ended="blocked")
    note = noting(database, gone, sent(taken[1]))
    await at_once(database, followed(readers[0]), *(plan, note)[::turn])
    assert (await states(database))[:2] == ["dead", "sent"]


@ON_POSTGRES
@IN_TURNS
async def test_to_stop_a_subscription_and_to_note_what_was_sent_never_wait_for_each_other_in_a_ring(
    database: Database, readers: list[Chat], taken: list[Delivery], turn: int
) -> None:
    store = SubscriptionStore(database)
    (one,) = await store.of_chat(readers[0].id)
    note, stop = noting(database, sent(taken[0])), partial(store.end, one.id, "stopped")
    held = sa.select(deliveries.c.id).where(deliveries.c.id == taken[0].id)
    await at_once(database, held, *(note, stop)[::turn])
    assert (await states(database))[0] == "sent"
    assert await store.of_chat(readers[0].id) == []


@ON_POSTGRES
@IN_TURNS
async def test_to_stop_a_subscription_and_to_note_that_its_group_moved_never_wait_for_each_other_in_a_ring(
    database: Database, readers: list[Chat], taken: list[Delivery], turn: int
) -> None:
    store = SubscriptionStore(database)
    (one,) = await store.of_chat(readers[0].id)
    moved = Settled(taken[0], State.PENDING, not_before=NOW, moved_to=readers[1].address)
    note, stop = noting(database, moved), partial(store.end, one.id, "stopped")
    held = sa.select(deliveries.c.id).where(deliveries.c.id == taken[0].id)
    await at_once(database, held, *(note, stop)[::turn])
    assert await store.get(one.id) is None
    assert len(await store.of_chat(readers[1].id)) == 1


@ON_POSTGRES
@IN_TURNS
async def test_planning_and_erasing_a_chat_never_wait_for_each_other_in_a_ring(
    database: Database, readers: list[Chat], plan: Work, turn: int
) -> None:
    erase = partial(PersonalDataStore(database).erase, readers[0])
    held = sa.select(chats.c.id).where(chats.c.id == readers[0].id)
    await at_once(database, held, *(plan, erase)[::turn])
    assert await ChatStore(database).find("telegram", "1") is None
    assert await states(database) == ["pending"]


@pytest.fixture
async def group(database: Database) -> Chat:
    """A group whose topics lie in the table the other way round, as do its two deliveries under way."""
    chat = await ChatStore(database).get_or_create("telegram", "-1", kind="group", now=NOW)
    for thread in ("9", "8"):
        await SubscriptionStore(database).follow(chat, thread, Criteria(everything=True), DAILY, now=NOW)
    async with database.write() as tx:
        owed = [Owed("digest", "now", "Asia/Tokyo", chat.id, thread, {}, NOW) for thread in ("8", "9")]
        await OutboxStore(database).enqueue(tx, owed, NOW)
        await tx.execute(sa.text("ANALYZE"))  # a table known to be small is read in the order it has
    return chat


@pytest.fixture
async def both(database: Database, group: Chat) -> list[Delivery]:
    """What a sender is at work on in the group."""
    taken = await OutboxStore(database).tick([], owner="me", claim=2, now=NOW, lease=DAY)
    async with database.write() as tx:  # a row that is written anew goes to the end of the table
        await tx.execute(deliveries.update().where(deliveries.c.id == taken[0].id).values(attempts=1))
    return taken


async def merge(database: Database) -> None:
    await ChatStore(database).migrate("telegram", "-1", "1")


async def plan_for(database: Database, chats: list[Chat]) -> None:
    async with database.write() as tx:
        due = await due_subscriptions(tx, NOW + DAY, 0, [chat.id for chat in chats])
        await advance(tx, due, 0, NOW + DAY)


@ON_POSTGRES
@IN_TURNS
async def test_planning_and_making_due_never_wait_for_each_other_in_a_ring(
    database: Database, group: Chat, turn: int
) -> None:
    made: list[int] = []

    async def make_due() -> None:
        made.append(await SubscriptionStore(database).make_due(group.id, now=NOW))

    held = followed(group).where(subscriptions.c.thread == "8")
    await at_once(database, held, *(partial(plan_for, database, [group]), make_due)[::turn])
    assert made == [2]


@ON_POSTGRES
@IN_TURNS
async def test_planning_and_merging_chats_never_wait_for_each_other_in_a_ring(
    database: Database, readers: list[Chat], group: Chat, turn: int
) -> None:
    planning = partial(plan_for, database, [group, readers[0]])
    held = followed(group).where(subscriptions.c.thread == "8")
    await at_once(database, held, *(planning, partial(merge, database))[::turn])
    assert [one.thread for one in await SubscriptionStore(database).of_chat(readers[0].id)] == ["", "9", "8"]


@ON_POSTGRES
@IN_TURNS
async def test_noting_what_became_of_deliveries_and_cancelling_them_never_wait_for_each_other_in_a_ring(
    database: Database, both: list[Delivery], turn: int
) -> None:
    note = noting(database, *(Settled(one, State.SENT, message_id=1) for one in both))
    cancel = partial(ChatStore(database).end, both[0].chat.id, "left", now=NOW)
    held = sa.select(deliveries.c.id).where(deliveries.c.id == both[0].id)
    await at_once(database, held, *(note, cancel)[::turn])
    assert await states(database) == ["sent", "sent"]


@ON_POSTGRES
@IN_TURNS
@pytest.mark.usefixtures("readers")
async def test_noting_what_became_of_deliveries_and_merging_chats_never_wait_for_each_other_in_a_ring(
    database: Database, both: list[Delivery], turn: int
) -> None:
    note = noting(database, *(Settled(one, State.SENT, message_id=1) for one in both))
    held = sa.select(deliveries.c.id).where(deliveries.c.id == both[0].id)
    await at_once(database, held, *(note, partial(merge, database))[::turn])
    assert await states(database) == ["sent", "sent"]


@ON_POSTGRES
@IN_TURNS
async def test_noting_what_was_and_what_was_not_sent_and_cancelling_it_never_wait_for_each_other_in_a_ring(
    database: Database, both: list[Delivery], turn: int
) -> None:
    later = Settled(both[0], State.PENDING, not_before=NOW + DAY, failed=True)
    note = noting(database, later, Settled(both[1], State.SENT, message_id=1))
    cancel = partial(ChatStore(database).end, both[0].chat.id, "left", now=NOW)
    held = sa.select(deliveries.c.id).where(deliveries.c.id == both[0].id)
    await at_once(database, held, *(note, cancel)[::turn])
    assert await states(database) == ["cancelled", "sent"]


@ON_POSTGRES
async def test_calling_a_notice_off_and_erasing_its_chat_never_wait_for_each_other_in_a_ring(
    database: Database, group: Chat
) -> None:
    outbox, corrections = OutboxStore(database), CorrectionStore(database)
    async with asyncio.TaskGroup() as tasks, database.write() as tx:
        await corrections.cancel(tx, [1], "restored meanwhile")
        erasing = tasks.create_task(PersonalDataStore(database).erase(group))
        await waiting(database, 1)
        owed = [Owed(CORRECTION, "1.1", "", group.id, "8", {}, NOW)]
        assert await outbox.enqueue(tx, owed, NOW) == 1
    await erasing
    assert await states(database) == []


@ON_POSTGRES
@IN_TURNS
async def test_noting_a_doubt_and_erasing_its_chat_never_wait_for_each_other_in_a_ring(
    database: Database, both: list[Delivery], turn: int
) -> None:
    known: list[set[int]] = []

    async def doubt() -> None:
        claimed = [replace(one, chat=replace(one.chat, kind="private")) for one in both]
        floor = Floor(1, NOW)
        known.append(await DoubtStore(database).begin(claimed, [], floor=floor, since=NOW, now=NOW))

    erase = partial(PersonalDataStore(database).erase, both[0].chat)
    held = sa.select(deliveries.c.id).where(deliveries.c.id == both[0].id)
    await at_once(database, held, *(doubt, erase)[::turn])
    assert known == [set()]
    assert await states(database) == []


@ON_POSTGRES
async def test_renewing_what_is_cancelled_meanwhile_waits_for_nobody(
    database: Database, both: list[Delivery]
) -> None:
    async def renew() -> None:
        settled, later = [Settled(both[1], State.SENT, message_id=1)], NOW + 3 * DAY / 4
        await OutboxStore(database).tick(
            settled, owner="me", holding=[both[0].id], claim=0, now=later, lease=DAY
        )

    cancel = partial(ChatStore(database).end, both[0].chat.id, "left", now=NOW)
    held = sa.select(deliveries.c.id).where(deliveries.c.id == both[1].id)
    await at_once(database, held, renew, cancel)
    assert await states(database) == ["cancelled", "sent"]
