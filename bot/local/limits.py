"""Telegram's rates, as far as they are published.

Source: Bots FAQ, "My bot is hitting limits": about one message a second in a chat, 20 a minute in a group,
30 a second overall, and up to 1000 a second for paid broadcasts.
"""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a bot may send; None means no limit. Penalties are seconds of `retry_after`, drawn evenly."""

    overall_per_second: int | None = None
    paid_per_second: int | None = None
    chat_per_second: int | None = None
    group_per_minute: int | None = None
    penalty: tuple[int, int] = (1, 3)

    @classmethod
    def published(cls) -> Limits:
        """Return the limits that Telegram publishes."""
        return cls(overall_per_second=30, paid_per_second=1000, chat_per_second=1, group_per_minute=20)


@dataclass(slots=True)
class _Window:
    """Counts what happened in the last `span` seconds."""

    span: float
    times: deque[float] = field(default_factory=deque)

    def full(self, limit: int, now: float) -> bool:
        while self.times and now - self.times[0] >= self.span:
            self.times.popleft()
        return len(self.times) >= limit


class RateLimiter:
    """Says whether one more message may be sent, and for how long not.

    A refused sender has to wait out its penalty; what it sends meanwhile is refused with the rest of it.
    """

    def __init__(self, limits: Limits, seed: int = 0) -> None:
        self.limits = limits
        self._random = random.Random(seed)  # noqa: S311
        self._overall = _Window(1.0)
        self._chats: dict[int, _Window] = {}
        self._groups: dict[int, _Window] = {}
        self._halted_until: dict[int | None, float] = {}

    def refuse(self, chat_id: int, now: float, *, group: bool, paid: bool) -> int | None:
        """Return `retry_after` in whole seconds, or None and count the message; `now` is in seconds."""
        for key in (None, chat_id):
            until = self._halted_until.get(key, 0.0)
            if until > now:
                return math.ceil(until - now)
        windows = self._windows(chat_id, group=group, paid=paid)
        for key, window, limit in windows:
            if window.full(limit, now):
                penalty = self._random.randint(*self.limits.penalty)
                self._halted_until[key] = now + penalty
                return penalty
        for _, window, _ in windows:
            window.times.append(now)
        return None

    def _windows(self, chat_id: int, *, group: bool, paid: bool) -> list[tuple[int | None, _Window, int]]:
        limits = self.limits
        overall = limits.paid_per_second if paid else limits.overall_per_second
        windows: list[tuple[int | None, _Window, int]] = []
        if overall is not None:
            windows.append((None, self._overall, overall))
        if limits.chat_per_second is not None:
            window = self._chats.setdefault(chat_id, _Window(1.0))
            windows.append((chat_id, window, limits.chat_per_second))
        if group and limits.group_per_minute is not None:
            window = self._groups.setdefault(chat_id, _Window(60.0))
            windows.append((chat_id, window, limits.group_per_minute))
        return windows
