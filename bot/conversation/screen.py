"""A screen: what one message shows, with its buttons. Handlers make screens, `display` sends them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.conversation.keyboards import ChatRequest, Keyboard
from bot.conversation.material import FileRef
from briefs.blocks import Document


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is sent with a screen: its content, or one that Telegram keeps.

    One that is `protected` can be neither saved nor forwarded in Telegram's apps (Bot API, sendDocument).
    """

    name: str
    content: bytes | FileRef
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """`toast` is shown over the chat when the screen answers a button; `fresh` sends a new message for it.

    With an `attachment` the document is its caption, at most 1,024 characters (Bot API, sendDocument).
    `before` is sent first, each document in messages of its own. `asks` offers to choose another chat instead
    of a keyboard, and `closes` takes that offer away. `place` is the number of a message of the bot that the
    screen replaces, and `noted` is told the number of a new one.
    """

    document: Document
    keyboard: Keyboard = ()
    toast: str | None = None
    fresh: bool = False
    attachment: Attachment | None = None
    before: tuple[Document, ...] = ()
    asks: ChatRequest | None = None
    closes: bool = False
    place: int | None = None
    noted: Callable[[int], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """An answer to a button that leaves the screen as it is; an `alert` waits to be dismissed."""

    text: str
    alert: bool = False
