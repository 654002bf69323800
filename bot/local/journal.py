"""What was asked of the local Bot API and how it went, and waiting for things to happen without sleeping."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `error` is the refusal's text, None where it succeeded; `at` is in seconds of the clock.

    `took_effect` can be True with a fault too: the message was sent, and the bot was not told.
    """

    method: str
    params: dict[str, Any]
    at: float
    status: int
    error: str | None = None
    violation: bool = False
    fault: str | None = None
    took_effect: bool = True

    @property
    def ok(self) -> bool:
        """Whether the bot was answered with `ok: true`."""
        return self.error is None and self.fault is None


class Journal:
    """All calls in order, and a signal for those who wait for a change."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.in_flight = 0
        self._moved = time.monotonic()
        self._waiting: set[asyncio.Future[None]] = set()

    def changed(self) -> None:
        """Wake all who wait."""
        self._moved = time.monotonic()
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], seconds: float, what: str) -> None:
        """Wait until a condition holds. Raises TimeoutError, which names `what` and the last calls."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._change()
        except TimeoutError:
            last = [f"{c.method} {c.error or c.fault or 'ok'}" for c in self.calls[-5:]]
            raise TimeoutError(f"{what}: nothing in {seconds:g} s; last calls: {last}") from None

    async def still(self, condition: Callable[[], bool], quiet: float, seconds: float) -> None:
        """Wait until a condition holds and nothing has changed for `quiet` seconds. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while True:
                left = self._moved + quiet - time.monotonic()
                if left > 0:
                    await asyncio.sleep(left)
                elif condition():
                    return
                else:
                    await self._change()

    async def _change(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
