"""How requests reach the Bot API: JSON directly, files by aiohttp, all by httpx behind some proxies.

aiohttp takes a fifth of httpx's CPU time for a message, connections of our own a third of aiohttp's
(docs/operations.md has the figures). What callers see stays as python-telegram-bot has it in `HTTPXRequest`:
the same four timeouts and defaults, the same exceptions, the same encoding of files. Bodies without files go
as JSON, which the Bot API takes as well as a form ("Making requests") and which costs less to write for
Vietnamese text.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import BytesPayload, Payload
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.transport.connections import Connections, NotConnectedError, NotConnectedInTimeError
from briefs.errors import SettingsError

CONNECTIONS = 256
"""Connections at most, as python-telegram-bot has it; polling has one of its own."""

_BUFFERED = 2**16
"""What asyncio takes to write without waiting for the other side: its writing cannot time out."""


class NoConnectionError(TimedOut):
    """There was none for the request, which was not sent: all stayed busy, or were closed for good."""

    def __init__(self, reason: str = "Pool timeout: all connections are busy") -> None:
        super().__init__(f"{reason}, and the request was not sent")


_NEVER_SENT = (
    NoConnectionError,
    NotConnectedError,
    NotConnectedInTimeError,
    aiohttp.ClientConnectorError,  # no address, refused, no TLS, no way to the proxy
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # the proxy refused to connect
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
)


@dataclass(frozen=True, slots=True)
class _Patience:
    """Seconds to wait for each part of a request; None is without end."""

    connect: float | None
    read: float | None
    write: float | None


def requests_for(base_url: str, proxy: str | None) -> tuple[BaseRequest, BaseRequest]:
    """Return what sends requests to a Bot API server, and what polls it.

    Without `proxy` those of the environment hold, as for httpx: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY.
    aiohttp speaks to proxies of `http://` only, so socks5 and https ones are left to httpx: it takes more CPU
    time, which 30 messages a second do not notice. Raises SettingsError for an address that is none.
    """
    chosen = proxy or _proxy_of_environment(base_url)
    if chosen is None:
        return DirectRequest(CONNECTIONS), DirectRequest(1)
    if chosen.startswith("http://"):
        return AiohttpRequest(CONNECTIONS, proxy=chosen), AiohttpRequest(1, proxy=chosen)
    return HTTPXRequest(CONNECTIONS, proxy=chosen), HTTPXRequest(1, proxy=chosen)


def _proxy_of_environment(url: str) -> str | None:
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def certainly_not_sent(error: TelegramError) -> bool:
    """Say whether a request failed before any of it was written, so that sending it again is safe."""
    return any(isinstance(cause, _NEVER_SENT) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


class AiohttpRequest(BaseRequest):
    """Sends requests with aiohttp over HTTP/1.1; timeouts are seconds, None is without end.

    `pool_timeout` is for a connection to become free, `connect_timeout` for a new one to stand (name lookup
    and TLS included), `write_timeout` for one write to the socket (`media_write_timeout` where files are
    sent), `read_timeout` for the next bytes of the answer. Like HTTPXRequest it needs no `initialize` before
    the first request, and one after `shutdown`.
    """

    def __init__(
        self,
        connection_pool_size: int = CONNECTIONS,
        *,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._plain = _proxy_options(proxy, tunnelled=False)
        self._tunnelled = _proxy_options(proxy, tunnelled=True)
        self._session: aiohttp.ClientSession | None = None
        self._pool = asyncio.Semaphore(connection_pool_size)
        self._shut_down = False

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer unless a request says otherwise; polling adds its own to it."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Get ready, again after `shutdown`."""
        self._shut_down = False

    async def shutdown(self) -> None:
        """Close all connections; doing it twice does no harm."""
        self._shut_down = True
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send a request and return the answer's status and body.

        Raises TimedOut and NetworkError; `certainly_not_sent` tells what they mean for the request.
        """
        with_files = request_data is not None and request_data.contains_files
        patience = _Patience(
            connect=_chosen(connect_timeout, self._connect_timeout),
            read=_chosen(read_timeout, self._read_timeout),
            write=_chosen(write_timeout, self._media_write_timeout if with_files else self._write_timeout),
        )
        if self._shut_down:
            raise RuntimeError("This request object is shut down; initialize it again.")
        await self._take_connection(_chosen(pool_timeout, self._pool_timeout))
        try:
            if self._shut_down:  # while it waited: what is opened now would stay open
                raise NoConnectionError("The bot is shut down")
            return await self._exchange(url, method, request_data, patience)
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_told(error, url)) from error
        finally:
            self._pool.release()

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, patience: _Patience
    ) -> tuple[int, bytes]:
        if self._session is None:
            self._session = _new_session(self.USER_AGENT, self._trusted)
        body = _body(data, patience.write) if data else None
        timeout = _timeout(patience.connect, patience.read)
        proxy = self._tunnelled if url.startswith("https:") else self._plain
        async with self._session.request(
            method, url, data=body, timeout=timeout, allow_redirects=False, **proxy
        ) as response:
            return response.status, await response.read()

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """What httpx trusts; reading all certificates takes a tenth of a second."""
        context = httpx.create_ssl_context()
        context.set_alpn_protocols(["http/1.1"])
        return context

    async def _take_connection(self, patience: float | None) -> None:
        """Take one of the connections that there may be at once, or wait for one."""
        if not self._pool.locked():
            await self._pool.acquire()
            return
        try:
            async with asyncio.timeout(patience):
                await self._pool.acquire()
        except TimeoutError as error:
            raise NoConnectionError from error


class DirectRequest(AiohttpRequest):
    """Writes JSON to connections of its own, in a third of the CPU time.

    Files, requests without parameters, such as are too large to be written at once, and everything behind a
    proxy go the way of AiohttpRequest. Timeouts and errors are the same.
    """

    _connections: Connections | None = None

    async def shutdown(self) -> None:
        """Close all connections; doing it twice does no harm."""
        await super().shutdown()
        if self._connections is not None:
            connections, self._connections = self._connections, None
            await connections.close()

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, patience: _Patience
    ) -> tuple[int, bytes]:
        payload = _json(data) if data and not data.contains_files else b""
        if self._plain or method != "POST" or not 0 < len(payload) <= _BUFFERED:
            return await super()._exchange(url, method, data, patience)
        if self._connections is None:
            self._connections = Connections(self.USER_AGENT, lambda: self._trusted)
        return await self._connections.post(url, payload, connect=patience.connect, read=patience.read)


def _proxy_options(proxy: str | None, *, tunnelled: bool) -> dict[str, Any]:
    """Return what aiohttp is told of a proxy: the login apart from the address, for errors show that.

    It goes to the proxy alone: with the request for a tunnel, or where there is none with every request.
    """
    if proxy is None:
        return {}
    try:
        parts = urlsplit(proxy)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise SettingsError("The address of the proxy is broken: write http://user:password@host:port.")
    address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    if parts.username is None:
        return {"proxy": address}
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    header = {"Proxy-Authorization": f"Basic {b64encode(login).decode()}"}
    return {"proxy": address, "proxy_headers" if tunnelled else "headers": header}


def _new_session(user_agent: str, trusted: ssl.SSLContext) -> aiohttp.ClientSession:
    """Return a session that keeps no cookies and counts no connections."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=trusted),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent},
    )


class _Body(Payload):
    """What is posted, in pieces that are each written within `seconds`: aiohttp has no such timeout."""

    def __init__(
        self, pieces: Iterable[bytes], size: int | None, content_type: str, seconds: float | None
    ) -> None:
        super().__init__(pieces, content_type=content_type)
        self._size = size
        self._seconds = seconds

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the body as text."""
        return b"".join(self._value).decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write the body; raises TimeoutError when the server does not take it."""
        for piece in self._value:
            async with asyncio.timeout(self._seconds):
                await writer.write(piece)


def _body(data: RequestData, seconds: float | None) -> Payload | None:
    """Return parameters as JSON, with files as the form that httpx makes of them."""
    if data.contains_files:
        form = httpx.Request("POST", "http://x", data=data.json_parameters, files=data.multipart_data)
        pieces: Any = form.stream
        length = form.headers.get("content-length")  # none for a file that cannot say its length
        return _Body(pieces, int(length) if length else None, form.headers["content-type"], seconds)
    payload = _json(data)
    if not payload:
        return None
    if len(payload) <= _BUFFERED:
        return BytesPayload(payload, content_type="application/json")
    return _Body((payload,), len(payload), "application/json", seconds)


def _json(data: RequestData) -> bytes:
    """Return the parameters as JSON, nothing where there are none."""
    parameters = data.parameters
    return json.dumps(parameters, ensure_ascii=False).encode("utf-8", "replace") if parameters else b""


@lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(connect=connect, sock_read=read)


def _chosen(timeout: Any, usual: float | None) -> float | None:
    chosen: float | None = usual if timeout is BaseRequest.DEFAULT_NONE else timeout
    return chosen


def _told(error: Exception, url: str) -> str:
    """Say what went wrong, without the address: it holds the token."""
    return f"{type(error).__name__}: {error}".replace(url, "<address>")
