"""/stats: the service in numbers, for publishers."""

from __future__ import annotations

from bot.ask import Ask
from bot.handlers.publishing.floor import as_screen, refusing
from bot.origin import back
from bot.screen import Notice, Screen
from briefs.blocks import document, para
from briefs.views.stats import stats as view


async def stats(ask: Ask, text: str = "") -> Screen:
    """Answer /stats: counts, and the words that readers search for in vain; groups see none of them."""
    return as_screen(ask, await _stats(ask))


@refusing
async def _stats(ask: Ask) -> Screen | Notice:
    if not ask.may_publish:
        return Screen(document([para(ask.tr("Only publishers can see this."))]), (back(ask.tr),))
    seen = await ask.services.stats.look(ask.services.now(), ask.services.today())
    return Screen(view(seen, ask.view), (back(ask.tr),))
