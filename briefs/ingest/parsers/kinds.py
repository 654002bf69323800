"""What a file is, by its content; its name and declared type can only explain or contradict."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import Kind, Note, Refusal

_NAMED = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
}
_DECLARED = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/markdown": Kind.MARKDOWN,
}
# Signatures of formats that people send by mistake (https://www.iana.org/assignments/media-types and the
# formats' own specifications).
_OTHERS = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"\x00\x00\x01\x00",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"MSCF",
    b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\x00asm",
    b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp",
    b"{\\rtf", b"SQLite format 3\x00", b"%!PS", b"wOFF", b"wOF2",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTUAL = frozenset({b"BM", b"MZ", b"RIFF", b"ID3", b"BZh", b"MSCF", b"GIF8", b"Rar!"})
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body|meta|title|div|"
    rb"article|section|main|p|h1|table|span|script|style|svg|b|i|a|ul|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_WORD_DOCUMENT = "word/document.xml"


def kind_of(name: str, media_type: str | None, data: bytes) -> tuple[Kind, tuple[Note, ...]]:
    """Return what to read the bytes as, and a note where the name says otherwise but no harm is done.

    Raises InputError, saying what to do, for formats that cannot be read and for names that contradict a PDF
    or Word file's content.
    """
    named = _NAMED.get(PurePosixPath(name).suffix.lower())
    kind = _by_signature(data)
    if kind:
        if named and named is not kind:
            raise InputError(Refusal.WRONG_NAME)
        return kind, ()
    if named in (Kind.PDF, Kind.DOCX):
        raise InputError(Refusal.WRONG_NAME)
    return _textual(named, _DECLARED.get(media_type or ""), data)


def _by_signature(data: bytes) -> Kind | None:
    if data.startswith(b"PK") and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _of_archive(data)
    if b"%PDF-" in data[:1024]:  # readers accept junk before the header (ISO 32000-1, annex H.3)
        return Kind.PDF
    if data.startswith(_OLE):
        raise InputError(Refusal.OLD_WORD)
    for signature in _OTHERS:
        if data.startswith(signature) and (signature not in _TEXTUAL or b"\x00" in data[:512]):
            raise InputError(Refusal.OTHER_TYPE)
    return None


def _of_archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError):
        raise InputError(Refusal.UNREADABLE) from None
    if _WORD_DOCUMENT not in names:
        raise InputError(Refusal.OTHER_TYPE)
    return Kind.DOCX


def _textual(named: Kind | None, declared: Kind | None, data: bytes) -> tuple[Kind, tuple[Note, ...]]:
    """Tell a web page from plain text: by its first tag, else by what is said about it."""
    said = named or declared
    head = data[:8192].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _MARKUP.match(head):
        return Kind.HTML, () if said in (Kind.HTML, None) else (Note.NAME,)
    if said is Kind.HTML and b"<" not in data:
        return Kind.TEXT, (Note.NAME,)
    return said or Kind.TEXT, ()
