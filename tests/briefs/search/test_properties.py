from __future__ import annotations

import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.search import SearchDocument, SearchIndex
from briefs.text.fold import nfc

TEXT = "ngoại giao kinh tế miễn thị thực xuất khẩu gạo tôm tỉnh đầu tư hợp tác biển đảo quốc hội"
SYLLABLES = TEXT.split()


def documents(count: int, seed: int = 1) -> list[SearchDocument]:
    rng = random.Random(seed)
    return [
        SearchDocument(
            number,
            str(number),
            " ".join(rng.choices(SYLLABLES, k=8)),
            body=", ".join(rng.choices(SYLLABLES, k=60)),
        )
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex()
    index.extend(documents(300))
    return index


@settings(deadline=None)
@given(query=st.text(max_size=300))
def test_any_unicode_is_answered(index: SearchIndex, query: str) -> None:
    result = index.search(query)
    assert result.query == query
    assert len(result.hits) <= 10


@pytest.mark.parametrize(
    "piece", ["ngoai giao ", "a", "\u0301", "שלום ", "😀", "-", '"', "1/", "ｆ", "x" * 50 + " "]
)
def test_ten_thousand_characters_are_answered(index: SearchIndex, piece: str) -> None:
    index.search((piece * 10_000)[:10_000])


@settings(deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6))
def test_the_order_of_answers_does_not_change(index: SearchIndex, words: list[str]) -> None:
    query = " ".join(words)
    assert [hit.id for hit in index.search(query).hits] == [hit.id for hit in index.search(query).hits]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6))
def test_a_snippet_is_short_and_marks_words_of_the_source(index: SearchIndex, words: list[str]) -> None:
    for hit in index.search(" ".join(words)).hits:
        assert len("".join(text for text, _ in hit.snippet)) <= 160
        assert all(nfc(text) in SYLLABLES for text, marked in hit.snippet if marked)


def test_pages_follow_each_other(index: SearchIndex) -> None:
    whole = index.search("xuat khau gao", limit=20)
    parts = [index.search("xuat khau gao", limit=10, offset=offset).hits for offset in (0, 10)]
    assert [hit.id for part in parts for hit in part] == [hit.id for hit in whole.hits]


def test_one_by_one_and_all_at_once_find_the_same() -> None:
    singly, together = SearchIndex(), SearchIndex()
    for document in documents(200):
        singly.add(document)
    together.extend(documents(200))
    for query in ("ngoai giao", "xuat khau tom", "mien thi thuc", "qh", "bien dao dau tuw"):
        expected = [(hit.id, round(hit.score, 5)) for hit in together.search(query).hits]
        assert [(hit.id, round(hit.score, 5)) for hit in singly.search(query).hits] == expected


def test_many_removals_leave_the_rest_searchable() -> None:
    index = SearchIndex()
    index.extend(documents(400))
    index.add(SearchDocument(1000, None, "Chuyển đổi số nông nghiệp", documents=("21/NQ-CP",)))
    for number in range(400):
        index.remove(number)
        index.add(SearchDocument(number, None, "Bản đã sửa"))
    assert [hit.id for hit in index.search("chuyen doi so").hits] == [1000]
    assert [hit.id for hit in index.search("nq 21").hits] == [1000]
    assert index.search("mien thi thuc").total == 0


def test_searching_while_adding_raises_nothing_and_finds_all() -> None:
    index = SearchIndex()
    index.extend(documents(100))
    failures: list[Exception] = []
    done = threading.Event()

    def look() -> None:
        try:
            while not done.is_set():
                for query in ("ngoai giao", "xuat khuu", "355", "moi them"):
                    index.search(query)
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(200):
        index.add(
            SearchDocument(5000 + number, None, f"Bài mới thêm {number}", documents=(f"{number}/NQ-CP",))
        )
    index.extend(documents(500, seed=2))
    index.remove(3)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert index.search("bai moi them 150").hits[0].id == 5150
    assert len(index) == 699
