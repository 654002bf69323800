"""From what is due to messages that arrive once: in order, in their place, by one sender or several."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from bot.delivery import Delivery, Rates, SenderOptions
from bot.local import Fault, Trouble
from briefs.schedule import Frequency, Schedule
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Settled
from briefs.store.states import State
from briefs.subscriptions import Criteria

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


async def test_a_due_digest_arrives_with_its_buttons(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    await office.make_due(running)
    await office.settled()
    (message,) = office.telegram.world.chats[reader].messages.values()
    assert message["text"] == "B1"
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "b:1"
    (row,) = await office.rows()
    assert (row.state, row.message_id, row.attempts) == (State.SENT, message["message_id"], 0)
    assert (row.sent_at, row.owner, row.lease_until) == (office.clock.now, None, None)
    (subscription,) = await office.subscriptions.of_chat(row.chat_id)
    assert subscription.last_sent_at == office.clock.now


async def test_what_was_due_while_the_bot_was_down_is_sent_once_after_it_starts(office: Any) -> None:
    (reader,) = await office.readers(1)
    await office.publish()
    await office.publish()
    office.clock.now += 3 * DAY
    for _ in range(2):
        delivery = office.delivery()
        await delivery.start()
        await office.until(lambda states: states["sent"] == 1)
        await delivery.stop()
    assert office.got(reader) == ["B2, B1"]


async def test_every_reader_gets_each_digest_once(office: Any, running: Delivery) -> None:
    readers = await office.readers(60)
    for _ in range(2):
        await office.make_due(running)
        await office.settled()
        office.clock.now += DAY - HOUR
    assert all(office.got(reader) == ["B1", "B2"] for reader in readers)
    assert not office.telegram.violations


async def test_a_long_digest_arrives_in_order(office: Any, running: Delivery) -> None:
    office.parts = 4
    readers = await office.readers(5)
    await office.make_due(running)
    await office.settled()
    assert all(office.got(reader) == ["B1", "part 2", "part 3", "part 4"] for reader in readers)


async def test_parts_after_a_lost_one_wait_for_it(office: Any, running: Delivery) -> None:
    office.parts = 3
    (reader,) = await office.readers(1)
    await office.make_due(running)
    await office.until(lambda states: states["sent"] >= 1)
    await office.settled()
    office.telegram.faults.add(Fault(Trouble.FLOOD, "sendMessage", times=1, seconds=1))
    office.clock.now += DAY - HOUR
    await office.make_due(running)
    await office.refused()
    assert len(office.got(reader)) == 3
    office.clock.now += HOUR
    await office.settled()
    assert office.got(reader)[3:] == ["B2", "part 2", "part 3"]


async def test_the_parts_of_a_digest_stay_as_they_were_whatever_is_published(office: Any) -> None:
    office.parts = 2
    (reader,) = await office.readers(1)
    delivery = office.delivery()
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, status=502))
    await delivery.start()
    await office.make_due(delivery)
    await office.failed(1)
    office.parts = 5
    office.clock.now += HOUR
    await office.settled()
    await delivery.stop()
    assert office.got(reader) == ["B1", "part 2"]


async def test_a_topic_gets_its_digest_in_the_topic(office: Any, running: Delivery) -> None:
    group = office.telegram.group("G", is_forum=True)
    topic = office.telegram.topic(group, "Tin")
    await office.subscribe(group.id, thread=str(topic.id))
    await office.make_due(running)
    await office.settled()
    (message,) = [m for m in group.messages.values() if m.get("text")]
    assert message["message_thread_id"] == topic.id


async def test_a_deleted_topic_ends_what_it_follows_and_nothing_else(office: Any, running: Delivery) -> None:
    group = office.telegram.group("G", is_forum=True)
    topic = office.telegram.topic(group, "Tin")
    gone = await office.subscribe(group.id, thread=str(topic.id))
    await office.subscribe(group.id)
    office.telegram.delete_topic(group, topic)
    await office.make_due(running)
    await office.settled()
    assert await office.states() == {"sent": 1, "dead": 1}
    ended = await office.subscriptions.get(gone.id)
    assert (ended.active, ended.ended_reason) == (False, "topic deleted")
    assert len(await office.subscriptions.of_chat(gone.chat.id)) == 1


async def test_a_chat_that_blocked_the_bot_ends_with_a_reason(office: Any, running: Delivery) -> None:
    reader, other = await office.readers(2)
    office.telegram.faults.add(Fault(Trouble.BLOCKED, "sendMessage", chat_id=reader))
    await office.make_due(running)
    await office.settled()
    assert await office.states() == {"sent": 1, "dead": 1}
    chat = await office.chats.find("telegram", str(reader))
    assert "blocked" in (chat.ended_reason or "")
    assert await office.subscriptions.of_chat(chat.id) == []
    assert len(office.got(other)) == 1


async def test_a_group_that_migrates_gets_its_digest_in_its_new_place(office: Any, running: Delivery) -> None:
    owner = office.telegram.person("An")
    group = office.telegram.group("G", kind="group", admins=[owner])
    await office.subscribe(group.id)
    moved = office.telegram.migrate(group, owner)
    await office.make_due(running)
    await office.settled()
    assert office.got(moved.id) == ["B1"]
    assert (await office.chats.find("telegram", str(moved.id))).kind == "supergroup"
    assert await office.chats.find("telegram", str(group.id)) is None


async def test_a_digest_of_which_nothing_is_published_any_more_is_cancelled(office: Any) -> None:
    (reader,) = await office.readers(1)
    delivery = office.delivery()

    async def nothing(plan: object, language: str, version: int) -> list[Any]:
        return []

    office.compose = nothing
    delivery = office.delivery()
    await delivery.start()
    await office.make_due(delivery)
    await office.settled()
    await delivery.stop()
    assert office.got(reader) == []
    assert await office.states() == {"cancelled": 1}


async def test_unsubscribing_in_the_middle_of_a_run_is_respected(office: Any) -> None:
    readers = await office.readers(3)
    await office.publish()
    office.clock.now += HOUR
    planning = office.delivery()
    await planning.tick_now()
    chat = await office.chats.find("telegram", str(readers[1]))
    (subscription,) = await office.subscriptions.of_chat(chat.id)
    await office.subscriptions.end(subscription.id, "stopped")
    await planning.start()
    await office.settled()
    await planning.stop()
    assert [len(office.got(reader)) for reader in readers] == [1, 0, 1]
    assert await office.states() == {"sent": 2, "cancelled": 1}


async def test_stopping_one_of_two_subscriptions_keeps_the_digest(office: Any) -> None:
    (reader,) = await office.readers(1)
    other = await office.subscribe(reader, criteria=Criteria(query="B1"))
    await office.publish()
    office.clock.now += HOUR
    delivery = office.delivery()
    await delivery.tick_now()
    await office.subscriptions.end(other.id, "stopped")
    await delivery.start()
    await office.settled()
    await delivery.stop()
    assert len(office.got(reader)) == 1


async def test_what_a_dead_process_was_sending_is_sent_by_the_next(office: Any) -> None:
    (reader,) = await office.readers(1)
    await office.publish()
    office.clock.now += HOUR
    delivery = office.delivery()
    await delivery.tick_now()
    lease = dt.timedelta(minutes=3)
    claimed = await office.outbox.tick([], owner="the dead", claim=5, now=office.clock.now, lease=lease)
    assert len(claimed) == 1
    if office.database.shared:
        office.clock.now += lease + HOUR
    await delivery.start()
    await office.settled()
    await delivery.stop()
    assert office.got(reader) == ["B1"]


async def test_a_sender_that_is_still_alive_keeps_what_it_is_sending(office: Any) -> None:
    await office.readers(1)
    await office.publish()
    office.clock.now += HOUR
    delivery = office.delivery()
    await delivery.tick_now()
    lease = dt.timedelta(minutes=3)
    await office.outbox.tick([], owner="another", claim=5, now=office.clock.now, lease=lease)
    assert await office.outbox.recover(office.clock.now + lease / 2) == 0
    assert await office.outbox.recover(office.clock.now + 2 * lease) == 1


async def test_senders_side_by_side_do_not_double(office: Any) -> None:
    readers = await office.readers(80)
    deliveries = [office.delivery() for _ in range(3)]
    for delivery in deliveries:
        await delivery.start()
    await office.publish()
    office.clock.now += HOUR
    await asyncio.gather(*(delivery.tick_now() for delivery in deliveries))
    await office.settled()
    for delivery in deliveries:
        await delivery.stop()
    assert all(len(office.got(reader)) == 1 for reader in readers)


async def test_stopping_records_what_was_answered_and_puts_the_rest_back(office: Any) -> None:
    readers = await office.readers(40)
    delivery = office.delivery(SenderOptions(commit_interval=60))
    await office.publish()
    office.clock.now += HOUR
    await delivery.start()
    await office.telegram.journal.until(lambda: len(office.telegram.requests) > 5, 5, "messages")
    await delivery.stop()
    states = await office.states()
    sent = sum(len(office.got(reader)) for reader in readers)
    assert states == {"sent": sent, "pending": 40 - sent} or states == {"sent": 40}


async def test_an_immediate_brief_goes_out_at_once(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1, Schedule(Frequency.IMMEDIATE))
    await office.publish()
    await running.tick_now()
    await office.settled()
    assert office.got(reader) == ["B1"]


async def test_what_a_living_sender_no_longer_works_on_is_taken_up_again(office: Any) -> None:
    await office.readers(2)
    await office.publish()
    office.clock.now += HOUR
    await office.delivery().tick_now()
    lease = dt.timedelta(minutes=1)
    outbox, now = office.outbox, office.clock.now
    held, _ = await outbox.tick([], owner="me", claim=2, now=now, lease=lease)
    await outbox.tick([], owner="me", holding=[held.id], claim=0, now=now + lease * 0.9, lease=lease)
    assert await outbox.recover(now + lease * 1.5) == 1
    assert [row.state for row in await office.rows() if row.id == held.id] == [State.SENDING]


async def test_outcomes_that_are_recorded_together_keep_apart(office: Any) -> None:
    await office.readers(4)
    await office.publish()
    office.clock.now += HOUR
    await office.delivery().tick_now()
    now, lease = office.clock.now, dt.timedelta(minutes=1)
    first, second, third, other = await office.outbox.tick([], owner="me", claim=4, now=now, lease=lease)
    settled = [
        Settled(second, State.SENT, message_id=9, window_end=now),
        Settled(third, State.PENDING, not_before=now + HOUR, error="later", failed=True),
        Settled(first, State.SENT, message_id=8, window_end=now - DAY),
    ]
    await office.outbox.tick(settled, owner="me", claim=0, now=now, lease=lease)
    found = {row.id: (row.state, row.message_id, row.attempts) for row in await office.rows()}
    assert found[first.id] == (State.SENT, 8, 0)
    assert found[second.id] == (State.SENT, 9, 0)
    assert found[third.id] == (State.PENDING, None, 1)
    assert found[other.id] == (State.SENDING, None, 0)
    followed = [await office.subscriptions.of_chat(one.chat.id) for one in (first, second, third, other)]
    assert [one.last_sent_at for (one,) in followed] == [None, now, None, None]


async def test_what_was_sent_by_one_taken_for_dead_is_on_record_all_the_same(office: Any) -> None:
    await office.readers(1)
    await office.publish()
    office.clock.now += HOUR
    await office.delivery().tick_now()
    lease = dt.timedelta(minutes=1)
    outbox, now = office.outbox, office.clock.now
    (claimed,) = await outbox.tick([], owner="me", claim=1, now=now, lease=lease)
    assert await outbox.recover(now + 2 * lease) == 1
    await outbox.tick([Settled(claimed, State.SENT, message_id=7)], owner="me", claim=0, now=now, lease=lease)
    assert await outbox.recover(now + 4 * lease) == 0
    assert [(row.state, row.message_id) for row in await office.rows()] == [(State.SENT, 7)]


class SlowOutbox(OutboxStore):
    """Keeps how many deliveries each tick may claim, and takes its time."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.claims: list[int] = []

    async def tick(self, settled: Any, *, claim: int, **rest: Any) -> list[Any]:
        self.claims.append(claim)
        await asyncio.sleep(0.2)
        return await super().tick(settled, claim=claim, **rest)


async def test_after_a_slow_claim_more_are_claimed_so_that_the_limiter_stays_busy(office: Any) -> None:
    sender = office.delivery(SenderOptions())._sender
    sender._outbox = slow = SlowOutbox(office.database)
    await sender.tick()
    await sender.tick()
    assert slow.claims[1] > slow.claims[0]


@pytest.mark.parametrize("rates", [Rates()])
async def test_a_crash_can_repeat_what_goes_out_while_answers_and_the_next_record_are_waited_for(
    office: Any,
) -> None:
    sender = office.delivery(SenderOptions())._sender
    sender._outbox = slow = SlowOutbox(office.database)
    assert sender._period_s == SenderOptions().commit_interval
    await sender.tick()
    assert slow.claims == [11]  # 29.8 x (0.25 + 0.1), rounded up
    assert sender._period_s == SenderOptions().commit_interval * 3 / 4
