"""What typed names find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.registry import Entry, Kind, Registry
from briefs.text.fold import fold, syllables

REGISTRY = Registry.load()


def found(text: str, *kinds: Kind) -> list[str]:
    return [match.entry.key.partition(":")[2] for match in REGISTRY.match(text, kinds=kinds or None)]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Bộ Công Thương", "bo-cong-thuong"),
        ("bo cong thuong", "bo-cong-thuong"),
        ("bocongthuong", "bo-cong-thuong"),
        ("BCT", "bo-cong-thuong"),
        ("bct", "bo-cong-thuong"),
        ("bo lao dong", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("LDTBXH", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("LĐ-TB&XH", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("Bộ Lao động-Thương binh và Xã hội", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("bo khdt", "bo-ke-hoach-va-dau-tu"),
        ("nn ptnt", "bo-nong-nghiep-va-phat-trien-nong-thon"),
        ("vpcp", "van-phong-chinh-phu"),
        ("sai gon", "tp-ho-chi-minh"),
        ("tp hcm", "tp-ho-chi-minh"),
        ("Hồ Chí Minh", "tp-ho-chi-minh"),
        ("dak nong", "dak-nong"),
        ("đăk nông", "dak-nong"),
        ("tỉnh An Giang", "an-giang"),
        ("UBND tỉnh An Giang", "an-giang"),
        ("bộ trưởng bộ ngoại giao", "bo-ngoai-giao"),
        ("mien thi thuc", "thi-thuc"),
        ("FTA", "hiep-dinh-thuong-mai"),
        ("ministry of finance", "bo-tai-chinh"),
        ("dia phuong", "dia-phuong"),
        ("so cong thuong", "so-cong-thuong"),
        ("sở nông nghiệp", "so-nong-nghiep-va-moi-truong"),
        ("so gtvt", "so-gtvt"),
        ("sct", "so-cong-thuong"),
        ("UBND xã", "ubnd-cap-xa"),
        ("công an tỉnh", "cong-an-tinh"),
        ("ubnd cac tinh", "dia-phuong"),
        ("ubnd tinh", "uy-ban-nhan-dan"),
        ("sở ban ngành", "so-ban-nganh"),
        ("sở y tế hà nội", "so-y-te@ha-noi"),
        ("so y te tp ha noi", "so-y-te@ha-noi"),
        ("công an an giang", "cong-an-tinh@an-giang"),
        ("so giao duc va dao tao thanh hoa", "so-giao-duc-va-dao-tao@thanh-hoa"),
        ("sở kh và đt hà nội", "so-khdt@ha-noi"),
        ("so tai nguyen moi truong", "so-tnmt"),
        ("giám đốc sở y tế", "so-y-te"),
        ("công an", "bo-cong-an"),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, slug: str) -> None:
    assert found(typed)[0] == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("bo cong thuog", "bo-cong-thuong"),
        ("bộ ngaoi giao", "bo-ngoai-giao"),
        ("an gaing", "an-giang"),
        ("ha nio", "ha-noi"),
        ("bo lao dogn", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("ngoai gia kinh te", "ngoai-giao-kinh-te"),
    ],
)
def test_a_typo_still_finds_the_name_but_is_not_exact(typed: str, slug: str) -> None:
    best = REGISTRY.match(typed)[0]
    assert best.entry.key.endswith(f":{slug}")
    assert not best.exact


def test_an_ambiguous_abbreviation_gives_all_it_means() -> None:
    assert found("DN")[:2] == ["doanh-nghiep", "da-nang"]
    assert found("TTCP") == ["thanh-tra-chinh-phu", "thu-tuong-chinh-phu"]


@pytest.mark.parametrize(
    "typed", ["", " ", "?", "b", "bo", "zzz", "asdfgh", "qwrtp xkcd", "con mèo", "355", "🎉"]
)
def test_what_names_nothing_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_three_letters_or_fewer_must_be_exact() -> None:
    assert found("BTX") == []


def test_a_sentence_is_not_a_name() -> None:
    assert (
        found("Bộ Công Thương chủ trì, phối hợp với các cơ quan liên quan mở rộng thị trường xuất khẩu") == []
    )


def test_only_the_kinds_asked_for_are_found() -> None:
    assert found("DN", Kind.PLACE) == ["da-nang", "dong-nai"]


def test_no_more_than_the_limit_is_found() -> None:
    assert len(REGISTRY.match("quang", limit=2)) == 2


def test_an_exact_name_comes_before_those_that_hold_it() -> None:
    matches = REGISTRY.match("ngoại giao kinh tế")
    assert [match.exact for match in matches] == [True, *([False] * (len(matches) - 1))]


@pytest.mark.parametrize("entry", REGISTRY.entries(), ids=lambda entry: entry.key)
def test_every_entry_is_found_by_its_own_names(entry: Entry) -> None:
    for name in (*entry.written, *entry.typed):
        exact = [match.entry.key for match in REGISTRY.match(fold(name), limit=9) if match.exact]
        assert entry.key in exact


@given(st.text())
def test_any_text_gives_ordered_scores_between_0_and_1(text: str) -> None:
    scores = [match.score for match in REGISTRY.match(text)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_name_is_told_from_what_only_resembles_one():
    kinds = (Kind.AGENCY, Kind.PLACE, Kind.GROUP)
    assert [match.entry.key for match in REGISTRY.named("bo cong thuong", kinds)] == ["agency:bo-cong-thuong"]
    assert {match.entry.key for match in REGISTRY.named("DN", kinds)} >= {"group:doanh-nghiep"}
    assert REGISTRY.named("bo cong thuog", kinds) == []
    assert REGISTRY.named("du lich", kinds) == []
    assert REGISTRY.named("", kinds) == []


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Sở Y tế", "agency:so-y-te"),
        ("Giám đốc Sở Y tế tỉnh", "agency:so-y-te"),
        ("Sở Y tế các tỉnh, thành phố", "agency:so-y-te"),
        ("Sở Giao thông Vận tải TP. HCM", "agency:so-gtvt@tp-ho-chi-minh"),
        ("Sở Y tế Thanh Hoá", "agency:so-y-te@thanh-hoa"),
        ("Công an tỉnh Thừa Thiên - Huế", "agency:cong-an-tinh@hue"),
        ("UBND các quận, huyện", "agency:ubnd-cap-huyen"),
        ("UBND TP", "agency:uy-ban-nhan-dan"),
        ("Chủ tịch UBND tỉnh An Giang", "place:an-giang"),
        ("Ủy ban nhân dân thành phố Hà Nội", "place:ha-noi"),
        ("Thủ tướng Chính phủ Phạm Minh Chính", "agency:thu-tuong-chinh-phu"),
        ("Phó Thủ tướng Thường trực Nguyễn Hòa Bình", "agency:pho-thu-tuong-chinh-phu"),
        ("Bộ trưởng Ngoại giao Bùi Thanh Sơn", "agency:bo-ngoai-giao"),
        ("Bộ trưởng Bộ Y tế Đào Hồng Lan", "agency:bo-y-te"),
        ("Bộ trưởng Bộ Y tế", "agency:bo-y-te"),
        ("Thống đốc Ngân hàng Nhà nước", "agency:ngan-hang-nha-nuoc-viet-nam"),
        ("Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ Trần Văn Sơn", "agency:van-phong-chinh-phu"),
        ("Tổng Thanh tra Chính phủ", "agency:thanh-tra-chinh-phu"),
        ("Phó Bí thư Thường trực Tỉnh ủy", "agency:tinh-uy"),
        ("Chủ tịch UBND tỉnh Hồ Văn Mười", "agency:uy-ban-nhan-dan"),
        ("Phó Chủ tịch Thường trực UBND thành phố Dương Đức Tuấn", "agency:uy-ban-nhan-dan"),
        ("Chủ tịch UBND tỉnh Cao Bằng", "place:cao-bang"),
        ("Thứ trưởng Thường trực Nguyễn Minh Vũ", None),
        ("Bộ trưởng Bùi Thanh Sơn", None),
        ("UBND quận Hoàng Mai", None),
        ("lãnh đạo các sở, ngành", "group:so-ban-nganh"),
        ("các Sở", "group:so-ban-nganh"),
        ("Sở Y tế nghiên cứu", None),
        ("UBND huyện Bình Chánh", None),
        ("Sở", None),
        ("CT", None),
        ("", None),
    ],
)
def test_the_name_of_a_body_of_a_province_is_read_whole(written: str, key: str | None) -> None:
    assert REGISTRY.body_called(written) == key


_BEFORE = ("", "Bộ trưởng ", "Chủ tịch ", "UBND tỉnh ", "tp ", "lãnh đạo ", "phó giám đốc ", "Sở Y tế ")
_AFTER = ("", " Hà Nội", " các tỉnh, thành phố")


def test_the_quick_look_passes_every_name() -> None:
    written = (name for entry in REGISTRY.entries() for name in REGISTRY.names(entry.key))
    texts = (f"{before}{name}{after}" for name in written for before in _BEFORE for after in _AFTER)
    refused = [text for text in texts if not REGISTRY.may_name(syllables(text))]
    assert [text for text in refused if REGISTRY.named(text, tuple(Kind))] == []


def test_the_quick_look_refuses_what_begins_no_name() -> None:
    assert not REGISTRY.may_name(["xuat", "khau", "gao"])
    assert not REGISTRY.may_name([])


def test_the_body_of_a_place_is_found_only_where_bodies_are_asked_for() -> None:
    assert REGISTRY.named("so y te ha noi", [Kind.PLACE]) == []
    assert [each.entry.key for each in REGISTRY.named("ubnd tinh an giang", [Kind.PLACE])] == [
        "place:an-giang"
    ]
