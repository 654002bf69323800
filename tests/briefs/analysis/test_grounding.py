"""The grounding guard: planted errors are caught, harmless edits pass. All sentences are made up."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.analysis.grounding import Kind, Mode, check
from briefs.registry import Registry

SOURCE = (
    "Ngày 12/3/2024, UBND tỉnh ban hành Kế hoạch số 45/KH-UBND về vụ lúa mới. "
    "Tổng sản lượng đạt 1.400 nghìn tấn, tăng 2,5% so với năm trước. "
    "Bộ Công Thương yêu cầu các doanh nghiệp không tăng giá trước ngày 30/6. "
    "Sở Y tế thành phố Hồ Chí Minh khẩn trương hoà giải khiếu nại, nhất là ở 36 xã vùng sâu."
)


def alarms(line: str, mode: Mode, registry: Registry) -> set[Kind]:
    return {alarm.kind for alarm in check(line, SOURCE, mode=mode, registry=registry).alarms}


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Tổng sản lượng đạt 1.500 nghìn tấn, tăng 2,5% so với năm trước.", Kind.NUMBER),
        ("Tổng sản lượng đạt 1.400 triệu tấn, tăng 2,5% so với năm trước.", Kind.NUMBER),
        ("Tổng sản lượng đạt 1.400 nghìn tạ, tăng 2,5% so với năm trước.", Kind.NUMBER),
        ("Ngày 13/3/2024, UBND tỉnh ban hành Kế hoạch số 45/KH-UBND về vụ lúa mới.", Kind.DATE),
        ("Tháng 12/3/2024, UBND tỉnh ban hành Kế hoạch số 45/KH-UBND về vụ lúa mới.", Kind.DATE),
        ("Ngày 12/3/2024, UBND tỉnh ban hành Kế hoạch số 54/KH-UBND về vụ lúa mới.", Kind.DOCUMENT),
        ("Bộ Tài chính yêu cầu các doanh nghiệp không tăng giá trước ngày 30/6.", Kind.NAME),
        ("BQL yêu cầu các doanh nghiệp không tăng giá trước ngày 30/6.", Kind.NAME),
        ("Sở Giáo dục thành phố Hồ Chí Minh khẩn trương hoà giải khiếu nại.", Kind.NAME),
        ("Sở Y tế thành phố Hồ Chí Minh hoà giải khiếu nại, nhất là ở bốn mươi xã vùng sâu.", Kind.NUMBER),
        ("Tổng sản lượng không đạt 1.400 nghìn tấn, tăng 2,5% so với năm trước.", Kind.POLARITY),
        ("Bộ Công Thương yêu cầu các doanh nghiệp tăng giá trước ngày 30/6.", Kind.POLARITY),
        ("Bộ Công Thương yêu cầu các doanh nghiệp không giảm giá trước ngày 30/6.", Kind.POLARITY),
        ("Bộ Công Thương yêu cầu các doanh nghiệp không tăng giá sau ngày 30/6.", Kind.POLARITY),
    ],
)
def test_a_planted_error_is_caught(registry: Registry, mode: Mode, line: str, kind: Kind) -> None:
    found = alarms(line, mode, registry)
    assert kind in found or (mode is Mode.QUOTED and Kind.WORDS in found)


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    "line",
    [
        "Tổng sản lượng đạt 1.400 nghìn tấn.",
        "UBND tỉnh ban hành Kế hoạch số 45/KH-UBND về vụ lúa mới.",
        "Ngày 12-3-2024 , UBND tỉnh ban hành Kế hoạch số 45/KH-UBND",
        "Sở Y tế thành phố Hồ Chí Minh khẩn trương hòa giải khiếu nại",
        "các doanh nghiệp không tăng giá trước ngày 30/6",
        "",
    ],
)
def test_cuts_and_other_spellings_pass(registry: Registry, mode: Mode, line: str) -> None:
    assert alarms(line, mode, registry) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Theo Bộ Công Thương, các doanh nghiệp không tăng giá trước ngày 30/6.",
        "BCT yêu cầu các doanh nghiệp không tăng giá trước ngày 30/6.",
        "Ở đây, các doanh nghiệp không tăng giá trước ngày 30/6.",
        "Ủy ban nhân dân tỉnh vừa ban hành Kế hoạch số 45/KH-UBND về vụ lúa mới.",
        "Sở Y tế TP HCM khẩn trương hoà giải các khiếu nại, nhất là ở 36 xã vùng sâu.",
    ],
)
def test_other_wording_passes_only_where_wording_is_free(registry: Registry, line: str) -> None:
    assert alarms(line, Mode.ALIGNED, registry) == set()
    assert alarms(line, Mode.QUOTED, registry) != set()


def test_a_month_is_the_same_however_it_is_written(registry: Registry) -> None:
    source = "Bộ Công Thương báo cáo kết quả rà soát giá trong tháng 2 năm 2024."
    line = "Bộ Công Thương báo cáo kết quả rà soát giá trong tháng 2/2024."
    assert check(line, source, registry=registry).ok
    assert not check(line.replace("2/2024", "3/2024"), source, registry=registry).ok


def test_a_number_of_another_sentence_is_no_support(registry: Registry) -> None:
    assert Kind.NUMBER in alarms(
        "Tổng sản lượng đạt 36 nghìn tấn, tăng 2,5% so với năm trước.", Mode.ALIGNED, registry
    )


def test_a_number_of_a_sentence_that_says_something_else_is_no_support(registry: Registry) -> None:
    source = "Sản lượng lúa đạt 1.400 nghìn tấn. Xuất khẩu cà phê đạt 300 nghìn tấn."
    found = check("Sản lượng lúa đạt 300 nghìn tấn.", source, registry=registry)
    assert [(alarm.kind, alarm.text) for alarm in found.alarms] == [(Kind.NUMBER, "300 nghìn tấn")]


def test_a_body_that_the_source_names_otherwise_excuses_no_name_beside_it(registry: Registry) -> None:
    line = "Ông Trần Hải và Sở Y tế TP HCM khẩn trương hoà giải khiếu nại của Lê Bình."
    found = {alarm.text for alarm in check(line, SOURCE, registry=registry).alarms}
    assert found == {"Trần", "Hải", "Lê", "Bình"}


def test_a_negation_that_is_left_out_is_missed_though_another_stands_before(registry: Registry) -> None:
    source = "Các địa phương không xả lũ ban đêm, không để chậm tiến độ."
    found = check("Không để chậm tiến độ, các địa phương xả lũ ban đêm.", source, registry=registry)
    assert [(alarm.kind, alarm.text) for alarm in found.alarms] == [(Kind.POLARITY, "không xả lũ")]


def test_a_negation_of_other_words_is_no_support(registry: Registry) -> None:
    source = "Các địa phương không xả lũ ban đêm và báo cáo hằng ngày."
    found = check("Không báo cáo hằng ngày.", source, registry=registry)
    assert [(alarm.kind, alarm.text) for alarm in found.alarms] == [(Kind.POLARITY, "Không")]


def test_words_that_nothing_says_are_unsupported(registry: Registry) -> None:
    assert alarms("Giá vàng thế giới lập đỉnh lịch sử.", Mode.ALIGNED, registry) == {Kind.UNSUPPORTED}


def test_words_in_another_order_are_no_quotation(registry: Registry) -> None:
    assert Kind.WORDS in alarms("giá các doanh nghiệp yêu cầu", Mode.QUOTED, registry) | {
        alarm.kind for alarm in check("vụ lúa mới về Kế hoạch", SOURCE, mode=Mode.QUOTED).alarms
    }


def test_the_aligned_sentence_is_shown(registry: Registry) -> None:
    verdict = check("Tổng sản lượng đạt 1.400 nghìn tấn", SOURCE, mode=Mode.ALIGNED, registry=registry)
    assert verdict.ok
    assert verdict.aligned
    assert verdict.aligned.of(SOURCE).startswith("Tổng sản lượng")


@pytest.mark.parametrize("line", ["Tổng sản lượng đạt 1", "Ngày 12/3/2024, UBND tỉnh ban hành Kế hoạch số 4"])
def test_a_cut_inside_a_number_is_caught(registry: Registry, line: str) -> None:
    assert not check(line, SOURCE, mode=Mode.QUOTED, registry=registry).ok


def test_composed_and_decomposed_texts_agree(registry: Registry) -> None:
    line = unicodedata.normalize("NFD", "Tổng sản lượng đạt 1.400 nghìn tấn")
    assert check(line, SOURCE, mode=Mode.QUOTED, registry=registry).ok


@given(st.text(), st.text(), st.sampled_from(Mode))
def test_any_two_texts_get_a_verdict(line: str, evidence: str, mode: Mode) -> None:
    check(line, evidence, mode=mode)


@given(st.text())
def test_a_text_is_grounded_in_itself(text: str) -> None:
    assert check(text, text, mode=Mode.QUOTED).ok
