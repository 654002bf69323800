"""What surrounds an article: lines that were left out of it, and what may fill in what it does not state."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefs.ingest.clean import CleanText, normalise
from briefs.text.dates import TimeMention, mentions
from briefs.text.fold import syllables
from briefs.text.sentences import split

_SUGGESTED = 4
_LONGEST_TITLE = 150  # characters
_LEADS_TO_DEADLINE = frozenset({"truoc", "den", "het", "han", "nhat", "qua", "toi"})
"""What stands before a day by which something is due (trước ngày, đến hết ngày, chậm nhất là ngày)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of the source that was taken for noise, why, and how many paragraphs stand before it."""

    text: str
    reason: str
    after: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What the surroundings of an article suggest where it states nothing itself."""

    outlets: tuple[str, ...] = ()
    days: tuple[dt.date, ...] = ()
    titles: tuple[str, ...] = ()


def left_out(raw: str, clean: CleanText) -> tuple[LeftOut, ...]:
    """Return the lines that cleaning took out of a raw text, with their places."""
    removed, kept = deque(clean.removed), deque(clean.paragraphs)
    found: list[LeftOut] = []
    count = 0
    for line in filter(None, map(str.strip, normalise(raw).split("\n"))):
        if removed and line == removed[0].text:
            gone = removed.popleft()
            found.append(LeftOut(gone.text, gone.reason, count))
        elif kept and line.endswith(kept[0]):  # a lead loses its dash
            kept.popleft()
            count += 1
    return tuple(found)


def put_back(
    paragraphs: Sequence[str], lines: Sequence[LeftOut], index: int
) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """Return the paragraphs with a line that was left out in its place again, and the lines still out."""
    back = lines[index]
    whole = (*paragraphs[: back.after], back.text, *paragraphs[back.after :])
    rest = [
        replace(line, after=line.after + 1) if at > index else line
        for at, line in enumerate(lines)
        if at != index
    ]
    return whole, tuple(rest)


def hints_of(
    paragraphs: Sequence[str],
    lines: Sequence[LeftOut] = (),
    *,
    outlets: Iterable[str] = (),
    days: Iterable[dt.date] = (),
) -> Hints:
    """Return suggestions from an article's text and what surrounds it; those handed in go first.

    A day by which something is due is none on which the article can have appeared.
    """
    texts = [line.text for line in lines] + list(paragraphs)
    dates = (mention.date for text in texts for mention in mentions(text) if not _is_due(text, mention))
    found = dict.fromkeys([*days, *filter(None, dates)])
    return Hints(
        outlets=tuple(dict.fromkeys(filter(None, outlets)))[:_SUGGESTED],
        days=tuple(found)[:_SUGGESTED],
        titles=tuple(dict.fromkeys(_titles(paragraphs)))[:_SUGGESTED],
    )


def _is_due(text: str, mention: TimeMention) -> bool:
    before = [word for word in syllables(text[: mention.start])[-3:] if word not in ("ngay", "la")]
    return bool(before) and before[-1] in _LEADS_TO_DEADLINE


def _titles(paragraphs: Sequence[str]) -> Iterable[str]:
    """Yield the first sentences of the first paragraphs that are short enough for a title."""
    for paragraph in paragraphs[:3]:
        for span in split(paragraph)[:1]:
            words = span.of(paragraph).rstrip(" .;:")
            if 0 < len(words) <= _LONGEST_TITLE:
                yield words
