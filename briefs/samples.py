"""What a subscription would have brought lately: shown on request, without touching its schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from briefs.digests import Digest, Shelf, assemble
from briefs.model import Brief
from briefs.registry import Registry
from briefs.store.briefs import BriefStore
from briefs.subscriptions import Subscription

WINDOW = dt.timedelta(days=30)
MAX_ITEMS = 10
_BATCH = 500
_LOOKED_THROUGH = 2000
"""The newest briefs among which one is looked for where the window has none."""


async def sample_digest(
    store: BriefStore, registry: Registry, subscription: Subscription, now: dt.datetime
) -> Digest | None:
    """Return the digest of the last 30 days, or of the newest brief that fits; None where none does.

    It has at most 10 briefs; what is left out is counted. Of very busy days the newest briefs are looked at.
    """
    start = now - WINDOW
    wanted = replace(subscription, covered=0, covered_until=start)
    for offset in range(0, _LOOKED_THROUGH, _BATCH):
        batch = await store.latest(_BATCH, offset)
        recent = [brief for brief in batch if brief.published_at and brief.published_at > start]
        fits = Shelf(recent, registry).count(wanted.criteria) > 0
        fitting = recent if fits else _newest(batch, wanted, registry)
        plan = Shelf(fitting, registry).plan([wanted], now, subscription.next_due)
        if plan is not None:
            since = start if fits else fitting[0].published_at or start
            shown = replace(plan, start=since, items=plan.items[:MAX_ITEMS])
            return assemble(shown, {brief.id: brief for brief in fitting})
        if len(batch) < _BATCH:
            break
    return None


def _newest(briefs: Sequence[Brief], wanted: Subscription, registry: Registry) -> list[Brief]:
    """Return the first brief that the subscription wants, alone, or none."""
    fitting = (brief for brief in briefs if Shelf([brief], registry).count(wanted.criteria))
    return list(islice(fitting, 1))
