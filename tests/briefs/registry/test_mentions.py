"""Bodies, places and groups named in running text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.registry import Kind, Registry

REGISTRY = Registry.load()
SOUGHT = [entry for entry in REGISTRY.entries() if entry.kind is not Kind.TOPIC and not entry.parent]
NAMES = [name for entry in SOUGHT for name in entry.written]


def named(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.key.partition(":")[2]) for mention in REGISTRY.mentions(text)]


def test_bodies_and_places_are_found_in_order() -> None:
    assert named("Bộ Công an phối hợp với Bộ Ngoại giao tại Hà Nội.") == [
        ("Bộ Công an", "bo-cong-an"),
        ("Bộ Ngoại giao", "bo-ngoai-giao"),
        ("Hà Nội", "ha-noi"),
    ]


def test_the_longest_name_wins() -> None:
    assert named("Văn phòng Chính phủ báo cáo Thủ tướng Chính phủ") == [
        ("Văn phòng Chính phủ", "van-phong-chinh-phu"),
        ("Thủ tướng Chính phủ", "thu-tuong-chinh-phu"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Bộ Lao động - Thương binh và Xã hội",
        "Bộ Lao động-Thương binh và Xã hội",
        "Bộ Lao động – Thương binh và Xã hội",
        "Bộ Lao động, Thương binh và Xã hội",
        "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "Bộ LĐ-TB&XH",
        "LĐTBXH",
    ],
)
def test_a_name_is_found_with_any_of_its_separators(written: str) -> None:
    assert named(f"Giao {written} thực hiện") == [(written, "bo-lao-dong-thuong-binh-va-xa-hoi")]


def test_both_placements_of_the_tone_are_found() -> None:
    assert named("Khánh Hoà và Thanh Hóa") == [("Khánh Hoà", "khanh-hoa"), ("Thanh Hóa", "thanh-hoa")]


def test_a_minister_speaks_for_the_ministry() -> None:
    assert named("Bộ trưởng Ngoại giao Bùi Thanh Sơn") == [("Bộ trưởng Ngoại giao", "bo-ngoai-giao")]


@pytest.mark.parametrize("written", ["bộ Công an", "thủ tướng Chính phủ", "thành phố Hồ Chí Minh", "bộ GTVT"])
def test_a_name_may_begin_small_where_another_capital_follows(written: str) -> None:
    assert [text for text, _ in named(f"Theo {written}, việc này gấp.")] == [written]


@pytest.mark.parametrize("opening", ["các Bộ: ", "các Bộ ", "Bộ trưởng các bộ: "])
def test_ministries_in_a_list_share_the_word(opening: str) -> None:
    listed = "Công Thương, Văn hóa, Thể thao và Du lịch, Y tế và Ngoại giao thực hiện. Tư pháp thì"
    assert [key for _, key in named(f"Giao {opening}{listed}")] == [
        "bo-cong-thuong",
        "bo-van-hoa-the-thao-va-du-lich",
        "bo-y-te",
        "bo-ngoai-giao",
    ]


def test_departments_in_a_list_share_the_word() -> None:
    assert named("giao các Sở Y tế, Công Thương và Tài chính báo cáo Bộ Y tế") == [
        ("Y tế", "so-y-te"),
        ("Công Thương", "so-cong-thuong"),
        ("Tài chính", "so-tai-chinh"),
        ("Bộ Y tế", "bo-y-te"),
    ]
    assert named("Sở Y tế, Công an xã") == []


def test_a_field_after_one_ministry_is_not_another_ministry() -> None:
    assert named("Bộ Ngoại giao, Công an tỉnh") == [("Bộ Ngoại giao", "bo-ngoai-giao")]


def test_a_group_word_does_not_swallow_the_ministry_after_it() -> None:
    assert named("giao các Bộ Công Thương, Bộ Tài chính") == [
        ("Bộ Công Thương", "bo-cong-thuong"),
        ("Bộ Tài chính", "bo-tai-chinh"),
    ]


def test_a_group_is_found_in_any_case() -> None:
    assert named("Các bộ, ngành, địa phương và DN") == [
        ("Các bộ, ngành", "bo-nganh"),
        ("địa phương", "dia-phuong"),
        ("DN", "doanh-nghiep"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "giữ môi trường hòa bình, ổn định",
        "dn nhỏ",
        "ông Nguyễn Hòa Bình",
        "khu vực châu Á - Thái Bình Dương",
        "tư tưởng Hồ Chí Minh",
        "Bộ Ngoại giao Trung Quốc",
        "Chính phủ Nhật Bản",
        "tổ chức phi Chính phủ",
        "Thông báo 355/TB-VPCP",
        "Nghị quyết 21/NQ-CP và Chỉ thị 15-CT/TW",
        "các bộ phận chuyên môn",
        "các bộ trưởng châu Âu",
        "Bộ Quốc phòng nước này",
        "Sở GTVT tỉnh",
        "huyện Điện Biên Đông",
        "chính phủ điện tử",
        "xuất khẩu, du lịch",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text: str) -> None:
    assert named(text) == []


def test_a_document_number_does_not_hide_the_body_beside_it() -> None:
    assert named("355/TB-VPCP của VPCP") == [("VPCP", "van-phong-chinh-phu")]


@pytest.mark.parametrize("name", NAMES)
def test_every_written_name_is_found_whole(name: str) -> None:
    assert [text for text, _ in named(f"Theo {name}, việc này gấp.")] == [name]


PIECES = st.one_of(st.text(max_size=12), st.sampled_from([*NAMES, " ", ", ", "/", "12/2024"]))


@given(st.lists(PIECES, max_size=20).map(lambda pieces: unicodedata.normalize("NFC", "".join(pieces))))
def test_mentions_of_any_text_are_ordered_apart_and_exact(text: str) -> None:
    end = 0
    for mention in REGISTRY.mentions(text):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text != ""
        end = mention.end
