"""Folding: bringing the many spellings of one Vietnamese word to a single form for comparison.

Nothing here changes what readers see: the source's spelling is printed, folded forms are only compared.
Offsets always count characters of the NFC text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARK = re.compile(f"[{_MARKS}]+")
# The letter đ has no canonical decomposition; Ð (eth) and Ɖ (African d) look the same and get typed for it.
_LOOK_ALIKES = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "ı": "i"})
_JOINERS = re.compile(r"[\s\-‐‑‒–—―−'’‘ʼ`´′_]+")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")

# Open syllables ending in oa, oe, uy are written with the tone on either vowel: hòa and hoà, thủy and thuỷ.
_OLD_PLACEMENT = re.compile(rf"[òóỏõọùúủũụ][aey](?![^\W_]|[{_MARKS}])")
_NEW_PLACEMENT = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A folded syllable and where it stands: `start` and `end` count characters of the NFC source text."""

    text: str
    start: int
    end: int


def nfc(text: str) -> str:
    """Return the text in NFC, the form in which every offset of the project counts."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text in lower case without diacritics; hyphens, apostrophes and space runs become one space.

    The result is the same for every normal form of the text, and folding it again changes nothing.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).casefold()
        text = unicodedata.normalize("NFKD", _MARK.sub("", text).translate(_LOOK_ALIKES)).casefold()
        text = _MARK.sub("", text).translate(_LOOK_ALIKES)
        text = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    return _JOINERS.sub(" ", text.lower()).strip()


def syllables(text: str) -> list[str]:
    """Return the folded words of the text in order: runs of letters and digits."""
    return _WORD.findall(fold(text))


def words(text: str) -> list[Word]:
    """Return the folded words of the text with their place in the NFC text.

    A word whose folding falls apart (a ligature of symbols, say) is left out.
    """
    source = nfc(text)
    spans = ((match.span(), fold(match.group())) for match in _WORD.finditer(source))
    return [Word(folded, *span) for span, folded in spans if folded]


def tone_key(text: str) -> str:
    """Return the text in NFC and lower case, with the tone of oa, oe, uy on the last vowel: hòa becomes hoà.

    Two spellings that differ only in where the tone is written have the same key; all other diacritics count.
    """
    return _OLD_PLACEMENT.sub(_move_tone, nfc(text.lower()))


def _move_tone(match: re.Match[str]) -> str:
    return _NEW_PLACEMENT.get(match[0], match[0])
