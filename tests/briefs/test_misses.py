from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.misses import countable_words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("  Chứng nhận   HALAL ", "chung nhan halal"),
        ('"thuế quan" Mỹ', "thue quan my"),
        ("QĐ 1234/2024", "qd 1234 2024"),
        ("355/TB-VPCP", "355 tb vpcp"),
    ],
)
def test_words_are_counted_folded(query: str, words: str) -> None:
    assert countable_words(query) == words


@pytest.mark.parametrize(
    "query",
    [
        "0912345678",
        "gọi 091 234 56 78 nhé",
        "cccd 079-123-456-789",
        "lan@example.org",
        "https://example.org/a",
        "một hai ba bốn năm sáu bảy tám chín",
        "x" * 81,
        'thuế quan place:"An Giang"',
        "thuế quan tu:2025",
        "thuế quan -Mỹ",
        "?!",
        "",
    ],
)
def test_what_may_tell_of_a_person_or_is_narrowed_is_not_counted(query: str) -> None:
    assert countable_words(query) is None


@given(st.text())
def test_any_text_can_be_asked_about(query: str) -> None:
    words = countable_words(query)
    assert words is None or words == " ".join(words.split())
