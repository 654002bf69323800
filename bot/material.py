"""What an editor hands in with a message: a file, or the words of a message that is replied to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Document, Message

from briefs.errors import InputError
from briefs.ingest.extract import MOST_BYTES, Refusal


@dataclass(frozen=True, slots=True)
class Material:
    """`text` of the message that is replied to, or a file that `load` fetches (raises InputError)."""

    text: str = ""
    name: str = ""
    media_type: str | None = None
    load: Callable[[], Awaitable[bytes]] | None = None


NOTHING = Material()


def material_of(message: Message | None) -> Material:
    """Return what a message, or else the one it replies to, holds besides its command."""
    if message is None:
        return NOTHING
    replied = message.reply_to_message
    document = message.document or (replied.document if replied else None)
    if document is not None:
        return Material(
            name=document.file_name or "file", media_type=document.mime_type, load=_loader(document)
        )
    return Material(text=((replied.text or replied.caption) or "") if replied else "")


def _loader(document: Document) -> Callable[[], Awaitable[bytes]]:
    async def load() -> bytes:
        if (document.file_size or 0) > MOST_BYTES:
            raise InputError(Refusal.TOO_BIG)
        file = await document.get_file()
        return bytes(await file.download_as_bytearray())

    return load
