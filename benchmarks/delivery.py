"""Sending one digest to many chats, side by side in one run, against Telegram's published limits.

    python -m benchmarks.delivery [--chats 600] [--rate free|paid|both] [--only NAME ...]
                                  [--latency 0.05 | --latency 0.02 0.2] [--output FOLDER]

Each contender gets a fresh server in a process of its own, and a fresh database where it needs one; ours runs
as `diemtin run --role worker` does. The ideal is chats / rate seconds. Its share is given twice: from the
first message to the last, and from the start of sending (process and database are up) to the last.
"31 in" is the shortest time in which 31 messages arrived: the limit of 30 a second is met where that is 1 s.
CPU is that of the sending processes, planning and records included, without the server and PostgreSQL's own.
Progress goes to standard error; the table is printed, and written to FOLDER/delivery-<chats>.md.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import multiprocessing as mp
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import sqlalchemy as sa

from benchmarks.delivery_senders import Cost, Order, work
from benchmarks.delivery_server import Seen, ServerHandle, served
from benchmarks.postgres import Postgres, postgres
from bot.delivery.digest_messages import DigestMessages
from briefs.digests import DigestPlan, Shelf
from briefs.i18n import Catalogues
from briefs.ingest.seeds import packaged_seeds, read_seed
from briefs.registry import Registry
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.schema import chats as chats_table
from briefs.store.schema import deliveries, subscriptions
from briefs.store.states import State
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Criteria

RATES = {"free": 30, "paid": 1000}
FIRST_CHAT = 100_000_001
SEEDS = 2
"""Briefs in the digest: as many as one message holds."""
SILENCE_S = 45.0
"""A contender from which nothing arrives for so long is stopped: longer than any penalty."""
LOOK_EVERY_S = 0.5


@dataclass(frozen=True)
class Contender:
    """Who sends, over which database, in how many processes; `own` gives every chat a digest of its own."""

    name: str
    sender: str = "ours"
    database: str = ""
    processes: int = 1
    own: bool = False


CONTENDERS = (
    Contender("naive loop", "naive"),
    Contender("naive loop on our transport and uvloop", "naive-on-ours"),
    Contender("PTB AIORateLimiter, gather", "gathered"),
    Contender("ours, SQLite", database="sqlite"),
    Contender("ours, SQLite, all digests differ", database="sqlite", own=True),
    Contender("ours, PostgreSQL, 1 worker", database="postgres"),
    Contender("ours, PostgreSQL, 2 workers", database="postgres", processes=2),
    Contender("ours, PostgreSQL, 4 workers", database="postgres", processes=4),
)


async def stock(url: str, chats: Sequence[int], *, own: bool) -> str:
    """Let all chats follow everything since two days ago, publish since, and return what the digest says."""
    database = await Database.open(url)
    now = dt.datetime.now(dt.UTC)
    before = now - dt.timedelta(days=2)
    met = await ChatStore(database).get_or_create("telegram", "1", kind="private", now=before)
    criteria, schedule = Criteria(everything=True), Schedule(Frequency.DAILY)
    made, _ = await SubscriptionStore(database).follow(met, "", criteria, schedule, now=before)
    await _multiply(database, chats, own=own)
    registry, briefs = Registry.load(), BriefStore(database)
    for source in list(packaged_seeds())[:SEEDS]:
        await briefs.put(read_seed(source, registry), slug=source.name, now=before)
    _, published = await briefs.publications(0, before)
    plan = Shelf(published, registry).plan([made], now)
    messages = DigestMessages(briefs, registry, Catalogues.load(), lambda: "diemtin_bot")
    (part,) = await messages.compose(_checked(plan), "vi")
    await database.close()
    return part.html


def _checked(plan: DigestPlan | None) -> DigestPlan:
    if plan is None:
        raise RuntimeError("there is nothing to send")
    return plan


async def _multiply(database: Database, addresses: Sequence[int], *, own: bool) -> None:
    """Put the rows of many chats in place of those of one."""
    async with database.write() as tx:
        chat = dict((await tx.execute(chats_table.select())).mappings().one())
        subscription = dict((await tx.execute(subscriptions.select())).mappings().one())
        await tx.execute(subscriptions.delete())
        await tx.execute(chats_table.delete())
        due = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
        people, follow = [], []
        for number, address in enumerate(addresses, start=chat["id"] + 1):
            people.append(chat | {"id": number, "address": str(address)})
            since = subscription["covered_until"] + dt.timedelta(seconds=number if own else 0)
            moved = {"id": number, "chat_id": number, "next_due": due, "covered_until": since}
            follow.append(subscription | moved)
        await tx.execute(chats_table.insert(), people)
        await tx.execute(subscriptions.insert(), follow)


async def recorded(url: str) -> int:
    """Return how many messages the database says were sent."""
    database = await Database.open(url)
    async with database.read() as connection:
        sent = sa.select(sa.func.count()).where(deliveries.c.state == State.SENT)
        found = int(await connection.scalar(sent) or 0)
    await database.close()
    return found


def race(contender: Contender, server: ServerHandle, orders: Sequence[Order]) -> tuple[list[Cost], Seen]:
    """Let the processes of one contender send until all has arrived, they are through, or nothing comes."""
    context = mp.get_context("spawn")
    pipes = [mp.Pipe() for _ in orders]
    processes = [
        context.Process(target=work, args=(there, order), daemon=True)
        for (_, there), order in zip(pipes, orders, strict=True)
    ]
    for process in processes:
        process.start()
    _wait(server, [here for here, _ in pipes], len(orders[0].chats), ends_itself=contender.sender != "ours")
    for here, _ in pipes:
        here.send("stop")
    costs = [here.recv() for here, _ in pipes]
    for process in processes:
        process.join()
    return costs, server.look()


def _wait(server: ServerHandle, pipes: Sequence[Connection], chats: int, *, ends_itself: bool) -> None:
    arrived, changed = 0, time.monotonic()
    while time.monotonic() - changed < SILENCE_S + 60 * (arrived == 0):
        time.sleep(LOOK_EVERY_S)
        if any(pipe.poll() for pipe in pipes):  # it is through, or has died
            return
        seen = server.look()
        if not ends_itself and len(seen.copies) >= chats:
            return
        if len(seen.copies) + seen.floods != arrived:
            arrived, changed = len(seen.copies) + seen.floods, time.monotonic()


def measure(contender: Contender, options: argparse.Namespace, rate: str, server: Postgres | None) -> str:
    """Run one contender and return its line of the table."""
    chats = range(FIRST_CHAT, FIRST_CHAT + options.chats)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = f"sqlite:///{folder}/bench.db"
        if contender.database == "postgres" and server is not None:
            url = asyncio.run(server.new_database())
        text = asyncio.run(stock(url, chats, own=contender.own))
        handle = stack.enter_context(served(options.latency))
        order = Order(contender.sender, handle.base_url, chats, text, url, rate == "paid")
        costs, seen = race(contender, handle, [order] * contender.processes)
        if contender.sender == "ours" and asyncio.run(recorded(url)) != len(seen.copies):
            print("what is recorded is not what arrived", file=sys.stderr)
    return _row(contender.name, rate, options.chats, costs, seen)


def _row(name: str, rate: str, chats: int, costs: Sequence[Cost], seen: Seen) -> str:
    ideal = len(seen.copies) / RATES[rate]
    started = min(cost.started for cost in costs)
    cells = [
        name,
        f"{RATES[rate]}/s",
        f"{seen.last - seen.first:.1f}",
        f"{100 * ideal / max(seen.last - seen.first, 1e-9):.1f} %",
        f"{100 * ideal / (seen.last - started):.1f} %",
        str(seen.floods),
        str(chats - len(seen.copies)),
        str(seen.copies.total() - len(seen.copies)),
        f"{seen.closest:.3f}" if rate == "free" else "",
        f"{sum(cost.cpu for cost in costs) * 10_000 / max(seen.copies.total(), 1):.1f}",
        f"{max(cost.memory for cost in costs):.0f}",
        f"{seen.cpu * 10_000 / max(seen.copies.total(), 1):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


HEAD = (
    "| sender | limit | s | share, first to last | share, from the start | 429s | lost | twice "
    "| 31 in, s | CPU s / 10,000 | MiB a process | (server's CPU s / 10,000) |\n"
    + "|---|---:|"
    + "---:|" * 10
)


def main() -> None:
    """Measure the contenders one after the other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chats", type=int, default=600)
    parser.add_argument("--rate", choices=[*RATES, "both"], default="free")
    latency = (
        "seconds until the server answers; of two, random ones between them, half of them on the way there"
    )
    parser.add_argument("--latency", type=float, nargs="+", default=[0.05], help=latency)
    parser.add_argument("--only", nargs="*", help="words that the names of contenders have")
    parser.add_argument("--output", type=Path, default=Path("output"))
    options = parser.parse_args()
    lines = [HEAD]
    with postgres() as server:
        for rate in RATES if options.rate == "both" else [options.rate]:
            for contender in CONTENDERS:
                wanted = not options.only or any(word in contender.name for word in options.only)
                if wanted and (server is not None or contender.database != "postgres"):
                    lines.append(measure(contender, options, rate, server))
                    print(lines[-1], file=sys.stderr, flush=True)
    options.output.mkdir(exist_ok=True)
    (options.output / f"delivery-{options.chats}.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
