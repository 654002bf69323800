"""Start, memory and answering time of the bot through the local Bot API, beside an echo bot in the same run.

    .venv/bin/python benchmarks/answering.py [--articles FILE.jsonl.gz] [--queries N]

Both bots are processes of their own that poll a pretend Telegram, one after the other. A reply takes from the
moment a person sends a text to the moment it stands in the chat. "First" is from the start of the process to
its first reply, with Python's compiled files in place; MiB is its memory two seconds later.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.local import LocalServer, LocalTelegram, Persona

ECHO = """
import sys
from telegram.ext import Application, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_html(update.message.text)
app = Application.builder().token(sys.argv[1]).base_url(sys.argv[2]).concurrent_updates(64).build()
app.add_handler(MessageHandler(filters.TEXT, echo))
app.run_polling()
"""
A_SECOND = 20
"""Queries a second at most: above 30 the limiter would be measured, not the answering."""

QUERIES = (
    "mien thi thuc",
    "ngoai giao tom",
    "355/TB-VPCP",
    "bo cong thuong",
    "an giang",
    "xuat khau",
    "NQ 21",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of one bot; times in milliseconds, memory in MiB."""

    name: str
    first_reply: float
    rest: float
    times: Sequence[float]

    def row(self) -> str:
        """Return the figures as a line of the table."""
        cuts = statistics.quantiles(self.times, n=100)
        return (
            f"{self.name:<8} {self.first_reply:>10.0f} {self.rest:>8.0f} "
            f"{statistics.median(self.times):>8.1f} {cuts[94]:>8.1f} {cuts[98]:>8.1f}"
        )


async def measure(
    name: str, command: Sequence[str], environment: dict[str, str], asked: Sequence[str]
) -> Measured:
    """Start a bot, talk to it and stop it."""
    telegram = LocalTelegram()
    async with LocalServer(telegram) as server:
        person = Persona(telegram, telegram.person("Lan"))
        filled = [part.format(token=telegram.token, base_url=server.base_url) for part in command]
        env = {**os.environ, **environment, "DIEMTIN_TELEGRAM_TOKEN": telegram.token,
               "DIEMTIN_TELEGRAM_BASE_URL": server.base_url}  # fmt: skip
        person.send("an giang")
        began = time.perf_counter()
        null = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*filled, env=env, stdout=null, stderr=null)
        try:
            await telegram.next_message(person.chat, 120)
            first = (time.perf_counter() - began) * 1000
            await asyncio.sleep(2)
            rest = psutil.Process(process.pid).memory_info().rss / 2**20
            times = [await _timed(person, query) for query in asked]
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), 20)
    return Measured(name, first, rest, times)


async def _timed(person: Persona, query: str) -> float:
    began = time.perf_counter()
    await person.ask(query, seconds=30)
    taken = time.perf_counter() - began
    await asyncio.sleep(max(0.0, 1 / A_SECOND - taken))
    return taken * 1000


def stock(folder: Path, articles: Path | None) -> str:
    """Make the database the bot starts with and return its address."""
    url = f"sqlite:///{folder / 'bench.db'}"
    env = {**os.environ, "DIEMTIN_DATABASE_URL": url}
    diemtin = [sys.executable, "-m", "bot"]
    subprocess.run([*diemtin, "seed"], env=env, check=True, stdout=subprocess.DEVNULL)
    if articles:
        plain = folder / "articles.jsonl"
        with gzip.open(articles) as source:
            plain.write_bytes(source.read())
        subprocess.run([*diemtin, "import", str(plain), "--publish"], env=env, check=True)
    return url


def titles(articles: Path | None, count: int) -> list[str]:
    """Return what is asked: fixed queries, or words of titles where articles are given."""
    if articles is None:
        return [QUERIES[i % len(QUERIES)] for i in range(count)]
    with gzip.open(articles, "rt", encoding="utf-8") as source:
        lines = [json.loads(line)["title"] for _, line in zip(range(count * 10), source, strict=False)]
    return [" ".join(title.split()[1:6]) for title in lines[::10]]


async def main() -> None:
    """Measure both bots and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=Path, help="gzipped JSON lines to import before the bot starts")
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = stock(Path(folder), options.articles)
        asked = titles(options.articles, options.queries)
        ours = await measure("diemtin", [sys.executable, "-m", "bot", "run"],
                             {"DIEMTIN_DATABASE_URL": url, "DIEMTIN_HTTP_PORT": "0"}, asked)  # fmt: skip
        echo = await measure("echo", [sys.executable, "-c", ECHO, "{token}", "{base_url}"], {}, asked)
    print(f"{'bot':<8} {'first ms':>10} {'MiB':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    print(ours.row())
    print(echo.row())


if __name__ == "__main__":
    asyncio.run(main())
