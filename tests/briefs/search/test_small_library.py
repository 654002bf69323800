"""A handful of briefs, where nearly every syllable of the language is unknown and chance is everywhere."""

from __future__ import annotations

import pytest

from briefs.search import SearchDocument, SearchIndex

TEXT = 1
TAGGED = 2
CHIPS = 3
MEETING = 4

DOCUMENTS = (
    SearchDocument(
        TEXT,
        None,
        "Kết luận hội nghị tháng bảy về hội nhập",
        points=(
            "Bộ Công an nghiên cứu mở rộng diện miễn thị thực; ngành du lịch quảng bá điểm đến.",
            "Bộ Công Thương tìm thị trường mới cho hàng nông sản, dự báo thời cơ và thách thức.",
        ),
        directives=("Các bộ, ngành: tháo gỡ khó khăn, giữ nhịp sản xuất (Bộ trưởng Trần Văn Khải)",),
        documents=("48/NQ-CP",),
        names=("Bộ Công Thương", "BCT", "thị thực", "miễn thị thực"),
    ),
    SearchDocument(
        TAGGED,
        None,
        "Khách quốc tế đến nhiều hơn",
        lead="Sáu tháng đầu năm, số khách tăng một phần ba.",
        points=("Tỉnh đặt mục tiêu đón hai triệu lượt khách.", "Vé tàu, xe giữ giá đến hết năm."),
        names=("thị thực", "miễn thị thực", "chip bán dẫn"),
    ),
    SearchDocument(
        CHIPS,
        None,
        "Hợp tác công nghệ với các đối tác",
        points=("Ưu tiên chip bán dẫn, trí tuệ nhân tạo và đào tạo kỹ sư.",),
        directives=("Các trường: mở ngành mới, kết nối quả thực với doanh nghiệp miền Bắc",),
    ),
    SearchDocument(
        MEETING,
        None,
        "Sơ kết công tác đối ngoại",
        figures=("Đại sứ, trưởng cơ quan đại diện dự họp: hơn 75", "Tỷ lệ hoàn thành: 58,27%"),
        points=("Công tác thường kỳ bộ phận đầu mối.", "Tiền lương giữ nguyên; cơ quan báo cáo số liệu."),
    ),
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex()
    index.extend(DOCUMENTS)
    return index


def found(index: SearchIndex, query: str) -> list[int]:
    return [hit.id for hit in index.search(query).hits]


@pytest.mark.parametrize(
    ("query", "briefs"),
    [
        ("mien thi thuc", [TEXT, TAGGED]),
        ("miễn thị thực", [TEXT, TAGGED]),
        ("chip ban dan", [CHIPS, TAGGED]),
        ("bo cong thuong", [TEXT]),
    ],
)
def test_text_comes_before_a_name_and_similar_words_beside_them_are_left_out(
    index: SearchIndex, query: str, briefs: list[int]
) -> None:
    assert found(index, query) == briefs


def test_a_hit_by_name_shows_the_first_point_unmarked(index: SearchIndex) -> None:
    hit = next(hit for hit in index.search("mien thi thuc").hits if hit.id == TAGGED)
    assert hit.field == "name"
    assert hit.snippet == (("Tỉnh đặt mục tiêu đón hai triệu lượt khách.", False),)


@pytest.mark.parametrize(
    "query",
    [
        "lich thi dau bong da",
        "du bao thoi tiet ha noi",
        "ket qua xo so mien bac",
        "thuoc ha sot cho tre em",
        "gia xang dau",
        "ve may bay tet",
        "luong toi thieu vung",
        "bo phim hay",
        "tien si",
    ],
)
def test_another_subject_is_not_answered_by_likeness(index: SearchIndex, query: str) -> None:
    result = index.search(query)
    assert (result.hits, result.corrected) == ((), None)


@pytest.mark.parametrize(
    ("query", "brief", "corrected"),
    [
        ("mienthithuc", TEXT, "miễn thị thực"),
        ("bocongthuong", TEXT, "bộ công thương"),
        ("trituenhantao", CHIPS, "trí tuệ nhân tạo"),
        ("mo rong mienthithuc", TEXT, "mở rộng miễn thị thực"),
    ],
)
def test_words_typed_without_any_space_are_found(
    index: SearchIndex, query: str, brief: int, corrected: str
) -> None:
    result = index.search(query)
    assert result.hits[0].id == brief
    assert (result.corrected or "").lower() == corrected


def test_syllables_that_never_stood_together_are_not_cut_apart(index: SearchIndex) -> None:
    assert found(index, "thucmienthi") == []


@pytest.mark.parametrize("query", ["tran van khai", "hon 75 dai su", "58,27%", "ty le hoan thanh"])
def test_issuers_and_figures_are_found(index: SearchIndex, query: str) -> None:
    assert len(found(index, query)) == 1


@pytest.mark.parametrize(
    "query", ["nghi quyet so 48/nq-cp ngay 3/4/2024", "nghị quyết 48/NQ-CP về hội nhập", "48/nq-cp hoi nhap"]
)
def test_a_number_among_other_words_is_found_as_a_number(index: SearchIndex, query: str) -> None:
    hit = index.search(query).hits[0]
    assert (hit.id, hit.why) == (TEXT, "document: number")


def test_two_syllables_that_stand_apart_are_no_word(index: SearchIndex) -> None:
    assert found(index, "thị quảng") == []
    assert found(index, "nong san") == [TEXT]


def test_an_abbreviation_needs_no_correction(index: SearchIndex) -> None:
    result = index.search("BCT nong san")
    assert result.hits[0].id == TEXT
    assert result.corrected is None


@pytest.mark.parametrize(
    ("query", "brief"),
    [
        ("dien mien thi thuc duoc mo rong khi nao", TEXT),
        ("bao nhieu dai su du hop", MEETING),
        ("tri tue nhan tao la gi", CHIPS),
    ],
)
def test_words_that_only_ask_do_not_count(index: SearchIndex, query: str, brief: int) -> None:
    assert found(index, query)[:1] == [brief]


def test_words_that_ask_count_where_little_else_was_typed() -> None:
    other = SearchIndex()
    other.extend(
        [SearchDocument(1, None, "Giá điện bao nhiêu"), SearchDocument(2, None, "Giá điện bình quân")]
    )
    assert found(other, "gia dien bao nhieu") == [1]
