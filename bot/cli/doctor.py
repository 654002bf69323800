"""`diemtin doctor` and `diemtin health`: what is set, what is missing, and what answers."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import typer
from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot.app import build_application
from bot.delivery import Limiter
from bot.log import redact
from bot.services import open_services
from bot.settings import PREFIX, Settings, load_settings
from bot.watch import PLANNER_SILENT, Watch, checks
from briefs.errors import DiemTinError, SettingsError, StoreError
from briefs.store.states import State

_TIMEOUT_S = 5.0
_COUNTED = (State.SENT, State.DEAD, State.UNKNOWN)


async def examine() -> None:
    """Print the settings and what the database and Telegram answer; exit code 1 where something is wrong."""
    settings = load_settings()
    _print_settings(settings)
    checks: list[tuple[str, Callable[[Settings], Awaitable[str]]]] = [
        ("Database", _database),
        ("Delivery", _delivery),
        ("Telegram", _telegram),
    ]
    healthy = True
    for name, check in checks:
        well, answer = await _checked(check, settings)
        healthy = healthy and well
        _print("ok" if well else "!!", name, answer)
    if not healthy:
        raise typer.Exit(1)


async def ask_health(settings: Settings) -> None:
    """Exit with code 0 where the bot on this machine says that it can work, else with code 1."""
    host = "127.0.0.1" if settings.http_host in ("0.0.0.0", "::") else settings.http_host  # noqa: S104
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT_S, trust_env=False) as client:
            answer = await client.get(f"http://{host}:{settings.http_port}/readyz")
    except httpx.HTTPError as error:
        sys.stderr.write(f"diemtin: the bot does not answer on {host}:{settings.http_port}: {error}\n")
        raise typer.Exit(1) from None
    sys.stdout.write(f"{answer.text}\n")
    if answer.status_code != httpx.codes.OK:
        raise typer.Exit(1)


def _print_settings(settings: Settings) -> None:
    for name, field in Settings.model_fields.items():
        value = settings.database if name == "database_url" else getattr(settings, name)
        mark = "ok" if name in settings.model_fields_set else "--"
        _print(mark, f"{PREFIX}{name.upper()}", f"{_shown(value)}  ({field.description})")


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, SecretStr):
        return "set, not shown"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


async def _checked(check: Callable[[Settings], Awaitable[str]], settings: Settings) -> tuple[bool, str]:
    try:
        return True, await check(settings)
    except DiemTinError as error:
        return False, error.message


async def _database(settings: Settings) -> str:
    """Say what the database holds; StoreError where briefs in it cannot be read."""
    async with open_services(settings) as services:
        briefs, chats = await services.library.count(), await services.subscriptions.count()
        damaged = await services.briefs.unreadable()
    answer = f"answers; {briefs} published briefs, {chats} active subscriptions"
    if damaged:
        raise StoreError("; ".join((answer, *damaged)))
    return answer


async def _delivery(settings: Settings) -> str:
    """Say what /readyz and /metrics say; StoreError where the planner is silent or deliveries are late."""
    async with open_services(settings) as services:
        watch = Watch(services.outbox, services.now)
        seen = await watch.look()
        _, told = await checks(watch.look, plans=True)
    counts = seen.health.counts if seen.health else {}
    numbers = ", ".join(f"{counts.get(state, 0)} {state}" for state in _COUNTED)
    answer = f"planner: {told.get('planner')}; {told.get('deliveries')}; {numbers}"
    if seen.tick_age is not None and seen.tick_age > PLANNER_SILENT:
        raise StoreError(f"{answer}. Nothing is planned: start `diemtin run`, or look into its log.")
    if seen.late:
        raise StoreError(f"{answer}. Deliveries are late: see docs/operations.md.")
    return answer


async def _telegram(settings: Settings) -> str:
    application = build_application(settings, Limiter())
    try:
        async with application.bot as bot:
            return f"answers; this is @{bot.username}"
    except InvalidToken:
        raise SettingsError(f"refuses the token; copy {PREFIX}TELEGRAM_TOKEN from @BotFather again") from None
    except TelegramError as error:
        raise SettingsError(
            f"does not answer at {settings.telegram_base_url}: {redact(str(error))}; "
            f"check the network, {PREFIX}TELEGRAM_BASE_URL and {PREFIX}TELEGRAM_PROXY"
        ) from None


def _print(mark: str, name: str, text: str) -> None:
    sys.stdout.write(f"{mark}  {name:<32} {text}\n")
