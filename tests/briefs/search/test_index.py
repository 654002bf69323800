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


def test_a_removed_brief_is_not_found(index: SearchIndex) -> None:
    index.remove(3)
    assert found(index, "mien thi thuc") == []
    assert len(index) == 2
