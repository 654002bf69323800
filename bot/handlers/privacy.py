"""/privacy: what is kept about a chat, as a file, or not at all; in groups only for admins."""

from __future__ import annotations

import json

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button
from bot.conversation.origin import back
from bot.conversation.screen import Attachment, Screen
from briefs.blocks import document, para
from briefs.i18n import DEFAULT_LANGUAGE
from briefs.views import privacy as views

FILE_NAME = "diemtin.json"


async def privacy(ask: Ask, text: str = "") -> Screen:
    """Answer /privacy."""
    return await overview(ask)


async def overview(ask: Ask) -> Screen:
    """Answer a button: what is kept, with a button to have it and one to erase it."""
    tr = ask.tr
    keyboard: Keyboard = (
        (button(tr("Download (JSON)"), "pd"), button(tr("Erase everything"), "pe")),
        (button(tr("‹ Settings"), "c"), *back(tr)),
    )
    return Screen(views.kept(ask.view, staff=ask.private and ask.may_edit), keyboard)


async def download(ask: Ask) -> Screen:
    """Answer a button: all that is kept about the chat, as a file."""
    kept = await ask.services.personal.export(ask.chat)
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    caption = document([para(ask.tr("All that is kept about this chat."))])
    return Screen(caption, fresh=True, attachment=Attachment(FILE_NAME, content))


async def ask_to_erase(ask: Ask) -> Screen:
    """Answer a button: ask once more before everything is erased."""
    tr = ask.tr
    followed = await ask.services.subscriptions.of_chat(ask.chat.id)
    keyboard: Keyboard = (
        (button(tr("Yes, erase everything"), "px"),),
        (button(tr("No, keep it"), "p"),),
    )
    return Screen(views.sure(len(followed), ask.view, staff=ask.private and ask.may_edit), keyboard)


async def erase(ask: Ask) -> Screen:
    """Answer a button: erase everything, the menu's language too."""
    if ask.chat.language != DEFAULT_LANGUAGE:
        await ask.set_language(DEFAULT_LANGUAGE)
    await ask.services.personal.erase(ask.chat)
    return Screen(views.erased(ask.view), (back(ask.tr),), toast=ask.tr("Erased."))
