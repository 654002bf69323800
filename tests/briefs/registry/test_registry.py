"""Names, families and groups."""

import pytest

from briefs.registry import Registry

LABOUR = "agency:bo-lao-dong-thuong-binh-va-xa-hoi"
HOME = "agency:bo-noi-vu"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def keys(registry: Registry, key: str) -> tuple[str, ...]:
    family = registry.family(key)
    assert family
    assert family.asked.key == key
    return family.keys


def test_a_body_of_today_answers_for_its_predecessors(registry: Registry) -> None:
    assert keys(registry, HOME) == (HOME, LABOUR)


def test_a_body_of_old_brings_its_successor(registry: Registry) -> None:
    assert keys(registry, LABOUR) == (LABOUR, HOME)


def test_a_body_of_old_does_not_bring_the_others_its_successor_was_made_of(registry: Registry) -> None:
    assert keys(registry, "place:dak-nong") == ("place:dak-nong", "place:lam-dong")


def test_a_body_without_history_is_its_whole_family(registry: Registry) -> None:
    assert keys(registry, "agency:bo-cong-thuong") == ("agency:bo-cong-thuong",)


def test_an_unknown_key_has_no_family_and_no_groups(registry: Registry) -> None:
    assert registry.family("agency:none") is None
    assert registry.groups_of("agency:none") == ()
    assert registry.get("agency:none") is None


def test_a_province_is_concerned_by_duties_of_all_localities(registry: Registry) -> None:
    assert registry.groups_of("place:an-giang") == ("group:dia-phuong", "group:ca-nuoc")


def test_a_ministry_is_concerned_by_duties_of_all_ministries(registry: Registry) -> None:
    assert "group:bo-nganh" in registry.groups_of("agency:bo-cong-thuong")


def test_a_group_is_concerned_by_what_holds_it(registry: Registry) -> None:
    assert registry.groups_of("group:doanh-nghiep") == ("group:ca-nuoc",)


def test_names_include_those_of_predecessors(registry: Registry) -> None:
    names = registry.names(HOME)
    assert names[0] == "Bộ Nội vụ"
    assert {"BNV", "Bộ Lao động - Thương binh và Xã hội", "LĐTBXH"} <= set(names)


def test_names_do_not_repeat(registry: Registry) -> None:
    for entry in registry.entries():
        names = [name.casefold() for name in registry.names(entry.key)]
        assert len(names) == len(set(names))


def test_a_name_is_vietnamese_unless_english_is_asked_for(registry: Registry) -> None:
    assert registry.name("agency:bo-cong-an") == "Bộ Công an"
    assert registry.name("agency:bo-cong-an", "en") == "Ministry of Public Security"


def test_a_key_that_is_gone_is_shown_as_it_is(registry: Registry) -> None:
    assert registry.name("topic:gone") == "topic:gone"


HEALTH = "agency:so-y-te"


def test_the_body_of_a_place_is_named_after_both(registry: Registry) -> None:
    assert registry.name(f"{HEALTH}@ha-noi") == "Sở Y tế Hà Nội"
    assert registry.name("agency:cong-an-tinh@an-giang") == "Công an An Giang"
    assert registry.name(f"{HEALTH}@ha-noi", "en") == "Department of Health, Hanoi"
    assert registry.get(f"{HEALTH}@nowhere") is None
    assert registry.get("agency:bo-y-te@ha-noi") is None


def test_a_department_brings_those_of_all_places(registry: Registry) -> None:
    assert f"{HEALTH}@ha-noi" in keys(registry, HEALTH)
    assert "agency:so-gtvt@hai-duong" in keys(registry, "agency:so-xay-dung")


def test_the_department_of_a_place_answers_for_its_predecessors_there(registry: Registry) -> None:
    assert set(keys(registry, "agency:so-xay-dung@bac-ninh")) == {
        "agency:so-xay-dung@bac-ninh",
        "agency:so-xay-dung@bac-giang",
        "agency:so-gtvt@bac-ninh",
        "agency:so-gtvt@bac-giang",
    }
    assert keys(registry, "agency:so-gtvt@bac-giang") == (
        "agency:so-gtvt@bac-giang",
        "agency:so-xay-dung@bac-ninh",
    )


def test_the_department_of_a_place_is_concerned_by_what_all_are_told_and_its_place(
    registry: Registry,
) -> None:
    groups = registry.groups_of(f"{HEALTH}@an-giang")
    assert {HEALTH, "place:an-giang", "group:so-ban-nganh", "group:dia-phuong", "group:ca-nuoc"} <= set(
        groups
    )
    assert not any(group.startswith("place:") for group in registry.groups_of(HEALTH))


def test_what_a_department_is_told_in_a_brief_on_another_place_concerns_that_one_only(
    registry: Registry,
) -> None:
    asked = f"{HEALTH}@bac-ninh"
    assert registry.concerns(asked, HEALTH, [])
    assert registry.concerns(asked, HEALTH, ["topic:y-te", "place:bac-giang"])
    assert not registry.concerns(asked, HEALTH, ["place:an-giang"])
    assert registry.concerns(asked, "group:dia-phuong", ["place:an-giang"])
    assert registry.concerns(HEALTH, HEALTH, ["place:an-giang"])
