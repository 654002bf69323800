"""A limiter that tells what else is sent beside digests: other processes count it, and doubts end there."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from bot.delivery.limiter import Lane, Limiter
from bot.delivery.messenger import CHANNEL
from bot.delivery.pace import Rates
from briefs.errors import StoreError
from briefs.store.budget import RateBudget
from briefs.store.doubts import DoubtStore
from briefs.store.engine import Database

log = structlog.get_logger(__name__)

_TELL_EVERY_S = 0.5
_NEW_MESSAGES = ("send", "copy", "forward")


class Witness(Limiter):
    """Counts messages without a turn in the `budget`, and notes in `doubts` which chats get others."""

    def __init__(
        self,
        rates: Rates | None = None,
        *,
        budget: RateBudget | None = None,
        doubts: DoubtStore | None = None,
        now: Callable[[], dt.datetime],
    ) -> None:
        super().__init__(rates)
        self._now = now
        self._budget = budget
        self._doubts = doubts

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:
        """Send a request when its turn comes; see telegram.ext.BaseRateLimiter."""
        is_new = endpoint.startswith(_NEW_MESSAGES) and endpoint != "sendChatAction"
        if "chat_id" not in data or not (is_new or endpoint.startswith("edit")):
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        if is_new and rate_limit_args is Lane.DIGEST:
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

        async def told(*args: Any, **kwargs: Any) -> Any:
            if self._budget is not None:
                self._budget.spend()
            if is_new:
                await self._talk(str(data["chat_id"]))
            return await callback(*args, **kwargs)

        return await super().process_request(told, args, kwargs, endpoint, data, rate_limit_args)

    async def _talk(self, address: str) -> None:
        if self._doubts is None:
            return
        try:
            await self._doubts.talk(CHANNEL, address, now=self._now())
        except StoreError as error:
            log.warning("witness.store_unavailable", error=error.message)


async def share(budget: RateBudget, limiter: Limiter, database: Database) -> None:
    """Tell the other processes what this one sends, for one that delivers nothing; runs until cancelled."""
    while True:
        await asyncio.sleep(_TELL_EVERY_S)
        if limiter.closed_for_s > 0:
            budget.close(limiter.closed_for_s)
        if not budget.untold:
            continue
        try:
            await budget.tell(database)
        except StoreError as error:
            log.warning("budget.store_unavailable", error=error.message)
