import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

from briefs import holdings
from briefs.library import Library
from briefs.model import Article, Body, BriefContent, Deadline, Directive, Status
from briefs.registry import Registry
from briefs.search import SearchIndex
from briefs.search.periods import Period
from briefs.store import recent
from briefs.store.brief_rows import write_row
from briefs.store.briefs import BriefStore

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
TITLE = "Cảng cạn biên giới"


class Interrupted(BriefStore):
    """A store whose next read of briefs takes long enough for another search to come and go."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def current(self, brief_ids):
        if self.meanwhile is not None:
            search, self.meanwhile = self.meanwhile, None
            await search()
        return await super().current(brief_ids)


async def test_a_search_that_is_overtaken_loses_no_hit_when_recent_briefs_are_forgotten(
    database, monkeypatch
):
    monkeypatch.setattr(recent, "_KEPT", 0)
    store = Interrupted(database)
    titles = ("Cảng cạn biên giới", "Cảng cạn ven sông", "Hồ chứa mùa mưa")
    await store.put_all([BriefContent(t, Article(t, external_id=t)) for t in titles], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    await reading.search("bien gioi")
    store.meanwhile = lambda: reading.search("ho chua")
    found = await reading.search("cang can")
    assert {item.brief.title for item in found.items} == set(titles[:2])


async def test_a_brief_that_changed_is_shown_as_it_is_now(database):
    store = BriefStore(database)
    await store.put_all([BriefContent(TITLE, Article(TITLE, external_id="a"))], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    assert (await reading.search("cang can")).items[0].brief.title == TITLE
    await store.put(BriefContent("Cảng cạn mới", Article("Cảng cạn mới", external_id="a")), now=NOW)
    assert (await reading.search("cang can")).items[0].brief.title == "Cảng cạn mới"


class Slow(BriefStore):
    """A store whose changed briefs are never read."""

    async def get_many(self, brief_ids):
        await asyncio.Event().wait()


async def test_what_was_withdrawn_is_not_found_while_many_changes_are_followed(database, monkeypatch):
    monkeypatch.setattr(holdings, "_AT_ONCE", 1)
    store = Slow(database)
    titles = (TITLE, "Cảng cạn ven sông")
    await store.put_all([BriefContent(t, Article(t, external_id=t)) for t in titles], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    found = (await reading.search("cang can")).items
    async with database.write() as tx:
        await write_row(tx, found[0].brief.id, {"status": Status.WITHDRAWN})
    await store.put(BriefContent("Hồ chứa", Article("Hồ chứa")), now=NOW)
    assert [item.brief.title for item in (await reading.search("cang can")).items] == [found[1].brief.title]
    await reading.close()


HEALTH = "agency:so-y-te"


def told(title: str, key: str, *places: str) -> BriefContent:
    duty = Directive(title, addressees=(Body("Sở Y tế", key),))
    return BriefContent(title, Article(title, external_id=title), directives=(duty,), places=places)


async def test_a_department_has_what_is_told_to_it_anywhere_and_that_of_a_place_what_concerns_it(database):
    store = BriefStore(database)
    told_to = [
        told("mọi nơi", HEALTH),
        told("Hà Nội", f"{HEALTH}@ha-noi", "place:ha-noi"),
        told("ở Hà Nội", HEALTH, "place:ha-noi"),
        told("ở An Giang", HEALTH, "place:an-giang"),
    ]
    await store.put_all(told_to, now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    general = await reading.duties_of(HEALTH)
    assert {duty.directive.action for duty in general.led} == {"mọi nơi", "Hà Nội", "ở Hà Nội", "ở An Giang"}
    local = await reading.duties_of(f"{HEALTH}@ha-noi")
    assert [duty.directive.action for duty in local.led] == ["Hà Nội"]
    assert {duty.directive.action for duty in local.shared} == {"mọi nơi", "ở Hà Nội"}


def due(title: str, deadline: str, *bodies: Body) -> BriefContent:
    duty = Directive(title, addressees=bodies, deadline=Deadline(deadline))
    return BriefContent(title, Article(title, external_id=title), directives=(Directive("khác"), duty))


async def due_titles(reading: Library, listed) -> list[str]:
    return [each.duty.directive.action for each in await reading.due(listed)]


async def test_deadlines_are_listed_from_today_on_and_those_passed_the_other_way_round(database):
    store = BriefStore(database)
    deadlines = ("tháng 3/2025", "24/12/2024", "23/12/2024", "hằng năm", "quý III/2024", "năm 2025")
    await store.put_all([due(text, text) for text in deadlines], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    found = await reading.deadlines(NOW.date())
    assert await due_titles(reading, found.ahead) == ["24/12/2024", "tháng 3/2025", "năm 2025"]
    assert await due_titles(reading, found.passed) == ["23/12/2024", "quý III/2024"]


def month(number: int) -> Period:
    return Period(dt.date(2024, number, 1), dt.date(2024, number + 1, 1))


async def test_what_is_due_in_a_period_is_listed_on_both_sides_of_today(database):
    store = BriefStore(database)
    deadlines = ("1/10/2024", "31/10/2024", "1/11/2024", "30/9/2024")
    await store.put_all([due(text, text) for text in deadlines], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    before, amid, behind = [
        await reading.deadlines(dt.date(2024, month, day)) for month, day in ((9, 1), (10, 15), (11, 15))
    ]
    for found in (before, amid):
        assert await due_titles(reading, found.within(month(10))) == ["1/10/2024", "31/10/2024"]
    assert await due_titles(reading, behind.within(month(10))) == ["31/10/2024", "1/10/2024"]


async def test_where_nothing_is_due_in_a_period_the_nearest_days_are_known(database):
    store = BriefStore(database)
    await store.put_all(
        [due(text, text) for text in ("1/6/2024", "5/6/2024", "1/10/2024", "2/10/2024")], now=NOW
    )
    reading = Library(store, SearchIndex(), Registry.load())
    found = await reading.deadlines(dt.date(2024, 7, 1))
    assert found.nearest(month(8)) == [dt.date(2024, 6, 5), dt.date(2024, 10, 1)]
    assert found.nearest(month(3)) == [dt.date(2024, 6, 1)]
    assert found.nearest(month(11)) == [dt.date(2024, 10, 2)]


async def test_deadlines_of_a_body_are_those_of_its_duties_and_of_its_groups(database):
    store = BriefStore(database)
    industry = Body("Bộ Công Thương", "agency:bo-cong-thuong")
    ministries = Body("Các bộ, ngành", "group:bo-nganh")
    told = [("của bộ", industry), ("chung", ministries), ("khác", Body("Bộ Y tế", "agency:bo-y-te"))]
    await store.put_all([due(title, "31/12/2024", body) for title, body in told], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    found = await reading.deadlines(NOW.date(), "agency:bo-cong-thuong")
    assert await due_titles(reading, found.ahead) == ["của bộ", "chung"]


async def test_a_duty_that_was_dropped_or_put_off_meanwhile_is_not_due_on_that_day(database):
    store = BriefStore(database)
    await store.put(due("báo cáo", "31/12/2024"), now=NOW)
    put_off = due("báo cáo", "31/03/2025")
    reading = Library(store, SearchIndex(), Registry.load())
    found = await reading.deadlines(NOW.date())
    for now_says in (BriefContent("báo cáo", Article("báo cáo", external_id="báo cáo")), put_off):
        await store.put(now_says, now=NOW)
        await reading.refresh()
        assert await reading.due(found.ahead) == []


async def test_deadlines_that_a_body_gave_to_others_are_shown_where_it_has_none_itself(database):
    premier, ministry = Body("Thủ tướng", "agency:thu-tuong-chinh-phu"), Body("Bộ Y tế", "agency:bo-y-te")
    day = dt.date(2026, 12, 1)
    given = (
        Directive("việc của bộ", lead=ministry, issuer=premier, deadline=Deadline("1/12/2026", day)),
        Directive("việc bộ giao", lead=Body("Sở Y tế", HEALTH), issuer=ministry, deadline=Deadline("x", day)),
    )
    await BriefStore(database).put(BriefContent("T", Article("T"), directives=given), now=NOW)
    library = Library(BriefStore(database), SearchIndex(), Registry.load())
    for body, numbers in ((premier, [1]), (ministry, [1])):
        found = await library.deadlines(NOW.date(), body.key)
        assert [due.number for due in found.ahead] == numbers


async def test_briefs_of_an_outlet_are_found_by_its_name_alone_and_the_latest_first(database):
    store = BriefStore(database)
    outlets = ("Nhân Dân", "Báo An Giang", "Báo điện tử Nhân Dân", "Nhân Dân online", None, "Trang thông tin")
    await store.put_all([BriefContent(str(o), Article(str(o), outlet=o)) for o in outlets], now=NOW)
    reading = Library(store, SearchIndex(), Registry.load())
    for name in ("nhan dan", "báo Nhân Dân", "Báo Nhân Dân điện tử", "cổng thông tin điện tử Nhân Dân"):
        assert await reading.from_source(name) == [4, 3, 1]
    assert await reading.from_source("bao dien tu an giang") == [2]
    assert await reading.from_source("trang thông tin") == [6]
    assert await reading.from_source("An Giang") == await reading.from_source("thông tin") == []
    assert [brief.title for brief in await reading.published([4, 9, 1])] == ["Nhân Dân online", "Nhân Dân"]
