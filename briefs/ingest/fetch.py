"""Fetching a page or file that an admin names, without ever reaching into a private network.

Each hop is checked: the form of the address, then every address that its name resolves to; the connection
goes to the address that was checked, so that a second answer of the name server (DNS rebinding) is never
asked for.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import time
import zlib
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

import httpx

from briefs.errors import InputError, SourceUnavailableError
from briefs.ingest.addresses import Address, Policy, Resolver, is_public, literal, resolve

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READABLE = frozenset(
    {
        "application/octet-stream",  # what many offices' servers call their PDF files; the content decides
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/xhtml+xml",
        "text/html",
        "text/markdown",
        "text/plain",
    }
)
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",  # the one that is unpacked here, in steps of known size
    "Accept-Language": "vi,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (compatible; DiemTin/0.1)",
}
_PORTS = {"http": 80, "https": 443}
_GZIP = 31  # window bits that make zlib read gzip and nothing else
_LONGEST_ADDRESS = 2000  # characters; browsers and servers agree on little more


class FetchRefusal(StrEnum):
    """Why an address is not fetched and what to do next. Constant, so that it can be translated."""

    FORM = "This is not a web address; send one that begins with https:// or http://."
    USERINFO = "The address has a user name or password in it; send it without them."
    PORT = "The address names an unusual port; send one without a port number."
    SITE = "The address has no valid site name; copy it again from the browser."
    PRIVATE = "The address leads into a private network; save the page and send it as a file."
    UNKNOWN = "The site's name is unknown; check the address, or paste the article's text."
    REDIRECTS = "The address redirects too often; open it in a browser and send the address it ends at."
    MISSING = "There is no such page at the address; check it, or paste the article's text."
    LOGIN = "The site does not let the bot read this page; save it and send it as a file, or paste the text."
    STATUS = "The site answered with an error; try again later, or paste the article's text."
    TYPE = "The address gives neither a page nor a document; send the article's page, a PDF or a Word file."
    TOO_BIG = "The page is larger than 5 MB; save only the article and send it as a file."
    TOO_SLOW = "The site answers too slowly; try again later, or paste the article's text."
    BROKEN = "The site's answer breaks off or is garbled; try again later, or paste the article's text."
    CONNECTION = "The site cannot be reached; try again later, or paste the article's text."
    EMPTY = "The site's answer is empty; open it in a browser, and paste the article's text."


_PASSING = frozenset(
    {FetchRefusal.STATUS, FetchRefusal.TOO_SLOW, FetchRefusal.BROKEN, FetchRefusal.CONNECTION}
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take, all redirects included."""

    size: int = 5_000_000  # bytes, packed and unpacked
    seconds: float = 20.0
    silence: float = 8.0  # seconds to connect, and between two pieces of the answer
    redirects: int = 5
    patience: float = 6.0  # seconds after which an answer must have come at `slowest` or faster
    slowest: int = 1_000  # bytes a second
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from in the end, its unpacked bytes, and what the server says they are."""

    url: str
    content: bytes
    media_type: str
    charset: str | None


async def fetch(
    url: str,
    *,
    limits: FetchLimits | None = None,
    resolver: Resolver = resolve,
    allowed: Policy = is_public,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch an http or https address.

    `resolver`, `allowed` (which addresses may be asked) and `tls` (the usual authorities where None) exist
    for tests. Proxies of the environment are not used: a proxy would resolve names itself, unchecked. Raises
    InputError with a sentence of FetchRefusal (SourceUnavailableError where later may help): for what is not
    allowed, not there, not readable, too large, too slow, or redirected too often.
    """
    hops = _Hops(limits or FetchLimits(), resolver, allowed)
    try:
        async with (
            asyncio.timeout(hops.limits.seconds),
            httpx.AsyncClient(
                verify=tls or True,
                trust_env=False,
                timeout=hops.limits.silence,
                headers=_HEADERS,
                # A connection is checked for one name; another name at the same address needs its own.
                limits=httpx.Limits(max_keepalive_connections=0),
            ) as client,
        ):
            return await hops.follow(client, url)
    except (TimeoutError, httpx.TimeoutException):
        _refuse(FetchRefusal.TOO_SLOW)
    except httpx.ConnectError:
        _refuse(FetchRefusal.CONNECTION)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, zlib.error):
        _refuse(FetchRefusal.BROKEN)


@dataclass(frozen=True, slots=True)
class _Hops:
    limits: FetchLimits
    resolver: Resolver
    allowed: Policy

    async def follow(self, client: httpx.AsyncClient, url: str) -> Fetched:
        here = _parse(url)
        for _ in range(self.limits.redirects + 1):
            async with aclosing(await self._open(client, here)) as response:
                if response.status_code not in _REDIRECTS or "location" not in response.headers:
                    return await self._read(here, response)
                here = _parse(response.headers["location"], base=here)
        raise InputError(FetchRefusal.REDIRECTS)

    async def _open(self, client: httpx.AsyncClient, url: httpx.URL) -> httpx.Response:
        """Send the request to the first checked address that takes it."""
        name = url.raw_host.decode("ascii")
        failure: httpx.TransportError = httpx.ConnectError("no address")
        for address in await self._addresses(url, name):
            request = client.build_request(
                "GET",
                url.copy_with(host=str(address), fragment=None),
                headers={"Host": url.netloc.decode("ascii")},
                # The certificate is checked against the name, not against the address.
                extensions={"sni_hostname": name.removesuffix(".")},
            )
            try:
                return await client.send(request, stream=True, follow_redirects=False)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, url: httpx.URL, name: str) -> Sequence[Address]:
        """Resolve and check a host; one closed address among several closes them all."""
        port = _PORTS[url.scheme] if url.port is None else url.port
        if port not in self.limits.ports:
            _refuse(FetchRefusal.PORT)
        try:
            written = literal(name)
        except ValueError:
            _refuse(FetchRefusal.SITE)
        try:
            addresses = [written] if written else await self.resolver(name, port)
        except (OSError, UnicodeError, ValueError):
            _refuse(FetchRefusal.UNKNOWN)
        if not addresses:
            _refuse(FetchRefusal.UNKNOWN)
        if not all(self.allowed(address) for address in addresses):
            _refuse(FetchRefusal.PRIVATE)
        return addresses

    async def _read(self, url: httpx.URL, response: httpx.Response) -> Fetched:
        _check_status(response.status_code)
        media_type, charset = _content_type(response.headers.get("content-type", ""))
        if media_type not in _READABLE:
            _refuse(FetchRefusal.TYPE)
        length = response.headers.get("content-length", "0")
        if length.isdecimal() and int(length[:18]) > self.limits.size:
            _refuse(FetchRefusal.TOO_BIG)
        content = await self._content(response)
        if not content:
            _refuse(FetchRefusal.EMPTY)
        return Fetched(str(url), content, media_type, charset)

    async def _content(self, response: httpx.Response) -> bytes:
        """Read and unpack the body piece by piece; no piece grows past the limit in memory."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip"):
            _refuse(FetchRefusal.BROKEN)
        unpacker = None if coding == "identity" else zlib.decompressobj(_GZIP)
        content = bytearray()
        packed = 0
        started = time.monotonic()
        async for piece in response.aiter_raw():
            packed += len(piece)
            content += unpacker.decompress(piece, self.limits.size + 1) if unpacker else piece
            if max(packed, len(content)) > self.limits.size:
                _refuse(FetchRefusal.TOO_BIG)
            elapsed = time.monotonic() - started
            if elapsed > self.limits.patience and packed < elapsed * self.limits.slowest:
                _refuse(FetchRefusal.TOO_SLOW)
        if unpacker and packed and not unpacker.eof:
            _refuse(FetchRefusal.BROKEN)
        return bytes(content)


def _parse(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address, or a redirect's target relative to where it was given."""
    text = text.strip()
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, ValueError, TypeError):
        _refuse(FetchRefusal.FORM)
    # Browsers read a backslash as a slash, other parsers do not.
    if url.scheme not in _PORTS or not url.raw_host or len(text) > _LONGEST_ADDRESS or "\\" in text:
        _refuse(FetchRefusal.FORM)
    if url.userinfo or "@" in text.partition("//")[2].partition("/")[0].partition("?")[0].partition("#")[0]:
        _refuse(FetchRefusal.USERINFO)
    return url


def _check_status(status: int) -> None:
    if status in (401, 402, 403, 407, 451):
        _refuse(FetchRefusal.LOGIN)
    if status in (404, 410):
        _refuse(FetchRefusal.MISSING)
    if status != 200:
        _refuse(FetchRefusal.STATUS)


def _content_type(header: str) -> tuple[str, str | None]:
    """Return media type and charset of a Content-Type header; none means any bytes (RFC 9110, 8.3)."""
    media_type, _, parameters = header.lower().partition(";")
    charset = re.search(r"\bcharset\s*=\s*\"?([a-z0-9._:-]{1,40})", parameters)
    return media_type.strip() or "application/octet-stream", charset[1] if charset else None


def _refuse(reason: FetchRefusal) -> NoReturn:
    raise SourceUnavailableError(reason) if reason in _PASSING else InputError(reason)
