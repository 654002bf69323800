"""`diemtin stats`: the service in numbers."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from bot.services import open_services
from bot.settings import load_settings
from briefs.store.stats import Statistics


async def show_stats(*, as_json: bool) -> None:
    """Print the counts of now, as text or as one JSON object."""
    async with open_services(load_settings()) as services:
        seen = await services.stats.look(services.now(), services.today())
    sys.stdout.write((json.dumps(asdict(seen), ensure_ascii=False) if as_json else _plain(seen)) + "\n")


def _plain(seen: Statistics) -> str:
    rows = (
        f"Briefs published: {seen.published}, drafts: {seen.drafts}",
        f"Subscriptions: {seen.subscriptions} of {seen.following} chats",
        f"Deliveries in 7 days: {seen.sent} sent, {seen.dead} dead or in doubt",
        f"Searches: {seen.searches_today} today, {seen.searches} in 7 days",
        f"Searches without result in 30 days: {seen.misses}",
        *(f"{miss.count:>6}  {miss.words}" for miss in seen.words),
    )
    return "\n".join(rows)
