"""Duties in news that a document carries: whose it is, and which sentences say what it does. All made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefs.analysis import Analysis

Analyse = Callable[..., Analysis]
ASIDE = "Hồ rộng 40 ha."


def found(analyse: Analyse, *paragraphs: str) -> list[tuple[str | None, str]]:
    """Return issuer and action of the directives in the order of the text."""
    directives = sorted(analyse(*paragraphs).directives, key=lambda d: d.citations[0].paragraph)
    return [(d.issuer.name if d.issuer else None, d.action) for d in directives]


@pytest.mark.parametrize(
    ("opening", "issuer"),
    [
        ("Theo kế hoạch do Bộ trưởng Y tế ký ngày 6-6, các bệnh viện phải kê khai giá.", "Bộ trưởng Y tế"),
        ("Công điện của Thủ tướng gửi các tỉnh nêu rõ, các bệnh viện phải kê khai giá.", "Thủ tướng"),
        ("UBND tỉnh An Hòa vừa ra thông báo, từ nay các bệnh viện phải kê khai giá.", "UBND tỉnh An Hòa"),
        ("Theo quyết định giám sát của Bộ Y tế, các bệnh viện phải kê khai giá.", "Bộ Y tế"),
        (
            "Trong lúc chờ luật, theo phân công của Bộ Y tế, các bệnh viện phải kê khai giá.",
            "Bộ Y tế",
        ),
    ],
)
def test_whoever_stands_behind_a_document_gives_its_duties(
    analysed: Analyse, opening: str, issuer: str
) -> None:
    assert found(analysed, opening) == [(issuer, "kê khai giá")]


def test_what_the_plan_says_goes_on_in_the_sentences_after_it(analysed: Analyse) -> None:
    text = (
        "Theo kế hoạch do Bộ trưởng Y tế ký ngày 6-6, các bệnh viện phải kê khai giá.",
        "Sở Y tế công khai giá trên mạng.",
    )
    assert found(analysed, *text)[1] == ("Bộ trưởng Y tế", "công khai giá trên mạng")


def test_a_document_about_one_case_carries_no_duties(analysed: Analyse) -> None:
    fined = "Quyết định xử phạt anh Nam do Phó Chủ tịch UBND thành phố ký ngày 4/9."
    assert found(analysed, fined, "Công ty phải nộp 180 triệu đồng.") == []


def test_after_an_aside_a_body_must_do_what_the_document_says(analysed: Analyse) -> None:
    text = (
        "Hồ Xanh sẽ được nạo vét, theo công điện của Thủ tướng.",
        *(ASIDE,) * 4,
        "Sở Y tế phải xét nghiệm nước.",
    )
    assert found(analysed, *text) == [("Thủ tướng", "xét nghiệm nước")]


@pytest.mark.parametrize(
    "line",
    [
        "Sở Y tế cần máy xét nghiệm.",
        "Cụ thể, kiểm tra nước hồ.",
        "Doanh nghiệp phải dừng sản xuất.",
        "Bộ Y tế và Chính phủ phải xét nghiệm nước.",
    ],
)
def test_without_the_floor_others_than_lower_bodies_are_told_nothing(analysed: Analyse, line: str) -> None:
    text = ("Hồ Xanh sẽ được nạo vét, theo công điện của Bộ Y tế.", *(ASIDE,) * 4, line)
    assert found(analysed, *text) == []


def test_the_notice_named_again_takes_up_what_it_says(analysed: Analyse) -> None:
    text = (
        "Hồ Xanh sẽ được nạo vét, theo thông báo của UBND tỉnh.",
        *(ASIDE,) * 4,
        "Cũng theo thông báo, từ nay Sở Y tế đặt trạm đo.",
    )
    assert found(analysed, *text) == [("UBND tỉnh", "đặt trạm đo")]


def test_a_first_sentence_is_a_duty_where_the_second_says_whose(analysed: Analyse) -> None:
    text = (
        "Các sở khi làm lễ khởi công không được mời quá 100 khách.",
        "Quy định nằm trong văn bản Văn phòng UBND tỉnh vừa gửi các đơn vị.",
    )
    assert found(analysed, *text) == [("Văn phòng UBND tỉnh", "không được mời quá 100 khách")]


def test_a_first_sentence_that_nobody_stands_behind_is_none(analysed: Analyse) -> None:
    text = (
        "Các sở khi làm lễ khởi công không được mời quá 100 khách.",
        "Quy định này bị người dân quên từ lâu.",
    )
    assert found(analysed, *text) == []


@pytest.mark.parametrize(
    "chapeau",
    [
        "Trên cơ sở đó, Chủ tịch UBND tỉnh thống nhất kết luận và giao:",
        "Tổng Thanh tra đã báo cáo và được Thủ tướng đồng ý xử lý như sau:",
        "Sở Xây dựng gửi văn bản riêng cho các chủ bến, trong đó nêu:",
    ],
)
def test_a_line_that_ends_with_the_order_opens_a_list(analysed: Analyse, chapeau: str) -> None:
    items = ("- Ban quản lý rừng nộp 2 tỷ đồng vào ngân sách.", "- Công ty thanh lý các hợp đồng.")
    assert [action for _, action in found(analysed, chapeau, *items)] == [
        "nộp 2 tỷ đồng vào ngân sách",
        "thanh lý các hợp đồng",
    ]


def test_a_petition_opens_no_list(analysed: Analyse) -> None:
    asked = "UBND tỉnh kiến nghị Chính phủ giao:"
    assert found(analysed, asked, "- Công ty thanh lý các hợp đồng.") == []


@pytest.mark.parametrize(
    ("letter", "action"),
    [
        (
            "Ban chỉ đạo trung ương đã có công điện gửi các tỉnh từ Quảng Ninh đến Cà Mau theo dõi bão.",
            "theo dõi bão",
        ),
        ("Tổng cục Thuế có văn bản gửi đến các cục thuế kiểm tra hóa đơn.", "kiểm tra hóa đơn"),
        (
            "Sở Giáo dục ra công văn gửi các trường mầm non, tiểu học trên địa bàn lập danh sách.",
            "lập danh sách",
        ),
    ],
)
def test_a_letter_tells_those_it_is_sent_to_what_to_do(analysed: Analyse, letter: str, action: str) -> None:
    assert [what for _, what in found(analysed, letter)] == [action]


@pytest.mark.parametrize(
    "letter",
    [
        "UBND tỉnh An Hòa có văn bản gửi Bộ Y tế kiểm tra kho thuốc.",  # upward
        "Bộ Công an có văn bản gửi Bộ Y tế kiểm tra kho thuốc.",
        "Bộ Y tế có văn bản gửi các tỉnh thông báo kết quả kiểm tra.",
        "Bộ Y tế sẽ có văn bản gửi các tỉnh kiểm tra kho thuốc.",
        "Thủ tướng có công điện gửi các tỉnh ngày 15-5.",
        "Thủ tướng có công điện gửi các tỉnh ngày 15-5; gió đã lặng.",
        "Bộ Y tế có văn bản gửi các tỉnh phân bổ 500 liều vắc xin.",
        "Bộ Y tế có văn bản gửi các tỉnh về việc xây dựng kho thuốc.",
        "Cục Thuế có công văn gửi các phòng kiểm tra thuế về hóa đơn.",  # what they are called
    ],
)
def test_other_letters_order_nothing(analysed: Analyse, letter: str) -> None:
    assert found(analysed, ASIDE, ASIDE, ASIDE, letter) == []


def test_what_is_called_a_demand_right_after_is_one_and_goes_on(analysed: Analyse) -> None:
    text = (
        "Kiểm đếm tàu thuyền, quản lý chặt việc ra khơi.",
        "Đó là yêu cầu của Ban Chỉ đạo trung ương phòng chống thiên tai đối với các tỉnh.",
        "Theo đó, các địa phương phải trực ban ngày đêm.",
    )
    board = "Ban Chỉ đạo trung ương"
    told = found(analysed, *text)
    assert [action for _, action in told] == [
        "Kiểm đếm tàu thuyền, quản lý chặt việc ra khơi",
        "trực ban ngày đêm",
    ]
    assert all(issuer and issuer.startswith(board) for issuer, _ in told)


@pytest.mark.parametrize("what", ["kết quả của Sở Nông nghiệp", "đề nghị của UBND tỉnh An Hòa với Chính phủ"])
def test_what_is_called_anything_else_is_none(analysed: Analyse, what: str) -> None:
    assert found(analysed, "Hỗ trợ tỉnh 500 tỷ đồng để khắc phục bão.", f"Đó là {what}.") == []


def test_a_decision_may_have_a_number_and_a_date_before_its_author(analysed: Analyse) -> None:
    text = "Theo quyết định số 28/QĐ-TCT ngày 5/4/2019 của Tổng cục Thuế, các công ty phải nộp đủ thuế."
    assert found(analysed, text) == [("Tổng cục Thuế", "nộp đủ thuế")]
