"""Plain text and Markdown: encodings, legacy fonts, invisible characters."""

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import InputError
from briefs.ingest.parsers.parsed import Kind, Note, Refusal
from briefs.ingest.parsers.text import decode, read_text, tidy

TEXT = "Bộ Ngoại giao đề nghị các địa phương phối hợp.\nThời hạn: 30/6/2024 – “ưu tiên”."


def read(data: bytes, charset: str | None = None):
    return read_text(data, charset, markdown=False)


def refusal(data: bytes, charset: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(data, charset)
    return caught.value.message


def windows_1258(text: str) -> bytes:
    marks = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for char in text:
        letters = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in letters if c in marks)
        out.append(unicodedata.normalize("NFC", "".join(c for c in letters if c not in marks)) + tone)
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("data", "converted"),
    [
        (TEXT.encode(), False),
        (TEXT.encode("utf-8-sig"), False),
        (TEXT.encode("utf-16"), True),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), True),
        (TEXT.encode("utf-16-le"), True),
        (TEXT.encode("utf-16-be"), True),
        (TEXT.encode("utf-32"), True),
        (windows_1258(TEXT), True),
        (unicodedata.normalize("NFD", TEXT).encode(), False),
        (TEXT.replace("\n", "\r\n").encode(), False),
    ],
    ids=["utf-8", "mark", "utf-16", "be", "le bare", "be bare", "utf-32", "1258", "NFD", "CRLF"],
)
def test_every_common_encoding_gives_the_same_text(data, converted):
    extracted = read(data)
    assert extracted.text == TEXT
    assert extracted.notes == ((Note.CONVERTED,) if converted else ())


def test_the_bytes_decide_and_not_the_declared_charset():
    assert read(TEXT.encode(), "windows-1252").text == TEXT


def test_western_text_is_read_only_where_it_is_declared():
    data = "Le président a signé; déjà vu à l'été.".encode("cp1252")
    assert read(data, "iso-8859-1").text.startswith("Le président")
    assert refusal(data) == Refusal.ENCODING


OLD_FONTS = {
    "TCVN3": "Uû ban nh©n d©n tØnh ®Ò nghÞ c¸c së, ngµnh b¸o c¸o kÕt qu¶ thùc hiÖn",
    "VNI": "Uûy ban nhaân daân tænh ñeà nghò caùc sôû, ngaønh baùo caùo keát quaû; Boä Coâng Thöông chuû trì",
}


@pytest.mark.parametrize("font", OLD_FONTS)
def test_text_in_an_old_font_encoding_is_refused(font):
    assert refusal(OLD_FONTS[font].encode("latin-1", "ignore")) == Refusal.ENCODING
    assert refusal(OLD_FONTS[font].encode()) == Refusal.LEGACY_FONT


@pytest.mark.parametrize(
    "text",
    [
        "Die größten Länder müssen für künftige Verträge höhere Zölle prüfen; äußere Märkte öffnen.",
        "L'été dernier, les élèves naïfs ont reçu où bon leur semblait ® © 2024 « déjà » çà et là.",
        "Công ty® đạt 5 µm; 20 °C; số ¼, ½ và ¾; © 2024 Báo Tỉnh™; hoà, thuỷ, khuỷu, quý, xoè, hoàng",
    ],
)
def test_other_languages_and_symbols_are_not_taken_for_old_fonts(text):
    assert read((text * 10).encode()).text


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\ufeff", "\x00", "\x1b", "\x08"]
)
def test_an_invisible_character_is_removed_and_noted(char):
    extracted = read(TEXT.replace("địa", f"đị{char}a").encode())
    assert extracted.text == TEXT
    assert extracted.notes == (Note.INVISIBLE,)


def test_stacked_marks_are_cut_before_they_cost_time():
    extracted = read(("o" + "\u0323\u0301" * 100_000 + "k").encode())
    assert len(extracted.text) <= 5
    assert extracted.notes == (Note.INVISIBLE,)


def test_binary_data_called_text_is_refused():
    assert refusal(bytes(range(256)) * 10) == Refusal.BINARY
    assert refusal(b"\x00\x01\x02abc" * 50) == Refusal.BINARY


def test_markup_of_telegram_and_html_stays_as_it_is_written():
    text = "Điều 1: <b>x</b> [a](tg://user?id=1) *b* _c_ &amp; `d` ||e|| <script>alert(1)</script>"
    assert read(text.encode()).text == text


def test_markdown_loses_its_marks_and_gives_its_title():
    data = (
        "# Kết luận\n\n## Một\n\n> **Sở Y tế** [báo cáo](https://a.vn/b) ![a](b.png)\n\n- việc một".encode()
    )
    extracted = read_text(data, None, markdown=True)
    assert (extracted.kind, extracted.title) == (Kind.MARKDOWN, "Kết luận")
    assert [line.strip() for line in extracted.text.split("\n\n")] == [
        "Một",
        "Sở Y tế báo cáo",
        "- việc một",
    ]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_tidy_text_stays_as_it_is(text):
    once, _ = tidy(text)
    assert tidy(once) == (once, ())
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(st.text(alphabet=st.characters(), max_size=100))
def test_tidy_takes_any_text_even_lone_surrogates(text):
    tidy(text)[0].encode()


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-7", "x" * 50, "windows-1252", "cp1258", "rot13", "idna"]),
)
def test_any_bytes_are_decoded_or_refused(data, charset):
    with contextlib.suppress(InputError):
        text, _ = decode(data, charset, lenient=True)
        assert isinstance(text, str)
