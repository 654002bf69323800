"""A screen: what one message shows, with its buttons. Handlers make screens; `bot.dispatch` sends them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.keyboards import Keyboard
from briefs.blocks import Document


@dataclass(frozen=True, slots=True)
class Screen:
    """`toast` is shown over the chat when the screen answers a button; `fresh` sends a new message for it."""

    document: Document
    keyboard: Keyboard = ()
    toast: str | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """An answer to a button that leaves the screen as it is; an `alert` waits to be dismissed."""

    text: str
    alert: bool = False
