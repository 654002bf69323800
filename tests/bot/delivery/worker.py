"""A process that delivers until it is killed: `worker.py DATABASE_URL BASE_URL TOKEN [resolver]`."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram.ext import ExtBot

from bot.conversation.keyboards import Keyboard
from bot.delivery import Delivery, Rates, SenderOptions
from bot.delivery.incidents import Incident
from bot.delivery.shares import sharing
from bot.delivery.witness import Witness
from briefs.digests import DigestPlan
from briefs.registry import Registry
from briefs.store.doubts import DoubtStore
from briefs.store.engine import Database

RATES = Rates(overall=40, limit=41, chat_interval=0)
OPTIONS = SenderOptions(commit_interval=0.05, lease=5.0, idle=0.2)


@dataclass(frozen=True)
class Part:
    html: str
    keyboard: Keyboard = ()
    brief_ids: tuple[int, ...] = ()


async def compose(plan: DigestPlan, language: str, version: int) -> Sequence[Part]:
    return [Part("digest, part 1"), Part("digest, part 2")]


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def alert(incident: Incident) -> None:
    sys.stderr.write(f"{incident}\n")


async def work(database_url: str, base_url: str, token: str, resolver: str = "") -> None:
    database = await Database.open(database_url)
    doubts = DoubtStore(database) if resolver else None
    limiter = Witness(RATES, doubts=doubts, now=utc_now)
    bot = ExtBot[Any](token, base_url=base_url, rate_limiter=limiter)
    async with bot, sharing(limiter, database):
        delivery = Delivery(
            database,
            Registry.load(),
            bot,
            limiter,
            compose,
            alert=alert,
            now=utc_now,
            tick_s=0.3,
            options=OPTIONS,
            doubts=doubts,
        )
        await delivery.start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
