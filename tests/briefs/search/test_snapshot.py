from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from briefs.errors import SnapshotError
from briefs.search import SearchDocument, SearchIndex
from briefs.search import snapshot as snapshots

TEXT = "ngoại giao kinh tế miễn thị thực xuất khẩu gạo tôm tỉnh đầu tư hợp tác biển đảo quốc hội"
SYLLABLES = TEXT.split()
QUERIES = ("ngoai giao", "xuat khuu gao", "qh", "355", "moi them", "KBNN", '"hợp tác"', "bien dao dau tuw")


def documents(count: int, first: int = 0) -> list[SearchDocument]:
    rng = random.Random(first)
    return [
        SearchDocument(
            number,
            f"x{number}",
            " ".join(rng.choices(SYLLABLES, k=8)),
            lead="Kho bạc nhà nước (KBNN) họp.",
            body=", ".join(rng.choices(SYLLABLES, k=60)),
            documents=(f"{number}/NQ-CP",),
        )
        for number in range(first, first + count)
    ]


@pytest.fixture
def index() -> SearchIndex:
    index = SearchIndex()
    index.extend(documents(1200))
    return index


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "briefs.index"


def answers(index: SearchIndex) -> list[object]:
    results = [index.search(query) for query in QUERIES]
    return [(result.hits, result.total, result.corrected) for result in results]


def test_a_snapshot_answers_as_the_index_did(index: SearchIndex, file: Path) -> None:
    index.remove(7)
    index.add(SearchDocument(5000, None, "Bài mới thêm", body="\udcff ở cuối"))
    index.write(file, "key", {"seen": [1, 2]})
    restored = SearchIndex()
    assert restored.read(file, "key") == {"seen": [1, 2]}
    assert answers(restored) == answers(index)
    assert restored.ids() == index.ids()


def test_a_restored_index_takes_changes_as_any_other(index: SearchIndex, file: Path) -> None:
    index.write(file, "key", None)
    restored = SearchIndex()
    restored.read(file, "key")
    for each in (index, restored):
        each.remove(3)
        each.add(SearchDocument(4, "x4", "Chuyển đổi số nông nghiệp"))
        each.extend(documents(300, first=2000))
    assert answers(restored) == answers(index)
    assert [hit.id for hit in restored.search("chuyen doi so").hits] == [4]


def test_changes_after_a_snapshot_are_not_in_it(index: SearchIndex, file: Path) -> None:
    columns = snapshots.columns_of(index._collection)
    index.add(SearchDocument(9000, None, "Chuyển đổi số nông nghiệp"))
    restored = snapshots.collection_of(columns)
    assert 9000 not in restored.doc_of_id
    assert len(restored) == 1200


def spoilt(file: Path, how: str) -> None:
    stored = file.read_bytes()
    middle = len(stored) // 2
    file.write_bytes(
        {
            "empty": b"",
            "cut": stored[:-1],
            "headless": stored[10:],
            "flipped": stored[:middle] + bytes([stored[middle] ^ 1]) + stored[middle + 1 :],
            "foreign": b"SQLite format 3\0" + stored,
        }[how]
    )


@pytest.mark.parametrize("how", ["empty", "cut", "headless", "flipped", "foreign"])
def test_a_spoilt_snapshot_is_refused_and_changes_nothing(index: SearchIndex, file: Path, how: str) -> None:
    index.write(file, "key", None)
    spoilt(file, how)
    other = SearchIndex()
    other.add(SearchDocument(1, None, "Chuyển đổi số"))
    with pytest.raises(SnapshotError):
        other.read(file, "key")
    assert [hit.id for hit in other.search("chuyen doi so").hits] == [1]


def test_a_snapshot_with_pickled_objects_is_refused(index: SearchIndex, file: Path) -> None:
    columns = snapshots.columns_of(index._collection)
    snapshots.write_snapshot(file, "key", {**columns, "ids": np.array([{"a": 1}])}, None)
    with pytest.raises(SnapshotError):
        SearchIndex().read(file, "key")


def test_a_snapshot_whose_parts_do_not_fit_is_refused(index: SearchIndex, file: Path) -> None:
    columns = snapshots.columns_of(index._collection)
    snapshots.write_snapshot(file, "key", {**columns, "days": columns["days"][:-1]}, None)
    with pytest.raises(SnapshotError):
        SearchIndex().read(file, "key")


def test_a_snapshot_of_other_code_or_names_is_refused(
    index: SearchIndex, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.write(file, "key", None)
    with pytest.raises(SnapshotError, match="another version"):
        SearchIndex().read(file, "other key")
    monkeypatch.setattr(snapshots, "code_fingerprint", lambda: "newer")
    with pytest.raises(SnapshotError, match="another version"):
        SearchIndex().read(file, "key")


def test_a_snapshot_that_cannot_be_written_leaves_the_old_one(
    index: SearchIndex, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.write(file, "key", "old")

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        index.write(file, "key", "new")
    assert SearchIndex().read(file, "key") == "old"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
