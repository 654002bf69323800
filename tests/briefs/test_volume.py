"""How much following something brings."""

from __future__ import annotations

import datetime as dt

import pytest

from briefs.library import Library, Volume
from briefs.model import Article, BriefContent
from briefs.registry import Registry
from briefs.search import SearchIndex
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.subscriptions import Criteria

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
RICE = Criteria(keys=("topic:gao",))


@pytest.fixture
def store(database: Database) -> BriefStore:
    return BriefStore(database)


@pytest.fixture
def library(store: BriefStore) -> Library:
    return Library(store, SearchIndex(), Registry.load())


async def publish(store: BriefStore, count: int, at: dt.datetime, *topics: str) -> None:
    for number in range(count):
        name = f"{at:%m%d}-{topics}-{number}"
        content = BriefContent(name, Article(name), topics=topics)
        await store.put(content, slug=name, publish=True, now=at)


async def test_only_what_is_wanted_and_recent_is_counted(store: BriefStore, library: Library) -> None:
    await publish(store, 1, NOW - 31 * DAY, "topic:gao")
    await publish(store, 2, NOW - 5 * DAY, "topic:gao")
    await publish(store, 3, NOW - 4 * DAY, "topic:du-lich")
    assert await library.volume(RICE, NOW - 30 * DAY) == Volume(2)
    assert await library.volume(Criteria(everything=True), NOW - 30 * DAY) == Volume(5)
    assert await library.volume(Criteria(query="-lúa"), NOW - 30 * DAY) == Volume(5)


async def test_of_very_many_briefs_the_newest_stand_for_all(
    store: BriefStore, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefs.library._VOLUME_SAMPLE", 4)
    await publish(store, 4, NOW - 6 * DAY)
    await publish(store, 2, NOW - 5 * DAY, "topic:gao")
    await publish(store, 2, NOW - 4 * DAY)
    assert await library.volume(RICE, NOW - 30 * DAY) == Volume(4, exact=False)
