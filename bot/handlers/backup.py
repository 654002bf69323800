"""/backup: a copy of the database for owners, as a file in their private chat."""

from __future__ import annotations

import asyncio

import structlog

from bot.conversation.ask import Ask
from bot.conversation.keyboards import button
from bot.conversation.screen import Attachment, Notice, Screen
from bot.handlers.publishing.floor import as_screen, owners_only, refusing, said, to_desk
from briefs.errors import InputError, StoreError
from briefs.i18n import N_
from briefs.store.audit import Act
from briefs.store.backup_packages import PACKED, Package
from briefs.views import backup as views

MOST_BYTES = 50_000_000
"""Bot API, Sending files: what a bot may upload."""

log = structlog.get_logger(__name__)


async def backup(ask: Ask, text: str) -> Screen:
    """Answer /backup: make a checked copy of the database and hand it over."""
    return as_screen(ask, await _backup(ask))


@refusing
async def _backup(ask: Ask) -> Screen | Notice:
    owners_only(ask)
    if ask.services.database.shared:
        return Screen(views.on_postgresql(ask.view), (to_desk(ask),))
    tr, services = ask.tr, ask.services
    await ask.progress(tr("Copying and checking the data…"))
    name = f"diemtin-{services.today():%Y-%m-%d}.db"
    try:
        package = await asyncio.to_thread(services.packer.pack, name, MOST_BYTES)
    except StoreError as error:
        log.error("backup.failed", cause=str(error.__cause__))
        return said(ask, tr("No backup was made."), tr(error.message))
    if package is None:
        return Screen(views.too_large(name, ask.view), (to_desk(ask),))
    act = Act(ask.actor.person.key, PACKED, details={"note": package.name})
    await services.audit.note(act, now=services.now())
    await ask.progress(
        tr("The copy is made and checked. The file follows; if it does not, send /backup again.")
    )
    return _handed_over(ask, package)


def _handed_over(ask: Ask, package: Package) -> Screen:
    """Return the file: it cannot leave the chat by mistake."""
    caption = views.caption(package, ask.services.today(), ask.view)
    keyboard = ((button(ask.tr("Let it be saved"), "wb"),), to_desk(ask))
    return Screen(caption, keyboard, attachment=Attachment(package.name, package.content, protected=True))


@refusing
async def release(ask: Ask) -> Screen | Notice:
    """Answer a button: send the file above it once more, to be saved and forwarded."""
    owners_only(ask)
    file = ask.material.file
    if file is None:  # Telegram does not hand it over again, or nobody pressed below one
        raise InputError(N_("This file is too old to be sent again: send /backup for a new one."))
    return Screen(views.released(ask.view), (to_desk(ask),), attachment=Attachment(file.name, file))
