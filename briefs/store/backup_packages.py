"""Copies of an SQLite database to hand over: checked, and compressed where they would be too large."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from briefs.errors import InputError, StoreError, StoreUnavailableError
from briefs.i18n import N_
from briefs.store.backup import back_up, live_file

PACKED = "backup"
"""How the audit names that a copy was made to be handed over."""
_SHRINKS = 10
"""How many times smaller a copy may become: with 10,000 briefs it is three, more where pages are empty."""
_CHUNK = 1 << 20
_NOT_WRITTEN = N_(
    "The copy cannot be written now. See on the server whether the disk has room and the folder of the "
    "database may be written, then send /backup again."
)
_NOT_SOUND = N_(
    "The database is damaged. On the server, stop the bot and put the last sound backup back: "
    "diemtin restore FILE"
)


@dataclass(frozen=True, slots=True)
class Package:
    """A checked copy as it is handed over; `size` is in bytes before compression.

    `briefs` and `chats` count what it holds.
    """

    name: str
    content: bytes
    size: int
    briefs: int
    chats: int


class Packer:
    """Makes packages of the database at a URL, one at a time."""

    def __init__(self, url: sa.URL) -> None:
        self._url = url
        self._turn = threading.Lock()

    def pack(self, name: str, most: int) -> Package | None:
        """Return a checked copy, None where it has more than `most` bytes compressed too; it takes a thread.

        A compressed one is called `name`.gz. Nothing stays on the disk. Raises InputError where the database
        is no SQLite file and while another copy is made, StoreUnavailableError where none can be written and
        StoreError where the database is damaged; the cause of these two is for the log.
        """
        live = live_file(self._url)
        if not self._turn.acquire(blocking=False):
            raise InputError(N_("Another backup is being made: wait until it is there."))
        try:
            with _folder_of_our_own(live.with_name(f"{live.name}.packing")) as folder:
                return _package(live, folder / name, most)
        except (OSError, StoreUnavailableError) as error:
            raise StoreUnavailableError(_NOT_WRITTEN) from error
        except (InputError, StoreError) as error:
            raise StoreError(_NOT_SOUND) from error
        finally:
            self._turn.release()


def _package(live: Path, copy: Path, most: int) -> Package | None:
    if live.stat().st_size > most * _SHRINKS:
        return None
    back_up(live, copy)
    size = copy.stat().st_size
    file = copy if size <= most else _compressed(copy, most)
    if file is None:
        return None
    with closing(sqlite3.connect(copy)) as database:
        counted = database.execute("SELECT (SELECT count(*) FROM briefs), (SELECT count(*) FROM chats)")
        briefs, chats = counted.fetchone()
    return Package(file.name, file.read_bytes(), size, briefs, chats)


def _compressed(copy: Path, most: int) -> Path | None:
    """Return the copy compressed, None as soon as that has more than `most` bytes."""
    target = copy.with_name(f"{copy.name}.gz")
    with copy.open("rb") as plain, gzip.open(target, "wb", compresslevel=6) as packed:
        while chunk := plain.read(_CHUNK):
            packed.write(chunk)
            if target.stat().st_size > most:
                return None
    return target if target.stat().st_size <= most else None


@contextmanager
def _folder_of_our_own(folder: Path) -> Iterator[Path]:
    """Give an empty folder that others cannot look into, and remove it; a killed process may have left one.

    It is beside the database: there is room for it, which a folder of the system in memory may not have.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
