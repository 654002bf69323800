"""`diemtin analyse` and `diemtin add`: what a machine makes of articles, before a person reviews it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.content import KEPT
from bot.cli.desk import may_publish_at_once, operator
from bot.services import open_services
from bot.settings import load_settings
from briefs.analysis import Analysis, analyse
from briefs.drafting.drafts import draft_of
from briefs.errors import InputError
from briefs.ingest.sandbox import Sandbox
from briefs.ingest.sources import Source, source_at, source_in
from briefs.registry import Registry
from briefs.store.brief_rows import Change

STANDARD_INPUT = "-"


async def analyse_sources(places: Sequence[str], *, as_json: bool) -> None:
    """Print the analysis of each file, address or - (standard input), in order.

    One that cannot be read is said to be so and the others go on; raises InputError at the end if any was.
    """
    registry, sandbox = Registry.load(), Sandbox()
    failed = []
    for place in places:
        try:
            source = await _read(place, sandbox)
        except InputError as error:
            failed.append(error.message)
            continue
        found = analyse(source.text, registry)
        sys.stdout.write((_line(found) if as_json else _plain(found)) + "\n")
        sys.stdout.flush()
    if failed:
        raise InputError("\n".join(failed))


async def add_sources(places: Sequence[str], *, publish: bool, force: bool) -> None:
    """Store each source as a draft, or publish it, and say what was made of it.

    What is stored already and editors have in hand stays without `force`.
    """
    sandbox, author = Sandbox(), operator().person.key
    async with open_services(load_settings()) as services:
        if publish:
            may_publish_at_once(services)
        for place in places:
            source = await _read(place, sandbox)
            found = analyse(source.text, services.registry)
            if not found.text:
                raise InputError(f"{place}: no article text was found; is it the right file or page?")
            content = draft_of(found, services.registry, url=source.url)
            brief, change = await services.briefs.put(
                content, now=services.now(), publish=publish, author=author, force=force
            )
            if change is Change.KEPT:
                sys.stdout.write(f"{KEPT}\n")
            sys.stdout.write(
                f"Brief {brief.id} ({brief.status}, {change}): {brief.title}\n"
                f"  {len(content.points)} points, {len(content.directives)} directives, "
                f"{len(found.removed)} lines left out as noise\n"
            )


async def _read(place: str, sandbox: Sandbox) -> Source:
    """Return the source at a place; raises InputError, with the place, where it cannot be read."""
    try:
        return await _source(place, sandbox)
    except InputError as error:
        raise InputError(f"{place}: {error.message}") from None


async def _source(place: str, sandbox: Sandbox) -> Source:
    if place.startswith(("http://", "https://")):
        return await source_at(place, sandbox)
    if place == STANDARD_INPUT:
        return await source_in("input.txt", None, sys.stdin.buffer.read(), sandbox)
    return await source_in(Path(place).name, None, await asyncio.to_thread(_bytes, Path(place)), sandbox)


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
        rows.append(f"{number}. {who + ': ' if who else ''}{found.stated(directive)}{deadline}")
    if found.removed:
        rows.append(f"({len(found.removed)} lines were left out as noise)")
    return "\n".join(rows) + "\n"
