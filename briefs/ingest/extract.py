"""From a file's bytes to the parts of an article."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from briefs.errors import InputError
from briefs.ingest.clean import CleanText, clean
from briefs.ingest.parsers.parsed import MOST_BYTES, Extracted, Kind, Note, Refusal
from briefs.ingest.sandbox import Sandbox

__all__ = ["MOST_BYTES", "Extracted", "Kind", "Note", "Refusal", "cleaned", "extract", "raw_text"]

_PARSE = "briefs.ingest.parsers.worker:parse"


async def extract(
    name: str, media_type: str | None, data: bytes, *, sandbox: Sandbox, charset: str | None = None
) -> Extracted:
    """Read an HTML, PDF, DOCX, text or Markdown file of at most 5 MB; its content decides which it is.

    `name` is a file's name or the address it came from; `media_type` and `charset` are what the sender
    declared. Parsing happens in the sandbox. Raises InputError with a sentence of Refusal that says what to
    do.
    """
    if not data:
        raise InputError(Refusal.EMPTY)
    if len(data) > MOST_BYTES:
        raise InputError(Refusal.TOO_BIG)
    request = {"name": name[-300:], "media_type": media_type, "charset": charset}
    value = await sandbox.run(_PARSE, request, data)
    try:
        return TypeAdapter(Extracted).validate_python(value)
    except ValidationError:
        raise InputError(Refusal.UNREADABLE) from None


def raw_text(extracted: Extracted) -> str:
    """Return an extracted text with its title above it, before it is cleaned."""
    return f"{extracted.title}\n\n{extracted.text}" if extracted.title else extracted.text


def cleaned(extracted: Extracted) -> CleanText:
    """Take out of an extracted text what only surrounds the article.

    What the file itself states of title, lead, author, date and outlet goes before what its layout
    suggests.
    """
    stated = extracted.title
    found = clean(raw_text(extracted))
    paragraphs = found.paragraphs
    if stated and not found.title and paragraphs[:1] == (stated,):
        paragraphs = paragraphs[1:]  # too long or too finished to be known as a title by its looks
    has_lead = extracted.lead is not None and paragraphs[:1] == (extracted.lead,)
    return replace(
        found,
        text="\n\n".join(paragraphs),
        title=stated or found.title,
        lead=extracted.lead if has_lead else found.lead,
        author=extracted.author or found.author,
        published=extracted.published or found.published,
        outlet=extracted.outlet or found.outlet,
    )
