"""Reading that is asked for at one time, in one transaction.

Most of the CPU time of a short transaction goes into its beginning, its end and the way to its thread.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.at_once import AtOnce, Work

T = TypeVar("T")


class Together:
    """Does work that only reads: what tasks ask for that are ready to run together sees one state."""

    def __init__(self, at_once: AtOnce) -> None:
        self._at_once = at_once
        self._asked: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._answering: set[asyncio.Task[None]] = set()

    async def run(self, work: Work[T]) -> T:
        """Do the work and return its result; an exception of one is that of nobody else."""
        loop = asyncio.get_running_loop()
        if not self._asked:
            loop.call_soon(self._begin)  # comes after all that is ready now
        answer: asyncio.Future[T] = loop.create_future()
        self._asked.append((work, answer))
        return await answer

    def close(self) -> None:
        """Close the connections."""
        self._at_once.close()

    def _begin(self) -> None:
        asked, self._asked = self._asked, []
        answering = asyncio.create_task(self._answer(asked))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def _answer(self, asked: list[tuple[Work[Any], asyncio.Future[Any]]]) -> None:
        async def each(connection: AsyncConnection) -> list[tuple[Any, Exception | None]]:
            return [await _outcome(work, connection) for work, _ in asked]

        try:
            outcomes = await self._at_once.run(each)
        except Exception as error:  # the transaction itself has failed
            outcomes = [(None, error)] * len(asked)
        for (_, answer), (result, failure) in zip(asked, outcomes, strict=True):
            if answer.done():  # whoever asked has gone
                continue
            if failure is None:
                answer.set_result(result)
            else:
                answer.set_exception(failure)


async def _outcome(work: Work[Any], connection: AsyncConnection) -> tuple[Any, Exception | None]:
    try:
        return await work(connection), None
    except Exception as error:
        return None, error
