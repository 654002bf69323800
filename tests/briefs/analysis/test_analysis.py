"""The whole analysis: its contract, its offsets, and that no text breaks it. All sentences are made up."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.analysis import Analysis, analyse
from briefs.ingest.clean import clean
from briefs.registry import Registry

Analyse = Callable[..., Analysis]
RAW = """Siết chặt an toàn hồ đập trước mùa mưa

Lê Minh 05/03/2024 09:15

Chiều 4/3, Thủ tướng Chính phủ chủ trì họp về an toàn hồ đập trước mùa mưa bão năm 2024.

ho-dap.jpg
Toàn cảnh một hồ chứa.

Văn phòng Chính phủ vừa ban hành Thông báo số 77/TB-VPCP về việc này. \
Cả nước có 6.700 hồ với dung tích 70 tỷ m3.

Thủ tướng yêu cầu Bộ Công Thương chủ trì, phối hợp với UBND tỉnh An Giang kiểm tra các hồ\
 trước ngày 30/4/2024.

Tin liên quan
"""
REGISTRY = Registry.load()


def test_the_contract_has_exactly_its_keys() -> None:
    found = analyse(clean(RAW), REGISTRY).to_json()
    assert list(found) == [
        "title", "outlet", "author", "published", "lead", "text", "removed", "points", "directives",
        "documents", "agencies", "places",
    ]  # fmt: skip
    assert list(found["directives"][0]) == [
        "issuer", "lead", "partners", "addressees", "action", "deadline", "basis", "citations",
    ]  # fmt: skip
    assert set(found["documents"][0]) == {"number", "kind", "issuer", "date"}
    assert json.loads(json.dumps(found)) == found


def test_the_contract_says_what_the_article_says() -> None:
    found = analyse(clean(RAW), REGISTRY).to_json()
    assert found["title"] == "Siết chặt an toàn hồ đập trước mùa mưa"
    assert (found["author"], found["published"], found["outlet"]) == ("Lê Minh", "2024-03-05", None)
    (directive,) = found["directives"]
    assert (directive["issuer"], directive["lead"]) == ("Thủ tướng", "Bộ Công Thương")
    assert directive["partners"] == ["UBND tỉnh An Giang"]
    assert (directive["action"], directive["deadline"]) == (
        "kiểm tra các hồ trước ngày 30/4/2024",
        "trước ngày 30/4/2024",
    )
    assert found["documents"] == [
        {"number": "77/TB-VPCP", "kind": "Thông báo", "issuer": "Văn phòng Chính phủ", "date": None}
    ]
    assert "Bộ Công Thương" in found["agencies"]
    assert "An Giang" in found["places"]


def test_the_contract_has_one_lead_and_names_those_who_lead_beside_it_among_the_addressees() -> None:
    told = "Thủ tướng yêu cầu Bộ Công Thương, Bộ Xây dựng chủ trì kiểm tra các hồ."
    (directive,) = analyse(clean(f"Siết chặt an toàn hồ đập\n\n{told}"), REGISTRY).to_json()["directives"]
    assert (directive["lead"], directive["addressees"]) == ("Bộ Công Thương", ["Bộ Xây dựng"])


def test_noise_is_removed_and_listed() -> None:
    found = analyse(clean(RAW), REGISTRY)
    assert "ho-dap.jpg" not in found.text
    assert {line.text for line in found.removed} >= {"ho-dap.jpg", "Toàn cảnh một hồ chứa.", "Tin liên quan"}


def test_offsets_point_into_the_text() -> None:
    found = analyse(clean(RAW), REGISTRY).to_json()
    (place,) = found["directives"][0]["citations"]
    assert found["text"][place["start"] : place["end"]].startswith("Thủ tướng yêu cầu Bộ Công Thương")


def test_an_empty_article_has_an_empty_analysis() -> None:
    found = analyse(clean(""), REGISTRY)
    assert (found.text, found.points, found.directives) == ("", (), ())


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_analysed(text: str) -> None:
    json.dumps(analyse(clean(text), REGISTRY).to_json())


WORDS = [
    "Thủ tướng", "yêu cầu", "Bộ Y tế", "các địa phương", "phải", "được giao", "đã", "không", "“",
    "”", '"', ";",
    ",", ":", ".", "\n", "chủ trì", "phối hợp với", "trước ngày 30/6", "15-CT/TW", "rà soát", "theo đó",
    "cho biết", "và", "của", "ông", "1.400 triệu USD", "(", ")", "như sau", "hoà giải", "Đồng thời",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_order_of_administrative_words_is_analysed(words: list[str]) -> None:
    found = analyse(clean(" ".join(words)), REGISTRY)
    for directive in found.directives:
        start, end = found.place(directive.citations[0])
        assert 0 <= start < end <= len(found.text)


@given(st.permutations(RAW.split("\n\n")))
@settings(max_examples=30, deadline=None)
def test_the_analysis_is_the_same_every_time(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    assert analyse(clean(text), REGISTRY) == analyse(clean(text), REGISTRY)


def test_words_that_begin_where_others_end_are_read_however_many_there_are(analysed: Analyse) -> None:
    chain = "thương binh đoàn kết giao " * 3000
    assert "thương binh đoàn kết" in analysed(f"{chain}.").text
