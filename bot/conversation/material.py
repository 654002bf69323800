"""What an editor hands in: a file, a forwarded message, or what stands in the message that is replied to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from telegram import Document, Message, MessageOriginChannel, MessageOriginChat


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that Telegram keeps: `key` gets it from there, `size` is in bytes, 0 where not known."""

    key: str
    name: str
    media_type: str | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message comes from: the channel or group, and the day it was posted there."""

    title: str = ""
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """`number` is the message's own, `text` the words of the one that is replied to or forwarded.

    `caption` are the words beside the file. `album` is one for all files that were sent together.
    """

    number: int = 0
    text: str = ""
    file: FileRef | None = None
    caption: str = ""
    origin: Origin | None = None
    album: str = ""


NOTHING = Material()


def material_of(message: Message | None) -> Material:
    """Return what a message, or else the one it replies to, holds besides its command."""
    if message is None:
        return NOTHING
    replied = message.reply_to_message
    holder = message if message.document or message.forward_origin or not replied else replied
    words = (holder.text or holder.caption or "") if holder is replied or holder.forward_origin else ""
    return Material(
        number=message.message_id,
        text="" if holder.document else words,
        file=_file(holder.document) if holder.document else None,
        caption=(holder.caption or "") if holder.document else "",
        origin=_origin(holder),
        album=message.media_group_id or "",
    )


def _file(document: Document) -> FileRef:
    return FileRef(
        document.file_id, document.file_name or "file", document.mime_type, document.file_size or 0
    )


def _origin(message: Message) -> Origin | None:
    """Return the origin of a forwarded message; persons are not named: they are no outlet."""
    match message.forward_origin:
        case None:
            return None
        case MessageOriginChannel(chat=chat, date=date) | MessageOriginChat(sender_chat=chat, date=date):
            return Origin(chat.title or "", date.date())
        case other:
            return Origin(day=other.date.date())
