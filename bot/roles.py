"""What a process of the bot does: all of it, or its part where several share one PostgreSQL database."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """`web` takes updates and answers, `worker` plans and sends digests, `all` does both."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"

    @property
    def answers(self) -> bool:
        """Whether the process takes updates."""
        return self is not Role.WORKER

    @property
    def delivers(self) -> bool:
        """Whether the process plans and sends digests."""
        return self is not Role.WEB
