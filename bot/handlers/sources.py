"""The briefs of articles of one outlet or author, asked for by name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.ask import Ask
from bot.conversation.keyboards import integer, pager, rows
from bot.conversation.origin import back, onward, pack
from bot.conversation.screen import Screen
from bot.handlers.expiry import expired
from briefs.views import results as views
from briefs.views.context import Page
from briefs.views.results import LATEST_A_PAGE


async def written_by(ask: Ask, name: str, query_id: str = "") -> Screen | None:
    """Return the briefs of an outlet or author, None where there is none of that name.

    The name is kept, and counted as a search, where it is not under a `query_id` already.
    """
    numbers = name and await ask.services.library.from_source(name)
    return await _page(ask, name, query_id or await ask.save_search(name), numbers) if numbers else None


async def listed(ask: Ask, query_id: str = "", page: str = "0") -> Screen:
    """Answer a button: a page of the briefs of an outlet or author asked for before."""
    name = await ask.saved_query(query_id)
    if name is None:
        return expired(ask)
    return await _page(ask, name, query_id, await ask.services.library.from_source(name), integer(page))


async def _page(ask: Ask, name: str, query_id: str, numbers: Sequence[int], page: int = 0) -> Screen:
    shown = Page.of(page, LATEST_A_PAGE, len(numbers))
    briefs = await ask.services.library.published(shown.take(numbers))
    origin = pack("lo", query_id, shown.number)
    openers = [onward(f"/b{item.id}", "b", item.id, origin=origin) for item in briefs]
    keyboard = (*rows(openers, 5), *pager(shown.number, shown.count, "lo", query_id), back(ask.tr))
    return Screen(views.from_source(name, briefs, shown, ask.view), keyboard)
