"""The composition root: the bot, its delivery and its web server, started and stopped in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, Defaults

from bot import log as logs
from bot.alerts import OwnerAlerts, Watchdog
from bot.conversation.outreach import Outreach, SetMenu
from bot.conversation.turns import InTurn
from bot.delivery import Delivery, Limiter, Rates
from bot.delivery.clerk import Clerk
from bot.delivery.digest_messages import DigestMessages
from bot.delivery.report_messages import ReportMessages
from bot.delivery.shares import sharing
from bot.delivery.witness import Witness
from bot.intake import BotApplication, polling, set_webhook, webhook
from bot.interpreter import tune_interpreter
from bot.loop import meanwhile
from bot.roles import Role
from bot.services import Services, open_services
from bot.settings import Settings
from bot.transport.requests import requests_for
from bot.updates.dispatch import Dispatcher
from bot.updates.menus import set_chat_menu, set_menus
from bot.updates.throttle import Throttle
from bot.watch import Watch, checks
from bot.web.app import Readiness, Webhook, web_app
from bot.web.server import serving
from briefs.errors import SettingsError
from briefs.staff import Person, StaffRole
from briefs.store.doubts import DoubtStore

log = structlog.get_logger(__name__)

_CONCURRENT_UPDATES = 64
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 60.0
_LAST_ANSWERS_S = 4.0
"""With the 10 seconds of `Delivery.stop` less than passes before a process is killed (compose.yaml)."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of a bot that is built and can be run."""

    services: Services
    application: BotApplication
    delivery: Delivery
    limiter: Limiter
    watch: Watch
    watchdog: Watchdog


async def run(settings: Settings, role: Role = Role.ALL) -> None:
    """Run the bot, or its part, until SIGINT or SIGTERM.

    Raises SettingsError for a token that is missing or refused, and for a part on a database of one process.
    """
    logs.configure(settings.log_level, as_json=settings.log_json, key=_token(settings).encode())
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_services(settings) as services:
        if role is not Role.ALL and not services.database.shared:
            raise SettingsError(f"--role {role} needs PostgreSQL: set DIEMTIN_DATABASE_URL, or leave it out.")
        if role.answers:
            await services.seed_if_empty()
            await services.library.refresh(lambda read: log.info("index.building", briefs=read))
        bot = build_bot(services)
        tune_interpreter()
        async with running(bot, stop, role):
            await stop.wait()
            log.info("bot.stopping")


def build_bot(services: Services, throttle: Throttle | None = None) -> Bot:
    """Put the bot together over its services; nothing is connected yet."""
    paid = services.settings.paid_broadcast
    rates = Rates.paid() if paid else Rates()
    doubts = DoubtStore(services.database) if services.settings.resolver else None
    limiter = Witness(rates, doubts=doubts, now=services.now)
    application = build_application(services.settings, limiter)
    set_menu = _menu_setter(application, services)
    Dispatcher(services, set_menu, throttle or Throttle()).register(application)
    messages = DigestMessages(
        services.briefs, services.registry, services.catalogues, lambda: application.bot.username
    )
    alerts = OwnerAlerts(application.bot, services)
    reports = ReportMessages(services.registry, services.catalogues, lambda: application.bot.username)
    clerk = Clerk(services.database, services.now, services.roster, reports.write)
    delivery = Delivery(
        services.database,
        services.registry,
        application.bot,
        limiter,
        messages.compose,
        alert=alerts,
        now=services.now,
        doubts=doubts,
        amend=messages.amend,
        clerk=clerk,
        paid=paid,
    )
    watch = Watch(services.outbox, services.now)
    return Bot(services, application, delivery, limiter, watch, Watchdog(watch.look, alerts))


def build_application(settings: Settings, limiter: Limiter) -> BotApplication:
    """Return python-telegram-bot's application on the Bot API server that is set."""
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    sending, polling_for_updates = requests_for(settings.telegram_base_url, proxy)
    return (
        Application.builder()
        .token(_token(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .request(sending)
        .get_updates_request(polling_for_updates)
        .defaults(Defaults(allow_sending_without_reply=True))  # in groups answers quote what may be gone
        .concurrent_updates(InTurn(_CONCURRENT_UPDATES))
        .rate_limiter(limiter)
        .build()
    )


def _token(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise SettingsError(
            "DIEMTIN_TELEGRAM_TOKEN is not set. Get a token from @BotFather, or try `diemtin demo` without."
        )
    return settings.telegram_token.get_secret_value()


@asynccontextmanager
async def running(bot: Bot, stop: asyncio.Event, role: Role = Role.ALL) -> AsyncIterator[None]:
    """Connect to Telegram and answer, deliver and serve while the block runs; `stop` ends the connecting."""
    application, settings = bot.application, bot.services.settings
    async with AsyncExitStack() as stack:
        hook = webhook(application, settings, _token(settings)) if role.answers else None
        await stack.enter_async_context(_serving(bot, hook, role))
        await _patiently(application.initialize, stop)
        stack.push_async_callback(application.shutdown)
        if stop.is_set():
            yield
            return
        await stack.enter_async_context(sharing(bot.limiter, bot.services.database))
        if role.delivers:
            await bot.delivery.start()
            stack.push_async_callback(bot.delivery.stop)
        if role.answers:
            await _answer_updates(stack, bot, hook, stop)
        await stack.enter_async_context(meanwhile(bot.watchdog.run()))
        log.info("bot.started", username=application.bot.username, role=role)
        yield


async def _answer_updates(stack: AsyncExitStack, bot: Bot, hook: Webhook | None, stop: asyncio.Event) -> None:
    """Answer what comes by webhook where one is set, else by polling, until the stack is left."""
    application, services = bot.application, bot.services
    await application.start()
    stack.push_async_callback(_stop_answering, application)
    if hook is not None:
        await _patiently(lambda: set_webhook(application, services.settings, hook), stop)
    elif application.updater is not None:
        await stack.enter_async_context(polling(application.updater, services.database))
    await stack.enter_async_context(meanwhile(services.library.follow_news()))
    await stack.enter_async_context(meanwhile(_set_menus(bot)))


async def _stop_answering(application: BotApplication) -> None:
    """Let answers that are under way finish; what takes long, as the upload of a backup does, is cut off.

    Deliveries stop after this: were the process killed meanwhile, what they sent would not be on record.
    """
    stopping = asyncio.create_task(application.stop())
    await asyncio.wait({stopping}, timeout=_LAST_ANSWERS_S)
    turns = application.update_processor
    if not stopping.done() and isinstance(turns, InTurn):
        log.warning("bot.answers_cut_off", updates=turns.cut_off())
    await stopping


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
        except TelegramError as error:  # an answer that is no JSON is no NetworkError
            log.warning("telegram.unreachable", error=str(error), retry_in_s=wait)
            pause, wait = wait, min(wait * 2, _LONGEST_WAIT_S)
        await _sleep(pause, stop)


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _serving(bot: Bot, hook: Webhook | None, role: Role) -> AbstractAsyncContextManager[None]:
    settings = bot.services.settings
    app = web_app(_readiness(bot, role), _metrics(bot), hook)
    return serving(app, settings.http_host, settings.http_port)


def _readiness(bot: Bot, role: Role) -> Callable[[], Awaitable[Readiness]]:
    async def look() -> Readiness:
        ready, told = await checks(bot.watch.look, plans=role.delivers)
        return Readiness(ready, told)

    return look


def _metrics(bot: Bot) -> Callable[[], Awaitable[bytes]]:
    async def measure() -> bytes:
        return bot.services.metrics.render(await bot.watch.look(), bot.limiter.refusals)

    return measure


def _menu_setter(application: BotApplication, services: Services) -> SetMenu:
    async def set_menu(chat_id: int, language: str, role: StaffRole) -> None:
        await set_chat_menu(application.bot, services.catalogues, chat_id, language, role)

    return set_menu


async def _set_menus(bot: Bot) -> None:
    """Set the menus once connected; a failure is logged, for the bot answers without them too."""
    try:
        await set_menus(bot.application.bot, bot.services.catalogues)
    except TelegramError as error:
        log.warning("menus.failed", error=str(error))
    await _set_staff_menus(bot)


async def _set_staff_menus(bot: Bot) -> None:
    """Set the menus of those with a role, who may have been named while the bot was down."""
    services, application = bot.services, bot.application
    outreach = Outreach(services, application.bot, _menu_setter(application, services))
    owners = [Person.of(key) for key in services.roster.owners]
    for person in [*owners, *(member.person for member in await services.roster.members())]:
        await outreach.show_menu(person, await services.roster.role_of(person))
