"""What the confined process runs: from a file's name, declared type and bytes to an article as plain JSON."""

from __future__ import annotations

from typing import Any

from briefs.errors import InputError
from briefs.ingest.parsers.kinds import kind_of
from briefs.ingest.parsers.parsed import MOST_CHARACTERS, Extracted, Kind, Note, Refusal


def parse(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Read a file: `request` has name, media_type and charset; the answer has the fields of Extracted.

    Raises InputError with one of the sentences of Refusal.
    """
    kind, notes = kind_of(request["name"], request["media_type"], data)
    extracted = _read(kind, data, request["charset"])
    if len(extracted.text) > MOST_CHARACTERS:
        raise InputError(Refusal.TOO_LONG)
    if not any(char.isalnum() for char in extracted.text):
        raise InputError(Refusal.EMPTY)
    return _plain(extracted, notes)


def _read(kind: Kind, data: bytes, charset: str | None) -> Extracted:
    """Import the parser only here: loading all of them takes a second."""
    if kind is Kind.HTML:
        from briefs.ingest.parsers.html import read_html

        return read_html(data, charset)
    if kind is Kind.PDF:
        from briefs.ingest.parsers.pdf import read_pdf

        return read_pdf(data)
    if kind is Kind.DOCX:
        from briefs.ingest.parsers.docx import read_docx

        return read_docx(data)
    from briefs.ingest.parsers.text import read_text

    return read_text(data, charset, markdown=kind is Kind.MARKDOWN)


def _plain(extracted: Extracted, notes: tuple[Note, ...]) -> dict[str, Any]:
    return {
        "kind": extracted.kind.value,
        "text": extracted.text,
        "title": extracted.title,
        "lead": extracted.lead,
        "author": extracted.author,
        "published": extracted.published.isoformat() if extracted.published else None,
        "outlet": extracted.outlet,
        "url": extracted.url,
        "notes": [note.value for note in dict.fromkeys(notes + extracted.notes)],
    }
