"""Hostile addresses, redirects, name servers and web servers: nothing private is asked, nothing runs on."""

import asyncio
import gzip
import resource
import sys
import zlib
from ipaddress import ip_address

import pytest

from briefs.errors import InputError
from briefs.ingest.addresses import is_public
from briefs.ingest.fetch import FetchRefusal

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

# Addresses that must be refused under the real policy before anything is asked.
FORBIDDEN = {
    FetchRefusal.PRIVATE: [
        "http://127.0.0.1/",
        "http://127.0.0.1:80/",
        "http://127.8.9.10/",
        "https://10.0.0.1/",
        "http://172.16.5.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/latest",
        "http://168.63.129.16/",
        "http://192.0.0.192/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:7f00:1::]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[2001:0:0:0:0:0:80ff:fffe]/",
        "http://[fd00:ec2::254]/latest/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "http://[fec0::1]/",
        "http://[fe80::1%25eth0]/",
        "HTTP://127.0.0.1/",
        "http://127。0。0。1/",
        " http://127.0.0.1/ ",
    ],
    FetchRefusal.SITE: [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7F.0x0.0x0.0x1/",
        "http://017700000001/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://3232235777/",
        "http://127.0.0.1./",
        "http://%31%32%37.0.0.1/",
        "http://127%2e0%2e0%2e1/",
        "http://a..vn/",
        "http://a b.vn/",
        "http://127.0.0.1%00.vn/",
    ],
    FetchRefusal.USERINFO: [
        "http://bao.test@127.0.0.1/",
        "http://user:password@8.8.8.8/",
        "http://@127.0.0.1/",
        "http://bao.test:80@169.254.169.254/",
        "http://127.0.0.1@bao.test/",
        "http://a%40b@8.8.8.8/",
    ],
    FetchRefusal.FORM: [
        "file:///etc/passwd",
        "ftp://8.8.8.8/",
        "gopher://127.0.0.1:6379/_INFO",
        "javascript:alert(1)",
        "data:text/html,<p>a</p>",
        "//8.8.8.8/",
        "8.8.8.8",
        "http:/8.8.8.8",
        "http://",
        "http:///a",
        "",
        "http",
        "http://bao.test\\@127.0.0.1/",
        "http://127.0.0.1\\.bao.test/",
        "http:\\\\127.0.0.1\\",
        "http://[::1/",
        "http://0177.0.0.1/",
        "http://00127.0.0.1/",
        "http://１２７.0.0.1/",
        "http://ⓛocalhost/",
        "http://127.0.0.1\r\nHost: a/",
        "http://a\t.vn/",
        "http://\x00a.vn/",
        "http://8.8.8.8:80:80/",
        "http://8.8.8.8/" + "a" * 5000,
        "\ud800http://a.vn",
        "unix:/var/run/docker.sock",
    ],
    FetchRefusal.PORT: [
        "http://8.8.8.8:22/",
        "http://8.8.8.8:-1/",
        "http://8.8.8.8:99999/",
        "http://8.8.8.8:6379/",
        "https://8.8.8.8:8443/",
        "http://8.8.8.8:0/",
        "http://127.0.0.1:5432/",
    ],
}


async def refused(web, url, **options) -> str:
    with pytest.raises(InputError) as caught:
        await web.get(url, **options)
    return caught.value.message


@pytest.mark.parametrize(
    ("url", "message"), [(url, message) for message, urls in FORBIDDEN.items() for url in urls], ids=ascii
)
async def test_a_hostile_address_is_refused_before_anything_is_asked(web, url, message):
    assert await refused(web, url, allowed=is_public) == message
    assert web.asked == []


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["fd00:ec2::254"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["8.8.8.8", "127.0.0.1"],
        ["2606:4700::1111", "fe80::1%2"],
        ["8.8.8.8"] * 20 + ["0.0.0.0"],
    ],
    ids=str,
)
async def test_a_name_with_one_closed_address_is_refused(web, answers):
    web.names = {"dep.test": [ip_address(a) for a in answers]}
    assert await refused(web, "http://dep.test/", allowed=is_public) == FetchRefusal.PRIVATE


@pytest.mark.parametrize(
    "target",
    [
        "http://noi-bo.test:{port}/",
        "http://127.0.0.2:{port}/",
        "//127.0.0.2:{port}/",
        "http://hai.test:{port}/",
        "http://2130706434:{port}/",
        "http://0x7f.2:{port}/",
        "http://0177.0.0.2:{port}/",
        "http://127.2:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/",
        "http://bao.test@127.0.0.2:{port}/",
        "http://127.0.0.2:22/",
        "http://noi-bo.test:{port}\\@bao.test/",
        "file:///etc/passwd",
        "gopher://127.0.0.2:{port}/_x",
        "http://",
        "\t",
        "http://127.0.0.2.:{port}/",
        "HTTP://NOI-BO.TEST:{port}/",
        "http://127%2e0.0.2:{port}/",
        "https:noi-bo.test",
    ],
)
@pytest.mark.parametrize("steps", [0, 3])
async def test_a_redirect_to_a_private_address_is_not_followed(web, target, steps):
    private = await web.serve((HEAD + "Content-Length: 6\r\n\r\nsecret").encode(), ip_address("127.0.0.2"))
    target = target.format(port=private)

    async def site(reader, writer):
        left = int(web.requests[-1][1].split()[1][1:] or 0)
        location = f"/{left - 1}" if left else target
        writer.write(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode())

    port = await web.serve(site)
    assert await refused(web, f"http://bao.test:{port}/{steps}") in set(FetchRefusal)
    assert {address for address, _ in web.requests} == {"127.0.0.1"}


async def test_a_name_that_changes_its_address_after_the_check_gains_nothing(web):
    """DNS rebinding: every answer after the first is private, and is never asked for."""
    port = await web.serve((HEAD + "Content-Length: 2\r\n\r\nok").encode())
    answers = [[ip_address("127.0.0.1")]] + [[ip_address("127.0.0.2")]] * 9

    async def resolver(host, asked_port):
        web.asked.append(host)
        return answers[len(web.asked) - 1]

    assert (await web.get(f"http://doi.test:{port}/", resolver=resolver)).content == b"ok"
    assert web.asked == ["doi.test"]


async def test_a_name_is_checked_again_on_every_hop(web):
    async def site(reader, writer):
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    port = await web.serve(site)
    answers = [[ip_address("127.0.0.1")], [ip_address("127.0.0.2")]]

    async def resolver(host, asked_port):
        return answers.pop(0)

    assert await refused(web, f"http://doi.test:{port}/", resolver=resolver) == FetchRefusal.PRIVATE
    assert len(web.requests) == 1


async def forever(writer, piece: bytes, pause: float = 0.0) -> None:
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


def body(content: bytes, *headers: str) -> bytes:
    return "\r\n".join([*HEAD.splitlines(), *headers, "", ""]).encode() + content


BOMB = gzip.compress(bytes(50_000_000), 9)
DOUBLE = gzip.compress(BOMB, 9)
_PACKER = zlib.compressobj(9, zlib.DEFLATED, 31)
GZIP_START = _PACKER.compress(b"") + _PACKER.flush(zlib.Z_FULL_FLUSH)
EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"  # stored, with nothing in it (RFC 1951, 3.2.4)
ZEROS = _PACKER.compress(bytes(1_000_000)) + _PACKER.flush(zlib.Z_FULL_FLUSH)  # a block that may be repeated

SERVERS = {
    "endless body": (lambda w: forever(w, b"x" * 65_536), body(b""), FetchRefusal.TOO_BIG),
    "endless chunks": (
        lambda w: forever(w, b"8000\r\n" + b"x" * 32_768 + b"\r\n"),
        body(b"", "Transfer-Encoding: chunked"),
        FetchRefusal.TOO_BIG,
    ),
    "endless headers": (
        lambda w: forever(w, b"X-A: " + b"a" * 1000 + b"\r\n"),
        HEAD.encode(),
        FetchRefusal.BROKEN,
    ),
    "one endless header": (lambda w: forever(w, b"a" * 1000), (HEAD + "X-A: ").encode(), FetchRefusal.BROKEN),
    "endless interim answers": (
        lambda w: forever(w, b"HTTP/1.1 100 Continue\r\n\r\n"),
        b"",
        FetchRefusal.TOO_SLOW,
    ),
    "silence": (lambda w: asyncio.sleep(60), b"", FetchRefusal.TOO_SLOW),
    "silence after the headers": (lambda w: asyncio.sleep(60), body(b""), FetchRefusal.TOO_SLOW),
    "silence in the body": (
        lambda w: asyncio.sleep(60),
        body(b"<p>", "Content-Length: 10"),
        FetchRefusal.TOO_SLOW,
    ),
    "a slow drip": (lambda w: forever(w, b"x", 0.05), body(b""), FetchRefusal.TOO_SLOW),
    "a slow drip of chunks": (
        lambda w: forever(w, b"1\r\nx\r\n", 0.05),
        body(b"", "Transfer-Encoding: chunked"),
        FetchRefusal.TOO_SLOW,
    ),
    "a slow drip of headers": (lambda w: forever(w, b"A: b\r\n", 0.2), HEAD.encode(), FetchRefusal.TOO_SLOW),
    "a gzip bomb": (
        None,
        body(BOMB, f"Content-Length: {len(BOMB)}", "Content-Encoding: gzip"),
        FetchRefusal.TOO_BIG,
    ),
    "endless gzip of nothing": (
        lambda w: forever(w, ZEROS),
        body(GZIP_START, "Content-Encoding: gzip"),
        FetchRefusal.TOO_BIG,
    ),
    "endless gzip of empty blocks": (
        lambda w: forever(w, EMPTY_BLOCK * 10_000),
        body(GZIP_START, "Content-Encoding: gzip"),
        FetchRefusal.TOO_BIG,
    ),
    "gzip in gzip": (None, body(DOUBLE, "Content-Encoding: gzip, gzip"), FetchRefusal.BROKEN),
    "brotli unasked": (None, body(b"\x8b", "Content-Encoding: br"), FetchRefusal.BROKEN),
    "deflate unasked": (None, body(zlib.compress(b"a"), "Content-Encoding: deflate"), FetchRefusal.BROKEN),
    "broken gzip": (None, body(b"\x1f\x8bxxxxxxxxxxxxxx", "Content-Encoding: gzip"), FetchRefusal.BROKEN),
    "no gzip at all": (None, body(b"<p>plain</p>", "Content-Encoding: gzip"), FetchRefusal.BROKEN),
    "half a gzip": (
        None,
        body(gzip.compress(b"a" * 9999)[:-9], "Content-Encoding: gzip"),
        FetchRefusal.BROKEN,
    ),
    "a huge promise": (None, body(b"x", "Content-Length: 99999999999"), FetchRefusal.TOO_BIG),
    "an absurd promise": (None, body(b"x", "Content-Length: " + "9" * 5000), FetchRefusal.BROKEN),
    "a broken promise": (None, body(b"x", "Content-Length: 1000"), FetchRefusal.BROKEN),
    "a negative length": (None, body(b"x", "Content-Length: -1"), FetchRefusal.BROKEN),
    "two lengths": (None, body(b"xx", "Content-Length: 1", "Content-Length: 2"), FetchRefusal.BROKEN),
    "a length in words": (None, body(b"x", "Content-Length: mot"), FetchRefusal.BROKEN),
    "bad chunks": (None, body(b"zz\r\n", "Transfer-Encoding: chunked"), FetchRefusal.BROKEN),
    "a huge chunk": (None, body(b"f" * 30 + b"\r\n", "Transfer-Encoding: chunked"), FetchRefusal.BROKEN),
    "an unknown transfer": (None, body(b"x", "Transfer-Encoding: gzip"), FetchRefusal.BROKEN),
    "no http": (None, b"SSH-2.0-OpenSSH_9.6\r\n", FetchRefusal.BROKEN),
    "nothing": (None, b"", FetchRefusal.BROKEN),
    "an empty page": (None, body(b"", "Content-Length: 0"), FetchRefusal.EMPTY),
    "an empty page in gzip": (
        None,
        body(b"", "Content-Length: 0", "Content-Encoding: gzip"),
        FetchRefusal.EMPTY,
    ),
    "noise": (None, bytes(range(256)) * 40, FetchRefusal.BROKEN),
    "a switch of protocols": (None, b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", FetchRefusal.BROKEN),
    "an odd status": (None, b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", FetchRefusal.STATUS),
    "a redirect without a target": (
        None,
        b"HTTP/1.1 302 F\r\nContent-Length: 0\r\n\r\n",
        FetchRefusal.STATUS,
    ),
    "a redirect to itself": (
        None,
        b"HTTP/1.1 302 F\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
        FetchRefusal.REDIRECTS,
    ),
    "a redirect with an endless body": (
        lambda w: forever(w, b"x" * 65_536),
        b"HTTP/1.1 302 F\r\nLocation: /\r\n\r\n",
        FetchRefusal.REDIRECTS,
    ),
    "an image called a page": (None, body(b"").replace(b"text/html", b"image/png"), FetchRefusal.TYPE),
    "an odd type": (
        None,
        body(b"x").replace(b"text/html", b"text/html/\xff;;=\"; charset*=a'"),
        FetchRefusal.TYPE,
    ),
}


@pytest.mark.parametrize("name", SERVERS)
async def test_a_hostile_server_is_left_with_a_clear_word(web, name):
    write, opening, message = SERVERS[name]

    async def site(reader, writer):
        writer.write(opening)
        await writer.drain()
        if write:
            await write(writer)

    port = await web.serve(site)
    before = peak_memory()
    assert await refused(web, f"http://bao.test:{port}/") == message
    assert peak_memory() - before < 60_000_000


def peak_memory() -> int:
    """Return the most bytes this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("pause", [0.05, 60.0], ids=["a slow drip", "silence"])
async def test_a_server_is_left_long_before_the_whole_time_is_up(web, pause):
    async def site(reader, writer):
        writer.write(body(b""))
        await forever(writer, b"x", pause)

    port = await web.serve(site)
    web.limits = type(web.limits)(seconds=600, silence=0.5, patience=0.5)
    async with asyncio.timeout(30):
        assert await refused(web, f"http://bao.test:{port}/") == FetchRefusal.TOO_SLOW


async def test_another_name_at_the_same_address_gets_a_connection_of_its_own(web):
    """A connection is checked for one name: its certificate says nothing of another one."""
    web.names = {"bao.test": [ip_address("127.0.0.1")], "khac.test": [ip_address("127.0.0.1")]}
    page = body(b"ok", "Content-Length: 2")

    async def site(reader, writer):
        if b"Host: khac" in web.requests[-1][1]:
            writer.write(page)
            return
        writer.write(
            f"HTTP/1.1 302 F\r\nLocation: http://khac.test:{port}/\r\nContent-Length: 0\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.write(page)

    port = await web.serve(site)
    assert (await web.get(f"http://bao.test:{port}/")).content == b"ok"
    assert len(web.requests) == 2


async def test_a_name_server_that_never_answers_is_left(web):
    async def resolver(host, port):
        await asyncio.sleep(60)

    web.limits = type(web.limits)(seconds=0.3)
    assert await refused(web, "http://cham.test/", resolver=resolver) == FetchRefusal.TOO_SLOW


@pytest.mark.parametrize("found", [[], OSError("no"), UnicodeError("label too long")], ids=repr)
async def test_a_name_server_without_an_answer_is_explained(web, found):
    async def resolver(host, port):
        if isinstance(found, Exception):
            raise found
        return found

    assert await refused(web, "http://khong.test/", resolver=resolver) == FetchRefusal.UNKNOWN


def test_every_refusal_says_what_to_do():
    for refusal in FetchRefusal:
        reason, _, advice = refusal.partition(";")
        assert reason
        assert len(advice) > 15, refusal
        assert "\n" not in refusal
        assert refusal.endswith(".")
