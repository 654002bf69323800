"""Bad days on demand: the bot sees the trouble, the journal knows whether the call took effect."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.local import Fault, Limits, Trouble
from bot.local.faults import Faults
from bot.local.limits import RateLimiter


async def send(client, chat_id, **options):
    params = {"chat_id": chat_id, "text": "a"}
    return await client.http.post(f"{client.base_url}{client.token}/sendMessage", json=params, **options)


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        ({"trouble": Trouble.FLOOD, "seconds": 7}, 429, '"retry_after": 7'),
        ({"trouble": Trouble.STATUS, "status": 502}, 502, "<h1>502 Bad Gateway</h1>"),
        ({"trouble": Trouble.STATUS, "status": 504}, 504, "<h1>504 Gateway Timeout</h1>"),
        ({"trouble": Trouble.STATUS, "status": 500}, 500, '"Internal Server Error"'),
        ({"trouble": Trouble.GARBAGE}, 200, '{"ok":true,"result":{"message_id":'),
        ({"trouble": Trouble.BLOCKED}, 403, "Forbidden: bot was blocked by the user"),
        ({"trouble": Trouble.MIGRATED, "new_chat_id": -1001}, 400, '"migrate_to_chat_id": -1001'),
    ],
)
async def test_trouble_replaces_the_answer(fault, status, body, after_effect, client, telegram, reader):
    telegram.faults.add(Fault(**fault, times=1, after_effect=after_effect))
    response = await send(client, reader.chat.id)
    assert response.status_code == status
    assert body in response.text
    assert bool(reader.chat.messages) is after_effect
    assert telegram.requests[-1].took_effect is after_effect
    assert (await send(client, reader.chat.id)).json()["ok"]


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_reset_connection_gives_no_answer(after_effect, client, telegram, reader):
    telegram.faults.add(Fault(Trouble.RESET, times=1, after_effect=after_effect))
    with pytest.raises(httpx.ReadError):
        await send(client, reader.chat.id)
    assert bool(reader.chat.messages) is after_effect
    assert (await send(client, reader.chat.id)).json()["ok"]


async def test_a_slow_answer_is_a_read_timeout_after_the_effect(client, telegram, reader):
    telegram.faults.add(Fault(Trouble.SLOW, times=1, after_effect=True, seconds=0.5))
    with pytest.raises(httpx.ReadTimeout):
        await send(client, reader.chat.id, timeout=0.1)
    assert len(reader.chat.messages) == 1
    await telegram.idle()
    assert [call.fault for call in telegram.requests] == ["slow"]


async def test_latency_comes_between_the_effect_and_the_answer(client, telegram, reader):
    telegram.latency = 0.2
    answer = asyncio.create_task(send(client, reader.chat.id))
    await telegram.next_message(reader.chat)
    assert not answer.done()
    assert (await answer).json()["ok"]
    assert telegram.requests[-1].ok


async def test_a_fault_strikes_the_chat_and_method_it_is_for(client, telegram, reader):
    other = telegram.person("An")
    telegram.faults.add(Fault(Trouble.BLOCKED, method="send*", chat_id=reader.chat.id))
    assert (await send(client, other.id)).status_code == 200
    assert (await send(client, reader.chat.id)).status_code == 403
    assert await client.ok("getChat", chat_id=reader.chat.id)


async def test_an_outage_ends_when_its_fault_is_removed(client, telegram, reader):
    outage = telegram.faults.add(Fault(Trouble.RESET))
    with pytest.raises(httpx.ReadError):
        await client.http.post(f"{client.base_url}{client.token}/getUpdates")
    telegram.faults.remove(outage)
    assert (await send(client, reader.chat.id)).json()["ok"]


def test_the_same_seed_gives_the_same_faults():
    def struck(seed):
        faults = Faults(seed)
        faults.add(Fault(Trouble.STATUS, rate=0.3))
        return [faults.strike("sendMessage", 1) is not None for _ in range(200)]

    assert struck(1) == struck(1)
    assert struck(1) != struck(2)
    assert 30 < sum(struck(1)) < 90


def test_a_fault_is_spent_after_its_times():
    faults = Faults()
    faults.add(Fault(Trouble.STATUS, times=2))
    assert [faults.strike("getMe", None) is not None for _ in range(3)] == [True, True, False]
    assert faults.active == ()


def allowed(limits, times, chat_id=1, **kind):
    limiter = RateLimiter(limits)
    kind = {"group": False, "paid": False} | kind
    return [limiter.refuse(chat_id, now, **kind) for now in times]


def test_the_overall_rate_counts_all_chats_of_a_second():
    limiter = RateLimiter(Limits(overall_per_second=2, penalty=(3, 3)))
    times = [0.0, 0.5, 0.9, 1.5, 3.8, 3.9]
    refused = [limiter.refuse(chat, now, group=False, paid=False) for chat, now in enumerate(times)]
    assert refused == [None, None, 3, 3, 1, None]


def test_a_chat_takes_one_message_a_second():
    assert allowed(Limits(chat_per_second=1, penalty=(1, 1)), [0, 0.5, 1.6, 2.7]) == [None, 1, None, None]


def test_a_group_takes_twenty_a_minute():
    limits = Limits(group_per_minute=20, penalty=(5, 5))
    assert allowed(limits, [i / 10 for i in range(21)], group=True) == [None] * 20 + [5]
    assert allowed(limits, [i / 10 for i in range(21)]) == [None] * 21


def test_paid_broadcasts_have_a_rate_of_their_own():
    limits = Limits.published()
    assert sum(r is None for r in _many(limits, paid=False)) == 30
    assert sum(r is None for r in _many(limits, paid=True)) == 900


def _many(limits, *, paid):
    limiter = RateLimiter(limits)
    return [limiter.refuse(chat, chat / 1000, group=False, paid=paid) for chat in range(900)]


async def test_the_server_answers_429_over_the_rate(client, telegram, reader):
    telegram.rates = RateLimiter(Limits(chat_per_second=1, penalty=(4, 4)))
    assert (await send(client, reader.chat.id)).status_code == 200
    refused = await send(client, reader.chat.id)
    assert refused.status_code == 429
    assert refused.json()["parameters"] == {"retry_after": 4}
    assert await client.ok("sendChatAction", chat_id=reader.chat.id, action="typing")
