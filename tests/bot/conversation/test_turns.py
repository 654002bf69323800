"""Messages of one person follow each other; all else goes side by side."""

import asyncio
import datetime as dt

import pytest
from telegram import Chat, Message, Update, User

from bot.conversation.turns import InTurn, give_way

DAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def message(number: int, person: int = 7, chat: int = 7) -> Update:
    sender = User(person, "Lan", is_bot=False)
    return Update(number, Message(number, DAY, Chat(chat, "private"), from_user=sender, text="x"))


@pytest.fixture
def taken() -> list[int]:
    return []


async def run(taken: list[int], updates: list[Update], waits: dict[int, float], **how) -> None:
    async def take(update: Update) -> None:
        if update.update_id in how.get("give", ()):
            give_way()
        await asyncio.sleep(waits.get(update.update_id, 0))
        taken.append(update.update_id)

    turns = InTurn(64)
    await asyncio.gather(*(turns.process_update(update, take(update)) for update in updates))


async def test_a_slow_message_is_answered_before_the_next_of_the_same_person(taken):
    await run(taken, [message(1), message(2), message(3)], {1: 0.05, 2: 0.02})
    assert taken == [1, 2, 3]


async def test_others_do_not_wait(taken):
    await run(taken, [message(1), message(2, person=8), message(3, chat=-9)], {1: 0.05})
    assert sorted(taken[:2]) == [2, 3]


async def test_slow_work_that_gives_way_lets_the_next_message_pass(taken):
    await run(taken, [message(1), message(2)], {1: 0.05}, give=(1,))
    assert taken == [2, 1]


async def test_a_message_that_fails_does_not_stop_those_after_it(taken):
    turns = InTurn(64)

    async def fail() -> None:
        raise RuntimeError

    async def take() -> None:
        taken.append(2)

    first = asyncio.create_task(turns.process_update(message(1), fail()))
    await asyncio.gather(first, turns.process_update(message(2), take()), return_exceptions=True)
    assert taken == [2]


async def test_updates_without_a_message_are_processed_at_once(taken):
    await run(taken, [message(1), Update(2)], {1: 0.05})
    assert taken == [2, 1]


async def test_what_is_under_way_is_cut_off_and_nothing_else(taken):
    turns, never = InTurn(64), asyncio.Event()

    async def take() -> None:
        taken.append(1)

    await turns.process_update(message(1), take())
    slow = asyncio.create_task(turns.process_update(message(2), never.wait()))
    await asyncio.sleep(0)
    assert turns.cut_off() == 1
    await asyncio.wait({slow})
    assert slow.cancelled()
    assert turns.cut_off() == 0
    await turns.process_update(message(3), take())
    assert taken == [1, 1]
