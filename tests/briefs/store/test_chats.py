from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from briefs.errors import InputError, NotFoundError
from briefs.schedule import Frequency, QuietHours, Schedule
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.schema import chats as table
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Chat, Criteria

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
DAILY = Schedule(Frequency.DAILY)
ALL, RICE = Criteria(everything=True), Criteria(query="gạo")


@pytest.fixture
def chats(database: Database) -> ChatStore:
    return ChatStore(database, "Asia/Ho_Chi_Minh")


@pytest.fixture
def subscriptions(database: Database) -> SubscriptionStore:
    return SubscriptionStore(database)


async def met(chats: ChatStore, address: str = "7", **seen: str) -> Chat:
    return await chats.get_or_create("telegram", address, **({"kind": "private"} | seen), now=NOW)


async def test_a_chat_is_met_once(chats: ChatStore) -> None:
    chat = await met(chats, title="An")
    assert (chat.language, chat.timezone, chat.quiet) == ("vi", "Asia/Ho_Chi_Minh", None)
    assert await met(chats, title="An") == chat == await chats.get(chat.id)
    assert await chats.find("telegram", "7") == chat
    assert await chats.find("telegram", "8") is None


async def test_a_chat_met_again_has_its_new_title(chats: ChatStore) -> None:
    chat = await met(chats, title="Cũ")
    renamed = await met(chats, title="Mới", kind="group")
    assert (renamed.id, renamed.title, renamed.kind) == (chat.id, "Mới", "group")


async def test_settings_of_a_chat_are_kept(chats: ChatStore) -> None:
    chat = await met(chats)
    quiet = QuietHours(dt.time(22), dt.time(6, 30))
    await chats.set_language(chat.id, "en")
    await chats.set_timezone(chat.id, "Europe/Berlin")
    changed = await chats.set_quiet(chat.id, quiet)
    assert (changed.language, changed.timezone, changed.quiet) == ("en", "Europe/Berlin", quiet)
    assert (await chats.set_quiet(chat.id, None)).quiet is None
    assert [(await chats.set_counting(chat.id, each)).count_searches for each in (False, True)] == [
        False,
        True,
    ]


async def test_an_unknown_zone_or_chat_is_refused(chats: ChatStore) -> None:
    chat = await met(chats)
    with pytest.raises(InputError):
        await chats.set_timezone(chat.id, "Mars/Olympus")
    with pytest.raises(NotFoundError):
        await chats.set_language(99, "en")
    with pytest.raises(NotFoundError):
        await chats.get(99)


async def test_an_ended_chat_follows_nothing_and_is_back_when_it_writes(
    chats: ChatStore, subscriptions: SubscriptionStore
) -> None:
    chat = await met(chats)
    followed, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    await chats.end(chat.id, "blocked", now=NOW)
    assert (await chats.get(chat.id)).ended_reason == "blocked"
    ended = await subscriptions.get(followed.id)
    assert ended is not None
    assert (ended.active, ended.ended_reason) == (False, "blocked")
    assert (await met(chats)).ended_reason is None
    assert await subscriptions.of_chat(chat.id) == []


async def test_a_group_that_migrates_keeps_what_it_follows(
    chats: ChatStore, subscriptions: SubscriptionStore
) -> None:
    chat = await met(chats, "-5", kind="group")
    await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    await chats.migrate("telegram", "-5", "-1005")
    moved = await chats.find("telegram", "-1005")
    assert moved is not None
    assert moved.id == chat.id
    assert [s.criteria for s in await subscriptions.of_chat(moved.id)] == [ALL]
    assert await chats.find("telegram", "-5") is None


async def test_a_group_that_is_known_under_both_addresses_becomes_one(
    chats: ChatStore, subscriptions: SubscriptionStore, database: Database
) -> None:
    old = await met(chats, "-5", kind="group")
    new = await met(chats, "-1005", kind="supergroup")
    for chat, criteria in ((old, ALL), (old, RICE), (new, ALL)):
        await subscriptions.follow(chat, "", criteria, DAILY, now=NOW)
    await chats.migrate("telegram", "-5", "-1005")
    followed = [s.criteria for s in await subscriptions.of_chat(new.id)]
    assert sorted(c.key for c in followed) == [ALL.key, RICE.key]
    async with database.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(table)) == 1


async def test_migrating_an_unknown_chat_does_nothing(chats: ChatStore) -> None:
    await chats.migrate("telegram", "-5", "-1005")
    assert await chats.find("telegram", "-1005") is None
