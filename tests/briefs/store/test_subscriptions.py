from __future__ import annotations

import datetime as dt

import pytest

from briefs.errors import InputError
from briefs.model import Article, BriefContent
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore
from briefs.store.subscriptions import MAX_PER_THREAD, SubscriptionStore, advance, due_subscriptions
from briefs.subscriptions import Chat, Criteria

NOW = dt.datetime(2024, 12, 24, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
DAILY = Schedule(Frequency.DAILY, dt.time(7, 30))
WEEKLY = Schedule(Frequency.WEEKLY, dt.time(8), weekday=4)
IMMEDIATE = Schedule(Frequency.IMMEDIATE)
ALL, RICE = (
    Criteria(everything=True),
    Criteria(keys=("topic:gao",), documents=("1/CT-TTg",), query="gạo -nếp"),
)


@pytest.fixture
def subscriptions(database: Database) -> SubscriptionStore:
    return SubscriptionStore(database)


@pytest.fixture
async def chat(database: Database) -> Chat:
    return await ChatStore(database).get_or_create("telegram", "7", kind="private", now=NOW)


async def test_a_subscription_comes_back_as_it_was_made(subscriptions: SubscriptionStore, chat: Chat) -> None:
    made, new = await subscriptions.follow(chat, "12", RICE, WEEKLY, now=NOW)
    assert new
    assert (made.chat, made.thread, made.criteria, made.schedule) == (chat, "12", RICE, WEEKLY)
    assert (made.covered_until, made.created_at, made.active) == (NOW, NOW, True)
    assert made.next_due == dt.datetime(2024, 12, 27, 1, 0, tzinfo=dt.UTC)
    assert await subscriptions.get(made.id) == made
    assert await subscriptions.get(99) is None


async def test_following_twice_changes_nothing(subscriptions: SubscriptionStore, chat: Chat) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    again, new = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW + HOUR)
    assert (again, new) == (made, False)
    assert await subscriptions.count() == 1


async def test_following_on_another_schedule_moves_the_subscription(
    subscriptions: SubscriptionStore, chat: Chat
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    moved, new = await subscriptions.follow(chat, "", ALL, WEEKLY, now=NOW + HOUR)
    assert (moved.id, moved.schedule, new) == (made.id, WEEKLY, True)
    assert moved.covered_until == NOW


async def test_threads_of_a_chat_follow_apart(subscriptions: SubscriptionStore, chat: Chat) -> None:
    for thread in ("", "5"):
        await subscriptions.follow(chat, thread, ALL, DAILY, now=NOW)
    assert len(await subscriptions.of_chat(chat.id)) == 2
    assert [s.thread for s in await subscriptions.of_chat(chat.id, "5")] == ["5"]


async def test_following_too_much_is_refused(subscriptions: SubscriptionStore, chat: Chat) -> None:
    for number in range(MAX_PER_THREAD):
        await subscriptions.follow(chat, "", Criteria(query=f"x{number}"), DAILY, now=NOW)
    with pytest.raises(InputError, match="stop one"):
        await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)


async def test_what_is_followed_again_starts_anew(subscriptions: SubscriptionStore, chat: Chat) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    await subscriptions.end(made.id, "stopped")
    assert await subscriptions.of_chat(chat.id) == []
    again, new = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW + DAY)
    assert (again.id, new, again.active, again.ended_reason) == (made.id, True, True, None)
    assert again.covered_until == NOW + DAY


async def test_an_undone_stop_loses_nothing(subscriptions: SubscriptionStore, chat: Chat) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    await subscriptions.end(made.id, "stopped")
    undone = await subscriptions.revive(chat.id, made.id, now=NOW + 2 * HOUR)
    assert undone is not None
    assert (undone.active, undone.ended_reason, undone.covered_until) == (True, None, NOW)
    assert undone.next_due == NOW + dt.timedelta(days=1, minutes=30)


async def test_a_chat_cannot_revive_what_is_not_its_own(subscriptions: SubscriptionStore, chat: Chat) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    assert await subscriptions.revive(chat.id + 1, made.id, now=NOW) is None
    assert await subscriptions.revive(chat.id, 99, now=NOW) is None


async def test_ending_what_does_not_exist_does_nothing(subscriptions: SubscriptionStore) -> None:
    await subscriptions.end(99, "stopped")


async def test_a_moved_subscription_is_due_at_its_new_time(
    subscriptions: SubscriptionStore, chat: Chat
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    moved = await subscriptions.reschedule(made.id, DAILY, "Europe/Berlin", now=NOW)
    assert (moved.timezone, moved.next_due) == ("Europe/Berlin", NOW + dt.timedelta(hours=6, minutes=30))


async def due(database: Database, now: dt.datetime, newest: int = 0) -> list[int]:
    chat_ids = await OutboxStore(database).due_chats(now, newest)
    async with database.read() as connection:
        return [s.id for s in await due_subscriptions(connection, now, newest, chat_ids)]


async def test_a_subscription_is_due_at_its_time_until_it_is_advanced(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    assert made.next_due is not None
    assert await due(database, made.next_due - dt.timedelta(seconds=1)) == []
    assert await due(database, made.next_due) == [made.id]
    async with database.write() as tx:
        await advance(tx, [made], 5, made.next_due)
    assert await due(database, made.next_due) == []
    later = await subscriptions.get(made.id)
    assert later is not None
    assert later.covered == 5
    assert (later.covered_until, later.next_due) == (made.next_due, made.next_due + DAY)


async def test_a_subscription_that_moved_on_meanwhile_is_not_advanced_again(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    for until in (NOW + DAY, NOW + 5 * DAY):
        async with database.write() as tx:
            await advance(tx, [made], 5, until)
    found = await subscriptions.get(made.id)
    assert found is not None
    assert found.covered_until == NOW + DAY


async def test_an_immediate_subscription_is_due_once_something_newer_is_published(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, IMMEDIATE, now=NOW)
    assert made.next_due is None
    assert await due(database, NOW + DAY, made.covered) == []
    assert await due(database, NOW + DAY, made.covered + 1) == [made.id]


async def test_a_pause_holds_and_then_covers_what_it_held(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    paused = await subscriptions.pause(made.id, NOW + 7 * DAY)
    assert await due(database, NOW + 7 * DAY) == []
    assert paused.next_due == NOW + 7 * DAY + dt.timedelta(minutes=30)
    assert paused.covered_until == NOW
    assert await due(database, paused.next_due) == [made.id]


async def test_a_pause_can_be_ended_early(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    await subscriptions.pause(made.id, NOW + 7 * DAY)
    resumed = await subscriptions.resume(made.id, now=NOW)
    assert (resumed.paused_until, resumed.next_due) == (None, made.next_due)


async def test_a_pause_goes_on_through_a_new_schedule_and_an_undone_end(
    subscriptions: SubscriptionStore, chat: Chat
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, WEEKLY, now=NOW)
    await subscriptions.pause(made.id, NOW + 7 * DAY)
    moved = await subscriptions.reschedule(made.id, DAILY, chat.timezone, now=NOW)
    await subscriptions.end(made.id, "stopped")
    revived = await subscriptions.revive(chat.id, made.id, now=NOW)
    assert revived is not None
    assert moved.next_due == revived.next_due == NOW + 7 * DAY + dt.timedelta(minutes=30)


async def test_what_ended_for_one_reason_is_found_again(subscriptions: SubscriptionStore, chat: Chat) -> None:
    first, _ = await subscriptions.follow(chat, "", ALL, DAILY, now=NOW)
    second, _ = await subscriptions.follow(chat, "", RICE, DAILY, now=NOW)
    await subscriptions.end(first.id, "one")
    await subscriptions.end(second.id, "other")
    assert [s.id for s in await subscriptions.ended_for(chat.id, "", "one")] == [first.id]
    assert await subscriptions.ended_for(chat.id, "5", "one") == []


async def test_a_paused_immediate_subscription_holds_too(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    made, _ = await subscriptions.follow(chat, "", ALL, IMMEDIATE, now=NOW)
    await subscriptions.pause(made.id, NOW + DAY)
    assert await due(database, NOW + 2 * HOUR, 1) == []
    assert await due(database, NOW + DAY, 1) == [made.id]


async def test_a_new_subscription_is_not_owed_what_is_already_published(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    brief, _ = await BriefStore(database).put(BriefContent("x", Article("x")), now=NOW)
    made, _ = await subscriptions.follow(chat, "", ALL, IMMEDIATE, now=NOW)
    assert made.covered == brief.publication
    await subscriptions.make_due(chat.id, now=NOW, covered_until=NOW)
    assert [s.covered for s in await subscriptions.of_chat(chat.id)] == [brief.publication]
    await subscriptions.make_due(chat.id, now=NOW, covered_until=NOW - DAY)
    assert [s.covered for s in await subscriptions.of_chat(chat.id)] == [0]


async def test_all_that_a_chat_follows_can_be_made_due(
    subscriptions: SubscriptionStore, chat: Chat, database: Database
) -> None:
    for criteria in (ALL, RICE):
        await subscriptions.follow(chat, "", criteria, DAILY, now=NOW)
    assert await subscriptions.make_due(chat.id, now=NOW, covered_until=NOW - DAY) == 2
    assert len(await due(database, NOW)) == 2
    assert {s.covered_until for s in await subscriptions.of_chat(chat.id)} == {NOW - DAY}


async def test_due_subscriptions_come_by_chat_and_only_once_they_are_due(database: Database) -> None:
    subscriptions, chats = SubscriptionStore(database), ChatStore(database)
    met = [await chats.get_or_create("telegram", name, kind="private", now=NOW) for name in "abc"]
    for chat in reversed(met[:2]):
        for criteria in (ALL, RICE):
            await subscriptions.follow(chat, "", criteria, DAILY, now=NOW)
    await subscriptions.follow(met[2], "", ALL, DAILY, now=NOW + DAY)
    async with database.read() as connection:
        found = await due_subscriptions(connection, NOW + DAY, 0, [chat.id for chat in met])
    assert [s.chat.id for s in found] == [met[0].id] * 2 + [met[1].id] * 2
    assert list(await OutboxStore(database).due_chats(NOW + DAY, 0)) == [met[0].id, met[1].id]
