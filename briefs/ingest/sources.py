"""A source in whatever form, to the clean text that analysis reads."""

from __future__ import annotations

from dataclasses import dataclass

from briefs.ingest.clean import CleanText, clean
from briefs.ingest.extract import cleaned, extract
from briefs.ingest.fetch import fetch
from briefs.ingest.sandbox import Sandbox

PLAIN_TEXT = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class Source:
    """A cleaned source and the address it came from, if it came from one."""

    text: CleanText
    url: str | None = None


async def source_at(url: str, sandbox: Sandbox) -> Source:
    """Fetch and read a web page or file; raises InputError with one sentence that says what to do."""
    page = await fetch(url)
    read = await extract(page.url, page.media_type, page.content, sandbox=sandbox, charset=page.charset)
    return Source(cleaned(read), read.url or page.url)


async def source_in(name: str, media_type: str | None, data: bytes, sandbox: Sandbox) -> Source:
    """Read a file's bytes; plain UTF-8 text is read here, all else in the sandbox. Raises InputError."""
    if name.lower().endswith(PLAIN_TEXT) and (text := _utf8(data)) is not None:
        return Source(clean(text))
    return Source(cleaned(await extract(name, media_type, data, sandbox=sandbox)))


def _utf8(data: bytes) -> str | None:
    """Return plain UTF-8 text, None for anything that needs more care."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
