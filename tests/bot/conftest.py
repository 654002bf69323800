"""A pretend Telegram, its server, people in it, and a bare client of its Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.local import LocalServer, LocalTelegram, Persona


class Client:
    """Calls methods of the Bot API without a client library in between."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, token: str) -> None:
        self.http = http
        self.base_url = base_url
        self.token = token

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the whole answer, `ok` or not."""
        response = await self.http.post(f"{self.base_url}{self.token}/{method}", json=params)
        body: dict[str, Any] = response.json()
        assert (response.status_code == 200) is body["ok"]
        return body

    async def ok(self, method: str, **params: Any) -> Any:
        """Return the result of a call that has to succeed."""
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """Return the description of a refusal."""
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])


@pytest.fixture
def telegram() -> LocalTelegram:
    return LocalTelegram()


@pytest.fixture
async def server(telegram: LocalTelegram) -> AsyncIterator[LocalServer]:
    async with LocalServer(telegram) as running:
        yield running


@pytest.fixture
async def client(server: LocalServer) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(trust_env=False) as http:
        yield Client(http, server.base_url, server.telegram.token)


@pytest.fixture
def reader(telegram: LocalTelegram) -> Persona:
    return Persona(telegram, telegram.person("Lan", username="lan"))
