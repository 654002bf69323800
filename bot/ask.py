"""One question from a chat, with all a handler needs to answer it; free of Telegram's types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.material import NOTHING, Material
from bot.services import Services
from briefs.i18n import Translator
from briefs.subscriptions import Chat
from briefs.views.context import ViewContext


@dataclass(frozen=True, slots=True)
class Place:
    """Another chat: `administered` by the one who asks, and `writable` for the bot."""

    address: str
    kind: str
    title: str
    administered: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: who asks where, in which language, and whether they may change the chat's settings.

    `look_into` tells about another chat by its address, None where the bot is not in it.
    """

    services: Services
    chat: Chat
    thread: str
    bot_name: str
    private: bool
    may_manage: Callable[[], Awaitable[bool]]
    set_language: Callable[[str], Awaitable[Ask]]
    look_into: Callable[[str], Awaitable[Place | None]]
    replied_text: str = ""
    user_id: int | None = None
    material: Material = NOTHING

    @property
    def may_edit(self) -> bool:
        """Whether the one who asks may add and publish briefs: the owners that are set."""
        return self.user_id in self.services.settings.owner_ids

    @property
    def tr(self) -> Translator:
        """The translator of the chat's language."""
        return self.services.catalogues.get(self.chat.language)

    @property
    def view(self) -> ViewContext:
        """What views need."""
        return ViewContext(self.tr, self.services.registry, self.brief_url)

    async def save_query(self, text: str) -> str:
        """Keep a query of this chat for its buttons and return its short id."""
        return await self.services.queries.save(self.chat.address, text, now=self.services.now())

    async def saved_query(self, query_id: str) -> str | None:
        """Return a query this chat asked before, or None where it has expired."""
        return await self.services.queries.get(self.chat.address, query_id, now=self.services.now())

    def brief_url(self, brief_id: int) -> str:
        """Return the deep link that opens a brief in the private chat (Bot API, deep linking)."""
        return f"https://t.me/{self.bot_name}?start=b{brief_id}"
