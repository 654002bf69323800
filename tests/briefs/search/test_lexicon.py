from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from briefs.search.lexicon import Lexicon, Pairs
from briefs.search.short_forms import ShortForms

TERMS = st.integers(0, 2**31 - 1)


@given(noted=st.lists(st.tuples(TERMS, TERMS), min_size=1, max_size=20), others=st.lists(TERMS))
def test_pairs_are_seen_alike_one_by_one_and_together(
    noted: list[tuple[int, int]], others: list[int]
) -> None:
    pairs = Pairs()
    pairs.note(*np.array(noted, dtype=np.int32).T)
    assert all(pairs.seen(*pair) for pair in noted)
    first, seconds = noted[0][0], [second for _, second in noted] + others
    together = pairs.following(first, np.array(seconds)).tolist()
    assert together == [second for second in seconds if pairs.seen(first, second)]


def test_a_syllable_is_completed_by_those_that_stood_behind_the_word_before() -> None:
    lexicon = Lexicon(ShortForms({}))
    thi, thuc, thue, name, th = map(lexicon.spellings.term, ["thi", "thuc", "thue", "thxyz", "th"])
    lexicon.pairs.note(np.array([thi, thi, thi], np.int32), np.array([thuc, name, th], np.int32))
    assert lexicon.completed("th", thi) == []
    lexicon.catch_up()
    assert lexicon.completed("th", thi) == [thuc]
    assert lexicon.completed("thuc", thi) == lexicon.completed("th", thue) == []
