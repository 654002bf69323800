"""Planning a weekly run for many subscriptions, and searching meanwhile.

    python -m benchmarks.planning [--subscriptions 100000] [--briefs 500] [--url URL]

A database is filled with chats that follow everything, a body or a topic, or words of their own, all due at
once, and with briefs of a week. Then one process searches, first alone, then while it plans: as the bot does
when the hour comes. Memory is what planning adds to the highest of the process; the index is built before.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import resource
import statistics
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.delivery.planner import Planner
from bot.interpreter import tune_interpreter
from bot.loop import meanwhile, new_event_loop
from briefs.ingest.seeds import packaged_seeds, read_seed
from briefs.library import Library
from briefs.model import BriefContent
from briefs.registry import Registry
from briefs.schedule import Frequency
from briefs.search import SearchIndex
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.store.schema import chats, subscriptions
from briefs.subscriptions import Criteria

NOW = dt.datetime(2025, 1, 6, 0, 45, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
QUERIES = ("mien thi thuc", "xuat khau", "bo cong thuong", "an giang", "355/TB-VPCP", "chuyen doi so")
PAUSE_S = 0.02
"""Between two searches: about 40 a second while nothing else runs."""
ROWS = 10_000


def contents(registry: Registry, count: int) -> list[BriefContent]:
    """Return as many briefs, which differ in their titles and in the order of their words."""
    seeds = [read_seed(source, registry) for source in packaged_seeds()]
    chance, made = random.Random(1), []
    for number in range(count):
        seed = seeds[number % len(seeds)]
        words = seed.title.split()
        chance.shuffle(words)
        article = replace(seed.article, external_id=f"{number}", url=None)
        made.append(replace(seed, title=f"{' '.join(words)} {number}", article=article))
    return made


def wishes(registry: Registry, briefs: list[BriefContent], count: int) -> list[Criteria]:
    """Return what is followed: everything (40 %), one entry of the registry (40 %), words of a title."""
    chance = random.Random(2)
    keys = [entry.key for entry in registry.entries()]
    made = []
    for number in range(count):
        if number % 5 < 2:
            made.append(Criteria(everything=True))
        elif number % 5 < 4:
            made.append(Criteria(keys=(chance.choice(keys),)))
        else:
            made.append(Criteria(query=" ".join(chance.sample(chance.choice(briefs).title.split(), 2))))
    return made


async def stock(database: Database, registry: Registry, options: argparse.Namespace) -> None:
    """Fill the database."""
    briefs = contents(registry, options.briefs)
    await BriefStore(database).put_all(briefs, now=NOW - WEEK / 2)
    wanted = wishes(registry, briefs, options.subscriptions)
    for first in range(0, len(wanted), ROWS):
        some = list(enumerate(wanted[first : first + ROWS], start=first + 1))
        async with database.write() as tx:
            await tx.execute(chats.insert(), [_chat(number) for number, _ in some])
            await tx.execute(subscriptions.insert(), [_subscription(number, wish) for number, wish in some])


def _chat(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "channel": "telegram",
        "address": str(number),
        "kind": "private",
        "timezone": "Asia/Ho_Chi_Minh",
        "created_at": NOW - WEEK,
    }


def _subscription(number: int, wish: Criteria) -> dict[str, Any]:
    return {
        "chat_id": number,
        "criteria": asdict(wish),
        "criteria_key": wish.key,
        "kind": Frequency.WEEKLY,
        "at": "07:30",
        "weekday": 0,
        "monthday": 1,
        "timezone": "Asia/Ho_Chi_Minh",
        "active": True,
        "covered": 0,
        "covered_until": NOW - WEEK,
        "next_due": NOW - dt.timedelta(minutes=15),
        "created_at": NOW - WEEK,
    }


async def searching(library: Library, times: list[float]) -> None:
    """Search again and again, and note how many milliseconds each answer takes."""
    number = 0
    while True:
        began = time.perf_counter()
        await library.search(QUERIES[number % len(QUERIES)])
        times.append((time.perf_counter() - began) * 1000)
        number += 1
        await asyncio.sleep(PAUSE_S)


def highest_mib() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def measure(url: str, options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures."""
    registry = Registry.load()
    database = await Database.open(url)
    await stock(database, registry, options)
    library = Library(BriefStore(database), SearchIndex(), registry)
    await library.refresh()
    tune_interpreter()
    alone: list[float] = []
    async with meanwhile(searching(library, alone)):
        await asyncio.sleep(options.seconds)
    before, began, cpu = highest_mib(), time.perf_counter(), time.process_time()
    busy: list[float] = []
    async with meanwhile(searching(library, busy)):
        queued = await Planner(database, registry, "bench", lambda: NOW).run()
        took, used = time.perf_counter() - began, time.process_time() - cpu
    await database.close()
    return {
        "subscriptions": options.subscriptions,
        "briefs": options.briefs,
        "digests": queued,
        "seconds": round(took, 1),
        "CPU seconds, searches included": round(used, 1),
        "MiB more": round(highest_mib() - before, 1),
        "searches": [len(alone), len(busy)],
        "search ms alone, p50 and p95": _percentiles(alone),
        "search ms meanwhile, p50 and p95": _percentiles(busy),
    }


def _percentiles(times: list[float]) -> list[float]:
    cuts = statistics.quantiles(times, n=100)
    return [round(cuts[49], 1), round(cuts[94], 1)]


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--subscriptions", type=int, default=100_000)
    parser.add_argument("--briefs", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10, help="how long it searches alone")
    parser.add_argument("--url", help="an empty database; SQLite in a temporary folder without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{Path(folder) / 'bench.db'}"
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            print(json.dumps(runner.run(measure(url, options)), indent=2))


if __name__ == "__main__":
    main()
