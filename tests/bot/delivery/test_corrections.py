"""From the desk to the messages that readers have: planned publications, corrections, withdrawals."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from bot.delivery import Delivery, SenderOptions
from bot.delivery.clerk import Clerk
from bot.delivery.corrections import CorrectionPlanner
from bot.delivery.digest_messages import DigestMessages
from bot.delivery.report_messages import ReportMessages
from bot.local import Fault, Trouble
from briefs.i18n import Catalogues
from briefs.model import Article, Brief, BriefContent, Point
from briefs.roster import Roster
from briefs.schedule import Frequency, QuietHours, Schedule
from briefs.staff import Actor, Person, StaffRole
from briefs.store.brief_rows import RevisionKind
from briefs.store.corrections import CORRECTION, CorrectionStore
from briefs.store.schema import digest_runs
from briefs.subscriptions import Criteria
from briefs.workflow import Desk

HOUR = dt.timedelta(hours=1)
IMMEDIATE = Schedule(Frequency.IMMEDIATE)
QUICK = SenderOptions(commit_interval=0.02, idle=0.05, backoff=0.01, outage_pause=0.05)
EDITOR = Actor(Person("telegram", "1"), StaffRole.EDITOR)
PUBLISHER = Actor(Person("telegram", "2"), StaffRole.PUBLISHER)
WRONG = "Nộp trước ngày 1/8, cả nước."
RIGHT = "Nộp trước ngày 15/8, cả nước."


class Newsroom:
    """The post office with real digests, and a desk that publishes into it."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.desk = Desk(office.database, second_approval=False, now=office.clock)
        self.messages = DigestMessages(office.briefs, office.registry, Catalogues.load(), lambda: "bot")
        self.reports = ReportMessages(office.registry, Catalogues.load(), lambda: "bot")
        self.roster = Roster(office.database, [EDITOR.person.key, PUBLISHER.person.key], now=office.clock)

    def delivery(self) -> Delivery:
        office, messages = self.office, self.messages
        clerk = Clerk(office.database, office.clock, self.roster, self.reports.write)
        return office.delivery(QUICK, messages.compose, amend=messages.amend, clerk=clerk)

    async def publish(self, title: str = "Bản", text: str = WRONG) -> Brief:
        content = BriefContent(title, Article(title), points=(Point(text),))
        draft = await self.desk.create(content, EDITOR)
        return await self.desk.publish(draft.id, PUBLISHER)

    async def correct(
        self,
        brief: Brief,
        text: str = RIGHT,
        kind: RevisionKind = RevisionKind.CORRECTION,
        note: str = "Nhầm thời hạn.",
    ) -> None:
        content = BriefContent(brief.title, brief.content.article, points=(Point(text),))
        await self.desk.revise(brief.id, content, EDITOR)
        await self.desk.issue(brief.id, PUBLISHER, kind, note)


@pytest.fixture
def newsroom(office: Any) -> Newsroom:
    return Newsroom(office)


async def settle(newsroom: Newsroom, pending: int = 0) -> None:
    """Run a process until only so many deliveries wait."""
    delivery = newsroom.delivery()
    await delivery.tick_now()  # before the first tick of the process, which would plan beside it
    await delivery.start()
    await newsroom.office.until(lambda states: not states["sending"] and states["pending"] == pending)
    await delivery.stop()


async def delivered(newsroom: Newsroom) -> tuple[int, Brief]:
    """Have a reader who has a brief, and return both."""
    reader = newsroom.office.telegram.person("Lan").id
    await newsroom.office.subscribe(reader, IMMEDIATE)
    brief = await newsroom.publish()
    await settle(newsroom)
    return reader, brief


async def test_a_correction_changes_what_was_delivered_and_is_told_once(newsroom: Newsroom) -> None:
    office = newsroom.office
    got, late = (office.telegram.person(name).id for name in ("Lan", "Minh"))
    await office.subscribe(got, IMMEDIATE)
    await office.subscribe(late)
    brief = await newsroom.publish()
    await settle(newsroom)
    assert WRONG in office.got(got)[0]
    office.clock.now += HOUR / 60
    await newsroom.correct(brief)
    await asyncio.gather(*(CorrectionPlanner(office.database, office.clock).run() for _ in range(3)))
    await settle(newsroom)
    await settle(newsroom)
    digest, notice = office.got(got)
    assert RIGHT in digest
    assert WRONG not in digest
    assert "Đính chính ngày 23/12/2024: Nhầm thời hạn." in digest
    assert notice.startswith(f"Đính chính: Bản → /b{brief.id}\nNhầm thời hạn.")
    office.clock.now += 24 * HOUR
    await settle(newsroom)
    (first,) = office.got(late)
    assert RIGHT in first
    assert "Đính chính" not in first
    await newsroom.correct(brief, f"{RIGHT} Đã sửa.", RevisionKind.MINOR)
    await settle(newsroom)
    assert (len(office.got(got)), len(office.got(late))) == (2, 1)


async def test_who_was_asleep_gets_the_corrected_text_and_is_told_nothing(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    followed = await office.subscribe(reader, IMMEDIATE)
    await office.chats.set_quiet(followed.chat.id, QuietHours(dt.time(6), dt.time(9)))  # it is 7 in Hanoi
    brief = await newsroom.publish()
    await settle(newsroom, pending=1)
    await newsroom.correct(brief)
    await settle(newsroom, pending=1)
    office.clock.now += 2 * HOUR
    await settle(newsroom)
    (digest,) = office.got(reader)
    assert RIGHT in digest
    assert await office.states() == {"sent": 1}


async def test_a_planned_publication_reaches_its_readers_when_its_hour_has_come(newsroom: Newsroom) -> None:
    office = newsroom.office
    at_once, daily = (office.telegram.person(name).id for name in ("Lan", "Minh"))
    await office.subscribe(at_once, IMMEDIATE)
    await office.subscribe(daily)
    draft = await newsroom.desk.create(BriefContent("Bản", Article("Bản")), EDITOR)
    await newsroom.desk.publish(draft.id, PUBLISHER, office.clock.now + 2 * HOUR)
    office.clock.now += HOUR
    await settle(newsroom)
    assert (office.got(at_once), office.got(daily)) == ([], [])
    office.clock.now += HOUR
    await settle(newsroom)
    await settle(newsroom)
    assert (len(office.got(at_once)), office.got(daily)) == (1, [])
    office.clock.now += 24 * HOUR
    await settle(newsroom)
    assert (len(office.got(at_once)), len(office.got(daily))) == (1, 1)


async def test_a_channel_is_told_with_a_link_to_the_private_chat(newsroom: Newsroom) -> None:
    office = newsroom.office
    channel = office.telegram.group("Kênh", kind="channel", bot="administrator").id
    chat = await office.meet(channel, "channel")
    await office.subscriptions.follow(chat, "", Criteria(everything=True), IMMEDIATE, now=office.clock.now)
    reader, brief = await delivered(newsroom)
    await newsroom.correct(brief)
    await settle(newsroom)
    (_, posted), (_, told) = (office.telegram.world.chats[one].messages.values() for one in (channel, reader))
    links = [e["url"] for e in posted["entities"] if e["type"] == "text_link"]
    assert links == [f"https://t.me/bot?start=b{brief.id}"]
    assert posted["text"] == told["text"]
    assert not [e for e in told["entities"] if e["type"] == "text_link"]


async def test_a_minor_edit_is_silent(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader, brief = await delivered(newsroom)
    await newsroom.correct(brief, kind=RevisionKind.MINOR)
    await settle(newsroom)
    (digest,) = office.got(reader)
    assert WRONG in digest


async def test_who_stopped_the_bot_is_told_nothing_but_keeps_no_wrong_text(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    followed = await office.subscribe(reader, IMMEDIATE)
    brief = await newsroom.publish()
    await settle(newsroom)
    await office.subscriptions.end(followed.id, "stopped")
    await newsroom.correct(brief)
    await settle(newsroom)
    (digest,) = office.got(reader)
    assert RIGHT in digest


async def test_who_stopped_in_one_topic_is_told_of_a_correction_in_the_others_only(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    group = office.telegram.group("G", is_forum=True)
    topics = [office.telegram.topic(group, name).id for name in ("Một", "Hai")]
    stopped, _ = [await office.subscribe(group.id, IMMEDIATE, thread=str(topic)) for topic in topics]
    brief = await newsroom.publish()
    await settle(newsroom)
    await office.subscriptions.end(stopped.id, "stopped")
    await newsroom.correct(brief)
    await settle(newsroom)
    messages = [m for m in group.messages.values() if "text" in m]
    assert [RIGHT in m["text"] for m in messages] == [True, True, False]
    assert messages[-1]["message_thread_id"] == topics[1]


async def test_an_old_correction_is_not_told_again_when_its_run_was_swept_away(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader, brief = await delivered(newsroom)
    await newsroom.correct(brief)
    await settle(newsroom)
    assert len(office.got(reader)) == 2
    office.clock.now += dt.timedelta(days=100)
    async with office.database.write() as tx:
        await tx.execute(digest_runs.delete().where(digest_runs.c.kind == CORRECTION))
    await newsroom.correct(brief, "Sửa câu chữ.", kind=RevisionKind.MINOR)
    await settle(newsroom)
    assert len(office.got(reader)) == 2


async def test_a_withdrawal_is_told_with_its_reason_and_takes_the_text_back(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader, brief = await delivered(newsroom)
    await newsroom.desk.withdraw(brief.id, PUBLISHER, "Nguồn đã gỡ bài.")
    office.clock.now += HOUR / 60
    await settle(newsroom)
    digest, notice = office.got(reader)
    assert WRONG not in digest
    assert "Đã rút ngày 23/12/2024: Nguồn đã gỡ bài." in digest
    assert notice.startswith(f"Đã rút: Bản → /b{brief.id}\nNguồn đã gỡ bài.")


async def test_a_restoration_brings_the_text_back_and_is_told_to_those_who_knew_of_the_withdrawal(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    awake, asleep = (office.telegram.person(name).id for name in ("Lan", "Minh"))
    for reader in (awake, asleep):
        await office.subscribe(reader, IMMEDIATE)
    brief = await newsroom.publish()
    await settle(newsroom)
    at = office.clock.now.time()
    quiet = QuietHours(at, (office.clock.now + 8 * HOUR).time())
    await office.chats.set_quiet((await office.meet(asleep)).id, quiet)
    await office.chats.set_timezone((await office.meet(asleep)).id, "UTC")
    office.clock.now += HOUR
    await newsroom.desk.withdraw(brief.id, PUBLISHER, "Nguồn đã gỡ bài.")
    await settle(newsroom, pending=1)
    assert all(WRONG not in office.got(reader)[0] for reader in (awake, asleep))
    office.clock.now += HOUR
    await newsroom.desk.restore(brief.id, PUBLISHER)
    await settle(newsroom)
    digest, _, notice = office.got(awake)
    assert WRONG in digest
    assert "Đã rút" not in digest
    assert notice.startswith(f"Đọc lại được: Bản → /b{brief.id}\n")
    office.clock.now += 24 * HOUR
    await settle(newsroom)
    (again,) = office.got(asleep)
    assert WRONG in again, "who never heard of the withdrawal hears nothing of its end"


async def test_it_is_known_beforehand_how_many_would_be_told(newsroom: Newsroom) -> None:
    office = newsroom.office
    store = CorrectionStore(office.database)
    reader, brief = await delivered(newsroom)
    assert brief.published_at is not None
    await office.subscribe(office.telegram.person("Minh").id)  # gets it tomorrow
    other = await newsroom.publish("Khác")
    assert await store.reach(other.id, brief.published_at) == 0
    await settle(newsroom)
    assert await store.reach(brief.id, brief.published_at) == 1
    (subscription,) = await office.subscriptions.of_chat((await office.meet(reader)).id)
    await office.subscriptions.end(subscription.id, "stopped")
    assert await store.reach(brief.id, brief.published_at) == 0


async def test_a_draft_that_was_discarded_and_published_later_is_told_to_nobody_as_restored(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    await office.subscribe(reader, IMMEDIATE)
    content = BriefContent("Bản", Article("Bản"), points=(Point(WRONG),))
    draft = await newsroom.desk.create(content, EDITOR)
    await newsroom.desk.withdraw(draft.id, EDITOR)
    await newsroom.desk.restore(draft.id, EDITOR)
    office.clock.now += HOUR
    brief = await newsroom.desk.publish(draft.id, PUBLISHER)
    await settle(newsroom)
    office.clock.now += HOUR
    await newsroom.correct(brief, kind=RevisionKind.MINOR)
    await settle(newsroom)
    assert len(office.got(reader)) == 1


async def test_a_correction_stays_marked_after_a_minor_edit_and_a_withdrawal_that_was_taken_back(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    reader, brief = await delivered(newsroom)
    office.clock.now += HOUR / 60
    await newsroom.correct(brief)
    await newsroom.desk.withdraw(brief.id, PUBLISHER, "Nguồn đã gỡ bài.")
    await newsroom.desk.restore(brief.id, PUBLISHER)
    await newsroom.correct(brief, f"{RIGHT} Đã sửa.", RevisionKind.MINOR, "Câu chữ.")
    await settle(newsroom)
    digest, notice = office.got(reader)
    assert RIGHT in digest
    assert "Đính chính ngày 23/12/2024: Nhầm thời hạn." in digest
    assert notice.startswith("Đính chính: ")


async def test_nothing_is_lost_when_the_process_dies_between_the_change_and_the_notice(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    reader, brief = await delivered(newsroom)
    await newsroom.correct(brief)
    outage = office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=500))
    dying = newsroom.delivery()
    await dying.start()
    await dying.tick_now()
    await office.until(lambda states: states["sent"] == 2)
    await dying.stop()
    office.telegram.faults.remove(outage)
    office.clock.now += HOUR
    assert RIGHT in office.got(reader)[0]
    assert len(office.got(reader)) == 1
    await settle(newsroom)
    assert len(office.got(reader)) == 2


async def test_a_message_that_is_gone_is_passed_over_and_the_others_are_changed(newsroom: Newsroom) -> None:
    office = newsroom.office
    readers = [office.telegram.person(name).id for name in ("Lan", "Minh", "Nga")]
    for reader in readers:
        await office.subscribe(reader, IMMEDIATE)
    brief = await newsroom.publish()
    await settle(newsroom)
    office.telegram.world.chats[readers[0]].messages.clear()
    office.telegram.faults.add(
        Fault(Trouble.FLOOD, "editMessageText", chat_id=readers[1], times=1, seconds=1)
    )
    office.clock.now += HOUR
    await newsroom.correct(brief)
    delivery = newsroom.delivery()
    await delivery.start()
    await delivery.tick_now()
    await office.refused()
    await asyncio.sleep(office.limiter.closed_for_s)
    office.clock.now += HOUR
    await office.settled()
    await delivery.stop()
    assert (await office.states())["cancelled"] == 1
    assert [len(office.got(reader)) for reader in readers] == [1, 2, 2]
    assert all(RIGHT in office.got(reader)[0] for reader in readers[1:])
    assert office.alerts == []


async def test_a_change_whose_answer_is_lost_is_tried_until_it_is_made(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader, brief = await delivered(newsroom)
    outage = office.telegram.faults.add(Fault(Trouble.STATUS, "editMessageText"))
    office.clock.now += HOUR
    await newsroom.correct(brief)
    delivery = newsroom.delivery()
    await delivery.start()
    await delivery.tick_now()
    for attempt in range(1, QUICK.most_ambiguous + 2):
        await office.failed(attempt)
        office.clock.now += HOUR
    office.telegram.faults.remove(outage)
    await office.settled()
    await delivery.stop()
    assert RIGHT in office.got(reader)[0]


async def test_each_part_of_a_split_digest_is_changed_in_its_place(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    await office.subscribe(reader)
    long = " ".join(["mở rộng thị trường xuất khẩu"] * 12)
    briefs = [await newsroom.publish(f"Bản {n} {long[:180]}", f"{n}. {long}") for n in range(12)]
    office.clock.now += HOUR
    await settle(newsroom)
    parts = office.got(reader)
    assert len(parts) > 1
    office.clock.now += HOUR
    for brief, text in ((briefs[-1], "Sửa bản đầu."), (briefs[3], "Sửa bản sau.")):
        await newsroom.correct(brief, text)
    await settle(newsroom)
    changed = office.got(reader)
    assert len(changed) == len(parts) + 2
    assert "Sửa bản đầu." in changed[0]
    assert [text.splitlines()[0] for text in changed[: len(parts)]] == [t.splitlines()[0] for t in parts]
    assert ["Sửa bản sau." in text for text in changed[: len(parts)]].index(True) > 0
    assert sum(f"/b{briefs[5].id}" in text for text in changed) == 1


async def test_a_brief_that_came_twice_is_changed_twice_and_told_of_once(newsroom: Newsroom) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    await office.subscribe(reader, IMMEDIATE)
    await office.subscribe(reader, criteria=Criteria(query="bản"))
    brief = await newsroom.publish()
    await settle(newsroom)
    office.clock.now += HOUR
    await settle(newsroom)
    assert [WRONG in text for text in office.got(reader)] == [True, True]
    await newsroom.correct(brief)
    await settle(newsroom)
    assert [RIGHT in text for text in office.got(reader)] == [True, True, False]


async def test_parts_that_waited_when_the_correction_came_are_changed_once_they_are_there(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    await office.subscribe(reader)
    long = " ".join(["mở rộng thị trường xuất khẩu"] * 12)
    briefs = [await newsroom.publish(f"Bản {n} {long[:180]}", f"{n}. {long}") for n in range(12)]
    office.clock.now += HOUR
    outage = office.telegram.faults.add(Fault(Trouble.STATUS, "sendMessage", status=500))
    delivery = newsroom.delivery()
    await delivery.tick_now()
    await delivery.start()
    await office.failed(1)
    await delivery.stop()
    office.telegram.faults.remove(outage)
    await newsroom.correct(briefs[3], "Sửa bản sau.")
    delivery = newsroom.delivery()
    await delivery.start()
    await delivery.tick_now()
    await office.rest()
    await delivery.stop()
    (last,) = (text for text in office.got(reader) if "(2/2)" in text)
    assert "Sửa bản sau." in last
    assert sum(text.startswith("Đính chính: ") for text in office.got(reader)) == 1


async def test_a_notice_that_waits_for_the_morning_stands_first_in_the_digest_that_comes_with_it(
    newsroom: Newsroom,
) -> None:
    office = newsroom.office
    reader = office.telegram.person("Lan").id
    await office.subscribe(reader, Schedule(Frequency.DAILY, dt.time(8)))
    brief = await newsroom.publish()
    office.clock.now += HOUR
    await settle(newsroom)
    other = office.telegram.person("Minh").id  # has not got the brief
    await office.subscribe(other, Schedule(Frequency.DAILY, dt.time(8)))
    for one in (reader, other):
        await office.chats.set_quiet((await office.meet(one)).id, QuietHours(dt.time(20), dt.time(9)))
    office.clock.now += 14 * HOUR
    await newsroom.correct(brief)
    await newsroom.publish("Bản mới", "Tin khác.")
    await settle(newsroom, pending=1)
    assert len(office.got(reader)) == 1
    assert RIGHT in office.got(reader)[0]
    office.clock.now += 10 * HOUR
    await settle(newsroom, pending=2)
    office.clock.now += HOUR
    await settle(newsroom)
    _, digest = office.got(reader)
    heading, _, _, first, note, *rest = digest.splitlines()
    assert heading.startswith("Bản tin")
    assert (first, note) == (f"Đính chính: Bản → /b{brief.id}", "Nhầm thời hạn.")
    assert any("Bản mới" in row for row in rest)
    (digest,) = office.got(other)
    assert "Bản mới" in digest
    assert "Đính chính" not in digest
