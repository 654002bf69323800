"""The clock: calls the planner, and nothing else; what is due stands in the database."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from contextlib import suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


class Ticker:
    """Calls `tick` at the start and then every so many seconds, never twice at once.

    A late call is made all the same (`misfire_grace_time=None`; APScheduler's default of one second would
    drop it), and calls that were missed are made up for by one (`coalesce`).
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._tick = tick
        self._seconds = seconds
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)

    def start(self) -> None:
        """Start ticking in the running event loop."""
        self._scheduler.add_job(
            self._run,
            IntervalTrigger(seconds=self._seconds),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
            next_run_time=dt.datetime.now(dt.UTC),
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking, and cancel a tick that is under way."""
        self._scheduler.shutdown(wait=False)

    async def _run(self) -> None:
        with suppress(asyncio.CancelledError):  # APScheduler would log every stop during a tick as an error
            await self._tick()
