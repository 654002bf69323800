"""What is left of a query that finds nothing."""

from __future__ import annotations

import pytest

from briefs.search import SearchDocument, SearchIndex
from briefs.search.fewer import Part, part_that_finds

TITLES = (
    "Mở rộng diện miễn thị thực cho khách du lịch",
    "Miễn thị thực cho nhà đầu tư công nghệ cao",
    "Rà soát quy hoạch điện và lưới truyền tải",
    "Phòng chống cháy rừng trong mùa khô",
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex()
    index.extend(SearchDocument(number, None, title) for number, title in enumerate(TITLES))
    return index


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("mien thi thuc ca phe", Part("mien thi thuc", 2)),
        ("bong da mien thi thuc", Part("mien thi thuc", 2)),
        ("chay hoa rung", Part("chay rung", 1)),
    ],
)
def test_words_that_nothing_speaks_of_are_left_out(index: SearchIndex, query: str, part: Part) -> None:
    assert not index.search(query).hits
    found = part_that_finds(query, index.search)
    assert found == part


@pytest.mark.parametrize("query", ["bong da ngoai hang anh", "", "bong", "mien bong", "thuc da hoa si ca"])
def test_nothing_is_offered_where_no_half_of_the_words_finds_anything(index: SearchIndex, query: str) -> None:
    assert part_that_finds(query, index.search) is None


def test_a_long_query_is_not_tried_in_parts(index: SearchIndex) -> None:
    assert part_that_finds("mien thi thuc " * 3, index.search) is None


def test_a_query_with_an_or_is_not_tried_in_parts(index: SearchIndex) -> None:
    assert part_that_finds("mien thi thuc hoac bong da", index.search) is None
