"""/feedback: a word of a reader to those who run the bot. It is passed on once and not kept."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from bot.conversation.ask import Ask
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from briefs.blocks import Document
from briefs.staff import Person
from briefs.store.dialogues import Dialogue
from briefs.views import feedback as views
from briefs.views.context import ViewContext

WRITING = "feedback"
_LONGEST = 2000
"""Characters that are passed on: with the heading they fit into one message (Bot API, sendMessage)."""
_A_DAY = 5
_NOTED = dt.timedelta(days=1)
_LETTERS = "letters"
"""Under this name the messages of a day are noted, by number, among what is asked: they expire like that."""
_ELSEWHERE = 0
"""Noted with the writer for a message in a group: in the private chat its number is another message's."""


async def feedback(ask: Ask, text: str) -> Screen:
    """Answer /feedback: pass the text on, or ask for it; a group talks of other things next."""
    if text.strip() or ask.edited:
        return await take(ask, {}, text)
    if ask.private:
        await ask.expect(WRITING)
    return _said(ask, views.asked(ask.view, private=ask.private))


async def take(ask: Ask, noted: dict[str, Any], text: str) -> Screen:
    """Pass a text on to every owner, with the name of who wrote it; few a day are taken from one person.

    A message that was edited is not: nobody could tell what is new in it, and the question stays open.
    """
    if ask.edited:
        return _said(ask, views.edited(ask.view))
    await ask.expect_nothing()
    if not await _is_among_the_first(ask):
        return _said(ask, views.too_many(ask.view))
    make = partial(_letter, text.strip()[:_LONGEST], ask.actor.person)
    owners = [Person.of(key) for key in sorted(ask.services.roster.owners)]
    passed_on = [await ask.tell(owner, make) for owner in owners]
    return _said(ask, views.passed_on(ask.view) if any(passed_on) else views.nobody_there(ask.view))


async def edited(ask: Ask) -> Screen | None:
    """Answer a message that was passed on today and was edited since; None for any other."""
    if not ask.edited:
        return None
    noted = await ask.services.dialogues.current(ask.chat.address, _LETTERS, now=ask.services.now())
    passed_on = noted is not None and ask.material.number in noted.data["numbers"]
    return _said(ask, views.edited(ask.view)) if passed_on else None


async def _is_among_the_first(ask: Ask) -> bool:
    """Note a message, and say whether writer and chat have few of today; no process counts for itself.

    The writer comes first: who wrote enough takes nothing from the others of a group.
    """
    services, today, here = ask.services, ask.services.today().isoformat(), ask.chat.address

    def one_more(number: int, noted: Dialogue | None) -> Dialogue:
        earlier = noted.data["numbers"] if noted and noted.data["day"] == today else []
        return Dialogue(_LETTERS, {"day": today, "numbers": [*earlier, number][: _A_DAY + 1]})

    for address in dict.fromkeys((ask.actor.person.address, here)):
        add = partial(one_more, ask.material.number if address == here else _ELSEWHERE)
        noted = await services.dialogues.change(address, _LETTERS, add, now=services.now(), kept=_NOTED)
        if noted is None or len(noted.data["numbers"]) > _A_DAY:
            return False
    return True


def _letter(text: str, writer: Person, view: ViewContext) -> Screen:
    return Screen(views.letter(text, writer, view))


def _said(ask: Ask, shown: Document) -> Screen:
    return Screen(shown, (back(ask.tr),))
