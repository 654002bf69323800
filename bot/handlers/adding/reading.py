"""From what was handed in to the content of a draft; slow steps say what they are at."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bot.conversation.ask import Ask
from bot.handlers.adding.parts import Handed
from briefs.analysis import analyse
from briefs.drafting.drafts import draft_of
from briefs.editing import with_title
from briefs.errors import InputError
from briefs.i18n import N_
from briefs.ingest.fetch import Fetched
from briefs.ingest.outlets import outlet_of, site_of
from briefs.ingest.sources import Source, source_at, source_in, source_of
from briefs.ingest.surroundings import hints_of
from briefs.model import BriefContent
from briefs.registry import Registry
from briefs.store.workbenches import Workbench


@dataclass(frozen=True, slots=True)
class Read:
    """A source that was read: the content of its draft, and what lies beside it on the workbench."""

    content: BriefContent
    bench: Workbench


async def read(ask: Ask, handed: Handed) -> Read:
    """Read one source; raises InputError with one sentence that says what to do."""
    source = await _source(ask, handed)
    site = source.url or ""
    outlets = [outlet_of(site) or "", *await ask.services.outlets.of_site(site_of(site)), handed.outlet]
    return await asyncio.to_thread(_read, source, handed, outlets, ask.services.registry)


async def _source(ask: Ask, handed: Handed) -> Source:
    services, tr = ask.services, ask.tr
    if handed.url:
        await ask.progress(tr("Loading the page…"))

        async def get(url: str) -> Fetched:
            page = await services.fetch(url)
            await ask.progress(tr("Reading the page…"))
            return page

        return await source_at(handed.url, services.sandbox, get)
    if handed.file is not None and ask.load is not None:
        await ask.progress(tr("Reading {name}…", name=handed.file.name))
        data = await ask.load(handed.file)
        return await source_in(handed.file.name, handed.file.media_type, data, services.sandbox)
    return await asyncio.to_thread(source_of, handed.text)


def _read(source: Source, handed: Handed, outlets: list[str], registry: Registry) -> Read:
    found = analyse(source.text, registry)
    if not found.text:
        raise InputError(N_("No article text was found in it."))
    content = draft_of(found, registry, url=source.url)
    # The same text may be added twice on purpose: likeness has been shown before.
    content = replace(content, article=replace(content.article, external_id=None))
    if handed.title:
        content = with_title(content, handed.title, registry).content
    days = [handed.day] if handed.day else []
    hints = hints_of(content.article.paragraphs, source.left_out, outlets=outlets, days=days)
    return Read(content, Workbench(source.left_out, hints, tuple(map(str, source.notes))))
