"""Where a screen was opened from, carried in callback data so that every screen has a way back."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.keyboards import CALLBACK_BYTES, Button, Keyboard, Row, button, data
from briefs.i18n import Translator
from briefs.views.context import ViewContext

_SEPARATOR = "~"


def pack(verb: str, *arguments: object) -> str:
    """Return an origin as one callback argument: the way back is to press `verb:arguments`."""
    return data(verb, *arguments).replace(":", _SEPARATOR)


def unpack(origin: str) -> str:
    """Return the callback data an origin stands for."""
    return origin.replace(_SEPARATOR, ":")


def onward(label: str, verb: str, *arguments: object, origin: str) -> Button:
    """Return a button that opens a screen and passes the origin on, where it fits in the data."""
    longest = CALLBACK_BYTES - len(data(verb, *arguments)) - 1
    return button(label, verb, *arguments, *([origin] if 0 < len(origin) <= longest else []))


def carried(keyboard: Keyboard, origin: str) -> Keyboard:
    """Return the buttons with the origin passed on behind their data, which all have, where it fits."""
    longest = CALLBACK_BYTES - len(origin) - 1

    def carrying(item: Button) -> Button:
        fits = origin and len(item.data or "") <= longest
        return replace(item, data=f"{item.data}:{origin}") if fits else item

    return tuple(tuple(map(carrying, row)) for row in keyboard)


def on_searching(tr: Translator, origin: str = "") -> Row:
    """Return the row that leads to how searching works, and from there back, or to the first screen."""
    return (onward(tr("How to search"), "hp", "search", origin=origin), *back(tr))


def to_private_chat(view: ViewContext) -> Row:
    """Return the row that leads from a group to the private chat with the bot."""
    return (Button(view.tr("Open the private chat"), url=view.start_url("home")),)


def back(tr: Translator, origin: str = "") -> Row:
    """Return the row that leads back to the origin, or to the first screen."""
    if not origin:
        return (button(tr("« Home"), "h"),)
    return (Button(tr("‹ Back"), data=unpack(origin)[:CALLBACK_BYTES]), button(tr("« Home"), "h"))
