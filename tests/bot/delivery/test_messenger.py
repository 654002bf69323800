from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.delivery import Limiter
from bot.delivery.messenger import (
    Ambiguous,
    Gone,
    Later,
    Messenger,
    Migrated,
    NotSent,
    Refused,
    Sent,
    outcome_of,
)
from bot.local import Fault, LocalServer, LocalTelegram, Trouble
from briefs.model import Destination


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


def test_a_flood_says_when_to_come_back() -> None:
    assert outcome_of(RetryAfter(7)) == Later(7.0)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ChatMigrated(-1005), Migrated("-1005")),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone("Forbidden: bot was blocked by the user")),
        (BadRequest("Chat not found"), Gone("chat not found")),
        (BadRequest("Not enough rights to send text messages to the chat"), Gone("no right to write")),
        (BadRequest("Message thread not found"), Gone("topic deleted", thread=True)),
        (BadRequest("TOPIC_CLOSED"), Gone("topic closed", thread=True)),
        (BadRequest("Can't parse entities"), Refused("Can't parse entities")),
        (caused(NetworkError("x"), httpx.ConnectError("refused")), NotSent("x")),
        (caused(TimedOut("x"), httpx.ConnectTimeout("slow")), NotSent("x")),
        (caused(TimedOut("x"), httpx.PoolTimeout("full")), NotSent("x")),
        (caused(TimedOut("x"), httpx.ReadTimeout("slow")), Ambiguous("x")),
        (caused(NetworkError("x"), httpx.ReadError("reset")), Ambiguous("x")),
        (caused(NetworkError("x"), httpx.WriteError("reset")), Ambiguous("x")),
        (NetworkError("Bad Gateway"), Ambiguous("Bad Gateway")),
        (TelegramError("Invalid server response"), Ambiguous("Invalid server response")),
    ],
)
def test_every_error_is_told_apart_by_what_it_means(error: TelegramError, outcome: object) -> None:
    assert outcome_of(error) == outcome


@pytest.fixture
async def messenger(server: LocalServer, telegram: LocalTelegram) -> Any:
    limiter = Limiter()
    bot: ExtBot[Any] = ExtBot(telegram.token, base_url=server.base_url, rate_limiter=limiter)
    async with bot:
        yield Messenger(bot, limiter)


async def test_a_message_that_arrived_has_its_id(messenger: Messenger, telegram: LocalTelegram) -> None:
    reader = telegram.person("An")
    outcome = await messenger.send(Destination("telegram", str(reader.id)), "<b>x</b> &amp; y")
    (message,) = telegram.world.chats[reader.id].messages.values()
    assert outcome == Sent(message["message_id"])
    assert message["text"] == "x & y"


async def test_an_answer_of_json_that_means_nothing_is_ambiguous(
    messenger: Messenger, telegram: LocalTelegram
) -> None:
    reader = telegram.person("An")
    telegram.faults.add(Fault(Trouble.GARBAGE, "sendMessage"))
    outcome = await messenger.send(Destination("telegram", str(reader.id)), "x")
    assert isinstance(outcome, Ambiguous)


async def test_a_server_that_is_not_there_got_nothing(telegram: LocalTelegram, free_port: int) -> None:
    base_url = f"http://127.0.0.1:{free_port}/bot"
    bot: ExtBot[Any] = ExtBot(telegram.token, base_url=base_url)
    await bot.request.initialize()
    outcome = await Messenger(bot, Limiter()).send(Destination("telegram", "1"), "x")
    await bot.request.shutdown()
    assert isinstance(outcome, NotSent)
