"""The parts of a directive. All sentences are made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from briefs.analysis import Analysis
from briefs.model import Body, Directive

Analyse = Callable[..., Analysis]


def only(analyse: Analyse, text: str) -> Directive:
    (directive,) = analyse(text).directives
    return directive


def names(bodies: tuple[object, ...]) -> list[str]:
    return [str(getattr(body, "name", body)) for body in bodies]


def test_issuer_addressee_and_action_are_told_apart(analysed: Analyse) -> None:
    found = only(analysed, "Chủ tịch UBND tỉnh Lê Văn Minh yêu cầu Sở Y tế khẩn trương kiểm tra kho thuốc.")
    assert found.issuer
    assert found.issuer.name == "Chủ tịch UBND tỉnh Lê Văn Minh"
    assert names(found.addressees) == ["Sở Y tế"]
    assert found.action == "khẩn trương kiểm tra kho thuốc"


def test_who_leads_and_who_joins(analysed: Analyse) -> None:
    found = only(
        analysed,
        "Thủ tướng giao Bộ Công an chủ trì, phối hợp với Bộ Y tế và các cơ quan liên quan xây dựng đề án.",
    )
    assert found.lead
    assert found.lead.name == "Bộ Công an"
    assert names(found.partners) == ["Bộ Y tế", "các cơ quan liên quan"]
    assert found.addressees == ()
    assert found.action == "xây dựng đề án"


def test_known_bodies_carry_their_registry_key(analysed: Analyse) -> None:
    found = only(analysed, "Thủ tướng yêu cầu Bộ Công Thương báo cáo kết quả.")
    assert found.addressees[0].key == "agency:bo-cong-thuong"


def test_bodies_of_provinces_carry_their_keys(analysed: Analyse) -> None:
    found = only(
        analysed, "Chủ tịch UBND tỉnh An Giang yêu cầu Sở Y tế và Công an tỉnh Cà Mau kiểm tra các kho thuốc."
    )
    assert found.issuer
    assert found.issuer.key == "place:an-giang"
    assert [body.key for body in found.addressees] == ["agency:so-y-te", "agency:cong-an-tinh@ca-mau"]


@pytest.mark.parametrize("told", ["các sở: Y tế, Nội vụ, Tài chính", "các Sở Y tế, Nội vụ và Tài chính"])
def test_departments_that_share_the_word_are_told_one_by_one(analysed: Analyse, told: str) -> None:
    found = only(analysed, f"UBND tỉnh yêu cầu {told} rà soát biên chế.")
    slugs = ["so-y-te", "so-noi-vu", "so-tai-chinh"]
    assert [body.key for body in found.addressees] == [f"agency:{slug}" for slug in slugs]
    assert found.action == "rà soát biên chế"


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("Bộ trưởng", Body("Bộ trưởng Xây dựng Trần Hồng Minh", "agency:bo-xay-dung")),
        ("Bộ trưởng Đào Hồng Lan", Body("Bộ trưởng Đào Hồng Lan", "agency:bo-y-te")),
        ("Bộ trưởng Lê Văn An", Body("Bộ trưởng Lê Văn An")),
    ],
)
def test_a_minister_is_of_the_ministry_named_with_him_before(
    analysed: Analyse, name: str, issuer: Body
) -> None:
    met = "Bộ trưởng Y tế Đào Hồng Lan làm việc với bệnh viện sau khi Bộ trưởng Xây dựng Trần Hồng Minh về."
    (found,) = analysed(f"{met} {name} yêu cầu các sở rà soát giá thuốc.").directives
    assert found.issuer == issuer


def test_who_goes_on_as_dong_chi_is_the_one_who_ordered_before(analysed: Analyse) -> None:
    found = analysed(
        "Chủ tịch UBND tỉnh Lê Văn Minh yêu cầu Sở Y tế rà soát giá thuốc.",
        "Đồng chí nhấn mạnh, Sở Xây dựng phải kiểm tra các cầu yếu.",
    ).directives
    assert [each.issuer and each.issuer.name for each in found] == ["Chủ tịch UBND tỉnh Lê Văn Minh"] * 2


def test_all_who_are_named_before_chu_tri_lead(analysed: Analyse) -> None:
    found = only(
        analysed,
        "UBND tỉnh giao Sở Y tế, Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát các dự án chậm.",
    )
    assert names(found.leads) == ["Sở Y tế", "Sở Xây dựng"]
    assert (found.lead, names(found.co_leads), found.addressees) == (found.leads[0], ["Sở Xây dựng"], ())
    assert names(found.partners) == ["Sở Tài chính"]


@pytest.mark.parametrize(
    ("text", "partners", "action"),
    [
        (
            "UBND tỉnh giao Sở Y tế chủ trì, Sở Xây dựng và Công an tỉnh phối hợp tham mưu đề án.",
            ["Sở Xây dựng", "Công an tỉnh"],
            "tham mưu đề án",
        ),
        (
            "Thủ tướng yêu cầu Bộ Y tế chủ trì, các địa phương phối hợp rà soát giá thuốc.",
            ["các địa phương"],
            "rà soát giá thuốc",
        ),
    ],
)
def test_who_is_named_before_phoi_hop_joins(
    analysed: Analyse, text: str, partners: list[str], action: str
) -> None:
    found = only(analysed, text)
    assert (len(found.leads), names(found.partners), found.action) == (1, partners, action)


def test_what_is_ordered_after_a_colon_is_no_body(analysed: Analyse) -> None:
    found = only(analysed, "UBND tỉnh yêu cầu các Sở: Rà soát biên chế.")
    assert [body.key for body in found.addressees] == ["group:so-ban-nganh"]


def test_several_addressees_are_kept_apart(analysed: Analyse) -> None:
    found = only(analysed, "UBND tỉnh yêu cầu Sở Tài chính, Sở Nội vụ và Công an tỉnh rà soát biên chế.")
    assert names(found.addressees) == ["Sở Tài chính", "Sở Nội vụ", "Công an tỉnh"]


def test_a_name_joined_by_and_is_one_body(analysed: Analyse) -> None:
    found = only(analysed, "UBND tỉnh giao Sở Tài nguyên và Môi trường lấy mẫu nước.")
    assert names(found.addressees) == ["Sở Tài nguyên và Môi trường"]


def test_a_body_named_after_what_it_does_is_read_whole(analysed: Analyse) -> None:
    found = only(analysed, "Thủ tướng yêu cầu cơ quan điều tra khẩn trương làm rõ vụ việc.")
    assert names(found.addressees) == ["cơ quan điều tra"]


def test_the_action_starts_after_the_modal(analysed: Analyse) -> None:
    assert only(analysed, "UBND tỉnh yêu cầu các huyện phải công khai giá đất.").action == "công khai giá đất"


@pytest.mark.parametrize(
    ("tail", "text", "due"),
    [
        ("trước ngày 30/6/2025", "trước ngày 30/6/2025", dt.date(2025, 6, 30)),
        ("chậm nhất vào ngày 10/7", "chậm nhất vào ngày 10/7", None),
        ("trong vòng 30 ngày", "trong vòng 30 ngày", None),
        ("trong quý II/2025", "trong quý II/2025", None),
    ],
)
def test_a_deadline_is_given_in_the_words_of_the_source(
    analysed: Analyse, tail: str, text: str, due: dt.date | None
) -> None:
    found = only(analysed, f"Thủ tướng yêu cầu Bộ Y tế báo cáo kết quả {tail}.")
    assert found.deadline
    assert (found.deadline.text, found.deadline.due) == (text, due)


def test_a_deadline_may_stand_before_the_one_who_is_told(analysed: Analyse) -> None:
    found = only(analysed, "Thủ tướng yêu cầu trước ngày 15/8, các địa phương báo cáo kết quả.")
    assert found.deadline
    assert found.deadline.text == "trước ngày 15/8"


def test_the_date_of_the_order_is_no_deadline(analysed: Analyse) -> None:
    assert only(analysed, "Ngày 12/3, Thủ tướng yêu cầu Bộ Y tế báo cáo kết quả.").deadline is None


def test_the_document_a_sentence_names_is_its_basis(analysed: Analyse) -> None:
    found = only(analysed, "Thủ tướng yêu cầu các bộ thực hiện nghiêm Chỉ thị số 12/CT-TTg.")
    assert found.basis == ("12/CT-TTg",)


def test_clauses_after_a_semicolon_are_duties_of_their_own(analysed: Analyse) -> None:
    found = analysed("Thủ tướng giao Bộ Y tế mua thuốc; kiểm tra kho; báo cáo kết quả trước 30/6.").directives
    assert {d.action for d in found} == {"mua thuốc", "kiểm tra kho", "báo cáo kết quả trước 30/6"}
    assert {d.responsible[0].name for d in found} == {"Bộ Y tế"}


def test_a_pronoun_stands_for_the_person_named_before(analysed: Analyse) -> None:
    found = analysed(
        "Ông Lê Văn Minh, Bí thư Huyện ủy, cho biết ông đã chỉ đạo UBND huyện thanh tra dự án."
    ).directives
    assert found[0].issuer
    assert found[0].issuer.name == "Ông Lê Văn Minh"


def test_those_who_follow_up_oversee_the_others(analysed: Analyse) -> None:
    found = analysed(
        "Thủ tướng Chính phủ kết luận như sau:",
        "Bộ Tài chính bố trí kinh phí cho chương trình.",
        "Văn phòng Chính phủ theo dõi, đôn đốc các bộ thực hiện nhiệm vụ trên.",
    ).directives
    duty = next(d for d in found if d.action.startswith("bố trí"))
    assert names(duty.overseers) == ["Văn phòng Chính phủ"]


def test_who_is_told_twice_to_follow_up_oversees_once(analysed: Analyse) -> None:
    found = analysed(
        "Thủ tướng Chính phủ kết luận như sau:",
        "Bộ Tài chính bố trí kinh phí cho chương trình.",
        "Văn phòng Chính phủ theo dõi, đôn đốc các bộ thực hiện nhiệm vụ trên.",
        "Văn phòng Chính phủ kiểm tra, đôn đốc các địa phương giải ngân.",
    ).directives
    duty = next(d for d in found if d.action.startswith("bố trí"))
    assert sum(d.action.startswith(("theo dõi", "kiểm tra")) for d in found) == 2
    assert names(duty.overseers) == ["Văn phòng Chính phủ"]


def test_every_directive_cites_its_sentence(analysed: Analyse) -> None:
    sentence = "Thủ tướng yêu cầu Bộ Y tế kiểm tra kho thuốc."
    analysis = analysed("Hội nghị họp hôm qua.", f"Mưa lớn kéo dài. {sentence}")
    start, end = analysis.place(analysis.directives[0].citations[0])
    assert analysis.text[start:end] == sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thủ tướng yêu cầu Bộ Y tế báo cáo kết quả trước 10h ngày 12-12.", "trước 10h ngày 12-12"),
        ("UBND tỉnh yêu cầu các huyện hoàn thành trước 17 giờ ngày 5/8.", "trước 17 giờ ngày 5/8"),
        ("Thủ tướng giao Bộ Y tế hằng quý báo cáo tiến độ.", "hằng quý"),
        (
            "UBND tỉnh yêu cầu nhà máy sửa cống, thời hạn thực hiện là 5 tháng.",
            "thời hạn thực hiện là 5 tháng",
        ),
        ("Bộ trưởng yêu cầu các đơn vị hoàn thành trong năm nay.", "trong năm nay"),
        ("Chủ tịch tỉnh yêu cầu Sở Xây dựng báo cáo trước Tết Nguyên đán.", "trước Tết Nguyên đán"),
        (
            "UBND tỉnh yêu cầu các sở báo cáo chậm nhất là ngày 25 hằng tháng.",
            "chậm nhất là ngày 25 hằng tháng",
        ),
        ("UBND thành phố giao Sở Y tế hoàn thành đề án, hạn chót 30/6.", "hạn chót 30/6"),
        ("UBND tỉnh yêu cầu đến hết năm 2025 các xã hoàn thành số hóa.", "đến hết năm 2025"),
    ],
)
def test_hours_routines_and_terms_are_deadlines(analysed: Analyse, text: str, words: str) -> None:
    deadline = only(analysed, text).deadline
    assert deadline
    assert deadline.text == words


def test_the_time_of_the_order_is_no_deadline(analysed: Analyse) -> None:
    found = only(analysed, "Trong tháng 7, UBND tỉnh yêu cầu Sở Y tế kiểm tra kho thuốc.")
    assert found.deadline is None


def test_two_bodies_that_open_the_sentence_order_together(analysed: Analyse) -> None:
    found = only(analysed, "Hôm qua, Chính phủ, Thủ tướng Chính phủ yêu cầu các bộ rà soát quy hoạch.")
    assert found.issuer
    assert found.issuer.name == "Chính phủ, Thủ tướng Chính phủ"


def test_those_who_were_written_to_are_the_addressees(analysed: Analyse) -> None:
    found = only(analysed, "Sở Y tế vừa có văn bản gửi UBND quận 1 và quận 3 đề nghị thống kê kho thuốc.")
    assert names(found.addressees) == ["UBND quận 1", "quận 3"]


def test_a_firm_named_after_its_work_is_read_whole(analysed: Analyse) -> None:
    found = only(analysed, "Bộ trưởng yêu cầu Tổng công ty Đầu tư phát triển đường bộ (VEX) dừng thu phí.")
    assert names(found.addressees) == ["Tổng công ty Đầu tư phát triển đường bộ (VEX)"]
    assert found.action == "dừng thu phí"


def test_an_unknown_verb_does_not_end_in_the_name(analysed: Analyse) -> None:
    found = only(analysed, "Chính phủ yêu cầu Bộ Giáo dục và Đào tạo gieo mầm sáng tạo với học sinh.")
    assert names(found.addressees) == ["Bộ Giáo dục và Đào tạo"]


def test_a_capital_after_and_goes_on_with_the_name(analysed: Analyse) -> None:
    found = only(analysed, "UBND tỉnh giao Sở Nông nghiệp và Phát triển nông thôn rà soát đê điều.")
    assert names(found.addressees) == ["Sở Nông nghiệp và Phát triển nông thôn"]


def test_who_speaks_before_a_quotation_is_not_who_must(analysed: Analyse) -> None:
    found = only(analysed, "Thủ tướng nhấn mạnh: “Các bộ phải cắt giảm thủ tục ngay trong quý II”.")
    assert names(found.addressees) == ["Các bộ"]


def test_partners_before_a_colon_join_in_all_that_follows(analysed: Analyse) -> None:
    text = "Chính phủ giao Bộ Y tế chủ trì, phối hợp với các bộ liên quan: lập đề án; mua thuốc; tiêm chủng."
    found = analysed(text).directives
    assert len(found) == 3
    assert all(names(directive.partners) == ["các bộ liên quan"] for directive in found)


def test_a_clause_that_only_announces_a_list_is_left_out(analysed: Analyse) -> None:
    opening = "UBND tỉnh yêu cầu các sở rà soát quy hoạch; trong đó bám sát những định hướng sau:"
    found = analysed(opening, "Lập quy hoạch mới.").directives
    assert {directive.action for directive in found} == {"rà soát quy hoạch", "Lập quy hoạch mới"}


def test_an_action_keeps_the_bracket_that_closes_at_its_end(analysed: Analyse) -> None:
    text = "UBND tỉnh yêu cầu các sở rà soát cam kết (WTO), hiệp định (FTA); công khai giá đất."
    actions = [directive.action for directive in analysed(text).directives]
    assert actions == ["rà soát cam kết (WTO), hiệp định (FTA)", "công khai giá đất"]


def test_what_is_to_be_done_somehow_reads_as_an_order(analysed: Analyse) -> None:
    head = "Phó Thủ tướng Trần Hồng Hà yêu cầu các bộ rà soát quy hoạch."
    found = analysed(head, "Công tác di dân cần được kịp thời triển khai, bám sát thực tế.").directives
    assert found[-1].action == "kịp thời triển khai, bám sát thực tế"


@pytest.mark.parametrize(
    ("order", "action"),
    [
        (
            "rà soát quy hoạch các khu ven biển, tập trung vào các việc sau:",
            "rà soát quy hoạch các khu ven biển",
        ),
        ("rà soát các loại thuế, phí, lệ phí sau đây:", "rà soát các loại thuế, phí, lệ phí sau đây"),
    ],
)
def test_an_action_ends_before_a_clause_that_only_announces_a_list(
    analysed: Analyse, order: str, action: str
) -> None:
    found = analysed(f"UBND tỉnh yêu cầu các sở {order}", "Lập quy hoạch mới.").directives
    assert action in {directive.action for directive in found}


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        (
            "Toàn bộ hồ sơ phải được chuyển sang cơ quan điều tra.",
            "Toàn bộ hồ sơ phải được chuyển sang cơ quan điều tra",
        ),
        ("Từ ngày 1-10 giá vé phải được niêm yết.", "giá vé phải được niêm yết"),
        (
            "Đối với bệnh viện, từ ngày 1-10 kết quả xét nghiệm, chẩn đoán phải được đưa lên mạng.",
            "kết quả xét nghiệm, chẩn đoán phải được đưa lên mạng",
        ),
        ("Đối với các tàu đang neo trái phép phải dời ngay.", "các tàu đang neo trái phép phải dời ngay"),
        ("Đối với các hộ đã dời, tiền thuê nhà phải được trả.", "tiền thuê nhà phải được trả"),
        ("Đối với tuyến sông, cần rà soát bến.", "rà soát bến"),
        ("Đồng thời, cần rà soát kho.", "rà soát kho"),
        ("Trong triển khai, cần rà soát kho.", "rà soát kho"),
        ("Các sở phải rà soát kho.", "rà soát kho"),
        ("Thủ tướng nói các vi phạm tại đây phải được xử lý.", "các vi phạm tại đây phải được xử lý"),
        ("Các sở phải rà soát kho; giá vé không được tăng.", "giá vé không được tăng"),
    ],
)
def test_what_is_to_be_done_says_to_what(analysed: Analyse, sentence: str, stated: str) -> None:
    found = analysed("Thủ tướng yêu cầu các bộ rà soát quy hoạch.", sentence)
    told = [found.stated(d) for d in found.directives if d.citations[0].paragraph == 2]
    assert stated in told


def test_who_says_so_at_the_end_is_no_part_of_the_action(analysed: Analyse) -> None:
    (directive,) = analysed("Các bộ, địa phương phải coi trọng phòng dịch, Thủ tướng chỉ đạo.").directives
    assert directive.action == "coi trọng phòng dịch"


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Rà soát kho thuốc, không để thiếu thuốc.", "Rà soát kho thuốc, không để thiếu thuốc"),
        ("Bố trí ngân sách địa phương, không để chậm chi.", "Bố trí ngân sách địa phương, không để chậm chi"),
        (
            "Sở Y tế rà soát kho, tuyệt đối không để thiếu thuốc.",
            "rà soát kho, tuyệt đối không để thiếu thuốc",
        ),
        ("Để bảo đảm thuốc, không được tăng giá.", "không được tăng giá"),
        ("Rà soát kho, các bệnh viện phải báo cáo.", "báo cáo"),
    ],
)
def test_an_action_is_told_from_its_beginning_to_its_end(
    analysed: Analyse, sentence: str, action: str
) -> None:
    found = analysed("Thủ tướng yêu cầu Bộ Y tế trực ban.", sentence).directives
    assert [d.action for d in found if d.citations[0].paragraph == 2] == [action]
