"""`diemtin subscriptions`: who follows what, when it is sent, and why it is not."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from bot.conversation.keyboards import start_url
from bot.services import Services, open_services
from bot.settings import load_settings
from briefs.errors import NotFoundError
from briefs.subscriptions import Subscription
from briefs.views.context import ViewContext
from briefs.views.following import criteria_name, schedule_name

_AT_ONCE = 500


async def list_subscriptions(address: str | None, *, as_json: bool) -> None:
    """Print a line for each subscription, ended ones too, of a Telegram chat or of all.

    Raises NotFoundError for a chat that the bot has not met.
    """
    async with open_services(load_settings()) as services:
        context = ViewContext(services.catalogues.get("en"), services.registry, start_url("bot"))
        any_found = False
        async for found in _subscriptions(services, address):
            any_found = True
            row = _row(found, context)
            sys.stdout.write((json.dumps(row, ensure_ascii=False) if as_json else _plain(row)) + "\n")
        if not any_found and not as_json:
            sys.stdout.write("Nobody follows anything yet.\n" if address is None else "It follows nothing.\n")


async def _subscriptions(services: Services, address: str | None) -> AsyncIterator[Subscription]:
    chat_id = None
    if address is not None:
        chat = await services.chats.find("telegram", address)
        if chat is None:
            raise NotFoundError(f"The bot has not met a chat {address}; ids are in Telegram's chat info.")
        chat_id = chat.id
    last = 0
    while page := await services.subscriptions.all_after(last, limit=_AT_ONCE, chat_id=chat_id):
        for found in page:
            yield found
        last = page[-1].id


def _row(found: Subscription, context: ViewContext) -> dict[str, Any]:
    chat = found.chat
    return {
        "subscription": found.id,
        "chat": chat.address,
        "kind": chat.kind,
        "thread": found.thread or None,
        "follows": criteria_name(found.criteria, context),
        "schedule": schedule_name(found.schedule, context.tr),
        "timezone": found.timezone,
        "last_sent": _moment(found.last_sent_at),
        "next_due": _moment(found.next_due if found.active else None),
        "paused_until": _moment(found.paused_until),
        "ended": None if found.active else (found.ended_reason or chat.ended_reason or "ended"),
    }


def _moment(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _plain(row: dict[str, Any]) -> str:
    where = f"{row['kind']} {row['chat']}" + (f", topic {row['thread']}" if row["thread"] else "")
    state = f"ended: {row['ended']}" if row["ended"] else f"next: {row['next_due'] or 'as soon as published'}"
    paused = f"; paused until {row['paused_until']}" if row["paused_until"] and not row["ended"] else ""
    return (
        f"{row['subscription']}. {where}: {row['follows']}\n"
        f"   {row['schedule']} ({row['timezone']}); last sent: {row['last_sent'] or 'never'}; {state}{paused}"
    )
