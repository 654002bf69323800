"""Database URLs as people write them, turned into what the async drivers take."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import sqlalchemy as sa

from briefs.errors import StoreError

_POSTGRES = ("postgres", "postgresql", "postgresql+asyncpg")
_LAST_PORT = 65535
_SQLITE = ("sqlite", "sqlite+aiosqlite")


def parse_url(text: str) -> sa.URL:
    """Return the URL with its async driver.

    `sqlite:///relative/path`, `sqlite:////absolute/path`, `sqlite://` (memory), `postgres://...` and
    `postgresql://...` are understood; `sslmode=` is passed on under the name asyncpg has for it.
    Raises StoreError for anything else.
    """
    try:
        url = sa.make_url(text.strip())
        if not 0 <= (url.port or 0) <= _LAST_PORT:
            raise ValueError("no port")
    except (sa.exc.ArgumentError, ValueError):  # its message may hold part of a password
        raise StoreError(
            "Not a database URL: write sqlite:///path or postgresql://user:password@host/name, with @ : / in "
            "a password as %40 %3A %2F."
        ) from None
    if url.drivername in _SQLITE:
        return url.set(drivername="sqlite+aiosqlite")
    if url.drivername in _POSTGRES:
        query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
        return url.set(drivername="postgresql+asyncpg", query=query)
    raise StoreError(
        f"{url.drivername} databases are not supported: write sqlite:///path or postgresql://..."
    )


def sqlite_file(url: sa.URL) -> Path | None:
    """Return the file of an SQLite URL, None for PostgreSQL and for a database in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).expanduser()


def index_file(url: sa.URL) -> Path | None:
    """Return where the search index of a database is kept between starts, None for a database in memory.

    It is beside the file of SQLite; for PostgreSQL it is in the user's folder for caches
    (https://specifications.freedesktop.org/basedir-spec/latest/), under a name of the database's own.
    """
    file = sqlite_file(url)
    if file is not None:
        return file.with_name(f"{file.name}.index")
    if url.get_backend_name() == "sqlite":
        return None
    name = hashlib.sha256(f"{url.host}:{url.port}/{url.database}".encode()).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path(os.environ.get("HOME", ""), ".cache"))
    return caches / "diemtin" / f"{name}.index" if caches.is_absolute() else None
