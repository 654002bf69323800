"""The real bot on a pretend Telegram, and people who talk to it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.app import Bot, build_bot, running
from bot.local import LocalServer, LocalTelegram, Persona
from bot.services import open_services
from bot.settings import Settings, load_settings
from briefs.staff import Actor, Person, StaffRole

Message = dict[str, Any]
BOSS = Actor(Person("telegram", "1"), StaffRole.OWNER)


class Talk:
    """One person's conversation with the bot: `last` is the bot's newest message."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self.last: Message = {}

    async def say(self, text: str, **how: Any) -> str:
        """Send a text and return the bot's answer."""
        self.last = await self.persona.ask(text, **how)
        return str(self.last["text"])

    @property
    def own(self) -> Message:
        """The newest message of the person themselves."""
        return [m for m in self.persona.chat.messages.values() if not m["from"]["is_bot"]][-1]

    async def edit(self, message: Message, text: str) -> str:
        """Edit one's own message and return what the bot answers to that."""
        telegram = self.persona.telegram
        telegram.mark_read(self.persona.chat)
        self.persona.edit(message, text)
        self.last = await telegram.next_message(self.persona.chat)
        return str(self.last["text"])

    async def press(self, button: str) -> str:
        """Press a button of the last message and return what it shows then."""
        telegram = self.persona.telegram
        chat = telegram.world.chats[self.last["chat"]["id"]]
        pressed, known = self.last["message_id"], max(chat.messages)
        before = chat.messages.get(pressed)
        await self.persona.press(self.last, button)
        with suppress(TimeoutError):  # a press may be answered with no more than a notice
            await telegram.journal.until(
                lambda: max(chat.messages) > known or chat.messages.get(pressed) != before, 2, "a new screen"
            )
        await telegram.idle()
        newest = max(chat.messages)
        self.last = chat.messages[newest] if newest > known else self.current
        return str(self.last["text"])

    @property
    def current(self) -> Message:
        """The last message as it stands now."""
        chat = self.persona.telegram.world.chats[self.last["chat"]["id"]]
        return chat.messages[self.last["message_id"]]

    @property
    def buttons(self) -> list[str]:
        """The labels under the last message."""
        rows = self.current.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the five packaged briefs, made once and copied for every test."""
    file = tmp_path_factory.mktemp("seeded") / "bot.db"

    async def seed() -> None:
        async with open_services(load_settings(None, database_url=f"sqlite:///{file}")) as services:
            await services.seed_if_empty()

    asyncio.run(seed())
    return file


@pytest.fixture
def settings(server: LocalServer, tmp_path: Path, seeded: Path) -> Settings:
    shutil.copyfile(seeded, tmp_path / "bot.db")
    return load_settings(
        None,
        telegram_token=server.telegram.token,
        telegram_base_url=server.base_url,
        telegram_base_file_url=server.base_file_url,
        database_url=f"sqlite:///{tmp_path / 'bot.db'}",
        http_port=0,
    )


@pytest.fixture
async def bot(settings: Settings, telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """The bot with the five packaged briefs; at the end it must have kept to the Bot API."""
    async with open_services(settings) as services:
        built = build_bot(services)
        async with running(built, asyncio.Event()):
            yield built
    assert [(call.method, call.error) for call in telegram.violations] == []


@pytest.fixture
def talk(bot: Bot, reader: Persona) -> Talk:
    return Talk(reader)


@pytest.fixture
def meet(bot: Bot) -> Callable[[Persona], Talk]:
    """Begin the conversation of one more person."""
    return Talk


@pytest.fixture
def hire(bot: Bot, telegram: LocalTelegram) -> Callable[[str, StaffRole], Awaitable[tuple[Talk, Actor]]]:
    """Give somebody new a role, and return their conversation and who they are to the desk."""

    async def hired(name: str, role: StaffRole) -> tuple[Talk, Actor]:
        persona = Persona(telegram, telegram.person(name))
        by = Actor(Person("telegram", str(persona.person.id), name), role)
        await bot.services.roster.grant(by.person, role, BOSS)
        return Talk(persona), by

    return hired
