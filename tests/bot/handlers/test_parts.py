"""Messages become sources in the order they were sent, whatever order they arrive in."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.material import FileRef, Material, Origin
from bot.handlers.adding.parts import CUT_FROM, Gathering, Part, joined, part_of, sources

FILE = FileRef("key", "bai.pdf", "application/pdf", 10)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=8), st.randoms())
def test_the_order_of_arrival_makes_no_difference(texts: list[str], chance: random.Random):
    parts = [Part(number, text) for number, text in enumerate(texts)]
    shuffled = parts.copy()
    chance.shuffle(shuffled)
    assert sources(shuffled) == sources(parts)


@given(st.lists(st.text(min_size=1), max_size=5))
def test_a_gathering_is_read_back_as_it_was_noted(texts: list[str]):
    parts = tuple(
        Part(n, text, FILE if n % 2 else None, "Tên", Origin("Kênh")) for n, text in enumerate(texts)
    )
    gathered = Gathering(parts, asked=True, screen=5)
    assert Gathering.from_json(gathered.to_json()) == gathered


def test_a_sentence_that_was_cut_between_two_messages_goes_on():
    first = "Một câu dài. " * (CUT_FROM // 12) + "Bộ Công Thương rà soát"
    assert joined([first, "an toàn hồ chứa."]).endswith("Bộ Công Thương rà soát an toàn hồ chứa.")


def test_messages_that_end_a_sentence_are_paragraphs_of_their_own():
    assert joined(["Một câu.", "Hai câu."]) == "Một câu.\n\nHai câu."
    assert joined(["Tiêu đề ngắn", "Bài viết."]) == "Tiêu đề ngắn\n\nBài viết."


def test_files_and_addresses_are_sources_of_their_own_beside_the_text():
    parts = [
        Part(4, "https://bao.vn/1"),
        Part(3, "Đoạn hai."),
        Part(2, file=FILE, title="Tên"),
        Part(1, "Đoạn một.", origin=Origin("Kênh Thời sự")),
    ]
    text, file, address = sources(parts)
    assert (text.text, text.outlet) == ("Đoạn một.\n\nĐoạn hai.", "Kênh Thời sự")
    assert (file.file, file.title) == (FILE, "Tên")
    assert address.url == "https://bao.vn/1"


def test_a_short_caption_is_the_title_and_a_long_one_is_not():
    assert part_of(Material(1, file=FILE), "An toàn hồ chứa") == Part(1, file=FILE, title="An toàn hồ chứa")
    assert part_of(Material(1, file=FILE), "Dài. " * 60) == Part(1, file=FILE)


def test_nothing_is_no_part():
    assert part_of(Material(1), "  \n") is None
