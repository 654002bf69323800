"""/feedback: a word of a reader to those who run the bot. It is passed on and not kept."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.ask import Ask
from bot.origin import back
from bot.screen import Screen
from bot.throttle import Verdict
from briefs.blocks import Document
from briefs.staff import Person
from briefs.views import feedback as views
from briefs.views.context import ViewContext

WRITING = "feedback"
_LONGEST = 2000
"""Characters that are passed on: with the heading they fit into one message (Bot API, sendMessage)."""


async def feedback(ask: Ask, text: str) -> Screen:
    """Answer /feedback: pass the text on, or ask for it; a group talks of other things next."""
    if text.strip():
        return await take(ask, {}, text)
    if ask.private:
        await ask.expect(WRITING)
    return _said(ask, views.asked(ask.view, private=ask.private))


async def take(ask: Ask, noted: dict[str, Any], text: str) -> Screen:
    """Pass a text on to every owner, with the name of who wrote it; few a day are taken from one person."""
    await ask.expect_nothing()
    writer = ask.actor.person
    letters, chat = ask.services.letters, int(ask.chat.address)
    if letters.admit(int(writer.address), chat) is not Verdict.ADMIT:
        return _said(ask, views.too_many(ask.view))
    make = partial(_letter, text.strip()[:_LONGEST], writer)
    owners = [Person.of(key) for key in sorted(ask.services.roster.owners)]
    passed_on = [await ask.tell(owner, make) for owner in owners]
    return _said(ask, views.passed_on(ask.view) if any(passed_on) else views.nobody_there(ask.view))


def _letter(text: str, writer: Person, view: ViewContext) -> Screen:
    return Screen(views.letter(text, writer, view))


def _said(ask: Ask, shown: Document) -> Screen:
    return Screen(shown, (back(ask.tr),))
