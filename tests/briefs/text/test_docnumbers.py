from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.text.docnumbers import DocNumber, find_mentions, find_numbers, parse_number
from briefs.text.fold import nfc


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("15-CT/TW", DocNumber("15", None, "ct", "tw")),
        ("21/NQ-CP", DocNumber("21", None, "nq", "cp")),
        ("355/TB-VPCP", DocNumber("355", None, "tb", "vpcp")),
        ("202/2025/QH15", DocNumber("202", 2025, None, "qh15")),
        ("2538/QĐ-UBND", DocNumber("2538", None, "qd", "ubnd")),
        ("26/2019/NĐ-CP", DocNumber("26", 2019, "nd", "cp")),
        ("1257/BTC-QLG", DocNumber("1257", None, None, "btcqlg")),
        ("05/2015/TTLT-BTP-BCA-BYT", DocNumber("5", 2015, "ttlt", "btpbcabyt")),
        ("1956/QĐ-TTg", DocNumber("1956", None, "qd", "ttg")),
    ],
)
def test_a_written_number_is_found_with_its_parts(written: str, number: DocNumber) -> None:
    text = f"Theo văn bản số {written}, các bộ có trách nhiệm."
    (found,) = find_numbers(text)
    assert (found.text, found.number) == (written, number)
    assert text[found.start : found.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "ngày 20/2/2023",
        "tăng 15-20%",
        "giai đoạn 2021-2025",
        "1.400 USD/tấn",
        "5/6 tỉnh",
        "tháng 9/2024",
        "50/kg",
    ],
)
def test_dates_ranges_and_units_are_not_document_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_several_numbers_come_in_the_order_of_the_text() -> None:
    found = find_numbers("Căn cứ Chỉ thị số 15-CT/TW; Nghị quyết số 21/NQ-CP ngày 20/2/2023.")
    assert [each.text for each in found] == ["15-CT/TW", "21/NQ-CP"]


@pytest.mark.parametrize(
    ("text", "mention", "number"),
    [
        ("theo Nghị định 46 của Chính phủ", "Nghị định 46", DocNumber("46", None, "nd")),
        ("Quyết định số 41/2005 nêu", "Quyết định số 41/2005", DocNumber("41", 2005, "qd")),
        ("công văn số 1257/BTC-QLG ngày", "1257/BTC-QLG", DocNumber("1257", None, "cv", "btcqlg")),
        ("Nghị quyết số:\u00a021 của", "Nghị quyết số:\u00a021", DocNumber("21", None, "nq")),
        ("công văn:496 ngày", "công văn:496", DocNumber("496", None, "cv")),
        ("theo\nNghị định\n46", "Nghị định\n46", DocNumber("46", None, "nd")),
        ("thông tư liên tịch 07/2015 của", "thông tư liên tịch 07/2015", DocNumber("7", 2015, "ttlt")),
    ],
)
def test_a_citation_by_kind_is_a_mention(text: str, mention: str, number: DocNumber) -> None:
    (found,) = find_mentions(text)
    assert (found.text, found.number) == (mention, number)


def test_a_count_after_other_words_is_no_mention() -> None:
    assert find_mentions("có 46 dự án và 12 quyết định") == []


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("355", DocNumber("355")),
        ("NQ 21", DocNumber("21", None, "nq")),
        ("quyet dinh 1977", DocNumber("1977", None, "qd")),
        ("26 2019 ndcp", DocNumber("26", 2019, "nd", "cp")),
        ("CV1257", DocNumber("1257", None, "cv")),
        ("ct 48", DocNumber("48", None, "ct")),
        ("15 ct tw", DocNumber("15", None, "ct", "tw")),
        ("15-CT/TW", DocNumber("15", None, "ct", "tw")),
        ("2965 qdub", DocNumber("2965", None, "qd", "ub")),
        ("công văn số 19128", DocNumber("19128", None, "cv")),
        ("68-2000-nd-cp", DocNumber("68", 2000, "nd", "cp")),
        ("nghi dinh 46 2016 nd cp", DocNumber("46", 2016, "nd", "cp")),
        ("202/2025/qh15", DocNumber("202", 2025, None, "qh15")),
        ("nghi quyet so 21/nq-cp ngay 20/2/2023", DocNumber("21", 2023, "nq", "cp")),
        ("NQ 21 ngày 20 tháng 2 năm 2023", DocNumber("21", 2023, "nq")),
        ("26/2019/ND-CP ngay 3.1.2020", DocNumber("26", 2019, "nd", "cp")),
        ("Resolution No. 21/NQ-CP", DocNumber("21", None, "nq", "cp")),
        ("decree 15", DocNumber("15", None, "nd")),
        ("nghi quyet 02 2018 nq dhdcd", DocNumber("2", 2018, "nq", "dhdcd")),
    ],
)
def test_a_loosely_typed_number_is_understood(typed: str, number: DocNumber) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mien thi thuc",
        "36 du an",
        "hai van 2",
        "1 2 3",
        "nghi dinh",
        "usd 100",
        "ngay 20/2/2023",
        "lawyer 14",
    ],
)
def test_other_queries_are_not_numbers(typed: str) -> None:
    assert parse_number(typed) is None


def test_more_shared_parts_agree_more() -> None:
    stored = DocNumber("21", None, "nq", "cp")
    whole = stored.agreement(DocNumber("21", None, "nq", "cp"))
    partly = stored.agreement(DocNumber("21", None, "nq"))
    bare = stored.agreement(DocNumber("21"))
    assert whole > partly > bare > 0
    assert whole == pytest.approx(1.0)


@pytest.mark.parametrize(
    "other",
    [DocNumber("22", None, "nq", "cp"), DocNumber("21", None, "ct"), DocNumber("21", None, "nq", "tw")],
)
def test_a_contradicting_part_is_no_match(other: DocNumber) -> None:
    assert not DocNumber("21", None, "nq", "cp").matches(other)


def test_an_issuer_may_be_typed_in_part() -> None:
    assert DocNumber("2965", None, "qd", "ub").matches(DocNumber("2965", None, "qd", "ubnd"))


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    parse_number(text)
    source = nfc(text)
    for found in find_mentions(source):
        assert source[found.start : found.end] == found.text
