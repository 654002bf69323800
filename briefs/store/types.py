"""Column types that read back what was written, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from briefs.errors import DamagedError


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """An aware time, kept in UTC and read back aware.

    PostgreSQL keeps a timestamptz; SQLite keeps ISO text of one width, so that text order is time order.
    """

    impl = sa.String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """Choose the native type where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(sa.String(27))

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> Any:
        """Turn an aware time into what the database keeps; a naive one is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        return value.astimezone(dt.UTC) if dialect.name == "postgresql" else time_text(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:
        """Read the time back in UTC; DamagedError where it is none."""
        if value is None:
            return None
        if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC)
        try:
            return _read(value)
        except ValueError:
            raise DamagedError(
                "The database is damaged (it holds a time that is none): restore a backup."
            ) from None


# Chats that are served together share most of their times.
@lru_cache(maxsize=1024)
def time_text(value: dt.datetime) -> str:
    """Write an aware time as SQLite keeps it, which PostgreSQL reads as well."""
    return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@lru_cache(maxsize=1024)
def _read(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


class CleanText(sa.TypeDecorator[str]):
    """Text without what a database cannot keep: NUL goes, half a surrogate pair becomes `?`."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Clean the text on its way in."""
        return None if value is None else storable(value.replace("\0", ""))


def storable(text: str) -> str:
    """Replace lone surrogates by `?`: they have no UTF-8 form."""
    return text.encode("utf-8", "replace").decode("utf-8")


class JsonText(str):
    """A value for a JSON column that is serialised already, as by `dump_json`: the same for many rows."""

    __slots__ = ()


class Unreadable:
    """The value of a JSON column that holds no JSON; PostgreSQL keeps none."""


class Damaged(str):
    """Text of which some bytes are no UTF-8, with U+FFFD in their place; PostgreSQL keeps none."""

    __slots__ = ()


def load_text(raw: bytes) -> str:
    """Read a text of SQLite; what is no UTF-8 becomes `Damaged`, and holds up no other row of a query."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Damaged(raw.decode(errors="replace"))


def load_json(text: str | bytes) -> Any:
    """Read a JSON column; what is damaged becomes `Unreadable`, and holds up no other row of a query."""
    if isinstance(text, Damaged):
        return Unreadable()
    try:
        return json.loads(text)
    except ValueError:
        return Unreadable()


def dump_json(value: object) -> str:
    """Serialise a JSON column: compact, readable Vietnamese, lone surrogates replaced."""
    if isinstance(value, JsonText):
        return value
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
