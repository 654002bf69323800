from __future__ import annotations

import datetime as dt

import pytest

from briefs.store.engine import Database
from briefs.store.queries import KEPT, QueryStore

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)


@pytest.fixture
def queries(database: Database) -> QueryStore:
    return QueryStore(database)


async def test_a_query_is_found_under_a_short_id(queries: QueryStore) -> None:
    text = "xuất khẩu “gạo” \U0001f35a" * 100
    query_id = await queries.save("7", text, now=NOW)
    assert query_id.isascii()
    assert len(query_id) == 8
    assert await queries.get("7", query_id, now=NOW) == text


async def test_the_same_query_keeps_its_id_and_lives_on(queries: QueryStore) -> None:
    first = await queries.save("7", "gạo", now=NOW)
    assert await queries.save("7", "gạo", now=NOW + KEPT / 2) == first
    assert await queries.get("7", first, now=NOW + KEPT) == "gạo"


async def test_a_query_belongs_to_its_chat(queries: QueryStore) -> None:
    query_id = await queries.save("7", "gạo", now=NOW)
    assert await queries.get("8", query_id, now=NOW) is None
    assert await queries.save("8", "gạo", now=NOW) != query_id


async def test_a_query_expires_after_thirty_days(queries: QueryStore) -> None:
    query_id = await queries.save("7", "gạo", now=NOW)
    just_before = NOW + dt.timedelta(days=30) - dt.timedelta(seconds=1)
    assert await queries.get("7", query_id, now=just_before) == "gạo"
    assert await queries.get("7", query_id, now=NOW + dt.timedelta(days=30)) is None


@pytest.mark.parametrize("text", ["", "a\0b", "\ud800", "'; DROP TABLE briefs"])
async def test_any_text_can_be_saved(queries: QueryStore, text: str) -> None:
    query_id = await queries.save("7", text, now=NOW)
    assert await queries.save("7", text, now=NOW) == query_id


async def test_the_last_queries_of_a_chat_come_newest_first(queries: QueryStore) -> None:
    for hour, text in enumerate(["gạo", "thép", "", "gỗ", "gạo"]):
        await queries.save("7", text, now=NOW + dt.timedelta(hours=hour))
    await queries.save("8", "cá", now=NOW)
    later = NOW + dt.timedelta(days=1)
    recent = await queries.recent("7", 2, now=later)
    assert [text for _, text in recent] == ["gạo", "gỗ"]
    assert await queries.get("7", recent[0][0], now=later) == "gạo"
    assert await queries.recent("7", 2, now=later + KEPT) == []
