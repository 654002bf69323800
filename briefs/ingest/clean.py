"""From pasted or extracted plain text to clean paragraphs: what is the article, what only surrounds it.

Every line gets a kind; lines that are not the article's own words are taken out and listed with the reason.
Title, lead, outlet, author and date are given only where the layout shows them; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from briefs.ingest.letterhead import Letterhead, read_letterhead, signatures
from briefs.text.dates import parse_day
from briefs.text.fold import fold

# Zero-width characters, soft hyphens, byte order marks, and controls that turn the direction of text.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")  # all but the single blanks, which are right already

# Sorting the marks on one letter takes quadratic time, 120,000 of them took 12 s; no word is so long.
_LONG_RUN = re.compile(r"(?<!\S)\S{1000,}")
# What no composed Vietnamese text has: only then is it worth looking for long runs.
_UNUSUAL = re.compile("[^\x00-\u02ff\u1e00-\u1eff\u2000-\u206f\u20ab]")

_IMAGE_FILE = re.compile(r"[^\s/\\]{1,120}\.(?:jpe?g|png|gif|webp|bmp|svg|heic|avif)", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\-–—.|/]\s*(?:ảnh|nguồn ảnh|đồ h[oọ][aạ]|infographic|clip|video)\s*(?:tư liệu\s*|minh h[oọ][aạ]\s*)?:"
    r"|\((?:ảnh|clip|video)[^()]{0,40}\)\.?$|^(?:ảnh|clip|video|infographic|đồ h[oọ][aạ])\s*:",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"(?P<who>.*?)[\s|,\-–]*(?:(?:thứ\s+\w+|chủ\s+nhật)\s*,?\s*)?(?:ngày\s+)?"
    r"(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[\s|,\-–]*"
    r"(?:\d{1,2}\s*[:hg]\s*\d{0,2})?\s*(?:[ap]m)?\s*(?:\(?gmt\s*\+?\s*\d+\)?)?",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"\((?P<bracket>[^()]{2,40})\)|(?:theo|nguồn)\s*:?\s+(?P<named>[^.,;:]{2,40})", re.IGNORECASE
)
_LIST_ITEM = re.compile(r"(?:[-–—•*+]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-zđ])[.)])\s", re.IGNORECASE)
_FOOT = (
    "bai lien quan|tin lien quan|tin bai lien quan|tin cung chuyen muc|bai cung chuyen muc|cung chuyen muc|"
    "xem them|doc them|tin khac|tin moi|tin noi bat|noi bat|dung bo lo|co the ban quan tam|doc nhieu|"
    "binh luan|y kien ban doc|tu khoa|tags?|chia se|theo doi chung toi|powered by|copyright|ban quyen|"
    "lien he toa soan|dang ky nhan tin|tin doc nhieu|video noi bat|quang cao"
)
_FOOT_LINE = re.compile(rf"(?:{_FOOT})\b(?!.*[.;]$)")
_TERMINALS = (".", "!", "?", "…", ";", ":")
_CLOSERS = "\"'”’»)]"

_LONGEST_TITLE = 40  # syllables; headlines of Vietnamese papers stay under 30, titles of notices run longer
_LONGEST_SECTION = 4  # syllables of a section label such as "Thời sự" above the title
_LONGEST_FOOT = 30  # syllables; longer lines after "Bài liên quan" are the article going on
_LONGEST_HEAD = 20  # syllables; an unfinished longer line between paragraphs is a caption
_LONGEST_CAPTION = 80  # syllables
_LONGEST_LEAD = 130  # syllables
_LONGEST_BYLINE = 120  # characters
_LONGEST_NAME = 5  # syllables of a person's name


class Reason(StrEnum):
    """Why a line is not part of the article's text."""

    SECTION = "section label"
    BYLINE = "byline"
    IMAGE = "image file name"
    CAPTION = "caption"
    SOURCE = "source line"
    RELATED = "related links and page furniture"
    FRAME = "letterhead, recipients and signatures"


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that was taken out, as it stood, and why."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class CleanText:
    """An article's own words: `text` is NFC, its paragraphs joined by blank lines.

    What the source does not state is None. The lead, where there is one, is the first paragraph of `text`.
    """

    text: str
    title: str | None = None
    lead: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: dt.date | None = None
    removed: tuple[Removed, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the text, in order."""
        return tuple(self.text.split("\n\n")) if self.text else ()


@dataclass(slots=True)
class _Line:
    text: str
    block: int  # lines without a blank line between them share a block
    reason: Reason | None = None

    @property
    def syllables(self) -> int:
        return len(self.text.split())

    @property
    def finished(self) -> bool:
        return self.text.rstrip(_CLOSERS).endswith(_TERMINALS)


@dataclass(slots=True)
class _Head:
    title: str | None = None
    author: str | None = None
    published: dt.date | None = None
    dash: bool = False  # the first paragraph is set off by a leading dash, as leads are
    body: int = 0  # index of the first line of the body
    removed: list[_Line] = field(default_factory=list)


def clean(raw: str) -> CleanText:
    """Take apart the plain text of an article.

    Works on any string; an empty or wholly removed text gives an empty `text`. HTML is not parsed here.
    """
    lines = _lines(normalise(raw))
    _mark_foot(lines)
    head = _read_head(lines)
    body = lines[head.body :]
    outlet, author = _read_end(body)
    _mark_captions(body, lead_may_be_open=head.title is None)
    kept = [line for line in body if not line.reason]
    lead = _lead(head, body, kept)
    removed = tuple(Removed(line.text, line.reason) for line in lines if line.reason)
    return CleanText(
        text="\n\n".join(line.text for line in kept),
        title=head.title,
        lead=lead,
        outlet=outlet,
        author=head.author or author,
        published=head.published,
        removed=removed,
    )


def normalise(raw: str) -> str:
    """Return the text in NFC with line feeds and single spaces, without invisible and control characters.

    A lone surrogate, which can neither be stored nor sent, becomes “?”.
    """
    # What there is to mend is not printable, but for runs of blanks: most texts have none of it.
    plain = "  " not in raw and raw.replace("\n", "").isprintable()
    text = raw if plain else _mended(raw)
    if _UNUSUAL.search(text):
        text = _LONG_RUN.sub(_without_marks, text)
    return unicodedata.normalize("NFC", text)


def _mended(raw: str) -> str:
    text = _CONTROL.sub("", _INVISIBLE.sub("", _BREAK.sub("\n", raw)))
    return _SPACES.sub(" ", text).encode("utf-8", "replace").decode()


def _without_marks(run: re.Match[str]) -> str:
    return "".join(char for char in run[0] if not unicodedata.combining(char))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    block = 0
    for part in text.split("\n"):
        if part.strip():
            lines.append(_Line(part.strip(), block))
        else:
            block += 1
    return lines


def _mark_foot(lines: Sequence[_Line]) -> None:
    """Mark the page furniture at the end: a known opener and the short lines from there on."""
    first = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        if lines[index].syllables > _LONGEST_FOOT:
            break
        if _FOOT_LINE.match(fold(lines[index].text)):
            first = index
    for line in lines[first:]:
        line.reason = Reason.RELATED


def _read_head(lines: Sequence[_Line]) -> _Head:
    """Read section label, title and byline from the top; what follows them is the body."""
    if found := read_letterhead([line.text for line in lines]):
        return _framed(lines, found)
    head = _Head()
    index = 0
    if _is_section(lines):
        lines[0].reason = Reason.SECTION
        index = 1
    if len(lines) > index + 1 and _is_title(lines[index], lines[index + 1]):
        head.title = lines[index].text
        index += 1
    if index < len(lines) and not lines[index].reason and _read_byline(lines[index], head):
        lines[index].reason = Reason.BYLINE
        index += 1
    if index < len(lines) and re.match(r"[-–—]\s", lines[index].text) and not _starts_list(lines, index):
        head.dash = True
        lines[index].text = lines[index].text[1:].strip()
    head.body = index
    return head


def _framed(lines: Sequence[_Line], found: Letterhead) -> _Head:
    """Take the frame off an official document; its number, place and date stay as the first lines."""
    end = signatures([line.text for line in lines])
    for at, line in enumerate(lines):
        if at not in found.own and not found.body <= at < end:
            line.reason = line.reason or Reason.FRAME
    return _Head(title=found.title, published=found.day, body=min(found.own, default=found.body))


def _dated(text: str) -> re.Match[str] | None:
    return _DATE_LINE.fullmatch(text) if len(text) <= _LONGEST_BYLINE else None


def _is_section(lines: Sequence[_Line]) -> bool:
    """Tell whether the first line is a label above the title: short, and a title follows it."""
    if len(lines) < 3 or lines[0].syllables > _LONGEST_SECTION or lines[0].finished:
        return False
    return not _dated(lines[1].text) and _is_title(lines[1], lines[2])


def _is_title(line: _Line, following: _Line) -> bool:
    if line.reason or following.reason or line.syllables > _LONGEST_TITLE or _LIST_ITEM.match(line.text):
        return False
    if _dated(line.text) or _IMAGE_FILE.fullmatch(line.text):
        return False
    if re.search(r"[?!][\"”]?$", line.text):
        return following.block != line.block
    return not line.finished and not line.text.endswith((",", "|"))


def _read_byline(line: _Line, head: _Head) -> bool:
    match = _dated(line.text)
    day = parse_day(match.group("day")) if match else None
    if not match or not day:
        return False
    who = match.group("who").strip(" |,-–")
    if who and not is_name(who):
        return False
    head.author, head.published = who or None, day
    return True


def is_name(text: str) -> bool:
    """Tell whether the text is written like a person's name: two to five capitalised syllables, no digits."""
    parts = text.split()
    if not 2 <= len(parts) <= _LONGEST_NAME or len(text) > 40:
        return False
    return all(part.replace(".", "").isalpha() and part[0].isupper() for part in parts)


def _starts_list(lines: Sequence[_Line], index: int) -> bool:
    return any(_LIST_ITEM.match(line.text) for line in lines[index + 1 : index + 3])


def _read_end(body: Sequence[_Line]) -> tuple[str | None, str | None]:
    """Read outlet and author from the last lines of the body, where they stand alone."""
    outlet = author = None
    for line in reversed([line for line in body[2:] if not line.reason][-2:]):
        source = _SOURCE_LINE.fullmatch(line.text)
        if source and not outlet and not _CREDIT.search(line.text):
            outlet = (source.group("bracket") or source.group("named")).strip()
            line.reason = Reason.SOURCE
        elif is_name(line.text) and not author:
            author = line.text
            line.reason = Reason.BYLINE
        else:
            break
    return outlet, author


def _mark_captions(body: Sequence[_Line], *, lead_may_be_open: bool) -> None:
    """Mark image file names and captions: by credit, by place under a file name, or by being unfinished."""
    unfinished = [
        line for line in body if not (line.reason or line.finished) and line.syllables > _LONGEST_HEAD
    ]
    prose = len(unfinished) * 3 <= len(body)  # in a text without full stops their absence says nothing
    for index, line in enumerate(body):
        if line.reason:
            continue
        before = body[index - 1] if index else None
        if _IMAGE_FILE.fullmatch(line.text):
            line.reason = Reason.IMAGE
        elif _is_caption(line, before):
            line.reason = Reason.CAPTION
        elif prose and _stands_apart(body, index) and not (lead_may_be_open and index == 0):
            line.reason = _unfinished(line)


def _stands_apart(body: Sequence[_Line], index: int) -> bool:
    """Tell whether blank lines part a line from its neighbours, and it is not the last."""
    blocks = [line.block for line in body[max(0, index - 1) : index + 2]]
    return index < len(body) - 1 and blocks.count(body[index].block) == 1


def _is_caption(line: _Line, before: _Line | None) -> bool:
    if before and before.reason is Reason.IMAGE and before.block == line.block:
        return True
    credit = _CREDIT.search(line.text) if ":" in line.text or "(" in line.text else None
    if credit and not credit.start():  # else the article goes on behind the photographer's name
        return len(line.text[credit.end() :].split()) <= _LONGEST_HEAD
    return bool(credit and line.syllables <= _LONGEST_CAPTION) or line.text.endswith(" |")


def _unfinished(line: _Line) -> Reason | None:
    """Judge a paragraph that lacks its full stop: a heading when short, else a caption without a credit."""
    if line.finished or line.syllables <= _LONGEST_HEAD or _LIST_ITEM.match(line.text):
        return None
    inner_stop = re.search(r"[^\W\d_]{2}[.!?]\s+[A-ZĐÀ-Ỹ]", line.text)
    return None if inner_stop or line.text.endswith(",") else Reason.CAPTION


def _lead(head: _Head, body: Sequence[_Line], kept: Sequence[_Line]) -> str | None:
    """Return the first paragraph where the layout sets it off as the lead.

    That is: a leading dash, a byline above it, a picture right below it, or a blank line around it in a text
    that otherwise has none.
    """
    if len(kept) < 2 or kept[0] is not body[0] or kept[0].syllables > _LONGEST_LEAD or not kept[0].finished:
        return None
    below = body[1]
    # A bare credit may belong to a caption that the first paragraph itself is.
    bare_credit = below.syllables <= _LONGEST_NAME + 2
    pictured = below.reason is Reason.IMAGE or (below.reason is Reason.CAPTION and not bare_credit)
    rest = {line.block for line in kept[1:]}
    alone = len(rest) == 1 and len(kept) > 3 and kept[0].block not in rest
    if head.dash or (head.title and (head.published or pictured or alone)):
        return kept[0].text
    return None
