from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Collection

import pytest

from briefs.model import Article, Brief, BriefContent
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.store.recent import RecentBriefs

NOW = dt.datetime(2024, 12, 24, 0, 30, tzinfo=dt.UTC)


class Counting(BriefStore):
    """Counts how many briefs were asked for; something may happen before the next of them are read."""

    asked = 0
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def get_many(self, brief_ids: Collection[int]) -> dict[int, Brief]:
        self.asked += len(brief_ids)
        return await super().get_many(brief_ids)

    async def current(self, brief_ids: Collection[int]) -> tuple[int, dict[int, Brief]]:
        self.asked += len(brief_ids)
        if self.meanwhile is not None:
            work, self.meanwhile = self.meanwhile, None
            await work()
        return await super().current(brief_ids)


@pytest.fixture
def counting(database: Database) -> Counting:
    return Counting(database)


@pytest.fixture
def recent(counting: Counting) -> RecentBriefs:
    return RecentBriefs(counting)


async def put(store: BriefStore, title: str, slug: str = "one") -> int:
    content = BriefContent(title=title, article=Article("Báo cáo", paragraphs=("Đoạn một.",)))
    brief, _ = await store.put(content, slug=slug, now=NOW)
    return brief.id


async def test_a_brief_is_read_once_until_one_changes(counting: Counting, recent: RecentBriefs) -> None:
    one, two = await put(counting, "Một"), await put(counting, "Hai", "two")
    version = await counting.version()
    first = await recent.get_many([one], version)
    assert await recent.get_many([two, one], version) == await counting.get_many([one, two])
    assert first[one].title == "Một"
    assert counting.asked == 4


async def test_what_was_asked_for_after_a_change_has_it(counting: Counting, recent: RecentBriefs) -> None:
    one = await put(counting, "Một")
    await recent.get_many([one], await counting.version())
    await put(counting, "Một, đã sửa")
    assert (await recent.get_many([one], await counting.version()))[one].title == "Một, đã sửa"


async def test_what_was_asked_for_before_a_change_may_have_it_too(
    counting: Counting, recent: RecentBriefs
) -> None:
    one = await put(counting, "Một")
    before = await counting.version()
    await put(counting, "Một, đã sửa")
    await recent.get_many([one], await counting.version())
    assert (await recent.get_many([one], before))[one].title == "Một, đã sửa"


async def test_a_brief_that_does_not_exist_is_left_out(counting: Counting, recent: RecentBriefs) -> None:
    assert await recent.get_many([99], 1) == {}


async def test_a_brief_that_was_forgotten_is_read_again(counting: Counting, recent: RecentBriefs) -> None:
    one = await put(counting, "Một")
    version = await counting.version()
    await recent.get_many([one], version)
    await put(counting, "Một, đã sửa")
    recent.forget([one])
    assert (await recent.get_many([one], version))[one].title == "Một, đã sửa"


async def test_briefs_as_they_are_now_come_with_their_version(
    counting: Counting, recent: RecentBriefs
) -> None:
    one, two = await put(counting, "Một"), await put(counting, "Hai", "two")
    version, first = await recent.current([one, 99])
    assert (version, list(first)) == (await counting.version(), [one])
    version, both = await recent.current([one, two])
    assert both == await counting.get_many([one, two])
    assert await recent.current([]) == (version, {})
    assert counting.asked == 2 + 1 + 2  # the first was kept


async def test_what_was_kept_is_not_taken_for_what_is_now(counting: Counting, recent: RecentBriefs) -> None:
    one = await put(counting, "Một")
    before, _ = await recent.current([one])
    await put(counting, "Một, đã sửa")
    version, found = await recent.current([one])
    assert version > before
    assert found[one].title == "Một, đã sửa"


async def test_what_was_kept_before_another_reader_saw_a_change_is_read_again(
    counting: Counting, recent: RecentBriefs
) -> None:
    one = await put(counting, "Một")
    await recent.current([one])

    async def change() -> None:
        await put(counting, "Một, đã sửa")
        await recent.current([])

    counting.meanwhile = change
    _, found = await recent.current([one])
    assert found[one].title == "Một, đã sửa"
