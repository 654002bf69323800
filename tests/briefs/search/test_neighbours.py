from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from briefs.search.neighbours import TWO_EDITS_FROM, Neighbours

WORDS = st.lists(st.text("abcde", min_size=2, max_size=9), min_size=1, max_size=60, unique=True)


def near_by_force(word: str, terms: list[str]) -> list[tuple[int, int]]:
    limit = 2 if len(word) >= TWO_EDITS_FROM else 1
    distances = [(number, OSA.distance(word, term)) for number, term in enumerate(terms)]
    return sorted((n, d) for n, d in distances if 0 < d <= limit)


@given(terms=WORDS, word=st.text("abcde", min_size=2, max_size=9))
def test_all_terms_within_one_slip_of_a_word_are_found_and_within_two_of_a_long_one(
    terms: list[str], word: str
) -> None:
    neighbours = Neighbours(terms)
    neighbours.catch_up()
    assert sorted(neighbours.near(word)) == near_by_force(word, terms)


@pytest.mark.parametrize("first", [1, 600, 1500])
def test_terms_added_later_are_found_like_the_first(first: int) -> None:
    rng = random.Random(1)
    every = list({"".join(rng.choices("abcdeghnotu", k=rng.randint(3, 8))) for _ in range(2500)})
    terms = every[:first]
    neighbours = Neighbours(terms)
    neighbours.catch_up()
    while len(terms) < len(every):
        terms += every[len(terms) : len(terms) + 100]
        neighbours.catch_up()
    for word in rng.sample(every, 40):
        assert sorted(neighbours.near(word)) == near_by_force(word, terms)


def test_any_unicode_has_neighbours_looked_for() -> None:
    neighbours = Neighbours(["שלום", "😀😀😀", "đđđđđđđđđđđđđđđđđđ"])
    neighbours.catch_up()
    assert neighbours.near("שלם") == [(0, 1)]
    assert neighbours.near("😀😀") == [(1, 1)]
    assert neighbours.near("đ" * 17) == []
