"""Rows of SQLite with text that is not UTF-8: each is given, once and in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from briefs.store.sqlite import Connection
from briefs.store.types import Damaged

ROWS = ["một", "h\ufffd", "ba", "\ufffdn", "năm"]


@pytest.fixture
def cursor() -> Iterator[sqlite3.Cursor]:
    with closing(sqlite3.connect(":memory:", factory=Connection)) as connection:
        connection.execute("CREATE TABLE t (word TEXT)")
        for word in ROWS:
            raw = word.encode().replace("\ufffd".encode(), b"\xc1")
            connection.execute("INSERT INTO t VALUES (CAST(? AS TEXT))", (raw,))
        yield connection.cursor().execute("SELECT word FROM t ORDER BY rowid")


def by_one(cursor: sqlite3.Cursor) -> list[Any]:
    return list(iter(cursor.fetchone, None))


def by_two(cursor: sqlite3.Cursor) -> list[Any]:
    parts = list(iter(lambda: cursor.fetchmany(2), []))
    assert [len(part) for part in parts] == [2, 2, 1]
    return [row for part in parts for row in part]


@pytest.mark.parametrize("fetch", [by_one, by_two, lambda cursor: cursor.fetchall()])
def test_damaged_text_is_marked_and_costs_no_row(
    cursor: sqlite3.Cursor, fetch: Callable[[sqlite3.Cursor], list[Any]]
) -> None:
    words = [word for (word,) in fetch(cursor)]
    assert words == ROWS
    assert [isinstance(word, Damaged) for word in words] == ["\ufffd" in word for word in ROWS]


def test_other_errors_stay_as_they_are(cursor: sqlite3.Cursor) -> None:
    cursor.execute("SELECT json(iif(rowid = 1, '1', '{')) FROM t")
    with pytest.raises(sqlite3.OperationalError, match="malformed JSON"):
        cursor.fetchall()
