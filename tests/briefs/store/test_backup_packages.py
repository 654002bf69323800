"""Copies that are handed over: whole, compressed where they must be, and nothing left behind."""

from __future__ import annotations

import datetime as dt
import resource
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from briefs.errors import InputError, StoreError, StoreUnavailableError
from briefs.store.backup import copy_checked, restore
from briefs.store.backup_packages import Packer
from briefs.store.schema import HEAD
from briefs.store.url import parse_url

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
LARGE = 1_000_000


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A database of two briefs and three chats that can be compressed well."""
    file = tmp_path / "live" / "bot.db"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as database:
        database.executescript(
            "CREATE TABLE briefs (title TEXT); CREATE TABLE chats (title TEXT);"
            "CREATE TABLE alembic_version (version_num TEXT);"
            f"INSERT INTO alembic_version VALUES ('{HEAD}');"
            "INSERT INTO briefs VALUES ('một'), (hex(zeroblob(60000)));"
            "INSERT INTO chats VALUES ('a'), ('b'), ('c');"
        )
    return file


@pytest.fixture
def packer(live: Path) -> Packer:
    return Packer(parse_url(f"sqlite:///{live}"))


def put_back(content: bytes, name: str, folder: Path) -> int:
    """Restore a file as it was handed over, and count the briefs."""
    handed, restored = folder / name, folder / "restored.db"
    handed.write_bytes(content)
    restore(handed, restored, now=NOW)
    assert sorted(file.name for file in folder.glob("restored*")) == ["restored.db"]
    with closing(sqlite3.connect(restored)) as database:
        return int(database.execute("SELECT count(*) FROM briefs").fetchone()[0])


def left(live: Path) -> list[str]:
    return [file.name for file in live.parent.iterdir() if file != live]


def test_what_fits_is_handed_over_as_it_is(packer, live, tmp_path):
    package = packer.pack("copy.db", LARGE)
    assert (package.name, package.briefs, package.chats) == ("copy.db", 2, 3)
    assert package.size == len(package.content)
    assert put_back(package.content, package.name, tmp_path) == 2
    assert left(live) == []


def test_what_is_too_large_is_compressed_and_taken_back_so(packer, live, tmp_path):
    package = packer.pack("copy.db", 50_000)
    assert package.name == "copy.db.gz"
    assert len(package.content) < 50_000 < package.size
    assert put_back(package.content, package.name, tmp_path) == 2
    assert left(live) == []


def test_what_is_too_large_compressed_too_is_not_handed_over(packer, live):
    with closing(sqlite3.connect(live)) as database, database:
        database.execute("INSERT INTO briefs VALUES (randomblob(100000))")
    assert packer.pack("copy.db", 50_000) is None
    assert left(live) == []
    size = len(packer.pack("copy.db", 150_000).content)
    assert packer.pack("copy.db", size).name == "copy.db.gz"
    assert packer.pack("copy.db", size - 1) is None


def test_what_cannot_become_small_enough_is_not_even_copied(packer, live):
    with closing(sqlite3.connect(live, isolation_level=None)) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        assert packer.pack("copy.db", 10_000) is None


def test_one_is_made_at_a_time(packer, live):
    with closing(sqlite3.connect(live, isolation_level=None)) as busy, ThreadPoolExecutor() as threads:
        busy.execute("BEGIN EXCLUSIVE")  # the first waits for this
        first = threads.submit(packer.pack, "first.db", LARGE)
        while not left(live):
            time.sleep(0.01)
        with pytest.raises(InputError, match="Another backup"):
            packer.pack("second.db", LARGE)
        busy.execute("ROLLBACK")
        assert first.result(10).name == "first.db"
    assert packer.pack("third.db", LARGE).name == "third.db"


def test_what_a_killed_process_left_is_removed(packer, live):
    leftover = live.with_name("bot.db.packing")
    leftover.mkdir()
    (leftover / "copy.db").write_bytes(b"half of it")
    assert packer.pack("copy.db", LARGE).briefs == 2
    assert left(live) == []


def test_a_damaged_database_is_told_and_nothing_left(packer, live):
    live.write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError, match="The database is damaged") as refused:
        packer.pack("copy.db", LARGE)
    assert "not a database" in str(refused.value.__cause__)
    assert left(live) == []


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file become larger, in bytes, as on a disk that is full."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk_is_told_and_nothing_left(packer, live):
    with room_for(50_000), pytest.raises(StoreUnavailableError, match="whether the disk has room"):
        packer.pack("copy.db", LARGE)
    assert left(live) == []
    assert packer.pack("copy.db", LARGE).briefs == 2


def test_a_full_disk_leaves_no_half_of_a_copy(live, tmp_path):
    with room_for(50_000), pytest.raises(StoreUnavailableError, match="cannot be copied"):
        copy_checked(live, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_that_is_not_sound_is_not_left(live, tmp_path):
    content = live.read_bytes()
    live.write_bytes(content[:16_384] + bytes(8192) + content[24_576:])
    with pytest.raises(StoreError, match="not sound"):
        copy_checked(live, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_full_disk_stops_the_way_back_of_a_compressed_copy(packer, tmp_path):
    package = packer.pack("copy.db", 50_000)
    with room_for(50_000), pytest.raises(StoreUnavailableError, match=r"unpacked cannot be written"):
        put_back(package.content, package.name, tmp_path)
    assert list(tmp_path.glob("restored*")) == []


def test_a_compressed_copy_that_is_cut_off_is_refused(packer, tmp_path):
    package = packer.pack("copy.db", 50_000)
    with pytest.raises(InputError, match="damaged"):
        put_back(package.content[:-20], package.name, tmp_path)
    assert list(tmp_path.glob("restored*")) == []
