"""The frame of an official document: letterhead, kind and title above its text, signatures below it.

The layout is that of Decree 30/2020/NĐ-CP on clerical work, appendix I: bodies in capitals, number, place and
date, then the kind in capitals with the title under it; recipients and signatures at the end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefs.text.dates import parse_day
from briefs.text.docnumbers import KINDS
from briefs.text.fold import fold

_TOP = 14  # lines in which the kind of a document stands
_LONGEST_KIND = 6  # syllables: THÔNG BÁO KẾT LUẬN, KẾT LUẬN THANH TRA
_LONGEST_TITLE = 60  # syllables of all lines of a title
_LONGEST_END = 30  # syllables of a line below the text
_KIND = re.compile(rf"(?:{'|'.join(sorted(map(fold, KINDS), key=len, reverse=True))})\b")
_NUMBER = re.compile(r"Số\s*:?\s*\d")
_DAY = re.compile(r"\bngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
_END = re.compile(r"Nơi nhận\s*:|(?:TL|KT|TM|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ ]{5,}$")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the text, whose first line is `body`; `own` lines have number, place and date."""

    title: str
    body: int
    own: tuple[int, ...] = ()
    day: dt.date | None = None


def read_letterhead(lines: Sequence[str]) -> Letterhead | None:
    """Read the lines above the text of an official document, None for any other text."""
    kind = next((at for at in range(1, min(_TOP, len(lines) - 1)) if _is_kind(lines[at])), None)
    if kind is None or not any(map(_is_head, lines[:kind])):
        return None
    body = kind + 1
    while body < len(lines) - 1 and _goes_on(lines[kind + 1 : body], lines[body]):
        body += 1
    if body == kind + 1:
        return None
    named = " ".join(lines[kind + 1 : body])
    title = f"{lines[kind].capitalize()} {_uncapitalised(named)}"
    own = [at for at in range(kind) if _NUMBER.match(lines[at]) or _DAY.search(lines[at])]
    dated = next((found for at in own if (found := _DAY.search(lines[at]))), None)
    return Letterhead(title, body, tuple(own), parse_day(dated[0]) if dated else None)


def signatures(lines: Sequence[str]) -> int:
    """Return where recipients and signatures begin below the text, or the number of lines."""
    first = len(lines)
    for at in range(len(lines) - 1, 0, -1):
        if len(lines[at].split()) > _LONGEST_END:
            break
        if _END.match(lines[at]):
            first = at
    return first


def _is_kind(line: str) -> bool:
    return line.isupper() and len(line.split()) <= _LONGEST_KIND and _KIND.match(fold(line)) is not None


def _is_head(line: str) -> bool:
    return line.isupper() or _NUMBER.match(line) is not None


def _goes_on(title: Sequence[str], line: str) -> bool:
    """Tell whether a title, as far as it is read, goes on with a line: the first one, or one begun small."""
    if line.endswith((".", ";", ":")) or _NUMBER.match(line):
        return False
    long = sum(len(part.split()) for part in (*title, line)) > _LONGEST_TITLE
    return not long and (not title or line[0].islower())


def _uncapitalised(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
