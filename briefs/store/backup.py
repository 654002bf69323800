"""Copies of an SQLite database while it is in use, and back again."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from briefs.errors import InputError, NewerSchemaError, StoreError, StoreUnavailableError
from briefs.store.revisions import known_revisions
from briefs.store.url import sqlite_file

Progress = Callable[[int, int], None]
"""Told how many pages are copied, and of how many."""

_PAGES = 2000
_BUSY_S = 2.0
_GZIP = b"\x1f\x8b"
"""How a gzip file begins (RFC 1952, 2.3.1)."""


def live_file(url: sa.URL) -> Path:
    """Return the file of the database at `url`; InputError for what is no SQLite file."""
    file = sqlite_file(url)
    if file is None:
        raise InputError(
            "Only SQLite files are copied like this. PostgreSQL has pg_dump --format=custom --file=FILE URL, "
            "and for the way back pg_restore --clean --if-exists --dbname=URL FILE."
        )
    return file


def back_up(live: Path, target: Path, *, replace: bool = False, progress: Progress | None = None) -> None:
    """Copy a database to a file, and check the copy; whoever works on it goes on doing so.

    Raises InputError where there is no database or the file is there already and is not to be replaced,
    StoreUnavailableError where nothing can be written or read now, and else what `copy_checked` raises.
    """
    if not live.is_file():
        raise InputError(f"There is no database at {live}.")
    if target.exists() and (target.is_dir() or target.samefile(live) or not replace):
        raise InputError(f"{target} is there already: name another file, or add --force to replace it.")
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}.")
    unfinished = target.with_name(f"{target.name}.part")
    try:
        copy_checked(live, unfinished, progress=progress)
        unfinished.replace(target)
    except OSError as error:
        raise StoreUnavailableError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(source: Path, live: Path, *, now: dt.datetime, progress: Progress | None = None) -> Path | None:
    """Put a copy in the place of the database and return where the old one was put, None if there was none.

    The copy may be compressed with gzip.
    Raises InputError for a file that is no sound database of Điểm Tin, NewerSchemaError for one of a newer
    version, StoreUnavailableError while anybody works on the database and where the disk is full.
    """
    if not source.is_file():
        raise InputError(f"There is no file {source}.")
    if live.exists() and live.samefile(source):
        raise InputError(f"{source} is the database itself.")
    live.parent.mkdir(parents=True, exist_ok=True)
    fresh = live.with_name(f"{live.name}.part")
    try:
        with _unpacked(source, live) as plain:
            copy_checked(plain, fresh, progress=progress)
        _check_ours(fresh, source)
        aside = _put_aside(live, now) if live.exists() else None
        fresh.replace(live)
    finally:
        fresh.unlink(missing_ok=True)
    return aside


def copy_checked(source: Path, target: Path, *, progress: Progress | None = None) -> None:
    """Copy one state of an SQLite file to one that stands alone.

    InputError for what is no sound SQLite file, StoreUnavailableError where the disk is full or the file
    locked, StoreError where the copy is not sound.
    """
    target.unlink(missing_ok=True)

    def told(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    try:
        with closing(_open(source)) as original, closing(sqlite3.connect(target)) as copy:
            # One transaction for all steps: else the copy starts anew whenever somebody writes.
            original.execute("BEGIN")
            original.execute("SELECT count(*) FROM sqlite_master").fetchone()
            original.backup(copy, pages=_PAGES, progress=told, sleep=0)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        target.unlink(missing_ok=True)
        passing = isinstance(error, sqlite3.OperationalError)
        kind = StoreUnavailableError if passing else InputError
        raise kind(f"{source} cannot be copied: {error}.") from error
    if verdict != "ok":
        target.unlink(missing_ok=True)
        raise StoreError(f"The copy of {source} is not sound ({verdict}): the database was left as it is.")


@contextmanager
def _unpacked(source: Path, live: Path) -> Iterator[Path]:
    """Give a copy as SQLite reads it: itself, or what it holds, beside the database until that is read."""
    with source.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    if not packed:
        yield source
        return
    plain = live.with_name(f"{live.name}.unpacked")
    try:
        _unpack(source, plain)
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def _unpack(source: Path, plain: Path) -> None:
    try:
        with gzip.open(source) as content, plain.open("wb") as target:
            shutil.copyfileobj(content, target)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{source} is damaged: {error}.") from error
    except OSError as error:
        raise StoreUnavailableError(f"{plain} cannot be written: {error.strerror}.") from error


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_BUSY_S, isolation_level=None)


def _check_ours(file: Path, named: Path) -> None:
    found = None
    with closing(_open(file)) as connection, suppress(sqlite3.OperationalError):
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None:
        raise InputError(f"{named} is no database of Điểm Tin.")
    if found[0] not in known_revisions():
        raise NewerSchemaError(
            f"{named} was written by a newer version of Điểm Tin (its state is {found[0]}): "
            "install that version."
        )


def _put_aside(live: Path, now: dt.datetime) -> Path:
    """Rename the database that is replaced, complete in its one file.

    Leaving the write-ahead log needs the database for oneself (https://www.sqlite.org/pragma.html
    #pragma_journal_mode): that fails while a bot has it open.
    """
    with closing(_open(live)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "wal"
        except sqlite3.DatabaseError:
            mode = "delete"  # damaged: put aside as it is
    if mode != "delete":
        raise StoreUnavailableError(f"A bot is running on {live}: stop it first.")
    aside = live.with_name(f"{live.name}.{now:%Y%m%dT%H%M%S}.before-restore")
    for suffix in ("-wal", "-shm"):  # there only where it is damaged, and wrong beside another file
        log = live.with_name(f"{live.name}{suffix}")
        if log.exists():
            log.rename(aside.with_name(f"{aside.name}{suffix}"))
    return live.rename(aside)
