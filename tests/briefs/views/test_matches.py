from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefs.blocks import Style
from briefs.views.matches import marked, tags_named

pieces = st.lists(st.tuples(st.text("ab -/…\n", max_size=4), st.booleans()), max_size=8)


def shown(*snippet: tuple[str, bool]) -> str:
    return "".join(f"[{s.text}]" if s.style is Style.MARKED else s.text for s in marked(snippet))


def test_neighbouring_words_are_marked_as_one() -> None:
    assert shown(("mở ", False), ("xuất", True), (" ", False), ("khẩu", True), (" gạo", False)) == (
        "mở [xuất khẩu] gạo"
    )
    number = (("21", True), ("/", False), ("NQ", True), ("-", False), ("CP", True))
    assert shown(*number) == "[21/NQ-CP]"


def test_a_word_apart_is_not_marked_where_it_stands_among_its_neighbours_elsewhere() -> None:
    apart = (("đầu", True), (" ", False), ("tư", True), (" và ", False), ("từ", True), (" ấy", False))
    assert shown(*apart) == "[đầu tư] và từ ấy"
    assert shown(("từ", True), (" xa", False)) == "[từ] xa"


def test_a_snippet_is_one_line() -> None:
    assert shown(("dài hạn.\nBộ", False)) == "dài hạn. Bộ"


@given(pieces)
def test_marking_changes_no_text(snippet: list[tuple[str, bool]]) -> None:
    whole = "".join(text for text, _ in snippet).replace("\n", " ")
    assert "".join(span.text for span in marked(snippet)) == whole


def test_the_names_nearest_to_the_words_are_told(briefs, context) -> None:
    assert tags_named("xuat nhap khau", briefs[3], context) == [context.name("topic:xuat-nhap-khau")]
    assert tags_named("halal", briefs[3], context) == []
