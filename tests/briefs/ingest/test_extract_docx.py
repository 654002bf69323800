"""Reading Word files: paragraphs in order, insertions kept, deletions and hidden text not."""

import pytest

from briefs.errors import InputError
from briefs.ingest.parsers.docx import read_docx
from briefs.ingest.parsers.parsed import Note, Refusal


def paragraph(runs: str) -> str:
    return f"<w:p>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def read(word, body: str) -> list[str]:
    return read_docx(word(body=body)).text.split("\n\n")


def test_paragraphs_come_in_order(word):
    extracted = read_docx(word("Căn cứ Nghị định", "", "  Điều 1. Giao Sở Y tế  "))
    assert extracted.text == "Căn cứ Nghị định\n\nĐiều 1. Giao Sở Y tế"
    assert extracted.title is extracted.author is None


def test_tables_are_read_cell_by_cell_where_they_stand(word):
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("UBND TỈNH", "CỘNG HÒA"))
    body = paragraph(run("trước")) + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph(run("sau"))
    assert read(word, body) == ["trước", "UBND TỈNH", "CỘNG HÒA", "sau"]


def test_insertions_links_breaks_and_tabs_are_kept(word):
    runs = (
        run("Giao")
        + f"<w:ins>{run(' Sở Y tế')}</w:ins><w:hyperlink>{run(' báo cáo')}</w:hyperlink>"
        + "<w:r><w:tab/><w:t>ngay</w:t><w:br/><w:t>dòng hai</w:t></w:r>"
    )
    assert read(word, paragraph(runs)) == ["Giao Sở Y tế báo cáo ngay", "dòng hai"]


@pytest.mark.parametrize(
    "hidden",
    [
        run("MẬT", "<w:vanish/>"),
        "<w:del><w:r><w:delText>MẬT</w:delText></w:r></w:del>",
        f"<w:del>{run('MẬT')}</w:del>",
        f"<w:moveFrom>{run('MẬT')}</w:moveFrom>",
        f"<mc:AlternateContent><mc:Fallback>{run('MẬT')}</mc:Fallback></mc:AlternateContent>",
        "<w:r><w:instrText>MẬT</w:instrText></w:r>",
    ],
)
def test_what_a_reader_does_not_see_is_not_taken(word, hidden):
    assert read(word, paragraph(run("thấy") + hidden)) == ["thấy"]


def test_invisible_characters_are_removed_and_noted(word):
    extracted = read_docx(word("Sở\u202e Y\u200b tế"))
    assert (extracted.text, extracted.notes) == ("Sở Y tế", (Note.INVISIBLE,))


def test_entities_are_refused(word):
    part = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for encoded in (part, part.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")):
        with pytest.raises(InputError, match=str(Refusal.ENTITIES)):
            read_docx(word("a", members={"word/document.xml": encoded}))
