"""JSON over kept connections: what may come back, in what pieces, and what it means for the next request."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import trustme

from bot.transport import connections
from bot.transport.connections import Connections, NotConnectedError

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"


@pytest.fixture
async def kept() -> AsyncIterator[Connections]:
    made = Connections("test", ssl.create_default_context)
    yield made
    await made.close()


@asynccontextmanager
async def serving(talk: Talk, secured: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Serve on a port of this machine; yields the port."""
    writers = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=secured)
    yield server.sockets[0].getsockname()[1]
    for writer in writers:
        writer.transport.abort()
    server.close()
    await server.wait_closed()


async def asked(reader: asyncio.StreamReader) -> bytes:
    """Read one request to its end and return its head."""
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.readexactly(int(head.rpartition(b"Content-Length: ")[2]))
    return head


def answering(*answers: bytes, hang_up: bool = False) -> Talk:
    """Return a server that gives these answers on every connection, one for each request."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await asked(reader)
            writer.write(answer)
        if hang_up:
            writer.close()
        else:
            await reader.read()

    return talk


async def post(kept: Connections, port: int, read: float | None = 5) -> tuple[int, bytes]:
    return await kept.post(f"http://127.0.0.1:{port}/x", b"{}", connect=5, read=read)


@pytest.mark.parametrize(
    "answer",
    [
        OK,
        CHUNKED,
        b"HTTP/1.1 100 Continue\r\n\r\n" + OK,
        b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + CHUNKED,
    ],
    ids=["length", "chunked", "continue", "hints"],
)
async def test_an_answer_may_come_byte_by_byte(kept: Connections, answer: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        while await asked(reader):
            for byte in answer:
                writer.write(bytes([byte]))
                await asyncio.sleep(0)

    connected: list[asyncio.StreamWriter] = []
    async with serving(talk) as port:
        assert [await post(kept, port) for _ in range(3)] == [(200, b"ok")] * 3
    assert len(connected) == 1


async def test_an_answer_may_end_with_the_connection(kept: Connections) -> None:
    until_the_end = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>"
    async with serving(answering(until_the_end, hang_up=True)) as port:
        assert await post(kept, port) == (502, b"<h1>")


@pytest.mark.parametrize("answer", [OK[:-1], CHUNKED[:-5], OK[:20], b"SSH-2.0-OpenSSH\r\n"])
async def test_an_answer_that_is_not_whole_or_not_http_is_an_error(kept: Connections, answer: bytes) -> None:
    async with serving(answering(answer, hang_up=True)) as port:
        with pytest.raises(ConnectionError) as caught:
            await post(kept, port)
    assert not isinstance(caught.value, NotConnectedError)


async def test_a_server_may_take_long_as_long_as_it_goes_on(kept: Connections) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        for piece in (OK[:10], OK[10:20], OK[20:30], OK[30:]):
            await asyncio.sleep(0.1)
            writer.write(piece)

    async with serving(talk) as port:
        assert await post(kept, port, read=0.3) == (200, b"ok")


@pytest.mark.parametrize(
    "answer",
    [
        OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
        OK.replace(b"1.1", b"1.0"),
        OK + b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
        OK + b"HTTP/1.1 4",
    ],
    ids=["closing", "old", "talkative", "half talkative"],
)
async def test_a_connection_that_will_not_serve_again_is_left(kept: Connections, answer: bytes) -> None:
    connected = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        await answering(answer, answer)(reader, writer)

    async with serving(talk) as port:
        assert [await post(kept, port) for _ in range(2)] == [(200, b"ok")] * 2
    assert len(connected) == 2


async def test_what_comes_while_nobody_asks_is_no_answer_to_the_next_request(kept: Connections) -> None:
    said = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        writer.write(OK)
        await asyncio.sleep(0.02)
        writer.write(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        said.set()
        await reader.read()

    async with serving(talk) as port:
        await post(kept, port)
        await said.wait()
        await asyncio.sleep(0.02)
        assert await post(kept, port) == (200, b"ok")


async def test_a_connection_that_the_server_has_ended_is_not_used_before_it_is_lost(
    kept: Connections,
) -> None:
    connected = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        await answering(OK, OK)(reader, writer)

    async with serving(talk) as port:
        await post(kept, port)
        (connection,) = kept._open
        connection.eof_received()
        assert await post(kept, port) == (200, b"ok")
    assert len(connected) == 2


async def test_an_answer_that_came_too_late_is_no_answer_to_the_next_request(kept: Connections) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        for _ in range(2):
            await asked(reader)
            if len(connected) == 1:
                await asyncio.sleep(0.1)
                writer.write(OK.replace(b"ok", b"no"))
            writer.write(OK)

    connected: list[asyncio.StreamWriter] = []
    async with serving(talk) as port:
        with pytest.raises(TimeoutError):
            await post(kept, port, read=0.02)
        assert await post(kept, port) == (200, b"ok")


async def test_a_connection_that_was_idle_for_long_is_not_used_again(
    kept: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)
        await answering(OK, OK, OK)(reader, writer)

    async with serving(talk) as port:
        await post(kept, port)
        await post(kept, port)
        assert len(connected) == 1
        monkeypatch.setattr(connections, "KEPT_S", 0.0)
        await post(kept, port)
    assert len(connected) == 2


async def test_requests_at_one_time_have_connections_of_their_own(kept: Connections) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await asked(reader)).split()[1]
        await asyncio.sleep(0.05 if path == b"/0" else 0)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path)
        await reader.read()

    async with serving(talk) as port:
        urls = [f"http://127.0.0.1:{port}/{number}" for number in range(5)]
        answers = await asyncio.gather(*(kept.post(url, b"{}", connect=5, read=5) for url in urls))
    assert [body for _, body in answers] == [b"/0", b"/1", b"/2", b"/3", b"/4"]


async def test_a_name_with_several_addresses_is_tried_at_all_of_them(
    kept: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def addresses(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        found = [(nobody, port), ("127.0.0.1", port)]
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address) for address in found]

    nobody = "127.0.0.2"
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", addresses)
    async with serving(answering(OK)) as port:
        assert await post(kept, port) == (200, b"ok")


async def test_a_server_is_spoken_to_over_tls_if_it_is_trusted() -> None:
    authority, secured = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(secured)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with serving(answering(OK, OK), secured) as port:
        url = f"https://localhost:{port}/x"
        trusted = Connections("test", lambda: trusting)
        assert [await trusted.post(url, b"{}", connect=5, read=5) for _ in range(2)] == [(200, b"ok")] * 2
        with pytest.raises(NotConnectedError, match="certificate"):
            await Connections("test", ssl.create_default_context).post(url, b"{}", connect=5, read=5)
        with pytest.raises(NotConnectedError, match="certificate"):  # the name is another
            await trusted.post(url.replace("localhost", "127.0.0.1"), b"{}", connect=5, read=5)
        await trusted.close()


async def test_closing_hangs_up_and_tells_who_waits(kept: Connections) -> None:
    got_one = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asked(reader)
        got_one.set()
        await reader.read()

    async with serving(talk) as port:
        waiting = asyncio.create_task(post(kept, port))
        await got_one.wait()
        await kept.close()
        with pytest.raises(ConnectionError):
            await waiting


async def test_what_is_connected_only_after_all_was_closed_is_closed_too(
    kept: Connections, monkeypatch: pytest.MonkeyPatch
) -> None:
    dial, may_dial = Connections._dial, asyncio.Event()

    async def slow(self: Connections, target: connections._Target) -> connections._Connection:
        await may_dial.wait()
        return await dial(self, target)

    monkeypatch.setattr(Connections, "_dial", slow)
    hung_up, heard = asyncio.Event(), []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read())
        hung_up.set()

    async with serving(listen) as port:
        asking = asyncio.create_task(kept.post(f"http://127.0.0.1:{port}/", b"{}", connect=5, read=5))
        await asyncio.sleep(0)
        await kept.close()
        may_dial.set()
        with pytest.raises(NotConnectedError):
            await asking
        await asyncio.wait_for(hung_up.wait(), 5)
    assert heard == [b""]
