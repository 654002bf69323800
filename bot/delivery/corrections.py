"""Corrections and withdrawals: those who received a brief are told once, and their messages are changed.

Each act queues, for every chat and topic that received the brief, two deliveries that do not wait for each
other: an amendment, which changes the messages there without a sound and so needs no quiet hours, and a
notice. A notice that still waits when a digest waits for the same chat stands first in that digest instead.
What was not sent yet is composed when it is sent, and needs neither. When a withdrawn brief is restored, its
messages are changed back, and those who were told of the withdrawal are told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.messenger import Ambiguous, Later, Messenger, NotSent, Outcome, Refused, Sent
from bot.delivery.parts import (
    Amender,
    Amendment,
    OutgoingPart,
    StoredPart,
    amendment_payload,
    plan_payload,
    read_payload,
)
from briefs.digests import DigestPlan, Notice
from briefs.store.corrections import AMENDMENT, CORRECTION, Announcement, CorrectionStore, Received, Waiting
from briefs.store.engine import Database
from briefs.store.leader import alone
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.states import UNFINISHED, State

log = structlog.get_logger(__name__)

_ADVISORY_LOCK = 0x636F7272
_UNDER_WAY_S = 5.0


class CorrectionPlanner:
    """Queues what readers have to be told; several at once, and runs after a crash, do no harm."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._corrections = CorrectionStore(database)
        self._outbox = OutboxStore(database)
        self._now = now

    async def run(self) -> int:
        """Queue what is owed for all corrected, withdrawn or restored briefs; return how many are new."""
        now, queued = self._now(), 0
        if await self._corrections.anything_new():
            async with self._database.write() as tx:
                if not await alone(tx, _ADVISORY_LOCK):
                    return 0
                for announcement in await self._corrections.announce(tx, now):
                    notice = announcement.notice
                    found = await self._corrections.received(tx, notice.brief_id, announcement.since)
                    received = [one for one in found if notice.brief_id in _brief_ids(one)]
                    untold = await self._call_off(tx, notice.brief_id) if notice.restored else set()
                    owed = list(_owed(announcement, received, now, untold))
                    queued += await self._outbox.enqueue(tx, owed, now)
        return queued

    async def _call_off(self, tx: AsyncConnection, brief_id: int) -> set[tuple[int, str]]:
        """Cancel what waits to be told of a withdrawal; return the chats and topics that never hear of it."""
        waiting = await self._corrections.untold_withdrawals(tx, brief_id)
        await self._corrections.cancel(tx, [one.id for one in waiting], "restored meanwhile")
        return {(one.chat_id, one.thread) for one in waiting}

    async def fold(self) -> None:
        """Put notices that still wait on top of digests that wait for the same chat and topic."""
        async with self._database.write() as tx:
            notices = await self._corrections.waiting_notices(tx)
            if not notices:
                return
            by_place: dict[tuple[int, str], list[Waiting]] = defaultdict(list)
            for notice in notices:
                by_place[notice.chat_id, notice.thread].append(notice)
            for digest in await self._corrections.waiting_digests(tx, {n.chat_id for n in notices}):
                plan = read_payload(digest.payload)
                if not isinstance(plan, DigestPlan):
                    continue
                if waiting := by_place.pop((digest.chat_id, digest.thread), []):
                    payload = plan_payload(replace(plan, notices=(*plan.notices, *_told(waiting))))
                    await self._corrections.fold(tx, [one.id for one in waiting], digest.id, payload)


class Amendments:
    """Changes messages that were delivered to what their briefs say now."""

    def __init__(self, database: Database, messenger: Messenger, amend: Amender) -> None:
        self._corrections = CorrectionStore(database)
        self._messenger = messenger
        self._amend = amend

    async def carry_out(self, amendment: Amendment) -> Outcome | None:
        """Change all messages, and say what came of it; None where no message could be changed.

        A message that is gone, or that the new text does not fit, is passed over. Anything else that fails
        leaves the whole to be done again, however often: what was changed already stays as it is, so one
        whose answer was lost counts as not sent.
        """
        changed: Sent | None = None
        under_way = False
        for received in await self._corrections.deliveries(amendment.deliveries):
            if received.message_id is None or received.state is not State.SENT:
                under_way |= received.state in UNFINISHED
                continue
            outcome = await self._change(received, received.message_id)
            if isinstance(outcome, Sent):
                changed = outcome
            elif isinstance(outcome, Refused):
                log.info("amendment.passed_over", delivery=received.id, reason=outcome.error)
            else:
                return outcome
        return Later(_UNDER_WAY_S) if under_way else changed

    async def _change(self, received: Received, message_id: int) -> Outcome:
        part = await self._as_now(received)
        if part is None:
            return Refused("the text as it is now does not fit the message")
        destination = received.chat.destination(received.thread)
        outcome = await self._messenger.edit(destination, message_id, part.html, part.keyboard)
        return NotSent(outcome.error) if isinstance(outcome, Ambiguous) else outcome

    async def _as_now(self, received: Received) -> OutgoingPart | None:
        content = read_payload(received.payload)
        if isinstance(content, DigestPlan):
            plan, number = content, 1
            split: tuple[tuple[int, ...], ...] = (tuple(item.brief_id for item in plan.items),)
        elif isinstance(content, StoredPart) and content.plan is not None:
            plan, split, number = content.plan, content.split, content.number
        else:
            return None
        since = received.sent_at or plan.end
        notices = await self._corrections.notices([item.brief_id for item in plan.items], since)
        return await self._amend(plan, split, number, notices, received.chat.language)


def _brief_ids(received: Received) -> tuple[int, ...]:
    content = read_payload(received.payload)
    if isinstance(content, DigestPlan):
        return tuple(item.brief_id for item in content.items)
    return content.brief_ids if isinstance(content, StoredPart) else ()


def _owed(
    announcement: Announcement,
    received: Sequence[Received],
    now: dt.datetime,
    untold: Collection[tuple[int, str]],
) -> Iterator[Owed]:
    """Plan an amendment for every chat and topic that received the brief, and a notice if it follows on.

    Those that are `untold` of a withdrawal need not hear that it was taken back.
    """
    together: dict[tuple[int, str], list[Received]] = defaultdict(list)
    for one in received:
        together[one.chat.id, one.thread].append(one)
    told = {
        place: plan_payload(_notice_plan(announcement.notice, in_channel=place)) for place in (False, True)
    }
    for (chat_id, thread), there in together.items():
        chat = there[0].chat
        amended = amendment_payload([one.id for one in there])
        yield Owed(AMENDMENT, announcement.key, "", chat_id, thread, amended, now)
        if not there[0].follows or (chat_id, thread) in untold:
            continue
        payload = told[chat.kind == "channel"]
        yield Owed(CORRECTION, announcement.key, "", chat_id, thread, payload, chat.release(now))


def _notice_plan(notice: Notice, *, in_channel: bool) -> DigestPlan:
    """Return a digest with nothing in it but the notice."""
    return DigestPlan(notice.at, notice.at, "UTC", (), 0, notices=(notice,), in_channel=in_channel)


def _told(waiting: Sequence[Waiting]) -> Iterator[Notice]:
    for one in waiting:
        plan = read_payload(one.payload)
        if isinstance(plan, DigestPlan):
            yield from plan.notices
