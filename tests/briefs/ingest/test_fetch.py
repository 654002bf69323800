"""Fetching from sites on loopback; hostile sites and addresses are under hostile/."""

import asyncio
import gzip
import shutil
import ssl
import subprocess

import pytest

from briefs.errors import InputError
from briefs.ingest.fetch import FetchRefusal

PAGE = "<h1>Hội nghị</h1>".encode()


def answer(
    body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(target: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {target}", status=status)


async def refused(web, url, **options) -> str:
    with pytest.raises(InputError) as caught:
        await web.get(url, **options)
    return caught.value.message


async def test_a_page_comes_with_its_type_and_charset(web):
    port = await web.serve(answer())
    fetched = await web.get(f"http://bao.test:{port}/tin?a=1#cuoi")
    assert (fetched.content, fetched.media_type, fetched.charset) == (PAGE, "text/html", "utf-8")
    assert fetched.url.startswith(f"http://bao.test:{port}/tin?a=1")


async def test_the_site_is_asked_by_name_at_the_checked_address(web):
    port = await web.serve(answer())
    await web.get(f"http://BAO.test:{port}/tin?a=%C4%91#x")
    ((address, request),) = web.requests
    assert address == "127.0.0.1"
    assert request.startswith(b"GET /tin?a=%C4%91 HTTP/1.1\r\n")
    assert f"Host: bao.test:{port}\r\n".encode() in request
    assert b"Accept-Encoding: gzip\r\n" in request


async def test_a_packed_page_is_unpacked(web):
    port = await web.serve(answer(gzip.compress(PAGE), "Content-Encoding: gzip"))
    assert (await web.get(f"http://bao.test:{port}/")).content == PAGE


async def test_a_page_in_chunks_is_joined(web):
    port = await web.serve(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    assert (await web.get(f"http://bao.test:{port}/")).content == b"abcde"


async def test_a_site_that_takes_a_moment_before_it_sends_is_waited_for(web):
    async def site(reader, writer):
        writer.write(answer()[: -len(PAGE)])
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.write(PAGE)

    port = await web.serve(site)
    assert (await web.get(f"http://bao.test:{port}/")).content == PAGE


async def test_without_a_stated_type_it_is_bytes(web):
    port = await web.serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
    assert (await web.get(f"http://bao.test:{port}/")).media_type == "application/octet-stream"


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
async def test_a_redirect_is_followed(web, status):
    last = await web.serve(answer(b"end"))
    first = await web.serve(redirect(f"http://bao.test:{last}/b", status))
    fetched = await web.get(f"http://bao.test:{first}/a")
    assert (fetched.url, fetched.content) == (f"http://bao.test:{last}/b", b"end")


async def test_a_redirect_may_be_relative(web):
    async def site(reader, writer):
        asked = web.requests[-1][1].split()[1]
        writer.write(answer(asked) if asked == b"/c/d" else redirect("../c/d"))

    port = await web.serve(site)
    assert (await web.get(f"http://bao.test:{port}/a/b")).content == b"/c/d"


async def test_five_redirects_are_followed_and_six_are_not(web):
    async def site(reader, writer):
        left = int(web.requests[-1][1].split()[1][1:])
        writer.write(redirect(f"/{left - 1}") if left else answer())

    port = await web.serve(site)
    assert await web.get(f"http://bao.test:{port}/5")
    assert await refused(web, f"http://bao.test:{port}/6") == FetchRefusal.REDIRECTS


@pytest.mark.parametrize(
    ("status", "message"),
    [
        ("404 Not Found", FetchRefusal.MISSING),
        ("410 Gone", FetchRefusal.MISSING),
        ("401 Unauthorized", FetchRefusal.LOGIN),
        ("403 Forbidden", FetchRefusal.LOGIN),
        ("500 Oops", FetchRefusal.STATUS),
        ("503 Busy", FetchRefusal.STATUS),
        ("204 Nothing", FetchRefusal.STATUS),
        ("304 Same", FetchRefusal.STATUS),
    ],
)
async def test_an_answer_other_than_a_page_is_explained(web, status, message):
    port = await web.serve(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
    assert await refused(web, f"http://bao.test:{port}/") == message


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "application/zip", "application/json", "text/css"]
)
async def test_what_is_no_document_is_refused_by_its_type(web, kind):
    port = await web.serve(answer(kind=kind))
    assert await refused(web, f"http://bao.test:{port}/") == FetchRefusal.TYPE


async def test_an_unknown_name_is_explained(web):
    assert await refused(web, "http://khong-co.test/") == FetchRefusal.UNKNOWN


async def test_a_closed_port_is_explained(web):
    port = await web.serve(answer())
    await web.close()
    assert await refused(web, f"http://bao.test:{port}/") == FetchRefusal.CONNECTION


async def test_a_second_address_is_tried_where_the_first_is_dead(web):
    port = await web.serve(answer())
    dead_then_live = {
        **web.names,
        "bao.test": [type(web.names["bao.test"][0])("127.0.0.9"), web.names["bao.test"][0]],
    }
    web.names = dead_then_live
    assert (await web.get(f"http://bao.test:{port}/", allowed=lambda _: True)).content == PAGE


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of bao.test alone, made by the openssl program."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl program")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            key,
            "-out",
            cert,
            "-subj",
            "/CN=bao.test",
            "-addext",
            "subjectAltName=DNS:bao.test",
        ],
        check=True,
        capture_output=True,
    )
    return key, cert


@pytest.mark.parametrize(
    ("name", "reached"), [("bao.test", True), ("khac.test", False), ("127.0.0.1", False)]
)
async def test_the_certificate_is_checked_against_the_name(web, certificate, name, reached):
    key, cert = certificate
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    port = await web.serve(answer(), ssl=server)
    web.names = {**web.names, "khac.test": web.names["bao.test"]}
    trusted = ssl.create_default_context(cafile=cert)
    url = f"https://{name}:{port}/"
    if reached:
        assert (await web.get(url, tls=trusted)).content == PAGE
    else:
        assert await refused(web, url, tls=trusted) == FetchRefusal.CONNECTION
        assert not web.requests


async def test_a_certificate_of_an_unknown_authority_is_refused(web, certificate):
    key, cert = certificate
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    port = await web.serve(answer(), ssl=server)
    assert await refused(web, f"https://bao.test:{port}/", tls=None) == FetchRefusal.CONNECTION


async def test_proxies_of_the_environment_are_not_asked(web, monkeypatch):
    proxy = await web.serve(answer(b"proxy"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
    port = await web.serve(answer())
    assert (await web.get(f"http://bao.test:{port}/")).content == PAGE


@pytest.mark.parametrize(("status", "permanent"), [("404 Not Found", True), ("503 Busy", False)])
async def test_a_refusal_knows_whether_trying_again_can_help(web, status, permanent):
    port = await web.serve(answer(status=status))
    with pytest.raises(InputError) as caught:
        await web.get(f"http://bao.test:{port}/")
    assert caught.value.permanent is permanent
