"""Requests over a real socket, on aiohttp and on python-telegram-bot's own httpx side by side."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.delivery import Limiter
from bot.delivery.messenger import Ambiguous, Messenger, NotSent, Outcome, Sent
from bot.local import Fault, LocalServer, LocalTelegram, Trouble
from bot.transport.requests import AiohttpRequest, DirectRequest, certainly_not_sent, requests_for
from briefs.errors import SettingsError
from briefs.model import Destination

OK = b'{"ok":true,"result":true}'
TOKEN = "123456789:AAE-a_secret_of_thirty-five_letters"
LOGIN = f"basic {base64.b64encode(b'an: secret').decode()}".lower()
QUICK = 0.15
"""Seconds for a timeout that is to strike."""

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
ALL = pytest.mark.parametrize("kind", [DirectRequest, AiohttpRequest, HTTPXRequest])
ENVIRONMENT = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def response(body: bytes = OK, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Wire:
    """A server that notes the requests that it gets and answers with the next of its answers, or the last."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.connections = 0
        self.answers: list[bytes | None] = [response()]
        self.hang_up_after = False
        self.got_one = asyncio.Event()
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Wire:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/bot{TOKEN}/getMe"
        return self

    async def __aexit__(self, *_: object) -> None:
        for writer in self._writers:
            writer.transport.abort()
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.append(writer)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                self.requests.append((head[0], headers, body))
                self.got_one.set()
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if answer is not None:
                    writer.write(answer)
                if self.hang_up_after:
                    writer.close()
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as running:
        yield running


@pytest.fixture(params=[DirectRequest, AiohttpRequest])
async def request_(request: pytest.FixtureRequest) -> AsyncIterator[AiohttpRequest]:
    async with request.param() as made:
        yield made


def parameters(**values: Any) -> RequestData:
    """Return what a method of the bot hands to the transport."""
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def failure(asked: Awaitable[Any]) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await asked
    return caught.value


async def test_the_answer_is_a_status_and_bytes(request_: AiohttpRequest, wire: Wire) -> None:
    wire.answers = [response(b"\xff\x00", "418 I'm a teapot")]
    assert await request_.do_request(wire.url, "GET") == (418, b"\xff\x00")


async def test_parameters_arrive_as_json(request_: AiohttpRequest, wire: Wire) -> None:
    assert await request_.post(wire.url, parameters(text="Chỉ thị", chat_id=-5, quiet=True)) is True
    line, headers, body = wire.requests[0]
    assert line == f"POST /bot{TOKEN}/getMe HTTP/1.1"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == BaseRequest.USER_AGENT.lower()
    assert json.loads(body) == {"text": "Chỉ thị", "chat_id": -5, "quiet": True}


async def test_half_a_letter_in_a_text_does_not_stop_the_request(
    request_: AiohttpRequest, wire: Wire
) -> None:
    assert await request_.post(wire.url, parameters(text="\ud83d")) is True


async def test_a_request_without_parameters_has_no_body(request_: AiohttpRequest, wire: Wire) -> None:
    await request_.post(wire.url, parameters())
    await request_.post(wire.url)
    assert [body for _, _, body in wire.requests] == [b"", b""]


async def test_a_connection_is_used_again(request_: AiohttpRequest, wire: Wire) -> None:
    for _ in range(3):
        await request_.post(wire.url, parameters(text="x"))
    assert (wire.connections, len(wire.requests)) == (1, 3)


async def test_a_connection_that_the_server_closed_is_not_used_again(
    request_: AiohttpRequest, wire: Wire
) -> None:
    wire.hang_up_after = True
    for _ in range(3):
        await request_.post(wire.url, parameters(text="x"))
        await asyncio.sleep(0.02)
    assert wire.connections == 3


async def test_an_answer_may_be_compressed_if_that_was_said(request_: AiohttpRequest, wire: Wire) -> None:
    wire.answers = [response(gzip.compress(OK), "200 OK", "Content-Encoding: gzip")]
    assert await request_.post(wire.url) is True
    wire.answers = [response()]
    await request_.post(wire.url, parameters(text="x"))
    coding = "identity" if isinstance(request_, DirectRequest) else "gzip"
    assert coding in wire.requests[1][1]["accept-encoding"]


async def test_a_redirection_is_not_followed(request_: AiohttpRequest, wire: Wire) -> None:
    wire.answers = [response(b"", "302 Found", f"Location: http://127.0.0.1:{wire.port}/elsewhere")]
    assert isinstance(await failure(request_.post(wire.url)), NetworkError)
    assert len(wire.requests) == 1


async def test_a_file_is_fetched(request_: AiohttpRequest, wire: Wire) -> None:
    wire.answers = [response(b"%PDF-1.7")]
    assert await request_.retrieve(wire.url) == b"%PDF-1.7"


@ALL
async def test_no_answer_in_time_leaves_it_open_whether_the_request_took_effect(
    kind: type[BaseRequest], wire: Wire
) -> None:
    wire.answers = [None]
    async with kind() as made:
        error = await failure(made.post(wire.url, parameters(text="x"), read_timeout=QUICK))
    assert isinstance(error, TimedOut)
    assert not certainly_not_sent(error)


@ALL
async def test_an_answer_that_breaks_off_leaves_it_open(kind: type[BaseRequest], wire: Wire) -> None:
    wire.answers, wire.hang_up_after = [response(OK * 9)[:-20]], True
    async with kind() as made:
        error = await failure(made.post(wire.url, parameters(text="x")))
    assert isinstance(error, NetworkError)
    assert not certainly_not_sent(error)


@ALL
async def test_a_server_that_hangs_up_without_an_answer_leaves_it_open(
    kind: type[BaseRequest], wire: Wire
) -> None:
    wire.answers, wire.hang_up_after = [None], True
    async with kind() as made:
        error = await failure(made.post(wire.url, parameters(text="x")))
    assert isinstance(error, NetworkError)
    assert not certainly_not_sent(error)


@ALL
async def test_a_server_that_is_not_there_got_nothing(kind: type[BaseRequest], free_port: int) -> None:
    async with kind() as made:
        error = await failure(made.post(f"http://127.0.0.1:{free_port}/bot{TOKEN}/getMe"))
    assert isinstance(error, NetworkError)
    assert certainly_not_sent(error)


@ALL
async def test_a_name_without_an_address_got_nothing(kind: type[BaseRequest]) -> None:
    async with kind() as made:
        error = await failure(made.post("http://nobody.invalid/x"))
    assert certainly_not_sent(error)


@ALL
async def test_a_server_that_shakes_no_hands_got_nothing(kind: type[BaseRequest], wire: Wire) -> None:
    async with kind() as made:
        error = await failure(made.post(wire.url.replace("http:", "https:"), connect_timeout=QUICK))
    assert isinstance(error, TimedOut)
    assert certainly_not_sent(error)


@ALL
async def test_a_request_for_which_no_connection_is_free_is_not_sent(
    kind: type[BaseRequest], wire: Wire
) -> None:
    wire.answers = [None, response()]
    async with kind(connection_pool_size=1) as made:  # type: ignore[call-arg]
        first = asyncio.create_task(made.post(wire.url, read_timeout=5))
        await wire.got_one.wait()
        error = await failure(made.post(wire.url, pool_timeout=QUICK))
        first.cancel()
        await asyncio.wait({first})
        assert await made.post(wire.url) is True  # what was cancelled has given its connection back
    assert isinstance(error, TimedOut)
    assert certainly_not_sent(error)
    assert len(wire.requests) == 2


@pytest.mark.parametrize("kind", [DirectRequest, AiohttpRequest])
async def test_a_request_that_waits_for_a_connection_while_all_are_closed_is_not_sent(
    kind: type[AiohttpRequest], wire: Wire
) -> None:
    wire.answers = [None, response()]
    made = kind(connection_pool_size=1)
    await made.initialize()
    first = asyncio.create_task(failure(made.post(wire.url, read_timeout=5)))
    await wire.got_one.wait()
    waiting = asyncio.create_task(failure(made.post(wire.url, pool_timeout=5)))
    await asyncio.sleep(0)
    await made.shutdown()
    first.cancel()
    assert certainly_not_sent(await waiting)
    assert len(wire.requests) == 1


@ALL
@pytest.mark.parametrize("with_file", [True, False])
async def test_a_server_that_does_not_take_what_is_sent_is_given_up(
    kind: type[BaseRequest], with_file: bool
) -> None:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ears.append(writer)

    ears: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
    file = InputFile(b"x" * 30_000_000, filename="x.pdf")
    big = parameters(document=file) if with_file else parameters(results="x" * 30_000_000)
    timeouts = (QUICK, 60) if with_file else (60, QUICK)
    media, other = timeouts
    async with kind(media_write_timeout=media, write_timeout=other, read_timeout=60) as made:  # type: ignore[call-arg]
        error = await failure(made.post(url, big))
    assert isinstance(error, TimedOut)
    assert not certainly_not_sent(error)
    for writer in ears:
        writer.transport.abort()
    server.close()
    await server.wait_closed()


@ALL
async def test_after_a_shutdown_there_is_no_request_until_it_is_initialised_again(
    kind: type[BaseRequest], wire: Wire
) -> None:
    made = kind()
    assert await made.post(wire.url) is True  # not even the first needs it
    for _ in range(2):
        await made.shutdown()
    assert isinstance(await failure(made.post(wire.url)), NetworkError)
    await made.initialize()
    assert await made.post(wire.url) is True
    await made.shutdown()


@ALL
def test_a_request_can_be_made_before_there_is_a_loop(kind: type[BaseRequest]) -> None:
    async def ask() -> Any:
        async with Wire() as wire, made:
            return await made.post(wire.url)

    made = kind()
    assert made.read_timeout == 5.0
    assert asyncio.run(ask()) is True


async def test_errors_do_not_show_the_token(request_: AiohttpRequest, wire: Wire) -> None:
    refused = response(b"", "407 Proxy Authentication Required")
    wire.answers = [refused]
    async with AiohttpRequest(proxy=f"http://127.0.0.1:{wire.port}") as proxied:
        errors = [
            await failure(proxied.post(f"https://telegram.invalid/bot{TOKEN}/getMe")),
            await failure(request_.post(f"http://[/bot{TOKEN}/getMe")),
            await failure(request_.post(f"ftp://telegram.invalid/bot{TOKEN}/getMe")),
        ]
    assert all(TOKEN not in str(error) for error in errors)


async def test_errors_do_not_show_the_password_of_a_proxy(wire: Wire) -> None:
    wire.answers = [response(b"", "407 Proxy Authentication Required")]
    async with AiohttpRequest(proxy=f"http://an:%20secret@127.0.0.1:{wire.port}") as proxied:
        error = await failure(proxied.post("https://telegram.invalid/x"))
    assert wire.requests[0][1]["proxy-authorization"] == LOGIN
    assert "407" in str(error)
    assert "secret" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("proxy", ["http://an:secret@proxy:port", "http://[an:secret@proxy"])
def test_a_proxy_that_is_no_address_is_refused_without_showing_it(proxy: str) -> None:
    with pytest.raises(SettingsError, match="proxy is broken") as refused:
        requests_for("https://api.telegram.org/bot", proxy)
    assert "secret" not in "".join(traceback.format_exception(refused.value))


async def test_a_proxy_is_asked_for_the_address(wire: Wire) -> None:
    async with AiohttpRequest(proxy=f"http://an:%20secret@127.0.0.1:{wire.port}") as proxied:
        assert await proxied.post("http://telegram.invalid/x", parameters(text="x")) is True
    line, headers, _ = wire.requests[0]
    assert line == "POST http://telegram.invalid/x HTTP/1.1"
    assert headers["proxy-authorization"] == LOGIN


@ALL
async def test_a_proxy_that_refuses_to_connect_has_sent_nothing(kind: type[BaseRequest], wire: Wire) -> None:
    wire.answers = [response(b"", "403 Forbidden")]
    async with kind(proxy=f"http://127.0.0.1:{wire.port}") as proxied:  # type: ignore[call-arg]
        error = await failure(proxied.post("https://telegram.invalid/x"))
    assert wire.requests[0][0].startswith("CONNECT telegram.invalid:443")
    assert isinstance(error, NetworkError)
    assert certainly_not_sent(error)


@pytest.mark.parametrize(
    ("proxy", "kind"),
    [
        (None, DirectRequest),
        ("http://127.0.0.1:3128", AiohttpRequest),
        ("https://127.0.0.1:3128", HTTPXRequest),
        ("socks5://127.0.0.1:1080", HTTPXRequest),
    ],
)
def test_httpx_speaks_to_the_proxies_that_aiohttp_does_not(proxy: str | None, kind: type) -> None:
    assert [type(made) for made in requests_for("https://api.telegram.org/bot", proxy)] == [kind, kind]


async def test_the_proxy_of_the_environment_is_used_except_where_it_says_not(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{wire.port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    sending, polling = requests_for("http://telegram.invalid/bot", None)
    direct, _ = requests_for("http://127.0.0.1:8081/bot", None)
    async with sending, polling, direct:
        await sending.post("http://telegram.invalid/x")
        await direct.post(wire.url)
    assert [line.split()[1] for line, _, _ in wire.requests] == [
        "http://telegram.invalid/x",
        f"/bot{TOKEN}/getMe",
    ]


@ALL
async def test_a_document_arrives_under_its_name(
    kind: type[BaseRequest], telegram: LocalTelegram, server: LocalServer
) -> None:
    person = telegram.person("An")
    content, name = "dữ liệu".encode() * 20_000, 'báo cáo "quý".txt'
    async with ExtBot[Any](telegram.token, base_url=server.base_url, request=kind()) as bot:
        await bot.send_document(person.id, content, filename=name, caption="Tệp")
    (message,) = telegram.world.chats[person.id].messages.values()
    assert message["caption"] == "Tệp"
    stored = telegram.files.by_id(message["document"]["file_id"])
    assert stored is not None
    assert stored.upload.content == content
    assert message["document"]["file_name"] in (name, name.replace('"', "%22"))


@ALL
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(Trouble.RESET, "sendMessage"), Ambiguous),
        (Fault(Trouble.RESET, "sendMessage", after_effect=True), Ambiguous),
        (Fault(Trouble.SLOW, "sendMessage", seconds=2), Ambiguous),
        (Fault(Trouble.GARBAGE, "sendMessage"), Ambiguous),
        (Fault(Trouble.STATUS, "sendMessage", status=500), Ambiguous),
        (Fault(Trouble.STATUS, "sendMessage", status=502), Ambiguous),
        (Fault(Trouble.STATUS, "sendMessage", status=504), Ambiguous),
        (None, Sent),
    ],
)
async def test_troubles_of_telegram_mean_the_same_on_both(
    kind: type[BaseRequest],
    fault: Fault | None,
    outcome: type[Outcome],
    telegram: LocalTelegram,
    server: LocalServer,
) -> None:
    person = telegram.person("An")
    if fault is not None:
        telegram.faults.add(fault)
    made = kind(read_timeout=QUICK * 3)  # type: ignore[call-arg]
    async with ExtBot[Any](telegram.token, base_url=server.base_url, request=made) as bot:
        got = await Messenger(bot, Limiter()).send(Destination("telegram", str(person.id)), "x")
    assert type(got) is outcome


async def test_a_wrong_token_has_sent_nothing(
    request_: AiohttpRequest, telegram: LocalTelegram, server: LocalServer
) -> None:
    bot: ExtBot[Any] = ExtBot(TOKEN, base_url=server.base_url, request=request_)
    outcome = await Messenger(bot, Limiter()).send(Destination("telegram", "1"), "x")
    assert isinstance(outcome, NotSent)
