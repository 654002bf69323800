"""The registry's own data."""

import datetime as dt
from importlib.resources import files

import pytest

from briefs.registry import Kind, Registry
from briefs.registry.load import FILES


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_there_are_34_places_of_today_and_29_of_old(registry: Registry) -> None:
    places = registry.entries(Kind.PLACE)
    assert sum(place.successor is None for place in places) == 34
    assert sum(place.successor is not None for place in places) == 29


def test_the_places_of_old_ended_on_the_first_of_july_2025(registry: Registry) -> None:
    assert {place.until for place in registry.entries(Kind.PLACE)} == {None, dt.date(2025, 7, 1)}


@pytest.mark.parametrize(
    ("now", "old"),
    [
        ("lam-dong", ["dak-nong", "binh-thuan"]),
        ("an-giang", ["kien-giang"]),
        ("tp-ho-chi-minh", ["binh-duong", "ba-ria-vung-tau"]),
        ("phu-tho", ["vinh-phuc", "hoa-binh"]),
        ("ha-noi", []),
    ],
)
def test_a_place_of_today_lists_what_it_was_made_of(registry: Registry, now: str, old: list[str]) -> None:
    place = registry.get(f"place:{now}")
    assert place
    assert sorted(place.predecessors) == sorted(f"place:{slug}" for slug in old)


def test_ministries_and_ministry_level_bodies_of_today_are_17(registry: Registry) -> None:
    bodies = [entry for entry in registry.entries(Kind.AGENCY) if "group:bo-nganh" in entry.groups]
    assert sum(body.successor is None for body in bodies) == 17
    assert {body.until for body in bodies if body.successor} == {dt.date(2025, 3, 1)}


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("bo-lao-dong-thuong-binh-va-xa-hoi", "bo-noi-vu"),
        ("bo-ke-hoach-va-dau-tu", "bo-tai-chinh"),
        ("bo-giao-thong-van-tai", "bo-xay-dung"),
        ("bo-nong-nghiep-va-phat-trien-nong-thon", "bo-nong-nghiep-va-moi-truong"),
        ("bo-tai-nguyen-va-moi-truong", "bo-nong-nghiep-va-moi-truong"),
        ("bo-thong-tin-va-truyen-thong", "bo-khoa-hoc-va-cong-nghe"),
        ("uy-ban-dan-toc", "bo-dan-toc-va-ton-giao"),
    ],
)
def test_a_ministry_of_old_has_its_successor(registry: Registry, old: str, now: str) -> None:
    entry = registry.get(f"agency:{old}")
    assert entry
    assert entry.successor == f"agency:{now}"


def test_a_split_duty_is_told_in_the_note(registry: Registry) -> None:
    entry = registry.get("agency:bo-lao-dong-thuong-binh-va-xa-hoi")
    assert entry
    assert entry.note
    assert "Bộ Y tế" in entry.note


def test_what_nobody_has_verified_is_marked_in_the_data_and_not_told_to_readers(registry: Registry) -> None:
    assert any("unverified = " in (files("briefs.registry") / name).read_text("utf-8") for name in FILES)
    assert not [entry.key for entry in registry.entries() if "kiểm chứng" in (entry.note or "")]


def test_every_entry_has_an_english_name(registry: Registry) -> None:
    assert all(entry.english for entry in registry.entries())


def test_no_two_entries_of_a_kind_share_a_name(registry: Registry) -> None:
    for kind in Kind:
        own = ({name.casefold() for name in (entry.name, *entry.aliases)} for entry in registry.entries(kind))
        names = [name for each in own for name in each]
        assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})


def test_every_department_has_a_parent_and_groups(registry: Registry) -> None:
    departments = [entry for entry in registry.entries(Kind.AGENCY) if entry.name.startswith("Sở ")]
    assert sum(entry.successor is None for entry in departments) == 15
    assert all(entry.parent and "group:so-ban-nganh" in entry.groups for entry in departments)
