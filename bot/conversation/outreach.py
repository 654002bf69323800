"""Writing to people who did not ask just now, and the command menu of their private chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from bot.conversation.keyboards import markup, start_url
from bot.conversation.screen import Screen
from bot.render.html import render
from bot.services import Services
from briefs.i18n import DEFAULT_LANGUAGE
from briefs.staff import Person, StaffRole
from briefs.views.context import ViewContext

log = structlog.get_logger(__name__)

SetMenu = Callable[[int, str, StaffRole], Awaitable[None]]
"""Sets the command menu of a private chat in a language, for a role."""

_CHANNEL = "telegram"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Outreach:
    """Reaches people in their private chats, where they have opened the bot."""

    def __init__(self, services: Services, bot: Bot, set_menu: SetMenu) -> None:
        self._services = services
        self._bot = bot
        self._set_menu = set_menu

    async def tell(self, person: Person, make: Callable[[ViewContext], Screen]) -> bool:
        """Send a person a screen in their language, and say whether it arrived."""
        if not _is_reachable(person):
            return False
        screen = make(await self._view(person))
        try:
            await self._bot.send_message(
                int(person.address),
                render(screen.document)[0],
                parse_mode="HTML",
                reply_markup=markup(screen.keyboard),
                link_preview_options=_NO_PREVIEW,
            )
        except TelegramError as error:
            log.info("outreach.failed", error=str(error))
            return False
        return True

    async def show_menu(self, person: Person, role: StaffRole) -> None:
        """Set the commands of a role as the menu of a person's private chat, if there is one."""
        if not _is_reachable(person):
            return
        try:
            await self._set_menu(int(person.address), await self._language(person), role)
        except TelegramError as error:
            log.info("menu.failed", error=str(error))

    async def _language(self, person: Person) -> str:
        chat = await self._services.chats.find(_CHANNEL, person.address)
        return chat.language if chat else DEFAULT_LANGUAGE

    async def _view(self, person: Person) -> ViewContext:
        tr = self._services.catalogues.get(await self._language(person))
        return ViewContext(tr, self._services.registry, start_url(self._bot.username))


def _is_reachable(person: Person) -> bool:
    """Say whether the address can be one of Telegram's private chats."""
    return person.channel == _CHANNEL and person.address.isascii() and person.address.isdigit()
