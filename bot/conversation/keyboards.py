"""Buttons: what they say and do, and the short ASCII data they send back.

Callback data is `verb:arg[:arg]`, at most 64 bytes (Bot API, InlineKeyboardButton). It names things by
number; queries live in the store under a short id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegram import (
    ChatAdministratorRights,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

CALLBACK_BYTES = 64
LABEL_LENGTH = 40
COPY_LENGTH = 256
"""Bot API, CopyTextButton: 1-256 characters."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button: exactly one of `data` (sent back), `url` (opened) and `copy` (copied) is set."""

    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


Row = tuple[Button, ...]
Keyboard = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """Buttons in place of the letters, to choose a group or a channel; `cancel` is typed by the last one.

    The answer comes with a number: twice the `reference` for a group, one more for a channel.
    """

    reference: int
    group: str
    channel: str
    cancel: str


def data(verb: str, *arguments: object) -> str:
    """Return callback data; raises ValueError if it cannot be told apart again or is too long."""
    parts = [verb, *map(str, arguments)]
    joined = ":".join(parts)
    if any(":" in part for part in parts) or not joined.isascii() or len(joined) > CALLBACK_BYTES:
        raise ValueError(f"not callback data: {joined!r}")
    return joined


def parse(text: str) -> tuple[str, tuple[str, ...]]:
    """Return verb and arguments of callback data; what `data` cannot have written has an empty verb."""
    if not text.isascii() or len(text) > CALLBACK_BYTES:
        return "", ()
    verb, *arguments = text.split(":")
    return verb, tuple(arguments)


def integer(argument: str) -> int:
    """Return a whole number of callback data, 0 for anything else: data is never trusted to be ours."""
    return int(argument) if argument.isascii() and argument.isdigit() and len(argument) < 12 else 0


def button(label: str, verb: str, *arguments: object) -> Button:
    """Return a button that sends `verb:arguments` back; a long label is cut."""
    short = label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1].rstrip() + "…"
    return Button(short, data=data(verb, *arguments))


def start_url(bot_name: str) -> Callable[[str], str]:
    """Return what makes links that open a bot with a payload in the private chat (Bot API, deep linking)."""
    return lambda payload: f"https://t.me/{bot_name}?start={payload}"


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """Lay buttons out in rows of `width`."""
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def pager(number: int, count: int, verb: str, *arguments: object) -> Keyboard:
    """Return a row that turns pages: `verb:arguments:page`; nothing where there is one page."""
    if count <= 1:
        return ()
    turns = []
    if number > 0:
        turns.append(button("‹", verb, *arguments, number - 1))
    turns.append(button(f"{number + 1}/{count}", verb, *arguments, number))
    if number < count - 1:
        turns.append(button("›", verb, *arguments, number + 1))
    return (tuple(turns),)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """Return the keyboard as Telegram takes it, or None where it has no button."""
    filled = [row for row in keyboard if row]
    return InlineKeyboardMarkup([[_telegram(item) for item in row] for row in filled]) if filled else None


def request_markup(request: ChatRequest) -> ReplyKeyboardMarkup:
    """Return the buttons as Telegram takes them; it offers only chats that the person administers.

    Bot API, KeyboardButtonRequestChat: `request_id` has 32 bits, and the bot's rights must be among the
    person's.
    """
    anybody = ChatAdministratorRights.no_rights()
    in_group = ChatAdministratorRights(**{**anybody.to_dict(), "can_manage_chat": True})
    in_channel = ChatAdministratorRights(**{**in_group.to_dict(), "can_post_messages": True})
    group = KeyboardButtonRequestChat(
        2 * request.reference, chat_is_channel=False, user_administrator_rights=in_group, request_title=True
    )
    channel = KeyboardButtonRequestChat(
        2 * request.reference + 1,
        chat_is_channel=True,
        user_administrator_rights=in_channel,
        bot_administrator_rights=in_channel,
        request_title=True,
    )
    return ReplyKeyboardMarkup(
        [
            [
                KeyboardButton(request.group, request_chat=group),
                KeyboardButton(request.channel, request_chat=channel),
            ],
            [KeyboardButton(request.cancel)],
        ],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


def _telegram(item: Button) -> InlineKeyboardButton:
    if item.url:
        return InlineKeyboardButton(item.label, url=item.url)
    if item.copy:
        return InlineKeyboardButton(item.label, copy_text=CopyTextButton(item.copy[:COPY_LENGTH]))
    return InlineKeyboardButton(item.label, callback_data=item.data)
