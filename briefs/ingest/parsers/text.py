"""Bytes to text: encodings, legacy Vietnamese fonts, invisible characters; Markdown marks."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable

from briefs.errors import InputError
from briefs.ingest.clean import normalise
from briefs.ingest.parsers.parsed import Extracted, Kind, Note, Refusal

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"})

_VIETNAMESE = frozenset(
    char
    for base in "aăâeêioôơuưyđ"
    for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    for case in (str.lower, str.upper)
    for char in unicodedata.normalize("NFC", case(base) + mark)
)
_PUNCTUATION = frozenset("\u00a0\u00ad°§·«»×²³½±–—‘’“”…•")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Vietnamese letters carry two marks at most; longer stacks are decoration, and sorting them takes quadratic
# time.
_COMBINING = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACK = re.compile(f"({_COMBINING}{{3}}){_COMBINING}+")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.02  # of the characters; text damaged in transit has a few, binary data a tenth and more
_SOME_CONTROLS = 2  # pass in however short a text
_MOST_DAMAGED = 0.001  # of the characters of a web page; papers glue in fragments of other encodings
_MOST_FOREIGN = 0.3  # of the letters outside ASCII that Vietnamese does not have
# Vietnamese fonts of the time before Unicode put letters where Latin-1 has symbols (TCVN 5712:1993, VN3) or
# wrote a vowel and its mark as two letters (VNI); other languages have such pairs hardly ever.
_TCVN3 = re.compile("[A-Za-z][¨©ª«¬®µ¶¸¹¼½¾]|[©ª¬®µ¶¸¹¼½¾][A-Za-z]")
_VNI = re.compile("[AaEeOoUuYy][äåïëöüûøñ]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FEWEST_LEGACY = 5
_MOST_LEGACY = 0.1  # of the words
_MOST_PRIVATE = 0.2  # of the characters, in the private use area: a PDF without a map to Unicode

_MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\n]{0,500}\)"), r"\1"),
    (re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}> ?", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
)
_HEADING = re.compile(r"^ {0,3}# +(.{1,300}?)\s*#*$", re.MULTILINE)


def decode(data: bytes, charset: str | None = None, *, lenient: bool = False) -> tuple[str, tuple[Note, ...]]:
    """Return the text of bytes, and a note where it was converted from another encoding than UTF-8.

    A byte order mark decides; then valid UTF-8; then UTF-16 by its zero bytes; then, where `charset` declares
    it, Western European; then windows-1258 if what comes out is Vietnamese. `lenient` lets a web page keep a
    few broken bytes. Raises InputError for binary data and unknown encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding), () if encoding == "utf-8-sig" else (Note.CONVERTED,)
    if wide := _wide(data):
        return _strict(data, wide), (Note.CONVERTED,)
    try:
        return _not_binary(data.decode()), ()
    except UnicodeDecodeError:
        return _other(data, (charset or "").strip().lower(), lenient)


def tidy(text: str) -> tuple[str, tuple[Note, ...]]:
    """Return NFC text with line feeds and no invisible or control characters, and a note if there were."""
    bare = text.removeprefix("\ufeff")
    seen = any(pattern.search(bare) for pattern in (_INVISIBLE, _CONTROL, _STACK))
    whole = normalise(_STACK.sub(r"\1", bare))
    return whole, (Note.INVISIBLE,) if seen else ()


def refuse_legacy_font(text: str) -> None:
    """Raise InputError where the letters are those of TCVN3, VNI or another font encoding."""
    words = len(text.split())
    for legacy in (_TCVN3, _VNI):
        found = len(legacy.findall(text))
        if found >= _FEWEST_LEGACY and found > words * _MOST_LEGACY:
            raise InputError(Refusal.LEGACY_FONT)
    if len(_PRIVATE.findall(text)) > len(text) * _MOST_PRIVATE:
        raise InputError(Refusal.LEGACY_FONT)


def read_text(data: bytes, charset: str | None, *, markdown: bool) -> Extracted:
    """Read a .txt or .md file; of Markdown the marks go and the first `#` heading is the title."""
    decoded, notes = decode(data, charset)
    text, more = tidy(decoded)
    refuse_legacy_font(text)
    if not markdown:
        return Extracted(Kind.TEXT, text.strip(), notes=notes + more)
    heading = _HEADING.search(text)
    if heading:
        text = text[: heading.start()] + text[heading.end() :]
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    title = heading[1].strip() if heading else None
    return Extracted(Kind.MARKDOWN, text.strip(), title=title, notes=notes + more)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return _not_binary(data.decode(encoding))
    except UnicodeDecodeError:
        raise InputError(Refusal.ENCODING) from None


def _wide(data: bytes) -> str | None:
    """Return the unmarked UTF-16 that zero bytes betray: ASCII letters leave one on every other place."""
    head = data[: 4096 & ~1]
    if len(data) % 2 or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 2 * 0.3 or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _not_binary(text: str) -> str:
    if len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROLS + _SOME_CONTROLS:
        raise InputError(Refusal.BINARY)
    return text


def _other(data: bytes, charset: str, lenient: bool) -> tuple[str, tuple[Note, ...]]:
    attempts: list[tuple[str, Callable[[str], bool]]] = [("cp1258", _is_vietnamese)]
    if charset in _WESTERN:
        attempts.append(("cp1252", lambda text: not _is_foreign(text)))
    for encoding, accepted in attempts:
        try:
            text = unicodedata.normalize("NFC", _not_binary(_STACK.sub(r"\1", data.decode(encoding))))
        except UnicodeDecodeError:
            continue
        if accepted(text):
            return text, (Note.CONVERTED,)
    text = data.decode("utf-8", "replace")
    if lenient and text.count("\ufffd") <= len(text) * _MOST_DAMAGED:
        return _not_binary(text), (Note.DAMAGED,)
    binary = len(_CONTROL_BYTE.findall(data)) > len(data) * _MOST_CONTROLS + _SOME_CONTROLS
    raise InputError(Refusal.BINARY if binary else Refusal.ENCODING)


def _is_vietnamese(text: str) -> bool:
    """Tell whether the letters outside ASCII are Vietnamese, with a đ, ơ, ư or a toned vowel among them."""
    letters = [char for char in text if char > "\x7f" and char not in _PUNCTUATION]
    vietnamese = sum(char in _VIETNAMESE for char in letters)
    typical = any(char in "đĐơƠưƯăĂ" or char > "\u1e9f" for char in letters)
    return typical and vietnamese >= 0.98 * len(letters)


def _is_foreign(text: str) -> bool:
    letters = [char for char in text if char > "\x7f" and char not in _PUNCTUATION]
    return sum(char not in _VIETNAMESE for char in letters) > _MOST_FOREIGN * len(letters)
