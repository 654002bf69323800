"""A limiter that notes what else is sent beside digests: doubts about a chat end there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from bot.delivery.limiter import Lane, Limiter
from bot.delivery.messenger import CHANNEL
from bot.delivery.pace import Rates
from briefs.errors import StoreError
from briefs.store.doubts import DoubtStore

log = structlog.get_logger(__name__)

_NEW_MESSAGES = ("send", "copy", "forward")


class Witness(Limiter):
    """Notes in `doubts` which chats get messages beside digests."""

    def __init__(
        self,
        rates: Rates | None = None,
        *,
        doubts: DoubtStore | None = None,
        now: Callable[[], dt.datetime],
    ) -> None:
        super().__init__(rates)
        self._now = now
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
        if "chat_id" not in data or not is_new or rate_limit_args is Lane.DIGEST:
            return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

        async def told(*args: Any, **kwargs: Any) -> Any:
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
