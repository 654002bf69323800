"""People leave, block, move and delete while a run is being sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.delivery import Delivery, Rates, SenderOptions
from briefs.store.states import State

HOUR = dt.timedelta(hours=1)
ONE_AT_A_TIME = SenderOptions(commit_interval=0.02, idle=0.05)
pytestmark = pytest.mark.parametrize("rates", [Rates(overall=15, limit=16, chat_interval=1.0)])


async def begin(office: Any) -> Delivery:
    """Start a run and wait until its first message is on record."""
    await office.publish()
    office.clock.now += HOUR
    delivery: Delivery = office.delivery(ONE_AT_A_TIME)
    await delivery.start()
    await office.until(lambda states: states["sent"] >= 1)
    return delivery


async def end(office: Any, delivery: Delivery) -> None:
    await office.settled()
    await delivery.stop()


async def one_who_waits(office: Any) -> Any:
    """Return the delivery of the reader who comes last."""
    return (await office.rows())[-1]


async def test_who_unsubscribes_meanwhile_gets_nothing_more(office: Any) -> None:
    readers = await office.readers(20)
    delivery = await begin(office)
    row = await one_who_waits(office)
    (subscription,) = await office.subscriptions.of_chat(row.chat_id)
    await office.subscriptions.end(subscription.id, "stopped")
    await end(office, delivery)
    assert await office.states() == {"sent": 19, "cancelled": 1}
    assert [len(office.got(reader)) for reader in readers] == [1] * 19 + [0]


async def test_who_blocks_the_bot_meanwhile_is_ended_and_the_others_are_served(office: Any) -> None:
    await office.readers(20)
    delivery = await begin(office)
    address = int((await one_who_waits(office)).address)
    person = office.telegram.world.people[address]
    office.telegram.set_bot_status(office.telegram.world.chats[address], "kicked", person)
    await end(office, delivery)
    assert await office.states() == {"sent": 19, "dead": 1}
    chat = await office.chats.find("telegram", str(address))
    assert "blocked" in (chat.ended_reason or "")
    assert await office.subscriptions.of_chat(chat.id) == []


async def test_a_group_that_moves_between_two_parts_gets_the_rest_in_its_new_place(office: Any) -> None:
    office.parts = 3
    owner = office.telegram.person("An")
    group = office.telegram.group("G", kind="group", admins=[owner])
    await office.subscribe(group.id)
    delivery = await begin(office)
    moved = office.telegram.migrate(group, owner)
    await end(office, delivery)
    assert (office.got(group.id), office.got(moved.id)) == (["B1"], ["part 2", "part 3"])
    assert await office.states() == {"sent": 3}


async def test_a_topic_deleted_between_two_parts_ends_its_digest(office: Any) -> None:
    office.parts = 2
    group = office.telegram.group("G", is_forum=True)
    topic = office.telegram.topic(group, "Tin")
    made = await office.subscribe(group.id, thread=str(topic.id))
    delivery = await begin(office)
    office.telegram.delete_topic(group, topic)
    await end(office, delivery)
    assert [row.state for row in await office.rows()] == [State.SENT, State.DEAD]
    assert (await office.subscriptions.get(made.id)).ended_reason == "topic deleted"
