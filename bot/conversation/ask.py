"""One question from a chat, with all a handler needs to answer it; free of Telegram's types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.keyboards import start_url
from bot.conversation.material import NOTHING, FileRef, Material
from bot.conversation.progress import Progress
from bot.conversation.screen import Screen
from bot.services import Services
from briefs.i18n import Translator
from briefs.staff import Actor, Person, StaffRole
from briefs.store.dialogues import Dialogue
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


async def _reach_nobody(person: Person, make: Callable[[ViewContext], Screen]) -> bool:
    return False


async def _show_nobody(person: Person, role: StaffRole) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: who asks where, in which language, and whether they may change the chat's settings.

    `look_into` tells about another chat by its address, None where the bot is not in it. `load` fetches a
    file of the messenger (raises InputError), and `progress` tells what slow work is at. `asked` is what was
    expected when a message came, which is `edited` where it was there before. `named` is somebody else whom
    the message names: by a mention, or as the author of what it replies to. `tell` writes to a person, and
    says whether that arrived; `show_menu` sets the commands of their role.
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
    person: Person | None = None
    role: StaffRole = StaffRole.READER
    asked: Dialogue | None = None
    edited: bool = False
    material: Material = NOTHING
    load: Callable[[FileRef], Awaitable[bytes]] | None = None
    progress: Progress = field(default_factory=Progress)
    named: Person | None = None
    tell: Callable[[Person, Callable[[ViewContext], Screen]], Awaitable[bool]] = _reach_nobody
    show_menu: Callable[[Person, StaffRole], Awaitable[None]] = _show_nobody

    @property
    def actor(self) -> Actor:
        """Who acts, in their role; where nobody is named, the chat itself, as a reader."""
        nobody = Person(self.chat.channel, self.chat.address)
        return Actor(self.person or nobody, self.role)

    @property
    def may_edit(self) -> bool:
        """Whether the one who asks may add and edit briefs."""
        return self.role.covers(StaffRole.EDITOR)

    @property
    def may_publish(self) -> bool:
        """Whether the one who asks may publish, correct and withdraw briefs."""
        return self.role.covers(StaffRole.PUBLISHER)

    @property
    def tr(self) -> Translator:
        """The translator of the chat's language."""
        return self.services.catalogues.get(self.chat.language)

    @property
    def view(self) -> ViewContext:
        """What views need."""
        return ViewContext(self.tr, self.services.registry, start_url(self.bot_name))

    async def expect(self, kind: str, **data: Any) -> None:
        """Take the person's next text in this chat as an answer of this kind (`bot.updates.replies`)."""
        if self.person is not None:
            await self.services.dialogues.open(
                self.chat.address, self.person.address, Dialogue(kind, data), now=self.services.now()
            )

    async def expect_nothing(self) -> bool:
        """Take the person's next text as a search again, and tell whether an answer was expected."""
        if self.person is None or await self.expected() is None:
            return False
        return await self.services.dialogues.close(self.chat.address, self.person.address)

    async def expected(self) -> Dialogue | None:
        """Return what the person's next text in this chat answers, None where it answers nothing."""
        if self.person is None:
            return None
        return await self.services.dialogues.current(
            self.chat.address, self.person.address, now=self.services.now()
        )

    async def change_expected(self, turn: Callable[[Dialogue | None], Dialogue | None]) -> Dialogue | None:
        """Change what the person's next text answers, whatever other messages change at the same time."""
        if self.person is None:
            return None
        return await self.services.dialogues.change(
            self.chat.address, self.person.address, turn, now=self.services.now()
        )

    async def save_query(self, text: str) -> str:
        """Keep words of this chat for its buttons and return their short id."""
        return await self.services.queries.save(self.chat.address, text, now=self.services.now())

    async def save_search(self, text: str) -> str:
        """Keep a query like `save_query`, and count it as a search of today."""
        services = self.services
        return await services.queries.save(
            self.chat.address, text, now=services.now(), searched_on=services.today()
        )

    async def saved_query(self, query_id: str) -> str | None:
        """Return a query this chat asked before, or None where it has expired."""
        return await self.services.queries.get(self.chat.address, query_id, now=self.services.now())
