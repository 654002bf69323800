"""/add, and what editors hand in without it."""

from __future__ import annotations

from typing import Any

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard
from bot.conversation.origin import back, to_private_chat
from bot.conversation.screen import Notice, Screen
from bot.handlers.adding import gathering
from bot.handlers.adding.making import make
from bot.handlers.adding.parts import CUT_FROM, LEAST_TEXT, Gathering, is_url, sources
from bot.handlers.brief import of_source
from briefs.blocks import document, para


async def add(ask: Ask, text: str) -> Screen:
    """Answer /add: read what comes with it or is replied to; alone it opens a gathering of messages."""
    if not ask.may_edit:
        return _said(ask, ask.tr("Only editors can do this."))
    if not ask.private:
        return _elsewhere(ask)
    part = gathering.incoming(ask, text)
    if part is None or (part.file is None and _may_go_on(text)):
        return await gathering.begin(ask, part)
    if part.file is not None and ask.material.album:
        return await gathering.begin(ask, part)
    await ask.expect_nothing()
    return await _made(ask, Gathering((part,)))


async def hand_in(ask: Ask, text: str) -> Screen | None:
    """Take a message of an editor that is no command; None where it does not look like an article."""
    words = text.strip()
    command, _, title = words.partition(" ")
    if ask.material.file is not None and command.partition("@")[0] in ("/add", "/them"):
        return await add(ask, title)
    gathered = await gathering.current(ask)
    if gathered is not None and gathered.asked:
        # What was sent before /add and edited since is a part only if it was one then.
        of_it = not ask.edited or gathered.knows(ask.material.number)
        return await take(ask, gathered.to_json(), words) if of_it else None
    part = gathering.incoming(ask, words)
    if part is None:
        return None
    if is_url(part.text) and (known := await of_source(ask, part.text)):
        return known
    return await gathering.collect(ask, part) if gathering.is_offer(part) or is_url(part.text) else None


async def take(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take a text while messages are gathered: as one of them, or as the word that they are all there."""
    gathered = Gathering.from_json(data)
    if gathering.is_done(text) and ask.material.file is None:
        if not gathered.parts:
            return await gathering.begin_below(ask)
        found = await gathering.close(ask)
        return await _made(ask, found or gathered)
    part = gathering.incoming(ask, text)
    return await gathering.collect(ask, part) if part else await gathering.begin(ask)


async def done(ask: Ask) -> Screen | Notice:
    """Answer a button: make drafts of what was gathered."""
    if not ask.may_edit:
        return Notice(ask.tr("Only editors can do this."), alert=True)
    found = await gathering.close(ask)
    if found is None or not found.parts:
        return Notice(ask.tr("This is not kept any more. Send the article again."), alert=True)
    return await _made(ask, found)


async def drop(ask: Ask) -> Screen:
    """Answer a button: forget what was gathered."""
    await gathering.close(ask)
    return _said(ask, ask.tr("Cancelled. Nothing was changed."))


async def _made(ask: Ask, gathered: Gathering) -> Screen:
    handed = sources(gathered.parts)
    if len(handed) == 1 and handed[0].text and len(handed[0].text) < LEAST_TEXT:
        return _too_short(ask)
    screen = await make(ask, handed)
    return _said(ask, screen.text) if isinstance(screen, Notice) else screen


def _may_go_on(text: str) -> bool:
    """Tell whether Telegram may have cut the text, so that the rest follows in messages of its own."""
    return len(text) >= CUT_FROM and not is_url(text)


def _elsewhere(ask: Ask) -> Screen:
    """Say where articles are added: a group never sees what is not published."""
    text = ask.tr("Articles are added in the private chat with the bot: forward this one there.")
    return Screen(document([para(text)]), (to_private_chat(ask.view),))


def _too_short(ask: Ask) -> Screen:
    tr = ask.tr
    text = tr("This is too short for an article. Send /add alone, then the text, a link or a file.")
    return _said(ask, text)


def _said(ask: Ask, *lines: str) -> Screen:
    keyboard: Keyboard = (back(ask.tr),)
    return Screen(document([para(text) for text in lines]), keyboard)
