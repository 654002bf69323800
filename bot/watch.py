"""Whether the bot does its work, as the database tells: for /readyz, /metrics, doctor and alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from briefs.errors import StoreError
from briefs.store.outbox import Health, OutboxStore

PLANNER_SILENT = dt.timedelta(minutes=5)
"""The planner ticks twice a minute; one that has not for so long does not plan any more."""
DUE_TOO_LONG = dt.timedelta(minutes=15)
"""A delivery that waits longer is late for its readers, whatever the limits of Telegram."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen at `at`; `health` is None where the database does not answer."""

    at: dt.datetime
    health: Health | None
    watched_for: dt.timedelta

    @property
    def tick_age(self) -> dt.timedelta | None:
        """How long ago the planner ticked, None before its first tick."""
        return _age(self.at, self.health.ticked_at if self.health else None)

    @property
    def due_age(self) -> dt.timedelta | None:
        """For how long the oldest delivery has been due, None where none is."""
        return _age(self.at, self.health.oldest_due if self.health else None)

    @property
    def planner_silent(self) -> bool:
        """Whether the planner should have ticked and has not; right after the start it has time to."""
        if self.health is None or self.watched_for < PLANNER_SILENT:
            return False
        return self.tick_age is None or self.tick_age > PLANNER_SILENT

    @property
    def late(self) -> bool:
        """Whether a delivery has been due for too long."""
        return self.due_age is not None and self.due_age > DUE_TOO_LONG


class Watch:
    """Looks at the database whenever it is asked."""

    def __init__(self, outbox: OutboxStore, now: Callable[[], dt.datetime]) -> None:
        self._outbox = outbox
        self._now = now
        self._since = now()

    async def look(self) -> Sight:
        """Return what is seen now; a database that does not answer is part of it and raises nothing."""
        now = self._now()
        try:
            health = await self._outbox.health(now)
        except StoreError as error:
            log.warning("watch.no_database", error=error.message)
            health = None
        return Sight(now, health, now - self._since)


async def checks(look: Callable[[], Awaitable[Sight]], *, plans: bool) -> tuple[bool, dict[str, str]]:
    """Return whether the process is ready, and what was seen of each part as text.

    A process that plans is not ready where the planner is silent; late deliveries are told, but taking the
    process out of service would not make them come sooner.
    """
    seen = await look()
    if seen.health is None:
        return False, {"database": "does not answer"}
    told = {
        "database": "ok",
        "planner": _seconds(seen.tick_age, "last tick {n} s ago", "has not ticked yet"),
        "deliveries": _seconds(seen.due_age, f"{seen.health.due} due, the oldest for {{n}} s", "none due"),
    }
    return not (plans and seen.planner_silent), told


def _seconds(age: dt.timedelta | None, text: str, nothing: str) -> str:
    return nothing if age is None else text.format(n=round(age.total_seconds()))


def _age(at: dt.datetime, since: dt.datetime | None) -> dt.timedelta | None:
    return None if since is None else max(at - since, dt.timedelta())
