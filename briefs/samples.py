"""What a subscription would have brought lately: shown on request, without touching its schedule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from briefs.digests import Digest, DigestPlan, Shelf, assemble
from briefs.model import Brief
from briefs.registry import Registry
from briefs.store.briefs import BriefStore
from briefs.subscriptions import Subscription

WINDOW = dt.timedelta(days=30)
MAX_ITEMS = 10
_BATCH = 200
_LOOKED_THROUGH = 2000
"""The newest briefs among which one is looked for where the window has none."""


async def sample_digest(
    store: BriefStore, registry: Registry, subscription: Subscription, now: dt.datetime
) -> Digest | None:
    """Return the digest of the last 30 days, or of the newest brief that fits; None where none does.

    It has at most 10 briefs; what is left out is counted.
    """
    start = now - WINDOW
    recent = await store.published_between(start, now)
    wanted = replace(subscription, covered=0, covered_until=start)
    plan = Shelf(recent, registry).plan([wanted], now, subscription.next_due)
    if plan is not None:
        shown = replace(plan, items=plan.items[:MAX_ITEMS])
        return assemble(shown, {brief.id: brief for brief in recent})
    return await _newest(store, registry, wanted, now)


async def _newest(
    store: BriefStore, registry: Registry, wanted: Subscription, now: dt.datetime
) -> Digest | None:
    for offset in range(0, _LOOKED_THROUGH, _BATCH):
        briefs = await store.latest(_BATCH, offset)
        plan = Shelf(briefs, registry).plan([wanted], now, wanted.next_due)
        if plan is not None:
            return _of_one(plan, {brief.id: brief for brief in briefs})
        if len(briefs) < _BATCH:
            break
    return None


def _of_one(plan: DigestPlan, briefs: dict[int, Brief]) -> Digest:
    newest = max(plan.items, key=lambda item: briefs[item.brief_id].publication or 0)
    published = briefs[newest.brief_id].published_at or plan.start
    return assemble(replace(plan, start=published, items=(newest,), total=1), briefs)
