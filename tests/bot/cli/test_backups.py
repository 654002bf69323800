"""`diemtin backup` and `diemtin restore`, as a person meets them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture
def live(diemtin, tmp_path: Path) -> Path:
    """The database of five packaged briefs."""
    assert diemtin("seed").code == 0
    return tmp_path / "data" / "diemtin.db"


def briefs(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        return int(database.execute("SELECT count(*) FROM briefs").fetchone()[0])


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)


def test_a_copy_is_made_and_put_back(diemtin, live, tmp_path):
    done = diemtin("backup", "copy.db")
    assert (done.code, done.err) == (0, "")
    assert "checked" in done.out
    change(live, "DELETE FROM briefs")
    done = diemtin("restore", "copy.db")
    assert (done.code, done.err) == (0, "")
    assert briefs(live) == 5
    (aside,) = live.parent.glob("*.before-restore")
    assert aside.name in done.out
    assert briefs(aside) == 0
    assert diemtin("search", "hạ tầng").code == 0


def test_a_copy_holds_what_stands_in_the_log_of_a_running_bot(diemtin, live, tmp_path):
    with closing(sqlite3.connect(live)) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        bot.execute("UPDATE briefs SET title = 'mới'")
        bot.commit()
        assert diemtin("backup", "copy.db").code == 0
    assert not (tmp_path / "copy.db-wal").exists()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT DISTINCT title FROM briefs").fetchall() == [("mới",)]


def test_a_file_that_is_there_is_replaced_only_by_force(diemtin, live, tmp_path):
    (tmp_path / "copy.db").write_text("mine", encoding="utf-8")
    done = diemtin("backup", "copy.db")
    assert (done.code, "--force" in done.err) == (2, True)
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "mine"
    assert diemtin("backup", "--force", "copy.db").code == 0
    assert briefs(tmp_path / "copy.db") == 5


def test_the_database_is_never_its_own_copy(diemtin, live):
    for arguments in (("backup", "--force", str(live)), ("restore", str(live))):
        assert diemtin(*arguments).code == 2
    assert briefs(live) == 5


def test_without_a_database_there_is_nothing_to_copy(diemtin, tmp_path):
    done = diemtin("backup", "copy.db")
    assert (done.code, "no database" in done.err) == (2, True)
    assert list(tmp_path.glob("copy*")) == []


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_has_programs_of_its_own(diemtin, command):
    done = diemtin(command, "copy.db", database_url="postgresql://user:secret@host/name")
    assert (done.code, "pg_dump" in done.err, "secret" in done.err) == (2, True, False)


def test_a_bot_that_runs_keeps_its_database(diemtin, live):
    assert diemtin("backup", "copy.db").code == 0
    with closing(sqlite3.connect(live)) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        assert bot.execute("SELECT count(*) FROM briefs").fetchone() == (5,)
        done = diemtin("restore", "copy.db")
    assert (done.code, "running" in done.err) == (2, True)
    assert briefs(live) == 5
    assert [file.name for file in live.parent.glob("*.part")] == []


@pytest.mark.parametrize("content", [b"", b"not a database " * 100])
def test_what_is_no_copy_is_refused(diemtin, live, tmp_path, content):
    (tmp_path / "copy.db").write_bytes(content)
    done = diemtin("restore", "copy.db")
    assert (done.code, "copy.db" in done.err) == (2, True)
    assert briefs(live) == 5


def test_a_damaged_copy_is_refused(diemtin, live, tmp_path):
    diemtin("backup", "copy.db")
    whole = (tmp_path / "copy.db").read_bytes()
    (tmp_path / "copy.db").write_bytes(whole[:8192] + b"\xff" * 8192 + whole[16384:])
    assert diemtin("restore", "copy.db").code == 2
    assert briefs(live) == 5


def test_a_copy_of_a_newer_version_is_refused(diemtin, live, tmp_path):
    diemtin("backup", "copy.db")
    change(tmp_path / "copy.db", "UPDATE alembic_version SET version_num = '9999'")
    done = diemtin("restore", "copy.db")
    assert (done.code, "newer" in done.err) == (2, True)
    assert briefs(live) == 5


def test_a_damaged_database_can_be_replaced(diemtin, live, tmp_path):
    diemtin("backup", "copy.db")
    live.write_bytes(b"nothing but noise " * 500)
    live.with_name("diemtin.db-wal").write_bytes(b"an old log")
    assert diemtin("restore", "copy.db").code == 0
    assert briefs(live) == 5


def test_the_log_of_a_database_that_was_cut_off_goes_aside_with_it(diemtin, live, tmp_path):
    diemtin("backup", "copy.db")
    with closing(sqlite3.connect(live)) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        bot.execute("DELETE FROM briefs")
        bot.commit()
        crashed = [(live.with_name(f"diemtin.db{end}")) for end in ("", "-wal")]
        database, log = [file.read_bytes() for file in crashed]
    live.write_bytes(database[:5000])
    live.with_name("diemtin.db-wal").write_bytes(log)
    assert diemtin("restore", "copy.db").code == 0
    assert briefs(live) == 5
    (aside,) = live.parent.glob("*.before-restore-wal")
    assert aside.read_bytes() == log


def test_a_copy_can_be_put_where_nothing_is(diemtin, live, tmp_path):
    diemtin("backup", "copy.db")
    done = diemtin("restore", "copy.db", database_url=f"sqlite:///{tmp_path / 'new' / 'data' / 'x.db'}")
    assert done.code == 0
    assert briefs(tmp_path / "new" / "data" / "x.db") == 5


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_the_database_is_moved_to_postgresql(diemtin, live, database_url):
    done = diemtin("move", database_url)
    assert (done.code, done.err) == (0, "")
    assert "DIEMTIN_DATABASE_URL" in done.out
    assert briefs(live) == 5
    found = diemtin("search", "hạ tầng", database_url=database_url)
    assert found.code == 0
    assert "Đẩy mạnh ngoại giao kinh tế" in found.out
    assert diemtin("move", database_url).code == 2
