"""Planner, sender and clock as one thing that is started and stopped."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import secrets
import socket
from collections.abc import Callable

import structlog
from telegram.ext import ExtBot

from bot.delivery.clerk import Clerk
from bot.delivery.corrections import Amendments
from bot.delivery.limiter import Lane, Limiter
from bot.delivery.messenger import Messenger
from bot.delivery.parts import Amender, Composer
from bot.delivery.planner import Planner
from bot.delivery.resolver import Resolver
from bot.delivery.sender import Alert, Sender, SenderOptions
from bot.delivery.ticker import Ticker
from briefs.errors import StoreError
from briefs.isolation import of_all
from briefs.registry import Registry
from briefs.store.doubts import DoubtStore
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore
from briefs.store.sweep import Sweep

log = structlog.get_logger(__name__)

_PATIENCE_S = 2.0
"""How long a plan or a sweep that is under way may take to end when all stops, before it is cut off."""
TICK_S = 30.0


class Delivery:
    """Delivers digests from `start` until `stop`; what a dying process leaves is taken up by the next.

    With `doubts`, what may have arrived is looked for first. `paid` pays Telegram for going beyond the free
    rate; the limiter must be set to it too.
    `amend` composes what was delivered anew, so that corrections reach it. The `clerk` does what is
    due at the editors' desk.
    """

    def __init__(
        self,
        database: Database,
        registry: Registry,
        bot: ExtBot[Lane],
        limiter: Limiter,
        compose: Composer,
        *,
        alert: Alert,
        now: Callable[[], dt.datetime],
        tick_s: float = TICK_S,
        options: SenderOptions | None = None,
        doubts: DoubtStore | None = None,
        paid: bool = False,
        amend: Amender | None = None,
        clerk: Clerk | None = None,
    ) -> None:
        owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._database = database
        self._outbox = OutboxStore(database)
        self._planner = Planner(database, registry, owner, now, clerk)
        messenger = Messenger(bot, limiter, paid=paid)
        self._resolver = Resolver(messenger, doubts, now) if doubts is not None else None
        self._sender = Sender(
            self._outbox,
            messenger,
            limiter,
            compose,
            owner=owner,
            now=now,
            alert=alert,
            options=options,
            resolver=self._resolver,
            amendments=Amendments(database, messenger, amend) if amend else None,
        )
        self._now = now
        self._lease_s = (options or SenderOptions()).lease
        self._ticker = Ticker(self._tick, tick_s)
        self._sending: asyncio.Task[None] | None = None
        self._planning: asyncio.Task[None] | None = None
        self._sweep = Sweep(database, owner)
        self._sweeping: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    async def start(self) -> None:
        """Take up what a process before this one left, and deliver from now on."""
        recovered = await self._outbox.recover(self._now(), everything=not self._database.shared)
        if recovered:
            log.info("delivery.recovered", deliveries=recovered)
        if self._resolver is not None:
            await self._resolver.prepare()
        else:
            await DoubtStore(self._database).switch_off()
        self._sending = asyncio.create_task(self._sender.run(), name="sender")
        self._ticker.start()

    async def stop(self) -> None:
        """Stop within 10 seconds: answers that are under way are waited for and recorded."""
        self._stopping.set()
        self._ticker.stop()
        self._sender.stop()
        if under_way := {task for task in (self._planning, self._sweeping) if task is not None}:
            _, late = await asyncio.wait(under_way, timeout=_PATIENCE_S)
            for task in late:
                task.cancel()  # its transaction is rolled back, and done again after the next start
                await asyncio.wait({task})
        if self._sending is not None:
            await self._sending

    async def tick_now(self) -> int:
        """Plan what is due now, start sending it and return how many deliveries are new."""
        queued = await self._planner.run(self._sender.wake)
        self._sender.wake()
        return queued

    async def _tick(self) -> None:
        # A task of its own: APScheduler cancels its jobs when it stops, but does not wait for them, and one
        # that is due may still begin.
        if self._stopping.is_set():
            return
        self._planning = asyncio.create_task(self._plan(), name="planner")
        await asyncio.wait({self._planning})
        if not self._stopping.is_set() and (self._sweeping is None or self._sweeping.done()):
            self._sweeping = asyncio.create_task(self._sweep_up(), name="sweep")

    async def _sweep_up(self) -> None:
        try:
            if gone := await self._sweep.run_if_due(self._now()):
                log.info("delivery.swept", rows=gone)
        except StoreError as error:
            log.warning("sweep.store_unavailable", error=error.message)
        except Exception:
            log.exception("sweep.broken")

    async def _plan(self) -> None:
        try:
            if self._sender.store_answers_for_s >= self._lease_s:
                await self._outbox.recover(self._now())
            await self.tick_now()
        except Exception as error:
            if isinstance(error, StoreError) and of_all(error):
                log.warning("planner.store_unavailable", error=error.message)
            else:
                log.exception("planner.broken")
