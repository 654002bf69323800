"""`diemtin digest preview`: what would be sent, without sending it."""

from __future__ import annotations

import html
import re
import sys

from bot.delivery.digest_messages import DigestMessages, MessagePart
from bot.services import Services, open_services
from bot.settings import load_settings
from briefs.digests import LOOK_BACK, DigestPlan, Shelf
from briefs.errors import NotFoundError
from briefs.subscriptions import Chat

BOT_NAME = "bot"
"""Links in a preview name no bot: Telegram is not asked."""


async def preview_digest(address: str) -> None:
    """Print the next digest of a Telegram chat as if due now; raises NotFoundError for no such chat."""
    async with open_services(load_settings()) as services:
        chat = await services.chats.find("telegram", address)
        if chat is None:
            raise NotFoundError(f"The bot has not met a chat {address}; ids are in Telegram's chat info.")
        for thread, plan in (await plans(services, chat)).items():
            parts = await _compose(services, plan, chat.language) if plan else []
            sys.stdout.write(_shown(thread, parts))


async def plans(services: Services, chat: Chat) -> dict[str, DigestPlan | None]:
    """Return by thread what the chat is owed now, None where there is nothing."""
    followed = await services.subscriptions.of_chat(chat.id)
    if not followed:
        raise NotFoundError(f"Chat {chat.address} follows nothing.")
    now = services.now()
    covered = min(subscription.covered for subscription in followed)
    _, published = await services.briefs.publications(covered, now - LOOK_BACK)
    shelf = Shelf(published, services.registry)
    threads = dict.fromkeys(subscription.thread for subscription in followed)
    return {t: shelf.plan_due([s for s in followed if s.thread == t], now) for t in threads}


async def _compose(services: Services, plan: DigestPlan, language: str) -> list[MessagePart]:
    messages = DigestMessages(services.briefs, services.registry, services.catalogues, lambda: BOT_NAME)
    return await messages.compose(plan, language)


def _shown(thread: str, parts: list[MessagePart]) -> str:
    heading = f"Topic {thread}\n" if thread else ""
    if not parts:
        return f"{heading}Nothing is new: nothing would be sent.\n"
    return heading + "\n----\n".join(_plain(part) for part in parts) + "\n"


def plain(text: str) -> str:
    """Return the HTML of a message as it reads."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def _plain(part: MessagePart) -> str:
    rows = [" ".join(f"[{button.label}]" for button in row) for row in part.keyboard]
    return "\n".join([plain(part.html), *rows])
