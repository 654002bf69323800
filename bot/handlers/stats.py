"""/stats: the service in numbers, for publishers."""

from __future__ import annotations

from bot.conversation.ask import Ask
from bot.conversation.screen import Notice, Screen
from bot.handlers.publishing.floor import as_screen, publishers_only, refusing, to_desk
from briefs.views.stats import stats as view


async def stats(ask: Ask, text: str = "") -> Screen:
    """Answer /stats: counts, and the words that readers search for in vain; groups see none of them."""
    return as_screen(ask, await show(ask))


@refusing
async def show(ask: Ask) -> Screen | Notice:
    """Answer a button: the same."""
    if refused := publishers_only(ask):
        return refused
    seen = await ask.services.stats.look(ask.services.now(), ask.services.today())
    return Screen(view(seen, ask.view), (to_desk(ask),))
