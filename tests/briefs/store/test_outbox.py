"""What is owed to several chats, topics and runs keeps apart, whatever becomes of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from briefs.store.attempts import Delivery, Settled
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.schema import deliveries
from briefs.store.states import State

NOW = dt.datetime(2025, 1, 6, 0, 45, tzinfo=dt.UTC)
LEASE = dt.timedelta(minutes=1)
Place = tuple[int, int, str, int]


@pytest.fixture
def outbox(database: Database) -> OutboxStore:
    return OutboxStore(database)


@pytest.fixture
async def claimed(database: Database, outbox: OutboxStore) -> list[Delivery]:
    """Claim the digests of one run for two chats and a topic of each, and of another run for the first."""
    chats = ChatStore(database)
    one, other = [
        await chats.get_or_create("telegram", name, kind="supergroup", now=NOW) for name in ("1", "2")
    ]
    places = [("first", chat, thread) for chat in (one, other) for thread in ("", "5")]
    places.append(("second", one, ""))
    owed = [Owed("digest", key, "UTC", chat.id, thread, {}, NOW) for key, chat, thread in places]
    async with database.write() as tx:
        assert await outbox.enqueue(tx, owed, NOW) == len(owed)
    return await tick(outbox)


async def tick(outbox: OutboxStore, *settled: Settled) -> list[Delivery]:
    return await outbox.tick(settled, owner="me", claim=10, now=NOW, lease=LEASE)


async def split(outbox: OutboxStore, *claimed: Delivery) -> None:
    for one in claimed:
        await outbox.expand(one, [{"part": number} for number in (1, 2, 3)])


def place(one: Any) -> Place:
    return one.run_id, one.chat_id if hasattr(one, "chat_id") else one.chat.id, one.thread, one.part


async def states(database: Database) -> dict[Place, State]:
    async with database.read() as connection:
        return {place(row): State(row.state) for row in await connection.execute(sa.select(deliveries))}


async def test_a_part_is_due_once_the_one_before_it_in_the_same_digest_is_sent(
    outbox: OutboxStore, claimed: list[Delivery]
) -> None:
    await split(outbox, *claimed)
    first = claimed[0]
    (second,) = await tick(outbox, Settled(first, State.SENT, message_id=7))
    assert place(second) == (first.run_id, first.chat.id, "", 2)


async def test_parts_after_a_refused_one_are_cancelled_and_those_of_other_digests_are_not(
    database: Database, outbox: OutboxStore, claimed: list[Delivery]
) -> None:
    await split(outbox, *claimed)
    seconds = await tick(outbox, *(Settled(one, State.SENT, message_id=one.id) for one in claimed))
    refused, *_ = seconds
    await tick(outbox, Settled(refused, State.DEAD, error="refused"))
    found = await states(database)
    here = found.pop(place(claimed[0])), found.pop(place(refused)), found.pop((*place(refused)[:3], 3))
    assert here == (State.SENT, State.DEAD, State.CANCELLED)
    assert {(at[3], state) for at, state in found.items()} == {
        (1, State.SENT),
        (2, State.SENDING),
        (3, State.PENDING),
    }


@pytest.mark.parametrize("thread", [True, False])
async def test_a_topic_or_chat_that_is_gone_is_owed_nothing_more_and_the_others_are(
    database: Database, outbox: OutboxStore, claimed: list[Delivery], thread: bool
) -> None:
    await split(outbox, *claimed)
    gone, *others = [claimed[1], claimed[0], *claimed[2:]]
    back = [Settled(one, State.PENDING, not_before=NOW + LEASE) for one in others]
    ended = Settled(gone, State.DEAD, error="deleted", ended="deleted", thread=thread)
    await tick(outbox, ended, *back)
    for at, state in (await states(database)).items():
        _, chat, topic, part = at
        if at == place(gone):
            assert state is State.DEAD
        elif chat == gone.chat.id and (topic == gone.thread or not thread):
            assert state is State.CANCELLED, part
        else:
            assert state is State.PENDING, part


async def test_a_run_that_is_stopped_stops_no_other(outbox: OutboxStore, claimed: list[Delivery]) -> None:
    back = [Settled(one, State.PENDING, not_before=NOW) for one in claimed]
    await outbox.stop_run(claimed[0].run_id, "refused")
    again = await tick(outbox, *back)
    assert [one.run_id for one in again] == [claimed[-1].run_id]


async def test_what_was_cancelled_while_it_was_sent_is_not_taken_up_again(
    database: Database, outbox: OutboxStore, claimed: list[Delivery]
) -> None:
    ended = claimed[0].chat.id
    await ChatStore(database).end(ended, "blocked", now=NOW)
    assert await outbox.recover(NOW + 2 * LEASE) == 2
    assert {at[1]: state for at, state in (await states(database)).items()} == {
        ended: State.CANCELLED,
        claimed[2].chat.id: State.PENDING,
    }


async def test_what_another_has_taken_over_is_left_to_it(
    database: Database, outbox: OutboxStore, claimed: list[Delivery]
) -> None:
    later = NOW + 2 * LEASE
    assert await outbox.recover(later) == len(claimed)
    await outbox.tick([], owner="another", claim=10, now=later, lease=LEASE)
    first, second, third, *_ = claimed
    again, dead = Settled(first, State.PENDING, not_before=NOW), Settled(second, State.DEAD, error="refused")
    assert await tick(outbox, again, dead, Settled(third, State.SENT, message_id=7)) == []
    assert set((await states(database)).values()) == {State.SENDING}


async def test_what_a_sender_is_long_at_work_on_stays_its_own(
    outbox: OutboxStore, claimed: list[Delivery]
) -> None:
    now, held = NOW, [one.id for one in claimed]
    for _ in range(4):
        now += LEASE * 0.6
        await outbox.tick([], owner="me", holding=held, claim=0, now=now, lease=LEASE)
        assert await outbox.recover(now) == 0
