"""One question from a chat, with all a handler needs to answer it; free of Telegram's types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from briefs.store.chats import Chat

from bot.settings import Settings
from briefs.i18n import Catalogues, Translator
from briefs.library import Library
from briefs.registry import Registry
from briefs.store import ChatStore, QueryStore, SubscriptionStore
from briefs.views.context import ViewContext


@dataclass(frozen=True, slots=True)
class Services:
    """What the composition root builds once and hands to every question."""

    settings: Settings
    library: Library
    registry: Registry
    chats: ChatStore
    subscriptions: SubscriptionStore
    queries: QueryStore
    catalogues: Catalogues
    now: Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: who asks where, in which language, and whether they may change the chat's settings."""

    services: Services
    chat: Chat
    thread: str
    bot_name: str
    private: bool
    may_manage: Callable[[], Awaitable[bool]]
    set_language: Callable[[str], Awaitable[Ask]]
    replied_text: str = ""

    @property
    def tr(self) -> Translator:
        """The translator of the chat's language."""
        return self.services.catalogues.get(self.chat.language)

    @property
    def view(self) -> ViewContext:
        """What views need."""
        return ViewContext(self.tr, self.services.registry, self.brief_url)

    def brief_url(self, brief_id: int) -> str:
        """Return the deep link that opens a brief in the private chat (Bot API, deep linking)."""
        return f"https://t.me/{self.bot_name}?start=b{brief_id}"
