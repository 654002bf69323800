from __future__ import annotations

import datetime as dt

from briefs.model import Article, BriefContent
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.store.outlets import OutletStore

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


async def test_the_outlets_of_a_site_are_those_of_its_stored_articles(store: BriefStore, database: Database):
    stored = [
        ("https://www.bao.vn/1", "Báo B"),
        ("http://bao.vn/2", "Báo A"),
        ("https://bao.vn/3", "Báo A"),
        ("https://bao.vn/4", None),
        ("https://bao.vn.xau.com/5", "Báo giả"),
    ]
    for number, (url, outlet) in enumerate(stored):
        article = Article(f"Bài {number}", outlet=outlet, url=url)
        await store.put(BriefContent(article.title, article), now=NOW)
    outlets = OutletStore(database)
    assert await outlets.of_site("bao.vn") == ["Báo A", "Báo B"]
    assert await outlets.of_site("khac.vn") == []
    assert await outlets.of_site("%") == []
    assert await outlets.of_site("") == []
