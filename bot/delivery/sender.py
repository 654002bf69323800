"""From queued deliveries to messages: claims, sends, and records what came of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import math
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import structlog

from bot.delivery.compositions import Compositions
from bot.delivery.corrections import Amendments
from bot.delivery.incidents import GivenUp, Incident, RunStopped
from bot.delivery.limiter import Lane, Limiter
from bot.delivery.messenger import (
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
from bot.delivery.parts import (
    Amendment,
    Composer,
    OutgoingPart,
    StoredPart,
    part_payloads,
    read_payload_text,
)
from bot.delivery.resolver import Resolver, Unclear
from briefs.errors import StoreError
from briefs.store.outbox import Delivery, OutboxStore, Settled
from briefs.store.states import State

log = structlog.get_logger(__name__)

Alert = Callable[[Incident], Awaitable[None]]
"""Tells an owner what needs a person."""


@dataclass(frozen=True, slots=True)
class SenderOptions:
    """How a sender behaves; times in seconds.

    Outcomes are recorded and deliveries claimed every `commit_interval`. After a crash at most what was sent
    within one interval and one answer's latency can be sent twice. What may have arrived is sent again ever
    more rarely, `most_ambiguous` times within an hour and a half: that outlives an outage of Telegram's.
    """

    commit_interval: float = 0.25
    lease: float = 30.0
    idle: float = 5.0
    stopping: float = 8.0
    backoff: float = 2.0
    longest_backoff: float = 300.0
    longest_doubt: float = 3600.0
    outage_pause: float = 15.0
    most_ambiguous: int = 7
    refusals_to_stop: int = 20
    give_up_after: dt.timedelta = dt.timedelta(days=3)


_RARER = 5  # how much longer to wait after each time that a message may have arrived: each can repeat it
_OUTAGE = 5  # failures in a row after which one message at a time asks whether Telegram is back


class Sender:
    """Sends what is due, as fast as the limiter allows, until it is stopped.

    With a `resolver`, what may have arrived is looked for before it is sent again. Messages that were
    delivered are changed where there are `amendments`.
    """

    def __init__(
        self,
        outbox: OutboxStore,
        messenger: Messenger,
        limiter: Limiter,
        compose: Composer,
        *,
        owner: str,
        now: Callable[[], dt.datetime],
        alert: Alert,
        options: SenderOptions | None = None,
        resolver: Resolver | None = None,
        amendments: Amendments | None = None,
    ) -> None:
        self._outbox = outbox
        self._messenger = messenger
        self._limiter = limiter
        self._compositions = Compositions(compose)
        self._owner = owner
        self._now = now
        self._alert = alert
        self._options = options or SenderOptions()
        self._resolver = resolver
        self._amendments = amendments
        self._in_flight: dict[asyncio.Task[None], int] = {}
        self._finished: list[Settled] = []
        self._refusals: Counter[tuple[int, str]] = Counter()
        self._bad_runs: dict[int, str] = {}
        self._leased_until = 0.0
        self._cut_off_at = -math.inf
        self._claiming_s = 0.0
        self._failures_in_a_row = 0
        self._probes = 0
        self._probe_at = 0.0
        self._wake = asyncio.Event()
        self._stopping = False

    async def run(self) -> None:
        """Send until `stop` is called; a database that does not answer is waited for."""
        clock = asyncio.get_running_loop().time
        while not self._stopping:
            due = clock() + self._period_s
            try:
                busy = await self.tick()
                wait = max(0.0, due - clock()) if busy else await self._idle_time()
            except StoreError as error:
                log.warning("sender.store_unavailable", error=error.message)
                self._cut_off_at = clock()
                wait = self._options.idle
            except Exception:
                log.exception("sender.broken")
                wait = self._options.idle
            await self._pause(wait)
        await self._finish()

    def wake(self) -> None:
        """Look for due deliveries now."""
        self._wake.set()

    @property
    def store_answers_for_s(self) -> float:
        """Seconds since the database did not answer.

        While it was away no sender could prolong its leases, nor record what it had sent.
        """
        return asyncio.get_running_loop().time() - self._cut_off_at

    def stop(self) -> None:
        """Claim no more; `run` returns when what is under way is answered and recorded."""
        self._stopping = True
        self._limiter.turn_away(Lane.DIGEST, 0)
        self._wake.set()

    async def tick(self) -> bool:
        """Record outcomes and start what may be sent next; tell whether anything is under way."""
        await self._stop_bad_runs()
        settled, self._finished = self._finished, []
        try:
            claimed = await self._record(settled, self._room())
        except StoreError:
            self._finished = settled + self._finished
            raise
        except Exception:
            log.exception("sender.unrecorded", deliveries=len(settled))
            claimed = await self._record_one_by_one(settled)
        for delivery in await self._note(claimed, settled):
            task = asyncio.create_task(self._deliver(delivery))
            self._in_flight[task] = delivery.id
            task.add_done_callback(self._in_flight.pop)
        return bool(self._in_flight or self._finished)

    async def _record(self, settled: Sequence[Settled], claim: int) -> list[Delivery]:
        began = asyncio.get_running_loop().time()
        claimed = await self._outbox.tick(
            settled,
            owner=self._owner,
            holding=[*self._in_flight.values()],
            claim=claim,
            now=self._now(),
            lease=dt.timedelta(seconds=self._options.lease),
        )
        self._leased_until = began + self._options.lease / 2  # longer leases are not prolonged yet
        took = asyncio.get_running_loop().time() - began
        self._claiming_s = min(took, self._options.commit_interval)
        return claimed

    async def _note(self, claimed: list[Delivery], settled: Sequence[Settled]) -> list[Delivery]:
        """Note for the resolver what is about to be sent; what cannot be, or has to wait, is put back."""
        if self._resolver is None or not (claimed or settled):
            return claimed
        try:
            noted = await self._resolver.begin(claimed, settled)
        except StoreError as error:
            log.warning("sender.store_unavailable", error=error.message)
            self._put_back(claimed, self._options.idle, doubtful=True)
            return []
        self._put_back([one for one in claimed if one.id not in noted], self._options.commit_interval)
        return [one for one in claimed if one.id in noted]

    def _put_back(self, claimed: Sequence[Delivery], seconds: float, *, doubtful: bool = False) -> None:
        later = self._after(seconds)
        self._finished += [
            Settled(one, State.PENDING, not_before=later, doubtful=doubtful) for one in claimed
        ]

    async def _record_one_by_one(self, settled: Sequence[Settled]) -> list[Delivery]:
        """Record what can be; what cannot is sent again when its lease is over, and holds up nothing."""
        for one in settled:
            try:
                await self._record([one], 0)
            except Exception:
                log.exception("sender.unrecorded", delivery=one.delivery.id)
        return []

    async def _stop_bad_runs(self) -> None:
        for run_id, error in list(self._bad_runs.items()):
            await self._outbox.stop_run(run_id, error)
            del self._bad_runs[run_id]
            await self._tell(RunStopped(run_id, error))

    async def _tell(self, incident: Incident) -> None:
        try:
            await self._alert(incident)
        except Exception:
            log.exception("sender.untold")

    @property
    def _period_s(self) -> float:
        """Seconds from one record to the next: recording counts as a part of the interval, a quarter at most.

        What a crash repeats was sent from the start of one record to the end of the next.
        """
        interval = self._options.commit_interval
        return interval - min(self._claiming_s, interval / 4)

    def _room(self) -> int:
        """Return how many more to claim: enough to keep the limiter busy until the next are, no more."""
        if self._stopping or self._limiter.closed_for_s > 0:
            return 0
        if self._outage or (self._resolver is not None and not self._resolver.ready):
            return 0 if self._in_flight or asyncio.get_running_loop().time() < self._probe_at else 1
        ahead_s = self._options.commit_interval + self._claiming_s + self._limiter.latency_s
        needed = max(1, math.ceil(self._limiter.rate * ahead_s))  # one asks for a share of the rate
        return max(0, needed - len(self._in_flight))

    @property
    def _outage(self) -> bool:
        return self._failures_in_a_row >= _OUTAGE

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            settled = await self._attempt(delivery)
        except StoreError as error:
            log.warning("sender.store_unavailable", error=error.message)
            settled = replace(await self._failed(delivery, error.message), doubtful=True)
        except Exception as error:
            log.exception("sender.broken_delivery", delivery=delivery.id)
            reason = f"{type(error).__name__}: {error}"
            self._count(delivery.run_id, reason)
            settled = replace(await self._failed(delivery, reason), doubtful=True)
        self._finished.append(settled)

    async def _attempt(self, delivery: Delivery) -> Settled:
        content = read_payload_text(delivery.payload)
        if isinstance(content, Amendment):
            return await self._amended(delivery, content)
        if isinstance(content, StoredPart):
            part: OutgoingPart = content
            window_end = content.window_end
        else:
            parts = await self._compositions.of(delivery, content)
            window_end = content.end
            if not parts:
                return Settled(delivery, State.CANCELLED, error="nothing of it is published any more")
            if len(parts) > 1:
                await self._outbox.expand(delivery, part_payloads(parts, content))
            part = parts[0]
        earlier = await self._resolver.earlier(delivery, part) if self._resolver is not None else None
        if isinstance(earlier, Unclear):
            return await self._unclear(delivery, earlier)
        clock = asyncio.get_running_loop().time
        if earlier is None and clock() > self._leased_until:  # the database is away: another may have it
            return Settled(delivery, State.PENDING, not_before=self._now(), doubtful=True)
        outcome = earlier or await self._send(delivery, part)
        return await self._settle(delivery, outcome, window_end)

    async def _amended(self, delivery: Delivery, amendment: Amendment) -> Settled:
        outcome = await self._amendments.carry_out(amendment) if self._amendments else None
        if outcome is None:
            return Settled(delivery, State.CANCELLED, error="no message could be changed")
        return await self._settle(delivery, outcome, None)

    async def _send(self, delivery: Delivery, part: OutgoingPart) -> Outcome:
        started = asyncio.get_running_loop().time()
        destination = delivery.chat.destination(delivery.thread)
        outcome = await self._messenger.send(destination, part.html, part.keyboard)
        if self._resolver is not None and isinstance(outcome, Sent):
            self._resolver.see(delivery, outcome.message_id, started)
        return outcome

    async def _unclear(self, delivery: Delivery, unclear: Unclear) -> Settled:
        if unclear.error is None:
            later = self._after(unclear.seconds)
            return Settled(delivery, State.PENDING, not_before=later, doubtful=True)
        self._watch(failed=True)
        return replace(await self._failed(delivery, unclear.error), doubtful=True)

    async def _settle(self, delivery: Delivery, outcome: Outcome, window_end: dt.datetime | None) -> Settled:
        self._watch(failed=isinstance(outcome, NotSent | Ambiguous))
        match outcome:
            case Sent(message_id):
                return Settled(delivery, State.SENT, message_id=message_id, window_end=window_end)
            case Later(seconds):
                return Settled(delivery, State.PENDING, not_before=self._after(seconds))
            case NotSent(error) | Ambiguous(error):
                return await self._failed(delivery, error, ambiguous=isinstance(outcome, Ambiguous))
            case Gone(reason, thread):
                log.info("sender.gone", delivery=delivery.id, reason=reason)
                return Settled(delivery, State.DEAD, error=reason, ended=reason, thread=thread)
            case Migrated(address):
                return Settled(delivery, State.PENDING, not_before=self._now(), moved_to=address)
            case Refused(error):
                self._count(delivery.run_id, error)
                return Settled(delivery, State.DEAD, error=error, failed=True)

    def _watch(self, *, failed: bool) -> None:
        """Count failures in a row; in an outage, the last that is under way puts off the next attempt."""
        if not failed:
            self._failures_in_a_row = self._probes = 0
            return
        self._failures_in_a_row += 1
        if self._outage and len(self._in_flight) == 1:
            pause = min(2.0 ** min(self._probes, 10), self._options.outage_pause)
            self._probe_at = asyncio.get_running_loop().time() + pause
            self._probes += 1

    async def _failed(self, delivery: Delivery, error: str, *, ambiguous: bool = False) -> Settled:
        """Try again later, at least once rather than at most once; give up where that goes on for days."""
        options = self._options
        if ambiguous and delivery.doubts + 1 >= options.most_ambiguous:
            return Settled(delivery, State.UNKNOWN, error=error, failed=True)
        if self._now() - delivery.created_at > options.give_up_after:
            await self._tell(GivenUp(delivery.id, options.give_up_after.days, error))
            return Settled(delivery, State.DEAD, error=error, failed=True)
        pause = min(options.backoff * 2 ** min(delivery.attempts, 20), options.longest_backoff)
        if ambiguous:
            pause = min(options.backoff * _RARER ** min(delivery.doubts, 20), options.longest_doubt)
        return Settled(
            delivery,
            State.PENDING,
            error=error,
            not_before=self._after(pause),
            failed=True,
            unanswered=ambiguous,
            doubtful=ambiguous,
        )

    def _count(self, run_id: int, error: str) -> None:
        """Count what would go wrong for every chat of a run alike, to stop it before it does."""
        self._refusals[run_id, error] += 1
        if self._refusals[run_id, error] == self._options.refusals_to_stop:
            self._bad_runs[run_id] = error

    def _after(self, seconds: float) -> dt.datetime:
        return self._now() + dt.timedelta(seconds=seconds)

    async def _idle_time(self) -> float:
        """Return the seconds until something is due, or may have been queued by another process."""
        if self._limiter.closed_for_s > 0:
            return min(self._limiter.closed_for_s, self._options.idle)
        upcoming = await self._outbox.next_due()
        if upcoming is None:
            return self._options.idle
        seconds = (upcoming - self._now()).total_seconds()
        return min(max(seconds, self._options.commit_interval), self._options.idle)

    async def _pause(self, seconds: float) -> None:
        if self._outage and not self._in_flight and not self._finished:
            seconds = max(seconds, self._probe_at - asyncio.get_running_loop().time())
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    async def _finish(self) -> None:
        """Wait for answers that are due, and record them."""
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=self._options.stopping)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        with suppress(StoreError):
            await self.tick()
