from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import InputError
from briefs.ingest.duplicates import SKETCH_BYTES, Likeness, Sketch, sketch

SENTENCES = [
    f"Việc thứ {n} do sở số {n * 7} của tỉnh làm trong tháng {n % 12 + 1} với {n * 13} cán bộ."
    for n in range(40)
]
ARTICLE = " ".join(SENTENCES)


def test_a_text_is_a_duplicate_of_itself() -> None:
    assert sketch(ARTICLE).likeness(sketch(ARTICLE)) is Likeness.DUPLICATE


def test_case_marks_and_tone_placement_make_no_difference() -> None:
    assert sketch("Ủy ban hòa giải TỈNH") == sketch("uỷ ban hoà giải tỉnh") == sketch("uy ban hoa giai tinh")


def test_a_copy_with_cuts_and_another_lead_is_a_duplicate() -> None:
    copy = "Mở đầu khác hẳn bài gốc ở chỗ này. " + " ".join(SENTENCES[:34])
    assert sketch(ARTICLE).likeness(sketch(copy)) is Likeness.DUPLICATE


def test_half_of_the_text_is_related() -> None:
    assert sketch(ARTICLE).likeness(sketch(" ".join(SENTENCES[:16]))) is Likeness.RELATED


def test_another_text_is_different() -> None:
    other = " ".join(f"Chợ phiên họp ngày {n} bán {n} loại rau quả quê nhà." for n in range(40))
    assert sketch(ARTICLE).likeness(sketch(other)) is Likeness.DIFFERENT


def test_an_empty_text_is_like_nothing() -> None:
    assert sketch("").similarity(sketch("")) == 0.0
    assert sketch("").similarity(sketch(ARTICLE)) == 0.0


@given(st.text())
def test_a_sketch_survives_storing_in_512_bytes(text: str) -> None:
    stored = sketch(text).to_bytes()
    assert len(stored) <= SKETCH_BYTES == 512
    assert Sketch.from_bytes(stored) == sketch(text)


@given(st.text(), st.text())
def test_similarity_is_symmetric_and_a_share(one: str, other: str) -> None:
    a, b = sketch(one), sketch(other)
    assert a.similarity(b) == b.similarity(a)
    assert 0.0 <= a.similarity(b) <= 1.0


@pytest.mark.parametrize("data", [b"1234567", b"\0" * 16, b"\0" * (SKETCH_BYTES + 8)])
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        Sketch.from_bytes(data)
