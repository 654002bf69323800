"""One limiter for all that the bot sends, with lanes: what a person waits for goes before digests."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.delivery.pace import Flight, Pace, Rates

_TRIES = 3
_LONGEST_WAIT_S = 60.0
_COUNTED = ("send", "copy", "forward")
_EDITS = "edit"
_UNCOUNTED = frozenset({"sendChatAction"})
_UPLOADS = frozenset({"sendDocument"})
"""They can take a minute, and a chat is answered meanwhile: they do not count in it."""
_SMOOTHING = 0.1
_DIGESTS_LINGER_S = 2.0
_ANSWERS_LINGER_S = 30.0
_GROUP_S = 0.01
"""At a thousand a second, what comes due within so long goes together: a sixth less CPU time."""
_RESERVE = 2
"""Messages of any second that are kept ready for answers, for half a minute after one."""


class Lane(StrEnum):
    """Who waits first; handed to the bot's methods as `rate_limit_args`, where nothing means interactive.

    Edits in the lane of digests wait as amendments: they are never paid for.
    """

    INTERACTIVE = "interactive"
    AMENDMENT = "amendment"
    DIGEST = "digest"


class TurnedAwayError(TelegramError):
    """The request was not sent, and may be after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Not sent, to be tried again in {seconds:g} seconds")
        self.seconds = seconds


@dataclass(slots=True, eq=False)
class _Waiter:
    chat: str | None
    turn: asyncio.Future[Flight]


@dataclass(slots=True, eq=False)
class _Queue:
    """Those of a lane who wait, at its pace; only time lets the first go before `held_until`."""

    pace: Pace
    waiters: deque[_Waiter] = field(default_factory=deque)
    held_until: float = 0.0

    def is_held(self, now: float) -> bool:
        """Say whether only time lets the next one go, whoever is answered or comes to wait."""
        return now < self.held_until < math.inf


class Limiter(BaseRateLimiter[Lane]):
    """Holds requests of a python-telegram-bot application back until Telegram's limits allow them.

    Messages count overall and in their chat, edits overall; other calls pass. After a 429 an interactive
    request waits and is tried again; digests are turned away, so that their sender can put them back.
    `rates` are those of digests; where these are paid for, all else keeps a pace of its own, the free one.
    Where several processes send, each has a share of the limit of digests: `give` says which, and `short` is
    set when more is `wanted` at once.
    """

    def __init__(self, rates: Rates | None = None) -> None:
        self._pace = Pace(rates or Rates())
        free = Pace(Rates()) if self._pace.rates.paid_for else self._pace
        self._queues = {lane: _Queue(self._pace if lane is Lane.DIGEST else free) for lane in Lane}
        self._timer: asyncio.TimerHandle | None = None
        self._apart_s = _GROUP_S if self._pace.rates.paid_for else 0.0
        self._latency_s = 0.1
        self._came_at = dict.fromkeys(Lane, -math.inf)
        self.refusals = 0
        self.short = asyncio.Event()

    @property
    def rate(self) -> float:
        """Messages a second that are tried for at present."""
        return self._pace.rate(_now())

    @property
    def latency_s(self) -> float:
        """Seconds between request and answer of digests of late, smoothed."""
        return self._latency_s

    @property
    def closed_for_s(self) -> float:
        """Seconds until something may be sent again after a 429, 0 when open."""
        return max(0.0, self._pace.closed_until - _now())

    @property
    def limit(self) -> int:
        """Messages of any second that all processes together may send."""
        return self._pace.rates.limit

    @property
    def share(self) -> int:
        """Messages of any second that this process may send."""
        return self._pace.share(_now())

    @property
    def using(self) -> int:
        """The most that may be sent, or was, in a second that is not over."""
        return max(self.share, self._pace.in_use(_now()))

    @property
    def wanted(self) -> int:
        """The share that is of use: all for digests, for answers what they need and a few in reserve."""
        now = _now()
        lanes = [lane for lane, queue in self._queues.items() if queue.pace is self._pace]
        if any(self._is_busy(lane, now, _DIGESTS_LINGER_S) for lane in lanes if lane is not Lane.INTERACTIVE):
            return self.limit
        if Lane.INTERACTIVE not in lanes or not self._is_busy(Lane.INTERACTIVE, now, _ANSWERS_LINGER_S):
            return 0
        waiting = len(self._queues[Lane.INTERACTIVE].waiters)
        return min(self.limit, self._pace.in_use(now) + waiting + _RESERVE)

    def _is_busy(self, lane: Lane, now: float, linger_s: float) -> bool:
        return bool(self._queues[lane].waiters) or now - self._came_at[lane] < linger_s

    def give(self, share: int, until: float) -> None:
        """Let so many messages be sent in any second, until a time of the event loop, and none after that."""
        self._pace.give(share, _now(), until)
        self._let_go()

    def close(self, seconds: float) -> None:
        """Send nothing for so long: another process was refused."""
        now = _now()
        self._pace.close(now + seconds, now)
        self.turn_away(Lane.DIGEST, seconds)

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Turn away all that still wait."""
        for lane in Lane:
            self.turn_away(lane, 0)

    def turn_away(self, lane: Lane, seconds: float) -> None:
        """Raise TurnedAwayError in all requests of a lane that have not been sent yet."""
        for turned in (Lane.AMENDMENT, Lane.DIGEST) if lane is Lane.DIGEST else (lane,):
            waiters = self._queues[turned].waiters
            for waiter in waiters:
                if not waiter.turn.done():
                    waiter.turn.set_exception(TurnedAwayError(seconds))
            waiters.clear()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:
        """Send a request when its turn comes; see telegram.ext.BaseRateLimiter."""
        address = data.get("chat_id")
        if address is None or not _is_counted(endpoint):
            return await callback(*args, **kwargs)
        lane, edits = rate_limit_args or Lane.INTERACTIVE, endpoint.startswith(_EDITS)
        if lane is Lane.DIGEST and edits:
            lane = Lane.AMENDMENT
        tries = _TRIES if lane is Lane.INTERACTIVE else 1
        chat = None if edits or endpoint in _UPLOADS else str(address)
        while True:
            tries -= 1
            try:
                return await self._send(lane, chat, lambda: callback(*args, **kwargs))
            except RetryAfter as error:
                seconds = error._retry_after.total_seconds()
                self._refuse(lane, str(address), seconds)
                if tries <= 0 or seconds > _LONGEST_WAIT_S:
                    raise

    async def _send(self, lane: Lane, chat: str | None, send: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        queue = self._queues[lane]
        if lane is not Lane.INTERACTIVE and (seconds := self.closed_for_s) > 0:
            raise TurnedAwayError(seconds)  # as those were who waited when it was closed
        self._came_at[lane] = _now()
        flight = await self._turn(queue, chat)
        try:
            return await send()
        finally:
            now = _now()
            if lane is Lane.DIGEST:
                self._latency_s += _SMOOTHING * (now - flight.started - self._latency_s)
            self._finish(queue, flight, now)

    async def _turn(self, queue: _Queue, chat: str | None) -> Flight:
        loop = asyncio.get_running_loop()
        waiter = _Waiter(chat, loop.create_future())
        queue.waiters.append(waiter)
        if not queue.is_held(loop.time()):
            self._let_go()
        if not waiter.turn.done() and self._is_short(queue):
            self.short.set()
        try:
            return await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.done() and not waiter.turn.cancelled() and waiter.turn.exception() is None:
                # Its turn had come, and nobody takes it.
                self._finish(queue, waiter.turn.result(), loop.time())
            with suppress(ValueError):
                queue.waiters.remove(waiter)
            raise

    def _is_short(self, queue: _Queue) -> bool:
        """Say whether it is for want of a share that one of these waits, and not only for its turn."""
        if queue.pace is not self._pace or self.share == self.limit:
            return False
        is_answer = queue is self._queues[Lane.INTERACTIVE]
        return not self.share or (is_answer and self._pace.in_use(_now()) >= self.share)

    def _finish(self, queue: _Queue, flight: Flight, now: float) -> None:
        queue.pace.finish(flight, now)
        if any(other.waiters and not other.is_held(now) for other in self._queues.values()):
            self._let_go()

    def _let_go(self) -> None:
        """Let those whose turn has come go, and come back when the next one's turn does."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        moment = min(self._let_queue_go(lane, queue, now) for lane, queue in self._queues.items())
        if moment < math.inf:
            self._timer = loop.call_at(max(moment, now + self._apart_s), self._let_go)

    def _let_queue_go(self, lane: Lane, queue: _Queue, now: float) -> float:
        """Let those of a lane go whose turn has come, and return when the next one's may come."""
        pace, waiters = queue.pace, queue.waiters
        awaited = lane is Lane.INTERACTIVE
        queue.held_until = 0.0
        while waiters:
            if (slot := pace.slot_at(now, awaited=awaited)) > now:
                queue.held_until = slot
                return slot
            soonest = math.inf
            for waiter in waiters:
                ready = now if waiter.chat is None else pace.chat_at(waiter.chat, now, awaited=awaited)
                if ready <= now:
                    waiters.remove(waiter)
                    if not waiter.turn.done():  # else it was given up just now
                        waiter.turn.set_result(pace.start(waiter.chat, now))
                    break
                soonest = min(soonest, ready)
            else:
                return soonest
        return math.inf

    def _refuse(self, lane: Lane, chat: str, retry_after: float) -> None:
        self.refusals += 1
        self._queues[lane].pace.refused(chat, retry_after, _now())
        if self.closed_for_s > 0:
            self.short.set()
            self.turn_away(Lane.DIGEST, self.closed_for_s)


def _is_counted(endpoint: str) -> bool:
    return endpoint.startswith((*_COUNTED, _EDITS)) and endpoint not in _UNCOUNTED


def _now() -> float:
    return asyncio.get_running_loop().time()
