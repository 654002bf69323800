from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.ingest.clean import Reason, clean, is_name, normalise

BODY = """Tỉnh đã họp bàn về vụ lúa mới. Nhiều ý kiến được nêu ra.

Sở Nông nghiệp sẽ báo cáo kết quả.

Hội nghị kết thúc lúc 17 giờ."""


def reasons(text: str) -> list[tuple[str, Reason]]:
    return [(line.text, line.reason) for line in clean(text).removed]


def test_a_headline_on_top_is_the_title_and_not_text() -> None:
    found = clean(f"Tỉnh bàn vụ lúa mới\n\n{BODY}")
    assert found.title == "Tỉnh bàn vụ lúa mới"
    assert found.text.startswith("Tỉnh đã họp")


def test_a_sentence_on_top_is_no_title() -> None:
    assert clean(BODY).title is None


def test_a_section_label_above_the_title_is_taken_out() -> None:
    found = clean(f"Thời sự\n\nTỉnh bàn vụ lúa mới\n\n{BODY}")
    assert found.title == "Tỉnh bàn vụ lúa mới"
    assert found.removed[0].reason is Reason.SECTION


def test_a_byline_gives_author_and_date_and_sets_off_the_lead() -> None:
    found = clean(f"Tỉnh bàn vụ lúa mới\n\nLê Minh 05/03/2024 09:15\n\n{BODY}")
    assert (found.author, found.published) == ("Lê Minh", dt.date(2024, 3, 5))
    assert found.lead == found.paragraphs[0]


def test_a_picture_below_the_first_paragraph_sets_off_the_lead() -> None:
    found = clean(f"Tỉnh bàn vụ lúa mới\n\n{BODY}".replace("\n\nSở", "\nlua.jpg\n\nSở"))
    assert found.lead == found.paragraphs[0]


def test_a_bare_credit_below_the_first_paragraph_does_not() -> None:
    assert clean(f"Tỉnh bàn vụ lúa mới\n\n{BODY}".replace("\n\nSở", "\nẢnh: Lê Minh\n\nSở")).lead is None


def test_what_is_not_stated_stays_unknown() -> None:
    found = clean(BODY)
    assert (found.title, found.lead, found.outlet, found.author, found.published) == (None,) * 5


def test_an_image_file_name_and_the_line_under_it_are_taken_out() -> None:
    text = BODY.replace("\n\nSở", "\n\nanh-lua(1).jpg\nNông dân gặt lúa trên đồng.\n\nSở")
    assert reasons(text) == [
        ("anh-lua(1).jpg", Reason.IMAGE),
        ("Nông dân gặt lúa trên đồng.", Reason.CAPTION),
    ]


@pytest.mark.parametrize(
    "caption", ["Nông dân gặt lúa. (Ảnh: Lê Minh)", "Ảnh: Nông dân gặt lúa", "Đồng lúa (Ảnh minh họa)."]
)
def test_a_credit_shows_a_caption(caption: str) -> None:
    assert reasons(BODY.replace("\n\nSở", f"\n\n{caption}\n\nSở")) == [(caption, Reason.CAPTION)]


def test_a_credit_before_a_whole_paragraph_takes_nothing_out() -> None:
    run_on = "Ảnh: Lê Minh " + "Sở Nông nghiệp cho biết vụ lúa năm nay được mùa ở cả ba huyện ven sông " * 2
    assert reasons(BODY.replace("\n\nSở", f"\n\n{run_on.strip()}.\n\nSở")) == []


def test_a_long_line_without_its_full_stop_between_paragraphs_is_a_caption() -> None:
    caption = (
        "Chủ tịch UBND tỉnh cùng đoàn công tác thăm cánh đồng mẫu lớn của xã vào sáng ngày đầu của vụ gặt mới"
    )
    assert reasons(BODY.replace("\n\nSở", f"\n\n{caption}\n\nSở")) == [(caption, Reason.CAPTION)]


def test_a_heading_between_paragraphs_stays() -> None:
    assert "Nhiệm vụ sắp tới" in clean(BODY.replace("\n\nSở", "\n\nNhiệm vụ sắp tới\n\nSở")).paragraphs


def test_related_links_at_the_end_are_taken_out() -> None:
    text = f"{BODY}\n\nTin liên quan\nGiá gạo tăng mạnh\nMưa lớn ở miền Trung"
    assert [reason for _, reason in reasons(text)] == [Reason.RELATED] * 3


def test_an_article_that_goes_on_after_such_words_is_kept() -> None:
    text = BODY.replace("\n\nSở", "\n\nTin liên quan\n\n" + "Sở sẽ làm việc này. " * 12 + "\n\nSở")
    assert clean(text).text.count("Sở sẽ làm việc này.") == 12


def test_a_name_alone_at_the_end_is_the_author() -> None:
    found = clean(f"{BODY}\n\nLê Minh Hòa")
    assert found.author == "Lê Minh Hòa"
    assert "Lê Minh Hòa" not in found.text


def test_a_source_in_brackets_at_the_end_is_the_outlet() -> None:
    assert clean(f"{BODY}\n\n(Báo Tỉnh)").outlet == "Báo Tỉnh"


def test_invisible_characters_and_odd_line_ends_vanish() -> None:
    assert normalise("a\u200bb\u202ec\r\nd\u00a0\u00a0e\ufeff") == "abc\nd e"


@pytest.mark.parametrize("odd", "\x07\x7f\xad\u061c\u180e\u200b\u202e\u2065\ufeff\ufff9")
def test_one_invisible_character_alone_vanishes(odd: str) -> None:
    assert normalise(f"a{odd}b") == "ab"


@pytest.mark.parametrize(
    ("odd", "mended"),
    [("\t", " "), ("\x1c", ""), ("\xa0", " "), ("\u3000", " "), ("  ", " "), ("\r", "\n"), ("\x85", "\n"),
     ("\u2028", "\n"), ("\udcff", "?")],
)  # fmt: skip
def test_one_odd_space_line_end_or_surrogate_alone_is_mended(odd: str, mended: str) -> None:
    assert normalise(f"a{odd}b") == f"a{mended}b"


def test_a_decomposed_text_comes_out_composed() -> None:
    found = clean(unicodedata.normalize("NFD", BODY))
    assert found.text == clean(BODY).text


@pytest.mark.parametrize("text", ["Lê Minh", "THU HÀ", "Nguyễn Thị Hồng Hạnh"])
def test_names_are_recognised(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize("text", ["Minh", "hôm nay", "Quý 3 2024", "Lê Minh nói rằng"])
def test_other_words_are_no_names(text: str) -> None:
    assert not is_name(text)


@given(st.text())
def test_every_line_is_kept_or_listed(text: str) -> None:
    found = clean(text)
    parts = "".join([found.title or "", *found.paragraphs, *(line.text for line in found.removed)])
    wanted = "".join(normalise(text).split())
    assert sorted(c for c in "".join(parts.split()) if c not in "-–—") == sorted(
        c for c in wanted if c not in "-–—"
    )


@given(
    st.lists(
        st.sampled_from([BODY, "(Ảnh: A)", "a.jpg", "Bài liên quan", "Lê Minh", "1. Việc", ""]), max_size=8
    )
)
def test_the_text_has_no_empty_paragraphs(parts: list[str]) -> None:
    assert all(paragraph.strip() for paragraph in clean("\n\n".join(parts)).paragraphs)
