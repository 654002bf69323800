"""Updates side by side, but the messages of one person in one chat one after the other.

A long paste arrives as several messages within a second, and the command before it must be taken first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_give_way: ContextVar[Callable[[], None]] = ContextVar("give_way", default=lambda: None)


def give_way() -> None:
    """Let the person's next message be taken: what this one asked for takes time."""
    _give_way.get()()


class InTurn(BaseUpdateProcessor):
    """Processes up to `max_concurrent_updates` updates at once; presses and other updates wait for nobody."""

    def __init__(self, max_concurrent_updates: int) -> None:
        super().__init__(max_concurrent_updates)
        self._last: dict[tuple[int, int], asyncio.Event] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    def cut_off(self) -> int:
        """Cancel what is being processed, and return of how many updates."""
        return sum(task.cancel() for task in self._under_way)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Process one update when those before it that it has to follow are done or gave way."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("updates are processed in tasks")
        self._under_way.add(task)
        try:
            await self._in_turn(update, coroutine)
        finally:
            self._under_way.discard(task)

    async def _in_turn(self, update: object, coroutine: Awaitable[Any]) -> None:
        key = _speaker(update)
        if key is None:
            await coroutine
            return
        before, done = self._last.get(key), asyncio.Event()
        self._last[key] = done
        if before is not None:
            await before.wait()
        _give_way.set(done.set)
        try:
            await coroutine
        finally:
            done.set()
            if self._last.get(key) is done:
                del self._last[key]

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to end."""


def _speaker(update: object) -> tuple[int, int] | None:
    message = update.message if isinstance(update, Update) else None
    return (message.chat_id, message.from_user.id) if message and message.from_user else None
