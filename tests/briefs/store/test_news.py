from __future__ import annotations

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa

from briefs.model import Article, BriefContent
from briefs.store import news as hearing
from briefs.store.brief_rows import CHANNEL
from briefs.store.briefs import BriefStore
from briefs.store.news import BriefNews

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
BRIEF = BriefContent("Cảng cạn", Article("Cảng cạn", external_id="a"))
END_LISTENERS = sa.text("""SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                           WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()""")


@pytest.fixture
def told() -> asyncio.Queue[None]:
    return asyncio.Queue()


@pytest.fixture
async def news(database, told, monkeypatch):
    """Hear the news of a PostgreSQL database; SQLite tells none."""
    if not database.shared:
        pytest.skip("SQLite has one process")
    monkeypatch.setattr(hearing, "_FIRST_WAIT_S", 0.05)
    news = BriefNews(database)
    listening = asyncio.create_task(news.run(lambda: told.put_nowait(None)))
    await asyncio.wait_for(told.get(), 10)  # connected
    yield news
    listening.cancel()


async def heard(told: asyncio.Queue[None]) -> bool:
    try:
        await asyncio.wait_for(told.get(), 2)
    except TimeoutError:
        return False
    return True


async def test_a_change_of_another_connection_is_heard_once_it_is_committed(database, news, told):
    assert news.healthy
    await BriefStore(database).put(BRIEF, now=NOW)
    assert await heard(told)


async def test_a_change_that_is_rolled_back_is_not_heard(database, news, told):
    async def fail() -> None:
        async with database.write() as tx:
            await tx.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(told.get(), 0.3)


async def test_a_lost_connection_is_made_again_and_told_of(database, news, told):
    async with database.write() as tx:
        await tx.execute(END_LISTENERS)
    assert await heard(told)  # connected again: something may have been missed
    assert news.healthy
    await BriefStore(database).put(BRIEF, now=NOW)
    assert await heard(told)


async def test_without_a_connection_the_news_are_not_trusted(database, told):
    if not database.shared:
        pytest.skip("SQLite has one process")
    news = BriefNews(database)
    assert not news.healthy
    listening = asyncio.create_task(news.run(lambda: told.put_nowait(None)))
    await asyncio.wait_for(told.get(), 10)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert not news.healthy
