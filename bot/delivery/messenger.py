"""One call to Telegram, and what came of it in words that the sender can act on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from telegram.constants import MessageLimit, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.conversation.keyboards import Keyboard, markup
from bot.delivery.limiter import Lane, Limiter, TurnedAwayError
from bot.transport.requests import certainly_not_sent
from briefs.model import Destination

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived under this message id."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """It was not sent and may be after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotSent:
    """It certainly was not sent; trying again is safe."""

    error: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether it was sent: the answer was lost."""

    error: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat, or only its `thread`, cannot be written to any more."""

    reason: str
    thread: bool = False


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group has another address now."""

    address: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this message."""

    error: str


Outcome = Sent | Later | NotSent | Ambiguous | Gone | Migrated | Refused

# Descriptions of Bot API errors that end a chat or a thread; they are not documented, but stable, and the
# server of the Bot API shows them in its source (github.com/tdlib/telegram-bot-api, Client.cpp).
_GONE_CHAT = {
    "chat not found": "chat not found",
    "peer_id_invalid": "chat not found",
    "not enough rights": "no right to write",
    "have no rights to send": "no right to write",
    "need administrator rights": "no right to write",
    "chat_write_forbidden": "no right to write",
    "chat_restricted": "no right to write",
    "user is deactivated": "account deleted",
}
_GONE_THREAD = {
    "message thread not found": "topic deleted",
    "topic_deleted": "topic deleted",
    "topic_closed": "topic closed",
}
NO_CAPTION = "no caption in the message"
"""Stands in the refusal of a caption for a message of the bot's that is a text."""
_TOO_LONG = "x" * (MessageLimit.MAX_TEXT_LENGTH + 1)
_NO_PREVIEW = json.dumps({"is_disabled": True})


class Messenger:
    """Sends messages in the lane of digests; `paid` allows up to 1000 a second, for Telegram Stars."""

    def __init__(self, bot: ExtBot[Lane], limiter: Limiter, *, paid: bool = False) -> None:
        self._bot = bot
        self._limiter = limiter
        self._paid = paid

    async def send(self, destination: Destination, html: str, keyboard: Keyboard = ()) -> Outcome:
        """Send one message and say what came of it; never raises for what Telegram or the network does."""
        chat, thread = int(destination.address), int(destination.thread) if destination.thread else None
        message = {
            "chat_id": chat,
            "text": html,
            "parse_mode": ParseMode.HTML.value,
            "message_thread_id": thread,
            "reply_markup": _buttons(keyboard),
            "link_preview_options": _NO_PREVIEW,
            "allow_paid_broadcast": self._paid or None,
        }
        try:
            answer = await self._call("sendMessage", message)
            return Sent(int(answer["message_id"]))
        except TelegramError as error:
            return outcome_of(error)
        except (KeyError, TypeError, ValueError) as error:  # an answer of JSON that means nothing
            return Ambiguous(f"unreadable answer: {error!r}")

    async def edit(
        self, destination: Destination, message_id: int, html: str, keyboard: Keyboard = ()
    ) -> Outcome:
        """Change a message that was sent; one that says the same already counts as changed.

        A message that is gone or cannot be changed any more is Refused.
        """
        message = {
            "text": html,
            "parse_mode": ParseMode.HTML.value,
            "reply_markup": _buttons(keyboard),
            "link_preview_options": _NO_PREVIEW,
        }
        return await self._change("editMessageText", destination, message_id, message)

    async def probe(self, destination: Destination, message_id: int) -> Outcome:
        """Try to give a message a caption that is too long: nothing can change, and why it is Refused tells.

        A text of the bot's has no caption (`NO_CAPTION`).
        """
        return await self._change("editMessageCaption", destination, message_id, {"caption": _TOO_LONG})

    async def _change(
        self, method: str, destination: Destination, message_id: int, change: Mapping[str, Any]
    ) -> Outcome:
        message = {"chat_id": int(destination.address), "message_id": message_id, **change}
        try:
            await self._call(method, message)
        except TelegramError as error:
            if isinstance(error, BadRequest) and "not modified" in error.message:
                return Sent(message_id)
            return outcome_of(error)
        return Sent(message_id)

    async def _call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """Call a method of the Bot API in the lane of digests and return the answer as it came.

        The bot's own methods make a Message of the answer, of which only the number is wanted: 40 % of the
        CPU time of a delivery. To look for defaults, files and objects in every parameter takes a tenth of
        the rest.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        return await self._limiter.process_request(
            self._post, (method, given), {}, method, given, Lane.DIGEST
        )

    async def _post(self, method: str, parameters: Mapping[str, Any]) -> Any:
        data = RequestData([RequestParameter(name, value, None) for name, value in parameters.items()])
        return await self._bot.request.post(f"{self._bot.base_url}/{method}", data)


@lru_cache(maxsize=64)
def _buttons(keyboard: Keyboard) -> str | None:
    """Return the keyboard as JSON; the chats that get the same digest get the same buttons."""
    buttons = markup(keyboard)
    return buttons.to_json() if buttons else None


def outcome_of(error: TelegramError) -> Outcome:
    """Say what an error of python-telegram-bot means for the message.

    Errors before the request was written mean that it was not sent; a timeout or reset after that, an error
    of a gateway and an answer that is not JSON leave it open.
    """
    if isinstance(error, TurnedAwayError):
        return Later(error.seconds)
    if isinstance(error, RetryAfter):
        return Later(error._retry_after.total_seconds())
    if isinstance(error, ChatMigrated):
        return Migrated(str(error.new_chat_id))
    if isinstance(error, Forbidden):
        return Gone(_plain(error))
    if isinstance(error, BadRequest):
        return _bad_request(error)
    if isinstance(error, InvalidToken | EndPointNotFound) or certainly_not_sent(error):
        return NotSent(_plain(error))
    return Ambiguous(_plain(error))


def _bad_request(error: BadRequest) -> Outcome:
    text = _plain(error)
    for sign, reason in _GONE_THREAD.items():
        if sign in text.lower():
            return Gone(reason, thread=True)
    for sign, reason in _GONE_CHAT.items():
        if sign in text.lower():
            return Gone(reason)
    return Refused(text)


def _plain(error: TelegramError) -> str:
    return (error.message or type(error).__name__).splitlines()[0][:200]
