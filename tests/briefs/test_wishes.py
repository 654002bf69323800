"""Lists that people ask for in plain words, and articles that only sound alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.registry import Registry
from briefs.text.fold import fold
from briefs.wishes import Wish, whose, wish


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


@pytest.mark.parametrize(
    "text",
    [
        *("hôm nay có gì mới", "Có gì mới không?", "tin mới", "what's new", "What’s new today?"),
        *("chào bạn, hôm nay có gì mới vậy?", "cho tôi xem tin mới nhất ạ", "tin hôm nay", "hom nay co gi"),
        *("tuần này có văn bản nào mới không", "có tin mới chưa", "Điểm tin hôm nay", "latest news"),
        *(
            "tin tức",
            "cho tôi bản tóm lược mới nhất",
            "hom nay co tin gi",
            "có tin gì mới k ad",
            "any news today?",
        ),
        *("văn bản mới ban hành", "Gửi tôi tin mới", "show me the latest news", "any news today?"),
    ],
)
def test_who_asks_what_is_new_is_understood(registry: Registry, text: str) -> None:
    assert wish(text, registry) == (Wish.NEWS, "")


@pytest.mark.parametrize(
    "text",
    [
        *("hướng dẫn sử dụng", "cach dung", "giúp tôi với", "help me", "bot này để làm gì", "cách tìm kiếm"),
        *("bạn có thể làm gì", "bot này dùng thế nào", "dung bot nay the nao", "how does this work"),
    ],
)
def test_who_asks_for_help_is_understood(registry: Registry, text: str) -> None:
    assert wish(text, registry) == (Wish.HELP, "")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("theo dõi An Giang", "An Giang"),
        ("đăng ký nhận tin", ""),
        ("dang ky nhan tin ve bo cong thuong", "bo cong thuong"),
        ("báo cho tôi khi có tin về thị thực.", "thị thực"),
        ("follow an giang", "an giang"),
        ("đăng ký An Giang", "An Giang"),
        ("đăng ký theo dõi doanh nghiệp", "doanh nghiệp"),
        ("muốn nhận tin hàng tuần", ""),
    ],
)
def test_who_wants_to_be_told_of_what_comes_is_understood(
    registry: Registry, text: str, subject: str
) -> None:
    assert wish(text, registry) == (Wish.FOLLOW, subject)


DUE = [
    ("sắp đến hạn", ""),
    ("việc sắp đến hạn", ""),
    ("Có việc gì sắp đến hạn không ạ?", ""),
    ("có gì sắp tới hạn không", ""),
    ("hạn chót tháng này", ""),
    ("tuan nay co viec gi den han", ""),
    ("What's due this week?", ""),
    ("upcoming deadlines", ""),
    ("what's due", ""),
    ("which duties are due soon", ""),
    ("what do we have to do this week", ""),
    ("tuần này phải làm gì", ""),
    ("việc phải làm trong tuần này", ""),
    ("quý này phải hoàn thành những việc gì", ""),
    ("việc của đơn vị tôi sắp đến hạn", ""),
    ("ai sắp đến hạn", ""),
    ("mai có việc gì phải xong", ""),
    ("Còn việc gì chưa đến hạn không?", ""),
    ("7 ngày tới có việc gì đến hạn", ""),
    ("nhiệm vụ hết hạn tháng này", ""),
    ("việc nào đến hạn trong tuần?", ""),
    ("những việc cần hoàn thành trước cuối tháng", ""),
    ("còn mấy việc đến hạn tuần này", ""),
    ("tuần sau có hạn chót gì không ad", ""),
    ("việc sắp đến hạn của Bộ Công Thương?", "Bộ Công Thương"),
    ("nhiệm vụ của Bộ Công Thương sắp đến hạn", "Bộ Công Thương"),
    ("Bộ Công Thương, tuần này có việc gì?", "Bộ Công Thương"),
    ("tuần này Bộ Công an phải làm gì", "Bộ Công an"),
    ("nhiệm vụ tháng này của Bộ Tài chính", "Bộ Tài chính"),
    ("deadlines for an giang", "an giang"),
    ("deadline an giang", "an giang"),
    ("hạn chót bộ y tế", "bộ y tế"),
    ("BCT sắp đến hạn gì", "BCT"),
    ("Sở Y tế An Giang có gì sắp đến hạn không", "Sở Y tế An Giang"),
    ("thủ tướng giao việc gì sắp đến hạn", "thủ tướng"),
    ("thời hạn của Bộ Công an", "Bộ Công an"),
    ("hạn chót của các địa phương", "các địa phương"),
    ("what is due this month for bo cong thuong", "bo cong thuong"),
    ("deadline bo cong thuog", "bo cong thuog"),
]
OVERDUE = [
    ("nhiệm vụ quá hạn", ""),
    ("bộ nào quá hạn", ""),
    ("có gì quá hạn không bot", ""),
    ("thế còn việc nào quá hạn chưa xong vậy", ""),
    ("What is overdue?", ""),
    ("việc đã quá hạn của An Giang", "An Giang"),
    ("bộ công an quá hạn gì", "bộ công an"),
    ("UBND tỉnh An Giang trễ hạn việc gì", "UBND tỉnh An Giang"),
    ("overdue tasks of an giang", "an giang"),
]


DUE_BY_A_TIME = [
    *("việc đến hạn 31/12/2024", "nhiệm vụ phải xong trước 30/6/2025", "hạn chót tháng 12/2025"),
    *(
        "đến hạn quý 4 năm 2025 của Bộ Tài chính",
        "những việc hoàn thành trong năm 2025",
        "việc có hạn 1/1/2026",
    ),
    *("Bộ Y tế, quý IV-2025 có việc gì đến hạn?", "tasks due by 31/12/2025", "deadlines Q4/2025"),
    *("việc đến hạn từ 1/10/2025 đến 31/12/2025", "an giang phải làm gì trước ngày 1 tháng 7 năm 2025"),
]
OVERDUE_BY_A_TIME = ["quá hạn năm 2024", "việc nào của An Giang quá hạn trong quý 3/2024"]


def unmarked(text: str) -> str:
    return fold(text.replace("'", ""))


@pytest.mark.parametrize("plain", [str, unmarked], ids=["as typed", "without diacritics"])
@pytest.mark.parametrize(
    ("text", "whose", "asked"),
    [*((*pair, Wish.DUE) for pair in DUE), *((*pair, Wish.OVERDUE) for pair in OVERDUE)],
)
def test_who_asks_what_is_or_was_due_is_understood(
    registry: Registry, text: str, whose: str, asked: Wish, plain: Callable[[str], str]
) -> None:
    assert wish(plain(text), registry) == (asked, plain(whose))


@pytest.mark.parametrize("plain", [str, unmarked], ids=["as typed", "without diacritics"])
@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *((text, Wish.DUE) for text in DUE_BY_A_TIME),
        *((text, Wish.OVERDUE) for text in OVERDUE_BY_A_TIME),
    ],
)
def test_what_is_due_by_a_numbered_time_is_asked_for_with_all_words(
    registry: Registry, text: str, asked: Wish, plain: Callable[[str], str]
) -> None:
    assert wish(plain(text), registry) == (asked, plain(text))


@pytest.mark.parametrize(
    "text",
    [
        *("nhiệm vụ năm 2025 của Bộ Công an", "hạn mặn năm 2025", "hạn tháng 3/2025", "hoàn thành năm 2025"),
        *("nhiệm vụ trọng tâm quý 4/2025", "kế hoạch hoàn thành năm 2025", "thẻ hết hạn 31/12/2025"),
        *("miễn thị thực đến 31/12/2025", "hoàn thành cao tốc trước 30/6/2025", "việc làm năm 2025"),
        *("hoàn thành nhiệm vụ năm 2025", "hoàn thành các nhiệm vụ quý 4/2025 của Bộ Y tế"),
    ],
)
def test_words_beside_a_numbered_time_are_looked_for(registry: Registry, text: str) -> None:
    assert wish(text, registry) is None


@pytest.mark.parametrize(
    "text",
    [
        *("mới", "tin", "nông thôn mới", "có gì mới về xuất khẩu", "công nghệ mới", "văn bản mời", "hôm nay"),
        *("New Zealand", "thông tin", "có gì", "", "tin mới " * 20, "sắp đến hạn " * 9),
        *("gia hạn visa", "thời hạn tạm trú", "thời hạn bảo hiểm y tế", "hết hạn hộ chiếu", "thẻ hết hạn"),
        *("hạn chót nộp báo cáo", "thị thực quá hạn", "nợ quá hạn", "quá hạn nộp thuế", "giấy phép quá hạn"),
        *("hồ sơ quá hạn An Giang", "đến hạn trả nợ", "trái phiếu đến hạn của doanh nghiệp", "deadline visa"),
        *("hạn chót của gói hỗ trợ", "deadline thuế", "hết hạn", "thời hạn", "hạn hán", "hạn mặn An Giang"),
        *("việc của Bộ Y tế", "bộ công an phải làm gì", "ai phải làm gì", "phải làm gì", "An Giang"),
        *("việc làm tháng này", "việc làm An Giang", "nhiệm vụ năm 2025", "nhiệm vụ trọng tâm tháng này"),
        *("tuần này", "giải quyết việc làm trong thời gian tới", "chỉ đạo của Thủ tướng tuần này", "quý III"),
        *("thẻ quá hạn", "the qua han", "vay quá hạn", "chứng chỉ quá hạn", "quá hạn kiểm định"),
        *("đến hạn thanh toán", "đến hạn thanh lý", "thời hạn kiểm toán", "thời hạn bảo hiểm xã hội"),
        *("Hội phải làm gì tháng này", "vàng hôm nay có gì mới", "đăng ký doanh nghiệp", "dang ky dat dai"),
        *("cách tìm việc làm", "hướng dẫn tìm kiếm cứu nạn", "nhận tin nhắn lừa đảo", "đến Hàn"),
        *("due diligence", "theo dõi sát giá gạo", "theo dõi", "đăng ký kinh doanh", "hướng dẫn 12-HD/TW"),
    ],
)  # fmt: skip
def test_words_beside_a_list_are_looked_for(registry: Registry, text: str) -> None:
    assert wish(text, registry) is None


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        *(
            ("của Bộ Y tế", "Bộ Y tế"),
            ("tuần này", ""),
            ("bo y te thang nay", "bo y te"),
            ("Bộ Y tế", "Bộ Y tế"),
        ),
        *(("gói hỗ trợ", "gói hỗ trợ"), ("", "")),
    ],
)
def test_beside_a_name_typed_behind_the_command_other_words_do_not_count(
    registry: Registry, typed: str, named: str
) -> None:
    assert whose(typed, registry) == named


_WORDS = st.lists(
    st.sampled_from(["việc", "của", "sắp đến hạn", "quá hạn", "bộ y tế", "tuần này", "7", "-", "ﬁ", "\u0301"])
)


@settings(deadline=None)
@given(st.text() | _WORDS.map(" ".join))
def test_whose_list_is_asked_for_stands_in_the_question(registry: Registry, text: str) -> None:
    found = wish(text, registry)
    assert found is None or set(found[1].split()) <= set(text.split())
