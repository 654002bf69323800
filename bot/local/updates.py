"""What the bot is told: the queue behind getUpdates, and its delivery to a webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from bot.local.errors import ApiError

Update = dict[str, Any]
# getUpdates: the default is everything except these three.
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE_ID = 700_000_001
RETRY_SECONDS = 0.5


@dataclass(slots=True)
class Webhook:
    """Where updates are posted, as setWebhook said."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int = 0


class Updates:
    """Unconfirmed updates in order. `changed` is called when something was added or handed out."""

    def __init__(self, changed: Callable[[], None], clock: Callable[[], float]) -> None:
        self.pending: deque[Update] = deque()
        self.allowed: frozenset[str] | None = None
        self.webhook = Webhook()
        self._changed = changed
        self._clock = clock
        self._next_id = FIRST_UPDATE_ID
        self._handed_out = FIRST_UPDATE_ID - 1
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._poster: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many updates nobody has fetched yet."""
        if not self.pending:
            return 0
        first, last = self.pending[0]["update_id"], self.pending[-1]["update_id"]
        return max(0, int(last - max(self._handed_out, first - 1)))

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        wanted = kind not in ON_REQUEST_ONLY if self.allowed is None else kind in self.allowed
        if not wanted:
            return
        self.pending.append({"update_id": self._next_id, kind: payload})
        self._next_id += 1
        self._arrived.set()
        self._changed()

    def allow(self, kinds: list[str] | None) -> None:
        """Take over `allowed_updates`: None keeps the setting, an empty list is the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def fetch(self, offset: int | None, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109
        """Return unconfirmed updates from `offset` on, waiting up to `timeout` seconds for the first.

        Raises ApiError 409 while a webhook is set, and in a poll that a newer one replaces.
        """
        if self.webhook.url:
            reason = "can't use getUpdates method while webhook is active; use deleteWebhook first"
            raise ApiError(409, f"Conflict: {reason}")
        self._confirm(offset)
        self._replace_poll()
        if not self.pending and timeout > 0:
            await self._wait(timeout)
        batch = [self.pending[i] for i in range(min(limit, len(self.pending)))]
        if batch:
            self._handed_out = max(self._handed_out, batch[-1]["update_id"])
            self._changed()
        return batch

    def forget(self) -> None:
        """Drop all pending updates."""
        self.pending.clear()

    def interrupt(self) -> None:
        """End a waiting poll at once, with no updates."""
        self._arrived.set()

    def _confirm(self, offset: int | None) -> None:
        if offset is None:
            return
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
            return
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def _replace_poll(self) -> None:
        if self._poll is not None and not self._poll.done():
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            self._poll.set_exception(ApiError(409, f"Conflict: {reason}"))

    async def _wait(self, timeout: float) -> None:  # noqa: ASYNC109
        self._arrived.clear()
        replaced: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = replaced
        arrival = asyncio.ensure_future(self._arrived.wait())
        try:
            await asyncio.wait((arrival, replaced), timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            if replaced.done():
                replaced.result()
        finally:
            arrival.cancel()
            replaced.cancel()

    def post_to(self, webhook: Webhook) -> None:
        """Start posting updates to a webhook; with an empty address, stop."""
        self.webhook = webhook
        self._replace_poll()
        if self._poster is not None:
            self._poster.cancel()
        self._poster = asyncio.create_task(self._post_all()) if webhook.url else None

    async def close(self) -> None:
        """Stop posting and end a waiting poll."""
        self.interrupt()
        if self._poster is not None:
            self._poster.cancel()
            await asyncio.gather(self._poster, return_exceptions=True)

    async def _post_all(self) -> None:
        secret = self.webhook.secret_token
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        async with httpx.AsyncClient(headers=headers, timeout=10, trust_env=False) as client:
            while True:
                while not self.pending:
                    self._arrived.clear()
                    await self._arrived.wait()
                await self._post(client, self.pending[0])

    async def _post(self, client: httpx.AsyncClient, update: Update) -> None:
        """Post one update; what is not answered with 2xx is repeated, as Telegram does (setWebhook)."""
        try:
            answer = await client.post(self.webhook.url, json=update)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            self.webhook.last_error = f"Wrong response from the webhook: {error}"
            self.webhook.last_error_date = int(self._clock())
            await asyncio.sleep(RETRY_SECONDS)
            return
        self._handed_out = max(self._handed_out, update["update_id"])
        if self.pending and self.pending[0] is update:
            self.pending.popleft()
        self._changed()
