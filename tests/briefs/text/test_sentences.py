from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.text.sentences import Span, split

BENCH = Path(__file__).parents[4] / "shared" / "bench" / "sentences.tsv"


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Hội nghị họp tại TP. Vinh chiều qua.", "Có 12 tỉnh tham dự."],
        ["PGS.TS. Lê Hòa trình bày đề tài.", "GS. Trần Bình phản biện."],
        ["Ông Lê Văn B. (50 tuổi) trình báo.", "Bà K. làm chứng."],
        ["Ông George W. Bush đến thăm.", "Chuyến thăm kéo dài hai ngày."],
        ["Cơ thể cần vitamin D.", "Ánh nắng buổi sáng giúp tạo ra nó."],
        ["Vốn đạt 2.300 tỷ đồng, tăng 3,5% so cùng kỳ.", "12 dự án đã xong."],
        ["Báo cáo gửi trước ngày 15.7.2024.", "Sở tổng hợp."],
        ["Hàng xuất gồm chè, tiêu, quế, v.v. được giá.", "Nông dân phấn khởi."],
        ["“Phải làm ngay!”, ông nói.", "Mọi người đồng tình."],
        ["“Chúng ta đi đúng hướng.”", "Ông kết thúc như vậy."],
        ["Đoàn thăm Lào, Thái Lan... rồi trở về.", "Chuyến đi kết thúc."],
        ["Dự án (đợt 1. Xong năm 2022) đã nghiệm thu.", "Đợt 2 bắt đầu."],
        ["1. Rà soát quy hoạch.", "Báo cáo trong quý II."],
        ["- Sở Tài chính cấp vốn.", "- Sở Nội vụ rà soát."],
        ["Các đơn vị thực hiện./.", "Nơi nhận: như trên."],
        ["Xem tại www.example.vn để biết thêm.", "Thư gửi về abc@example.vn."],
    ],
)
def test_a_text_is_split_at_its_true_boundaries(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_line_break_ends_a_sentence_without_a_mark() -> None:
    assert sentences("Nhiệm vụ trọng tâm\nSở Y tế báo cáo.") == ["Nhiệm vụ trọng tâm", "Sở Y tế báo cáo."]


def test_a_forgotten_space_after_a_full_stop_is_a_boundary() -> None:
    assert sentences("Việc đã hoàn thành.Tỉnh sẽ kiểm tra lại.") == [
        "Việc đã hoàn thành.",
        "Tỉnh sẽ kiểm tra lại.",
    ]


def test_spans_know_what_they_share() -> None:
    assert Span(0, 5).overlaps(Span(4, 9))
    assert not Span(0, 5).overlaps(Span(5, 9))


@given(st.text())
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = split(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {i for span in spans for i in range(span.start, span.end)}
    assert all(i in covered or character.isspace() for i, character in enumerate(text))


@given(st.text(alphabet='AbÂư.!?…"”“() \n0123-', max_size=60))
def test_no_sentence_starts_or_ends_with_space(text: str) -> None:
    assert all(part == part.strip() and part for part in sentences(text))


def test_the_hard_cases_of_the_shared_set_are_right() -> None:
    if not BENCH.exists():
        pytest.skip(f"{BENCH} is not here: the shared hard cases are not part of the repository")
    lines = BENCH.read_text(encoding="utf-8").splitlines()
    for line in filter(None, lines):
        parts = [part.strip() for part in line.partition("\t")[2].split("‖")]
        assert sentences(" ".join(parts)) == parts


@given(st.text(alphabet=".?!;:()“”\"'-–… aAđĐ1/\n", max_size=60))
def test_any_punctuation_is_split_into_spans_in_order(text: str) -> None:
    spans = split(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
