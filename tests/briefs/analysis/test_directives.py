"""Which sentences are directives, and which only look like them. All sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefs.analysis import Analysis

Analyse = Callable[..., Analysis]
Actions = Callable[..., list[str]]


OPENING = "Thủ tướng Chính phủ yêu cầu các bộ, ngành rà soát quy hoạch."


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Thủ tướng yêu cầu Bộ Y tế kiểm tra các kho thuốc.", "kiểm tra các kho thuốc"),
        ("UBND tỉnh giao Sở Xây dựng lập quy hoạch khu đô thị.", "lập quy hoạch khu đô thị"),
        ("Bộ trưởng đề nghị các địa phương báo cáo kết quả.", "báo cáo kết quả"),
        ("Phó Thủ tướng chỉ đạo Bộ Công an điều tra vụ việc.", "điều tra vụ việc"),
        ("Chủ tịch UBND thành phố phân công Sở Y tế tổ chức tiêm chủng.", "tổ chức tiêm chủng"),
        ("Sở Giáo dục và Đào tạo được giao xây dựng đề án.", "xây dựng đề án"),
        ("Chủ tịch tỉnh nhấn mạnh các sở phải công khai thủ tục.", "công khai thủ tục"),
        ("Bộ Công Thương vừa có văn bản yêu cầu các doanh nghiệp niêm yết giá.", "niêm yết giá"),
        ("UBND huyện cấm xe tải đi vào trung tâm.", "cấm xe tải đi vào trung tâm"),
        ("Tổng cục Thuế đã chỉ đạo làm rõ số hóa đơn bị mất.", "làm rõ số hóa đơn bị mất"),
        ("Sau khi nghe báo cáo, Chủ tịch tỉnh đã giao Sở Y tế mua thuốc.", "mua thuốc"),
        ("Chủ tịch tỉnh chủ trì cuộc họp chiều qua, chỉ đạo kiểm tra các hồ đập.", "kiểm tra các hồ đập"),
        ("Sở Y tế có công văn gửi các bệnh viện đề nghị thống kê thuốc.", "thống kê thuốc"),
        ("Theo quy định của Sở Giao thông, người lái xe phải mang theo giấy phép.", "mang theo giấy phép"),
        ("Chủ tịch tỉnh Lê Đức Nga yêu cầu Sở Y tế mua thuốc.", "mua thuốc"),
        ("UBND tỉnh giao Ban Quản lý khu kinh tế lập quy hoạch.", "lập quy hoạch"),
        ("Đơn vị này yêu cầu bến xe từ chối phục vụ xe vi phạm.", "từ chối phục vụ xe vi phạm"),
        ("Riêng lực lượng CSGT, Sở Giao thông đề nghị tăng cường tuần tra.", "tăng cường tuần tra"),
        ("Sở Y tế được giao phối hợp với Công an tỉnh kiểm tra kho.", "kiểm tra kho"),
        ("Chủ tịch tỉnh yêu cầu Sở Y tế phải ra quyết định xử phạt.", "ra quyết định xử phạt"),
        ("Theo chỉ đạo của Chủ tịch tỉnh, các sở tiếp tục trực ban.", "tiếp tục trực ban"),
        ("Ngay sau khi rõ sự việc, lãnh đạo tỉnh đã chỉ đạo Sở Y tế cử bác sĩ.", "cử bác sĩ"),
        ("Cầu thang cổ được UBND tỉnh yêu cầu bảo tồn.", "bảo tồn"),
        ("Trong khi đó, Sở Xây dựng được yêu cầu rà soát giấy phép.", "rà soát giấy phép"),
        ("Cục Văn hóa cơ sở đề nghị tỉnh Phú An báo cáo kết quả.", "báo cáo kết quả"),
        ("Cơ quan này được Bộ Y tế giao tiếp thu ý kiến người dân.", "tiếp thu ý kiến người dân"),
        ("Phó Chủ tịch tỉnh lưu ý làm rõ trách nhiệm từng người.", "làm rõ trách nhiệm từng người"),
        ("Ủy ban bầu cử tỉnh yêu cầu UBND tỉnh niêm yết danh sách.", "niêm yết danh sách"),
        ("Công điện yêu cầu Bộ Công an trực 24/24 giờ.", "trực 24/24 giờ"),
        ("Chỉ thị số 05/CT-TTg giao Bộ Nội vụ rà soát biên chế.", "rà soát biên chế"),
        ("Sở Giáo dục nghiêm cấm các trường dạy thêm.", "nghiêm cấm các trường dạy thêm"),
        ("TTCP yêu cầu tỉnh thu hồi 5 tỷ đồng.", "thu hồi 5 tỷ đồng"),
        ("Ủy ban Kinh tế đề nghị Chính phủ giảm thủ tục.", "giảm thủ tục"),
        ("Giáo hội yêu cầu ban trị sự các chùa báo cáo sự việc.", "báo cáo sự việc"),
        ("Phó chủ tịch UBND tỉnh (phụ trách nông nghiệp) yêu cầu Sở Y tế mua thuốc.", "mua thuốc"),
        ("Sở Y tế bị yêu cầu phải hoàn trả 5 tỷ đồng.", "hoàn trả 5 tỷ đồng"),
        ("Cũng theo người phát ngôn Chính phủ, Thủ tướng yêu cầu các tỉnh trực ban.", "trực ban"),
        ("Bộ trưởng Nội vụ vừa ký văn bản đề nghị các tỉnh dừng sáp nhập sở.", "dừng sáp nhập sở"),
        (
            "Chủ tịch tỉnh đã thống nhất với báo cáo, cho rằng có sai phạm, yêu cầu Sở Y tế kiểm điểm.",
            "kiểm điểm",
        ),
        ("Thủ tướng đã nhắc các bộ, ngành cần lưu ý dịch bệnh.", "lưu ý dịch bệnh"),
        ("Ngày 15/5 vừa qua, Chính phủ đã giao Bộ Y tế sửa nghị định.", "sửa nghị định"),
        ("Chỉ thị số 05/CT-TTg của Thủ tướng giao Bộ Nội vụ rà soát biên chế.", "rà soát biên chế"),
        ("UBND tỉnh chỉ đạo trong quý 2, các sở hoàn thành việc rà soát.", "hoàn thành việc rà soát"),
        ("Cục Hàng không yêu cầu các hãng bay trả tiền cho khách.", "trả tiền cho khách"),
        ("Ông Đào Anh Dũng, Phó Chủ tịch tỉnh, yêu cầu các sở báo cáo kết quả.", "báo cáo kết quả"),
        ("Sở Giao thông yêu cầu đối với các bến xe, phải niêm yết giá vé.", "niêm yết giá vé"),
        ("UBND phường Nhật Tân yêu cầu các hộ dân tháo dỡ nhà kính.", "tháo dỡ nhà kính"),
        ("Phó Thủ tướng nhấn mạnh yêu cầu phải giữ ổn định giá cả.", "giữ ổn định giá cả"),
        ("UBND tỉnh yêu cầu các siêu thị báo cáo lượng hàng.", "báo cáo lượng hàng"),
        ("UBND tỉnh vừa có ý kiến chỉ đạo Sở Xây dựng kiểm tra cầu.", "kiểm tra cầu"),
        ("Ban Chỉ đạo Trung ương về phòng dịch đề nghị các tỉnh trực ban.", "trực ban"),
        ("Kết luận thanh tra yêu cầu UBND quận 9 thu hồi sổ đỏ cấp sai.", "thu hồi sổ đỏ cấp sai"),
        ("Sở Xây dựng được giao chủ trì, phối hợp với các quận rà soát nhà cũ.", "rà soát nhà cũ"),
    ],
)
def test_an_order_is_a_directive(actions: Actions, sentence: str, action: str) -> None:
    assert actions(sentence) == [action]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sản phẩm này đáp ứng yêu cầu của thị trường.",
        "Ban Chỉ đạo quốc gia đã họp hôm qua.",
        "Giao thông trên tuyến quốc lộ đã thông suốt.",
        "UBND tỉnh kiến nghị Thủ tướng giao Bộ Xây dựng lập đề án.",
        "UBND tỉnh đề nghị Chính phủ bố trí vốn.",
        "Sở Y tế đề nghị UBND tỉnh cấp kinh phí.",
        "Người dân đề nghị xã sửa đường.",
        "Đại biểu Lê Văn Minh đề nghị làm rõ nguồn vốn.",
        "Luật sư yêu cầu tòa triệu tập nhân chứng.",
        "Tổng thống Mỹ yêu cầu Quốc hội thông qua ngân sách.",
        "Trước đó, UBND tỉnh đã yêu cầu các sở báo cáo.",
        "Thành phố sẽ yêu cầu các đơn vị khắc phục.",
        "Năm 2022, tỉnh đã hoàn thành 12 dự án lớn.",
        "Thủ tướng kỳ vọng các địa phương sẽ bứt phá.",
        "Thủ tướng biểu dương nỗ lực của các đơn vị.",
        "Liệu các bộ phải làm gì?",
        "Dự thảo nghị định yêu cầu các sở báo cáo hằng năm.",
        "Thủ tướng chủ trì hội nghị trực tuyến với các địa phương.",
        "Văn phòng Chính phủ thông báo để các bộ biết, thực hiện.",
        "Bộ Y tế phối hợp với các tỉnh trong việc chỉ đạo bệnh viện mua sắm.",
        "Nhà máy đáp ứng được yêu cầu hiện đại hóa của ngành.",
        "Ông Lê Văn Minh, Bí thư Quận ủy, đề nghị lãnh đạo phường được nâng phụ cấp.",
        "Sở Y tế đề nghị Sở Tài chính xem xét cho mua thêm xe.",
        "Ông Lê Văn Minh, Phó giám đốc sở, đề nghị tòa triệu tập nhân chứng.",
        "Cử tri nêu tình trạng ngập nước kéo dài.",
        "Tỉnh đã chỉ đạo các ngành thực hiện nhiều giải pháp, qua đó kinh tế tăng trưởng khá.",
        "Chính phủ được giao rất nhiều quyền, vì vậy rà soát là cần thiết.",
        "Dự án chậm (UBND tỉnh lưu ý các sở rà soát) vì thiếu vốn.",
        "Chúng tôi do bí thư xã chỉ đạo nên chưa nhận quà.",
        "Tổng thư ký Hiệp hội Taxi đề nghị các sở hướng dẫn thủ tục.",
        "Lãnh đạo UBND huyện cho biết huyện có văn bản gửi Sở Công Thương đề nghị cấp phép.",
        "Ông Lê Văn Minh, Chủ tịch tỉnh, cho biết tỉnh tiếp tục chỉ đạo các bến xe phục vụ tốt.",
        "Buổi đối thoại bàn về việc ông này yêu cầu hủy quyết định.",
        "Bộ Chính trị phân công ông Lê Văn Minh làm bí thư Tỉnh ủy.",
        "Sở báo cáo lên Bộ Y tế để đề nghị có chỉ đạo sớm.",
        "Chủ tịch tỉnh nhấn mạnh những việc mà sở phải làm còn nặng nề.",
        "Kiểm toán chỉ ra việc UBND huyện giao đất không qua đấu giá.",
        "Hai năm trước thành phố giao một công ty lập quy hoạch.",
        "Người dân tụ tập trước trụ sở UBND xã đề nghị tổ chức đối thoại.",
        "Khu đất (thuộc quận 8) giao cho công ty này từ lâu.",
        "Bộ Ngoại giao đề nghị Philippines điều tra vụ việc.",
        "Xe điện được Thủ tướng cho phép thí điểm.",
        "Ông Lê Văn Minh được phân công tham gia vụ kiện.",
        "TAND tỉnh yêu cầu tạm dừng thực hiện nghị quyết cổ đông.",
        "Một lãnh đạo Tỉnh ủy (đề nghị không nêu tên) cho biết tỉnh vừa họp.",
        "Không ít ý kiến đề nghị xử lý nghiêm.",
        "Tàu thuyền bị cấm ra khơi từ hôm qua.",
        "Chương trình làm việc kéo dài cả ngày.",
        "Hai bên nhất trí và đề nghị các doanh nghiệp mở rộng hợp tác.",
        "Thủ tướng đề nghị Nhật Bản tiếp tục hỗ trợ vốn cho các dự án.",
        "Nếu vi phạm, chủ xe phải nộp phạt 5 triệu đồng.",
        "Bộ Y tế đề nghị Thủ tướng chỉ đạo các tỉnh mua thuốc.",
        "UBND tỉnh đề nghị Bộ Tài chính chấp thuận, cho ý kiến về giá đất.",
        "Công ty Minh An khởi kiện, yêu cầu UBND huyện bồi thường 5 tỷ đồng.",
        "Cảnh sát yêu cầu tài xế này xuất trình giấy tờ.",
        "Công an yêu cầu đối tượng dừng xe để kiểm tra.",
        "Dự án đang được Thủ tướng chỉ đạo tháo gỡ.",
        "Sở tiếp tục nâng cao hiệu quả công tác quản lý và chỉ đạo các trường.",
        "Chủ tịch tỉnh trực tiếp chỉ đạo các đội cứu hộ tìm người mất tích.",
        "Theo quy định, chủ đầu tư phải trả 2% kinh phí bảo trì.",
        "Hiệp hội Vận tải yêu cầu các doanh nghiệp giảm giá cước.",
        "Thường trực Chính phủ đã chỉ đạo nhiều giải pháp căn cơ.",
        "Mãi đến khi tổ công tác của tỉnh yêu cầu làm việc, các sở mới biết.",
        "Theo một số doanh nghiệp, tỉnh Phú An cấm luôn cả xe tải vào phố.",
        "Bộ Y tế nên giao cho tỉnh việc cấp phép bán thuốc.",
        "UBND tỉnh vừa có công văn gửi Bộ Công Thương chỉ đạo các hồ tích nước.",
        "UBND tỉnh kiến nghị Thủ tướng xử lý sai phạm; đồng thời giao các bộ rà soát dự án.",
        "Ban quản lý khách sạn chỉ đạo tháo dỡ các bức tranh.",
        "Cục Hàng hải đề nghị tỉnh cấp phép đổ bùn ra biển.",
    ],
)
def test_what_orders_nobody_now_is_no_directive(actions: Actions, sentence: str) -> None:
    assert actions("Hội nghị diễn ra hôm qua tại Hà Nội.", sentence) == []


def test_a_chapeau_opens_a_list_that_inherits_the_speaker(analysed: Analyse) -> None:
    found = analysed(
        "Thủ tướng Chính phủ kết luận như sau:",
        "Bộ Tài chính bố trí kinh phí cho chương trình.",
        "Đẩy mạnh cải cách thủ tục hành chính.",
        "Các địa phương công khai kết quả.",
    )
    assert len(found.directives) == 3
    assert {d.issuer.name for d in found.directives if d.issuer} == {"Thủ tướng Chính phủ"}


def test_an_item_of_a_list_does_not_inherit_the_last_addressee(analysed: Analyse) -> None:
    found = analysed(
        "Thủ tướng Chính phủ kết luận như sau:",
        "Bộ Tài chính bố trí kinh phí cho chương trình.",
        "Đẩy mạnh cải cách thủ tục hành chính.",
    )
    loose = next(d for d in found.directives if d.action.startswith("Đẩy mạnh"))
    assert loose.responsible == ()


def test_background_inside_a_list_does_not_close_it(actions: Actions) -> None:
    assert actions(
        "Thủ tướng Chính phủ kết luận như sau:",
        "Tình hình thế giới còn nhiều khó khăn.",
        "Giá cả đã tăng mạnh trong quý vừa qua.",
        "Bộ Tài chính bố trí kinh phí cho chương trình.",
    ) == ["bố trí kinh phí cho chương trình"]


def test_a_sentence_that_goes_on_with_an_action_is_meant_for_the_same_body(analysed: Analyse) -> None:
    found = analysed("UBND tỉnh giao Sở Y tế rà soát kho thuốc. Đồng thời, lập phương án dự phòng.")
    assert [d.responsible[0].name for d in found.directives] == ["Sở Y tế", "Sở Y tế"]


def test_a_report_takes_the_floor_away(actions: Actions) -> None:
    found = actions(
        OPENING,
        "Giám đốc Sở Y tế cho biết bệnh viện đã sẵn sàng.",
        "Tăng cường nhân lực là việc của năm sau.",
    )
    assert found == ["rà soát quy hoạch"]


def test_what_the_speaker_did_afterwards_is_no_duty(actions: Actions) -> None:
    assert actions(OPENING, "Các bộ đã hoàn thành việc này từ tháng trước.") == ["rà soát quy hoạch"]


def test_a_lead_that_foretells_a_duty_is_one(analysed: Analyse) -> None:
    found = analysed(
        "Các sở phải công khai toàn bộ thủ tục đất đai trên cổng thông tin.",
        "Hội nghị diễn ra sáng nay.",
        "Chủ tịch UBND tỉnh yêu cầu các sở phải công khai toàn bộ thủ tục đất đai trên cổng thông tin sớm.",
    )
    assert len(found.directives) == 2
    assert all(d.issuer and d.issuer.name == "Chủ tịch UBND tỉnh" for d in found.directives)


def test_a_quotation_obliges_by_who_is_quoted(actions: Actions) -> None:
    words = "“Các địa phương phải chấm dứt ngay việc thu phí sai quy định”"
    assert actions(f"{words}, Thủ tướng chỉ đạo.") != []
    assert actions(f"{words}, một người dân nói.") == []


def test_news_from_abroad_has_no_directives(actions: Actions) -> None:
    assert (
        actions(
            "Tổng thống Nga gặp Tổng thống Mỹ tại Washington.",
            "Bộ trưởng yêu cầu Bắc Kinh dỡ bỏ thuế với hàng hóa Mỹ.",
            "Washington và Moscow chưa phản hồi Bình Nhưỡng.",
        )
        == []
    )


def test_a_title_that_orders_gives_the_lead_its_speaker(analysed: Analyse) -> None:
    lead = "Các sở khẩn trương thống kê thiệt hại; báo cáo trước ngày 5/8."
    body = "Mưa lớn kéo dài ba ngày qua. Thủ tướng đã đi thị sát."
    assert analysed(lead, body, title="Thủ tướng yêu cầu thống kê thiệt hại do mưa").directives
    assert not analysed(lead, body, title="Thiệt hại do mưa còn tăng").directives


def test_a_title_says_nothing_of_the_second_paragraph(analysed: Analyse) -> None:
    found = analysed("Mưa lớn kéo dài.", "Các sở thống kê thiệt hại.", title="Thủ tướng yêu cầu ứng phó mưa")
    assert not found.directives


def test_a_bare_head_means_the_body_told_before(actions: Actions) -> None:
    told = "Bí thư Thành ủy yêu cầu Sở Xây dựng đo độ lún."
    assert len(actions(told, "Sở cũng cần phối hợp với chủ đầu tư công khai số liệu.")) == 2
    assert len(actions(told, "Huyện cũng cần phối hợp với chủ đầu tư công khai số liệu.")) == 1


def test_a_result_to_report_back_belongs_to_the_order(actions: Actions) -> None:
    assert len(actions(OPENING, "Kết quả báo cáo Thủ tướng trước ngày 1/8.")) == 2


def test_what_somebody_will_have_to_do_is_a_duty(actions: Actions) -> None:
    assert actions(OPENING, "Các sở sẽ phải báo cáo kết quả.")[1:] == ["báo cáo kết quả"]
    assert actions(OPENING, "Các sở sẽ báo cáo kết quả.")[1:] == []


def test_a_former_official_or_a_deputy_only_thinks_so(actions: Actions) -> None:
    view = "cho rằng các bộ phải công khai quy trình."
    assert actions(f"Đại biểu Lê Văn Minh - Phó trưởng ban Pháp chế {view}") == []
    assert actions(f"Ông Lê Văn Minh, nguyên Bộ trưởng Y tế, {view}") == []


def test_a_demand_on_everybody_quoted_with_stress_is_a_duty(actions: Actions) -> None:
    words = "“Mỗi cán bộ thường xuyên rèn luyện đạo đức, tác phong”"
    assert actions(f"{words}, Bí thư Thành ủy nhấn mạnh.") != []


@pytest.mark.parametrize(
    "news",
    [
        "Ngành giao thông đặt kế hoạch hoàn thành 60 km đường.",
        "Cảnh sát phát hiện xe khách chở quá số người.",
        "Các xe chữa cháy, cứu thương cũng sẽ được huy động.",
        "Nhiều cử tri phản ánh việc thu hồi đất phải bảo đảm quyền lợi.",
        "Cá nhân ông Minh trong chỉ đạo, điều hành có lúc chưa kịp thời.",
        "Lực lượng chức năng dọn dẹp hiện trường.",
        "Báo cáo nêu rõ các tỉnh phải trả nợ 5 tỷ đồng.",
        "Doanh nghiệp này thực hiện ba dự án.",
        "Theo quy định, chủ đầu tư phải trả 2% kinh phí bảo trì.",
        "Quản lý đất công là một trong những việc khó nhất.",
        "Theo Luật Phòng cháy, chủ hộ phải trang bị bình chữa cháy.",
        "Ngành du lịch đón 5 triệu lượt khách trong quý I.",
        "Ông Lê Văn Minh phải chịu trách nhiệm về sai phạm.",
    ],
)
def test_news_after_an_order_is_no_duty(actions: Actions, news: str) -> None:
    assert actions(OPENING, news) == ["rà soát quy hoạch"]


def test_what_must_be_proposed_is_a_duty(actions: Actions) -> None:
    assert len(actions(OPENING, "Các tỉnh phải kiến nghị phương án xử lý.")) == 2


def test_an_expert_takes_the_floor_for_himself(actions: Actions) -> None:
    view = "Theo một chuyên gia giao thông, sân bay phải xây thêm đường băng."
    assert actions(OPENING, view) == ["rà soát quy hoạch"]


def test_a_report_from_court_has_no_directives(actions: Actions) -> None:
    trial = "Luật sư hỏi bị cáo. Bị cáo trả lời HĐXX. Luật sư nói thêm."
    assert actions(trial, "Bà Minh, phó giám đốc sở, yêu cầu ông Nam nâng điểm.") == []


def test_a_minister_quoted_demands_of_every_province(actions: Actions) -> None:
    said = "Bộ trưởng Bộ Y tế cho biết: “Mỗi tỉnh phải chọn hai huyện làm điểm”."
    assert len(actions(said)) == 1


def test_work_that_must_be_done_by_a_day_is_a_duty(actions: Actions) -> None:
    assert len(actions(OPENING, "Việc thay biển báo hoàn thành trước ngày 1/3.")) == 2


def test_a_passive_order_after_an_order_is_one_of_its_own(actions: Actions) -> None:
    told = "Tổng cục Đường bộ yêu cầu các đơn vị tháo biển cũ."
    found = actions(told, "Giám đốc các sở được chỉ đạo hoàn thành rà soát trước 30/1.")
    assert len(found) == 2


def test_a_bare_he_after_a_voter_is_the_voter(actions: Actions) -> None:
    wish = "Ông đề nghị thành phố thu hồi đất."
    assert actions("Cử tri Lê Văn Minh phản ánh dự án treo.", wish) == []
    assert actions("Chủ tịch tỉnh Lê Văn Minh họp với cử tri.", wish) == ["thu hồi đất"]


def test_what_an_official_asks_in_his_own_words_is_a_duty(actions: Actions) -> None:
    words = "“Tôi đề nghị rà soát ngay các bến bãi trên sông”"
    intro = "Chủ tịch tỉnh Lê Văn Minh họp với các sở."
    assert len(actions(intro, f"{words}, ông Minh nói.")) == 1
    assert actions(intro, f"{words}, ông Nam nói.") == []


def test_the_debate_on_a_bill_has_no_directives(actions: Actions) -> None:
    debate = "Quốc hội thảo luận về dự án Luật Đất đai sáng 5/3."
    assert actions(debate, "Chủ tịch Quốc hội đề nghị Ủy ban Kinh tế rà soát các quy định.") == []


def test_a_report_weakens_the_floor_and_a_plain_demand_still_stands(actions: Actions) -> None:
    report = "Ông Lê Văn Minh, Giám đốc Sở Y tế, cho biết giá gạo đã tăng."
    assert len(actions(OPENING, report, "Các địa phương phải công khai giá bán.")) == 2
    assert len(actions(OPENING, report, "Rà soát giá bán.")) == 1


def test_a_quoted_paper_speaks_for_the_body_that_sent_it(actions: Actions) -> None:
    sent = "UBND tỉnh Phú An vừa có công văn gửi các bến xe."
    quoted = "“Các đơn vị phải công khai giá vé”, công văn nêu rõ."
    assert actions(sent, quoted) == ["công khai giá vé"]


def test_who_speaks_before_the_closing_mark_orders_after_it(actions: Actions) -> None:
    said = "“Vụ việc rất nghiêm trọng”, ông Minh nói và yêu cầu làm rõ trách nhiệm."
    assert actions("Chủ tịch tỉnh Lê Văn Minh họp.", said) == ["làm rõ trách nhiệm"]
    assert actions("Lái xe Lê Văn Minh kể lại.", said) == []


def test_a_heading_is_no_duty_but_an_unfinished_last_line_may_be(actions: Actions) -> None:
    heading, text = "Rà soát nhà đất công", "Cuộc họp kết thúc lúc 17 giờ."
    assert actions(OPENING, heading, text) == ["rà soát quy hoạch"]
    assert len(actions(OPENING, heading)) == 2


def test_who_carries_out_an_analysis_does_not_take_the_floor(actions: Actions) -> None:
    work = "Trên cơ sở đó, các cục thực hiện phân tích, đánh giá rủi ro."
    assert len(actions(OPENING, work, "Các tỉnh phải báo cáo kết quả.")) == 3


@pytest.mark.parametrize(
    "duty",
    [
        "UBND các tỉnh, thành phố trực thuộc Trung ương rà soát phương án sơ tán dân.",
        "Từng bộ, ngành phải có kế hoạch cụ thể.",
        "Việc này giao Bộ Nội vụ thực hiện.",
        "Công điện nêu rõ, Bộ Xây dựng sửa quy chuẩn.",
        "Các địa phương còn lại hoàn thành rà soát trong tháng 10.",
    ],
)
def test_what_follows_an_order_may_name_its_bodies_in_many_ways(actions: Actions, duty: str) -> None:
    assert len(actions(OPENING, duty)) == 2


@pytest.mark.parametrize(
    "duty",
    [
        "UBND cấp huyện, cấp xã bố trí máy bơm.",
        "Đài Phát thanh và Truyền hình tỉnh tăng thời lượng tuyên truyền.",
        "Ban Quản lý dự án tỉnh lập hồ sơ sửa chữa đập.",
    ],
)
def test_a_province_tells_what_belongs_to_it(actions: Actions, duty: str) -> None:
    order = "Chủ tịch UBND tỉnh yêu cầu các sở, ngành tăng cường chống hạn."
    assert len(actions(order, duty)) == 2
