"""From due subscriptions to queued deliveries, each window once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.clerk import Clerk
from bot.delivery.corrections import CorrectionPlanner
from bot.delivery.parts import plan_payload
from briefs.digests import LOOK_BACK, Shelf
from briefs.isolation import Isolation, of_all
from briefs.model import Brief
from briefs.registry import Registry
from briefs.schedule import window_key
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.store.leader import alone
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.subscriptions import advance, due_subscriptions
from briefs.store.types import JsonText
from briefs.subscriptions import Subscription

BATCH = 250
"""Chats in one transaction: it holds up other writers, and on PostgreSQL the event loop."""
_KEPT = 4096
"""Payloads kept at once, a few kilobytes each."""
DIGEST, IMMEDIATE = "digest", "immediate"
_ADVISORY_LOCK = 0x706C616E


class Planner:
    """Queues what is due. Several planners at once, and runs repeated after a crash, do no harm.

    A subscription and its delivery change in one transaction, one planner at a time; what was due several
    times meanwhile is due once, from where the subscription was covered until now.
    """

    def __init__(
        self,
        database: Database,
        registry: Registry,
        owner: str,
        now: Callable[[], dt.datetime],
        clerk: Clerk | None = None,
    ) -> None:
        self._database = database
        self._registry = registry
        self._briefs = BriefStore(database)
        self._outbox = OutboxStore(database)
        self._corrections = CorrectionPlanner(database, now)
        self._clerk = clerk
        self._owner = owner
        self._now = now

    async def run(self, on_queued: Callable[[], None] | None = None) -> int:
        """Publish, where there is a clerk, and queue all that is due now; return how many deliveries are new.

        `on_queued` is called after every batch: the first can be sent while the last is planned. Digests are
        planned even where the clerk, corrections or those of another chat break; that is raised after them.
        """
        now, apart, queued = self._now(), Isolation(), 0
        for name, other in (("clerk", self._clerk), ("corrections", self._corrections)):
            with apart.of(name):
                queued += await other.run() if other is not None else 0
        queued += await self._digests(now, on_queued, apart)
        await self._corrections.fold()
        apart.end()  # and no tick is noted, so that an owner is told
        await self._outbox.ticked(self._owner, now)
        return queued

    async def _digests(self, now: dt.datetime, on_queued: Callable[[], None] | None, apart: Isolation) -> int:
        newest = await self._outbox.newest_publication()
        covered = await self._outbox.least_covered(now, newest)
        if covered is None:
            return 0
        published, briefs = await self._briefs.publications(covered, now - LOOK_BACK)
        shelf = await asyncio.to_thread(_ready_shelf, briefs, self._registry)
        step = _Step(shelf, covered, published, now)
        chat_ids = await self._outbox.due_chats(now, newest)
        queued = 0
        for first in range(0, len(chat_ids), BATCH):
            added = await self._plan_apart(step, newest, chat_ids[first : first + BATCH], apart)
            if added is None:
                break
            queued += added
            if added and on_queued is not None:
                on_queued()
        return queued

    async def _plan_apart(
        self, step: _Step, newest: int, chat_ids: Sequence[int], apart: Isolation
    ) -> int | None:
        """Plan for some chats together, and where one of them cannot be planned for each by itself."""
        try:
            return await self._plan_batch(step, newest, chat_ids)
        except Exception as error:  # such as a stored subscription that was damaged
            if of_all(error):
                raise
            queued = 0
            for chat_id in chat_ids:
                with apart.of(f"chat {chat_id}"):
                    queued += await self._plan_batch(step, newest, [chat_id]) or 0
            return queued

    async def _plan_batch(self, step: _Step, newest: int, chat_ids: Sequence[int]) -> int | None:
        """Plan for some chats in one transaction and tell how much is new; None where another plans."""

        async def work(tx: AsyncConnection) -> int | None:
            if not await alone(tx, _ADVISORY_LOCK):
                return None
            found = await due_subscriptions(tx, step.now, newest, chat_ids)
            due = [s for s in found if s.covered >= step.covered]
            threads = groupby(due, key=lambda s: (s.chat.id, s.thread))
            owed = [_owed(list(together), step) for _, together in threads]
            if due:
                await advance(tx, due, step.published, step.now)
            return await self._outbox.enqueue(tx, [item for item in owed if item is not None], step.now)

        return await self._database.write_at_once(work)


def _ready_shelf(briefs: Iterable[Brief], registry: Registry) -> Shelf:
    """Do here what the first query would do in a transaction."""
    shelf = Shelf(briefs, registry)
    shelf.index_words()
    return shelf


@dataclass(frozen=True, slots=True)
class _Step:
    """One run: at `now`, with what was published after number `covered` up to number `published`."""

    shelf: Shelf
    covered: int
    published: int
    now: dt.datetime
    payloads: dict[object, JsonText | None] = field(default_factory=dict)

    def payload(self, together: Sequence[Subscription]) -> JsonText | None:
        """Plan one digest as it is stored; None where there is nothing to send. Most chats get the same."""
        same = ((s.criteria, s.covered, s.covered_until, s.schedule, s.timezone) for s in together)
        wanted = (together[0].chat.kind == "channel", *same)
        try:
            payload = self.payloads.pop(wanted)
        except KeyError:
            if len(self.payloads) >= _KEPT:
                del self.payloads[next(iter(self.payloads))]
            plan = self.shelf.plan_due(together, self.now)
            payload = plan_payload(plan) if plan else None
        self.payloads[wanted] = payload  # what was asked for last stays longest
        return payload


def _owed(together: list[Subscription], step: _Step) -> Owed | None:
    """Plan one digest for all subscriptions of a thread that are due together."""
    now = step.now
    payload = step.payload(together)
    if payload is None:
        return None
    chat, timezone = together[0].chat, together[0].timezone
    came_due = [s.next_due for s in together if s.next_due is not None and s.next_due <= now]
    kind, key = IMMEDIATE, str(step.published)
    if came_due:
        kind, key = DIGEST, window_key(max(came_due), timezone)
    return Owed(kind, key, timezone, chat.id, together[0].thread, payload, chat.release(now))
