"""The text that answers what was asked about a draft, and the button that overrules the guard."""

from __future__ import annotations

from typing import Any

from bot.conversation.ask import Ask
from bot.conversation.keyboards import button, integer
from bot.conversation.screen import Notice, Screen
from bot.handlers.adding import gathering
from bot.handlers.drafting import duties, lines, stated
from bot.handlers.drafting.drafts import Draft, load
from bot.handlers.drafting.menu import menu_of
from bot.handlers.drafting.typed import Aim, read_open
from bot.handlers.drafting.typed import overrule as overruled
from briefs.blocks import document, para
from briefs.editing import LONGEST_LINE

_TAKERS = {"field": stated.typed, "line": lines.typed, "body": duties.typed, "deadline": duties.typed}


async def answer(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take a text as the answer to the open question."""
    question = read_open(data)
    part = gathering.incoming(ask, text)
    if part is not None and gathering.is_offer(part) and not _may_be_line(question.aim, text):
        return await gathering.collect(ask, part)  # another article, not an answer
    draft = await load(ask, question.brief, question.mark)
    if isinstance(draft, Notice):
        await ask.expect_nothing()
        return Screen(document([para(draft.text)]), ((button(ask.tr("‹ Editing"), "e", question.brief),),))
    taker = _TAKERS.get(question.aim.what, duties.typed)
    return await taker(ask, draft, question.aim, text)


def _may_be_line(aim: Aim, text: str) -> bool:
    return aim.what == "line" and len(text) <= LONGEST_LINE


async def overrule(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: keep a change in spite of the guard."""
    kept = await overruled(ask, integer(number))
    return await menu_of(ask, kept) if isinstance(kept, Draft) else kept
