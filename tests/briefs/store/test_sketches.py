from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from briefs.model import Article, BriefContent, Status
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.store.schema import sketch_keys, sketches
from briefs.store.sketches import SketchStore, Why

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
TEXT = tuple(f"Sở số {n} báo cáo {n * 13} hồ chứa của huyện thứ {n * 7} trước mùa mưa." for n in range(20))


def content(title: str, paragraphs: tuple[str, ...] = (), url: str | None = None) -> BriefContent:
    return BriefContent(title, Article(title, url=url, paragraphs=paragraphs))


@pytest.fixture
def found(database: Database) -> SketchStore:
    return SketchStore(database)


async def test_a_copy_of_a_stored_article_is_found_with_its_likeness(store: BriefStore, found: SketchStore):
    kept, _ = await store.put(content("Hồ chứa", TEXT), now=NOW)
    await store.put(content("Chợ phiên", ("Chợ phiên họp ngày rằm bán rau quả quê nhà.",)), now=NOW)
    (alike,) = await found.alike(content("Tên khác", TEXT[:17]).article)
    assert (alike.brief_id, alike.title, alike.why) == (kept.id, "Hồ chứa", Why.TEXT)
    assert (alike.status, alike.same) == (Status.PUBLISHED, True)
    assert 0.6 < alike.similarity < 1


async def test_half_of_a_text_is_related_and_not_the_same(store: BriefStore, found: SketchStore):
    await store.put(content("Hồ chứa", TEXT), now=NOW, publish=False)
    (alike,) = await found.alike(content("Tên khác", TEXT[:8]).article)
    assert (alike.same, alike.status) == (False, Status.DRAFT)


async def test_the_same_address_or_title_is_the_same_article_whatever_its_text(
    store: BriefStore, found: SketchStore
):
    await store.put(content("Giống tên", ("Một câu.",)), now=NOW)
    await store.put(content("Giống nơi", ("Hai câu.",), "https://www.bao.vn/tin/1.html"), now=NOW)
    article = content("Giống tên", TEXT, "http://bao.vn/tin/1.html?utm_source=x#top").article
    assert [(one.title, one.why, one.same) for one in await found.alike(article)] == [
        ("Giống nơi", Why.ADDRESS, True),
        ("Giống tên", Why.TITLE, True),
    ]


async def test_a_brief_is_not_like_itself(store: BriefStore, found: SketchStore):
    kept, _ = await store.put(content("Hồ chứa", TEXT), now=NOW)
    assert await found.alike(kept.content.article, but=[kept.id]) == []


async def test_a_source_that_comes_later_is_sketched_and_replaces_the_one_before(
    store: BriefStore, found: SketchStore
):
    for paragraphs in ((), TEXT, ("Bài đã thay hẳn bằng một bài khác.",)):
        await store.put(content("Hồ chứa", paragraphs, "https://bao.vn/1"), now=NOW)
    assert await found.alike(content("Tên khác", TEXT).article) == []


async def test_articles_of_an_older_database_are_sketched_later(
    store: BriefStore, found: SketchStore, database: Database
):
    await store.put_all([content(f"Bài {n}", (f"{n} {TEXT[n]}",)) for n in range(5)], now=NOW)
    async with database.write() as tx:
        for table in (sketches, sketch_keys):
            await tx.execute(sa.delete(table))
    article = content("Tên khác", (f"3 {TEXT[3]}",)).article
    assert await found.alike(article) == []
    assert (await found.fill(batch=2), await found.fill()) == (5, 0)
    assert [one.title for one in await found.alike(article)] == ["Bài 3"]


async def test_an_article_without_text_is_like_nothing(store: BriefStore, found: SketchStore):
    await store.put(content("Không có bài"), now=NOW)
    assert await found.alike(content("Cũng không").article) == []
