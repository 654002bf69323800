from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from briefs.search.passages import Field, Texts, runs_of

# Spellings have numbers from 8 on; some that UTF-16 has no place for, or writes as two units, are among them.
WORDS = st.lists(
    st.integers(8, 300) | st.sampled_from([0x0700, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFFFF, 0x10000, 0x10F7FF])
)


def text(title: list[int], body: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([Field.TITLE, *title, Field.BODY, *body], dtype=np.int32)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_texts_are_read_as_they_were_kept(kept: list[tuple[list[int], list[int]]]) -> None:
    texts = Texts()
    for part in (kept[:2], kept[2:]):
        made = [text(title, body) for title, body in part]
        texts.extend(np.concatenate([text([], [])[:0], *made]), map(len, made))
    restored = Texts.restored(texts.packed, texts.lengths.tolist())
    for each in (texts, restored):
        docs = range(len(kept))
        assert each.codes(docs).tolist() == [n for title, body in kept for n in text(title, body).tolist()]
        assert each.titles(docs).tolist() == [n for title, _ in kept for n in (Field.TITLE, *title)]


def test_texts_are_kept_in_any_number() -> None:
    texts = Texts()
    for number in range(2500):
        texts.extend(text([8 + number], [9]), [4])
    assert texts.titles([0, 1023, 1024, 2499]).tolist() == [0, 8, 0, 1031, 0, 1032, 0, 2507]
    assert texts.kept([2499, 7]).titles([0, 1]).tolist() == [0, 2507, 0, 15]


def test_runs_may_overlap() -> None:
    assert runs_of([1, 1], np.array([1, 1, 1, 2, 1])).tolist() == [0, 1]
    assert runs_of([1, 2, 3], np.array([1, 2])).tolist() == []
