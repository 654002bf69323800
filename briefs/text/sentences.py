"""Sentence splitting for Vietnamese news and administrative prose, with offsets.

Rules only: a mark ends a sentence unless it belongs to an abbreviation, an initial, a list number, a bracket
or a quotation that its sentence continues. Lines never run on into each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Shortened words that always stand before what they belong to: places, imprints, firms; degrees, professions;
# forms of address. The part after the last dot decides, so `PGS.TS.` is covered by `TS`.
_LEADING_ABBREVIATIONS = frozenset(
    {"tp", "tx", "tt", "p", "q", "h", "nxb", "no", "st", "vs", "co"}
    | {
        "th",
        "s",
        "ths",
        "ts",
        "tskh",
        "pgs",
        "gs",
        "bs",
        "kts",
        "ls",
        "ks",
        "cn",
        "ncs",
        "nsưt",
        "nsnd",
        "tr",
    }
    | {"đ/c", "đc", "mr", "mrs", "ms", "dr"}
)
# Shortened words that may close a sentence: only a following lower-case letter shows that they do not.
_TRAILING_ABBREVIATIONS = frozenset({"v.v", "vv", "ltd", "inc", "corp", "jr", "jsc"})
_CLOSERS = "\"'”’»)]"
# A pattern that begins with the mark, and looks behind it only then, is scanned three times as fast.
_MARKS = re.compile(r"[.!?…](?:(?<=\.)/\.|[.!?…]*)(?P<closers>[" + re.escape(_CLOSERS) + r"]*)(?=\s|$)")
# A full stop with the space after it forgotten: both sides must look like whole Vietnamese words.
_GLUED = re.compile(r"\.(?<=[a-zà-ỹ][a-zà-ỹ]\.)(?=[A-ZÀ-ỸĐ][a-zà-ỹ]*[à-ỹ][a-zà-ỹ]*\s)")
_TOKEN_BEFORE = re.compile(r"[^\s(\[“\"']+$")
_LIST_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđA-ZĐ])$")
_INITIAL = re.compile(r"(?:\w\.)*[^\W\d_]$")
_NEXT = re.compile(r"\s*(?P<dash>[-–—]\s+)?(?P<open>[“\"'‘«(\[]*)\s*(?P<word>\S*)")
# Openers of sentences written in plain ASCII; after an initial any other ASCII word may be a foreign surname.
_ASCII_OPENERS = frozenset(
    {
        "theo",
        "trong",
        "khi",
        "sau",
        "tuy",
        "do",
        "qua",
        "cho",
        "hai",
        "ba",
        "nay",
        "tin",
        "ban",
        "anh",
        "con",
        "em",
    }
)
# What stands before an item of a list, and names its level: II. 3. 3- 3.1. b) -
_ITEM = re.compile(
    r"(?:(?P<roman>[IVX]{1,5}[.)])|(?P<number>\d{1,2}[.)/–-])|(?P<part>\d{1,2}(?:\.\d{1,2})+[.)]?)|"
    r"(?P<letter>[a-zđ]\))|(?P<dash>[-–—+•●*]))\s+(?=\S)"
)
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BRACKET = re.compile(r"[()]")
_WINDOW = 60  # characters around a mark that are looked at, so that no text takes long
_LONGEST_BRACKET = 400  # an opening bracket without its pair this near is a typing slip


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters `[start, end)` in a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


def split(text: str) -> list[Span]:
    """Return the sentences of `text` in order; every character but white space is in exactly one of them.

    Line breaks end sentences. Accepts any string, normalised or not; offsets count code points.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        spans.extend(_split_line(text, line.start(), line.end()))
    return spans


def without_mark(text: str, span: Span) -> tuple[Span, str]:
    """Return a span without the number, letter or dash that makes it an item of a list, and its kind.

    The kind is empty where nothing marks it.
    """
    mark = _ITEM.match(text, span.start, span.end)
    return (Span(mark.end(), span.end), mark.lastgroup or "") if mark else (span, "")


def _split_line(text: str, start: int, end: int) -> list[Span]:
    marks = [m for m in _MARKS.finditer(text, start, end) if m.end() < end]  # the end needs no mark
    brackets = _bracketed(text, start, end) if marks else []
    cuts = [m.end() for m in marks if _ends_sentence(text, start, end, m, brackets)]
    cuts += [m.end() for m in _GLUED.finditer(text, start, end)]
    spans = []
    for cut in [*sorted(cuts), end]:
        span = _trimmed(text, start, cut)
        if span:
            spans.append(span)
        start = cut
    return spans


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _bracketed(text: str, start: int, end: int) -> list[Span]:
    """Return the outermost round brackets of a line that are closed not far from where they open."""
    found: list[Span] = []
    opened: list[int] = []
    for m in _BRACKET.finditer(text, start, end):
        at = m.start()
        if m.group() == "(":
            opened.append(at)
        elif opened:
            first = opened.pop()
            if not opened and at - first <= _LONGEST_BRACKET:
                found.append(Span(first, at))
    return found


def _ends_sentence(text: str, start: int, end: int, m: re.Match[str], brackets: list[Span]) -> bool:
    if any(b.start < m.start() < b.end for b in brackets):
        return False
    following = _NEXT.match(text, m.end(), end)
    word = following.group("word") if following else ""
    if not word:
        return True
    assert following is not None  # noqa: S101 - a word was found
    if following.group("dash") and any(c in "\"”'’" for c in m.group("closers")):
        return False
    if word[0] in ",;:-–—" or text[m.end() : m.end() + _WINDOW].lstrip()[:2] in ('",', "”,"):
        return False
    mark = m.group()[: len(m.group()) - len(m.group("closers"))]
    if mark == "." and not m.group("closers"):
        return _stop_ends_sentence(text, start, m.start(), word)
    return not _continues(word)


def _stop_ends_sentence(text: str, start: int, at: int, word: str) -> bool:
    """Decide about a bare full stop at `at` with `word` after it."""
    near = max(start, at - _WINDOW)
    before = _TOKEN_BEFORE.search(text, near, at)
    token = before.group() if before else ""
    at_start = near == start and not text[start : at - len(token)].strip(" -–•*+(")
    if at_start and _LIST_NUMBER.fullmatch(token):
        return False
    folded = token.lower()
    names_a_person = len(token) == 1 and re.search(r"(?<!\w)[^\W\d_]\.\s+$", text[near : at - 1])
    if folded.rpartition(".")[2] in _LEADING_ABBREVIATIONS and not names_a_person:
        return False
    if folded in _TRAILING_ABBREVIATIONS or re.fullmatch(r"(?:\w\.)+\w", token):
        return not _continues(word) and not re.match(r"[^\W\d_]\.", word)
    if _INITIAL.fullmatch(token) and token[-1].isupper():
        return _initial_ends_sentence(text, start, at - len(token), word)
    return not (word[0] == "(" and _continues(word.lstrip("(")))


def _initial_ends_sentence(text: str, start: int, at: int, word: str) -> bool:
    """Decide about a single capital before the stop: `vitamin C.` ends, `Donald J. Trump` goes on."""
    if _continues(word) or word[0].isdigit() or re.fullmatch(r"[^\W\d_]\.", word):
        return False
    previous = text[max(start, at - _WINDOW) : at].split()
    if not previous or previous[-1].endswith(","):
        return False
    if previous[-1][0].islower():
        return True
    return not word.isascii() or word.lower().strip(",") in _ASCII_OPENERS


def _continues(word: str) -> bool:
    """Tell whether a sentence goes on with `word`: a lower-case word that is not written like eBay."""
    return word[:1].islower() and not any(c.isupper() for c in word)
