"""Telling the owners that something needs a person."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from telegram import Bot
from telegram.error import TelegramError

log = structlog.get_logger(__name__)


class OwnerAlerts:
    """Sends a text to every owner, each text once in the life of the process."""

    def __init__(self, bot: Bot, owner_ids: Sequence[int]) -> None:
        self._bot = bot
        self._owner_ids = owner_ids
        self._told: set[str] = set()

    async def __call__(self, text: str) -> None:
        """Send the text; an owner who cannot be reached is logged, never raised."""
        log.error("owner.alert", text=text)
        if text in self._told:
            return
        self._told.add(text)
        for owner in self._owner_ids:
            try:
                await self._bot.send_message(owner, text)
            except TelegramError as error:
                log.warning("owner.unreachable", owner=owner, error=str(error))
