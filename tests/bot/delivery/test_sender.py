"""How soon and how often a sender acts, and what it does while the database or Telegram is away."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from bot.delivery import Delivery, Rates, SenderOptions
from bot.local import Fault, Trouble
from briefs.errors import StoreUnavailableError
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Settled
from briefs.store.states import State

HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class ShakyOutbox(OutboxStore):
    """Cannot be reached while it is `away`, and never takes the outcome of the delivery `unfit`."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.away = False
        self.unfit = 0

    async def tick(self, settled: Sequence[Settled], **rest: Any) -> list[Any]:
        if self.away:
            raise StoreUnavailableError("The database does not answer.")
        if any(one.delivery.id == self.unfit for one in settled):
            raise ValueError
        return await super().tick(settled, **rest)


async def start(office: Any, readers: int = 1, **options: Any) -> tuple[Delivery, ShakyOutbox]:
    """Start to deliver what readers are owed."""
    await office.readers(readers)
    await office.publish()
    office.clock.now += HOUR
    delivery = office.delivery(SenderOptions(**{"commit_interval": 0.02, "idle": 0.05, **options}))
    delivery._sender._outbox = outbox = ShakyOutbox(office.database)
    await delivery.tick_now()
    await delivery.start()
    return delivery, outbox


def sends(office: Any) -> int:
    return sum(call.method == "sendMessage" for call in office.telegram.requests)


async def test_what_was_sent_is_on_record_soon_after_a_slow_answer_though_nothing_else_is_due(
    office: Any,
) -> None:
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=0.2))
    delivery, _ = await start(office, idle=60)
    await office.until(lambda states: states["sent"] == 1, seconds=10)
    await delivery.stop()


async def test_what_was_sent_while_the_database_was_away_is_put_on_record_and_not_repeated(
    office: Any,
) -> None:
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=0.2))
    delivery, outbox = await start(office, readers=3)
    await office.until(lambda states: states["sending"] == 3)
    outbox.away = True
    await office.telegram.journal.until(lambda: sends(office) == 3, 5, "messages")
    await asyncio.sleep(0.4)
    outbox.away = False
    await office.until(lambda states: states["sent"] == 3, seconds=10)
    await delivery.stop()
    assert sends(office) == 3


async def test_an_outcome_that_cannot_be_put_on_record_holds_up_no_other(office: Any) -> None:
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=0.2))
    delivery, outbox = await start(office, readers=3)
    outbox.unfit = 2
    await office.until(lambda states: states["sent"] == 2, seconds=10)
    await delivery.stop()
    assert [row.state for row in await office.rows()] == [State.SENT, State.SENDING, State.SENT]


async def test_what_waited_beyond_its_lease_while_the_database_was_away_is_claimed_anew_before_it_is_sent(
    office: Any,
) -> None:
    compose, composed = office.compose, asyncio.Event()

    async def slowly(*asked: Any) -> Any:
        outbox.away = True
        await asyncio.sleep(0.4)
        composed.set()
        return await compose(*asked)

    office.compose = slowly
    delivery, outbox = await start(office, lease=0.4)
    await composed.wait()
    await asyncio.sleep(0.1)
    assert sends(office) == 0
    outbox.away = False
    await office.until(lambda states: states["sent"] == 1, seconds=10)
    await delivery.stop()
    assert sends(office) == 1


@pytest.mark.parametrize("rates", [Rates(overall=10, limit=11, chat_interval=0)])
async def test_no_more_is_claimed_than_can_be_sent_soon_and_nothing_at_the_end(office: Any) -> None:
    delivery, _ = await start(office, readers=60)
    await office.until(lambda states: states["sent"] >= 4)
    assert (await office.states())["sending"] < 20
    await delivery.stop()
    assert set(await office.states()) == {"sent", "pending"}


@pytest.mark.parametrize("rates", [Rates(overall=1, limit=2, chat_interval=0)])
async def test_what_waits_for_its_turn_when_all_stops_is_put_back(office: Any) -> None:
    delivery, _ = await start(office, readers=5, stopping=0.4)
    await office.until(lambda states: states["sent"] == 1 and states["sending"] >= 1)
    await delivery.stop()
    assert await office.states() == {"sent": 1, "pending": 4}


async def test_while_telegram_is_away_one_message_at_a_time_asks_whether_it_is_back(office: Any) -> None:
    outage = office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=500))
    delivery, _ = await start(office, readers=20, outage_pause=0.4)
    await office.failed(20)
    office.clock.now += HOUR
    await asyncio.sleep(1.0)
    assert 20 < sends(office) < 24
    office.telegram.faults.remove(outage)
    await delivery.tick_now()
    await office.rest()
    await delivery.stop()
    assert await office.states() == {"sent": 20}


@pytest.mark.parametrize(
    ("status", "pauses"),
    [(401, [2, 4, 8, 10, 10, 10]), (502, [2, 10, 50, 250, 1250, 3600])],
    ids=["certainly not sent", "may have arrived"],
)
async def test_a_message_that_fails_is_tried_ever_more_rarely(
    office: Any, status: int, pauses: list[int]
) -> None:
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=status))
    delivery, _ = await start(office, backoff=2, longest_backoff=10)
    waits = []
    for attempt in range(1, 7):
        await office.failed(attempt)
        (row,) = await office.rows()
        waits.append((row.not_before - office.clock.now).total_seconds())
        office.clock.now = row.not_before
    await delivery.stop()
    assert waits == pauses


async def test_a_message_is_tried_again_when_it_is_due_however_long_the_sender_could_rest(
    office: Any,
) -> None:
    office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", times=1, status=500))
    delivery, _ = await start(office, idle=60, backoff=0.2)
    await office.failed(1)
    await asyncio.sleep(0.3)  # the first tick of the clock wakes the sender, too
    office.clock.now += HOUR
    await office.until(lambda states: states["sent"] == 1, seconds=10)
    await delivery.stop()
