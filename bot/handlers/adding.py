"""/add, /drafts, /publish and /withdraw: from an article to a published brief, for editors."""

from __future__ import annotations

import re

from bot.ask import Ask
from bot.keyboards import Keyboard, button, integer, rows
from bot.origin import back
from bot.screen import Notice, Screen
from briefs.analysis import Analysis, analyse
from briefs.blocks import Document, Gap, Heading, Para, code, document, italic, line, para
from briefs.errors import InputError, NotFoundError
from briefs.ingest.clean import clean
from briefs.ingest.drafts import draft_of
from briefs.ingest.sources import Source, source_at, source_in
from briefs.model import Brief, Status
from briefs.views.brief import brief as brief_view
from briefs.views.brief import clip
from briefs.views.duties import brief_duties

LEAST_TEXT = 120
"""Characters below which a text is a query or a slip, not an article."""

_DRAFTS = 10
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


async def add(ask: Ask, text: str) -> Screen:
    """Answer /add: read the text, address or file, and show the draft as readers will see it."""
    if not ask.may_edit:
        return _editors_only(ask)
    try:
        source = await _source(ask, text.strip())
    except InputError as error:
        return _said(ask, ask.tr("This cannot be read."), ask.tr(error.message))
    if source is None:
        return _how(ask)
    services = ask.services
    found = analyse(source.text, services.registry)
    if not found.text:
        return _said(ask, ask.tr("No article text was found in it."))
    draft = draft_of(found, services.registry, url=source.url)
    stored, _ = await services.briefs.put(draft, now=services.now(), publish=False)
    return Screen(_preview(ask, stored, found), _draft_keyboard(ask, stored))


async def drafts(ask: Ask, text: str = "") -> Screen:
    """Answer /drafts: what waits to be published, the newest first."""
    if not ask.may_edit:
        return _editors_only(ask)
    tr = ask.tr
    waiting = await ask.services.briefs.with_status(Status.DRAFT, _DRAFTS)
    if not waiting:
        return _said(ask, tr("No draft is waiting."))
    listed = [line(f"{item.id}. {clip(item.title, 120)}") for item in waiting]
    openers = [button(str(item.id), "av", item.id) for item in waiting]
    text_ = document([Heading(line(tr("Drafts"))), Para(tuple(listed))])
    return Screen(text_, (*rows(openers, 5), back(tr)))


async def publish_command(ask: Ask, text: str) -> Screen:
    """Answer /publish N."""
    return await _change(ask, integer(text.strip()), Status.PUBLISHED)


async def withdraw_command(ask: Ask, text: str) -> Screen:
    """Answer /withdraw N."""
    return await _change(ask, integer(text.strip()), Status.WITHDRAWN)


async def preview(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: a draft as readers will see it."""
    found = await _draft(ask, integer(number))
    if found is None:
        return Notice(ask.tr("This draft is not there any more."), alert=True)
    return Screen(brief_view(found, ask.view), _draft_keyboard(ask, found))


async def duties(ask: Ask, number: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: a page of a draft's duties."""
    found = await _draft(ask, integer(number))
    if found is None:
        return Notice(ask.tr("This draft is not there any more."), alert=True)
    last = integer(page)
    turns = (button("‹", "ad", found.id, max(0, last - 1)), button("›", "ad", found.id, last + 1))
    return Screen(
        brief_duties(found, last, ask.view), (turns, (button(ask.tr("‹ The brief"), "av", found.id),))
    )


async def publish(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: publish a draft."""
    return await _pressed(ask, number, Status.PUBLISHED)


async def discard(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: drop a draft; `/publish` brings it back."""
    return await _pressed(ask, number, Status.WITHDRAWN)


async def _source(ask: Ask, text: str) -> Source | None:
    """Return the source handed in: a file, an address, or text; None where there is nothing to read."""
    material, sandbox = ask.material, ask.services.sandbox
    if material.load is not None:
        return await source_in(material.name, material.media_type, await material.load(), sandbox)
    words = text or material.text.strip()
    if (match := _URL.match(words)) and match[0] == words:
        return await source_at(words, sandbox)
    return Source(clean(words)) if len(words) >= LEAST_TEXT else None


async def _draft(ask: Ask, number: int) -> Brief | None:
    if not ask.may_edit:
        return None
    try:
        return await ask.services.briefs.get(number)
    except NotFoundError:
        return None


async def _pressed(ask: Ask, number: str, status: Status) -> Screen | Notice:
    if await _draft(ask, integer(number)) is None:
        return Notice(ask.tr("This draft is not there any more."), alert=True)
    return await _change(ask, integer(number), status)


async def _change(ask: Ask, number: int, status: Status) -> Screen:
    tr = ask.tr
    if not ask.may_edit:
        return _editors_only(ask)
    try:
        changed = await ask.services.briefs.set_status(number, status, now=ask.services.now())
    except NotFoundError:
        return _said(ask, tr("There is no brief {number}.", number=number))
    if status is Status.PUBLISHED:
        done = tr("Published: {title} → /b{number}", title=changed.title, number=changed.id)
        undo = button(tr("Take back"), "ax", changed.id)
    else:
        done = tr("Taken back: {title}", title=changed.title)
        undo = button(tr("Publish"), "ap", changed.id)
    return Screen(document([para(done)]), ((undo,), back(tr)))


def _preview(ask: Ask, stored: Brief, found: Analysis) -> Document:
    tr = ask.tr
    removed = len(found.removed)
    noise = tr.plural("{n} line was left out as noise", "{n} lines were left out as noise", removed)
    stated = {tr("outlet"): found.outlet, tr("date"): found.published, tr("author"): found.author}
    missing = ", ".join(name for name, value in stated.items() if value is None)
    gaps = tr("not stated: {fields}", fields=missing) if missing else ""
    note = ". ".join(filter(None, (f"{tr('Draft')} {stored.id}", noise, gaps)))
    return document([para(italic(f"{note}.")), Gap(), *brief_view(stored, ask.view)])


def _draft_keyboard(ask: Ask, stored: Brief) -> Keyboard:
    tr, count = ask.tr, len(stored.content.directives)
    if stored.status is Status.PUBLISHED:
        return ((button(tr("Take back"), "ax", stored.id),), back(tr))
    duties_row = (button(tr.plural("{n} duty", "{n} duties", count), "ad", stored.id, 0),) if count else ()
    return (
        (button(tr("Publish"), "ap", stored.id), button(tr("Discard"), "ax", stored.id)),
        duties_row,
        back(tr),
    )


def _how(ask: Ask) -> Screen:
    tr = ask.tr
    text = document(
        [
            Heading(line(tr("Add an article"))),
            para(tr("Send /add with its text or address, or reply /add to a text or a file.")),
            para(code("/add https://...")),
            para(tr("Files: .txt, .md, .html, .pdf, .docx up to 5 MB."), aside=True),
        ]
    )
    return Screen(text, (back(tr),))


def _said(ask: Ask, *lines: str) -> Screen:
    return Screen(document([para(text) for text in lines]), (back(ask.tr),))


def _editors_only(ask: Ask) -> Screen:
    return _said(ask, ask.tr("Only editors can do this."))
