"""Files that were sent, kept in memory."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from bot.local.errors import bad_request
from bot.local.params import Upload

MAX_DOWNLOAD = 20_000_000  # getFile: bots can download files of up to 20 MB
MAX_UPLOAD = 50_000_000  # sendDocument: bots can send files of up to 50 MB
MAX_PHOTO = 10_000_000  # sendPhoto: at most 10 MB
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its ids and its path under `/file/bot<token>/`."""

    file_id: str
    path: str
    upload: Upload

    @property
    def unique_id(self) -> str:
        """An id that depends on the content alone."""
        return hashlib.sha256(self.upload.content).hexdigest()[:16]


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, folder: str) -> StoredFile:
        """Store an upload and give it an id and a path."""
        number = len(self._by_id) + 1
        suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        suffix = suffix if suffix.isalnum() and suffix.isascii() else "bin"
        stored = StoredFile(f"file-{number}", f"{folder}/file_{number}.{suffix}", upload)
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        """Return a file. Raises ApiError for an unknown id."""
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def by_path(self, path: str) -> StoredFile | None:
        """Return the file at a path, if there is one."""
        return self._by_path.get(path)

    def document(self, file: Upload | str) -> dict[str, Any]:
        """Return the Bot API's Document of an upload or of a file sent before."""
        stored = self._stored(file, "documents", MAX_UPLOAD)
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_name": stored.upload.name,
            "mime_type": stored.upload.mime,
            "file_size": len(stored.upload.content),
        }

    def photo(self, file: Upload | str) -> list[dict[str, Any]]:
        """Return the Bot API's PhotoSize list of a PNG picture, in one size."""
        stored = self._stored(file, "photos", MAX_PHOTO)
        content = stored.upload.content
        if not content.startswith(PNG) or len(content) < 24:
            raise bad_request("IMAGE_PROCESS_FAILED: the local Bot API reads PNG only")
        width, height = struct.unpack(">II", content[16:24])
        size = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "width": width}
        return [size | {"height": height, "file_size": len(content)}]

    def _stored(self, file: Upload | str, folder: str, limit: int) -> StoredFile:
        stored = self.by_id(file) if isinstance(file, str) else self.keep(file, folder)
        if not stored.upload.content:
            raise bad_request("file must be non-empty")
        if len(stored.upload.content) > limit:
            raise bad_request("Request Entity Too Large")
        return stored
