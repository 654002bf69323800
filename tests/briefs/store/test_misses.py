from __future__ import annotations

import datetime as dt

import pytest

from briefs.store import misses as module
from briefs.store.engine import Database
from briefs.store.misses import Miss, MissStore

DAY = dt.date(2024, 12, 24)


@pytest.fixture
def misses(database: Database) -> MissStore:
    return MissStore(database)


async def test_searches_in_vain_are_counted_by_their_words(misses: MissStore) -> None:
    for words in ("halal", "thue quan", "halal"):
        await misses.count(words, day=DAY)
    await misses.count("halal", day=DAY + dt.timedelta(days=1))
    assert await misses.most(10, since=DAY) == [Miss("halal", 3), Miss("thue quan", 1)]
    assert await misses.most(1, since=DAY) == [Miss("halal", 3)]
    assert await misses.total(since=DAY) == 4
    assert await misses.total(since=DAY + dt.timedelta(days=1)) == 1


async def test_one_day_adds_only_so_many_words(misses: MissStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_A_DAY", 2)
    for words in ("mot", "hai", "ba", "mot"):
        await misses.count(words, day=DAY)
    assert await misses.most(10, since=DAY) == [Miss("mot", 2), Miss("hai", 1)]
    await misses.count("ba", day=DAY + dt.timedelta(days=1))
    assert await misses.total(since=DAY) == 4
