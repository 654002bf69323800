"""What is lost and what comes twice when things break: processes killed, servers away, faults of all kinds.

    python -m benchmarks.crash [--trials 20] [--chats 200] [--only NAME ...] [--seed 1] [--output FOLDER]

Every trial sends one digest to each chat, on a fresh database, with real processes against the limits of the
local Bot API in this one. What arrived is counted there. The bound is what one crash may repeat: the rate x
(latency of an answer + interval of commits), rounded up; the latency is measured beside
the trial, and nine of ten answers are quicker. With faults, it is the number of answers that they hide.
Trials on PostgreSQL are left out where its server programs are missing. Progress goes to standard error; the
table is printed, and written to FOLDER/crash.md.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import math
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from benchmarks.postgres import Postgres, postgres
from bot.delivery import Rates, SenderOptions
from bot.local import Fault, LocalServer, LocalTelegram, Trouble
from bot.local.limits import Limits
from bot.loop import meanwhile
from briefs.errors import StoreError
from briefs.model import Article, BriefContent
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.schema import deliveries
from briefs.store.states import UNFINISHED
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Criteria

LATENCY_S = 0.1
LEASE_S = 5.0  # shorter than by default, so that a trial with a killed worker takes seconds
PATIENCE_S = 600.0
PUBLISHED = Limits.published()
FLOOD = Limits(overall_per_second=20, chat_per_second=1, penalty=(3, 30))
OUTAGE_S = 10.0
_MESSAGES = "*Message*"
FAULTS = (
    Fault(Trouble.RESET, _MESSAGES, rate=0.01),
    Fault(Trouble.RESET, _MESSAGES, rate=0.01, after_effect=True),
    Fault(Trouble.STATUS, _MESSAGES, rate=0.01, status=502, after_effect=True),
    Fault(Trouble.STATUS, _MESSAGES, rate=0.01, status=504),
    Fault(Trouble.STATUS, _MESSAGES, rate=0.01, status=500),
    Fault(Trouble.SLOW, _MESSAGES, rate=0.01, seconds=8, after_effect=True),
    Fault(Trouble.GARBAGE, _MESSAGES, rate=0.01, after_effect=True),
    Fault(Trouble.FLOOD, _MESSAGES, rate=0.01, seconds=1),
)
"""8 % of the messages; half of these arrive, and nobody is told."""


@dataclass
class Trial:
    """One trial: a pretend Telegram, a database, and the workers that are started on them."""

    telegram: LocalTelegram
    server: LocalServer
    url: str
    chats: list[int]
    resolver: bool
    chance: random.Random
    database: Database
    postgres: Postgres | None
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    async def start(self) -> asyncio.subprocess.Process:
        """Start one more worker."""
        resolver = "resolver" if self.resolver else "-"
        arguments = [self.url, self.server.base_url, self.telegram.token, resolver, str(LEASE_S)]
        command = [sys.executable, "-m", "benchmarks.crash_worker", *arguments]
        quiet = asyncio.subprocess.DEVNULL
        worker = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
        self.workers.append(worker)
        return worker

    async def measure(self) -> None:
        """Ask again and again how long an answer takes, until cancelled."""
        address = f"{self.server.base_url}{self.telegram.token}/getMe"
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as http:
            while True:
                began = time.monotonic()
                with suppress(httpx.HTTPError):
                    await http.get(address)
                    self.latencies.append(time.monotonic() - began)
                await asyncio.sleep(0.2)

    @property
    def bound(self) -> int:
        """How many messages one crash may repeat."""
        latency = sorted(self.latencies)[len(self.latencies) * 9 // 10]
        return math.ceil(Rates().overall * (latency + SenderOptions().commit_interval))

    async def end(self) -> None:
        """Kill all workers that are left."""
        for worker in self.workers:
            if worker.returncode is None:
                worker.kill()
            await worker.wait()

    async def moment(self) -> None:
        """Wait for a random moment while messages are sent; the first one ever has no floor to look above."""
        messages = self.chance.randrange(2, max(3, int(len(self.chats) * 0.9)))
        calls = self.telegram.journal.calls
        enough = lambda: sum(call.method == "sendMessage" for call in calls) >= messages  # noqa: E731
        await self.telegram.journal.until(enough, PATIENCE_S, "messages")
        await asyncio.sleep(self.chance.uniform(0, SenderOptions().commit_interval))

    async def finished(self) -> None:
        """Wait until nothing is owed any more."""
        left = sa.select(sa.func.count()).where(deliveries.c.state.in_(UNFINISHED))
        made = sa.select(sa.func.count()).select_from(deliveries)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await asyncio.sleep(0.3)
                try:
                    async with self.database.read() as connection:
                        if await connection.scalar(made) and not await connection.scalar(left):
                            return
                except StoreError:
                    continue


@dataclass(frozen=True)
class Verdict:
    """What the pretend Telegram saw of a trial."""

    lost: int
    twice: int
    bound: int
    floods: int
    seconds: float


Story = Callable[[Trial], Awaitable[None]]


async def killed(trial: Trial) -> None:
    """Kill the only process and start it again."""
    worker = await trial.start()
    await trial.moment()
    worker.kill()
    await worker.wait()
    await trial.start()


async def one_of_two_killed(trial: Trial) -> None:
    """Kill one of two processes; the other goes on."""
    worker, _ = await trial.start(), await trial.start()
    await trial.moment()
    worker.kill()


async def database_restarted(trial: Trial) -> None:
    """Restart the database server under two processes, without giving it time to end well."""
    assert trial.postgres is not None
    await trial.start()
    await trial.start()
    await trial.moment()
    await asyncio.to_thread(trial.postgres.stop, signal.SIGQUIT)
    await asyncio.sleep(trial.chance.uniform(0, 2))
    await asyncio.to_thread(trial.postgres.start)


async def telegram_away(trial: Trial) -> None:
    """Let Telegram reset every connection for a while."""
    await trial.start()
    await trial.moment()
    outage = trial.telegram.faults.add(Fault(Trouble.RESET))
    await asyncio.sleep(OUTAGE_S)
    trial.telegram.faults.remove(outage)


async def undisturbed(trial: Trial) -> None:
    """Send; the limits are what is wrong."""
    await trial.start()


async def two_undisturbed(trial: Trial) -> None:
    """Send from two processes; the limits are what is wrong."""
    await trial.start()
    await trial.start()


async def faulty(trial: Trial) -> None:
    """Send through mixed faults."""
    for fault in FAULTS:
        trial.telegram.faults.add(fault)
    await trial.start()


@dataclass(frozen=True)
class Case:
    """A kind of trial."""

    name: str
    story: Story
    limits: Limits = PUBLISHED
    shared: bool = False
    resolver: bool = False


CASES = (
    Case("kill -9, SQLite", killed),
    Case("kill -9, SQLite, resolver", killed, resolver=True),
    Case("kill -9 of one of two, PostgreSQL", one_of_two_killed, shared=True),
    Case("kill -9 of one of two, PostgreSQL, resolver", one_of_two_killed, shared=True, resolver=True),
    Case("PostgreSQL restarted, two workers", database_restarted, shared=True),
    Case("PostgreSQL restarted, two workers, resolver", database_restarted, shared=True, resolver=True),
    Case("Telegram away for 10 s", telegram_away),
    Case("Telegram away for 10 s, resolver", telegram_away, resolver=True),
    Case("limit 20/s, penalties 3 to 30 s", undisturbed, FLOOD),
    Case("limit 20/s, two workers, PostgreSQL", two_undisturbed, FLOOD, shared=True),
    Case("8 % mixed faults", faulty),
    Case("8 % mixed faults, resolver", faulty, resolver=True),
)


async def run_trial(case: Case, url: str, chats: int, seed: int, server: Postgres | None) -> Verdict:
    """Run one trial on an empty database."""
    loop = asyncio.get_running_loop()
    async with prepared(case, url, chats, seed, server) as trial:
        began = loop.time()
        await case.story(trial)
        await trial.finished()
        seconds = loop.time() - began
        bound = trial.bound
    sent = [call for call in trial.telegram.requests if call.method == "sendMessage"]
    arrived = [call for call in sent if call.took_effect and (call.status == 200 or call.fault)]
    copies = Counter(int(call.params["chat_id"]) for call in arrived)
    unanswered = sum(call.fault is not None for call in arrived)
    floods = sum(call.status == 429 for call in trial.telegram.requests)
    twice = sum(copies.values()) - len(copies)
    return Verdict(len(trial.chats) - len(copies), twice, max(bound, unanswered), floods, seconds)


@asynccontextmanager
async def prepared(
    case: Case, url: str, chats: int, seed: int, server: Postgres | None
) -> AsyncIterator[Trial]:
    """Make a pretend Telegram and chats that are owed a digest; end all workers at the end."""
    telegram = LocalTelegram(limits=case.limits, latency=LATENCY_S, seed=seed)
    people = [telegram.person(f"P{n}").id for n in range(chats)]
    database = await Database.open(url)
    await subscribe(database, people)
    async with LocalServer(telegram) as local:
        chance = random.Random(seed)
        trial = Trial(telegram, local, url, people, case.resolver, chance, database, server)
        try:
            async with meanwhile(trial.measure()):
                yield trial
        finally:
            await trial.end()
            await database.close()


async def subscribe(database: Database, chats: Sequence[int]) -> None:
    """Let all chats follow everything, daily, since two days ago, and publish one brief since."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=2)
    met, followed = ChatStore(database), SubscriptionStore(database)
    for address in chats:
        chat = await met.get_or_create("telegram", str(address), kind="private", now=before)
        await followed.follow(chat, "", Criteria(everything=True), Schedule(Frequency.DAILY), now=before)
    await BriefStore(database).put(BriefContent("x", Article("x")), now=before)


async def run_case(case: Case, options: argparse.Namespace, server: Postgres | None) -> list[Verdict]:
    """Run all trials of a case."""
    verdicts = []
    for number in range(options.trials):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/x.db"
            if case.shared and server is not None:
                url = await server.new_database()
            verdict = await run_trial(case, url, options.chats, options.seed + number, server)
        sys.stderr.write(f"{case.name}: {verdict}\n")
        verdicts.append(verdict)
    return verdicts


COLUMNS = ("", "trials", "lost", "twice", "most in one", "bound", "beyond", "429", "s a trial")


def row(case: Case, verdicts: Sequence[Verdict]) -> list[str]:
    """Return a row of the table."""
    return [
        case.name,
        str(len(verdicts)),
        str(sum(v.lost for v in verdicts)),
        str(sum(v.twice for v in verdicts)),
        str(max(v.twice for v in verdicts)),
        f"{min(v.bound for v in verdicts)} to {max(v.bound for v in verdicts)}",
        str(sum(v.twice > v.bound for v in verdicts)),
        str(sum(v.floods for v in verdicts)),
        f"{sum(v.seconds for v in verdicts) / len(verdicts):.0f}",
    ]


def write(rows: Sequence[Sequence[str]], folder: Path) -> None:
    """Write the table as markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    (folder / "crash.md").write_text(text, encoding="utf-8")


async def run_all(options: argparse.Namespace) -> list[list[str]]:
    """Run what was asked for and return the rows of the table; the file grows with every case."""
    rows: list[list[str]] = []
    with postgres() as server:
        for case in CASES:
            wanted = not options.only or any(name in case.name for name in options.only)
            if wanted and (server is not None or not case.shared):
                rows.append(row(case, await run_case(case, options, server)))
                write(rows, options.output)
    return rows


def main() -> None:
    """Run the cases and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=20, help="of each case")
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="parts of names of cases")
    parser.add_argument("--output", type=Path, default=Path("output/benchmarks"))
    table = Table(*COLUMNS)
    for cells in asyncio.run(run_all(parser.parse_args())):
        table.add_row(*cells)
    Console().print(table)


if __name__ == "__main__":
    main()
