"""/stats: the service in numbers, for publishers."""

from __future__ import annotations

from bot.ask import Ask
from bot.origin import back
from bot.screen import Screen
from briefs.blocks import document, para
from briefs.views.stats import stats as view


async def stats(ask: Ask, text: str = "") -> Screen:
    """Answer /stats: counts, and the words that readers search for in vain."""
    if not ask.may_publish:
        return Screen(document([para(ask.tr("Only publishers can see this."))]), (back(ask.tr),))
    seen = await ask.services.stats.look(ask.services.now(), ask.services.today())
    return Screen(view(seen, ask.view), (back(ask.tr),))
