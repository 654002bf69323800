from __future__ import annotations

import random
import threading
from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.search import SearchDocument, SearchIndex
from briefs.search.collection import Collection
from briefs.search.features import aligned, measure
from briefs.search.filters import MOST_READ, Filters
from briefs.search.occurrences import Occurrences
from briefs.search.passages import Codes, Texts
from briefs.search.pattern import Pattern
from briefs.search.postings import Postings
from briefs.search.query import parse_query
from briefs.search.rank import rank
from briefs.search.slots import MOST_SLOTS, read_slots
from briefs.search.threshold import Evidence, Weights
from briefs.search.titles import Titles
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


_WORDS = st.sampled_from([*SYLLABLES, "xyzzy", "qwx", "An Giang", "2024", "355/TB-VPCP", "", "ß"])
_MARKED = st.tuples(
    st.sampled_from(["", "-", "agency:", "place:", "topic:", "after:", "before:", '-"']),
    st.sampled_from(["", '"', "“"]),
    _WORDS,
    st.sampled_from(["", '"', "”"]),
).map("".join)


@settings(deadline=None)
@given(query=st.lists(_MARKED, max_size=5).map(" ".join))
@pytest.mark.parametrize("count", [0, 1, 300])
def test_any_filter_is_answered_whatever_the_library_holds(count: int, query: str) -> None:
    result = _library(count).search(query)
    assert result.total <= count


@cache
def _library(count: int) -> SearchIndex:
    index = SearchIndex()
    index.extend(documents(count))
    return index


PIECES = pytest.mark.parametrize(
    "piece",
    [
        "ngoai giao ",
        "a",
        "\u0301",
        "e\u0323\u0302",
        "שלום ",
        "مرحبا",
        "😀",
        "👩‍👩‍👧 ",
        "-",
        '"',
        "1/",
        "ｆ",
        "x" * 50 + " ",
    ],
)


@PIECES
def test_ten_thousand_characters_are_answered(index: SearchIndex, piece: str) -> None:
    index.search((piece * 10_000)[:10_000])


@cache
def made(size: int) -> Collection:
    index = SearchIndex()
    index.extend(documents(size))
    return index._collection


class Counting(Texts):
    """Texts that count how many documents are read whole."""

    read = 0

    def codes(self, docs: Iterable[int]) -> Codes:
        """Count and read."""
        listed = list(docs)
        self.read += len(listed)
        return super().codes(listed)


@pytest.fixture(scope="module")
def collection() -> Collection:
    """Documents that are all alike, so that as many as can be are candidates, and texts that are counted."""
    collection = copy(made(3000))
    texts = collection.texts
    collection.texts = Counting.restored(texts.packed, texts.lengths.tolist())
    return collection


def texts_read(query: str, collection: Collection) -> int:
    """Return how many texts are read whole to answer a query."""
    texts = collection.texts
    assert isinstance(texts, Counting)
    texts.read = 0
    parsed = parse_query(query)
    pattern = Pattern(read_slots(parsed.words, collection), collection)
    rank(pattern, [], Filters(parsed, collection), collection, Weights())
    return texts.read


@settings(deadline=None, max_examples=50)
@given(
    query=st.text(max_size=60) | st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=80).map(" ".join)
)
def test_any_query_reads_a_bounded_number_of_slots_and_texts(collection: Collection, query: str) -> None:
    slots = read_slots((query * 200)[:10_000], collection)
    assert len(slots) <= MOST_SLOTS
    assert all(len(slot.alternatives) <= 24 for slot in slots)
    parsed = parse_query(query)
    phrases = len(parsed.phrases) + len(parsed.names) + len(parsed.without)
    assert texts_read(query, collection) <= 96 + MOST_READ * phrases


@pytest.mark.parametrize("query", ['"ngoại giao"', '-"ngoại giao" kinh', 'agency:"ngoại giao"', '-"tôm gạo"'])
def test_a_phrase_is_looked_for_in_a_bounded_number_of_texts(collection: Collection, query: str) -> None:
    assert texts_read(query, collection) <= 96 + MOST_READ


@settings(deadline=None, max_examples=60)
@given(
    size=st.sampled_from([4, 300, 3000]),
    words=st.lists(st.sampled_from([*SYLLABLES, "goai", "kih", "thuj", "xk"]), min_size=1, max_size=6),
)
def test_what_is_left_unmeasured_is_no_answer(size: int, words: list[str]) -> None:
    collection = made(size)
    pattern = Pattern(read_slots(" ".join(words), collection), collection)
    docs = np.arange(min(size, 96))
    found = Occurrences(Titles(docs, pattern, collection), docs, pattern, collection)
    features = measure(found, pattern)
    exact = aligned(docs, features, found, pattern)
    assert (exact <= features.in_title + 1e-6).all()
    evidence = Evidence(features, Weights(), collection.doubt)
    assert not (evidence.confident(exact) & ~evidence.possible(features.in_title)).any()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6))
def test_the_order_of_answers_does_not_change(index: SearchIndex, words: list[str]) -> None:
    query = " ".join(words)
    assert [hit.id for hit in index.search(query).hits] == [hit.id for hit in index.search(query).hits]


@settings(deadline=None, max_examples=40)
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


def test_a_search_is_answered_while_the_index_is_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex()
    index.extend(documents(200))
    merging, answered = threading.Event(), threading.Event()
    rebuilt = Postings.rebuilt

    def slow(self: Postings, *values: Any) -> Postings:
        merging.set()
        assert answered.wait(10)  # the merge goes on only once a search has come and gone
        return rebuilt(self, *values)

    monkeypatch.setattr(Postings, "rebuilt", slow)
    adding = threading.Thread(target=index.extend, args=([SearchDocument(900, None, "Bài mới thêm")],))
    adding.start()
    assert merging.wait(10)
    assert index.search("ngoai giao").total > 0
    answered.set()
    adding.join()
    assert [hit.id for hit in index.search("bai moi them").hits] == [900]
