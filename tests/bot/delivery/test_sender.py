"""How soon and how often a sender acts, seen from the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.delivery import Delivery, SenderOptions
from bot.local import Fault, Trouble

HOUR = dt.timedelta(hours=1)
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def start(office: Any, **options: Any) -> Delivery:
    """Start to deliver what one reader is owed."""
    await office.readers(1)
    await office.publish()
    office.clock.now += HOUR
    delivery: Delivery = office.delivery(SenderOptions(**options))
    await delivery.tick_now()
    await delivery.start()
    return delivery


@ON_ONE_DATABASE
async def test_what_was_sent_is_on_record_soon_after_a_slow_answer_though_nothing_else_is_due(
    office: Any,
) -> None:
    office.telegram.faults.add(Fault(Trouble.SLOW, "sendMessage", after_effect=True, seconds=0.2))
    delivery = await start(office, commit_interval=0.02, idle=60)
    await office.until(lambda states: states["sent"] == 1, seconds=10)
    await delivery.stop()
