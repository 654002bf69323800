"""Words typed without the space between them, where the glued form is known too."""

from __future__ import annotations

import pytest

from briefs.search import SearchDocument
from briefs.search.collection import Collection
from briefs.search.lexicon import Lexicon
from briefs.search.readings import Reading
from briefs.search.short_forms import ShortForms
from briefs.search.slots import read_slots

SOME = (
    "Vietnam Airlines",
    "TPHCM họp báo",
    "Lê Duẩn",
    "Toán học",
    "Tổ án lệ",
    "CMVI",
    "CM vi mô",
)
MANY = "Dự án của Việt Nam ở TP HCM"


@pytest.fixture(scope="module")
def collection() -> Collection:
    titles = [*SOME * 4, *[MANY] * 280]
    collection = Collection(Lexicon(ShortForms({})))
    documents = [SearchDocument(number, None, title) for number, title in enumerate(titles)]
    collection.take(collection.merged([collection.store(documents)]))
    return collection


def parted(text: str, collection: Collection) -> list[str]:
    """Return the pairs of words that one typed word is read as."""
    (slot,) = read_slots(text, collection)
    texts = collection.lexicon.spellings.term_texts
    split = [each.terms for each in slot.alternatives if each.reading is Reading.SPLIT]
    return [" ".join(texts[term] for term in terms) for terms in split]


@pytest.mark.parametrize(
    ("typed", "pair"),
    [("ViệtNam", "viet nam"), ("tphcm", "tp hcm"), ("duan", "du an"), ("leduan", "le duan")],
)
def test_a_glued_pair_is_read_as_two_though_it_is_a_word_itself(
    collection: Collection, typed: str, pair: str
) -> None:
    assert pair in parted(typed, collection)


@pytest.mark.parametrize("typed", ["toan", "cmvi"])
def test_a_word_that_only_could_be_two_is_one(collection: Collection, typed: str) -> None:
    assert parted(typed, collection) == []
