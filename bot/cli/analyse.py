"""`diemtin analyse`: what a machine makes of articles, before a person reviews it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from briefs.analysis import Analysis, analyse
from briefs.errors import InputError
from briefs.ingest.clean import CleanText, clean
from briefs.ingest.extract import Extracted, extract
from briefs.ingest.fetch import fetch
from briefs.ingest.sandbox import Sandbox
from briefs.registry import Registry

STANDARD_INPUT = "-"


async def analyse_sources(places: Sequence[str], *, as_json: bool) -> None:
    """Print the analysis of each file, address or - (standard input), in order.

    One that cannot be read is said to be so and the others go on; raises InputError at the end if any was.
    """
    registry, sandbox = Registry.load(), Sandbox()
    failed = []
    for place in places:
        try:
            found = analyse(await _article(place, sandbox), registry)
        except InputError as error:
            failed.append(f"{place}: {error.message}")
            continue
        sys.stdout.write((_line(found) if as_json else _plain(found)) + "\n")
        sys.stdout.flush()
    if failed:
        raise InputError("\n".join(failed))


async def _article(place: str, sandbox: Sandbox) -> CleanText:
    if place.startswith(("http://", "https://")):
        page = await fetch(place)
        read = await extract(page.url, page.media_type, page.content, sandbox=sandbox, charset=page.charset)
        return _cleaned(read)
    data = sys.stdin.buffer.read() if place == STANDARD_INPUT else _bytes(Path(place))
    name = "input.txt" if place == STANDARD_INPUT else Path(place).name
    if name.endswith(".txt") and (text := _utf8(data)) is not None:
        return clean(text)
    return _cleaned(await extract(name, None, data, sandbox=sandbox))


def _cleaned(read: Extracted) -> CleanText:
    """Clean an extracted text; what the file states of itself goes before what its text shows."""
    found = clean(f"{read.title}\n\n{read.text}" if read.title else read.text)
    return replace(
        found,
        title=read.title or found.title,
        lead=read.lead or found.lead,
        outlet=read.outlet or found.outlet,
        author=read.author or found.author,
        published=read.published or found.published,
    )


def _utf8(data: bytes) -> str | None:
    """Return plain UTF-8 text, None for anything that needs more care."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from None


def _line(found: Analysis) -> str:
    return json.dumps(found.to_json(), ensure_ascii=False)


def _plain(found: Analysis) -> str:
    rows = [found.title or "(no title)"]
    rows += [f"• {point.text}" for point in found.points]
    for number, directive in enumerate(found.directives, start=1):
        who = ", ".join(body.name for body in directive.responsible)
        deadline = f" [{directive.deadline.text}]" if directive.deadline else ""
        rows.append(f"{number}. {who + ': ' if who else ''}{directive.action}{deadline}")
    if found.removed:
        rows.append(f"({len(found.removed)} lines were left out as noise)")
    return "\n".join(rows) + "\n"
