"""When the next message may be sent: the bookkeeping of Telegram's limits, without any waiting.

Telegram says about one message a second in a chat, 20 a minute in a group and 30 a second overall (Bots FAQ,
"My bot is hitting limits"). It counts when messages arrive; we know only when a request started and when it
was answered. In a chat, time therefore counts from the answer. Overall that would cost too much; but what is
the same for all messages does not matter, so there each counts from its start, and longer by what its answer
took beyond the quickest. All times are seconds of one monotonic clock.

Several processes each have a share of the limit: each counts its own messages alone, and together they are
within the limit, for in any second there are no more than the sum.
"""

from __future__ import annotations

import heapq
import math
from bisect import insort
from collections import deque
from dataclasses import dataclass, field

_MARGIN_S = 0.02  # in a chat
_QUICK = 4
_REMEMBERED_S = 30.0
_FORGET_AFTER_S = 60.0
_SUSPICION_S = 10.0
_CATCH_UP_S = 0.2
_LOWER = 0.9
_NEWS_S = 0.5  # Telegram closes for a second at least: what remains of less was heard of, or is over soon
_RECOVERY = 1 / 3000
"""Share of the full rate that comes back each second: 10 % in five minutes."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second overall, seconds between two in a chat, messages a minute in a group.

    Messages are sent evenly at `overall`, and catch up what they are late, never beyond `limit` in a second.
    Those that are `paid_for` leave what is free its own pace. A message is counted overall for a second and
    `spare` seconds: where a thousand are under way, one of them is later than any was before.
    """

    overall: float = 29.8
    limit: int = 30
    chat_interval: float = 1.0
    group_per_minute: int = 20
    least: float = 1.0
    paid_for: bool = False
    spare: float = 0.005

    @classmethod
    def paid(cls) -> Rates:
        """Return the rates of broadcasts that are paid for (Bot API, sendMessage, `allow_paid_broadcast`)."""
        return cls(overall=995.0, limit=1000, paid_for=True, spare=0.03)


@dataclass(slots=True)
class _Chat:
    in_flight: int = 0
    closed_until: float = 0.0
    answered: deque[float] = field(default_factory=lambda: deque(maxlen=60))


class _Quickest:
    """How quick an answer can be, from those of the last half minute to minute.

    None of them was as quick as can be: by about as much, it is taken, as the next ones were slower than the
    quickest. Of less than `fewest` answers that says too little, above all where a process with much to do
    reads all of them late: their messages would be counted from before they arrived.
    """

    def __init__(self, fewest: int) -> None:
        self._fewest = fewest
        self._now: list[float] = []  # the quickest, in order
        self._before: list[float] = []
        self._since = 0.0
        self._answers = 0

    def add(self, latency: float, now: float) -> float:
        """Take one more into account and return the quickest that can be; 0 as long as there are too few."""
        if now - self._since > _REMEMBERED_S:
            self._now, self._before, self._since = [], self._now, now
        self._answers += 1
        if len(self._now) < _QUICK or latency < self._now[-1]:
            insort(self._now, latency)
            del self._now[_QUICK:]
        if self._answers < self._fewest:
            return 0.0
        quick = sorted(self._now + self._before)[:_QUICK]
        return max(0.0, quick[0] - (quick[-1] - quick[0]))


@dataclass(frozen=True, slots=True)
class Flight:
    """A message on its way; `chat` is None where it does not count in its chat."""

    chat: str | None
    started: float


class Pace:
    """Knows what was sent, and from that when the next message may be."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.closed_until = 0.0
        self._theoretical = 0.0  # when the next message would be sent at an even pace (GCRA)
        self._in_flight = 0
        self._counted_until: list[float] = []  # a heap of when answered messages stop to count in a second
        self._quickest = _Quickest(rates.limit)  # of a second at full rate: a start is busy with planning
        self._lowered, self._lowered_at = 1.0, 0.0
        self._share, self._share_until = rates.limit, math.inf
        self._chats: dict[str, _Chat] = {}
        self._swept_at = 0.0
        self._refused: tuple[str, float] = ("", -math.inf)

    def rate(self, now: float) -> float:
        """Return the messages a second that are tried for at present."""
        return self.rates.overall * self.share(now) / self.rates.limit * self._lowering(now)

    def _lowering(self, now: float) -> float:
        return min(1.0, self._lowered + max(0.0, now - self._lowered_at) * _RECOVERY)

    def share(self, now: float) -> int:
        """Return how many messages of any second may be sent here: the limit, but where others send too."""
        return self._share if now < self._share_until else 0

    def give(self, share: int, now: float, until: float) -> None:
        """Let a share of the limit be used until then, and nothing after that."""
        self._share, self._share_until = share, until
        if (rate := self.rate(now)) > 0:
            self._theoretical = min(self._theoretical, now + 1 / rate)

    def in_use(self, now: float) -> int:
        """Return how many messages may have arrived within a second of one that is sent now."""
        while self._counted_until and self._counted_until[0] <= now:
            heapq.heappop(self._counted_until)
        return self._in_flight + len(self._counted_until)

    def slot_at(self, now: float, *, awaited: bool = False) -> float:
        """Return when the next message to whatever chat may be sent; infinity until one is answered.

        Messages go evenly, but for those that are `awaited`.
        """
        ready = self.closed_until if awaited else max(self.closed_until, self._theoretical)
        if not (share := self.share(now)):
            return math.inf
        if self.in_use(now) < max(1, int(share * self._lowering(now))):
            return ready
        return max(ready, self._counted_until[0]) if self._counted_until else math.inf

    def chat_at(self, chat: str, now: float, *, awaited: bool = False) -> float:
        """Return when the next message to this chat may be sent; infinity while one is unanswered.

        A person who writes to the bot gets `awaited` answers at once: the FAQ allows short bursts, a person
        writes no long ones, and a 429 would close the chat all the same. Groups have no such exception.
        """
        state = self._chats.get(chat)
        if state is None:
            return now
        if state.in_flight:
            return math.inf
        ready = state.closed_until
        if state.answered and (not awaited or _is_group(chat)):
            ready = max(ready, state.answered[-1] + self.rates.chat_interval + _MARGIN_S)
        if _is_group(chat) and len(state.answered) >= self.rates.group_per_minute:
            ready = max(ready, state.answered[-self.rates.group_per_minute] + 60 + _MARGIN_S)
        return ready

    def start(self, chat: str | None, now: float) -> Flight:
        """Note that a message is being sent; `chat` is None for one that does not count against its chat."""
        self._theoretical = max(self._theoretical, now - _CATCH_UP_S) + 1 / self.rate(now)
        self._in_flight += 1
        if chat is not None:
            self._chats.setdefault(chat, _Chat()).in_flight += 1
        self._sweep(now)
        return Flight(chat, now)

    def finish(self, flight: Flight, now: float) -> None:
        """Note that a message was answered, well or not."""
        quickest = self._quickest.add(now - flight.started, now)
        self._in_flight -= 1
        heapq.heappush(self._counted_until, now - quickest + 1.0 + self.rates.spare)
        state = self._chats.get(flight.chat) if flight.chat is not None else None
        if state is not None:
            state.in_flight -= 1
            state.answered.append(now)

    def refused(self, chat: str, retry_after: float, now: float) -> None:
        """Note a 429: everything waits and the rate goes down; where only one group is refused, it waits."""
        until = now + retry_after + _MARGIN_S
        other, at = self._refused
        self._refused = (chat, now)
        if _is_group(chat) and (other == chat or now - at > _SUSPICION_S):
            self._chats.setdefault(chat, _Chat()).closed_until = until
            return
        self.close(until, now)

    def close(self, until: float, now: float) -> None:
        """Send nothing until then, and go on at a lower rate."""
        # What was on its way when it was closed says nothing new.
        if now >= self.closed_until and until - now > _NEWS_S:
            self._lowered = max(self.rates.least / self.rates.overall, self._lowering(now) * _LOWER)
            self._lowered_at = until
        self.closed_until = max(self.closed_until, until)

    def _sweep(self, now: float) -> None:
        """Forget the chats that no limit holds any more."""
        if now - self._swept_at < _FORGET_AFTER_S:
            return
        self._swept_at = now
        for chat, state in list(self._chats.items()):
            idle = not state.answered or now - state.answered[-1] > _FORGET_AFTER_S
            if idle and not state.in_flight and state.closed_until < now:
                del self._chats[chat]


def _is_group(chat: str) -> bool:
    """Groups and channels have negative numbers or a name (Bot API, Chat and sendMessage)."""
    return chat.startswith(("-", "@"))
