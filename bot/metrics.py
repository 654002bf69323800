"""What Prometheus reads at /metrics; every bot has a registry of its own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.watch import Sight
from briefs.store.states import State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The text format, https://prometheus.io/docs/instrumenting/exposition_formats/"""

_SEARCH_BUCKETS_S = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)


class Metrics:
    """Counts what happens in this process, and shows what the database says beside it."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self._updates = Counter("diemtin_updates", "Updates taken", ["kind"], registry=registry)
        self._answers = Counter("diemtin_answers", "Answers given", ["kind"], registry=registry)
        self._searches = Histogram(
            "diemtin_search_seconds", "Time to search", buckets=_SEARCH_BUCKETS_S, registry=registry
        )
        self._empty = Counter("diemtin_searches_empty", "Searches that found nothing", registry=registry)
        self._refusals = Gauge(
            "diemtin_telegram_refusals", "Answers 429 by Telegram since the start", registry=registry
        )
        self._database = Gauge("diemtin_database_up", "1 where the database answers", registry=registry)
        self._deliveries = Gauge("diemtin_deliveries", "Deliveries by state", ["state"], registry=registry)
        self._due = Gauge("diemtin_deliveries_due", "Deliveries due now", registry=registry)
        self._due_age = Gauge(
            "diemtin_oldest_due_seconds", "For how long the oldest delivery is due", registry=registry
        )
        self._tick_age = Gauge(
            "diemtin_planner_tick_age_seconds", "How long ago the planner ticked", registry=registry
        )
        self._stopped = Gauge("diemtin_stopped_runs", "Runs that were stopped", registry=registry)

    def took(self, kind: str) -> None:
        """Count an update: `message`, `button` or `other`."""
        self._updates.labels(kind).inc()

    def answered(self, kind: str) -> None:
        """Count an answer: `message`, `edit`, `notice`, `file`, `throttled` or `error`."""
        self._answers.labels(kind).inc()

    def searched(self, ms: float, *, empty: bool) -> None:
        """Count a search that took so many milliseconds."""
        self._searches.observe(ms / 1000)
        if empty:
            self._empty.inc()

    def render(self, seen: Sight, refusals: int) -> bytes:
        """Return everything in Prometheus' text format; `refusals` are the 429s of this process."""
        self._refusals.set(refusals)
        self._database.set(seen.health is not None)
        if seen.health is not None:
            for state in State:
                self._deliveries.labels(state.value).set(seen.health.counts.get(state, 0))
            self._due.set(seen.health.due)
            self._stopped.set(len(seen.health.stopped_runs))
            self._due_age.set(seen.due_age.total_seconds() if seen.due_age else 0)
            self._tick_age.set(seen.tick_age.total_seconds() if seen.tick_age else float("nan"))
        return generate_latest(self._registry)
