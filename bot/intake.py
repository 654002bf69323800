"""Where updates come from: Telegram's webhook, or polling by one process at a time."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, Updater

from bot.loop import meanwhile
from bot.settings import Settings
from bot.web.app import Webhook
from briefs.store.engine import Database
from briefs.store.leader import LeaderLock

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
LOOK_EVERY_S = 3.0
"""How often a process looks whether it is the one that polls."""
_POLLER_LOCK = 0x706F6C6C

log = structlog.get_logger(__name__)

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def webhook(application: BotApplication, settings: Settings, token: str) -> Webhook | None:
    """Return the webhook that is set; without a secret of its own it gets one that every replica derives."""
    if settings.webhook_url is None:
        return None

    async def take(update: dict[str, Any]) -> None:
        await application.update_queue.put(Update.de_json(update, application.bot))

    derived = hashlib.sha256(f"webhook:{token}".encode()).hexdigest()
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else derived
    return Webhook(urlsplit(settings.webhook_url).path or "/", secret, take)


async def set_webhook(application: BotApplication, settings: Settings, hook: Webhook) -> None:
    """Tell Telegram where to post updates."""
    await application.bot.set_webhook(
        settings.webhook_url or "", secret_token=hook.secret, allowed_updates=UPDATES
    )


@asynccontextmanager
async def polling(updater: Updater, database: Database) -> AsyncIterator[None]:
    """Poll while the block runs; of processes that share a database one does, the others stand by."""
    if not database.shared:
        await _start(updater)
        try:
            yield
        finally:
            await updater.stop()
        return
    lock = LeaderLock(database, _POLLER_LOCK)
    try:
        async with meanwhile(_take_turns(updater, lock.holds)):
            yield
    finally:
        if updater.running:
            await updater.stop()
        await lock.release()


async def _take_turns(updater: Updater, leads: Callable[[], Awaitable[bool]]) -> None:
    """Poll while this process leads; without the database nobody does, and updates wait at Telegram."""
    while True:
        try:
            leading = await leads()
            if leading != updater.running:
                log.info("polling.leads" if leading else "polling.stands_by")
                await (_start(updater) if leading else updater.stop())
        except Exception:
            log.exception("polling.broken")
        await asyncio.sleep(LOOK_EVERY_S)


async def _start(updater: Updater) -> None:
    await updater.start_polling(allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=_polling_failed)


def _polling_failed(error: TelegramError) -> None:
    log.warning("polling.failed", error=str(error))
