"""Sending one digest to many chats, side by side, against the limits of the local Bot API.

    python -m benchmarks.delivery [--chats 600] [--latency 0.05] [--postgres URL] [--only NAME ...]

Each contender gets a fresh server in a process of its own. The share is that of the least time which the
limit of Telegram leaves: chats / 30 seconds. CPU and the highest memory are those of the sending process.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import multiprocessing as mp
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bot.delivery import Delivery, Limiter, Rates
from bot.keyboards import Keyboard
from bot.local import LocalServer, LocalTelegram
from bot.local.limits import Limits
from briefs.digests import DigestPlan
from briefs.model import Article, BriefContent
from briefs.registry import Registry
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.schema import deliveries
from briefs.store.states import State
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Criteria

TEXT = "<b>Bản tin ngày 23/12/2024</b>\n" + "• Mở rộng thị trường xuất khẩu sang Trung Đông.\n" * 9
PER_SECOND = 30


@dataclass(frozen=True)
class Server:
    """Where a contender sends to, and to whom."""

    base_url: str
    token: str
    chats: Sequence[int]


@dataclass(frozen=True)
class Report:
    """What the server saw."""

    copies: Counter[int]
    floods: int


class Stopwatch:
    """Seconds and CPU seconds since the start; a contender starts it when it is prepared."""

    def start(self) -> None:
        """Start it."""
        self._time, self._cpu = time.monotonic(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return seconds and CPU seconds."""
        return time.monotonic() - self._time, time.process_time() - self._cpu


Contender = Callable[[Server, Stopwatch], Awaitable[None]]


@dataclass(frozen=True)
class Part:
    """The one message that all get."""

    html: str = TEXT
    keyboard: Keyboard = ()


def serve(pipe: Connection, chats: int, latency: float) -> None:
    """Serve a pretend Telegram in a process of its own until told to report."""

    async def serving() -> None:
        limits = Limits(**{**vars_of(Limits.published()), "penalty": (3, 10)})
        telegram = LocalTelegram(limits=limits, latency=latency)
        people = [telegram.person(f"P{n}").id for n in range(chats)]
        async with LocalServer(telegram) as server:
            pipe.send((server.base_url, telegram.token, people))
            await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
            sent = [c for c in telegram.requests if c.method == "sendMessage"]
            copies = Counter(int(c.params["chat_id"]) for c in sent if c.took_effect and c.status == 200)
            pipe.send(Report(copies, sum(c.status == 429 for c in sent)))

    asyncio.run(serving())


def vars_of(limits: Limits) -> dict[str, Any]:
    return {name: getattr(limits, name) for name in Limits.__slots__}


async def naive(server: Server, clock: Stopwatch) -> None:
    """Send in a loop, as most bots do, and go on after an error."""
    clock.start()
    async with ExtBot[Any](server.token, base_url=server.base_url) as bot:
        for chat in server.chats:
            try:
                await bot.send_message(chat, TEXT, parse_mode="HTML")
            except RetryAfter as error:
                await asyncio.sleep(error._retry_after.total_seconds())
            except TelegramError:
                continue


async def gathered(server: Server, clock: Stopwatch) -> None:
    """Send all at once through python-telegram-bot's own limiter."""
    clock.start()
    limiter = AIORateLimiter(max_retries=5)
    async with ExtBot[Any](server.token, base_url=server.base_url, rate_limiter=limiter) as bot:
        sends = (bot.send_message(chat, TEXT, parse_mode="HTML", pool_timeout=3600) for chat in server.chats)
        await asyncio.gather(*sends, return_exceptions=True)


async def compose(plan: DigestPlan, language: str) -> Sequence[Part]:
    return [Part()]


async def alert(text: str) -> None:
    print(text)


async def ours(server: Server, url: str, clock: Stopwatch) -> None:
    """Plan and send through the outbox."""
    database = await Database.open(url)
    await subscribe(database, server.chats)
    clock.start()
    limiter = Limiter(Rates())
    async with ExtBot[Any](server.token, base_url=server.base_url, rate_limiter=limiter) as bot:
        delivery = Delivery(
            database, Registry.load(), bot, limiter, compose, alert=alert, now=lambda: dt.datetime.now(dt.UTC)
        )
        await delivery.start()
        while await sent(database) < len(server.chats):  # noqa: ASYNC110 - rows tell nobody that they changed
            await asyncio.sleep(0.5)
        await delivery.stop()
    await database.close()


async def sent(database: Database) -> int:
    """Return how many messages are recorded as sent."""
    query = sa.select(sa.func.count()).where(deliveries.c.state == State.SENT)
    async with database.read() as connection:
        return int(await connection.scalar(query) or 0)


async def subscribe(database: Database, chats: Sequence[int]) -> None:
    """Let all chats follow everything, daily, since two days ago, and publish one brief since."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    met, followed = ChatStore(database), SubscriptionStore(database)
    for address in chats:
        chat = await met.get_or_create("telegram", str(address), kind="private", now=before)
        await followed.follow(chat, "", Criteria(everything=True), Schedule(Frequency.DAILY), now=before)
    await BriefStore(database).put(BriefContent("x", Article("x")), now=before)


def measure(name: str, send: Contender, chats: int, latency: float) -> list[str]:
    """Run one contender and return its row of the table."""
    here, there = mp.Pipe()
    process = mp.get_context("spawn").Process(target=serve, args=(there, chats, latency), daemon=True)
    process.start()
    server = Server(*here.recv())
    clock = Stopwatch()
    asyncio.run(send(server, clock))  # type: ignore[arg-type]
    seconds, cpu = clock.read()
    here.send("report")
    report: Report = here.recv()
    process.join()
    lost = chats - len(report.copies)
    twice = sum(report.copies.values()) - len(report.copies)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    share = 100 * (len(report.copies) / PER_SECOND) / seconds
    return [
        name,
        f"{seconds:.1f}",
        f"{share:.1f} %",
        str(report.floods),
        str(lost),
        str(twice),
        f"{cpu * 10_000 / chats:.1f}",
        str(memory),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chats", type=int, default=600)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds until the server answers")
    parser.add_argument("--postgres", help="URL of an empty PostgreSQL database")
    parser.add_argument("--only", nargs="*", help="names of contenders")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.db"
        contenders: dict[str, Contender] = {
            "naive": naive,
            "gather": gathered,
            "sqlite": lambda server, clock: ours(server, f"sqlite:///{file}", clock),
        }
        if options.postgres:
            contenders["postgres"] = lambda server, clock: ours(server, options.postgres, clock)
        table = Table("sender", "s", "share", "429", "lost", "twice", "CPU s / 10,000", "MB at most")
        for name, send in contenders.items():
            if not options.only or name in options.only:
                table.add_row(*measure(name, send, options.chats, options.latency))
        Console().print(table)


if __name__ == "__main__":
    main()
