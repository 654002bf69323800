"""How long ten searches at once hold up everything else in the process.

    .venv/bin/python benchmarks/search_lag.py --corpus FILE.jsonl.gz --queries FILE.jsonl [--size 100000]

Ten users search without pause, in threads as the bot does, while a coroutine asks to be woken every
millisecond: what it is late by is what a digest would wait. The same is measured with nobody searching, since
the machine may be busy. The interpreter is tuned as the bot does it. Files and sizes are those of
benchmarks/search.py.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import time
from collections.abc import Iterator
from pathlib import Path

from search import read_articles, read_queries, sized

from bot.interpreter import tune_interpreter
from briefs.search import SearchIndex

_TICK_S = 0.001


async def lags(seconds: float) -> list[float]:
    """Return by how many milliseconds a tick was late, each time."""
    late = []
    end = time.perf_counter() + seconds
    while (asked := time.perf_counter()) < end:
        await asyncio.sleep(_TICK_S)
        late.append((time.perf_counter() - asked - _TICK_S) * 1000)
    return sorted(late)


async def user(index: SearchIndex, queries: Iterator[str], times: list[float]) -> None:
    """Search without pause, noting how many milliseconds each answer took."""
    for query in queries:
        started = time.perf_counter()
        await asyncio.to_thread(index.search, query)
        times.append((time.perf_counter() - started) * 1000)


async def run(index: SearchIndex, queries: list[str], users: int, seconds: float) -> None:
    """Print how late a coroutine is while nobody searches, and while so many users do."""
    idle = await lags(seconds)
    times: list[float] = []
    endless = itertools.cycle(queries)
    searching = [asyncio.create_task(user(index, endless, times)) for _ in range(users)]
    busy = await lags(seconds)
    for each in searching:
        each.cancel()
    for name, late in (("nobody", idle), (f"{users} users", busy)):
        median, most = late[len(late) // 2], late[len(late) * 99 // 100]
        print(f"{name} searching: median {median:.1f}, p99 {most:.1f}, worst {late[-1]:.1f} ms late")
    times.sort()
    print(
        f"{len(times)} searches, each took {times[len(times) // 2]:.0f} ms (median) with the others beside it"
    )


def main() -> None:
    """Build the index and measure."""
    parser = argparse.ArgumentParser(description="Measure how late others are while ten users search.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    asked = read_queries(options.queries)
    index = SearchIndex()
    index.extend(sized(read_articles(options.corpus), asked, options.size))
    queries = [each.query for each in asked]
    random.Random(1).shuffle(queries)
    tune_interpreter()
    asyncio.run(run(index, queries, options.users, options.seconds))


if __name__ == "__main__":
    main()
