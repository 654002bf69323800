"""What readers have to be told about briefs they received, and who received them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.digests import LOOK_BACK, Notice
from briefs.staff import Deed
from briefs.store.brief_rows import COUNTER
from briefs.store.chats import JOINED_CHAT, read_joined_chat
from briefs.store.counters import count_to, counted
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import audit, briefs, chats, deliveries, digest_runs, subscriptions
from briefs.store.states import RunState, State
from briefs.subscriptions import Chat

CORRECTION, AMENDMENT = "correction", "amendment"
"""Kinds of runs: notices to readers, and changes of messages they have."""

_TOLD = (Deed.CORRECT, Deed.WITHDRAW, Deed.RESTORE)
_ANNOUNCED = "announced"
"""The counter with the change of briefs up to which corrections are announced."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """An act that is to be told; `key` names it among runs, `since` is when the brief was published."""

    key: str
    notice: Notice
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Received:
    """A delivery that has, or will have, a brief in it; `message_id` is None until it arrived.

    A chat or topic that `follows` nothing any more has stopped the bot: it gets nothing new.
    """

    id: int
    chat: Chat
    thread: str
    state: State
    message_id: int | None
    payload: dict[str, Any]
    sent_at: dt.datetime | None
    follows: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits to be sent, with its chat and thread."""

    id: int
    chat_id: int
    thread: str
    payload: dict[str, Any]


class CorrectionStore:
    """Finds what is to be told to whom; what is given a transaction belongs to that of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def anything_new(self) -> bool:
        """Say whether a brief changed since corrections were last announced."""
        async with self._database.read() as connection:
            return await counted(connection, COUNTER) != await counted(connection, _ANNOUNCED)

    async def announce(self, tx: AsyncConnection, now: dt.datetime) -> list[Announcement]:
        """Return the acts that have not been announced, and mark them as announced in this transaction.

        Acts before the time that digests look back to are told no more: their marks may be swept away.
        """
        seen, changed = await counted(tx, _ANNOUNCED), await counted(tx, COUNTER)
        query = (
            sa.select(audit, briefs.c.published_at)
            .join(briefs, briefs.c.id == audit.c.brief_id)
            .where(briefs.c.change > seen)
            .where(audit.c.act.in_(_TOLD), audit.c.at > now - LOOK_BACK)
            .where(audit.c.at >= briefs.c.published_at)  # a draft was discarded and restored unseen
            .order_by(audit.c.id)
        )
        found = [_announcement(row) for row in await tx.execute(query)]
        keys = [announcement.key for announcement in found]
        marked = sa.select(digest_runs.c.window_key).where(
            digest_runs.c.kind == CORRECTION, digest_runs.c.window_key.in_(keys)
        )
        known = set(await tx.scalars(marked)) if keys else set()
        new = [announcement for announcement in found if announcement.key not in known]
        await self._mark(tx, new, changed, now)
        return new

    async def _mark(
        self, tx: AsyncConnection, new: Sequence[Announcement], changed: int, now: dt.datetime
    ) -> None:
        """Note how far announcements went; an act of which nobody is to be told has a run all the same."""
        await count_to(tx, _ANNOUNCED, changed)
        runs = [
            {
                "kind": CORRECTION,
                "window_key": a.key,
                "timezone": "",
                "state": RunState.OPEN,
                "created_at": now,
            }
            for a in new
        ]
        if runs:
            await tx.execute(insert_or_ignore(self._database.dialect, digest_runs), runs)

    async def received(self, tx: AsyncConnection, brief_id: int, since: dt.datetime) -> list[Received]:
        """Return the deliveries that may have the brief in them as it was: sent, or fixed and on the way.

        A delivery is never due before it was planned, nor planned before its briefs were published. The
        caller has to read the payloads: the number may stand in them for another reason.
        """
        return await _received(tx, *_holding(brief_id, since))

    async def reach(self, brief_id: int, since: dt.datetime) -> int:
        """Return how many chats and topics would be told of the brief now; a few may turn out not to be."""
        places = sa.select(deliveries.c.chat_id, deliveries.c.thread).join(chats).distinct()
        told = places.where(chats.c.ended_reason.is_(None), _FOLLOWS, *_holding(brief_id, since))
        async with self._database.read() as connection:
            return int(await connection.scalar(sa.select(sa.func.count()).select_from(told.subquery())) or 0)

    async def deliveries(self, ids: Collection[int]) -> list[Received]:
        """Return deliveries as they stand now, in the order of their numbers."""
        async with self._database.read() as connection:
            return await _received(connection, deliveries.c.id.in_(ids))

    async def notices(self, brief_ids: Collection[int], since: dt.datetime) -> dict[int, Notice]:
        """Return by brief the last correction from a time on, or the withdrawal that was not taken back."""
        query = audit.select().where(
            audit.c.brief_id.in_(brief_ids), audit.c.at >= since, audit.c.act.in_(_TOLD)
        )
        corrected: dict[int, Notice] = {}
        withdrawn: dict[int, Notice] = {}
        async with self._database.read() as connection:
            for row in await connection.execute(query.order_by(audit.c.id)):
                withdrawn.pop(row.brief_id, None)
                if row.act != Deed.RESTORE:
                    (withdrawn if row.act == Deed.WITHDRAW else corrected)[row.brief_id] = _notice(row)
        return corrected | withdrawn

    async def last_withdrawal(self, brief_id: int) -> Notice | None:
        """Return when and why a brief was withdrawn last."""
        async with self._database.read() as connection:
            row = await _last_withdrawal(connection, brief_id)
        return None if row is None else _notice(row)

    async def untold_withdrawals(self, tx: AsyncConnection, brief_id: int) -> list[Waiting]:
        """Return the notices of a brief's last withdrawal that nobody has begun to send."""
        row = await _last_withdrawal(tx, brief_id)
        run = digest_runs.c
        return [] if row is None else await _waiting(tx, run.kind == CORRECTION, run.window_key == _key(row))

    async def cancel(self, tx: AsyncConnection, notices: Collection[int], reason: str) -> None:
        """Do not send notices; the caller has them in hand."""
        cancelled = {"state": State.CANCELLED, "error": reason}
        await tx.execute(deliveries.update().where(deliveries.c.id.in_(notices)).values(cancelled))

    async def waiting_notices(self, tx: AsyncConnection) -> list[Waiting]:
        """Return the notices that nobody has begun to send."""
        run = digest_runs.c
        return await _waiting(tx, run.kind == CORRECTION, run.state == RunState.OPEN)

    async def waiting_digests(self, tx: AsyncConnection, chat_ids: Collection[int]) -> list[Waiting]:
        """Return the digests of these chats that nobody has begun to send."""
        own = digest_runs.c.kind.not_in((CORRECTION, AMENDMENT))
        return await _waiting(tx, own, deliveries.c.chat_id.in_(chat_ids), deliveries.c.part == 1)

    async def fold(self, tx: AsyncConnection, notices: Collection[int], digest: int, payload: Any) -> None:
        """Cancel notices whose words a digest takes up; the caller has both in hand."""
        await self.cancel(tx, notices, "told in a digest")
        await tx.execute(deliveries.update().where(deliveries.c.id == digest).values(payload=payload))


_FOLLOWS = sa.exists().where(
    subscriptions.c.chat_id == chats.c.id,
    subscriptions.c.thread == deliveries.c.thread,
    subscriptions.c.active,
)


def _holding(brief_id: int, since: dt.datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what holds for deliveries that may have the brief in them: see `CorrectionStore.received`."""
    column = deliveries.c
    fixed = sa.or_(
        column.state.in_((State.SENT, State.SENDING)),
        sa.and_(column.state == State.PENDING, _text(column.payload).like('{"part":%')),
    )
    return fixed, column.not_before >= since, _text(column.payload).like(f'%"brief_id":{brief_id},%')


def _text(column: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    return sa.cast(column, sa.Text)


async def _last_withdrawal(connection: AsyncConnection, brief_id: int) -> Any:
    query = audit.select().where(audit.c.brief_id == brief_id, audit.c.act == Deed.WITHDRAW)
    return (await connection.execute(query.order_by(audit.c.id.desc()).limit(1))).first()


def _announcement(row: Any) -> Announcement:
    return Announcement(_key(row), _notice(row), row.published_at)


def _key(row: Any) -> str:
    return f"{row.brief_id}.{row.id}"


def _notice(row: Any) -> Notice:
    withdrawn = row.act == Deed.WITHDRAW
    text = row.details.get("reason" if withdrawn else "note", "")
    return Notice(row.brief_id, text, row.at, withdrawn, restored=row.act == Deed.RESTORE)


async def _received(connection: AsyncConnection, *which: sa.ColumnElement[bool]) -> list[Received]:
    query = (
        sa.select(deliveries, _FOLLOWS.label("follows"), *JOINED_CHAT)
        .join(chats, chats.c.id == deliveries.c.chat_id)
        .where(chats.c.ended_reason.is_(None), *which)
        .order_by(deliveries.c.id)
    )
    return [
        Received(
            row.id,
            read_joined_chat(row),
            row.thread,
            State(row.state),
            row.message_id,
            row.payload,
            row.sent_at,
            bool(row.follows),
        )
        for row in await connection.execute(query)
    ]


async def _waiting(tx: AsyncConnection, *which: sa.ColumnElement[bool]) -> list[Waiting]:
    column = deliveries.c
    query = (
        sa.select(column.id, column.chat_id, column.thread, column.payload)
        .join(digest_runs, digest_runs.c.id == column.run_id)
        .where(column.state == State.PENDING, *which)
        .order_by(column.id)
        .with_for_update(skip_locked=True, of=deliveries)
    )
    return [Waiting(row.id, row.chat_id, row.thread, row.payload) for row in await tx.execute(query)]
