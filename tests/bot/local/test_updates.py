"""What people do reaches the bot: by long polling, or at its webhook."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.local import LocalServer, LocalTelegram


async def texts(client, **params):
    return [update["message"]["text"] for update in await client.ok("getUpdates", **params)]


async def test_updates_come_back_until_they_are_confirmed(client, reader):
    for text in ("một", "hai", "ba"):
        reader.send(text)
    updates = await client.ok("getUpdates", limit=2)
    assert [u["message"]["text"] for u in updates] == ["một", "hai"]
    assert await texts(client) == ["một", "hai", "ba"]
    assert await texts(client, offset=updates[1]["update_id"] + 1) == ["ba"]
    assert await texts(client) == ["ba"]


async def test_a_negative_offset_keeps_the_last_updates_only(client, reader):
    for text in ("một", "hai", "ba"):
        reader.send(text)
    assert await texts(client, offset=-1) == ["ba"]
    assert await texts(client) == ["ba"]


async def test_a_long_poll_returns_when_something_arrives(client, reader):
    poll = asyncio.create_task(texts(client, timeout=30))
    await client.ok("getMe")
    assert not poll.done()
    reader.send("xin chào")
    assert await poll == ["xin chào"]


async def test_a_second_poll_ends_the_first(client, telegram, reader):
    first = asyncio.create_task(client.answer("getUpdates", timeout=30))
    await asyncio.sleep(0)
    await client.ok("getMe")
    second = asyncio.create_task(texts(client, timeout=30))
    body = await first
    assert (body["error_code"], body["description"][:9]) == (409, "Conflict:")
    reader.send("còn đây")
    assert await second == ["còn đây"]


async def test_only_the_kinds_asked_for_are_queued(client, telegram, reader):
    await client.ok("getUpdates", allowed_updates=["callback_query"])
    reader.send("không")
    assert await client.ok("getUpdates") == []
    await client.ok("getUpdates", allowed_updates=[])
    reader.send("có")
    assert await texts(client) == ["có"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("/tim xuất khẩu", True),
        ("/tim@diemtin_bot xuất khẩu", True),
        ("/tim@another_bot xuất khẩu", False),
        ("xuất khẩu", False),
        ("nói về /tim", False),
    ],
)
async def test_privacy_mode_hides_what_is_not_for_the_bot(text, seen, client, telegram, reader):
    group = telegram.group("Tổ", members=[reader.person])
    reader.send(text, group)
    assert bool(await client.ok("getUpdates")) is seen


async def test_a_reply_to_the_bot_reaches_it_in_a_group(client, telegram, reader):
    group = telegram.group("Tổ", members=[reader.person])
    asked = await client.ok("sendMessage", chat_id=group.id, text="Tên cơ quan?")
    reader.send("Bộ Công Thương", group, reply_to=asked)
    assert await texts(client) == ["Bộ Công Thương"]


class Hook:
    """A bot's webhook that fails as often as it is told."""

    def __init__(self) -> None:
        self.received: list[tuple[str | None, str]] = []
        self.failures = 0
        self.app = Starlette(routes=[Route("/hook", self.post, methods=["POST"])])

    async def post(self, request: Request) -> Response:
        if self.failures:
            self.failures -= 1
            return Response(status_code=500)
        update = await request.json()
        secret = request.headers.get("x-telegram-bot-api-secret-token")
        self.received.append((secret, update["message"]["text"]))
        return Response()


async def test_a_webhook_gets_updates_with_its_secret_in_order(client, telegram, reader):
    hook = Hook()
    async with LocalServer(LocalTelegram(), hook.app) as bot:
        await client.ok("setWebhook", url=f"{bot.url}/hook", secret_token="bi-mat")
        reader.send("một")
        reader.send("hai")
        await telegram.idle()
        assert hook.received == [("bi-mat", "một"), ("bi-mat", "hai")]
        assert "webhook is active" in await client.refused("getUpdates")
        await client.ok("deleteWebhook")
    reader.send("ba")
    assert await texts(client) == ["ba"]


async def test_a_failing_webhook_gets_the_update_again(client, telegram, reader):
    hook = Hook()
    hook.failures = 1
    async with LocalServer(LocalTelegram(), hook.app) as bot:
        await client.ok("setWebhook", url=f"{bot.url}/hook")
        reader.send("một")
        await telegram.idle()
        assert hook.received == [(None, "một")]
        assert "500" in (await client.ok("getWebhookInfo"))["last_error_message"]
        await client.ok("deleteWebhook")


@pytest.mark.parametrize("url", ["http://example.com/hook", "ftp://127.0.0.1", "hook"])
async def test_a_webhook_needs_https_outside_loopback(url, client):
    assert "HTTPS URL must be provided" in await client.refused("setWebhook", url=url)


async def test_pending_updates_can_be_dropped(client, reader):
    reader.send("cũ")
    await client.ok("deleteWebhook", drop_pending_updates=True)
    assert await client.ok("getUpdates") == []
