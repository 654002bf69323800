from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.text.fold import fold, nfc, syllables, tone_key, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ngoại giao Kinh tế", "ngoai giao kinh te"),
        ("ĐỒNG THÁP", "dong thap"),
        ("Ðồng Tháp", "dong thap"),
        ("Ɖồng Tháp", "dong thap"),
        ("Trung Đông-châu Phi", "trung dong chau phi"),
        ("Đắk  Nông\u00a0", "dak nong"),
        ("D’Artagnan", "d artagnan"),
        ("ＦＴＡ", "fta"),
        ("", ""),
    ],
)
def test_folding_removes_what_typists_leave_out(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("aăâeêioôơuưyđ ẠạẾếỔổửỵ-'d")))
def test_the_normal_form_does_not_matter(text: str) -> None:
    forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {fold(text)}


@given(st.text())
def test_every_word_lies_in_the_source_in_order(text: str) -> None:
    source = nfc(text)
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(source)
        assert fold(source[word.start : word.end]) == word.text
        end = word.end


def test_words_point_into_the_composed_text_of_a_decomposed_source() -> None:
    text = unicodedata.normalize("NFD", "tỉnh An Giang")
    source = nfc(text)
    assert [source[word.start : word.end] for word in words(text)] == ["tỉnh", "An", "Giang"]


def test_syllables_split_at_hyphens_and_punctuation() -> None:
    assert syllables("355/TB-VPCP, ngày 24.12") == ["355", "tb", "vpcp", "ngay", "24", "12"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hòa", "hoà"), ("Thủy", "thuỷ"), ("khỏe", "khoẻ"), ("NGỤY", "nguỵ"), ("tòa án", "toà án")],
)
def test_old_and_new_tone_placement_are_the_same(one: str, other: str) -> None:
    assert tone_key(one) == tone_key(other)


@pytest.mark.parametrize(("one", "other"), [("má", "mà"), ("hoa", "hoà"), ("của", "cùa"), ("hoán", "hoàn")])
def test_the_tone_key_keeps_different_words_apart(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


@given(st.text())
def test_the_tone_key_is_idempotent(text: str) -> None:
    assert tone_key(tone_key(text)) == tone_key(text)
