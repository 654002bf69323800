"""Connections to SQLite that end what they began, and that one damaged text does not stop."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from briefs.store.types import load_text

_NOT_UTF8 = "Could not decode to UTF-8"
"""What the driver says of damaged text, followed by the text: that must not get into logs."""


class Cursor(sqlite3.Cursor):
    """Gives text that is not UTF-8 as `Damaged`, where the driver gives no row at all.

    `load_text` for every text would make a query for many of them a quarter slower: it reads what is left
    once the driver has met such text. The driver goes on from the last row that it gave.
    """

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        return self._rows(None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """Return the next rows, at most `size`."""
        return self._rows(size)

    def fetchone(self) -> Any:
        """Return the next row, None where there is none."""
        try:
            return super().fetchone()
        except sqlite3.OperationalError as error:
            with self._leniently(error):
                return super().fetchone()

    def _rows(self, size: int | None) -> list[Any]:
        rows: list[Any] = []
        try:
            rows.extend(islice(self, size))
        except sqlite3.OperationalError as error:
            with self._leniently(error):
                rows.extend(islice(self, None if size is None else size - len(rows)))
        return rows

    @contextmanager
    def _leniently(self, error: sqlite3.OperationalError) -> Iterator[None]:
        if _NOT_UTF8 not in str(error):
            raise error
        self.connection.text_factory = load_text
        try:
            yield
        finally:
            self.connection.text_factory = str


class Connection(sqlite3.Connection):
    """Ends its transaction when it is closed; SQLAlchemy closes that of somebody who is cancelled.

    SQLite itself waits until the last cursor with rows to give is gone
    (https://www.sqlite.org/c3ref/close.html), and the exception whose traceback holds the cursor may be kept
    for long: nobody could write until then.
    """

    def cursor(self, factory: Any = Cursor) -> Any:
        """Return a cursor of ours."""
        return super().cursor(factory)

    def close(self) -> None:
        """Roll back what was not committed, and close."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()
