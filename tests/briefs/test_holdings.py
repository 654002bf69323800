from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefs import holdings
from briefs.library import Library
from briefs.model import Article, Brief, BriefContent, Deadline, Directive, DocumentRef, Status
from briefs.registry import Kind, Registry
from briefs.search import SearchIndex
from briefs.store.brief_rows import write_row
from briefs.store.briefs import BriefStore
from briefs.store.schema import briefs

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
DAY = dt.date(2025, 1, 31)
DUE = (Directive("báo cáo", deadline=Deadline("trong tháng 1/2025")),)


@pytest.fixture
def store(database) -> BriefStore:
    return BriefStore(database)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the index is kept, of however few briefs."""
    monkeypatch.setattr(holdings, "_WORTH_KEEPING", 1)
    return tmp_path / "briefs.index"


def content(title: str, key: str | None = None) -> BriefContent:
    article = Article(title, external_id=key or title)
    return BriefContent(title, article, documents=(DocumentRef("21/NQ-CP"),))


async def put(store: BriefStore, *titles: str) -> None:
    await store.put_all([content(title) for title in titles], now=NOW)


class Counting(BriefStore):
    """A store that counts the briefs it reads, and how often it is asked for its version."""

    read = asked = 0

    async def published(self, batch: int = 500):
        async for found in super().published(batch):
            self.read += len(found)
            yield found

    async def get_many(self, brief_ids):
        found = await super().get_many(brief_ids)
        self.read += len(found)
        return found

    async def current(self, brief_ids):
        version, found = await super().current(brief_ids)
        self.read += len(found)
        return version, found

    async def version(self):
        self.asked += 1
        return await super().version()


def reading(store: BriefStore, file: Path | None = None, news: object = None) -> Library:
    return Library(store, SearchIndex(), Registry.load(), file, news)


async def titles(library: Library, query: str) -> set[str]:
    return {item.brief.title for item in (await library.search(query)).items}


async def test_an_unchanged_store_is_not_read_at_the_next_start(database, store, file):
    await put(store, "Cảng cạn biên giới", "Hồ chứa mùa mưa")
    await reading(store, file).refresh()
    counting = Counting(database)
    later = reading(counting, file)
    assert await titles(later, "cang can") == {"Cảng cạn biên giới"}
    assert counting.read == 1  # the brief that is shown
    assert [(count.number, count.briefs) for count in await later.documents()] == [("21/NQ-CP", 2)]


async def test_what_changed_since_the_snapshot_is_brought_up_to_date(database, store, file):
    await put(store, "Cảng cạn biên giới", "Hồ chứa mùa mưa", "Đường sắt đô thị")
    await reading(store, file).refresh()
    await store.put(content("Cảng cạn ven sông", "Cảng cạn biên giới"), now=NOW)
    async with database.write() as tx:
        await write_row(tx, 2, {"status": Status.WITHDRAWN})
    await put(store, "Chợ nổi miền Tây")
    later = reading(store, file)
    assert await titles(later, "cang can") == {"Cảng cạn ven sông"}
    assert await titles(later, "ho chua") == set()
    assert await titles(later, "cho noi") == {"Chợ nổi miền Tây"}
    assert await titles(later, "duong sat") == {"Đường sắt đô thị"}


async def test_what_changed_after_the_start_is_in_the_snapshot_of_a_clean_stop(database, store, file):
    await put(store, "Cảng cạn biên giới")
    first = reading(store, file)
    await first.refresh()
    await put(store, "Hồ chứa mùa mưa")
    await first.refresh()
    await first.close()
    counting = Counting(database)
    await reading(counting, file).refresh()
    assert counting.read == 0


async def test_a_brief_of_a_restored_database_is_read_though_its_numbers_are_the_same(database, store, file):
    await put(store, "Cảng cạn biên giới", "Hồ chứa mùa mưa")
    await reading(store, file).refresh()
    async with database.write() as tx:
        await tx.execute(briefs.update().where(briefs.c.id == 1).values(updated_at=NOW.replace(year=2020)))
    counting = Counting(database)
    await reading(counting, file).refresh()
    assert counting.read == 1


async def test_a_broken_snapshot_is_built_anew_and_said_to_be(store, file, caplog):
    await put(store, "Cảng cạn biên giới")
    await reading(store, file).refresh()
    kept = file.read_bytes()
    file.write_bytes(kept[:-9])
    caplog.set_level("INFO")
    assert await titles(reading(store, file), "cang can") == {"Cảng cạn biên giới"}
    assert "built from the briefs: briefs.index is no whole snapshot" in caplog.text
    assert len(file.read_bytes()) == len(kept)


async def test_a_snapshot_that_cannot_be_written_is_no_error(store, tmp_path, file, caplog):
    (tmp_path / "file").write_text("")
    await put(store, "Cảng cạn biên giới")
    assert await titles(reading(store, tmp_path / "file" / "briefs.index"), "cang can")
    assert "is not kept for the next start" in caplog.text


async def test_many_changes_do_not_hold_up_a_search(store):
    await put(store, "Cảng cạn biên giới")
    library = reading(store)
    await library.refresh()
    await put(store, *(f"Hồ chứa mùa mưa {number}" for number in range(300)))
    assert await titles(library, "cang can") == {"Cảng cạn biên giới"}
    assert (await library.search("ho chua")).total < 128
    for _ in range(500):
        await asyncio.sleep(0.01)
        if (await library.search("mua mua 299")).items:
            break
    assert "Hồ chứa mùa mưa 299" in await titles(library, "mua mua 299")


async def test_searches_at_once_follow_many_changes_only_once(database):
    store, index = Counting(database), SearchIndex()
    library = Library(store, index, Registry.load())
    await put(store, "Cảng cạn biên giới")
    await library.refresh()
    await put(store, *(f"Hồ chứa mùa mưa {number}" for number in range(300)))
    await asyncio.gather(*(library.refresh() for _ in range(3)))
    await until(lambda: len(index) == 301)
    assert store.read == 301


class Told:
    """News that a test tells."""

    healthy = True
    heard: Callable[[], None] | None = None

    async def run(self, heard: Callable[[], None]) -> None:
        self.heard = heard
        await asyncio.Event().wait()


async def until(holds: Callable[[], bool], tries: Iterable[int] = range(500)) -> None:
    for _ in tries:
        if holds():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not come")


async def test_while_news_are_heard_the_store_is_not_asked(database, monkeypatch):
    monkeypatch.setattr(holdings, "_TRUSTED_S", 3600.0)
    store, news = Counting(database), Told()
    await put(store, "Cảng cạn biên giới")
    library = reading(store, news=news)
    await library.refresh()
    asked = store.asked
    await library.refresh()
    assert store.asked == asked
    news.healthy = False
    await library.refresh()
    assert store.asked == asked + 1


async def test_a_search_that_meets_a_change_follows_it_though_it_was_not_told(database, monkeypatch):
    monkeypatch.setattr(holdings, "_TRUSTED_S", 3600.0)
    store = BriefStore(database)
    await put(store, "Cảng cạn biên giới")
    library = reading(store, news=Told())
    await library.refresh()
    await put(store, "Hồ chứa mùa mưa")
    assert await titles(library, "ho chua") == {"Hồ chứa mùa mưa"}


async def test_a_search_asks_the_store_once_where_nothing_has_changed(database):
    store = Counting(database)
    await put(store, "Cảng cạn biên giới")
    library = reading(store)
    await library.refresh()
    asked = store.asked
    await titles(library, "cang can")
    assert store.asked == asked


@pytest.mark.parametrize("up_s", [1.0, 1e6])  # how long the machine has been running
async def test_a_change_that_is_told_is_followed_before_anybody_searches(database, monkeypatch, up_s):
    monkeypatch.setattr(holdings, "time", SimpleNamespace(monotonic=lambda: up_s))
    store, news = BriefStore(database), Told()
    await put(store, "Cảng cạn biên giới")
    index = SearchIndex()
    library = Library(store, index, Registry.load(), None, news)
    await library.refresh()
    following = asyncio.create_task(library.follow_news())
    await until(lambda: news.heard is not None)
    await put(store, "Hồ chứa mùa mưa")
    news.heard()
    await until(lambda: len(index) == 2)
    following.cancel()


async def test_the_store_is_asked_again_after_a_while_even_if_nothing_was_told(database, monkeypatch):
    monkeypatch.setattr(holdings, "_TRUSTED_S", 0.0)
    store = Counting(database)
    await put(store, "Cảng cạn biên giới")
    library = reading(store, news=Told())
    await library.refresh()
    asked = store.asked
    await library.refresh()
    assert store.asked == asked + 1


class Filing(set[int]):
    """Briefs of a tag; when they are counted, another brief is filed, as a thread does at any moment."""

    def __init__(self, files: holdings.Files) -> None:
        super().__init__({1})
        self.files = files

    def __len__(self) -> int:
        self.files.tagged["topic:b"].add(2)
        return super().__len__()


def test_subjects_are_counted_while_a_brief_is_filed(store):
    held = holdings.Holdings(store, SearchIndex(), Registry.load(), lambda _: None)
    held._files.tagged["topic:a"] = Filing(held._files)
    assert [count.key for count in held.subjects(Kind.TOPIC)] == ["topic:a"]
    assert [count.key for count in held.subjects(Kind.TOPIC)] == ["topic:a", "topic:b"]


@pytest.mark.parametrize("kept", [False, True])
def test_a_brief_that_is_gone_is_filed_nowhere(kept):
    files = holdings.Files()
    gone, here = (Brief(number, replace(content(f"Bản {number}"), directives=DUE)) for number in (1, 2))
    files.add(gone)
    files.add(here)
    files = holdings.Files.restored(files.plain()) if kept else files
    files.drop([gone.id, 3])
    assert files.documents == {"document:21nqcp": {2: "21/NQ-CP"}}
    assert files.tagged == {"document:21nqcp": {2}}
    assert files.tags == {2: ("document:21nqcp",)}
    assert files.due == files.due_in[2] == [holdings.DueDuty(DAY, 2, 1)]
    assert list(files.due_in) == [2]


@pytest.mark.parametrize("kept", [False, True])
def test_briefs_are_filed_under_their_outlet_and_each_author(kept):
    files = holdings.Files()
    article = Article("x", outlet="Báo điện tử Chính phủ", author="Thu Thảo, Minh Nhật và Lan Anh")
    files.add(Brief(1, BriefContent("Bản 1", article)))
    files.add(Brief(2, BriefContent("Bản 2", replace(article, author=None))))
    files = holdings.Files.restored(files.plain()) if kept else files
    authors = {f"source:{name}": {1} for name in ("thu thao", "minh nhat", "lan anh")}
    outlets = {key: {1, 2} for key in ("source:bao chinh phu", "outlet:chinh phu")}
    assert files.tagged == {**outlets, **authors}
    files.drop([1])
    assert {key for key, ids in files.tagged.items() if ids} == outlets.keys()
