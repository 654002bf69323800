"""The contenders of the delivery benchmark; each runs in a process of its own and reports what it cost."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from benchmarks.delivery_server import TOKEN
from bot.delivery import Delivery, Rates
from bot.delivery.digest_messages import DigestMessages
from bot.delivery.incidents import Incident
from bot.delivery.shares import sharing
from bot.delivery.witness import Witness
from bot.interpreter import tune_interpreter
from bot.loop import new_event_loop
from bot.transport.requests import requests_for
from briefs.i18n import Catalogues
from briefs.registry import Registry
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database

LATE_POOL_S = 3600.0


@dataclass(frozen=True)
class Order:
    """What a contender is to do: `text` is what it sends where it has no database at `url`."""

    sender: str
    base_url: str
    chats: Sequence[int]
    text: str
    url: str = ""
    paid: bool = False
    resolver: bool = False


@dataclass(frozen=True)
class Cost:
    """CPU seconds from the start of sending, highest memory in MiB, and when the sending started."""

    cpu: float
    memory: float
    started: float


def work(pipe: Connection, order: Order) -> None:
    """Carry out an order in this process; ours ends when it is told to, the others when they are through."""
    sender, loop = SENDERS[order.sender]
    with asyncio.Runner(loop_factory=loop) as runner:
        pipe.send(runner.run(sender(order, pipe)))


class _Meter:
    def __init__(self) -> None:
        self._cpu, self._started = time.process_time(), time.monotonic()

    def read(self) -> Cost:
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Cost(time.process_time() - self._cpu, highest, self._started)


async def naive(order: Order, pipe: Connection) -> Cost:
    """Send in a loop, as most bots do, and go on after an error."""
    return await _loop(order, ExtBot[Any](TOKEN, base_url=order.base_url))


async def naive_on_ours(order: Order, pipe: Connection) -> Cost:
    """Send in the same loop through our transport: what the transport alone is worth."""
    sending, polling = requests_for(order.base_url, None)
    return await _loop(
        order, ExtBot[Any](TOKEN, base_url=order.base_url, request=sending, get_updates_request=polling)
    )


async def _loop(order: Order, bot: ExtBot[Any]) -> Cost:
    meter = _Meter()
    async with bot:
        for chat in order.chats:
            try:
                await bot.send_message(chat, order.text, parse_mode="HTML", allow_paid_broadcast=order.paid)
            except RetryAfter as error:
                await asyncio.sleep(error._retry_after.total_seconds())
            except TelegramError:
                continue
    return meter.read()


async def gathered(order: Order, pipe: Connection) -> Cost:
    """Send all at once through python-telegram-bot's own limiter."""
    meter = _Meter()
    logging.disable()  # it writes a traceback for every message that it gives up
    limiter = AIORateLimiter(overall_max_rate=1000 if order.paid else 30, max_retries=5)
    async with ExtBot[Any](TOKEN, base_url=order.base_url, rate_limiter=limiter) as bot:
        sends = (
            bot.send_message(
                chat,
                order.text,
                parse_mode="HTML",
                allow_paid_broadcast=order.paid,
                pool_timeout=LATE_POOL_S,
            )
            for chat in order.chats
        )
        await asyncio.gather(*sends, return_exceptions=True)
    return meter.read()


async def ours(order: Order, pipe: Connection) -> Cost:
    """Plan and send through the outbox, as `diemtin run --role worker` does, until told to stop."""
    database = await Database.open(order.url)
    rates = Rates.paid() if order.paid else Rates()
    limiter = Witness(rates, now=_now)
    registry = Registry.load()
    messages = DigestMessages(BriefStore(database), registry, Catalogues.load(), lambda: "diemtin_bot")
    sending, polling = requests_for(order.base_url, None)
    bot = ExtBot[Any](
        TOKEN, base_url=order.base_url, request=sending, get_updates_request=polling, rate_limiter=limiter
    )
    async with bot, sharing(limiter, database):
        delivery = Delivery(
            *(database, registry, bot, limiter, messages.compose),
            alert=_print,
            now=_now,
            paid=order.paid,
        )
        tune_interpreter()
        meter = _Meter()
        await delivery.start()
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        await delivery.stop()
        cost = meter.read()
    await database.close()
    return cost


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def _print(incident: Incident) -> None:
    print(incident)


Sender = Callable[[Order, Connection], Awaitable[Cost]]
SENDERS: dict[str, tuple[Sender, Callable[[], asyncio.AbstractEventLoop] | None]] = {
    "naive": (naive, None),
    "naive-on-ours": (naive_on_ours, new_event_loop),
    "gathered": (gathered, None),
    "ours": (ours, new_event_loop),
}
