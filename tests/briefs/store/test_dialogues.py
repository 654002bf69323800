import asyncio
import datetime as dt

import pytest

from briefs.store.dialogues import KEPT, Dialogue, DialogueStore

NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


@pytest.fixture
def store(database) -> DialogueStore:
    return DialogueStore(database)


async def test_an_open_question_waits_for_its_answer_and_a_new_one_replaces_it(store):
    await store.open("7", "9", Dialogue("title", {"brief": 3}), now=NOW)
    assert await store.current("7", "9", now=NOW) == Dialogue("title", {"brief": 3})
    await store.open("7", "9", Dialogue("reason", {"brief": 4}), now=NOW)
    assert await store.current("7", "9", now=NOW) == Dialogue("reason", {"brief": 4})


async def test_another_person_in_the_same_chat_is_not_asked(store):
    await store.open("7", "9", Dialogue("title"), now=NOW)
    assert await store.current("7", "10", now=NOW) is None


async def test_a_question_ends_once(store):
    await store.open("7", "9", Dialogue("title"), now=NOW)
    assert await store.close("7", "9")
    assert not await store.close("7", "9")
    assert await store.current("7", "9", now=NOW) is None


async def test_an_old_question_is_not_answered_any_more(store):
    await store.open("7", "9", Dialogue("title"), now=NOW)
    assert await store.current("7", "9", now=NOW + KEPT - dt.timedelta(seconds=1))
    assert await store.current("7", "9", now=NOW + KEPT) is None


async def test_what_several_add_at_once_is_all_there(store):
    def add(number: int):
        return lambda now: Dialogue("parts", {"parts": [*(now.data["parts"] if now else []), number]})

    await asyncio.gather(*(store.change("7", "9", add(n), now=NOW) for n in range(12)))
    current = await store.current("7", "9", now=NOW)
    assert sorted(current.data["parts"]) == list(range(12))


async def test_a_change_starts_afresh_where_the_question_is_over(store):
    await store.open("7", "9", Dialogue("title"), now=NOW)
    seen = []
    await store.change("7", "9", lambda now: seen.append(now) or Dialogue("parts"), now=NOW + KEPT)
    assert seen == [None]


async def test_a_change_may_be_kept_longer(store):
    day = dt.timedelta(days=1)
    await store.change("7", "9", lambda now: Dialogue("letters"), now=NOW, kept=day)
    assert await store.current("7", "9", now=NOW + day - dt.timedelta(seconds=1))
    assert await store.current("7", "9", now=NOW + day) is None


async def test_a_change_to_nothing_ends_the_question(store):
    await store.open("7", "9", Dialogue("title"), now=NOW)
    assert await store.change("7", "9", lambda now: None, now=NOW) is None
    assert await store.current("7", "9", now=NOW) is None


async def test_a_question_is_the_same_while_more_becomes_known_of_its_answer(store):
    later = NOW + dt.timedelta(minutes=5)

    async def ask(brief: int, now: dt.datetime, **known: str) -> int:
        await store.open("7", "9", Dialogue("reason", {"brief": brief, **known}), now=now)
        return (await store.current("7", "9", now=now)).since

    first = await ask(3, NOW)
    assert first == NOW.timestamp()
    assert await ask(3, later, text="Trùng") == await ask(3, later, text="Nhầm") == first
    assert await ask(4, later) == later.timestamp()


async def test_a_damaged_question_is_not_asked(store, database):
    await store.open("7", "9", Dialogue("title"), now=NOW)
    async with database.write() as tx:
        await tx.exec_driver_sql("UPDATE dialogues SET data = '[]'")
    assert await store.current("7", "9", now=NOW) is None
    await store.open("7", "9", Dialogue("title"), now=NOW)
    assert await store.current("7", "9", now=NOW) == Dialogue("title")
