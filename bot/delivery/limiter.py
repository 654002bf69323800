"""One limiter for all that the bot sends, with lanes: what a person waits for goes before digests."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
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
_SMOOTHING = 0.1


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


class Limiter(BaseRateLimiter[Lane]):
    """Holds requests of a python-telegram-bot application back until Telegram's limits allow them.

    Messages count overall and in their chat, edits overall; other calls pass. After a 429 an interactive
    request waits and is tried again; digests are turned away, so that their sender can put them back.
    `rates` are those of digests; where these are paid for, all else keeps a pace of its own, the free one.
    """

    def __init__(self, rates: Rates | None = None) -> None:
        self._pace = Pace(rates or Rates())
        free = Pace(Rates()) if self._pace.rates.paid_for else self._pace
        self._paces = {lane: self._pace if lane is Lane.DIGEST else free for lane in Lane}
        self._lanes: dict[Lane, deque[_Waiter]] = {lane: deque() for lane in Lane}
        self._held_until = dict.fromkeys(Lane, 0.0)
        self._timer: asyncio.TimerHandle | None = None
        self._latency_s = 0.1
        self.refusals = 0

    @property
    def rate(self) -> float:
        """Messages a second that are tried for at present."""
        return self._pace.rate(_now())

    @property
    def latency_s(self) -> float:
        """Seconds between request and answer of late, smoothed."""
        return self._latency_s

    @property
    def closed_for_s(self) -> float:
        """Seconds until something may be sent again after a 429, 0 when open."""
        return max(0.0, self._pace.closed_until - _now())

    def close(self, seconds: float) -> None:
        """Send nothing for so long: another process was refused."""
        self._pace.closed_until = max(self._pace.closed_until, _now() + seconds)
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
            for waiter in self._lanes[turned]:
                if not waiter.turn.done():
                    waiter.turn.set_exception(TurnedAwayError(seconds))
            self._lanes[turned].clear()

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
        chat = None if edits else str(address)
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
        flight = await self._turn(lane, chat)
        try:
            return await send()
        finally:
            self._latency_s += _SMOOTHING * (_now() - flight.started - self._latency_s)
            self._finish(lane, flight)

    async def _turn(self, lane: Lane, chat: str | None) -> Flight:
        if lane is not Lane.INTERACTIVE and (seconds := self.closed_for_s) > 0:
            raise TurnedAwayError(seconds)  # as those were who waited when it was closed
        waiter = _Waiter(chat, asyncio.get_running_loop().create_future())
        self._lanes[lane].append(waiter)
        if not self._is_held(lane, _now()):
            self._let_go()
        try:
            return await waiter.turn
        except asyncio.CancelledError:
            if waiter.turn.done() and not waiter.turn.cancelled() and waiter.turn.exception() is None:
                # Its turn had come, and nobody takes it.
                self._finish(lane, waiter.turn.result())
            with suppress(ValueError):
                self._lanes[lane].remove(waiter)
            raise

    def _finish(self, lane: Lane, flight: Flight) -> None:
        now = _now()
        self._paces[lane].finish(flight, now)
        if not all(self._is_held(lane, now) for lane, waiters in self._lanes.items() if waiters):
            self._let_go()

    def _let_go(self) -> None:
        """Let those whose turn has come go, and come back when the next one's turn does."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = _now()
        moments = [self._let_lane_go(lane, now) for lane in Lane]
        if (moment := min(moments, default=math.inf)) < math.inf:
            self._timer = asyncio.get_running_loop().call_at(moment, self._let_go)

    def _let_lane_go(self, lane: Lane, now: float) -> float:
        """Let those of a lane go whose turn has come, and return when the next one's may come."""
        pace, waiters = self._paces[lane], self._lanes[lane]
        self._held_until[lane] = 0.0
        while waiters:
            if (slot := pace.slot_at(now)) > now:
                self._held_until[lane] = slot
                return slot
            first = next((waiter for waiter in waiters if self._ready_at(lane, waiter, now) <= now), None)
            if first is None:
                return min(self._ready_at(lane, waiter, now) for waiter in waiters)
            waiters.remove(first)
            first.turn.set_result(pace.start(first.chat, now))
        return math.inf

    def _is_held(self, lane: Lane, now: float) -> bool:
        """Say whether only time lets the next one of a lane go, whoever is answered or comes to wait."""
        return now < self._held_until[lane] < math.inf

    def _ready_at(self, lane: Lane, waiter: _Waiter, now: float) -> float:
        if waiter.chat is None:
            return now
        return self._paces[lane].chat_at(waiter.chat, now, awaited=lane is Lane.INTERACTIVE)

    def _refuse(self, lane: Lane, chat: str, retry_after: float) -> None:
        self.refusals += 1
        self._paces[lane].refused(chat, retry_after, _now())
        if self.closed_for_s > 0:
            self.turn_away(Lane.DIGEST, self.closed_for_s)


def _is_counted(endpoint: str) -> bool:
    return endpoint.startswith((*_COUNTED, _EDITS)) and endpoint not in _UNCOUNTED


def _now() -> float:
    return asyncio.get_running_loop().time()
