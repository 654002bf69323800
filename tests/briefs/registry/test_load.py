"""Broken registry files are refused with their name."""

from pathlib import Path

import pytest

from briefs.errors import InputError
from briefs.registry.load import FILES, read_data

ENTRY = """
[[entry]]
slug = "a"
name = "A"
source = "x"
checked = 2026-11-21
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        text = ENTRY.replace('"a"', '"b"') + 'parent = "a"' if name == "local.toml" else ENTRY
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_whole_files_are_read(folder: Path) -> None:
    assert [entry.key for entry in read_data(folder).entries] == [
        "agency:a",
        "agency:b",
        "place:a",
        "topic:a",
        "group:a",
    ]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (ENTRY + ENTRY, "place:a twice"),
        (ENTRY + 'colour = "red"', "places.toml"),
        (ENTRY + 'groups = ["b"]', "group:b"),
        (ENTRY + 'successor = "b"\nuntil = 2025-07-01', "place:b"),
        (ENTRY + 'parent = "b"', "place:b"),
        (ENTRY + 'predecessors = ["a"]', "does not name it as successor"),
        (ENTRY + "until = 2025-07-01", "`successor` and `until`"),
        (ENTRY.replace('name = "A"', ""), "entry.0.name"),
        (ENTRY.replace('"a"', '"A b"'), "entry.0.slug"),
        ("[[entry", "places.toml"),
    ],
)
def test_a_broken_file_is_refused(folder: Path, broken: str, told: str) -> None:
    (folder / "places.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_data(folder)
    assert told in refused.value.message


def test_a_successor_that_does_not_list_its_predecessor_is_refused(folder: Path) -> None:
    other = ENTRY.replace('"a"', '"b"') + 'successor = "a"\nuntil = 2025-07-01\n'
    (folder / "places.toml").write_text(ENTRY + other, encoding="utf-8")
    with pytest.raises(InputError, match="does not list it"):
        read_data(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "topics.toml").unlink()
    with pytest.raises(InputError, match=r"topics\.toml"):
        read_data(folder)
