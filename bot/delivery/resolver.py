"""Finding out whether a message arrived whose answer was lost, before it is sent again.

Telegram has no key that makes sending safe to repeat, and no way to look a message up. But it numbers
messages in order: those of private chats and basic groups in one row for the whole account, those of a
supergroup or channel for itself. A message that arrived has a number above the highest that was known when
it was sent, and none that another message has. Each such number is tried in two steps:

1. An edit that cannot succeed, with a caption that is too long, for a message that has none. Its refusal
   says whether the bot has a message of that number in this chat; nothing can change.
2. The edit to the very text and buttons that were to be sent. "Not modified" says that they are there.

The second step would overwrite another message of the bot, so it is done only where there can be none: where
nothing else was sent to the chat since (see `DoubtStore`). In all other cases the message is sent again.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from bot.delivery.messenger import (
    NO_CAPTION,
    Ambiguous,
    Gone,
    Later,
    Messenger,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Sent,
)
from bot.delivery.parts import OutgoingPart
from briefs.store.doubts import Doubt, DoubtStore, Floor, counts_itself
from briefs.store.outbox import Delivery, Settled

MOST_NUMBERS = 60
"""Numbers tried for one message: each costs an edit. What is further away is not found, and sent again."""
LOOKED_FOR = dt.timedelta(hours=1)
"""How long a message is looked for, then it is sent without: one too many is better than one too late."""

_SLACK = 20  # numbers tried beyond the highest known, where nothing newer has been seen
_PAUSE_S = 1.5
_TRIES = 3
_REMEMBERED = 2000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing was sent; after `seconds` it is to be asked again whether an earlier attempt arrived.

    `error` says what kept Telegram from telling.
    """

    seconds: float
    error: str | None = None


class Resolver:
    """Knows which deliveries are in doubt, and asks Telegram about them, one after the other."""

    def __init__(
        self,
        messenger: Messenger,
        doubts: DoubtStore,
        now: Callable[[], dt.datetime],
        *,
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._messenger = messenger
        self._doubts = doubts
        self._now = now
        self._pause_s = pause_s
        self._floor: Floor | None = None
        self._on_since = now()
        self._sent: dict[int, int] = {}
        self._seen_from = -1.0
        self.ready = False
        """Whether the numbers of today are known: until then, one message at a time is to be sent."""
        self._since: dict[int, float] = {}
        self._looking: dict[int, dt.datetime] = {}
        self._deferred: set[int] = set()
        self._asking = asyncio.Lock()

    async def prepare(self) -> None:
        """Take up the numbers where the process before this one left them."""
        self._on_since = await self._doubts.switch_on(self._now())
        self._floor = await self._doubts.newest_floor(self._on_since)

    def see(self, delivery: Delivery, number: int, started: float) -> None:
        """Learn the number of a message that was sent, not before the loop's time was `started`."""
        self.ready = True
        if counts_itself(delivery.chat):
            return
        self._sent[delivery.id] = number
        if len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]
        self._seen_from = max(self._seen_from, started)
        if self._floor is None or number > self._floor.number:
            self._floor = Floor(number, self._now())

    async def begin(self, claimed: Sequence[Delivery], settled: Sequence[Settled]) -> set[int]:
        """Note what is about to be sent, forget what is settled beyond doubt; return the ids to be sent now.

        Above no number nothing can be looked for. So as long as none is known one message is sent, by one
        process, and shows one; the rest waits.
        """
        self._learn(settled)
        sharing = [one.id for one in claimed if not counts_itself(one.chat)]
        if self._floor is None and sharing:  # until another process has put one on record
            self._floor = await self._doubts.newest_floor(self._on_since)
        known = await self._doubts.begin(
            claimed, settled, floor=self._floor, since=self._on_since, now=self._now()
        )
        for delivery in claimed:
            if delivery.id in known:
                self._since.setdefault(delivery.id, _now())
            else:
                self._since.pop(delivery.id, None)  # something else was sent to the chat
        blind = [number for number in sharing if number not in known] if self._floor is None else []
        if blind and not await self._doubts.is_another_first(blind[0], self._now()):
            del blind[0]
        return {one.id for one in claimed}.difference(blind)

    def _learn(self, settled: Sequence[Settled]) -> None:
        """Note since when deliveries are in doubt, and forget those that are no more."""
        for one in settled:
            if one.unanswered:  # what was seen after an earlier attempt says nothing of this one
                self._since[one.delivery.id] = _now()
                self._deferred.discard(one.delivery.id)
            elif one.doubtful:
                self._since.setdefault(one.delivery.id, _now())
            else:
                self._since.pop(one.delivery.id, None)
                self._looking.pop(one.delivery.id, None)
                self._deferred.discard(one.delivery.id)

    async def earlier(self, delivery: Delivery, part: OutgoingPart) -> Sent | Unclear | None:
        """Return the message if an earlier attempt has brought it there, None where it is to be sent."""
        if delivery.id in self._sent:  # it was, and could not be put on record
            return Sent(self._sent[delivery.id])
        if delivery.id not in self._since:
            return None
        async with self._asking:
            doubt = await self._doubts.get(delivery)
            if doubt is None or self._now() - self._looking.setdefault(delivery.id, self._now()) > LOOKED_FOR:
                return None
            if not self._bounded(delivery):
                self._deferred.add(delivery.id)
                return Unclear(self._pause_s)
            return await self._look(delivery, part, self._candidates(delivery, doubt))

    def _bounded(self, delivery: Delivery) -> bool:
        """Tell whether a number was seen since the doubt came up, or has been waited for in vain."""
        return counts_itself(delivery.chat) or self._is_fresh(delivery) or delivery.id in self._deferred

    def _is_fresh(self, delivery: Delivery) -> bool:
        return self._seen_from > self._since[delivery.id]

    def _candidates(self, delivery: Delivery, doubt: Doubt) -> list[int]:
        if counts_itself(delivery.chat):
            numbers = range(doubt.floor + 1, doubt.floor + 1 + MOST_NUMBERS)
            return [number for number in numbers if number not in doubt.taken]
        other = doubt.taken.union(self._sent.values())
        last = max([doubt.floor, *other])
        if not self._is_fresh(delivery):
            last += len(self._since) + _SLACK
        return [n for n in range(doubt.floor + 1, last + 1) if n not in other][:MOST_NUMBERS]

    async def _look(
        self, delivery: Delivery, part: OutgoingPart, numbers: Sequence[int]
    ) -> Sent | Unclear | None:
        destination = delivery.chat.destination(delivery.thread)
        for number in numbers:
            outcome = await _answered(partial(self._messenger.probe, destination, number))
            if isinstance(outcome, Refused) and NO_CAPTION in outcome.error:
                if await self._doubts.get(delivery) is None:
                    break
                outcome = await _answered(
                    partial(self._messenger.edit, destination, number, part.html, part.keyboard)
                )
                if isinstance(outcome, Sent):  # from now on it says what it should
                    log.info("resolver.found", delivery=delivery.id)
                    return outcome
            match outcome:
                case Later(seconds):
                    return Unclear(seconds)
                case NotSent(error) | Ambiguous(error):
                    return Unclear(self._pause_s, f"no answer whether it arrived: {error}")
                case Gone() | Migrated():
                    return None
        log.info("resolver.not_found", delivery=delivery.id, tried=len(numbers))
        return None


async def _answered(edit: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Make an edit, again where its answer is lost, and return what came of it."""
    for _ in range(_TRIES - 1):
        outcome = await edit()
        if not isinstance(outcome, NotSent | Ambiguous):
            return outcome
    return await edit()


def _now() -> float:
    return asyncio.get_running_loop().time()
