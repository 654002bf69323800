"""What owners see of a copy of the database that is handed over, or is not."""

from __future__ import annotations

import datetime as dt

from babel.numbers import format_decimal

from briefs.blocks import Document, Heading, code, document, line, para
from briefs.i18n import Translator
from briefs.store.backup_packages import Package
from briefs.views.context import ViewContext


def caption(package: Package, day: dt.date, view: ViewContext) -> Document:
    """Return what stands under the file: what it holds, how to keep it and how to put it back."""
    tr = view.tr
    size = _megabytes(len(package.content), tr)
    if package.size > len(package.content):
        size = tr("{size}, compressed from {whole}", size=size, whole=_megabytes(package.size, tr))
    held = (
        size,
        tr.plural("{n} brief", "{n} briefs", package.briefs),
        tr.plural("{n} chat", "{n} chats", package.chats),
    )
    return document(
        [
            Heading(line(tr("Backup of {day}", day=tr.date(day)))),
            para(" · ".join(held)),
            para(tr("It holds what chats are subscribed to: keep it confidential.")),
            para(tr("It can be neither saved nor forwarded until you allow it with the button.")),
            para(*view.say("To put it back: {command}", command=code(f"diemtin restore {package.name}"))),
        ]
    )


def released(view: ViewContext) -> Document:
    """Return what stands under the file that may leave the chat."""
    tr = view.tr
    return document(
        [
            para(tr("This file can be saved and forwarded.")),
            para(tr("Keep it in a safe place, then delete it here.")),
        ]
    )


def too_large(name: str, view: ViewContext) -> Document:
    """Return what is said where Telegram takes no file of that size."""
    return document(
        [
            para(view.tr("The copy is larger than the 50 MB that Telegram takes, even compressed.")),
            para(*view.say("Make it on the server: {command}", command=code(f"diemtin backup {name}"))),
        ]
    )


def on_postgresql(view: ViewContext) -> Document:
    """Return what is said where the data are in PostgreSQL."""
    command = code("pg_dump --format=custom --file=FILE URL")
    return document(
        [
            para(view.tr("The data are in PostgreSQL, which has its own tools for this.")),
            para(*view.say("Make it on the server: {command}", command=command)),
            para(view.tr("More of it: docs/operations.md, “Backups”."), aside=True),
        ]
    )


def _megabytes(size: int, tr: Translator) -> str:
    return f"{format_decimal(size / 1_000_000, '#,##0.0', locale=tr.language)} MB"
