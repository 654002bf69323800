"""What one process of several may send: asked for as it is needed, and left to the others when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from bot.delivery.limiter import Limiter
from bot.loop import meanwhile
from briefs.errors import StoreError
from briefs.store.budget import LEASE_S, RateBudget
from briefs.store.engine import Database

log = structlog.get_logger(__name__)

_LOOK_EVERY_S = 0.4
_SOON_S = 0.05
_CUT_OFF = 5
"""Messages of any second that are sent without asking while the database is away. Nobody sends digests then:
deliveries are claimed in it.
"""


@asynccontextmanager
async def sharing(limiter: Limiter, database: Database) -> AsyncIterator[None]:
    """Let the limiter have its share of what all processes on a database may send, while the block runs.

    On SQLite there is one process, and all is its own. On PostgreSQL nothing is sent before and after.
    """
    if not database.shared:
        yield
        return
    budget = RateBudget(database, limiter.limit)
    limiter.give(0, 0)
    try:
        async with meanwhile(_keep_looking(limiter, budget)):
            yield
    finally:
        using = limiter.using
        limiter.give(0, 0)
        with suppress(StoreError):
            await budget.share(0, using=using)


async def _keep_looking(limiter: Limiter, budget: RateBudget) -> None:
    while True:
        limiter.short.clear()
        pause = await _look(limiter, budget)
        await asyncio.sleep(_SOON_S)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await limiter.short.wait()


async def _look(limiter: Limiter, budget: RateBudget) -> float | None:
    """Ask for what is wanted, and return the seconds until the next look; None until something is."""
    clock = asyncio.get_running_loop().time
    began, wanted = clock(), limiter.wanted
    try:
        async with asyncio.timeout(LEASE_S):
            share = await budget.share(wanted, using=limiter.using, closed_for_s=limiter.closed_for_s)
    except (StoreError, TimeoutError) as error:
        log.warning("budget.store_unavailable", error=str(error))
    except Exception:
        log.exception("budget.broken")
    else:
        limiter.give(share.messages, began + LEASE_S)
        if share.closed_for_s > limiter.closed_for_s:
            limiter.close(share.closed_for_s)
        if not share.settled:
            return 0.0
        return _LOOK_EVERY_S if share.messages or wanted else None
    if not limiter.share:
        limiter.give(_CUT_OFF, clock() + LEASE_S)
    return _LOOK_EVERY_S
