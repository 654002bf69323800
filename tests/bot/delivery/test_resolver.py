"""A message whose answer was lost is looked for before it is sent again."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.delivery import Delivery, SenderOptions
from bot.delivery.resolver import LOOKED_FOR
from bot.local import Fault, Trouble
from briefs.schedule import Frequency, Schedule
from briefs.store.doubts import DoubtStore
from briefs.store.states import State
from briefs.subscriptions import Criteria

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
DAILY = Schedule(Frequency.DAILY, dt.time(7, 30))
ALL = Criteria(everything=True)
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HANGING = SenderOptions(commit_interval=0.02, idle=0.05, stopping=0.2)


@pytest.fixture
async def office(office: Any) -> Any:
    """The same post office with the resolver on, a day after somebody got a digest: numbers are known."""
    office.doubts = DoubtStore(office.database)
    first = await office.subscribe(office.telegram.person("First").id)
    delivery = office.delivery()
    await delivery.start()
    await office.make_due(delivery)
    await office.settled()
    await delivery.stop()
    await office.subscriptions.end(first.id, "stopped")
    office.clock.now += DAY - HOUR
    return office


def edits(office: Any) -> list[Any]:
    return [call for call in office.telegram.requests if call.method == "editMessageText"]


def looks(office: Any) -> int:
    return sum(call.method == "editMessageCaption" for call in office.telegram.requests)


@ON_ONE_DATABASE
@pytest.mark.parametrize("trouble", [Trouble.STATUS, Trouble.GARBAGE, Trouble.RESET])
async def test_a_message_that_arrived_is_not_repeated(
    office: Any, running: Delivery, trouble: Trouble
) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(trouble, "sendMessage", times=1, after_effect=True))
    await office.make_due(running)
    await office.failed(1)
    await office.rest()
    (message,) = office.telegram.world.chats[reader].messages.values()
    row = (await office.rows())[-1]
    assert (row.state, row.message_id) == (State.SENT, message["message_id"])
    (looked,) = edits(office)
    assert "not modified" in looked.error


@ON_ONE_DATABASE
async def test_what_arrived_earlier_that_day_keeps_none_from_being_found(
    office: Any, running: Delivery
) -> None:
    reader = office.telegram.person("An").id
    await office.subscribe(reader, Schedule(Frequency.IMMEDIATE))
    await office.make_due(running)
    await office.settled()
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, after_effect=True))
    await office.make_due(running)
    await office.failed(1)
    await office.rest()
    assert office.got(reader) == ["B2", "B3"]


@ON_ONE_DATABASE
async def test_the_digest_before_it_is_left_as_it_was(office: Any) -> None:
    (reader,) = await office.readers(1)
    for failures in (0, 1):
        delivery = office.delivery()
        await delivery.start()
        if failures:
            office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, after_effect=True))
        await office.make_due(delivery)
        await office.failed(failures)
        await office.rest()
        await delivery.stop()
        office.clock.now += DAY - HOUR
    assert office.got(reader) == ["B2", "B3"]


@ON_ONE_DATABASE
async def test_a_message_that_did_not_arrive_is_sent(office: Any, running: Delivery) -> None:
    readers = await office.readers(3)
    office.telegram.faults.add(Fault(Trouble.RESET, "sendMessage", times=2))
    await office.make_due(running)
    await office.failed(2)
    await office.rest()
    assert all(len(office.got(reader)) == 1 for reader in readers)
    assert edits(office) == []


@ON_ONE_DATABASE
async def test_among_many_readers_each_finds_their_own(office: Any, running: Delivery) -> None:
    readers = await office.readers(30)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", rate=0.3, after_effect=True))
    office.telegram.faults.add(Fault(Trouble.RESET, "sendMessage", rate=0.2))
    await office.make_due(running)
    await office.failed(5)
    office.telegram.faults.clear()
    await office.rest()
    assert all(len(office.got(reader)) == 1 for reader in readers)
    assert all("not modified" in (edit.error or "") for edit in edits(office))


@ON_ONE_DATABASE
async def test_a_later_attempt_is_looked_for_beyond_what_was_seen_after_an_earlier_one(
    office: Any, running: Delivery
) -> None:
    readers = await office.readers(3)
    office.telegram.faults.add(Fault(Trouble.RESET, "sendMessage", times=1))
    await office.make_due(running)
    await office.until(lambda states: states["sent"] == 3)  # one of the day before, two of today
    office.telegram.faults.add(Fault(Trouble.GARBAGE, "sendMessage", times=1, after_effect=True))
    await office.rest()
    assert [len(office.got(reader)) for reader in readers] == [1, 1, 1]


async def test_what_a_dead_process_sent_is_found_by_the_next(office: Any) -> None:
    readers = await office.readers(4)
    await office.publish()
    office.clock.now += HOUR
    hanging = office.delivery(HANGING)
    await hanging.tick_now()
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", times=4, after_effect=True, seconds=60))
    await hanging.start()
    await office.telegram.journal.until(lambda: any(map(office.got, readers)), 5, "a message")
    await hanging.stop()
    assert (await office.states())["sending"] > 0
    office.telegram.faults.clear()
    if office.database.shared:
        office.clock.now += HOUR
    following = office.delivery()
    await following.start()
    await office.rest()
    await following.stop()
    assert all(office.got(reader) == ["B2"] for reader in readers)


@ON_ONE_DATABASE
async def test_what_was_sent_and_could_not_be_put_on_record_is_not_repeated(office: Any) -> None:
    (reader,) = await office.readers(1)
    delivery = office.delivery(SenderOptions(commit_interval=30, idle=0.05))
    await delivery.start()
    await office.make_due(delivery)
    await office.telegram.journal.until(lambda: bool(office.got(reader)), 5, "a message")
    lease = dt.timedelta(seconds=30)
    await office.outbox.recover(office.clock.now, everything=True)
    await office.outbox.tick([], owner="another", claim=1, now=office.clock.now, lease=lease)
    await delivery.tick_now()
    await office.outbox.recover(office.clock.now, everything=True)
    await delivery.tick_now()
    await delivery.stop()
    await office.settled()
    assert office.got(reader) == ["B2"]


@ON_ONE_DATABASE
async def test_what_people_write_meanwhile_is_not_taken_for_it(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    person = office.telegram.world.people[reader]
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1))
    await office.make_due(running)
    await office.failed(1)
    chat = office.telegram.world.chats[reader]
    office.telegram.post(chat, {"from": person.json(), "text": "B2"})
    await office.rest()
    assert office.got(reader) == ["B2"]
    assert edits(office) == []


@ON_ONE_DATABASE
async def test_after_an_answer_a_newer_message_elsewhere_lets_the_next_digest_be_found(
    office: Any, running: Delivery
) -> None:
    (reader,) = await office.readers(1)
    await office.bot.send_message(reader, "an answer")
    await office.subscribe(office.telegram.person("An").id, Schedule(Frequency.IMMEDIATE))
    office.clock.now += HOUR / 4
    await office.publish()
    await running.tick_now()
    await office.settled()
    lost = Fault(Trouble.STATUS, "sendMessage", chat_id=reader, times=1, after_effect=True)
    office.telegram.faults.add(lost)
    office.clock.now += HOUR
    await running.tick_now()
    await office.failed(1)
    await office.rest()
    assert office.got(reader) == ["an answer", "B2"]


async def test_a_chat_that_was_never_met_is_answered(office: Any) -> None:
    person = office.telegram.person("Stranger").id
    await office.bot.send_message(person, "an answer")
    assert office.got(person) == ["an answer"]


@ON_ONE_DATABASE
async def test_once_a_number_is_known_many_messages_are_under_way_at_a_time(
    office: Any, running: Delivery
) -> None:
    await office.readers(10)
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=0.3))
    await office.make_due(running)
    await office.until(lambda states: states["sending"] > 1)
    assert (await office.states())["sent"] == 2  # one of the day before, one to know the number
    await office.settled()


async def test_as_long_as_no_number_is_known_several_processes_send_one_message_between_them(
    office: Any,
) -> None:
    await office.doubts.switch_off()
    await office.readers(6)
    await office.publish()
    office.clock.now += HOUR
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=0.5))
    first, second = office.delivery(), office.delivery()
    await first.tick_now()
    await asyncio.gather(first.start(), second.start())
    under_way = []
    while (states := await office.states())["sent"] < 3:
        office.clock.now += dt.timedelta(seconds=0.1)  # for those who were told to wait
        under_way.append((office.telegram.journal.in_flight, states["sent"]))
        await asyncio.sleep(0.02)
    assert max(messages for messages, sent in under_way if sent == 1) == 1
    await office.rest()
    await asyncio.gather(first.stop(), second.stop())
    assert max(messages for messages, _ in under_way) > 1


async def test_an_answer_sent_meanwhile_is_left_alone_and_the_digest_comes_again(
    office: Any, running: Delivery
) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, after_effect=True))
    await office.make_due(running)
    await office.failed(1)
    await office.bot.send_message(reader, "an answer")
    await office.rest()
    assert office.got(reader) == ["B2", "an answer", "B2"]
    assert edits(office) == []


@ON_ONE_DATABASE
async def test_what_shows_nothing_new_in_the_chat_leaves_no_doubt_unresolved(
    office: Any, running: Delivery
) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, after_effect=True))
    await office.make_due(running)
    await office.failed(1)
    await office.bot.send_chat_action(reader, "typing")
    with pytest.raises(BadRequest, match="not found"):
        await office.bot.edit_message_text("x", reader, 999)
    await office.rest()
    assert office.got(reader) == ["B2"]


@ON_ONE_DATABASE
async def test_a_message_with_the_number_of_one_in_a_group_is_found_all_the_same(
    office: Any, running: Delivery
) -> None:
    (reader,) = await office.readers(1)
    group = office.telegram.group("G")
    chat = await office.meet(group.id, "supergroup")
    await office.subscriptions.follow(chat, "", ALL, DAILY, now=office.clock.now)
    await office.make_due(running)
    await office.settled()
    last = {row.address: row.message_id for row in await office.rows()}
    for _ in range(last[str(reader)] - last[str(group.id)]):
        office.telegram.post(group, {"from": office.telegram.person("An").json(), "text": "Chào"})
    lost = Fault(Trouble.GARBAGE, "sendMessage", chat_id=reader, times=1, after_effect=True)
    office.telegram.faults.add(lost)
    office.clock.now += DAY
    await office.make_due(running)
    await office.failed(1)
    await office.rest()
    assert len({row.message_id for row in (await office.rows())[-2:]}) == 1
    assert office.got(reader) == ["B2", "B3"]


async def test_a_chat_that_counts_for_itself_is_asked_beyond_its_last_message(
    office: Any, running: Delivery
) -> None:
    await office.readers(4)  # the account's numbers are beside those of the group
    group = office.telegram.group("G")
    chat = await office.meet(group.id, "supergroup")
    await office.subscriptions.follow(chat, "", ALL, DAILY, now=office.clock.now)
    await office.make_due(running)
    await office.settled()
    person = office.telegram.person("An")
    office.telegram.post(group, {"from": person.json(), "text": "Chào"})
    lost = Fault(Trouble.GARBAGE, "sendMessage", chat_id=group.id, times=1, after_effect=True)
    office.telegram.faults.add(lost)
    office.clock.now += DAY
    await office.make_due(running)
    await office.failed(1)
    await office.rest()
    assert office.got(group.id) == ["B2", "B3"]


@ON_ONE_DATABASE
async def test_two_in_doubt_in_one_chat_are_not_told_apart_and_none_is_lost(
    office: Any, running: Delivery
) -> None:
    group = office.telegram.group("G", is_forum=True)
    topics = [office.telegram.topic(group, name) for name in ("Một", "Hai")]
    chat = await office.meet(group.id, "supergroup")
    for topic in topics:
        await office.subscriptions.follow(chat, str(topic.id), ALL, DAILY, now=office.clock.now)
    await office.make_due(running)
    await office.settled()
    office.telegram.faults.add(Fault(Trouble.GARBAGE, "sendMessage", times=2, after_effect=True))
    office.clock.now += DAY
    await office.make_due(running)
    await office.failed(2)
    await office.rest()
    threads = [m["message_thread_id"] for m in group.messages.values() if m.get("text") == "B3"]
    assert set(threads) == {topic.id for topic in topics}
    assert edits(office) == []


@ON_ONE_DATABASE
async def test_a_look_that_fails_is_repeated(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, after_effect=True))
    office.telegram.faults.add(Fault(Trouble.STATUS, "editMessage*", times=7))
    await office.make_due(running)
    await office.failed(1)
    await office.rest()
    assert office.got(reader) == ["B2"]


@ON_ONE_DATABASE
async def test_where_looking_never_works_the_message_is_sent_all_the_same(
    office: Any, running: Delivery
) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, after_effect=True))
    office.telegram.faults.add(Fault(Trouble.STATUS, "editMessage*"))
    await office.make_due(running)
    await office.failed(1)
    sent_first = office.clock.now
    await office.rest()
    assert office.got(reader) == ["B2", "B2"]
    assert LOOKED_FOR < (await office.rows())[-1].sent_at - sent_first < 12 * LOOKED_FOR


@ON_ONE_DATABASE
async def test_looks_that_fail_for_minutes_do_not_end_the_looking(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    away = [Fault(Trouble.STATUS, method) for method in ("sendMessage", "editMessage*")]
    outage = [office.telegram.faults.add(fault) for fault in away]
    await office.make_due(running)
    async with asyncio.timeout(20):
        while (row := (await office.rows())[-1]).attempts < 10:
            office.clock.now += LOOKED_FOR / 200
            await asyncio.sleep(0.05)
    assert row.doubts == 1
    for fault in outage:
        office.telegram.faults.remove(fault)
    await office.rest()
    assert office.got(reader) == ["B2"]


@ON_ONE_DATABASE
async def test_while_telegram_is_away_one_look_at_a_time_asks_whether_it_is_back(
    office: Any,
) -> None:
    running = office.delivery(options=SenderOptions(commit_interval=0.02, idle=0.05))
    await running.start()
    await office.readers(5)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=5))
    office.telegram.faults.add(Fault(Trouble.STATUS, "editMessage*"))
    await office.make_due(running)
    await office.failed(5)
    async with asyncio.timeout(20):
        while not looks(office):
            office.clock.now += HOUR / 10
            await asyncio.sleep(0.02)
    for _ in range(20):
        office.clock.now += HOUR / 10
        await asyncio.sleep(0.02)
    await running.stop()
    assert looks(office) == 3  # one, which is tried three times
