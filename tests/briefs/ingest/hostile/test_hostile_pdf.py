"""Hostile PDF files: bombs, loops, depth, locks, actions."""

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from briefs.ingest.extract import Refusal

MARKER = "tỉnh giao Sở Y tế chủ trì"
READ = None  # the file is read

LINE = (72, 700, "Tỉnh giao Sở Y tế: " + MARKER)


def packed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode" * times
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content)


Make = Callable[..., bytes]
Case = tuple[Callable[[Make], bytes], set[Refusal | None]]


def changed(old: bytes, new: bytes) -> Callable[[Make], bytes]:
    """A file of one line in which some bytes are others."""
    return lambda pdf: pdf([LINE]).replace(old, new)


def beside(**parts: Any) -> Callable[[Make], bytes]:
    """A file of one line with something beside it."""
    return lambda pdf: pdf([LINE], **parts)


CASES: dict[str, Case] = {
    "a header alone": (lambda pdf: b"%PDF-1.7\n", {Refusal.UNREADABLE}),
    "noise after the header": (
        lambda pdf: b"%PDF-1.7\n" + bytes(range(256)) * 2000,
        {Refusal.UNREADABLE},
    ),
    "half a file": (
        lambda pdf: pdf([LINE] * 50)[:2500],
        {READ, Refusal.UNREADABLE, Refusal.SCANNED},
    ),
    "a file without its table": (
        changed(b"xref\n0", b"xxxx\n0"),
        {READ},
    ),
    "a wrong table": (
        changed(b"startxref\n", b"startxref\n9"),
        {READ},
    ),
    "junk before the header": (
        lambda pdf: b"junk\n" * 50 + pdf([LINE]),
        {READ, Refusal.UNREADABLE},
    ),
    "a stream of 60 MB": (
        lambda pdf: pdf([LINE], stream=packed(b" " * 60_000_000)),
        {Refusal.SCANNED, Refusal.TOO_HARD, Refusal.UNREADABLE},
    ),
    "a stream packed five times": (
        lambda pdf: pdf([LINE], stream=packed(bytes(20_000_000), 5)),
        {Refusal.SCANNED, Refusal.TOO_HARD, Refusal.UNREADABLE},
    ),
    "200,000 letters on a page": (
        lambda pdf: pdf([LINE], stream=packed(b"BT /F 12 Tf 9 9 Td " + b"<00610062> Tj " * 100_000 + b"ET")),
        {Refusal.TOO_LONG, Refusal.TOO_HARD},
    ),
    "half a million states saved": (
        lambda pdf: pdf([LINE], stream=packed(b"q " * 500_000)),
        {Refusal.SCANNED, Refusal.TOO_HARD, Refusal.UNREADABLE},
    ),
    "arrays nested 100,000 deep": (
        beside(extra="30 0 obj\n" + "[" * 100_000 + "]" * 100_000 + "\nendobj\n"),
        {READ, Refusal.UNREADABLE},
    ),
    "a trailer nested 100,000 deep": (
        beside(trailer="/A" + "<</A" * 100_000 + " 1" + ">>" * 100_000),
        {READ, Refusal.UNREADABLE, Refusal.TOO_HARD},
    ),
    "pages that contain themselves": (
        changed(b"/Kids[10 0 R]", b"/Kids[02 0 R]"),
        {READ, Refusal.UNREADABLE, Refusal.SCANNED, Refusal.TOO_HARD},
    ),
    "a promise of two billion pages": (
        changed(b"/Count 1/", b"/Count 2147483647/"),
        {READ, Refusal.TOO_MANY_PAGES, Refusal.UNREADABLE},
    ),
    "a negative number of pages": (
        changed(b"/Count 1/", b"/Count -1/"),
        {READ, Refusal.UNREADABLE, Refusal.SCANNED},
    ),
    "a file with a password": (
        lambda pdf: pdf(
            [LINE],
            trailer=f"/Encrypt<</Filter/Standard/V 4/R 4/Length 128/P -4/O<{'aa' * 32}>/U<{'bb' * 32}>>>",
        ),
        {Refusal.ENCRYPTED, Refusal.UNREADABLE},
    ),
    "an unknown lock": (
        beside(trailer="/Encrypt<</Filter/Khac/V 9>>"),
        {Refusal.ENCRYPTED},
    ),
    "a script that runs on opening": (
        changed(
            b"/Type/Catalog",
            b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1'\\))>>",
        ),
        {READ},
    ),
    "a launch action": (
        changed(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>"),
        {READ},
    ),
    "an attached file system path": (
        beside(stream=b"<</Length 0/F(/etc/passwd)>>stream\n\nendstream"),
        {Refusal.SCANNED, Refusal.UNREADABLE},
    ),
    "ten thousand pages": (
        lambda pdf: (
            pdf([LINE])
            .replace(b"/Kids[10 0 R]", b"/Kids[" + b"10 0 R " * 10_000 + b"]")
            .replace(b"/Count 1/", b"/Count 10000/")
        ),
        {Refusal.TOO_MANY_PAGES, Refusal.UNREADABLE, READ},
    ),
    "a page of another planet": (
        changed(b"[0 0 595 842]", b"[-9e30 -9e30 9e30 9e30]"),
        {READ, Refusal.SCANNED, Refusal.UNREADABLE},
    ),
    "letters of nobody": (
        lambda pdf: pdf([(72, 700, "\ue000\ue001\ue002 " * 40)]),
        {Refusal.LEGACY_FONT},
    ),
    "letters that turn the line": (
        lambda pdf: pdf([(72, 700, f"\u202e{MARKER} {MARKER}\u200b")]),
        {READ},
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_hostile_pdf_is_read_or_refused_within_the_limits(judge, pdf, name):
    make, wanted = CASES[name]
    await judge("a.pdf", make(pdf), wanted)
