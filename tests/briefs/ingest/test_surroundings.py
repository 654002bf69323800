from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.ingest.clean import clean
from briefs.ingest.duplicates import spellings
from briefs.ingest.outlets import outlet_of, site_of
from briefs.ingest.surroundings import LeftOut, hints_of, left_out, put_back

ARTICLE = """Thời sự

Siết kiểm tra an toàn hồ chứa trước mùa mưa

05/06/2024 08:00

- Chiều 4/6, Thủ tướng chủ trì hội nghị về phòng, chống thiên tai tại Hà Nội.

Ho_chua.jpg
Toàn cảnh một hồ chứa ở miền Trung (Ảnh: Văn An)

Cả nước có 1.200 hồ chứa xuống cấp, tập trung ở miền Trung và Tây Nguyên.

Bài liên quan
"""


def test_lines_left_out_know_the_paragraph_they_stood_behind():
    found = left_out(ARTICLE, clean(ARTICLE))
    assert [(line.text[:14], line.after) for line in found] == [
        ("Thời sự", 0),
        ("05/06/2024 08:", 0),
        ("Ho_chua.jpg", 1),
        ("Toàn cảnh một ", 1),
        ("Bài liên quan", 2),
    ]


def test_a_line_put_back_stands_where_it_stood():
    cleaned = clean(ARTICLE)
    lines = left_out(ARTICLE, cleaned)
    paragraphs, rest = put_back(cleaned.paragraphs, lines, 3)
    assert [text[:10] for text in paragraphs] == ["Chiều 4/6,", "Toàn cảnh ", "Cả nước có"]
    assert [(line.text[:7], line.after) for line in rest] == [
        ("Thời sự", 0),
        ("05/06/2", 0),
        ("Ho_chua", 1),
        ("Bài liê", 3),
    ]


@given(st.text())
def test_every_line_left_out_has_a_place(text: str):
    cleaned = clean(text)
    lines = left_out(text, cleaned)
    assert all(0 <= line.after <= len(cleaned.paragraphs) for line in lines)
    for index in range(len(lines)):
        paragraphs, rest = put_back(cleaned.paragraphs, lines, index)
        assert len(paragraphs) == len(cleaned.paragraphs) + 1
        assert len(rest) == len(lines) - 1


def test_hints_come_from_around_the_article_and_from_its_text():
    hints = hints_of(
        ("Ngày 4/6/2024, hội nghị họp tại Hà Nội.", "Báo cáo trước ngày 30/6/2024."),
        [LeftOut("Thứ Tư, 05/06/2024", "byline", 0)],
        outlets=["Kênh A", "", "Kênh A"],
        days=[dt.date(2024, 6, 8)],
    )
    assert hints.days == (dt.date(2024, 6, 8), dt.date(2024, 6, 5), dt.date(2024, 6, 4))
    assert hints.outlets == ("Kênh A",)
    assert hints.titles[0] == "Ngày 4/6/2024, hội nghị họp tại Hà Nội"


def test_an_outlet_is_known_by_its_site_or_the_one_above_it():
    assert outlet_of("https://www.nhandan.vn/tin-1.html") == "Báo Nhân Dân"
    assert outlet_of("https://en.baochinhphu.vn/x") == "Báo Điện tử Chính phủ"
    assert outlet_of("https://nhandan.vn.xau.com/") is None
    assert outlet_of("không phải địa chỉ") is None


@given(st.text())
def test_any_text_has_a_site_or_none(text: str):
    assert isinstance(site_of(text), str)
    assert text in spellings(text)


def test_one_page_has_one_address_however_it_is_written():
    wanted = spellings("https://bao.vn/tin")[0]
    for url in ("http://www.bao.vn/tin/", "https://BAO.vn/tin?utm_source=a&fbclid=b#c", "https://bao.vn/tin"):
        assert wanted in spellings(url)
    assert wanted not in spellings("https://bao.vn/tin?id=2")


@pytest.mark.parametrize("words", ["trước ngày", "đến hết ngày", "chậm nhất là ngày", "trước"])
def test_a_day_by_which_something_is_due_is_not_suggested_as_the_article_s(words):
    text = f"Hội nghị ngày 4/6/2024 yêu cầu các sở báo cáo {words} 30/6/2024."
    assert hints_of([text]).days == (dt.date(2024, 6, 4),)
