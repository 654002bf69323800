from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefs.errors import InputError, NotFoundError
from briefs.model import (
    Article,
    Body,
    Brief,
    BriefContent,
    Citation,
    Deadline,
    Directive,
    DocumentRef,
    DocumentRole,
    Figure,
    Point,
    Status,
)
from briefs.store.audit import AuditStore
from briefs.store.brief_rows import Change, RevisionKind
from briefs.store.briefs import BodyCount, BriefStore
from briefs.store.content import from_json, to_json
from briefs.store.editorial import EditorialStore
from briefs.store.engine import Database
from briefs.store.lists import Role

NOW = dt.datetime(2024, 12, 24, 0, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

TRADE = Body("Bộ Công Thương", "agency:bo-cong-thuong")
HEALTH = Body("Bộ Y tế", "agency:bo-y-te")
PROVINCES = Body("các địa phương", "group:dia-phuong")

CONTENT = BriefContent(
    title="Kết luận về ngoại giao kinh tế",
    article=Article(
        "Kết luận",
        outlet="Báo A",
        published=dt.date(2024, 8, 1),
        url="https://example.org/1",
        paragraphs=("Đoạn một.", "Đoạn hai."),
        external_id="bai-1",
    ),
    points=(Point("Mở thị trường Trung Đông.", (Citation(2, 0, 4),)),),
    directives=(
        Directive(
            "mở rộng thị trường",
            lead=TRADE,
            partners=(HEALTH,),
            deadline=Deadline("quý I", dt.date(2025, 3, 31)),
        ),
        Directive("báo cáo kết quả", addressees=(PROVINCES, TRADE), overseers=(HEALTH,)),
    ),
    figures=(Figure("xuất khẩu", "1.400 triệu USD"),),
    documents=(DocumentRef("355/TB-VPCP", role=DocumentRole.CARRIER), DocumentRef("15-CT/TW")),
    agencies=("agency:bo-cong-thuong",),
    places=("place:an-giang",),
    topics=("topic:xuat-khau",),
)


def content(number: int, **changes: object) -> BriefContent:
    article = Article(f"Bài {number}", published=dt.date(2024, 1, number), external_id=f"x{number}")
    return replace(BriefContent(f"Bản {number}", article), **changes)


async def move(database: Database, brief_id: int, status: Status, *, now: dt.datetime) -> Brief:
    async with EditorialStore(database).open(brief_id, actor="test", now=now) as case:
        await case.move(status)
    return case.brief


async def put(store: BriefStore, what: BriefContent, now: dt.datetime = NOW, **options: object) -> Brief:
    brief, _ = await store.put(what, now=now, **options)
    return brief


async def test_a_brief_comes_back_as_it_was_put(store: BriefStore) -> None:
    brief, change = await store.put(CONTENT, slug="ket-luan", now=NOW)
    assert change is Change.CREATED
    assert await store.get(brief.id) == brief
    assert brief == Brief(1, CONTENT, Status.PUBLISHED, 1, NOW, NOW, publication=1)


async def test_times_come_back_aware_and_in_utc(store: BriefStore) -> None:
    hanoi = dt.timezone(dt.timedelta(hours=7))
    brief = await put(store, CONTENT, NOW.astimezone(hanoi))
    assert brief.published_at == NOW
    assert brief.published_at.tzinfo is dt.UTC


async def test_putting_the_same_content_again_changes_nothing(store: BriefStore) -> None:
    first = await put(store, CONTENT, slug="a")
    version = await store.version()
    again, change = await store.put(CONTENT, slug="a", now=NOW + HOUR)
    assert (again, change) == (first, Change.UNCHANGED)
    assert await store.version() == version
    assert len(await store.revisions(first.id)) == 1


async def test_a_changed_content_becomes_the_next_revision(store: BriefStore) -> None:
    first = await put(store, CONTENT, slug="a")
    changed = replace(CONTENT, title="Tên mới", topics=())
    brief, change = await store.put(
        changed, slug="a", now=NOW + HOUR, kind=RevisionKind.CORRECTION, author="42"
    )
    assert (brief.id, brief.revision, brief.title, change) == (first.id, 2, "Tên mới", Change.UPDATED)
    assert (brief.published_at, brief.updated_at) == (NOW, NOW + HOUR)
    kinds = [(r.number, r.kind, r.content.title, r.author) for r in await store.revisions(brief.id)]
    assert kinds == [
        (1, RevisionKind.FIRST, CONTENT.title, ""),
        (2, RevisionKind.CORRECTION, "Tên mới", "42"),
    ]


async def test_an_article_is_known_again_by_its_external_id_or_its_url(store: BriefStore) -> None:
    brief = await put(store, CONTENT)
    assert (await put(store, replace(CONTENT, title="Khác"))).id == brief.id
    only_url = replace(CONTENT, article=replace(CONTENT.article, external_id=None))
    assert (await put(store, only_url)).id == brief.id


async def test_a_slug_and_an_external_id_of_different_briefs_are_refused(store: BriefStore) -> None:
    await put(store, content(1), slug="one")
    await put(store, content(2), slug="two")
    with pytest.raises(InputError, match="belongs to brief 1"):
        await put(store, content(2), slug="one")


async def test_stored_paragraphs_survive_a_content_without_them(store: BriefStore) -> None:
    brief = await put(store, CONTENT, slug="a")
    bare = replace(CONTENT, article=replace(CONTENT.article, paragraphs=()))
    again, change = await store.put(bare, slug="a", now=NOW)
    assert change is Change.UNCHANGED
    assert again.content.article.paragraphs == brief.content.article.paragraphs


async def test_attaching_a_source_makes_no_revision(store: BriefStore) -> None:
    bare = replace(CONTENT, article=replace(CONTENT.article, paragraphs=()))
    await put(store, bare, slug="a")
    brief, change = await store.put(CONTENT, slug="a", now=NOW)
    assert (change, brief.revision) == (Change.UPDATED, 1)
    assert brief.content.article.paragraphs == ("Đoạn một.", "Đoạn hai.")


async def test_a_missing_brief_is_said_to_be_missing(store: BriefStore) -> None:
    with pytest.raises(NotFoundError, match="no brief 99"):
        await store.get(99)


async def test_the_latest_briefs_stand_first_and_undated_ones_last_among_equals(store: BriefStore) -> None:
    for number in (1, 3, 2):
        await put(store, content(number))
    await put(store, BriefContent("không ngày", Article("x", external_id="x9")))
    await put(store, BriefContent("mới đăng", Article("y", external_id="y")), NOW + HOUR)
    titles = [brief.title for brief in await store.latest(10)]
    assert titles == ["mới đăng", "Bản 3", "Bản 2", "Bản 1", "không ngày"]
    assert [brief.title for brief in await store.latest(2, 1)] == ["Bản 3", "Bản 2"]
    assert await store.newest_date() == dt.date(2024, 1, 3)


async def test_drafts_and_withdrawn_briefs_are_not_listed(store: BriefStore, database: Database) -> None:
    draft = await put(store, content(1), publish=False)
    gone = await put(store, content(2), slug="gone")
    await move(database, gone.id, Status.WITHDRAWN, now=NOW + HOUR)
    assert draft.published_at is None
    assert await store.count() == 0
    assert await store.latest(10) == []
    assert await store.newest_date() is None
    assert (await store.get(gone.id)).status is Status.WITHDRAWN
    assert await store.find("gone") == await store.get(gone.id)


async def test_publishing_again_keeps_the_first_time(store: BriefStore, database: Database) -> None:
    brief = await put(store, CONTENT)
    await move(database, brief.id, Status.WITHDRAWN, now=NOW + HOUR)
    again = await move(database, brief.id, Status.PUBLISHED, now=NOW + 2 * HOUR)
    assert (again.published_at, again.updated_at) == (NOW, NOW + 2 * HOUR)


async def test_all_published_briefs_come_in_batches(store: BriefStore) -> None:
    for number in range(1, 6):
        await put(store, content(number), publish=number != 3)
    batches = [[brief.id for brief in batch] async for batch in store.published(batch=2)]
    assert batches == [[1, 2], [4, 5]]


async def test_a_reader_of_the_change_counter_sees_each_change_once(
    store: BriefStore, database: Database
) -> None:
    assert await store.version() == 0
    await put(store, content(1))
    await put(store, content(2))
    seen = await store.version()
    await move(database, 1, Status.WITHDRAWN, now=NOW)
    assert await store.version() > seen
    assert await store.changed_since(seen) == [1]
    assert await store.changed_since(0) == [2, 1]


async def test_a_brief_that_changes_has_another_mark_and_one_withdrawn_has_none(store, database):
    await put(store, content(1))
    await put(store, content(2))
    before = await store.marks()
    await move(database, 1, Status.WITHDRAWN, now=NOW)
    assert await store.marks() == {2: before[2]}
    await move(database, 1, Status.PUBLISHED, now=NOW)
    assert (await store.marks())[1] != before[1]


async def test_publications_are_numbered_in_order_and_keep_their_number(
    store: BriefStore, database: Database
) -> None:
    for number in (1, 2):
        await put(store, content(number))
    draft = await put(store, content(3), publish=False)
    assert draft.publication is None
    seen, first = await store.publications(0, NOW)
    assert [brief.id for brief in first] == [1, 2]
    await put(store, content(1, title="sửa"))
    await move(database, 2, Status.WITHDRAWN, now=NOW)
    await move(database, 2, Status.PUBLISHED, now=NOW)
    assert (await store.publications(seen, NOW))[1] == []
    published = await move(database, 3, Status.PUBLISHED, now=NOW)
    later, found = await store.publications(seen, NOW)
    assert found == [published]
    assert published.publication == later > seen
    assert (await store.publications(seen, NOW + HOUR))[1] == []


@pytest.mark.parametrize("number", ["355/TB-VPCP", "355/tb-vpcp", " 355 TB VPCP", "15-CT/TW"])
async def test_a_document_number_finds_its_briefs_however_written(store: BriefStore, number: str) -> None:
    await put(store, CONTENT)
    assert [brief.id for brief in await store.by_document(number)] == [1]
    assert await store.by_document("356/TB-VPCP") == []


async def test_duties_of_a_body_come_with_its_part_in_them(store: BriefStore) -> None:
    await put(store, CONTENT)
    found = await store.duties_for(["agency:bo-cong-thuong"])
    assert [(f.duty.number, f.role, f.duty.directive.action) for f in found] == [
        (1, Role.LEAD, "mở rộng thị trường"),
        (2, Role.ADDRESSEE, "báo cáo kết quả"),
    ]
    assert found[0].duty.brief_title == CONTENT.title
    leading = await store.duties_for(
        ["agency:bo-cong-thuong", "agency:bo-y-te"], [Role.PARTNER, Role.OVERSEER]
    )
    assert [(f.key, f.role) for f in leading] == [
        ("agency:bo-y-te", Role.PARTNER),
        ("agency:bo-y-te", Role.OVERSEER),
    ]


async def test_bodies_are_counted_by_what_they_lead_and_share(store: BriefStore, database: Database) -> None:
    await put(store, CONTENT)
    await put(store, content(2, directives=(Directive("ký", lead=TRADE),)))
    hidden = await put(store, content(3, directives=(Directive("ẩn", lead=HEALTH),)))
    await move(database, hidden.id, Status.WITHDRAWN, now=NOW)
    assert await store.bodies_with_duties() == [
        BodyCount("agency:bo-cong-thuong", 3, 0),
        BodyCount("agency:bo-y-te", 0, 2),
        BodyCount("group:dia-phuong", 1, 0),
    ]


async def test_duties_that_a_body_gives_are_asked_for_by_that_part_and_are_none_of_its_own(
    store: BriefStore,
) -> None:
    premier = Body("Thủ tướng Chính phủ", "agency:thu-tuong-chinh-phu")
    for number in (1, 2):
        given = tuple(Directive(f"việc {n}", lead=TRADE, issuer=premier) for n in (1, 2))
        await put(store, content(number, directives=given))
    assert await store.duties_for([premier.key or ""]) == []
    found = await store.duties_for([premier.key or ""], [Role.ISSUER], limit=3)
    assert [(each.duty.brief_id, each.duty.number) for each in found] == [(2, 1), (2, 2), (1, 1)]
    assert [count.key for count in await store.bodies_with_duties()] == ["agency:bo-cong-thuong"]


async def test_all_who_lead_are_listed_as_leads(store: BriefStore) -> None:
    await put(store, content(2, directives=(Directive("ký", lead=TRADE, co_leads=(HEALTH,)),)))
    found = await store.duties_for([TRADE.key or "", HEALTH.key or ""])
    assert [(each.key, each.role) for each in found] == [(TRADE.key, Role.LEAD), (HEALTH.key, Role.LEAD)]


async def test_a_new_revision_replaces_duties_and_tags(store: BriefStore) -> None:
    await put(store, CONTENT, slug="a")
    await put(store, replace(CONTENT, directives=(), documents=()), slug="a")
    assert await store.bodies_with_duties() == []
    assert await store.by_document("355/TB-VPCP") == []


async def test_text_no_database_can_keep_is_cleaned_not_fatal(store: BriefStore) -> None:
    odd = replace(content(1), title="a\0b \ud800 \U0001f600 \u202e x", points=(Point("p\ud800\0"),))
    brief = await put(store, odd)
    assert await store.get(brief.id) == brief
    assert "\U0001f600" in brief.title
    assert (await store.put(odd, now=NOW))[1] is Change.UNCHANGED


async def test_a_failing_transaction_leaves_nothing(store: BriefStore, database: Database) -> None:
    async def fail() -> None:
        async with database.write() as tx:
            await tx.exec_driver_sql("UPDATE counters SET value = 99")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await store.version() == 0


texts = st.text(max_size=20)
dates = st.none() | st.dates()
citations = st.lists(st.builds(Citation, st.integers(1, 99)), max_size=2).map(tuple)
bodies = st.builds(Body, texts, st.none() | texts)
body_lists = st.lists(bodies, max_size=2).map(tuple)
directives = st.builds(
    Directive,
    texts,
    issuer=st.none() | bodies,
    lead=st.none() | bodies,
    partners=body_lists,
    addressees=body_lists,
    overseers=body_lists,
    deadline=st.none() | st.builds(Deadline, texts, dates),
    basis=st.lists(texts, max_size=2).map(tuple),
    citations=citations,
)
documents = st.builds(
    DocumentRef, texts, st.none() | texts, date=dates, role=st.sampled_from(DocumentRole), citations=citations
)
contents = st.builds(
    BriefContent,
    texts,
    st.builds(Article, texts, published=dates, paragraphs=st.lists(texts, max_size=2).map(tuple)),
    title_is_ours=st.booleans(),
    points=st.lists(st.builds(Point, texts, citations), max_size=2).map(tuple),
    directives=st.lists(directives, max_size=2).map(tuple),
    figures=st.lists(st.builds(Figure, texts, texts, citations), max_size=2).map(tuple),
    documents=st.lists(documents, max_size=2).map(tuple),
    topics=st.lists(texts, max_size=2).map(tuple),
    machine_made=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(contents)
def test_no_content_is_lost_on_its_way_through_json(any_content: BriefContent) -> None:
    assert from_json(to_json(any_content)) == any_content


async def test_many_briefs_are_put_at_once_and_each_says_what_was_done(store):
    def named(key: str | None, title: str) -> BriefContent:
        return BriefContent(title, Article(title, external_id=key))

    first = [named("a", "A"), named("b", "B"), named(None, "no id")]
    assert await store.put_all(first, now=NOW) == [Change.CREATED] * 3
    second = [named("b", "B"), named("a", "A2"), named("c", "C"), named("c", "C"), named("d", "D")]
    done = await store.put_all(second, now=NOW)
    assert done == [Change.UNCHANGED, Change.UPDATED, Change.CREATED, Change.UNCHANGED, Change.CREATED]
    assert sorted(b.title for b in await store.latest(9)) == ["A2", "B", "C", "D", "no id"]
    assert await store.put_all([], now=NOW) == []


async def test_briefs_put_at_once_have_changes_of_their_own(store):
    contents = [BriefContent(t, Article(t, external_id=t)) for t in "abc"]
    await store.put_all(contents, now=NOW)
    last = await store.version()
    assert await store.changed_since(last - 2) == [2, 3]


async def test_what_somebody_imports_is_audited_and_what_stays_as_it_is_is_not(
    store: BriefStore, database: Database
) -> None:
    for _ in range(2):
        await store.put(CONTENT, now=NOW, author="cli:lan")
        await store.put_all([content(1), content(2)], now=NOW, author="cli:lan")
        await store.put(content(3), now=NOW)
    entries = await AuditStore(database).entries(9)
    assert [(e.act.actor, e.act.act, e.act.brief_id, e.act.details) for e in entries] == [
        ("cli:lan", "import", None, {"created": 2, "published": True}),
        ("cli:lan", "import", 1, {"change": "created", "status": "published"}),
    ]
