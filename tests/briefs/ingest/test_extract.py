"""Extraction through the sandbox: the content decides the kind; a contradicting name is refused or noted."""

import datetime as dt

import pytest

from briefs.errors import InputError
from briefs.ingest.extract import MOST_BYTES, Extracted, Kind, Note, Refusal, cleaned

TEXT = "Tỉnh giao Sở Y tế báo cáo trước ngày 30/6/2024 về việc phòng bệnh mùa hè tại các huyện miền núi. " * 5
PAGE = (
    f"<!doctype html><html><body><h1>Tỉnh giao việc phòng bệnh</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"
)


async def refusal(read, *arguments, **options) -> str:
    with pytest.raises(InputError) as caught:
        await read(*arguments, **options)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "media_type", "kind", "notes"),
    [
        ("a.txt", "text/plain", Kind.TEXT, ()),
        ("a.TXT", None, Kind.TEXT, ()),
        ("", None, Kind.TEXT, ()),
        ("a.md", "text/plain", Kind.MARKDOWN, ()),
        ("bai", "text/markdown", Kind.MARKDOWN, ()),
        ("a.html", "text/html", Kind.TEXT, (Note.NAME,)),
        ("https://bao.test/tin.chn", "text/plain", Kind.TEXT, ()),
    ],
)
async def test_plain_text_is_read_whatever_its_name(read, name, media_type, kind, notes):
    extracted = await read(name, TEXT.encode(), media_type)
    assert (extracted.kind, extracted.notes) == (kind, notes)
    assert extracted.text == TEXT.strip()


@pytest.mark.parametrize(
    ("name", "media_type", "notes"),
    [
        ("a.html", None, ()),
        ("https://bao.test/tin-1.htm", "text/html", ()),
        ("https://bao.test/tin/", "application/octet-stream", ()),
        ("a.txt", "text/plain", (Note.NAME,)),
    ],
)
async def test_a_page_is_read_as_a_page_whatever_its_name(read, name, media_type, notes):
    extracted = await read(name, PAGE.encode(), media_type)
    assert (extracted.kind, extracted.title, extracted.notes) == (
        Kind.HTML,
        "Tỉnh giao việc phòng bệnh",
        notes,
    )


async def test_pdf_and_word_files_are_read_without_a_name(read, pdf, word):
    assert (await read("", pdf([(72, 700, TEXT[:90])]))).kind is Kind.PDF
    assert (await read("tai-ve?id=3", word(TEXT), "application/octet-stream")).kind is Kind.DOCX


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.html", "a.md"])
async def test_a_pdf_under_another_files_name_is_refused(read, pdf, name):
    assert await refusal(read, name, pdf([(72, 700, TEXT[:90])])) == Refusal.WRONG_NAME


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.html", "a.md"])
async def test_a_word_file_under_another_files_name_is_refused(read, word, name):
    assert await refusal(read, name, word(TEXT)) == Refusal.WRONG_NAME


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
async def test_text_under_the_name_of_a_pdf_or_word_file_is_refused(read, name):
    assert await refusal(read, name, TEXT.encode()) == Refusal.WRONG_NAME


async def test_an_empty_file_and_one_over_five_megabytes_are_refused(read):
    assert await refusal(read, "a.txt", b"") == Refusal.EMPTY
    assert await refusal(read, "a.txt", b" \n\xe2\x80\x8b\n") == Refusal.EMPTY
    assert await refusal(read, "a.txt", b"a" * (MOST_BYTES + 1)) == Refusal.TOO_BIG


async def test_a_declared_charset_is_used(read):
    data = "Le président a signé; déjà vu à l'été.".encode("cp1252")
    assert (await read("", data, "text/plain", charset="windows-1252")).text.startswith("Le président")


def test_every_refusal_says_what_to_do():
    for refusal in Refusal:
        reason, _, advice = refusal.partition(";")
        assert reason
        assert len(advice) > 15, refusal
        assert "\n" not in refusal
        assert refusal.endswith(".")


def test_what_the_file_states_goes_before_what_its_layout_suggests():
    lead = "Chiều 5/6, lãnh đạo tỉnh làm việc với các sở."
    text = f"{lead}\n\nHội nghị. (Ảnh: Văn Minh)\n\n{TEXT.strip()}\n\nLê Văn Ba\n\nBài liên quan"
    day = dt.date(2024, 6, 5)
    found = cleaned(Extracted(Kind.HTML, text, "Tỉnh họp bàn", lead, "Trần An", day, "Báo Tỉnh"))
    assert (found.title, found.lead, found.author) == ("Tỉnh họp bàn", lead, "Trần An")
    assert (found.published, found.outlet) == (day, "Báo Tỉnh")
    assert found.paragraphs == (lead, TEXT.strip())
    assert [line.text for line in found.removed] == [
        "Hội nghị. (Ảnh: Văn Minh)",
        "Lê Văn Ba",
        "Bài liên quan",
    ]


@pytest.mark.parametrize("title", ["Tỉnh giao việc cho các sở.", "Về việc giao nhiệm vụ cho các sở " * 8])
def test_a_title_that_looks_like_a_paragraph_is_not_repeated_in_the_text(title):
    found = cleaned(Extracted(Kind.HTML, TEXT.strip(), title.strip()))
    assert (found.title, found.paragraphs) == (title.strip(), (TEXT.strip(),))


def test_plain_text_keeps_what_its_layout_shows():
    found = cleaned(Extracted(Kind.TEXT, f"Tỉnh họp bàn việc mới\n\nTrần An 05/06/2024\n\n{TEXT.strip()}"))
    assert (found.title, found.author, found.published) == (
        "Tỉnh họp bàn việc mới",
        "Trần An",
        dt.date(2024, 6, 5),
    )
    assert found.text == TEXT.strip()
