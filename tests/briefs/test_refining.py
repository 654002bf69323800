from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.model import Article, Brief, BriefContent, DocumentRef, DocumentRole
from briefs.refining import (
    Facet,
    Facets,
    actor_asked_for,
    body_and_words,
    facets,
    named_in,
    narrowed,
    offered,
    widened,
    with_whole_names,
)
from briefs.registry import Registry
from briefs.search.index import LONGEST_QUERY
from briefs.search.query import Filter, split_filters

AN_GIANG, DAK_NONG, LAM_DONG = "place:an-giang", "place:dak-nong", "place:lam-dong"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def brief(number: int, *places: str, date: dt.date | None = None, carried: dt.date | None = None) -> Brief:
    documents = (DocumentRef("1/NQ-CP", date=carried, role=DocumentRole.CARRIER),) if carried else ()
    article = Article("Tin", published=date)
    return Brief(number, BriefContent("Tin", article, places=places, documents=documents))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("xuat khau an giang", [AN_GIANG]),
        ("Lâm Đồng và Đắk Nông", [LAM_DONG, DAK_NONG]),
        ("BCT FTA", ["agency:bo-cong-thuong"]),
        ("bộ trưởng bộ ngoại giao", ["agency:bo-ngoai-giao"]),
        ("dn xuat khau", []),
        ('xuat khau place:"An Giang"', []),
        ("gạo " * 24 + "an giang", []),
        ("", []),
    ],
)
def test_bodies_and_places_are_read_out_of_a_query(registry: Registry, query: str, keys: list[str]) -> None:
    assert [entry.key for entry in named_in(query, registry)] == keys


def test_a_body_is_told_from_the_other_words(registry: Registry) -> None:
    named = body_and_words("mien thi thuc bo cong an tu:2024", registry)
    assert named is not None
    assert (named.entry.key, named.name, named.words) == ("agency:bo-cong-an", "bo cong an", "mien thi thuc")
    assert body_and_words("bo cong an", registry) is None
    assert body_and_words("mien thi thuc", registry) is None


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Nhiệm vụ của Bộ Công an", "agency:bo-cong-an"),
        ("viec cua cac dia phuong", "group:dia-phuong"),
        ("an giang duoc giao", AN_GIANG),
        ("bo cong an", None),
        ("bo cong an mien thi thuc", None),
        ("nhiem vu cua chung ta", None),
    ],
)
def test_what_asks_for_the_duties_of_a_body_is_told(registry: Registry, query: str, key: str | None) -> None:
    entry = actor_asked_for(query, registry)
    assert (entry.key if entry else None) == key


def test_only_what_the_results_speak_of_is_offered(registry: Registry) -> None:
    query = "du lich dak nong an giang"
    entry = offered(query, [brief(1, AN_GIANG)], registry)
    assert entry is not None
    assert entry.key == AN_GIANG
    assert offered(query, [brief(1)], registry) is None


def test_the_place_of_a_body_that_the_results_do_not_speak_of_is_offered(registry: Registry) -> None:
    entry = offered("sở y tế an giang", [brief(1, AN_GIANG)], registry)
    assert entry is not None
    assert entry.key == AN_GIANG


def test_what_is_a_filter_already_is_not_offered_again(registry: Registry) -> None:
    query = narrowed("du lich an giang", AN_GIANG, registry)
    assert offered(query, [brief(1, AN_GIANG)], registry) is None


def test_a_place_of_before_a_merger_is_offered_for_briefs_of_today(registry: Registry) -> None:
    entry = offered("dak nong", [brief(1, LAM_DONG)], registry)
    assert entry is not None
    assert entry.key == DAK_NONG
    assert offered("lam dong", [brief(1, DAK_NONG)], registry) is None


def test_a_filter_takes_the_place_of_another_of_its_kind(registry: Registry) -> None:
    query = narrowed('gạo -nếp place:"Hà Nội" tu:2020', AN_GIANG, registry)
    assert query == 'after:2020 place:"An Giang" gạo -nếp'
    assert narrowed(query, "2024", registry) == 'place:"An Giang" after:2024 before:2025 gạo -nếp'
    assert widened(query) == "gạo -nếp"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("xuat khau diaphuong:an giang", 'xuat khau place:"An Giang"'),
        ("place: An Giang, xuất khẩu", 'place:"An Giang" xuất khẩu'),
        ("agency:bo cong thuong FTA tu:2024", 'agency:"Bộ Công Thương" FTA tu:2024'),
        ("linhvuc:thi thuc coquan:bộ ngoại giao", 'topic:"Thị thực" agency:"Bộ Ngoại giao"'),
        ("agency:bct xuat khau", "agency:bct xuat khau"),
        ("place:xuat khau", "place:xuat khau"),
        ('place:"cong" an giang', 'place:"cong" an giang'),
        ("-place:an giang", "-place:an giang"),
        ("tin: an giang", "tin: an giang"),
        ("place:", "place:"),
    ],
)
def test_a_filter_takes_the_longest_name_behind_it(registry: Registry, typed: str, read: str) -> None:
    assert with_whole_names(typed, registry) == read
    assert with_whole_names(read, registry) == read


@given(st.text(alphabet=" :\"'angi", max_size=60).map("place:an giang ".__add__))
def test_what_stands_behind_a_name_is_kept(registry: Registry, query: str) -> None:
    words, filters = split_filters(with_whole_names(query, registry))
    assert filters[0] == Filter("place", "An Giang")
    assert len(words) <= len(query)


def test_without_filters_a_wider_query_is_its_plain_words() -> None:
    assert widened('"gạo thơm" -nếp') == "gạo thơm"
    assert widened("355/TB-VPCP") == "355/TB-VPCP"


@given(st.text(max_size=600))
def test_a_narrowed_query_is_read_whole(registry: Registry, query: str) -> None:
    text = narrowed(query, AN_GIANG, registry)
    assert Filter("place", "An Giang") in split_filters(text[:LONGEST_QUERY])[1]


def test_facets_are_what_some_results_have_and_others_do_not() -> None:
    found = facets(
        [
            brief(1, AN_GIANG, DAK_NONG, date=dt.date(2023, 5, 1)),
            brief(2, AN_GIANG, date=dt.date(2024, 5, 1)),
            brief(3, AN_GIANG, DAK_NONG, carried=dt.date(2024, 1, 1)),
        ]
    )
    assert found.years == (Facet("2024", 2), Facet("2023", 1))
    assert found.places == (Facet(DAK_NONG, 2),)
    assert facets([brief(1, AN_GIANG)]) == Facets()
