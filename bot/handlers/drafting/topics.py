"""The topics of a draft."""

from __future__ import annotations

from bot.conversation.ask import Ask
from bot.conversation.keyboards import button, integer, pager, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, keep, load
from briefs.blocks import Heading, document, line, para
from briefs.editing import with_topic
from briefs.registry import Kind
from briefs.views.context import Page

_A_PAGE = 10


async def topics(ask: Ask, number: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: the topics there are, those of the draft marked."""
    draft = await load(ask, number)
    return draft if isinstance(draft, Notice) else _topics(ask, draft, integer(page))


async def toggle(ask: Ask, number: str = "", index: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: add a topic or take it away."""
    draft = await load(ask, number, mark)
    if isinstance(draft, Notice):
        return draft
    keys, at = _keys(ask), integer(index)
    if at >= len(keys):
        return _topics(ask, draft, 0)
    kept = await keep(ask, draft, with_topic(draft.content, keys[at]))
    return _topics(ask, kept, at // _A_PAGE) if isinstance(kept, Draft) else kept


def _keys(ask: Ask) -> list[str]:
    return [entry.key for entry in ask.services.registry.entries(Kind.TOPIC)]


def _topics(ask: Ask, draft: Draft, page: int) -> Screen:
    tr, keys, mine = ask.tr, _keys(ask), draft.content.topics
    shown = Page.of(page, _A_PAGE, len(keys))
    chosen = ", ".join(ask.view.name(key) for key in mine)
    choices = [
        button(f"{'✓ ' if key in mine else ''}{ask.view.name(key)}", "ex", draft.id, n, draft.mark)
        for n, key in enumerate(shown.take(keys), start=shown.start)
    ]
    text = document([Heading(line(tr("Topics"))), para(chosen or tr("no topic yet"))])
    keyboard = (
        *rows(choices, 2),
        *pager(shown.number, shown.count, "ep", draft.id),
        (button(tr("‹ Editing"), "e", draft.id),),
    )
    return Screen(text, keyboard)
