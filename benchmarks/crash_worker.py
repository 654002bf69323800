"""A process that delivers until it is killed, as `diemtin run --role worker` does; started by crash.py."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram.ext import ExtBot

from bot.conversation.keyboards import Keyboard, button
from bot.delivery import Delivery, SenderOptions
from bot.delivery.incidents import Incident
from bot.delivery.shares import sharing
from bot.delivery.witness import Witness
from bot.loop import new_event_loop
from bot.services import utc_now
from bot.transport.requests import requests_for
from briefs.digests import DigestPlan
from briefs.registry import Registry
from briefs.store.doubts import DoubtStore
from briefs.store.engine import Database

TEXT = "<b>Bản tin ngày 23/12/2024</b>\n" + "• Mở rộng thị trường xuất khẩu sang Trung Đông.\n" * 9
TICK_S = 1.0


@dataclass(frozen=True)
class Part:
    """The one message that all get."""

    html: str = TEXT
    keyboard: Keyboard = ((button("Đổi hoặc dừng", "mn"),),)
    brief_ids: tuple[int, ...] = ()


async def compose(plan: DigestPlan, language: str, version: int) -> Sequence[Part]:
    return [Part()]


async def alert(incident: Incident) -> None:
    sys.stderr.write(f"{incident}\n")


async def work(url: str, base_url: str, token: str, resolver: str, lease: str) -> None:
    """Deliver from the database at `url` until killed."""
    database = await Database.open(url)
    doubts = DoubtStore(database) if resolver == "resolver" else None
    limiter = Witness(doubts=doubts, now=utc_now)
    sending, polling = requests_for(base_url, None)
    bot = ExtBot[Any](
        token, base_url=base_url, request=sending, get_updates_request=polling, rate_limiter=limiter
    )
    async with bot, sharing(limiter, database):
        delivery = Delivery(
            *(database, Registry.load(), bot, limiter, compose),
            alert=alert,
            now=utc_now,
            tick_s=TICK_S,
            options=SenderOptions(lease=float(lease), idle=1.0),
            doubts=doubts,
        )
        await delivery.start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work(*sys.argv[1:]))
