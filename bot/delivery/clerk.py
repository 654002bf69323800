"""What is due at the desk: planned publications, and word of it to those who work on the briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.delivery.parts import OutgoingPart, message_payload
from briefs.isolation import Isolation
from briefs.roster import Roster
from briefs.store.engine import Database
from briefs.store.leader import alone
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.reports import REPORT, Report, ReportStore
from briefs.subscriptions import Chat
from briefs.workflow import publish_due

_ADVISORY_LOCK = 0x636C726B


class Clerk:
    """Publishes what is planned, and queues a report of every act for each whom it concerns, once.

    Reports are read from the audit: whoever did it, wherever, and whatever died since, it is told. `write`
    puts one into the words of a chat; the `roster` says what those may do who planned a publication, and
    who works at the desk at all: nobody else is told.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], dt.datetime],
        roster: Roster,
        write: Callable[[Report, Chat], OutgoingPart],
    ) -> None:
        self._database = database
        self._reports = ReportStore(database)
        self._outbox = OutboxStore(database)
        self._now = now
        self._roster = roster
        self._write = write

    async def run(self) -> int:
        """Publish what is due, queue what is to be reported, and return how many deliveries are new.

        A brief that cannot be published, or a report that cannot be written, holds up no other: it is tried
        again at the next run, a report for a day. What broke first is raised in the end.
        """
        now, apart = self._now(), Isolation()
        with apart.of("planned publications"):
            await publish_due(self._database, now, self._roster.role_of)
        queued = await self._report(now, apart)
        apart.end()
        return queued

    async def _report(self, now: dt.datetime, apart: Isolation) -> int:
        if not await self._reports.anything_new(now):
            return 0
        staff = await self._roster.staff()
        async with self._database.write() as tx:
            if not await alone(tx, _ADVISORY_LOCK):
                return 0
            # Of several acts on one brief since the last look, the last one says where it stands.
            last = {
                (report.act.brief_id, chat.id): (report, chat)
                for report in await self._reports.take(tx, now, staff)
                for chat in report.chats
            }
            owed: list[Owed] = []
            for report, chat in last.values():
                with apart.of(f"report {report.id} of brief {report.act.brief_id}"):
                    owed.append(self._owed(report, chat, now))
            written = {(one.window_key, one.chat_id) for one in owed}
            left = [told.id for told, chat in last.values() if (str(told.id), chat.id) not in written]
            await self._reports.put_back(tx, left)
            return await self._outbox.enqueue(tx, owed, now)

    def _owed(self, report: Report, chat: Chat, now: dt.datetime) -> Owed:
        payload = message_payload(self._write(report, chat), report.at)
        return Owed(REPORT, str(report.id), "", chat.id, "", payload, chat.release(now))
