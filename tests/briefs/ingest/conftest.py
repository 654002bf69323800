"""Makers of files, and web sites on loopback that answer with given bytes."""

import asyncio
import io
import ssl
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from ipaddress import IPv4Address

import docx
import pytest

from briefs.ingest.extract import Extracted, extract
from briefs.ingest.fetch import Fetched, FetchLimits, fetch
from briefs.ingest.sandbox import Limits, Sandbox

Answer = bytes | Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

OPEN = IPv4Address("127.0.0.1")  # plays the public internet
CLOSED = IPv4Address("127.0.0.2")  # plays the private network


class Web:
    """Sites on loopback: `bao.test` is public, `noi-bo.test` private; any other name is unknown."""

    names = {"bao.test": [OPEN], "noi-bo.test": [CLOSED], "hai.test": [OPEN, CLOSED]}  # noqa: RUF012

    def __init__(self) -> None:
        self.requests: list[tuple[str, bytes]] = []  # the address asked, and the request
        self.asked: list[str] = []  # names resolved
        self.ports: set[int] = {80, 443}
        self.limits = FetchLimits(seconds=3, silence=1, patience=0.5, slowest=1000)
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None] | None] = set()

    async def serve(self, answer: Answer, address: IPv4Address = OPEN, **options) -> int:
        """Answer every request with the bytes, or let a function write the answer; returns the port."""

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._tasks.add(asyncio.current_task())
            try:
                self.requests.append((str(address), await reader.readuntil(b"\r\n\r\n")))
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(reader, writer)
            except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(handle, str(address), 0, **options)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        self.ports.add(port)
        return port

    async def resolve(self, host: str, port: int) -> list[IPv4Address]:
        self.asked.append(host)
        if host not in self.names:
            raise OSError("unknown")
        return self.names[host]

    async def get(self, url: str, **options) -> Fetched:
        """Fetch with the loopback policy and short limits."""
        limits = replace(self.limits, ports=frozenset(self.ports))
        # Trusting nobody: loading the usual authorities takes longer than a test.
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        options = {"limits": limits, "resolver": self.resolve, "allowed": OPEN.__eq__, "tls": tls} | options
        return await fetch(url, **options)

    async def close(self) -> None:
        for task in self._tasks:
            if task and not task.done():
                task.cancel()
        for server in self._servers:
            server.close()
            await server.wait_closed()


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    web = Web()
    yield web
    await web.close()


@pytest.fixture
def read() -> Callable[..., Awaitable[Extracted]]:
    """Extract from bytes in a sandbox of its own."""

    async def read(name: str, data: bytes, media_type: str | None = None, **options) -> Extracted:
        sandbox = Sandbox(Limits(cpu_seconds=4))
        return await extract(name, media_type, data, sandbox=sandbox, **options)

    return read


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """Make a PDF from pages of (x, y, text) lines, with a Unicode font that is not embedded."""
    return make_pdf


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Make a Word file from paragraphs, with members of the archive added or replaced."""
    return make_word


def make_pdf(
    *pages: list[tuple[float, float, str]], extra: str = "", trailer: str = "", stream: bytes = b""
) -> bytes:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /U def\n"
        b"1 begincodespacerange <0000> <FFFF>\nendcodespacerange\n" + _ranges() + b"endcmap"
    )
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/DW 500/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        5: _stream(cmap),
    }
    kids = []
    for number, lines in enumerate(pages):
        at = 10 + 2 * number
        drawn = b"".join(
            b"BT /F 12 Tf %g %g Td <%s> Tj ET\n" % (x, y, text.encode("utf-16-be").hex().encode())
            for x, y, text in lines
        )
        kids.append(b"%d 0 R" % at)
        objects[at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % (at + 1)
        )
        objects[at + 1] = stream or _stream(drawn)
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _file(objects, extra.encode("latin-1"), trailer.encode("latin-1"))


def _ranges() -> bytes:
    rows = [b"<%02X00> <%02XFF> <%02X00>\n" % (high, high, high) for high in range(0x30)]
    return b"%d beginbfrange\n%sendbfrange\n" % (len(rows), b"".join(rows))


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _file(objects: dict[int, bytes], extra: bytes, trailer: bytes) -> bytes:
    out = b"%PDF-1.7\n"
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    out += extra
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d %05d %s \n" % ((places[number], 0, b"n") if number in places else (0, 65535, b"f"))
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)


def make_word(*paragraphs: str, members: dict[str, bytes] | None = None, body: str | None = None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    plain = io.BytesIO()
    document.save(plain)
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | (members or {})
        if body is not None:
            parts["word/document.xml"] = (
                '<?xml version="1.0" encoding="UTF-8"?><w:document '
                'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
                'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                f"<w:body>{body}</w:body></w:document>"
            ).encode()
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()
