from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.delivery.limiter import Lane, Limiter, TurnedAwayError
from bot.delivery.pace import Rates

SLOW = Rates(overall=50, limit=50, chat_interval=0.0)


class Wire:
    """Stands for the network: keeps what was sent in order, and refuses what it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.refusals = 0

    async def __call__(self, name: str) -> str:
        await asyncio.sleep(0)
        if self.refusals:
            self.refusals -= 1
            raise RetryAfter(1)
        self.sent.append(name)
        return name


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def limiter() -> AsyncIterator[Limiter]:
    made = Limiter(SLOW)
    yield made
    await made.shutdown()


Send = Callable[..., Coroutine[Any, Any, Any]]


@pytest.fixture
def send(limiter: Limiter, wire: Wire) -> Send:
    def call(
        name: str, lane: Lane | None = None, *, chat: int | None = 1, endpoint: str = "sendMessage"
    ) -> Coroutine[Any, Any, Any]:
        data = {} if chat is None else {"chat_id": chat}
        return limiter.process_request(wire, (name,), {}, endpoint, data, lane)

    return call


async def test_a_person_is_answered_before_digests_that_wait(send: Send, wire: Wire) -> None:
    digests = [asyncio.create_task(send(f"digest {n}", Lane.DIGEST, chat=n)) for n in range(40)]
    await asyncio.sleep(0)
    await send("answer", chat=99)
    await asyncio.gather(*digests)
    assert wire.sent.index("answer") <= 15
    assert len(wire.sent) == 41


async def test_calls_that_send_nothing_are_not_held(limiter: Limiter, send: Send, wire: Wire) -> None:
    limiter._pace.closed_until = asyncio.get_running_loop().time() + 60
    await send("chat", endpoint="getChat")
    await send("answer", chat=None, endpoint="answerCallbackQuery")
    await send("typing", endpoint="sendChatAction")
    assert wire.sent == ["chat", "answer", "typing"]


async def test_an_interactive_message_is_tried_again_after_a_flood(send: Send, wire: Wire) -> None:
    wire.refusals = 1
    assert await send("answer") == "answer"


async def test_a_digest_is_handed_back_after_a_flood_and_so_are_those_behind_it(
    limiter: Limiter, send: Send, wire: Wire
) -> None:
    wire.refusals = 1
    sends = [send(f"digest {n}", Lane.DIGEST, chat=n) for n in range(1, 40)]
    errors = await asyncio.gather(*sends, return_exceptions=True)
    assert isinstance(errors[0], RetryAfter)
    assert all(isinstance(error, TurnedAwayError) for error in errors[20:])
    assert limiter.closed_for_s > 0


async def test_one_message_of_a_chat_is_under_way_at_a_time(limiter: Limiter) -> None:
    under_way, most = 0, 0

    async def slow() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.03)
        under_way -= 1

    sends = [limiter.process_request(slow, (), {}, "sendMessage", {"chat_id": 1}, None) for _ in range(4)]
    await asyncio.gather(*sends)
    assert most == 1


async def test_a_chat_is_answered_while_a_file_is_sent_to_it(
    limiter: Limiter, send: Send, wire: Wire
) -> None:
    async def upload() -> None:
        await arrived.wait()

    arrived, usual = asyncio.Event(), limiter.latency_s
    uploading = asyncio.create_task(
        limiter.process_request(upload, (), {}, "sendDocument", {"chat_id": 1}, None)
    )
    await asyncio.sleep(0.02)
    async with asyncio.timeout(1):
        await send("answer")
    assert wire.sent == ["answer"]
    assert not uploading.done()
    arrived.set()
    await uploading
    assert limiter.latency_s == usual


async def test_a_request_that_is_given_up_while_it_waits_holds_up_nobody(send: Send, wire: Wire) -> None:
    waiting = [asyncio.create_task(send(str(n), Lane.DIGEST)) for n in range(4)]
    await asyncio.sleep(0)
    for task in waiting[:3]:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await send("after", chat=1)
    assert wire.sent[-2:] == ["3", "after"]


async def test_a_request_that_is_given_up_as_its_turn_comes_lets_the_next_one_go(limiter: Limiter) -> None:
    sent: list[str] = []

    async def wire(name: str) -> None:
        sent.append(name)
        if name == "first":
            await asyncio.sleep(0.01)
            asyncio.get_running_loop().call_soon(second.cancel)  # before it learns that its turn has come

    def send(name: str) -> asyncio.Task[Any]:
        asked = limiter.process_request(wire, (name,), {}, "sendMessage", {"chat_id": 1}, None)
        return asyncio.create_task(asked)

    first, second, third = send("first"), send("second"), send("third")
    async with asyncio.timeout(1):
        await asyncio.gather(first, third)
    assert sent == ["first", "third"]
    assert second.cancelled()


async def test_a_turn_that_comes_before_a_request_learns_that_it_is_given_up_goes_to_the_next(
    limiter: Limiter, send: Send, wire: Wire
) -> None:
    limiter.give(0, 0)
    given_up, following = asyncio.create_task(send("first")), asyncio.create_task(send("second"))
    await asyncio.sleep(0)
    given_up.cancel()
    limiter.give(limiter.limit, math.inf)
    async with asyncio.timeout(1):
        await following
        await send("third")
    assert wire.sent == ["second", "third"]
    assert given_up.cancelled()


async def test_digests_go_on_after_those_that_waited_for_answers_were_turned_away() -> None:
    limiter, answered, sent = Limiter(Rates(overall=50, limit=2)), asyncio.Event(), []

    async def wire(chat: int) -> None:
        sent.append(chat)
        await answered.wait()

    def send(chat: int) -> asyncio.Task[Any]:
        asked = limiter.process_request(wire, (chat,), {}, "sendMessage", {"chat_id": chat}, Lane.DIGEST)
        return asyncio.create_task(asked)

    under_way = [send(chat) for chat in (1, 2, 3)]
    await asyncio.sleep(0.1)
    limiter.turn_away(Lane.DIGEST, 1)
    answered.set()
    await asyncio.gather(*under_way, return_exceptions=True)
    async with asyncio.timeout(3):
        await send(4)
    assert sent == [1, 2, 4]


async def test_errors_pass_through(limiter: Limiter) -> None:
    async def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await limiter.process_request(fail, (), {}, "sendMessage", {"chat_id": 1}, None)
    assert limiter._pace.chat_at("1", 1e9) <= 1e9


async def test_what_is_not_paid_for_keeps_the_free_pace_beside_paid_digests(wire: Wire) -> None:
    limiter = Limiter(Rates.paid())
    loop = asyncio.get_running_loop()

    async def send(name: str, lane: Lane | None, chat: int, endpoint: str = "sendMessage") -> float:
        await limiter.process_request(wire, (name,), {}, endpoint, {"chat_id": chat}, lane)
        return loop.time()

    started = loop.time()
    amended = [asyncio.create_task(send("edit", Lane.DIGEST, n, "editMessageText")) for n in range(20)]
    digests = [asyncio.create_task(send("digest", Lane.DIGEST, 100 + n)) for n in range(100)]
    assert max(await asyncio.gather(*digests)) < min(sorted(await asyncio.gather(*amended))[10:])
    assert loop.time() - started >= 19 / 30 - 0.2
    await limiter.shutdown()


async def test_a_digest_that_comes_while_closed_is_turned_away_too(limiter: Limiter, send: Send) -> None:
    limiter.close(7)
    with pytest.raises(TurnedAwayError) as turned:
        await asyncio.wait_for(send("digest", Lane.DIGEST), 1)
    assert 6 < turned.value.seconds <= 7


async def test_edits_of_digests_are_turned_away_with_them(limiter: Limiter, send: Send, wire: Wire) -> None:
    waiting = [
        asyncio.create_task(send(f"edit {n}", Lane.DIGEST, endpoint="editMessageText")) for n in range(40)
    ]
    await asyncio.sleep(0)
    limiter.turn_away(Lane.DIGEST, 7)
    done = await asyncio.gather(*waiting, return_exceptions=True)
    assert any(isinstance(one, TurnedAwayError) and one.seconds == 7 for one in done)
