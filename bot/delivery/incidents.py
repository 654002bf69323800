"""What an owner has to know of delivering."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from briefs.i18n import Translator


class IncidentName(StrEnum):
    """Names of incidents, or how they begin; the database keeps them until the incident is over."""

    PLANNER_SILENT = "planner silent"
    DELIVERIES_LATE = "deliveries late"
    RUN = "run "
    DELIVERY = "delivery "


class Incident(Protocol):
    """Something that needs a person; told once under its name."""

    @property
    def name(self) -> str:
        """Name it; two of one name are the same."""

    def say(self, tr: Translator) -> str:
        """Tell it in a language."""


@dataclass(frozen=True, slots=True)
class RunStopped:
    """A run of which Telegram refused many messages alike; over when it is open again."""

    run_id: int
    error: str

    @property
    def name(self) -> str:
        """Name the run."""
        return f"{IncidentName.RUN}{self.run_id}"

    def say(self, tr: Translator) -> str:
        """Tell it in a language."""
        return tr(
            "Run {n} was stopped, for many of its messages were refused alike: {error}. The others wait. "
            "Look into the log of the bot; docs/operations.md says how to open the run again.",
            n=self.run_id,
            error=self.error,
        )


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A delivery that could not be made in days; it has no end."""

    delivery_id: int
    days: int
    error: str

    @property
    def name(self) -> str:
        """Name the delivery."""
        return f"{IncidentName.DELIVERY}{self.delivery_id}"

    def say(self, tr: Translator) -> str:
        """Tell it in a language."""
        return tr(
            "A message could not be sent for {days} days and was given up: {error} (delivery {n}).",
            days=self.days,
            error=self.error,
            n=self.delivery_id,
        )
