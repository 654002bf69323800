"""Orders in unusual words, and background that has the words of orders. All sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Actions = Callable[..., list[str]]
OPENING = "Thủ tướng Chính phủ yêu cầu các bộ, ngành rà soát quy hoạch."


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Phó thủ tướng chỉ thị Ban An toàn giao thông mở đợt kiểm tra.", "mở đợt kiểm tra"),
        ("Chủ tịch tỉnh Lê Đạm chỉ thị Sở Y tế lập chốt.", "lập chốt"),
        ("UBND xã ra văn bản buộc ông Lộc nộp lại số tiền đã thu.", "nộp lại số tiền đã thu"),
        ("Các bộ, địa phương phải coi trọng phòng dịch, Thủ tướng chỉ đạo.", "coi trọng phòng dịch"),
        ("Công điện Thủ tướng phát đi tối cùng ngày giao Bộ Y tế cử bác sĩ.", "cử bác sĩ"),
        ("Trong công văn vừa gửi các trường, Bộ GD-ĐT đề nghị nêu từng khoản thu.", "nêu từng khoản thu"),
        ("Sở Công thương gửi công văn đến các chợ đề nghị gỡ bỏ mái che.", "gỡ bỏ mái che"),
        ("Thủ tướng đã đồng ý với các kiến nghị và giao Bộ Y tế mua thuốc.", "mua thuốc"),
        ("Cơ quan thanh tra yêu cầu Chủ tịch Hội đồng thành viên tổng công ty kiểm điểm.", "kiểm điểm"),
        ("Với 3 hồ, Sở Nông nghiệp và phát triển nông thôn giao Ban Quản lý lập phương án.", "lập phương án"),
        ("Người đứng đầu Tỉnh ủy giao ban giám đốc trực đủ bốn cấp.", "trực đủ bốn cấp"),
        ("Nhớ lại 5 năm trước tỉnh từng mất mùa, Chủ tịch tỉnh giao Sở Y tế mua thuốc.", "mua thuốc"),
        ("Bộ Giáo dục lưu ý thí sinh đã đăng ký hai bài thì phải thi cả hai.", "thi cả hai"),
        ("Bộ Y tế vừa ban hành quy chuẩn, theo đó rác y tế phải được tách riêng.", "được tách riêng"),
        ("BHXH Việt Nam yêu cầu BHXH các tỉnh tạm dừng chi trả.", "tạm dừng chi trả"),
    ],
)
def test_an_order_is_known_in_other_words(actions: Actions, sentence: str, action: str) -> None:
    assert actions(sentence) == [action]


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("Tàu nào không đạt chuẩn thì dừng chạy.", "dừng chạy"),
        ("Xe khách chỉ được dừng ở 18 điểm.", "dừng ở 18 điểm"),
        (
            "Công ty phải dừng chế biến đến khi được Sở Y tế xác nhận.",
            "dừng chế biến đến khi được Sở Y tế xác nhận",
        ),
        (
            "Các chủ lò phải đền bù theo mức do hội đồng xã xác định.",
            "đền bù theo mức do hội đồng xã xác định",
        ),
        (
            "Bộ Công an chỉ đạo cảnh sát tăng cường kiểm tra.",
            "chỉ đạo cảnh sát tăng cường kiểm tra",
        ),
        ("Cán bộ vi phạm phải bị xử lý.", "bị xử lý"),
        ("Các sở không được triển khai dự án mới.", "không được triển khai dự án mới"),
    ],
)
def test_while_somebody_has_the_floor_more_is_told(actions: Actions, line: str, action: str) -> None:
    assert actions(OPENING, line)[1:] == [action]


def test_a_bare_district_is_told_after_its_committee_was(actions: Actions) -> None:
    text = ("Chủ tịch tỉnh giao UBND quận Ninh Hải công khai mức phí.", "Quận cũng phải giữ chỗ cho dân.")
    assert actions(*text) == ["công khai mức phí", "giữ chỗ cho dân"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tháng 2/2017, Tổng cục Thuế yêu cầu Cục Thuế An Hòa giải trình hồ sơ.",
        "Cuối năm 2016, UBND tỉnh giao Sở Y tế mua thuốc.",
        "Bộ Y tế đã ba lần gửi văn bản yêu cầu nhà thầu giao hàng.",
        "Cục trưởng Lê Minh cho biết qua hai năm thực hiện quy định 18, trong đó cấm uống rượu, nền nếp khá.",
        "Cơ quan điều tra đã ra quyết định khởi tố, cấm đi khỏi nơi cư trú ông Nam.",
        "Phó Thủ tướng lưu ý nhiều công ty được cấp phép nhưng làm ăn gian dối.",
        "Lãnh đạo các tỉnh miền núi đề nghị tăng mức chi trả dịch vụ rừng.",
        "“Chúng tôi đề nghị Chính phủ làm rõ dấu hiệu cố ý làm trái”, ông Lê Bình, Tổng Kiểm toán nói.",
        "Bão lớn, nước dâng cao buộc UBND huyện sơ tán dân.",
        "Công an tỉnh đã niêm phong căn phòng và buộc bà Lâm gỡ bảng hiệu.",
        "Đoàn phải tạo ra phong trào mới, ông Vũ Mão - nguyên Bí thư Trung ương Đoàn - nhấn mạnh.",
        "Sau một thời gian tỉnh Đồng Hải yêu cầu tạm ngưng tách thửa thì giá đất giảm.",
    ],
)
def test_background_in_the_words_of_an_order_is_none(actions: Actions, sentence: str) -> None:
    assert actions(sentence) == []


@pytest.mark.parametrize(
    "line",
    [
        "Báo cáo kiểm toán cũng đã được gửi Ủy ban Kiểm tra.",
        "Thống kê ban đầu có 1 người chết.",
        "Thứ trưởng Y tế báo cáo vi rút tồn tại rất lâu.",
        "Sân khấu được khởi công từ tháng 1 và theo hợp đồng phải bàn giao ngày 5-4.",
        "Nhiều phụ huynh phản ánh phải nộp 2 triệu đồng.",
        "Bà Lê Thị Út (71 tuổi) cho biết gia đình phải mua nước ngọt.",
        "Ông Tạ Dũng, một người dân có ruộng ở đây cho biết: “Chúng tôi phải bỏ vụ”.",
        "Theo quy định hiện hành, doanh nghiệp phải nộp thuế trong 6 ngày.",
        "Theo quy trình, chủ hồ phải thông báo trước khi xả.",
        "Không thể để người dân phải chờ cả ngày.",
        "Dự án này không được triển khai.",
    ],
)
def test_while_somebody_has_the_floor_background_stays_background(actions: Actions, line: str) -> None:
    assert actions(OPENING, line)[1:] == []


def test_who_was_an_official_once_orders_nobody(actions: Actions) -> None:
    assert actions("Dự lễ có nguyên Bí thư Tỉnh ủy Lê An.", "Ông An yêu cầu các sở rà soát kho.") == []


def test_a_voter_who_is_only_told_something_makes_nobody_private(actions: Actions) -> None:
    text = (
        "Giải trình trước cử tri, Chủ tịch UBND thành phố Tôn Khánh tán thành chủ trương.",
        "Ông giao Ban Quản lý khu du lịch trình phương án.",
    )
    assert actions(*text) == ["trình phương án"]


def test_a_voter_who_speaks_does(actions: Actions) -> None:
    text = (
        "Chiều 11/7, Chủ tịch UBND thành phố tiếp xúc cử tri quận 1.",
        "Cử tri Nguyễn Tính phản ánh nhiều dự án treo.",
        "Ông đề nghị thành phố kiểm tra.",
    )
    assert actions(*text) == []
