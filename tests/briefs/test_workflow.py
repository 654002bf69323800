from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

import pytest

from briefs.errors import InputError, NotAllowedError, NotFoundError
from briefs.model import Article, Brief, BriefContent, Directive, Point, Status
from briefs.staff import Actor, Person, StaffRole
from briefs.store.audit import AuditStore
from briefs.store.brief_rows import RevisionKind
from briefs.store.briefs import BriefStore
from briefs.store.editorial import LEASE
from briefs.store.engine import Database
from briefs.workflow import Desk, publish_due

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def actor(name: str, role: StaffRole) -> Actor:
    return Actor(Person("telegram", name.lower(), name), role)


READER = actor("An", StaffRole.READER)
EDITOR = actor("Bình", StaffRole.EDITOR)
OTHER_EDITOR = actor("Chi", StaffRole.EDITOR)
PUBLISHER = actor("Dung", StaffRole.PUBLISHER)
OWNER = actor("Giang", StaffRole.OWNER)
ARTICLE = Article("Bài gốc", outlet="Báo A", paragraphs=("Đoạn một.", "Đoạn hai."), external_id="a1")
CONTENT = BriefContent("Tên", ARTICLE, points=(Point("Ý một."),), directives=(Directive("làm việc A"),))
BETTER = replace(CONTENT, points=(Point("Ý một, đã sửa."),))
REVIEWED, BETTER_REVIEWED = replace(CONTENT, reviewed=True), replace(BETTER, reviewed=True)


@dataclass
class Clock:
    now: dt.datetime = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(database: Database, clock: Clock) -> Desk:
    return Desk(database, second_approval=False, now=clock)


@pytest.fixture
def strict(database: Database, clock: Clock) -> Desk:
    return Desk(database, second_approval=True, now=clock)


@pytest.fixture
def store(database: Database) -> BriefStore:
    return BriefStore(database)


async def published(desk: Desk) -> Brief:
    draft = await desk.create(CONTENT, EDITOR)
    return await desk.publish(draft.id, PUBLISHER)


async def deeds(database: Database, brief_id: int) -> list[tuple[str, str]]:
    """Return who did what, the first act first."""
    entries = await AuditStore(database).entries(50, brief_id=brief_id)
    return [(entry.act.actor.removeprefix("telegram:"), entry.act.act) for entry in reversed(entries)]


async def test_a_brief_goes_from_draft_over_review_to_its_readers_and_back(
    desk: Desk, database: Database
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    assert (draft.status, draft.publication) == (Status.DRAFT, None)
    assert (await desk.submit(draft.id, EDITOR)).status is Status.IN_REVIEW
    assert (await desk.send_back(draft.id, PUBLISHER, "thiếu thời hạn")).status is Status.DRAFT
    await desk.submit(draft.id, EDITOR)
    shown = await desk.publish(draft.id, PUBLISHER)
    assert (shown.status, shown.revision) == (Status.PUBLISHED, 1)
    assert (await desk.withdraw(draft.id, PUBLISHER, "sai nguồn")).status is Status.WITHDRAWN
    assert (await desk.restore(draft.id, PUBLISHER)).status is Status.PUBLISHED
    assert [act for _, act in await deeds(database, draft.id)] == [
        "create",
        "submit",
        "send_back",
        "submit",
        "publish",
        "withdraw",
        "restore",
    ]


async def test_every_step_is_in_the_audit_with_who_took_it(desk: Desk, database: Database) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.revise(draft.id, BETTER, OTHER_EDITOR)
    await desk.publish(draft.id, PUBLISHER)
    await desk.revise(draft.id, CONTENT, EDITOR)
    await desk.issue(draft.id, OWNER, RevisionKind.CORRECTION, " nhầm ý một ")
    assert await deeds(database, draft.id) == [
        ("bình", "create"),
        ("chi", "edit"),
        ("dung", "publish"),
        ("bình", "edit"),
        ("giang", "correct"),
    ]
    correction, edit = [entry.act.details for entry in await AuditStore(database).entries(2)]
    assert edit == {"changes": [["point", "Ý một, đã sửa.", "Ý một."]]}
    assert correction == {
        "revision": 2,
        "note": "nhầm ý một",
        "prepared_by": "telegram:bình",
        "changes": [["point", "Ý một, đã sửa.", "Ý một."]],
    }


async def test_a_step_that_is_refused_leaves_nothing(
    desk: Desk, store: BriefStore, database: Database
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    version = await store.version()
    for step in (
        desk.revise(draft.id, BETTER, READER),
        desk.submit(draft.id, READER),
        desk.publish(draft.id, EDITOR),
        desk.withdraw(draft.id, READER),
        desk.drop_changes(draft.id, READER),
        desk.open_for_editing(draft.id, READER),
        desk.create(replace(CONTENT, title="Khác"), READER),
        desk.revise(draft.id, BETTER, EDITOR, overruled=("số 5",)),
    ):
        with pytest.raises(NotAllowedError):
            await step
    for step in (
        desk.send_back(draft.id, PUBLISHER, "vì sao"),
        desk.call_off(draft.id, PUBLISHER),
        desk.restore(draft.id, PUBLISHER),
        desk.create(CONTENT, EDITOR),
    ):
        with pytest.raises(InputError):
            await step
    with pytest.raises(NotFoundError):
        await desk.publish(99, PUBLISHER)
    assert await store.version() == version
    assert await deeds(database, draft.id) == [("bình", "create")]


async def test_a_draft_keeps_its_first_number_however_often_it_is_changed(
    desk: Desk, store: BriefStore
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.revise(draft.id, BETTER, OTHER_EDITOR)
    bare = replace(BETTER, title="Tên khác", article=replace(ARTICLE, paragraphs=()))
    changed = await desk.revise(draft.id, bare, EDITOR)
    assert (changed.revision, changed.title) == (1, "Tên khác")
    assert changed.content.article.paragraphs == ARTICLE.paragraphs
    assert [(r.kind, r.content.title) for r in await store.revisions(draft.id)] == [
        (RevisionKind.FIRST, "Tên khác")
    ]


async def test_what_was_published_keeps_all_its_states(
    desk: Desk, store: BriefStore, database: Database
) -> None:
    shown = await published(desk)
    await desk.revise(shown.id, BETTER, PUBLISHER)
    await desk.issue(shown.id, PUBLISHER, RevisionKind.MINOR)
    await desk.revise(shown.id, CONTENT, PUBLISHER)
    corrected = await desk.issue(shown.id, PUBLISHER, RevisionKind.CORRECTION, "sai")
    assert (corrected.revision, corrected.content) == (3, REVIEWED)
    assert [(r.number, r.kind, r.note) for r in await store.revisions(shown.id)] == [
        (1, RevisionKind.FIRST, ""),
        (2, RevisionKind.MINOR, ""),
        (3, RevisionKind.CORRECTION, "sai"),
    ]
    acts = [act for _, act in await deeds(database, shown.id)]
    assert acts == ["create", "publish", "edit", "minor", "edit", "correct"]


async def test_changes_of_a_published_brief_are_seen_by_its_editors_alone_until_they_are_issued(
    desk: Desk, store: BriefStore
) -> None:
    shown = await published(desk)
    assert (await desk.revise(shown.id, BETTER, EDITOR)).content == BETTER_REVIEWED
    twice = replace(BETTER_REVIEWED, title="Tên khác")
    await desk.revise(shown.id, twice, OTHER_EDITOR)
    assert await store.get(shown.id) == shown
    file = await desk.file(shown.id)
    assert (file.brief, file.manuscript.content) == (shown, twice)
    assert [waiting.brief.id for waiting in await desk.in_review()] == [shown.id]
    assert (await desk.issue(shown.id, PUBLISHER, RevisionKind.MINOR)).content == twice
    assert (await desk.file(shown.id)).prepared is None


async def test_prepared_changes_can_be_dropped_or_undone(desk: Desk) -> None:
    shown = await published(desk)
    await desk.revise(shown.id, BETTER, EDITOR)
    await desk.drop_changes(shown.id, EDITOR)
    await desk.revise(shown.id, BETTER, EDITOR)
    await desk.revise(shown.id, CONTENT, EDITOR)
    assert (await desk.file(shown.id)).prepared is None
    with pytest.raises(InputError, match="Nothing"):
        await desk.issue(shown.id, PUBLISHER, RevisionKind.MINOR)


async def test_only_publishers_issue_and_corrections_say_what_was_wrong(desk: Desk) -> None:
    shown = await published(desk)
    await desk.revise(shown.id, BETTER, EDITOR)
    with pytest.raises(NotAllowedError, match="publishers"):
        await desk.issue(shown.id, EDITOR, RevisionKind.MINOR)
    with pytest.raises(NotAllowedError, match="publishers"):
        await desk.withdraw(shown.id, EDITOR, "sai")
    with pytest.raises(InputError, match="what was wrong"):
        await desk.issue(shown.id, PUBLISHER, RevisionKind.CORRECTION, " ")
    with pytest.raises(InputError, match="why"):
        await desk.withdraw(shown.id, PUBLISHER)
    with pytest.raises(InputError, match="published already"):
        await desk.publish(shown.id, PUBLISHER)


async def test_only_publishing_makes_a_brief_reviewed(desk: Desk) -> None:
    draft = await desk.create(replace(CONTENT, reviewed=True), EDITOR)
    assert not draft.content.reviewed
    forged = await desk.revise(draft.id, BETTER_REVIEWED, EDITOR)
    assert not forged.content.reviewed
    shown = await desk.publish(draft.id, PUBLISHER)
    assert (shown.content, shown.revision) == (BETTER_REVIEWED, 1)


async def test_what_was_imported_is_reviewed_once_a_publisher_issues_it_changed(
    desk: Desk, store: BriefStore, clock: Clock
) -> None:
    imported, _ = await store.put(CONTENT, now=clock.now)
    await desk.open_for_editing(imported.id, EDITOR)
    assert await desk.open_for_editing(imported.id, PUBLISHER) == "Bình"
    await desk.revise(imported.id, BETTER, EDITOR)
    assert not (await store.get(imported.id)).content.reviewed
    assert (await desk.issue(imported.id, PUBLISHER, RevisionKind.MINOR)).content == BETTER_REVIEWED


async def test_equal_content_is_no_change(desk: Desk, database: Database) -> None:
    shown = await published(desk)
    assert await desk.revise(shown.id, shown.content, PUBLISHER) == shown
    assert len(await deeds(database, shown.id)) == 2


async def test_a_change_to_what_somebody_else_changed_meanwhile_is_refused(
    desk: Desk, store: BriefStore
) -> None:
    seen = await desk.create(CONTENT, EDITOR)
    await desk.revise(seen.id, BETTER, OTHER_EDITOR, seen=seen)
    with pytest.raises(InputError, match="meanwhile"):
        await desk.revise(seen.id, replace(CONTENT, title="x"), EDITOR, seen=seen)
    assert (await store.get(seen.id)).content == BETTER


async def test_who_opens_a_brief_that_another_edits_is_told_for_ten_minutes(desk: Desk, clock: Clock) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    assert await desk.open_for_editing(draft.id, EDITOR) is None
    assert await desk.open_for_editing(draft.id, EDITOR) is None
    assert await desk.open_for_editing(draft.id, OTHER_EDITOR) == "Bình"
    clock.now += LEASE - MINUTE
    assert await desk.open_for_editing(draft.id, OTHER_EDITOR) == "Bình"
    clock.now += MINUTE
    assert await desk.open_for_editing(draft.id, OTHER_EDITOR) is None
    assert await desk.open_for_editing(draft.id, EDITOR, take=True) is None
    assert await desk.open_for_editing(draft.id, OTHER_EDITOR) == "Bình"


async def test_who_edits_without_a_name_is_told_by_their_number(desk: Desk) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.open_for_editing(draft.id, Actor(Person("telegram", "7"), StaffRole.EDITOR))
    assert await desk.open_for_editing(draft.id, EDITOR) == "telegram:7"


async def test_a_text_that_goes_on_is_open_for_the_next(desk: Desk) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.open_for_editing(draft.id, EDITOR)
    await desk.submit(draft.id, EDITOR)
    assert await desk.open_for_editing(draft.id, PUBLISHER) is None
    await desk.publish(draft.id, PUBLISHER)
    assert await desk.open_for_editing(draft.id, OTHER_EDITOR) is None
    await desk.revise(draft.id, BETTER, OTHER_EDITOR)
    await desk.issue(draft.id, PUBLISHER, RevisionKind.MINOR)
    assert await desk.open_for_editing(draft.id, EDITOR) is None


async def test_who_made_or_submitted_a_brief_cannot_approve_it_even_as_an_owner(strict: Desk) -> None:
    draft = await strict.create(CONTENT, OWNER)
    with pytest.raises(NotAllowedError, match="another publisher"):
        await strict.publish(draft.id, OWNER)
    await strict.submit(draft.id, PUBLISHER)
    for by in (OWNER, PUBLISHER):
        with pytest.raises(NotAllowedError, match="another publisher"):
            await strict.publish(draft.id, by)
    second = actor("Hạnh", StaffRole.PUBLISHER)
    assert (await strict.publish(draft.id, second)).status is Status.PUBLISHED
    await strict.revise(draft.id, BETTER, OWNER)
    with pytest.raises(NotAllowedError, match="another publisher"):
        await strict.issue(draft.id, OWNER, RevisionKind.MINOR)
    assert (await strict.issue(draft.id, second, RevisionKind.MINOR)).content == BETTER_REVIEWED


async def test_who_changed_a_draft_last_cannot_approve_it(strict: Desk) -> None:
    draft = await strict.create(CONTENT, EDITOR)
    await strict.submit(draft.id, EDITOR)
    await strict.revise(draft.id, BETTER, PUBLISHER)
    with pytest.raises(NotAllowedError, match="another publisher"):
        await strict.publish(draft.id, PUBLISHER)
    await strict.revise(draft.id, CONTENT, EDITOR)
    assert (await strict.publish(draft.id, PUBLISHER)).status is Status.PUBLISHED


async def test_changes_that_another_prepared_meanwhile_are_not_dropped_unseen(desk: Desk) -> None:
    brief = await desk.create(CONTENT, EDITOR)
    await desk.publish(brief.id, PUBLISHER)
    await desk.revise(brief.id, BETTER, EDITOR)
    seen = (await desk.file(brief.id)).mark
    await desk.revise(brief.id, replace(BETTER, title="Khác"), OTHER_EDITOR)
    with pytest.raises(InputError, match="changed meanwhile"):
        await desk.drop_changes(brief.id, EDITOR, seen=seen)
    assert (await desk.file(brief.id)).manuscript.title == "Khác"


async def publisher(person: Person) -> StaffRole:
    return StaffRole.PUBLISHER


async def test_a_planned_publication_is_carried_out_once_by_however_many_processes(
    desk: Desk, clock: Clock, database: Database
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    planned = await desk.publish(draft.id, PUBLISHER, at=clock.now + HOUR)
    assert planned.status is Status.IN_REVIEW
    assert await publish_due(database, clock.now, publisher) == []
    clock.now += HOUR
    done = await asyncio.gather(*(publish_due(database, clock.now, publisher) for _ in range(4)))
    assert sorted(len(briefs) for briefs in done) == [0, 0, 0, 1]
    assert await desk.planned() == []
    assert await deeds(database, draft.id) == [("bình", "create"), ("dung", "plan"), ("dung", "publish")]


@pytest.mark.parametrize("change", ["call off", "revise", "send back", "discard"])
async def test_a_planned_publication_ends_when_it_is_called_off_or_its_text_changes(
    desk: Desk, clock: Clock, database: Database, change: str
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.publish(draft.id, PUBLISHER, at=clock.now + HOUR)
    assert [(f.brief.id, f.making.publish_by) for f in await desk.planned()] == [(draft.id, "telegram:dung")]
    assert await desk.in_review() == []
    if change == "call off":
        await desk.call_off(draft.id, PUBLISHER)
    elif change == "revise":
        await desk.revise(draft.id, BETTER, EDITOR)
    elif change == "send back":
        await desk.send_back(draft.id, PUBLISHER, "chưa đủ")
    else:
        await desk.withdraw(draft.id, PUBLISHER)
    clock.now += 2 * HOUR
    assert await publish_due(database, clock.now, publisher) == []


async def test_a_plan_that_is_called_off_is_forgotten_and_the_audit_names_whose_it_was(
    desk: Desk, clock: Clock, database: Database
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.publish(draft.id, PUBLISHER, at=clock.now + HOUR)
    await desk.call_off(draft.id, OWNER)
    await desk.send_back(draft.id, OWNER, "thiếu")
    assert (await desk.file(draft.id)).making.publish_by == ""
    told = [entry.act.details for entry in await AuditStore(database).entries(3)]
    at = (clock.now + HOUR).isoformat()
    assert told == [{"note": "thiếu"}, {"planned_by": "telegram:dung"}, {"at": at}]


async def test_a_planned_publication_that_breaks_holds_up_no_other(
    desk: Desk, clock: Clock, database: Database
) -> None:
    for by in (PUBLISHER, OWNER):
        article = replace(ARTICLE, external_id=by.person.key)
        draft = await desk.create(replace(CONTENT, article=article), EDITOR)
        await desk.publish(draft.id, by, at=clock.now + HOUR)
    clock.now += HOUR

    async def broken(person: Person) -> StaffRole:
        if person.key == PUBLISHER.person.key:
            raise ZeroDivisionError
        return StaffRole.PUBLISHER

    with pytest.raises(ZeroDivisionError):
        await publish_due(database, clock.now, broken)
    assert [(await desk.file(number)).brief.status for number in (1, 2)] == [
        Status.IN_REVIEW,
        Status.PUBLISHED,
    ]


async def test_a_time_that_is_over_is_refused(desk: Desk, clock: Clock) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    with pytest.raises(InputError, match="over"):
        await desk.publish(draft.id, PUBLISHER, at=clock.now)


async def test_what_was_discarded_comes_back_as_a_draft_and_takes_no_changes_before(
    desk: Desk, database: Database
) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.withdraw(draft.id, EDITOR)
    assert await deeds(database, draft.id) == [("bình", "create"), ("bình", "discard")]
    with pytest.raises(InputError, match="withdrawn"):
        await desk.revise(draft.id, BETTER, EDITOR)
    assert (await desk.restore(draft.id, EDITOR)).status is Status.DRAFT


async def test_a_reader_learns_nothing_of_the_state_of_a_brief(desk: Desk) -> None:
    gone = await desk.create(CONTENT, EDITOR)
    await desk.withdraw(gone.id, EDITOR)
    for step in (desk.withdraw, desk.restore, desk.send_back, desk.submit, desk.publish, desk.call_off):
        with pytest.raises(NotAllowedError):
            await step(gone.id, READER)


async def test_editors_take_back_only_what_they_handed_in(desk: Desk) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.submit(draft.id, EDITOR)
    with pytest.raises(NotAllowedError):
        await desk.send_back(draft.id, OTHER_EDITOR, "x")
    with pytest.raises(NotAllowedError):
        await desk.withdraw(draft.id, OTHER_EDITOR)
    assert (await desk.send_back(draft.id, EDITOR)).status is Status.DRAFT
    await desk.submit(draft.id, EDITOR)
    assert (await desk.withdraw(draft.id, EDITOR)).status is Status.WITHDRAWN
    await desk.restore(draft.id, EDITOR)
    await desk.publish(draft.id, PUBLISHER)
    with pytest.raises(NotAllowedError):
        await desk.withdraw(draft.id, EDITOR, "sai")


async def test_who_is_no_editor_any_more_takes_nothing_back(desk: Desk) -> None:
    draft = await desk.create(CONTENT, EDITOR)
    await desk.submit(draft.id, EDITOR)
    former = replace(EDITOR, role=StaffRole.READER)
    for step in (desk.send_back, desk.withdraw, desk.restore):
        with pytest.raises(NotAllowedError):
            await step(draft.id, former)
    assert (await desk.file(draft.id)).brief.status is Status.IN_REVIEW
