"""A source in whatever form, to the clean text that analysis reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from briefs.ingest.clean import CleanText, clean
from briefs.ingest.extract import Extracted, Note, cleaned, extract, raw_text
from briefs.ingest.fetch import Fetched, fetch
from briefs.ingest.sandbox import Sandbox
from briefs.ingest.surroundings import LeftOut, left_out

PLAIN_TEXT = (".txt", ".md")


Fetch = Callable[[str], Awaitable[Fetched]]


@dataclass(frozen=True, slots=True)
class Source:
    """A cleaned source, the address it came from if it came from one, and what the editor should know."""

    text: CleanText
    url: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Note, ...] = ()


def source_of(text: str) -> Source:
    """Return the source that a pasted text is."""
    found = clean(text)
    return Source(found, left_out=left_out(text, found))


async def source_at(url: str, sandbox: Sandbox, get: Fetch = fetch) -> Source:
    """Fetch and read a web page or file; raises InputError with one sentence that says what to do."""
    page = await get(url)
    read = await extract(page.url, page.media_type, page.content, sandbox=sandbox, charset=page.charset)
    return _source(read, read.url or page.url)


async def source_in(name: str, media_type: str | None, data: bytes, sandbox: Sandbox) -> Source:
    """Read a file's bytes; plain UTF-8 text is read here, all else in the sandbox. Raises InputError."""
    if name.lower().endswith(PLAIN_TEXT) and (text := _utf8(data)) is not None:
        return source_of(text)
    return _source(await extract(name, media_type, data, sandbox=sandbox))


def _source(read: Extracted, url: str | None = None) -> Source:
    found = cleaned(read)
    return Source(found, url, left_out(raw_text(read), found), read.notes)


def _utf8(data: bytes) -> str | None:
    """Return plain UTF-8 text, None for anything that needs more care."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
