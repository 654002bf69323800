"""JSON posted over kept connections of HTTP/1.1: what nearly all requests to the Bot API are.

A general client spends most of the CPU time of a small request on what such a request never has: cookies,
redirects, forms, compression (docs/operations.md has the figures). This one writes the request in one piece
and leaves the answer to llhttp, the parser of Node.js. It also knows whether a request has left, on which it
depends whether a message may be sent again.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import aiohappyeyeballs
import httptools
import httpx

KEPT_S = 15.0
"""Seconds for which an idle connection is used again; servers close theirs later (nginx after 75)."""

_NEXT_ADDRESS_S = 0.25
"""Seconds until another address of the server is tried beside the first (RFC 8305, section 8)."""


_FINAL = 200
"""Answers of lower status only precede another (RFC 9110, section 15.2)."""


class NotConnectedError(ConnectionError):
    """There was no connection to the server: nothing was sent."""


class NotConnectedInTimeError(TimeoutError):
    """No connection stood in time: nothing was sent."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A server, and the head of a request for one address there, up to the length of the body."""

    is_secure: bool
    host: str
    port: int
    head: bytes


class Connections:
    """Posts JSON over connections that it keeps; it needs a running loop with the first request only.

    `trusted` says which certificates are; it is asked for each connection that has one.
    """

    def __init__(self, user_agent: str, trusted: Callable[[], ssl.SSLContext]) -> None:
        self._user_agent = user_agent
        self._trusted = trusted
        self._idle: dict[tuple[bool, str, int], deque[_Connection]] = {}
        self._open: set[_Connection] = set()
        self._closed = False

    async def post(
        self, url: str, body: bytes, *, connect: float | None, read: float | None
    ) -> tuple[int, bytes]:
        """Post JSON and return the status and body of the answer; redirections are answers like others.

        `connect` is the seconds for a new connection to stand, `read` those for the next bytes of the answer,
        None is without end. Raises NotConnectedError and NotConnectedInTimeError where nothing was sent;
        TimeoutError, ConnectionError and other OSErrors leave open what became of the request.
        """
        target = _target(url, self._user_agent)
        connection = self._free(target) or await self._connect(target, connect)
        try:
            answer = await connection.ask(b"%b%d\r\n\r\n%b" % (target.head, len(body), body), read)
        except BaseException:  # what may still come on it would be taken for the answer to the next request
            connection.close()
            raise
        if connection.is_open:
            self._waiting_for(target).append(connection)
        return answer

    async def close(self) -> None:
        """Close all connections, for good: what is about to stand is closed as soon as it does."""
        self._closed = True
        self._idle.clear()
        closing = list(self._open)
        for connection in closing:
            connection.close()
        await asyncio.gather(*(connection.closed for connection in closing))

    def _waiting_for(self, target: _Target) -> deque[_Connection]:
        return self._idle.setdefault((target.is_secure, target.host, target.port), deque())

    def _free(self, target: _Target) -> _Connection | None:
        """Take the connection that was used last, and close those that were idle for too long."""
        idle = self._waiting_for(target)
        oldest = asyncio.get_running_loop().time() - KEPT_S
        while idle and idle[0].used_at < oldest:
            idle.popleft().close()
        while idle:
            if (connection := idle.pop()).is_open:
                return connection
        return None

    async def _connect(self, target: _Target, seconds: float | None) -> _Connection:
        try:
            async with asyncio.timeout(seconds):
                connection = await self._dial(target)
        except TimeoutError as error:
            raise NotConnectedInTimeError(f"no connection to {target.host} in {seconds} s") from error
        except OSError as error:  # no address, refused, no TLS, a certificate that is not trusted
            raise NotConnectedError(f"no connection to {target.host}: {error}") from error
        if self._closed:
            connection.close()
            raise NotConnectedError("all connections were closed meanwhile")
        self._open.add(connection)
        connection.closed.add_done_callback(lambda _: self._open.discard(connection))
        return connection

    async def _dial(self, target: _Target) -> _Connection:
        loop = asyncio.get_running_loop()
        addresses = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        sock = await aiohappyeyeballs.start_connection(
            addresses, happy_eyeballs_delay=_NEXT_ADDRESS_S, interleave=1
        )
        _, connection = await loop.create_connection(
            lambda: _Connection(loop),
            sock=sock,
            ssl=self._trusted() if target.is_secure else None,
            server_hostname=target.host if target.is_secure else None,
        )
        return connection


class _Connection(asyncio.Protocol):
    """One connection, which is asked one thing at a time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []
        self._has_headers = False
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._patience: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.closed: asyncio.Future[None] = loop.create_future()
        self.is_open = True
        self.used_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what the requests are written to."""
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes, patience: float | None) -> asyncio.Future[tuple[int, bytes]]:
        """Write a request; the answer is its status and body, or why there was none."""
        self._answer = self._loop.create_future()
        self._patience = patience
        self._transport.write(request)
        self._wait()
        return self._answer

    def close(self) -> None:
        """Hang up, whatever is under way."""
        self.is_open = False
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on; what nobody asked for ends the connection."""
        if self._answer is None:
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(ConnectionError(f"the answer is not HTTP: {error}"))
            return
        if self._answer is not None:
            self._wait()

    def eof_received(self) -> None:
        """Take an answer of unknown length that ends with the connection as whole (RFC 9112, section 6.3)."""
        self.is_open = False  # until the connection is lost nothing can be asked on it either
        if self._has_headers and not self._parser.should_keep_alive():
            self.on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits that there will be no answer."""
        self.is_open = False
        self._fail(exc or ConnectionResetError("the server hung up before it had answered"))
        self.closed.set_result(None)

    def on_message_begin(self) -> None:
        """End the connection where nobody asked for an answer, for the parser."""
        if self._answer is None:
            self.close()

    def on_headers_complete(self) -> None:
        """Note that the head of an answer is whole, for the parser."""
        self._has_headers = True

    def on_body(self, body: bytes) -> None:
        """Keep a piece of the answer, for the parser."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Hand over the answer, for the parser; a message before it, such as 100 Continue, is passed over."""
        status, body = self._parser.get_status_code(), b"".join(self._body)
        self._body, self._has_headers = [], False
        if status < _FINAL:
            return
        if not self._parser.should_keep_alive():
            self.close()
        self.used_at = self._loop.time()
        if (answer := self._settle()) is not None:
            answer.set_result((status, body))

    def _wait(self) -> None:
        """Wait for the next bytes, but not for ever."""
        if self._timer is not None:
            self._timer.cancel()
        if self._patience is not None:
            self._timer = self._loop.call_later(self._patience, self._give_up)

    def _give_up(self) -> None:
        self._fail(TimeoutError("no answer in time"))

    def _fail(self, error: Exception) -> None:
        self.close()
        if (answer := self._settle()) is not None:
            answer.set_exception(error)

    def _settle(self) -> asyncio.Future[tuple[int, bytes]] | None:
        """Stop waiting, and return what somebody still waits for."""
        answer, self._answer = self._answer, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        return None if answer is None or answer.done() else answer


@lru_cache(maxsize=64)
def _target(url: str, user_agent: str) -> _Target:
    """Read an address, which holds the token: no error shows it. Raises NotConnectedError."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        raise NotConnectedError("the address of the Bot API is broken") from None
    port = {"http": 80, "https": 443}.get(address.scheme)
    if port is None or not address.host:
        raise NotConnectedError("the address of the Bot API is none of http:// or https://")
    lines = (
        b"POST %b HTTP/1.1" % address.raw_path,
        b"Host: %b" % address.netloc,
        b"User-Agent: %b" % user_agent.encode("latin-1"),
        b"Accept: */*",
        b"Accept-Encoding: identity",
        b"Content-Type: application/json",
        b"Content-Length: ",
    )
    return _Target(
        address.scheme == "https", address.raw_host.decode("ascii"), address.port or port, b"\r\n".join(lines)
    )
