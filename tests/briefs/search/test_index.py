from __future__ import annotations

import datetime as dt

import pytest

from briefs.search import SearchDocument, SearchIndex

DOCUMENTS = (
    SearchDocument(
        1,
        "a",
        "Kết luận về ngoại giao kinh tế",
        lead="Văn phòng Chính phủ ban hành Thông báo số 355/TB-VPCP.",
        points=("Mở rộng thị trường xuất khẩu sang châu Phi.",),
        directives=("Bộ Công Thương: nghiên cứu hiệp định với các nước vùng Vịnh",),
        documents=("355/TB-VPCP", "21/NQ-CP"),
        names=("Bộ Công Thương", "BCT"),
        date=dt.date(2024, 8, 1),
    ),
    SearchDocument(
        2,
        "b",
        "An Giang thu hút vốn đầu tư nước ngoài",
        points=("Tỉnh có 36 dự án còn hiệu lực.",),
        names=("An Giang",),
        body="Nhà máy chế biến thủy sản ở Long Xuyên mở rộng sản xuất tôm và cá tra.",
        date=dt.date(2023, 5, 2),
    ),
    SearchDocument(3, "c", "Miễn thị thực cho công dân nhiều nước", documents=("15-CT/TW",)),
)


@pytest.fixture
def index() -> SearchIndex:
    index = SearchIndex(abbreviations={"bct": ["bộ công thương"]})
    index.extend(DOCUMENTS)
    return index


def found(index: SearchIndex, query: str) -> list[int]:
    return [hit.id for hit in index.search(query).hits]


@pytest.mark.parametrize(
    ("query", "brief"),
    [
        ("mien thi thuc", 3),
        ("miễn thị thực", 3),
        ("355", 1),
        ("công văn số 355", 1),
        ("15-CT/TW", 3),
        ("NQ 21", 1),
        ("ngoai giao kinh te", 1),
        ("bo cong thuong", 1),
        ("BCT", 1),
        ("an giang", 2),
        ("thuy san", 2),
        ("vung vinh", 1),
    ],
)
def test_a_clumsy_query_finds_its_brief_first(index: SearchIndex, query: str, brief: int) -> None:
    assert found(index, query)[:1] == [brief]


@pytest.mark.parametrize("query", ["", "   ", "!?", "zzwkhaki", "lorem ipsum", "\ud800", "😀"])
def test_gibberish_finds_nothing(index: SearchIndex, query: str) -> None:
    assert found(index, query) == []


def test_an_added_brief_replaces_its_older_version(index: SearchIndex) -> None:
    index.add(SearchDocument(2, "b", "Đồng Tháp xuất khẩu hoa kiểng"))
    assert found(index, "hoa kieng") == [2]
    assert found(index, "thuy san") == []
    assert len(index) == 3


def test_of_two_versions_added_together_the_later_is_found(index: SearchIndex) -> None:
    index.extend([SearchDocument(9, "x", "Gạo xuất khẩu"), SearchDocument(9, "x", "Gạo xuất khẩu kỷ lục")])
    assert [hit.title for hit in index.search("gao xuat khau").hits] == ["Gạo xuất khẩu kỷ lục"]
    assert len(index) == 4


def test_a_removed_brief_is_not_found(index: SearchIndex) -> None:
    index.remove(3)
    assert found(index, "mien thi thuc") == []
    assert len(index) == 2


@pytest.mark.parametrize(
    ("query", "brief"),
    [
        ("mein thi thuc", 3),
        ("mienx thij thuwcj", 3),
        ("mien6 thi5 thu7c5", 3),
        ("mienthi thuc", 3),
        ("m ien thi thuc", 3),
        ("thi thuc mien", 3),
        ("bo cong thuonng", 1),
        ("ngoại giáo kinh tế", 1),
        ("an gianh", 2),
    ],
)
def test_a_slip_of_the_fingers_still_finds_the_brief(index: SearchIndex, query: str, brief: int) -> None:
    assert found(index, query)[:1] == [brief]


@pytest.mark.parametrize(
    "query", ["long xuyen", "che bien", "ca tra", "nhà máy chế biến thủy sản ở Long Xuyên"]
)
def test_words_only_the_body_has_are_found(index: SearchIndex, query: str) -> None:
    result = index.search(query)
    assert [hit.id for hit in result.hits] == [2]
    assert result.hits[0].field == "body"


@pytest.mark.parametrize(
    ("query", "field"), [("hiep dinh", "directive"), ("chau phi", "point"), ("355", "document")]
)
def test_a_hit_names_the_field_that_matched(index: SearchIndex, query: str, field: str) -> None:
    assert index.search(query).hits[0].field == field


def test_a_single_syllable_is_found_and_a_stray_letter_is_not_corrected(index: SearchIndex) -> None:
    assert found(index, "tom") == [2]
    assert found(index, "q") == []


@pytest.mark.parametrize(
    ("query", "brief"),
    [("mien thi th", 3), ("miễn thị th", 3), ("bo cong th", 1), ("thu hut von d", 2)],
)
def test_a_query_sent_before_its_last_word_was_whole_finds_the_brief(
    index: SearchIndex, query: str, brief: int
) -> None:
    assert index.search(query).hits[0].id == brief


@pytest.mark.parametrize("query", ["mieeen thi thucccc", "MIỄN THỊỊỊỊ THỰC", "mien thiiiiiiii thuc"])
def test_letters_drawn_out_are_one(index: SearchIndex, query: str) -> None:
    assert [hit.id for hit in index.search(query).hits] == [3]


def test_a_word_beyond_reading_does_not_outweigh_the_others() -> None:
    index = SearchIndex()
    index.extend(SearchDocument(n, None, f"Tin số {n}", body=f"chuyện thường ngày {n}") for n in range(2500))
    index.add(SearchDocument(9999, None, "Miễn thị thực cho công dân nhiều nước"))
    assert [hit.id for hit in index.search("mien thi thuc qzxwvb cong dan").hits] == [9999]
    assert not index.search("qzxwvb thuc").hits


def test_the_last_word_is_completed_as_the_brief_spells_it(index: SearchIndex) -> None:
    assert index.search("mien thi th").corrected == "Miễn thị thực"


def test_only_the_last_word_is_completed(index: SearchIndex) -> None:
    assert index.search("mien thi th").total == 1
    assert not index.search("thi th mien").hits


def test_the_snippet_marks_words_in_source_spelling(index: SearchIndex) -> None:
    (hit,) = index.search("thuy san").hits
    assert {text for text, marked in hit.snippet if marked} == {"thủy", "sản"}


FILLER = "đoạn này dài để câu phải được cắt bớt cho vừa hai dòng của điện thoại và không hơn nữa"


FIGURES = " ".join(f"{day}/3 28.000" for day in range(10, 22))


@pytest.mark.parametrize("distance", range(12))
@pytest.mark.parametrize("after", [f"{FIGURES} {FILLER} {FILLER}", "rồi hết."])
def test_a_snippet_is_never_cut_inside_a_date_or_a_figure(distance: int, after: str) -> None:
    gap = " ".join(FILLER.split()[:distance])
    index = SearchIndex()
    index.extend([SearchDocument(1, "a", "Tin", body=f"{FIGURES} {gap} thủy sản {gap} {after}")])
    (hit,) = index.search("thuy san").hits
    shown = "".join(text for text, _ in hit.snippet).strip("…").split()
    assert set(shown) <= set(f"{FIGURES} {FILLER} thủy sản {after}".split())


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("ngoai giao kinh te", None),
        ("NGOẠI GIAO", None),
        ("ngoai giap kinh te", "ngoại giao kinh tế"),
        ("bct", None),
        ("mienthi thuc", "miễn thị thực"),
    ],
)
def test_a_correction_is_spelled_as_the_source_does(
    index: SearchIndex, query: str, corrected: str | None
) -> None:
    result = index.search(query).corrected
    assert (result.lower() if result else None) == corrected


def test_typed_diacritics_decide_between_equal_briefs() -> None:
    index = SearchIndex()
    index.extend([SearchDocument(1, None, "Thuê đất làm mà"), SearchDocument(2, None, "Thuê đất làm má")])
    assert found(index, "làm mà")[0] == 1
    assert found(index, "làm má")[0] == 2
    assert set(found(index, "lam ma")) == {1, 2}


def test_the_newer_of_equal_briefs_comes_first() -> None:
    index = SearchIndex()
    index.extend(
        [
            SearchDocument(1, None, "Họp báo thường kỳ", date=dt.date(2024, 1, 1)),
            SearchDocument(2, None, "Họp báo thường kỳ", date=dt.date(2025, 1, 1)),
            SearchDocument(3, None, "Họp báo thường kỳ"),
        ]
    )
    assert found(index, "hop bao") == [2, 1, 3]


def test_a_title_as_long_as_a_text_gains_nothing_by_its_end() -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Tin khác " * 25 + "gạo xuất khẩu"))
    index.add(SearchDocument(2, None, "Tin", lead="Gạo xuất khẩu."))
    assert found(index, "gao xuat khau") == [2, 1]


@pytest.mark.parametrize("query", ["mien thi thuc cong dan", "chinh phu quyt dinh mien"])
def test_equal_briefs_stand_by_date_however_many_they_are(query: str) -> None:
    index = SearchIndex()
    lead, body = "Chính phủ quyết định miễn thị thực", "Bộ Ngoại giao cho biết việc này. " * 3
    for number in range(45):
        date = dt.date(2024, 1, 1) + dt.timedelta(number * 17 % 45)
        index.add(SearchDocument(number, None, "Miễn thị thực cho công dân", lead=lead, body=body, date=date))
        hits = index.search(query, limit=50).hits
        assert [hit.id for hit in hits] == sorted(range(number + 1), key=lambda each: -(each * 17 % 45))


def test_an_abbreviation_explained_in_a_text_works_both_ways() -> None:
    index = SearchIndex()
    index.extend(
        [
            SearchDocument(1, None, "Giải ngân vốn", lead="Kho bạc nhà nước (KBNN) đã giải ngân."),
            SearchDocument(2, None, "KBNN tỉnh họp"),
            SearchDocument(3, None, "Kho bạc nhà nước đổi mới"),
        ]
    )
    assert set(found(index, "kbnn")) == {1, 2, 3}
    assert set(found(index, "kho bac nha nuoc")) == {1, 2, 3}


def test_initials_in_capitals_find_the_words_of_a_title(index: SearchIndex) -> None:
    assert found(index, "AG") == [2]


def test_words_in_one_line_come_before_the_same_words_in_several() -> None:
    index = SearchIndex()
    index.add(SearchDocument(1, None, "Mùa khô", points=("Hạn mặn, cống ngăn.", "Ruộng lúa.")))
    index.add(SearchDocument(2, None, "Mùa mưa", points=("Ruộng lúa sau cống ngăn, hạn mặn.",)))
    assert [hit.id for hit in index.search("han man cong ngan ruong lua").hits] == [2, 1]


@pytest.mark.parametrize("query", ["1400", "1.400", "1400 trieu", "nhap khau 1400"])
def test_a_number_is_found_however_its_thousands_are_parted(query: str) -> None:
    index = SearchIndex()
    index.extend(
        [
            SearchDocument(1, None, "Xuất, nhập khẩu 1.400 triệu USD"),
            SearchDocument(2, None, "Giá cà phê 400 đồng, 1 tỷ cổ phiếu"),
            SearchDocument(3, None, "Một tỉnh có 1025 xã, nhập khẩu 2 triệu tấn"),
        ]
    )
    assert [hit.id for hit in index.search(query).hits][:1] == [1]
    index.add(SearchDocument(4, None, "Khu 1400"))
    assert {hit.id for hit in index.search("1400").hits} == {1, 4}
    assert index.search("nhap khau 1400").corrected is None
    assert [hit.id for hit in index.search("1025").hits] == [3]
    assert not index.search("2400").hits
