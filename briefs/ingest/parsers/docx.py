"""Word files: the archive is measured before anything is unpacked, then read with python-docx."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import Extracted, Kind, Refusal
from briefs.ingest.parsers.text import refuse_legacy_font, tidy

# A 298 KB file was seen to grow to 1 GB in memory. DEFLATE cannot pack better than 1032 times (RFC 1951); a
# document's XML stays far below a tenth of that.
_MOST_MEMBERS = 200
_MOST_UNPACKED = 20_000_000
_MOST_RATIO = 100
_SMALL = 100_000  # bytes; the ratio of smaller members means nothing
_DEEPEST_TABLE = 5
_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes) -> Extracted:
    """Read the paragraphs of a Word file in order, cells of tables included, hidden and deleted text not.

    Raises InputError for archives that are encrypted, damaged or out of proportion, and for XML with a DTD.
    Properties such as the author are not read: they name whoever set up the template.
    """
    _check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
        lines = [line for paragraph in _paragraphs(document) for line in _text(paragraph).split("\n")]
    except (KeyError, ValueError, AttributeError, TypeError, etree.LxmlError, zipfile.BadZipFile, zlib.error):
        # python-docx lets whatever a malformed part causes come through.
        raise InputError(Refusal.UNREADABLE) from None
    text, notes = tidy("\n\n".join(line.strip() for line in lines if line.strip()))
    refuse_legacy_font(text)
    return Extracted(Kind.DOCX, text, notes=notes)


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_sizes(members)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive.read(member))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError, zlib.error):
        raise InputError(Refusal.UNREADABLE) from None


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Judge the directory: `zipfile` unpacks no more of a member than the directory says."""
    if any(member.flag_bits & 1 for member in members):
        raise InputError(Refusal.ENCRYPTED)
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise InputError(Refusal.ARCHIVE)
    for member in members:
        if member.file_size > max(_SMALL, _MOST_RATIO * member.compress_size):
            raise InputError(Refusal.ARCHIVE)


def _check_xml(part: bytes) -> None:
    plain = part.replace(b"\x00", b"")  # UTF-16 as well
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise InputError(Refusal.ENTITIES)


def _paragraphs(container: Document | _Cell, depth: int = 0) -> Iterator[Paragraph]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            if depth < _DEEPEST_TABLE:
                for cell in _cells(block):
                    yield from _paragraphs(cell, depth + 1)
        else:
            yield block


def _cells(table: Table) -> Iterator[_Cell]:
    """Yield each cell of a table once; `row.cells` repeats merged ones."""
    for row in table._tbl.tr_lst:
        for element in row.tc_lst:
            yield _Cell(element, table)


def _text(paragraph: Paragraph) -> str:
    """Return a paragraph's text with tracked insertions, which `Paragraph.text` leaves out."""
    return "".join(
        _BREAKS.get(element.tag) or element.text or ""
        for element in paragraph._p.iter(qn("w:t"), *_BREAKS)
        if not any(_is_unseen(ancestor) for ancestor in element.iterancestors())
    )


def _is_unseen(element: etree._Element) -> bool:
    if element.tag == qn("w:r"):
        hidden = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
        return hidden is not None and hidden.get(qn("w:val")) not in ("0", "false")
    return element.tag in (_FALLBACK, qn("w:del"), qn("w:moveFrom"))
