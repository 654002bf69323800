from __future__ import annotations

import datetime as dt

from briefs.model import Article, BriefContent
from briefs.schedule import Frequency, Schedule
from briefs.store.briefs import BriefStore
from briefs.store.chats import ChatStore
from briefs.store.corrections import AMENDMENT
from briefs.store.engine import Database
from briefs.store.misses import Miss, MissStore
from briefs.store.queries import QueryStore
from briefs.store.schema import deliveries, digest_runs
from briefs.store.states import State
from briefs.store.stats import StatsStore
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Criteria

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
DAILY = Schedule(Frequency.DAILY)


async def put(database: Database, title: str, *, publish: bool) -> None:
    content = BriefContent(title, Article(title, external_id=title))
    await BriefStore(database).put(content, now=NOW, publish=publish)


async def deliver(
    database: Database, chat_id: int, part: int, state: State, age: dt.timedelta, kind: str = "x"
) -> None:
    at = NOW - age
    sent = {"sent_at": at} if state is State.SENT else {}
    async with database.write() as tx:
        run = {"kind": kind, "window_key": f"{part}", "timezone": "UTC", "state": "open", "created_at": at}
        run_id = (await tx.execute(digest_runs.insert().values(run))).inserted_primary_key[0]
        row = {"run_id": run_id, "chat_id": chat_id, "part": part, "state": state, "payload": {}}
        await tx.execute(deliveries.insert().values(row | {"not_before": at, "created_at": at} | sent))


async def test_briefs_are_counted_by_whether_readers_see_them(database: Database) -> None:
    await put(database, "Một", publish=True)
    await put(database, "Hai", publish=False)
    seen = await StatsStore(database, MissStore(database)).look(NOW, NOW.date())
    assert (seen.published, seen.drafts) == (1, 1)


async def test_followers_that_ended_do_not_count(database: Database) -> None:
    chats, followed = ChatStore(database), SubscriptionStore(database)
    for address in ("1", "2"):
        chat = await chats.get_or_create("telegram", address, kind="private", now=NOW)
        await followed.follow(chat, "", Criteria(everything=True), DAILY, now=NOW)
        await followed.follow(chat, "", Criteria(query="gạo"), DAILY, now=NOW)
    await chats.end(chat.id, "blocked", now=NOW)
    seen = await StatsStore(database, MissStore(database)).look(NOW, NOW.date())
    assert (seen.subscriptions, seen.following) == (2, 1)


async def test_deliveries_of_seven_days_are_counted_by_their_end(database: Database) -> None:
    chat = await ChatStore(database).get_or_create("telegram", "1", kind="private", now=NOW)
    ends = [(State.SENT, 1), (State.SENT, 6), (State.SENT, 8), (State.DEAD, 2), (State.UNKNOWN, 2)]
    for part, (state, days) in enumerate([*ends, (State.DEAD, 9), (State.PENDING, 1)]):
        await deliver(database, chat.id, part, state, dt.timedelta(days=days))
    seen = await StatsStore(database, MissStore(database)).look(NOW, NOW.date())
    assert (seen.sent, seen.dead) == (2, 2)


async def test_words_in_vain_are_those_of_thirty_days(database: Database) -> None:
    misses = MissStore(database)
    await misses.count("cu", day=NOW.date() - dt.timedelta(days=31))
    await misses.count("halal", day=NOW.date())
    seen = await StatsStore(database, misses).look(NOW, NOW.date())
    assert (seen.misses, seen.words) == (1, [Miss("halal", 1)])


async def test_searches_are_counted_by_the_day_they_were_made_on(database: Database) -> None:
    queries, misses = QueryStore(database), MissStore(database)
    for days in (0, 0, 6, 7):
        day = NOW.date() - dt.timedelta(days=days)
        await queries.save("7", "gạo", now=NOW, searched_on=day)
    await queries.save("7", "cá", now=NOW)
    seen = await StatsStore(database, misses).look(NOW, NOW.date())
    assert (seen.searches_today, seen.searches) == (2, 3)


async def test_messages_that_were_only_changed_are_not_counted_as_sent(database: Database) -> None:
    chat = await ChatStore(database).get_or_create("telegram", "1", kind="private", now=NOW)
    await deliver(database, chat.id, 1, State.SENT, dt.timedelta(days=1), kind=AMENDMENT)
    assert (await StatsStore(database, MissStore(database)).look(NOW, NOW.date())).sent == 0
