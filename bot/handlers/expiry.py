"""What buttons of an old search answer."""

from __future__ import annotations

from bot.conversation.ask import Ask
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from briefs.blocks import document, para


def expired(ask: Ask) -> Screen:
    """Say that a search is too old to go on with, and how to go on."""
    tr = ask.tr
    text = document(
        [para(tr("This search has expired: searches are kept for 30 days. Please type it again."))]
    )
    return Screen(text, (back(tr),), toast=tr("This search has expired."))
