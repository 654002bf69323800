"""What is due at the desk: planned publications, and word of every act to those who worked on the brief."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.clerk import Clerk
from bot.delivery.digest_messages import DigestMessages
from bot.delivery.parts import OutgoingPart
from bot.delivery.planner import Planner
from bot.delivery.report_messages import ReportMessages
from briefs.i18n import Catalogues
from briefs.model import Article, Brief, BriefContent, Point, Status
from briefs.roster import Roster
from briefs.schedule import QuietHours
from briefs.staff import COMMAND_LINE, Actor, Person, StaffRole
from briefs.store.brief_rows import RevisionKind
from briefs.store.editorial import LEASE
from briefs.store.reports import Report
from briefs.store.schema import planner_ticks
from briefs.subscriptions import Chat
from briefs.workflow import Desk

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
CONTENT = BriefContent("Bản", Article("Bản"), points=(Point("Nộp trước ngày 1/8."),))
BETTER = BriefContent("Bản", Article("Bản"), points=(Point("Nộp trước ngày 15/8."),))
OTHER = BriefContent("Khác", Article("Khác"))
OPERATOR = Actor(Person(COMMAND_LINE, "root"), StaffRole.OWNER)
BOSS = Actor(Person("telegram", "1"), StaffRole.OWNER)


class Newsroom:
    """A desk with an editor who makes briefs and a publisher, and the post office that reaches them."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.desk = Desk(office.database, second_approval=False, now=office.clock)
        self.roster = Roster(office.database, [BOSS.person.key], now=office.clock)
        self.lan = Person("telegram", str(office.telegram.person("Lan").id), "Lan")
        self.minh = Person("telegram", str(office.telegram.person("Minh").id), "Minh")
        self.editor, self.publisher = (
            Actor(self.lan, StaffRole.EDITOR),
            Actor(self.minh, StaffRole.PUBLISHER),
        )

    async def open(self) -> None:
        await self.roster.grant(self.lan, StaffRole.EDITOR, BOSS)
        await self.roster.grant(self.minh, StaffRole.PUBLISHER, BOSS)
        for person in (self.lan, self.minh):
            await self.office.meet(int(person.address))

    def clerk(self, broken: str = "") -> Clerk:
        """Return a clerk that cannot write of briefs with a title."""
        office = self.office
        messages = ReportMessages(office.registry, Catalogues.load(), lambda: "bot")

        def write(report: Report, chat: Chat) -> OutgoingPart:
            if report.title == broken:
                raise ZeroDivisionError
            return messages.write(report, chat)

        return Clerk(office.database, office.clock, self.roster, write)

    async def settle(self) -> None:
        """Run a process until nothing waits."""
        office = self.office
        messages = DigestMessages(office.briefs, office.registry, Catalogues.load(), lambda: "bot")
        delivery = office.delivery(compose=messages.compose, clerk=self.clerk())
        await delivery.tick_now()
        await delivery.start()
        await office.settled()
        await delivery.stop()

    async def planned(self, by: Actor | None = None) -> Brief:
        draft = await self.desk.create(CONTENT, self.editor)
        await self.desk.submit(draft.id, self.editor)
        return await self.desk.publish(draft.id, by or self.publisher, self.office.clock.now + HOUR)

    def told(self, person: Person) -> list[str]:
        texts: list[str] = self.office.got(int(person.address))
        return texts


@pytest.fixture
async def newsroom(office: Any) -> Newsroom:
    room = Newsroom(office)
    await room.open()
    return room


async def test_a_planned_publication_is_told_once_to_who_planned_it_and_who_made_it(
    newsroom: Newsroom,
) -> None:
    brief = await newsroom.planned()
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == newsroom.told(newsroom.minh) == []
    newsroom.office.clock.now += HOUR
    await asyncio.gather(*(newsroom.clerk().run() for _ in range(3)))
    for _ in range(2):  # the process that published died; the next one tells, and the one after it nothing
        await newsroom.settle()
    text = f"Đã xuất bản theo hẹn: Bản → /b{brief.id}"
    assert newsroom.told(newsroom.lan) == newsroom.told(newsroom.minh) == [text]


async def test_a_report_has_the_language_of_its_chat_and_opens_the_brief(newsroom: Newsroom) -> None:
    office = newsroom.office
    chat = await office.meet(int(newsroom.minh.address))
    await office.chats.set_language(chat.id, "en")
    brief = await newsroom.planned()
    office.clock.now += HOUR
    await newsroom.settle()
    (message,) = office.telegram.world.chats[int(newsroom.minh.address)].messages.values()
    assert message["text"] == f"Published as planned: Bản → /b{brief.id}"
    ((button,),) = message["reply_markup"]["inline_keyboard"]
    assert (button["text"], button["callback_data"]) == ("Open", f"wk:{brief.id}")


async def test_quiet_hours_hold_a_report_back(newsroom: Newsroom) -> None:
    office = newsroom.office
    chat = await office.meet(int(newsroom.minh.address))
    await office.chats.set_quiet(chat.id, QuietHours(dt.time(7), dt.time(9)))  # it is 7 o'clock there
    await newsroom.planned()
    office.clock.now += HOUR
    await newsroom.clerk().run()
    assert [row.not_before for row in await office.rows() if row.address == newsroom.minh.address] == [
        office.clock.now + HOUR
    ]


async def test_what_a_former_publisher_had_planned_stays_in_review_and_is_told(newsroom: Newsroom) -> None:
    brief = await newsroom.planned()
    await newsroom.roster.grant(newsroom.minh, StaffRole.EDITOR, BOSS)
    newsroom.office.clock.now += HOUR
    await newsroom.settle()
    await newsroom.settle()
    assert (await newsroom.desk.file(brief.id)).brief.status is Status.IN_REVIEW
    assert await newsroom.desk.planned() == []
    for person in (newsroom.lan, newsroom.minh):
        (text,) = newsroom.told(person)
        assert text.startswith("Chưa xuất bản được theo hẹn: Bản\nNgười đã hẹn")


async def test_who_works_at_the_desk_no_more_is_told_nothing_of_it(newsroom: Newsroom) -> None:
    brief = await newsroom.planned()
    await newsroom.desk.send_back(brief.id, BOSS, "Thiếu nguồn")
    await newsroom.roster.grant(newsroom.lan, StaffRole.READER, BOSS)
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == []
    assert len(newsroom.told(newsroom.minh)) == 1


async def test_what_was_planned_on_the_command_line_is_published_and_told_to_who_made_it(
    newsroom: Newsroom,
) -> None:
    brief = await newsroom.planned(OPERATOR)
    newsroom.office.clock.now += HOUR
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == [f"Đã xuất bản theo hẹn: Bản → /b{brief.id}"]
    assert newsroom.told(newsroom.minh) == []


async def test_who_planned_a_publication_is_told_that_the_text_was_changed_and_nothing_is_planned_now(
    newsroom: Newsroom,
) -> None:
    brief = await newsroom.planned()
    await newsroom.desk.revise(brief.id, BETTER, newsroom.editor)
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == []
    (text,) = newsroom.told(newsroom.minh)
    assert text.startswith("Đã hủy hẹn xuất bản: Bản\nNội dung được sửa sau khi hẹn.")


@pytest.mark.parametrize(
    ("step", "first"),
    [
        ("publish", "Bản của anh/chị đã xuất bản: Bản → /b1"),
        ("send back", "Bản của anh/chị được trả lại: Bản\nThiếu nguồn"),
        ("call off", "Đã hủy hẹn xuất bản: Bản"),
        ("discard", "Bản nháp của anh/chị đã bị bỏ: Bản"),
        ("discard and restore", "Bản của anh/chị đã được khôi phục: Bản"),
        ("withdraw", "Bản của anh/chị đã được rút: Bản\nNhầm bài"),
    ],
)
async def test_who_made_a_brief_is_told_what_others_did_with_it(
    newsroom: Newsroom, step: str, first: str
) -> None:
    brief, desk = await newsroom.planned(OPERATOR), newsroom.desk
    match step:
        case "publish":
            await desk.publish(brief.id, newsroom.publisher)
        case "send back":
            await desk.send_back(brief.id, newsroom.publisher, "Thiếu nguồn")
        case "call off":
            await desk.call_off(brief.id, newsroom.publisher)
        case "discard":
            await desk.withdraw(brief.id, newsroom.publisher)
        case "discard and restore":
            await desk.withdraw(brief.id, newsroom.publisher)
            await desk.restore(brief.id, newsroom.publisher)
        case "withdraw":
            await desk.publish(brief.id, newsroom.publisher)
            await desk.withdraw(brief.id, newsroom.publisher, "Nhầm bài")
    await newsroom.settle()
    (text,) = newsroom.told(newsroom.lan)
    assert text.startswith(first)
    assert newsroom.told(newsroom.minh) == []


@pytest.mark.parametrize(
    ("step", "note", "text"),
    [
        ("minor", "", "Nội dung anh/chị sửa đã đến bạn đọc, không báo: Bản → /b1"),
        ("correction", "Nhầm hạn.", "Nội dung anh/chị sửa đã gửi dưới dạng đính chính: Bản → /b1\nNhầm hạn."),
        ("drop", "", "Nội dung anh/chị sửa đã bị bỏ: Bản → /b1"),
    ],
)
async def test_who_prepared_changes_is_told_what_became_of_them(
    newsroom: Newsroom, step: str, note: str, text: str
) -> None:
    desk = newsroom.desk
    brief = await desk.create(CONTENT, newsroom.publisher)
    await desk.publish(brief.id, newsroom.publisher)
    await desk.revise(brief.id, BETTER, newsroom.editor)
    if step == "drop":
        await desk.drop_changes(brief.id, newsroom.publisher)
    else:
        await desk.issue(brief.id, newsroom.publisher, RevisionKind(step), note)
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == [text]
    assert newsroom.told(newsroom.minh) == []


async def test_publishers_are_told_once_what_is_handed_in_with_the_way_to_its_preview(
    newsroom: Newsroom,
) -> None:
    draft = await newsroom.desk.create(CONTENT, newsroom.editor)
    await newsroom.desk.submit(draft.id, newsroom.editor)
    for _ in range(2):
        await newsroom.settle()
    assert newsroom.told(newsroom.lan) == []
    assert newsroom.told(newsroom.minh) == ["Có bản chờ duyệt: Bản\nNgười trình: Lan"]
    (message,) = newsroom.office.telegram.world.chats[int(newsroom.minh.address)].messages.values()
    ((button,),) = message["reply_markup"]["inline_keyboard"]
    assert button["callback_data"] == f"av:{draft.id}"


async def test_who_sent_a_brief_back_is_told_that_it_is_handed_in_again(newsroom: Newsroom) -> None:
    draft = await newsroom.desk.create(CONTENT, newsroom.editor)
    await newsroom.desk.submit(draft.id, newsroom.editor)
    await newsroom.desk.send_back(draft.id, newsroom.publisher, "Thiếu nguồn.")
    await newsroom.desk.submit(draft.id, newsroom.editor)
    await newsroom.settle()
    assert newsroom.told(newsroom.minh) == ["Có bản chờ duyệt: Bản\nNgười trình: Lan"]


@pytest.mark.parametrize("step", ["own", "taken back", "published", "planned", "planned and called off"])
async def test_publishers_are_not_told_what_waits_no_more_or_what_they_did_themselves(
    newsroom: Newsroom, step: str
) -> None:
    desk, draft = newsroom.desk, await newsroom.desk.create(CONTENT, newsroom.editor)
    await desk.submit(draft.id, newsroom.publisher if step == "own" else newsroom.editor)
    if step == "taken back":
        await desk.send_back(draft.id, newsroom.editor)
    elif step == "published":
        await desk.publish(draft.id, BOSS)
    elif step.startswith("planned"):
        await desk.publish(draft.id, newsroom.publisher, newsroom.office.clock.now + HOUR)
    if step.endswith("called off"):
        await desk.call_off(draft.id, newsroom.publisher)
    await newsroom.settle()
    assert newsroom.told(newsroom.minh) == []


async def published(newsroom: Newsroom) -> Brief:
    draft = await newsroom.desk.create(CONTENT, BOSS)
    return await newsroom.desk.publish(draft.id, BOSS)


async def test_publishers_are_told_once_of_changes_to_a_published_brief_when_the_editor_has_done_with_them(
    newsroom: Newsroom,
) -> None:
    brief, clock = await published(newsroom), newsroom.office.clock
    for content in (BETTER, OTHER, replace(BETTER, title="Tốt hơn")):
        await newsroom.desk.revise(brief.id, content, newsroom.editor)
        clock.now += LEASE - MINUTE
        await newsroom.settle()
    assert newsroom.told(newsroom.minh) == []
    for _ in range(3):
        clock.now += MINUTE
        await newsroom.settle()
    assert newsroom.told(newsroom.minh) == [f"Có nội dung sửa chờ duyệt: Bản → /b{brief.id}\nNgười sửa: Lan"]
    assert newsroom.told(newsroom.lan) == []
    (message,) = newsroom.office.telegram.world.chats[int(newsroom.minh.address)].messages.values()
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == f"wk:{brief.id}"


@pytest.mark.parametrize("step", ["issued", "dropped", "back as it was", "own", "a draft"])
async def test_publishers_are_not_told_of_changes_that_wait_for_nobody_else(
    newsroom: Newsroom, step: str
) -> None:
    desk, brief = newsroom.desk, await published(newsroom)
    if step == "a draft":
        brief = await desk.create(CONTENT, newsroom.editor)
    await desk.revise(brief.id, BETTER, newsroom.publisher if step == "own" else newsroom.editor)
    match step:
        case "issued":
            await desk.issue(brief.id, BOSS, RevisionKind.MINOR)
        case "dropped":
            await desk.drop_changes(brief.id, newsroom.editor)
        case "back as it was":
            await desk.revise(brief.id, CONTENT, newsroom.editor)
    newsroom.office.clock.now += LEASE
    await newsroom.settle()
    assert newsroom.told(newsroom.minh) == []


async def test_a_report_of_changes_that_cannot_be_written_is_tried_again(newsroom: Newsroom) -> None:
    brief = await published(newsroom)
    await newsroom.desk.revise(brief.id, BETTER, newsroom.editor)
    newsroom.office.clock.now += LEASE
    with pytest.raises(ZeroDivisionError):
        await newsroom.clerk(broken="Bản").run()
    await newsroom.settle()
    assert len(newsroom.told(newsroom.minh)) == 1


async def test_of_several_acts_at_once_the_last_is_told(newsroom: Newsroom) -> None:
    brief = await newsroom.planned()
    await newsroom.desk.call_off(brief.id, newsroom.publisher)
    await newsroom.desk.publish(brief.id, newsroom.publisher)
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == [f"Bản của anh/chị đã xuất bản: Bản → /b{brief.id}"]


async def test_what_people_did_themselves_or_days_ago_is_not_reported(newsroom: Newsroom) -> None:
    draft = await newsroom.desk.create(CONTENT, newsroom.publisher)
    await newsroom.desk.publish(draft.id, newsroom.publisher)
    other = await newsroom.desk.create(CONTENT, newsroom.editor)
    await newsroom.desk.publish(other.id, newsroom.publisher)
    newsroom.office.clock.now += 25 * HOUR
    await newsroom.settle()
    assert newsroom.told(newsroom.lan) == newsroom.told(newsroom.minh) == []


async def test_a_report_that_cannot_be_written_holds_up_no_digest(newsroom: Newsroom) -> None:
    office = newsroom.office
    await office.subscribe(7)
    await newsroom.planned()
    office.clock.now += HOUR
    with pytest.raises(ZeroDivisionError):
        await Planner(office.database, office.registry, "me", office.clock, newsroom.clerk("Bản")).run()
    (digest,) = await office.rows()
    assert digest.payload["plan"]["items"][0]["brief_id"] == 1
    async with office.database.read() as connection:
        assert (await connection.execute(planner_ticks.select())).all() == []


async def test_a_report_that_cannot_be_written_holds_up_no_other_and_is_tried_again(
    newsroom: Newsroom,
) -> None:
    for content in (CONTENT, OTHER):
        draft = await newsroom.desk.create(content, newsroom.editor)
        await newsroom.desk.publish(draft.id, newsroom.publisher)
    clerk = newsroom.clerk(broken="Bản")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError) as caught:
            await clerk.run()
        assert "of brief 1" in caught.value.__notes__[0]
    await newsroom.settle()
    published = "Bản của anh/chị đã xuất bản: "
    assert newsroom.told(newsroom.lan) == [f"{published}Khác → /b2", f"{published}Bản → /b1"]


async def test_a_report_that_can_never_be_written_is_given_up_after_a_day(newsroom: Newsroom) -> None:
    draft = await newsroom.desk.create(CONTENT, newsroom.editor)
    await newsroom.desk.publish(draft.id, newsroom.publisher)
    clerk = newsroom.clerk(broken="Bản")
    with pytest.raises(ZeroDivisionError):
        await clerk.run()
    newsroom.office.clock.now += 25 * HOUR
    assert await clerk.run() == 0
