"""The composition root: the bot, its delivery and its web server, started and stopped in order."""

from __future__ import annotations

import asyncio
import hashlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot import log as logs
from bot.alerts import OwnerAlerts, Watchdog
from bot.delivery import Delivery, Limiter
from bot.digest_messages import DigestMessages
from bot.dispatch import Dispatcher
from bot.menus import set_chat_menu, set_menus
from bot.services import Services, open_services
from bot.settings import Settings
from bot.watch import Watch, checks
from bot.web.app import Readiness, Webhook, web_app
from bot.web.server import serving
from briefs.errors import SettingsError

log = structlog.get_logger(__name__)

BotApplication = Application[Any, Any, Any, Any, Any, Any]

_CONCURRENT_UPDATES = 64
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of a bot that is built and can be run."""

    services: Services
    application: BotApplication
    delivery: Delivery
    limiter: Limiter
    watch: Watch
    watchdog: Watchdog


async def run(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM; raises SettingsError for a token that is missing or refused."""
    logs.configure(settings.log_level, as_json=settings.log_json, key=_token(settings).encode())
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_services(settings) as services:
        await services.seed_if_empty()
        await services.library.refresh(lambda read: log.info("index.building", briefs=read))
        async with running(build_bot(services), stop):
            await stop.wait()
            log.info("bot.stopping")


def build_bot(services: Services) -> Bot:
    """Put the bot together over its services; nothing is connected yet."""
    limiter = Limiter()
    application = build_application(services.settings, limiter)
    Dispatcher(services, _menu_setter(application, services)).register(application)
    messages = DigestMessages(
        services.briefs, services.registry, services.catalogues, lambda: application.bot.username
    )
    alerts = OwnerAlerts(application.bot, services)
    delivery = Delivery(
        services.database,
        services.registry,
        application.bot,
        limiter,
        messages.compose,
        alert=alerts,
        now=services.now,
    )
    watch = Watch(services.outbox, services.now)
    return Bot(services, application, delivery, limiter, watch, Watchdog(watch.look, alerts))


def build_application(settings: Settings, limiter: Limiter) -> BotApplication:
    """Return python-telegram-bot's application on the Bot API server that is set."""
    builder = (
        Application.builder()
        .token(_token(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .concurrent_updates(_CONCURRENT_UPDATES)
        .rate_limiter(limiter)
    )
    if settings.telegram_proxy:
        proxy = settings.telegram_proxy.get_secret_value()
        builder = builder.proxy(proxy).get_updates_proxy(proxy)
    return builder.build()


def _token(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise SettingsError(
            "DIEMTIN_TELEGRAM_TOKEN is not set. Get a token from @BotFather, or try `diemtin demo` without."
        )
    return settings.telegram_token.get_secret_value()


@asynccontextmanager
async def running(bot: Bot, stop: asyncio.Event) -> AsyncIterator[None]:
    """Connect to Telegram and answer, deliver and serve while the block runs; `stop` ends the connecting."""
    application = bot.application
    async with AsyncExitStack() as stack:
        webhook = _webhook(bot) if bot.services.settings.webhook_url else None
        await stack.enter_async_context(_serving(bot, webhook))
        await _patiently(application.initialize, stop)
        stack.push_async_callback(application.shutdown)
        if stop.is_set():
            yield
            return
        await application.start()
        stack.push_async_callback(application.stop)
        await bot.delivery.start()
        stack.push_async_callback(bot.delivery.stop)
        await _take_updates(stack, bot, webhook, stop)
        for work in (_set_menus(bot), bot.watchdog.run()):
            stack.callback(asyncio.create_task(work).cancel)
        log.info("bot.started", username=application.bot.username)
        yield


async def _patiently(connect: Callable[[], Awaitable[Any]], stop: asyncio.Event) -> None:
    """Call until Telegram answers; raises SettingsError where it refuses the token."""
    wait = _FIRST_WAIT_S
    while not stop.is_set():
        try:
            await connect()
            return
        except InvalidToken:
            raise SettingsError(
                "Telegram refuses the token. Copy DIEMTIN_TELEGRAM_TOKEN from @BotFather again."
            ) from None
        except RetryAfter as error:
            pause = float(error._retry_after.total_seconds())
        except NetworkError as error:
            log.warning("telegram.unreachable", error=str(error), retry_in_s=wait)
            pause, wait = wait, min(wait * 2, _LONGEST_WAIT_S)
        await _sleep(pause, stop)


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _serving(bot: Bot, webhook: Webhook | None) -> AbstractAsyncContextManager[None]:
    settings = bot.services.settings
    app = web_app(_readiness(bot), _metrics(bot), webhook)
    return serving(app, settings.http_host, settings.http_port)


async def _take_updates(
    stack: AsyncExitStack, bot: Bot, webhook: Webhook | None, stop: asyncio.Event
) -> None:
    """Take updates by webhook where one is set, else by polling."""
    application, url = bot.application, bot.services.settings.webhook_url
    if webhook is not None and url is not None:

        async def set_webhook() -> None:
            await application.bot.set_webhook(url, secret_token=webhook.secret, allowed_updates=_UPDATES)

        await _patiently(set_webhook, stop)
    elif application.updater is not None:
        await application.updater.start_polling(
            allowed_updates=_UPDATES, bootstrap_retries=-1, error_callback=_polling_failed
        )
        stack.push_async_callback(application.updater.stop)


def _webhook(bot: Bot) -> Webhook:
    """Return the webhook; without a secret of its own it gets one that every replica derives alike."""

    application, settings = bot.application, bot.services.settings

    async def take(update: dict[str, Any]) -> None:
        await application.update_queue.put(Update.de_json(update, application.bot))

    derived = hashlib.sha256(f"webhook:{_token(settings)}".encode()).hexdigest()
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else derived
    return Webhook(urlsplit(settings.webhook_url or "").path or "/", secret, take)


def _readiness(bot: Bot) -> Callable[[], Awaitable[Readiness]]:
    async def look() -> Readiness:
        ready, told = await checks(bot.watch.look, plans=True)
        return Readiness(ready, told)

    return look


def _metrics(bot: Bot) -> Callable[[], Awaitable[bytes]]:
    async def measure() -> bytes:
        return bot.services.metrics.render(await bot.watch.look(), bot.limiter.refusals)

    return measure


def _polling_failed(error: TelegramError) -> None:
    log.warning("polling.failed", error=str(error))


def _menu_setter(application: BotApplication, services: Services) -> Callable[[int, str], Awaitable[None]]:
    async def set_menu(chat_id: int, language: str) -> None:
        await set_chat_menu(application.bot, services.catalogues, chat_id, language)

    return set_menu


async def _set_menus(bot: Bot) -> None:
    """Set the menus once connected; a failure is logged, for the bot answers without them too."""
    try:
        await set_menus(bot.application.bot, bot.services.catalogues)
    except TelegramError as error:
        log.warning("menus.failed", error=str(error))
