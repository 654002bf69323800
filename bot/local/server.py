"""Serving an ASGI application on loopback, in the event loop that is running."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Generator
from types import TracebackType
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from bot.local.api import ABORT, bot_api
from bot.local.telegram import LocalTelegram

HOST = "127.0.0.1"
GRACE_SECONDS = 1.0
RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, for zero seconds: close() sends RST


class _AbortableProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Lets the application tear down its own connection, which ASGI has no word for."""

    app: ASGIApp

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        app = self.app

        def abort() -> None:
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            transport.abort()

        async def abortable(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[ABORT] = abort
            await app(scope, receive, send)

        self.app = abortable


class _QuietServer(uvicorn.Server):
    """Leaves signals to the process it runs in, and stops when told instead of at its next tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.told_to_stop = asyncio.Event()

    async def main_loop(self) -> None:
        await self.told_to_stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := set(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class LocalServer:
    """Serves a pretend Telegram on 127.0.0.1 while the context is open; port 0 takes any free one.

    `app` serves more than the Bot API, for instance the chat page too.
    """

    def __init__(self, telegram: LocalTelegram, app: ASGIApp | None = None, *, port: int = 0) -> None:
        self.telegram = telegram
        # The protocol is named because asyncio sets TCP_NODELAY only then; without it answers take 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._port = port
        config = uvicorn.Config(
            app or bot_api(telegram),
            http=_AbortableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_keep_alive=60,
        )
        self._server = _QuietServer(config)
        self._serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The address, without a slash at the end; valid once the server runs."""
        return f"http://{HOST}:{self._port}"

    @property
    def base_url(self) -> str:
        """What a client library calls base_url: the token is appended to it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What a client library calls base_file_url."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> LocalServer:
        self._socket.bind((HOST, self._port))
        self._socket.listen(4096)
        self._port = self._socket.getsockname()[1]
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.told_to_stop.set()
        await self.telegram.close()
        if self._serving is not None:
            await self._serving
        self._socket.close()
