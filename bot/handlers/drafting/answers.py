"""The text that answers what was asked about a draft, and the button that overrules the guard."""

from __future__ import annotations

from typing import Any

from bot.ask import Ask
from bot.handlers.drafting import duties, lines, stated
from bot.handlers.drafting.drafts import Draft, load
from bot.handlers.drafting.menu import menu_of
from bot.handlers.drafting.typed import overrule as overruled
from bot.handlers.drafting.typed import read_open
from bot.keyboards import integer
from bot.screen import Notice, Screen
from briefs.blocks import document, para

_TAKERS = {"field": stated.typed, "line": lines.typed, "body": duties.typed, "deadline": duties.typed}


async def answer(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take a text as the answer to the open question."""
    question = read_open(data)
    draft = await load(ask, question.brief, question.mark)
    if isinstance(draft, Notice):
        await ask.expect_nothing()
        return Screen(document([para(draft.text)]))
    taker = _TAKERS.get(question.aim.what, duties.typed)
    return await taker(ask, draft, question.aim, text)


async def overrule(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: keep a change in spite of the guard."""
    kept = await overruled(ask, integer(number))
    return await menu_of(ask, kept) if isinstance(kept, Draft) else kept
