"""What fails is tried again, given up or told, and holds up nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.delivery import Delivery, Rates
from bot.delivery.incidents import GivenUp, RunStopped
from bot.local import Fault, Trouble
from briefs.store.states import State

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR


async def test_a_flood_is_waited_out(office: Any, running: Delivery) -> None:
    readers = await office.readers(20)
    office.telegram.faults.add(Fault(Trouble.FLOOD, "sendMessage", times=1, seconds=1))
    await office.make_due(running)
    await office.refused()
    office.clock.now += HOUR
    await office.settled()
    assert all(len(office.got(reader)) == 1 for reader in readers)
    assert office.limiter.refusals == 1


@pytest.mark.parametrize("trouble", [Trouble.STATUS, Trouble.GARBAGE, Trouble.RESET])
async def test_a_lost_answer_is_tried_again_at_least_once(
    office: Any, running: Delivery, trouble: Trouble
) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(trouble, "sendMessage", times=1, after_effect=True))
    await office.make_due(running)
    await office.failed(1)
    assert len(office.got(reader)) == 1
    office.clock.now += HOUR
    await office.settled()
    assert len(office.got(reader)) == 2
    (row,) = await office.rows()
    assert (row.state, row.attempts) == (State.SENT, 1)


async def test_answers_that_are_always_lost_are_given_up(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", after_effect=True))
    await office.make_due(running)
    for attempt in range(1, 7):
        await office.failed(attempt)
        office.clock.now += HOUR
    await office.until(lambda states: states["unknown"] == 1)
    assert len(office.got(reader)) == 7


async def test_attempts_that_certainly_failed_do_not_count_as_doubts(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=401, times=9))
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=502, times=1))
    await office.make_due(running)
    for attempt in range(1, 11):
        await office.failed(attempt)
        office.clock.now += HOUR
    await office.settled()
    (row,) = await office.rows()
    assert (row.state, row.attempts, row.doubts) == (State.SENT, 10, 1)
    assert len(office.got(reader)) == 1


async def test_a_message_telegram_never_takes_is_dead(office: Any, running: Delivery) -> None:
    await office.readers(2)
    await office.publish("<b>broken")
    office.clock.now += HOUR
    await running.tick_now()
    await office.settled()
    assert await office.states() == {"dead": 2}
    assert "parse entities" in (await office.rows())[0].error
    assert len(await office.subscriptions.of_chat(1)) == 1


@pytest.mark.parametrize("rates", [Rates(overall=40, limit=44, chat_interval=0)])
async def test_a_run_refused_twenty_times_alike_is_stopped_and_told(office: Any) -> None:
    await office.readers(60)
    await office.publish("<b>broken")
    office.clock.now += HOUR
    delivery = office.delivery()
    await delivery.start()
    await office.until(lambda states: states["sending"] == 0 and states["dead"] >= 20)
    await delivery.stop()
    states = await office.states()
    assert states["pending"] > 0
    assert states["pending"] + states["dead"] == 60
    (incident,) = office.alerts
    assert isinstance(incident, RunStopped)
    assert "parse entities" in incident.error


async def test_what_cannot_be_sent_yet_is_not_looked_for_again_and_again(office: Any) -> None:
    await office.readers(2)
    office.parts = 2
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=500))
    delivery = office.delivery()
    await delivery.start()
    await office.make_due(delivery)
    await office.failed(2)
    await delivery.stop()
    assert len(await office.rows()) == 4
    assert await office.outbox.next_due() > office.clock.now  # second parts have to wait, too
    await office.outbox.stop_run(1, "refused")
    assert await office.outbox.next_due() is None


async def test_a_composer_that_fails_loses_nothing(office: Any, running: Delivery) -> None:
    (reader,) = await office.readers(1)
    compose, office.parts = office.parts, "not a number"
    await office.make_due(running)
    await office.failed(1)
    office.parts = compose
    office.clock.now += HOUR
    await office.settled()
    assert office.got(reader) == ["B1"]


async def test_an_outage_loses_nothing(office: Any, running: Delivery) -> None:
    readers = await office.readers(30)
    outage = office.telegram.faults.add(Fault(Trouble.RESET, "sendMessage"))
    await office.make_due(running)
    await office.failed(5)
    office.telegram.faults.remove(outage)
    office.clock.now += HOUR
    await running.tick_now()
    await office.settled()
    assert all(len(office.got(reader)) == 1 for reader in readers)


async def test_what_could_not_be_sent_for_days_is_given_up_and_told(office: Any, running: Delivery) -> None:
    await office.readers(1)
    office.telegram.faults.add(Fault(Trouble.RESET, "sendMessage"))
    await office.make_due(running)
    await office.failed(1)
    office.clock.now += 4 * DAY
    await office.until(lambda states: states["dead"] == 1)
    (incident,) = office.alerts
    assert isinstance(incident, GivenUp)
    assert incident.days == 3


async def test_an_owner_who_cannot_be_told_does_not_stop_the_sender(office: Any) -> None:
    async def deaf(incident: object) -> None:
        raise RuntimeError

    office.alert = deaf
    await office.readers(30)
    await office.publish("<b>broken")
    office.clock.now += HOUR
    delivery = office.delivery()
    await delivery.start()
    await office.until(lambda states: states["dead"] >= 20)
    await office.publish("sound")
    office.clock.now += DAY
    await delivery.tick_now()
    await office.until(lambda states: states["sent"] == 30)
    await delivery.stop()
