"""A post office on both databases: briefs are published, chats subscribe, a pretend Telegram gets it all."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from telegram.ext import ExtBot

from bot.conversation.keyboards import Keyboard, button
from bot.delivery import Delivery, Limiter, Rates, SenderOptions
from bot.delivery.incidents import Incident
from bot.delivery.parts import Composer
from bot.delivery.witness import Witness
from bot.local import LocalServer, LocalTelegram
from briefs.digests import DigestPlan
from briefs.model import Article, BriefContent
from briefs.registry import Registry
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.doubts import DoubtStore
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore
from briefs.store.schema import chats as chats_table
from briefs.store.schema import deliveries
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Chat, Criteria, Subscription

START = dt.datetime(2024, 12, 23, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
DAILY = Schedule(Frequency.DAILY, dt.time(7, 30))
ALL = Criteria(everything=True)
UNLIMITED = Rates(overall=10_000, limit=10_100, chat_interval=0, group_per_minute=59)
QUICK = SenderOptions(commit_interval=0.02, idle=0.05, outage_pause=0.1)


@dataclass
class Clock:
    """The time as the store sees it; it stands still until a test moves it."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass(frozen=True)
class Part:
    html: str
    keyboard: Keyboard = ()
    brief_ids: tuple[int, ...] = ()


class Office:
    """What a test needs of the post office."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        telegram: LocalTelegram,
        bot: ExtBot[Any],
        limiter: Limiter,
        clock: Clock,
    ) -> None:
        self.database = database
        self.registry = registry
        self.telegram = telegram
        self.bot = bot
        self.limiter = limiter
        self.clock = clock
        self.alerts: list[Incident] = []
        self.briefs = BriefStore(database)
        self.chats = ChatStore(database)
        self.subscriptions = SubscriptionStore(database)
        self.outbox = OutboxStore(database)
        self.parts = 1
        self.doubts: DoubtStore | None = None
        self._published = 0

    def delivery(
        self,
        options: SenderOptions = QUICK,
        compose: Composer | None = None,
        tick_s: float = 3600,
        **more: Any,
    ) -> Delivery:
        return Delivery(
            self.database,
            self.registry,
            self.bot,
            self.limiter,
            compose or self.compose,
            alert=self.alert,
            now=self.clock,
            tick_s=tick_s,
            options=options,
            doubts=self.doubts,
            **more,
        )

    async def alert(self, incident: Incident) -> None:
        self.alerts.append(incident)

    async def compose(self, plan: DigestPlan, language: str, version: int) -> Sequence[Part]:
        briefs = await self.briefs.get_many([item.brief_id for item in plan.items])
        titles = ", ".join(briefs[item.brief_id].title for item in plan.items)
        extra = [Part(f"part {number}") for number in range(2, self.parts + 1)]
        return [Part(titles, ((button("x", "b", 1),),)), *extra]

    async def publish(self, title: str = "") -> None:
        self._published += 1
        content = BriefContent(title or f"B{self._published}", Article("x", external_id=str(self._published)))
        await self.briefs.put(content, now=self.clock.now)

    async def make_due(self, delivery: Delivery) -> None:
        """Publish something new and let an hour pass, after which the daily digests are due."""
        await self.publish()
        self.clock.now += HOUR
        await delivery.tick_now()

    async def meet(self, address: int, kind: str = "private") -> Chat:
        return await self.chats.get_or_create("telegram", str(address), kind=kind, now=self.clock.now)

    async def subscribe(
        self, address: int, schedule: Schedule = DAILY, criteria: Criteria = ALL, *, thread: str = ""
    ) -> Subscription:
        chat = await self.meet(address)
        made, _ = await self.subscriptions.follow(chat, thread, criteria, schedule, now=self.clock.now)
        return made

    async def readers(self, count: int, schedule: Schedule = DAILY) -> list[int]:
        people = [self.telegram.person(f"P{number}").id for number in range(count)]
        for person in people:
            await self.subscribe(person, schedule)
        return people

    def got(self, address: int) -> list[str]:
        """Return the texts that the bot put into a chat."""
        messages = self.telegram.world.chats[address].messages.values()
        return [m["text"] for m in messages if m.get("from", {}).get("is_bot")]

    async def states(self) -> Counter[str]:
        async with self.database.read() as connection:
            return Counter((await connection.execute(sa.select(deliveries.c.state))).scalars())

    async def rows(self) -> list[Any]:
        async with self.database.read() as connection:
            joined = deliveries.join(chats_table)
            query = sa.select(deliveries, chats_table.c.address).select_from(joined).order_by(deliveries.c.id)
            return list(await connection.execute(query))

    async def until(self, condition: Callable[[Counter[str]], bool], seconds: float = 30.0) -> None:
        """Wait until the states of all deliveries fulfil a condition."""
        async with asyncio.timeout(seconds):
            while not condition(await self.states()):  # noqa: ASYNC110 - the rows tell nobody that they changed
                await asyncio.sleep(0.01)

    async def failed(self, attempts: int, seconds: float = 30.0) -> None:
        """Wait until so many attempts have failed, and nothing is being sent."""
        async with asyncio.timeout(seconds):
            while True:
                rows = await self.rows()
                if sum(row.attempts for row in rows) >= attempts and all(r.state != "sending" for r in rows):
                    return
                await asyncio.sleep(0.01)

    async def refused(self, seconds: float = 30.0) -> None:
        """Wait until Telegram has answered 429 and nothing is being sent."""
        await self.until(lambda states: self.limiter.refusals > 0 and states["sending"] == 0, seconds)

    async def settled(self) -> None:
        """Wait until nothing is pending or being sent."""
        await self.until(lambda states: not states["pending"] + states["sending"])

    async def rest(self) -> None:
        """Let minutes pass until nothing is pending or being sent."""
        async with asyncio.timeout(20):
            while (states := await self.states())["pending"] + states["sending"]:
                self.clock.now += HOUR / 10
                await asyncio.sleep(0.05)


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture
def rates() -> Rates:
    return UNLIMITED


@pytest.fixture
async def office(
    database: Database, registry: Registry, server: LocalServer, telegram: LocalTelegram, rates: Rates
) -> AsyncIterator[Office]:
    clock = Clock()
    limiter = Witness(rates, doubts=DoubtStore(database), now=clock)
    bot: ExtBot[Any] = ExtBot(telegram.token, base_url=server.base_url, rate_limiter=limiter)
    async with bot:
        yield Office(database, registry, telegram, bot, limiter, clock)


@pytest.fixture
async def running(office: Office) -> AsyncIterator[Delivery]:
    """Start delivering, and stop at the end of the test."""
    delivery = office.delivery()
    await delivery.start()
    yield delivery
    await delivery.stop()
