"""Digests composed once for all chats that get the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.delivery.parts import Composer, OutgoingPart
from briefs.digests import DigestPlan

_KEPT = 256


class Compositions:
    """Keeps what plans became, as long as no brief changes.

    Composing reads the briefs and costs milliseconds; a run has few different plans. What is kept belongs to
    a number that grows with every change to a brief: a delivery that was claimed after a correction has a
    higher one, and never gets the text from before it.
    """

    def __init__(self, compose: Composer) -> None:
        self._compose = compose
        self._kept: dict[tuple[DigestPlan, str], Sequence[OutgoingPart]] = {}
        self._version = 0
        self._turn = asyncio.Lock()

    async def of(self, plan: DigestPlan, language: str, version: int) -> Sequence[OutgoingPart]:
        """Return the messages of a plan, composed when the briefs were at `version` or later."""
        parts = self._find(plan, language, version)
        if parts is None:
            async with self._turn:  # the others that want the same find it composed
                parts = self._find(plan, language, version)
                if parts is None:
                    parts = await self._compose(plan, language)
                    self._keep(plan, language, version, parts)
        return parts

    def _find(self, plan: DigestPlan, language: str, version: int) -> Sequence[OutgoingPart] | None:
        return self._kept.get((plan, language)) if version <= self._version else None

    def _keep(self, plan: DigestPlan, language: str, version: int, parts: Sequence[OutgoingPart]) -> None:
        if version > self._version:
            self._kept.clear()
            self._version = version
        elif len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        if version == self._version:
            self._kept[plan, language] = parts
