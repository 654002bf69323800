"""Duties in numbered lists, as telegrams, notices and resolutions have them. All sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefs.analysis import Analysis
from briefs.model import Directive

Analyse = Callable[..., Analysis]
ORDERED = "Thủ tướng Chính phủ yêu cầu:"


def told(found: Directive) -> list[str]:
    return [body.name for body in found.responsible]


def by_place(analysis: Analysis) -> list[Directive]:
    return sorted(analysis.directives, key=lambda found: found.citations[0].paragraph)


@pytest.mark.parametrize("mark", ["1.", "2)", "3-", "4/", "a)", "3.1.", "3.2", "II.", "-", "–", "+", "•"])
def test_a_number_letter_or_dash_before_an_item_is_no_part_of_it(analysed: Analyse, mark: str) -> None:
    found = analysed(ORDERED, f"{mark} Bộ Y tế rà soát giá thuốc trước ngày 15/8.")
    (directive,) = found.directives
    assert (told(directive), directive.action) == (["Bộ Y tế"], "rà soát giá thuốc trước ngày 15/8")
    start, end = found.place(directive.citations[0])
    assert found.text[start:end] == "Bộ Y tế rà soát giá thuốc trước ngày 15/8."


def test_a_number_that_counts_is_no_item(analysed: Analyse) -> None:
    (directive,) = analysed(ORDERED, "28 tỉnh rà soát giá thuốc.").directives
    assert told(directive) == ["28 tỉnh"]


def test_points_begin_after_the_number_of_their_item(analysed: Analyse) -> None:
    line = "Bộ Y tế rà soát giá thuốc, vật tư y tế của 63 bệnh viện trong cả nước ngay trong tháng này."
    assert [point.text for point in analysed(f"1. {line}").points] == [line]


def test_a_line_that_only_names_somebody_tells_them_all_that_stands_below_it(analysed: Analyse) -> None:
    found = by_place(
        analysed(
            ORDERED,
            "1. Chủ tịch UBND các tỉnh, thành phố nêu trên:",
            "a) Rà soát, di dời người dân khỏi nơi nguy hiểm. Bố trí chỗ ở tạm cho các hộ bị ngập.",
            "b) Chỉ đạo các xã, phường kiểm tra hồ chứa.",
            "2. Bảo đảm an toàn giao thông trên các tuyến quốc lộ.",
            "3. Bộ Y tế:",
            "- Cung ứng đủ thuốc cho vùng bị ngập.",
            "4. Bộ Xây dựng kiểm tra cầu yếu.",
        )
    )
    provinces = "Chủ tịch UBND các tỉnh, thành phố nêu trên"
    assert [(told(each), each.action) for each in found] == [
        ([provinces], "Rà soát, di dời người dân khỏi nơi nguy hiểm"),
        ([provinces], "Bố trí chỗ ở tạm cho các hộ bị ngập"),
        ([provinces], "Chỉ đạo các xã, phường kiểm tra hồ chứa"),
        ([], "Bảo đảm an toàn giao thông trên các tuyến quốc lộ"),
        (["Bộ Y tế"], "Cung ứng đủ thuốc cho vùng bị ngập"),
        (["Bộ Xây dựng"], "kiểm tra cầu yếu"),
    ]
    assert {each.issuer.name for each in found if each.issuer} == {"Thủ tướng Chính phủ"}
    assert found[0].addressees[0].key == "group:dia-phuong"


def test_who_is_told_to_direct_others_gives_no_order_of_their_own(analysed: Analyse) -> None:
    (found,) = analysed(
        ORDERED, "3. Bộ Quốc phòng, Bộ Công an chỉ đạo lực lượng hỗ trợ địa phương."
    ).directives
    assert found.issuer
    assert (found.issuer.name, told(found)) == ("Thủ tướng Chính phủ", ["Bộ Quốc phòng", "Bộ Công an"])
    assert found.action == "chỉ đạo lực lượng hỗ trợ địa phương"


def test_a_deadline_is_that_of_the_duty_it_stands_in_and_one_that_opens_a_sentence_is_that_of_all(
    analysed: Analyse,
) -> None:
    own = analysed(
        ORDERED, "1. Bộ Y tế rà soát giá thuốc trước ngày 15/8; kiểm tra các bệnh viện."
    ).directives
    assert {each.action: each.deadline and each.deadline.text for each in own} == {
        "rà soát giá thuốc trước ngày 15/8": "trước ngày 15/8",
        "kiểm tra các bệnh viện": None,
    }
    common = analysed(
        "Thời gian tới, Thủ tướng yêu cầu Bộ Y tế rà soát giá thuốc; kiểm tra bệnh viện."
    ).directives
    assert [each.deadline and each.deadline.text for each in common] == ["Thời gian tới"] * 2


def test_what_only_announces_the_list_below_it_is_no_duty(analysed: Analyse) -> None:
    announced = "Chính phủ yêu cầu các bộ, ngành tập trung thực hiện các nhiệm vụ trọng tâm sau:"
    (found,) = analysed(announced, "1. Bộ Y tế rà soát giá thuốc.").directives
    assert found.action == "rà soát giá thuốc"


def test_praise_in_a_list_is_no_duty(analysed: Analyse) -> None:
    assert (
        analysed("Chủ tịch UBND tỉnh kết luận như sau:", "1. Biểu dương các sở đã nỗ lực.").directives == ()
    )


def test_who_follows_up_does_not_oversee_themselves(analysed: Analyse) -> None:
    found = analysed(
        ORDERED,
        "1. Bộ Y tế rà soát giá thuốc.",
        "2. Văn phòng Chính phủ theo dõi, đôn đốc việc thực hiện; báo cáo Thủ tướng Chính phủ kết quả./.",
    ).directives
    overseen = {each.action: [body.name for body in each.overseers] for each in found}
    assert overseen == {
        "rà soát giá thuốc": ["Văn phòng Chính phủ"],
        "theo dõi, đôn đốc việc thực hiện": [],
        "báo cáo Thủ tướng Chính phủ kết quả": [],
    }


@pytest.mark.parametrize(
    ("item", "who", "action"),
    [
        ("Các tỉnh chịu trách nhiệm toàn diện về giải ngân vốn.", "Các tỉnh", None),
        ("Sở Y tế chủ trì, phối hợp với các sở tham mưu đề án.", "Sở Y tế", "tham mưu đề án"),
        (
            "Giao UBND các xã, phường có dự án đi qua chủ trì giải phóng mặt bằng.",
            None,
            "giải phóng mặt bằng",
        ),
    ],
)
def test_items_are_read_whole(analysed: Analyse, item: str, who: str | None, action: str | None) -> None:
    (found,) = analysed(ORDERED, f"1. {item}").directives
    assert told(found) == [who or "UBND các xã, phường có dự án đi qua"]
    assert found.action == (action or "chịu trách nhiệm toàn diện về giải ngân vốn")


def test_land_that_a_province_gave_away_is_no_order(analysed: Analyse) -> None:
    told_of = "Theo kết luận, UBND tỉnh Lâm Đồng giao đất không qua đấu giá cho 4 dự án."
    assert (
        analysed("Thanh tra Chính phủ công bố Kết luận số 15/KL-TTCP về đất đai.", told_of).directives == ()
    )
