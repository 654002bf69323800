"""Digests composed once for all chats that get the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.delivery.parts import Composer, OutgoingPart
from briefs.digests import DigestPlan
from briefs.store.outbox import Delivery

_KEPT = 256


class Compositions:
    """Keeps what plans became, as long as no brief changes.

    Composing reads the briefs and costs milliseconds; a run has few different plans. What is kept belongs to
    a number that grows with every change to a brief: a delivery that was claimed after a correction has a
    higher one, and never gets the text from before it.
    """

    def __init__(self, compose: Composer) -> None:
        self._compose = compose
        self._kept: dict[tuple[str, str], Sequence[OutgoingPart]] = {}
        self._version = 0
        self._turn = asyncio.Lock()

    async def of(self, delivery: Delivery, plan: DigestPlan) -> Sequence[OutgoingPart]:
        """Return the messages of a delivery's plan, composed from briefs as they were claimed or newer."""
        parts = self._find(delivery)
        if parts is None:
            async with self._turn:  # the others that want the same find it composed
                parts = self._find(delivery)
                if parts is None:
                    parts = await self._compose(plan, delivery.chat.language, delivery.version)
                    self._keep(delivery, parts)
        return parts

    def _find(self, delivery: Delivery) -> Sequence[OutgoingPart] | None:
        known = delivery.version <= self._version
        return self._kept.get((delivery.payload, delivery.chat.language)) if known else None

    def _keep(self, delivery: Delivery, parts: Sequence[OutgoingPart]) -> None:
        if delivery.version > self._version:
            self._kept.clear()
            self._version = delivery.version
        elif len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        if delivery.version == self._version:
            self._kept[delivery.payload, delivery.chat.language] = parts
