"""The bot's own profile: command menus by scope and language, names, descriptions, menu buttons."""

from __future__ import annotations

import re
from typing import Literal

from bot.local.errors import bad_request, violation
from bot.local.objects import BotCommand, BotCommandScope
from bot.local.world import ADMINS, Chat, Person

COMMAND = re.compile(r"[a-z0-9_]{1,32}")  # BotCommand.command
MAX_COMMANDS = 100  # setMyCommands
MAX_DESCRIPTION = 256  # BotCommand.description: 1-256 characters
ScopeKey = tuple[str, int | None, int | None]
Commands = list[dict[str, str]]

Text = Literal["name", "description", "short_description"]
# setMyName, setMyDescription, setMyShortDescription
MAX_TEXT: dict[Text, int] = {"name": 64, "description": 512, "short_description": 120}


def scope_key(scope: BotCommandScope | None, chat_id: int | None = None) -> ScopeKey:
    """Return the key of a scope; `chat_id` is its chat, resolved."""
    if scope is None:
        return ("default", None, None)
    if (chat_id is None) == scope.type.startswith("chat"):
        raise violation(f"chat_id does not fit the scope {scope.type}")
    if (scope.user_id is None) == (scope.type == "chat_member"):
        raise violation(f"user_id does not fit the scope {scope.type}")
    return (scope.type, chat_id, scope.user_id)


class Menus:
    """What BotFather and the bot itself have set."""

    def __init__(self) -> None:
        self.commands: dict[tuple[ScopeKey, str], Commands] = {}
        self.texts: dict[tuple[Text, str], str] = {}
        self.buttons: dict[int | None, str] = {}

    def set_commands(self, key: ScopeKey, language: str, commands: list[BotCommand]) -> None:
        """Set the commands of a scope and language. Raises ApiError where one breaks a limit of Telegram."""
        if len(commands) > MAX_COMMANDS:
            raise violation("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not COMMAND.fullmatch(command.command):
                raise violation(f"BOT_COMMAND_INVALID: {command.command!r}")
            if not 1 <= len(command.description) <= MAX_DESCRIPTION:
                raise violation(f"BOT_COMMAND_DESCRIPTION_INVALID: {command.command}")
        self.commands[key, language] = [command.model_dump() for command in commands]

    def set_text(self, what: Text, language: str, text: str) -> None:
        """Set a text of the profile; an empty one removes it. Raises ApiError where it is too long."""
        if len(text) > MAX_TEXT[what]:
            raise bad_request(f"{what} is too long")
        if text:
            self.texts[what, language] = text
        else:
            self.texts.pop((what, language), None)

    def text(self, what: Text, language: str) -> str:
        """Return a text of the profile in a language, or in none in particular."""
        return self.texts.get((what, language)) or self.texts.get((what, ""), "")

    def seen_by(self, person: Person, chat: Chat) -> Commands:
        """Return the menu a person sees in a chat: the narrowest scope wins, then the language.

        Source: Bot API, "Determining list of commands".
        """
        language = person.language_code or ""
        for key in self._scopes(person, chat):
            for spoken in (language, ""):
                if found := self.commands.get((key, spoken)):
                    return found
        return []

    def _scopes(self, person: Person, chat: Chat) -> list[ScopeKey]:
        if chat.type == "private":
            return [("chat", chat.id, None), ("all_private_chats", None, None), ("default", None, None)]
        admin = chat.members.get(person.id) in ADMINS
        scopes: list[ScopeKey | None] = [
            ("chat_member", chat.id, person.id),
            ("chat_administrators", chat.id, None) if admin else None,
            ("chat", chat.id, None),
            ("all_chat_administrators", None, None) if admin else None,
            ("all_group_chats", None, None),
            ("default", None, None),
        ]
        return [scope for scope in scopes if scope]
