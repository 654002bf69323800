"""What is known of messages that may have arrived: only what can be no other message."""

from __future__ import annotations

import datetime as dt

import pytest

from briefs.store.attempts import Delivery, Settled
from briefs.store.chats import ChatStore
from briefs.store.doubts import MARGIN, Doubt, DoubtStore, Floor
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.states import State

NOW = dt.datetime(2025, 1, 6, 0, 45, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FLOOR = Floor(5, NOW)


@pytest.fixture
def doubts(database: Database) -> DoubtStore:
    return DoubtStore(database)


@pytest.fixture
async def claimed(database: Database) -> list[Delivery]:
    """Claim two digests for a person and one for a group that counts its messages itself."""
    chats, outbox = ChatStore(database), OutboxStore(database)
    person = await chats.get_or_create("telegram", "1", kind="private", now=NOW)
    group = await chats.get_or_create("telegram", "-2", kind="supergroup", now=NOW)
    owed = [
        Owed("digest", key, "UTC", chat.id, "", {}, NOW)
        for key, chat in (("a", person), ("b", person), ("c", group))
    ]
    async with database.write() as tx:
        await outbox.enqueue(tx, owed, NOW)
    return await outbox.tick([], owner="me", claim=3, now=NOW, lease=HOUR)


async def begin(doubts: DoubtStore, *claimed: Delivery, floor: Floor = FLOOR) -> None:
    await doubts.begin(claimed, [], floor=floor, since=NOW, now=NOW)


async def test_the_numbers_of_a_group_that_counts_itself_say_nothing_of_those_of_others(
    database: Database, doubts: DoubtStore, claimed: list[Delivery]
) -> None:
    first, _, group = claimed
    outcomes = [Settled(first, State.SENT, message_id=7), Settled(group, State.SENT, message_id=900)]
    await OutboxStore(database).tick(outcomes, owner="me", claim=0, now=NOW, lease=HOUR)
    assert await doubts.newest_floor(NOW) == Floor(7, NOW)
    assert await doubts.newest_floor(NOW + HOUR) is None


async def test_a_doubt_that_went_is_not_taken_for_a_later_one_in_the_same_chat(
    doubts: DoubtStore, claimed: list[Delivery]
) -> None:
    first, second, _ = claimed
    await begin(doubts, first)
    assert await doubts.get(first) == Doubt(FLOOR.number, frozenset())
    await doubts.talk("telegram", first.chat.address, now=NOW)
    await begin(doubts, second)
    assert await doubts.get(second) is None, "it could be taken for what was said"
    await begin(doubts, second, floor=Floor(9, NOW + 2 * MARGIN))
    assert await doubts.get(second) == Doubt(9, frozenset())
    assert await doubts.get(first) is None


async def test_nothing_is_known_any_more_after_it_was_switched_off(
    doubts: DoubtStore, claimed: list[Delivery]
) -> None:
    assert await doubts.switch_on(NOW) == NOW
    assert await doubts.switch_on(NOW + HOUR) == NOW
    await begin(doubts, claimed[0])
    await doubts.switch_off()
    assert await doubts.switch_on(NOW + 2 * HOUR) == NOW + 2 * HOUR
    assert await doubts.get(claimed[0]) is None


async def test_of_those_on_their_way_the_one_that_was_due_first_comes_first(
    database: Database, doubts: DoubtStore
) -> None:
    chats, outbox = ChatStore(database), OutboxStore(database)
    people = [await chats.get_or_create("telegram", str(n), kind="private", now=NOW) for n in (1, 2)]
    group = await chats.get_or_create("telegram", "-2", kind="supergroup", now=NOW)
    dues = {group.id: NOW - 2 * HOUR, people[1].id: NOW - HOUR, people[0].id: NOW}
    async with database.write() as tx:
        for chat in (*people, group):
            await outbox.enqueue(tx, [Owed("digest", "a", "UTC", chat.id, "", {}, dues[chat.id])], NOW)
    taken = await outbox.tick([], owner="me", claim=3, now=NOW, lease=HOUR)
    assert [one.chat.id for one in taken] == [group.id, people[1].id, people[0].id]
    _, earlier, later = (one.id for one in taken)
    assert later < earlier, "their numbers are in the other order"
    assert await doubts.is_another_first(later, NOW)
    assert not await doubts.is_another_first(earlier, NOW), "the group counts its messages itself"
    assert not await doubts.is_another_first(later, NOW + 2 * HOUR), "its sender is gone"
