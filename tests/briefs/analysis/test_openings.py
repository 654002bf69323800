"""Duties after an opening phrase or aside, and what looks like one. All made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Actions = Callable[..., list[str]]
ORDER = "Chủ tịch UBND tỉnh An Hòa yêu cầu Sở Y tế rà soát kho thuốc."
SCENE = ("Hồ rộng 40 ha.",) * 4


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Trong khi chờ kết luận của Hội đồng chuyên môn, đề nghị các bệnh viện gửi báo cáo.", "gửi báo cáo"),
        ("Căn cứ kết quả xét nghiệm, yêu cầu công an tỉnh xử lý người vi phạm.", "xử lý người vi phạm"),
        ("Đối với các hộ đang lấn sông, xây nhà trái phép phải dẹp ngay.", "dẹp ngay"),
        ("Đối với kho đã xuống cấp thì các bệnh viện sửa chữa trước mùa mưa.", "sửa chữa trước mùa mưa"),
        (
            "Nếu chủ kho không chấp hành, UBND quận Bình An căn cứ quy định của pháp luật cưỡng chế.",
            "cưỡng chế",
        ),
        (
            "Kết quả kiểm tra, xử lý báo cáo UBND tỉnh trước ngày 10/6, đồng thời thông tin để báo chí biết "
            "theo quy định.",
            "báo cáo UBND tỉnh trước ngày 10/6, đồng thời thông tin để báo chí biết theo quy định",
        ),
        (
            "Xây dựng kho dữ liệu, trước mắt là các kho của tỉnh.",
            "Xây dựng kho dữ liệu, trước mắt là các kho của tỉnh",
        ),
    ],
)
def test_after_an_order_an_opening_phrase_or_aside_hides_no_duty(
    actions: Actions, sentence: str, action: str
) -> None:
    assert actions(ORDER, sentence)[1:] == [action]


@pytest.mark.parametrize(
    "sentence",
    [
        "Để chống ùn tắc, PC08 đã cử ba đội, phân công lực lượng trinh sát nắm tình hình.",
        "Đối với việc phân cấp, ủy quyền cho các sở tổ chức thi tuyển, Bộ trưởng cho hay sẽ tính.",
        "Để chống hạn, giao nước cho các xã, Công ty Thủy nông đã đào 3 giếng.",
        "Sau khi chặn xe, yêu cầu tài xế xuất trình giấy tờ, hai đối tượng cướp tài sản.",
        "Từ thực tế đó, chỉ đạo các sở tăng cường kiểm tra là cần thiết.",
        "Ai có nhu cầu thì cứ đề nghị ngân hàng thương mại cung ứng.",
    ],
)
def test_what_only_follows_an_opening_phrase_is_no_order(actions: Actions, sentence: str) -> None:
    assert actions(ORDER, sentence)[1:] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Lãnh đạo tỉnh An Hòa cũng chỉ đạo, trên cơ sở số liệu mới, UBND các huyện chủ động lập kho.",
        "Chủ tịch UBND tỉnh An Hòa lưu ý, ban quản lý các cảng hướng dẫn tàu vào bến.",
        "Thủ tướng nhấn mạnh, mặc dù đã có kinh nghiệm nhưng các đơn vị tuyệt đối không được chủ quan.",
        "Thủ tướng nhấn mạnh, mặc dù đã có kinh nghiệm nhưng Sở Y tế phải trực ban.",
        "Trong cuộc họp ba bên, ông Lê Phước, phó chủ tịch huyện, yêu cầu chủ đầu tư giữ nguyên hầm xe.",
        "Bộ trưởng Bộ Y tế nhấn mạnh kho đã cũ, các bệnh viện phải sửa ngay.",
        "Chủ tịch UBND tỉnh An Hòa trong văn bản vừa qua yêu cầu Sở Y tế mua thuốc.",
        "“Ai sai phạm thì xử lý người đó theo pháp luật”, Chủ tịch UBND tỉnh An Hòa nhấn mạnh.",
        "Phó thủ tướng cho rằng với kết quả còn thấp, cần phải chỉ rõ nguyên nhân.",
        "Bộ Y tế đề nghị Ban Tuyên giáo trung ương tăng cường tuyên truyền.",
        "Giáo hội Phật giáo Việt Nam yêu cầu Giáo hội tỉnh Quảng Ninh chấn chỉnh lễ nghi.",
        "Văn phòng UBND TP HCM vừa ra văn bản truyền đạt ý kiến của ông Lê An, đề nghị thanh tra dự án.",
    ],
)
def test_what_an_official_says_so_is_a_duty(actions: Actions, sentence: str) -> None:
    assert len(actions(*SCENE, sentence)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Qua kiểm tra, Sở Y tế nhận thấy nhiều kho không được dọn dẹp.",
        "Các kho phải điều chỉnh quy hoạch nhiều lần, dẫn đến chậm trễ.",
        "Các bệnh viện phải chờ nhà thầu giao hồ sơ.",
        "Kết quả xét nghiệm 12 mẫu nước của người dân gửi Viện Pasteur TP HCM cho thấy nước bị nhiễm khuẩn.",
    ],
)
def test_what_somebody_finds_or_went_through_is_no_duty(actions: Actions, sentence: str) -> None:
    assert actions(ORDER, sentence)[1:] == []


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        (
            "Chánh văn phòng UBND tỉnh An Hòa ký quyết định đình chỉ hoạt động của bến tàu.",
            "đình chỉ hoạt động của bến tàu",
        ),
        ("Thủ tướng quyết định tạm dừng thu phí trên tuyến tránh.", "tạm dừng thu phí trên tuyến tránh"),
        ("Các sở cũng được đề nghị công bố học phí.", "công bố học phí"),
        ("Sở Tài chính được giao bố trí vốn cho dự án đã phê duyệt.", "bố trí vốn cho dự án đã phê duyệt"),
        ("Các trạm phải kiểm tra máy nhiều lần.", "kiểm tra máy nhiều lần"),
        ("Khi phát hiện ca bệnh, các bệnh viện không được giấu dịch.", "không được giấu dịch"),
    ],
)
def test_decisions_and_requests_of_lower_offices_bind_too(
    actions: Actions, sentence: str, action: str
) -> None:
    assert actions(ORDER, sentence)[1:] == [action]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ông Tạ Văn Tiến, cán bộ được giao nhiệm vụ chi trả trợ cấp đã giả mạo chữ ký.",
        "Được giao chi trả trợ cấp, 5 cán bộ xã đã ký khống.",
        "Công ty Bình An bán xe trong thời gian được giao bảo quản.",
        "Hai trạm thu phí được đề nghị sáp nhập.",
        "Bộ Tư pháp quyết định dừng bổ nhiệm ông Vinh.",
        "Cấp phó giúp Giám đốc sở chỉ đạo các phòng làm báo cáo.",
        "Sở Y tế kiến nghị UBND tỉnh An Hòa quyết định dừng hoạt động của bến tàu.",
        "UBND tỉnh An Hòa đề nghị Chính phủ Việt Nam sửa luật.",
        "Thủ tướng lưu ý, các địa phương thực hiện chính sách đã giảm nghèo nhanh.",
        "Quốc hội phê chuẩn đề nghị bổ nhiệm của Thủ tướng.",
        "UBND tỉnh An Hòa chưa quyết định dừng thu phí.",
        "UBND tỉnh An Hòa sẽ quyết định dừng thu phí.",
        "Bộ trưởng Bộ Y tế có quyền quyết định dừng hoạt động của phòng khám.",
        "Nếu vi phạm, Sở Y tế quyết định đình chỉ hoạt động.",
        "Trước khi UBND tỉnh An Hòa quyết định dừng hoạt động, nhà máy đã xả thải.",
        "Người dân mong UBND tỉnh An Hòa quyết định dừng hoạt động của nhà máy.",
        "Cơ quan An ninh điều tra Bộ Công an đề nghị truy tố 3 bị can.",
        "Bộ Văn hóa đề nghị xét tặng giải thưởng cho 8 tác giả.",
        "Một phó chủ tịch vừa được Quốc hội đề nghị miễn nhiệm.",
        "Huyện sẽ đề nghị Phòng giáo dục xem lại quy định ngành có cho phép giáo viên phạt học sinh không.",
        "Vào thời điểm tháng 3-2018, UBND tỉnh An Hòa giao Sở Xây dựng kiểm tra giá đất.",
        "Bộ Giao thông đề xuất 2 phương án: một là vay vốn; hai là giao Tổng công ty Cảng đầu tư.",
    ],
)
def test_what_only_sounds_like_an_order_is_none(actions: Actions, sentence: str) -> None:
    assert actions(*SCENE, sentence) == []
