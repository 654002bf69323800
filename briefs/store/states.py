"""The states a delivery passes through."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"  # to be sent once it is due
    SENDING = "sending"  # a sender has it; found after a crash, it may or may not have arrived
    SENT = "sent"
    DEAD = "dead"  # refused for good, or given up
    UNKNOWN = "unknown"  # given up without knowing whether it arrived
    CANCELLED = "cancelled"  # no longer wanted


UNFINISHED = (State.PENDING, State.SENDING)


class RunState(StrEnum):
    """Whether the deliveries of a run are sent."""

    OPEN = "open"
    STOPPED = "stopped"  # too many of its messages were refused alike
