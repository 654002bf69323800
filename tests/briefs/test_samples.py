"""Samples: what a subscription would have brought lately."""

from __future__ import annotations

import datetime as dt

import pytest

from briefs.model import Article, BriefContent
from briefs.registry import Registry
from briefs.samples import MAX_ITEMS, sample_digest
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.subscriptions import Chat, Criteria, Subscription

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
CHAT = Chat(1, "telegram", "7", "private", "", "vi", "Asia/Ho_Chi_Minh")
RICE = "topic:gao"


@pytest.fixture
def store(database: Database) -> BriefStore:
    return BriefStore(database)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


async def publish(store: BriefStore, title: str, at: dt.datetime, *topics: str) -> None:
    await store.put(BriefContent(title, Article(title), topics=topics), slug=title, publish=True, now=at)


def following(*keys: str) -> Subscription:
    """A subscription that has been sent everything there is."""
    schedule = Schedule(Frequency.DAILY)
    return Subscription(1, CHAT, "", Criteria(keys=keys), schedule, CHAT.timezone, 99, NOW, NOW + DAY)


async def titles(store: BriefStore, registry: Registry, now: dt.datetime) -> list[str]:
    made = await sample_digest(store, registry, following(RICE), now)
    return [item.brief.title for item in made.items] if made else []


async def test_a_sample_has_what_the_last_30_days_brought_though_it_was_sent(store, registry) -> None:
    await publish(store, "old", NOW - 40 * DAY, RICE)
    await publish(store, "first", NOW - 20 * DAY, RICE)
    await publish(store, "other", NOW - 10 * DAY)
    await publish(store, "second", NOW - DAY, RICE)
    made = await sample_digest(store, registry, following(RICE), NOW)
    assert made is not None
    assert [item.brief.title for item in made.items] == ["second", "first"]
    assert (made.start, made.end, made.next_due, made.omitted) == (NOW - 30 * DAY, NOW, NOW + DAY, 0)


async def test_where_nothing_is_recent_the_newest_that_fits_is_shown(store, registry) -> None:
    await publish(store, "oldest", NOW - 90 * DAY, RICE)
    await publish(store, "newest", NOW - 60 * DAY, RICE)
    await publish(store, "other", NOW - 50 * DAY)
    made = await sample_digest(store, registry, following(RICE), NOW)
    assert made is not None
    assert [item.brief.title for item in made.items] == ["newest"]
    assert (made.start, made.omitted) == (NOW - 60 * DAY, 0)


async def test_where_nothing_fits_there_is_no_sample(store, registry) -> None:
    await publish(store, "other", NOW - DAY)
    assert await titles(store, registry, NOW) == []


async def test_a_sample_is_short_and_says_how_many_are_left_out(store, registry) -> None:
    for number in range(MAX_ITEMS + 3):
        await publish(store, str(number), NOW - DAY, RICE)
    made = await sample_digest(store, registry, following(RICE), NOW)
    assert made is not None
    assert (len(made.items), made.omitted) == (MAX_ITEMS, 3)
