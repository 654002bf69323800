"""The event loop that the bot runs on, and work beside what it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Return uvloop's event loop where it is installed (CPython but on Windows), else asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


@asynccontextmanager
async def meanwhile(work: Coroutine[Any, Any, Any]) -> AsyncIterator[None]:
    """Do work while the block runs; it is cancelled and over when the block is left.

    What it needs may be closed then: a transaction that it was in is rolled back.
    """
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
