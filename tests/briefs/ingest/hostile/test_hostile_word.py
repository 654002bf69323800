"""Hostile Word files: bombs, entities, lies in the directory, links to elsewhere."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest

from briefs.ingest.extract import Refusal

MARKER = "tỉnh giao Sở Y tế chủ trì"
READ = None  # the file is read


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def xml(body: str, declaration: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<w:document '
        f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    ).encode()


def relation(kind: str, target: str) -> bytes:
    schemas = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{schemas}/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def lied(data: bytes, name: bytes = b"word/document.xml", size: int = 100) -> bytes:
    """Write a small unpacked size for a member into both directories of an archive."""
    out = bytearray(data)
    for signature, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = out.find(signature)
        while at >= 0:
            if out[at + name_at : at + name_at + len(name)] == name:
                out[at + size_at : at + size_at + 4] = size.to_bytes(4, "little")
            at = out.find(signature, at + 4)
    return bytes(out)


def locked(data: bytes) -> bytes:
    """Set the bit that says a member is encrypted."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    out[at + 8] |= 1
    return bytes(out)


ENTITY = '<!DOCTYPE a [<!ENTITY x "{}">]>'

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)

MODEST = random.Random(1).randbytes(4_000)  # repeated, it packs about thirty times

DEEP = "<w:p>" * 5_000 + "<w:r><w:t>a</w:t></w:r>" + "</w:p>" * 5_000

Make = Callable[..., bytes]
Case = tuple[str, Callable[[Make, Make], bytes], set[Refusal | None]]

CASES: dict[str, Case] = {
    "zeros that pack a thousand times": (
        "a.docx",
        lambda pdf, word: word("a", members={"word/media/a.bin": bytes(15_000_000)}),
        {Refusal.ARCHIVE},
    ),
    "a member of 100 MB": (
        "a.docx",
        lambda pdf, word: word("a", members={"word/document.xml": b" " * 100_000_000}),
        {Refusal.ARCHIVE},
    ),
    "many members that are large together": (
        "a.docx",
        lambda pdf, word: word("a", members={f"word/{n}.bin": MODEST * 60 for n in range(150)}),
        {Refusal.ARCHIVE},
    ),
    "a thousand members": (
        "a.docx",
        lambda pdf, word: word("a", members={f"w/{n}": b"" for n in range(1000)}),
        {Refusal.ARCHIVE},
    ),
    "a lie about a member's size": (
        "a.docx",
        lambda pdf, word: lied(word("a", members={"word/document.xml": xml("<w:p/>" * 900_000)})),
        {Refusal.UNREADABLE},
    ),
    "members with one name": (
        "a.docx",
        lambda pdf, word: word("một").replace(b"word/styles.xml", b"word/document.x"),
        {READ, Refusal.UNREADABLE},
    ),
    "encrypted members": ("a.docx", lambda pdf, word: locked(word("a")), {Refusal.ENCRYPTED}),
    "a nested archive": (
        "a.zip",
        lambda pdf, word: archive({"a.zip": archive({"b.zip": archive({"c": bytes(10**6)})})}),
        {Refusal.OTHER_TYPE},
    ),
    "an archive inside a document": (
        "a.docx",
        lambda pdf, word: word(MARKER, members={"word/embeddings/a.zip": archive({"c": bytes(9_000_000)})}),
        {READ},
    ),
    "a billion laughs": (
        "a.docx",
        lambda pdf, word: word("a", members={"word/document.xml": xml("<w:p>&a11;</w:p>", LAUGHS)}),
        {Refusal.ENTITIES},
    ),
    "quadratic entities": (
        "a.docx",
        lambda pdf, word: word(
            "a", members={"word/document.xml": xml("&x;" * 9000, ENTITY.format("a" * 9000))}
        ),
        {Refusal.ENTITIES},
    ),
    "an external entity": (
        "a.docx",
        lambda pdf, word: word(
            "a",
            members={
                "word/document.xml": xml(
                    "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
                    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
                )
            },
        ),
        {Refusal.ENTITIES},
    ),
    "a DTD in the styles": (
        "a.docx",
        lambda pdf, word: word(
            "a", members={"word/styles.xml": b"<!DOCTYPE a SYSTEM 'http://127.0.0.1/'><a/>"}
        ),
        {Refusal.ENTITIES},
    ),
    "a DTD in the content types": (
        "a.docx",
        lambda pdf, word: word("a", members={"[Content_Types].xml": LAUGHS.encode() + b"<a>&a9;</a>"}),
        {Refusal.ENTITIES},
    ),
    "an entity in UTF-16": (
        "a.docx",
        lambda pdf, word: word(
            "a",
            members={
                "word/document.xml": xml("a", LAUGHS).decode().replace("UTF-8", "UTF-16").encode("utf-16")
            },
        ),
        {Refusal.ENTITIES},
    ),
    "an external template": (
        "a.docx",
        lambda pdf, word: word(
            MARKER,
            members={
                "word/_rels/settings.xml.rels": relation(
                    "attachedTemplate", 'http://169.254.169.254/a.dotm" TargetMode="External'
                )
            },
        ),
        {READ},
    ),
    "a part that points out of the archive": (
        "a.docx",
        lambda pdf, word: word(
            "a",
            members={"_rels/.rels": relation("officeDocument", "../../../../etc/passwd")},
        ),
        {Refusal.UNREADABLE},
    ),
    "member names that climb": (
        "a.docx",
        lambda pdf, word: word(MARKER, members={"../../etc/cron.d/a": b"x", "/tmp/a": b"x"}),
        {READ},
    ),
    "no document part": ("a.docx", lambda pdf, word: archive({"a.txt": b"a"}), {Refusal.OTHER_TYPE}),
    "a spreadsheet": (
        "a.docx",
        lambda pdf, word: archive({"xl/workbook.xml": b"<a/>"}),
        {Refusal.OTHER_TYPE},
    ),
    "only a document part": (
        "a.docx",
        lambda pdf, word: archive({"word/document.xml": xml("<w:p/>")}),
        {Refusal.UNREADABLE},
    ),
    "broken XML": (
        "a.docx",
        lambda pdf, word: word("a", members={"word/document.xml": b"<w:document"}),
        {Refusal.UNREADABLE},
    ),
    "a document that is another thing": (
        "a.docx",
        lambda pdf, word: word("a", members={"word/document.xml": b"<html><body>a</body></html>"}),
        {Refusal.UNREADABLE, Refusal.EMPTY},
    ),
    "5,000 paragraphs in one another": (
        "a.docx",
        lambda pdf, word: word("a", members={"word/document.xml": xml(DEEP)}),
        {Refusal.UNREADABLE},
    ),
    "tables in tables": (
        "a.docx",
        lambda pdf, word: word(
            "a",
            members={
                "word/document.xml": xml(
                    f"<w:p><w:r><w:t>{MARKER}</w:t></w:r></w:p>"
                    + "<w:tbl><w:tr><w:tc><w:p/>" * 60
                    + "</w:tc></w:tr></w:tbl>" * 60
                )
            },
        ),
        {READ},
    ),
    "90,000 paragraphs": (
        "a.docx",
        lambda pdf, word: word(
            "a",
            members={
                "word/document.xml": xml(
                    "".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(90_000))
                )
            },
        ),
        {Refusal.TOO_LONG, Refusal.TOO_HARD},
    ),
    "half an archive": ("a.docx", lambda pdf, word: word("a" * 99)[:9000], {Refusal.UNREADABLE}),
    "an archive without its directory": ("a.docx", lambda pdf, word: word("a")[:-40], {Refusal.UNREADABLE}),
    "an empty archive": ("a.docx", lambda pdf, word: archive({}), {Refusal.OTHER_TYPE}),
    "a header alone": ("a.docx", lambda pdf, word: b"PK\x03\x04", {Refusal.UNREADABLE}),
    "a method nobody knows": (
        "a.docx",
        lambda pdf, word: word("a").replace(b"\x08\x00", b"\x63\x00"),
        {Refusal.UNREADABLE},
    ),
    "an old Word file": (
        "a.doc",
        lambda pdf, word: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000),
        {Refusal.OLD_WORD},
    ),
    "a Word file with a password": (
        "a.docx",
        lambda pdf, word: bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 9,
        {Refusal.OLD_WORD},
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_hostile_word_file_is_read_or_refused_within_the_limits(judge, pdf, word, name):
    file, make, wanted = CASES[name]
    await judge(file, make(pdf, word), wanted)
