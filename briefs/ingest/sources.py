"""A source in whatever form, to the clean text that analysis reads."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from briefs.ingest.clean import CleanText, clean
from briefs.ingest.extract import Extracted, Note, cleaned, extract, raw_text
from briefs.ingest.fetch import Fetched, fetch
from briefs.ingest.outlets import site_of
from briefs.ingest.parsers.parsed import MOST_CHARACTERS
from briefs.ingest.parsers.text import refuse_legacy_font
from briefs.ingest.sandbox import Sandbox
from briefs.ingest.surroundings import LeftOut, left_out

# Controls, letters without a meaning in Unicode, and how files of other types begin.
_NOT_PLAIN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]|\\A\\s*[<{%]")

Fetch = Callable[[str], Awaitable[Fetched]]


@dataclass(frozen=True, slots=True)
class Source:
    """A cleaned source, the address it came from if it came from one, and what the editor should know."""

    text: CleanText
    url: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Note, ...] = ()


def source_of(text: str) -> Source:
    """Return the source that a pasted text is; raises InputError for the letters of old fonts."""
    refuse_legacy_font(text)
    found = clean(text)
    return Source(found, left_out=left_out(text, found))


async def source_at(url: str, sandbox: Sandbox, get: Fetch = fetch) -> Source:
    """Fetch and read a web page or file; raises InputError with one sentence that says what to do."""
    page = await get(url)
    read = await extract(page.url, page.media_type, page.content, sandbox=sandbox, charset=page.charset)
    # A page may name another address of its own site as the lasting one, not somebody else's.
    own = read.url is not None and site_of(read.url) == site_of(page.url)
    return _source(read, read.url if own else page.url)


async def source_in(name: str, media_type: str | None, data: bytes, sandbox: Sandbox) -> Source:
    """Read a file's bytes; plain text is read here, all else in the sandbox. Raises InputError."""
    if name.lower().endswith(".txt") and (text := _plain(data)) is not None:
        return await asyncio.to_thread(source_of, text)
    return _source(await extract(name, media_type, data, sandbox=sandbox))


def _source(read: Extracted, url: str | None = None) -> Source:
    found = cleaned(read)
    return Source(found, url, left_out(raw_text(read), found), read.notes)


def _plain(data: bytes) -> str | None:
    """Return UTF-8 text of the size of an article, None for anything that needs more care."""
    if len(data) > MOST_CHARACTERS:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if _NOT_PLAIN.search(text) or not text.strip() else text
