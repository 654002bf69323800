"""Reading PDF files: lines joined to paragraphs, furniture dropped, scans and locked files refused."""

import pytest

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import Note, Refusal
from briefs.ingest.parsers.pdf import read_pdf

LEFT, TOP, STEP = 72, 760, 18
FULL = "Lãnh đạo tỉnh yêu cầu các sở, ngành, địa phương tập trung thực hiện,"  # a line as wide as the text


def lines(*texts: str, top: float = TOP, left: float = LEFT) -> list[tuple[float, float, str]]:
    return [(left, top - STEP * n, text) for n, text in enumerate(texts)]


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_pdf(data)
    return caught.value.message


def test_broken_lines_are_joined(pdf):
    assert read_pdf(pdf(lines(FULL, FULL, "báo cáo đúng hạn."))).text == f"{FULL} {FULL} báo cáo đúng hạn."


def test_a_short_line_ends_its_paragraph(pdf):
    assert read_pdf(pdf(lines(FULL, "báo cáo.", FULL))).text.split("\n\n") == [f"{FULL} báo cáo.", FULL]


def test_an_indented_line_opens_a_paragraph(pdf):
    page = [*lines(FULL, FULL), *lines(FULL[:-4], top=TOP - 2 * STEP, left=LEFT + 24)]
    assert read_pdf(pdf(page)).text.split("\n\n") == [f"{FULL} {FULL}", FULL[:-4]]


def test_a_wide_gap_opens_a_paragraph(pdf):
    page = lines(FULL, FULL, FULL) + lines(FULL, top=TOP - 5 * STEP)
    assert read_pdf(pdf(page)).text.split("\n\n") == [" ".join([FULL] * 3), FULL]


@pytest.mark.parametrize("mark", ["-", "1.", "a)", "2.1.", "IV.", "đ)"])
def test_a_list_item_opens_a_paragraph(pdf, mark):
    item = f"{mark} {FULL}"
    assert read_pdf(pdf(lines(item, item))).text.split("\n\n") == [item, item]


def test_a_paragraph_goes_on_over_the_page_break(pdf):
    assert read_pdf(pdf(lines(FULL, FULL), lines(FULL))).text == " ".join([FULL] * 3)


def test_page_numbers_and_running_heads_are_left_out(pdf):
    pages = [
        [*lines("CÔNG BÁO TỈNH", top=810), *lines(f"{FULL[:-1]} {n}"), *lines(f"Trang {n}/4", top=30)]
        for n in range(1, 5)
    ]
    text = read_pdf(pdf(*pages)).text
    assert "CÔNG BÁO" not in text
    assert "Trang" not in text
    assert f"{FULL[:-1]} 3" in text


def test_a_hyphen_at_the_end_of_a_line_stays(pdf):
    assert "Trung Đông-châu Phi" in read_pdf(pdf(lines(FULL[:50] + " Trung Đông-", "châu Phi"))).text


def test_a_scan_without_text_is_refused(pdf):
    assert refusal(pdf([], [])) == Refusal.SCANNED
    assert refusal(pdf(lines("1"), lines("2"))) == Refusal.SCANNED


def test_pages_without_text_among_others_are_noted(pdf):
    assert read_pdf(pdf(lines(FULL), [])).notes == (Note.PARTLY_SCANNED,)


def test_a_locked_file_is_refused(pdf):
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>/ID[<00><00>]"
    assert refusal(pdf(lines(FULL), trailer=locked)) == Refusal.ENCRYPTED


def test_text_in_an_old_font_encoding_is_refused(pdf):
    old = "Uû ban nh©n d©n tØnh ®Ò nghÞ c¸c së, ngµnh b¸o c¸o kÕt qu¶ thùc hiÖn"
    assert refusal(pdf(lines(old, old, old))) == Refusal.LEGACY_FONT


def test_more_than_three_hundred_pages_are_refused(pdf):
    assert refusal(pdf(*[lines("a")] * 301)) == Refusal.TOO_MANY_PAGES
