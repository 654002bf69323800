"""The line of a hit: where its words stand, in the source's spelling, with the words that matched marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from briefs.text.fold import fold

Snippet = tuple[tuple[str, bool], ...]

LONGEST = 160
"""Characters of a snippet, ellipses included: two lines of a phone."""
_ELLIPSIS = "…"


def snippet(pieces: Sequence[tuple[str, bool]]) -> Snippet:
    """Return the window of a text, as pieces (text, is a match), with the most different matches."""
    ends = list(accumulate(len(text) for text, _ in pieces))
    total = ends[-1] if ends else 0
    first, last = (0, len(pieces)) if total <= LONGEST else _window(pieces, ends)
    shown = [("", False), *pieces[first:last]]
    if first > 0:
        shown[0] = (_ELLIPSIS, False)
        shown[1] = (shown[1][0].lstrip(), shown[1][1])
    if last < len(pieces):
        shown[-1] = (shown[-1][0].rstrip(), shown[-1][1])
        shown.append((_ELLIPSIS, False))
    return _joined(shown)


def _window(pieces: Sequence[tuple[str, bool]], ends: Sequence[int]) -> tuple[int, int]:
    """Return the first piece and the one after the last, with some text before the first match."""
    room = LONGEST - 2 * len(_ELLIPSIS)
    matches = [number for number, (_, match) in enumerate(pieces) if match]
    best, start, first = 0, 0, 0
    for last, number in enumerate(matches):
        while ends[number] - ends[matches[first]] > room - len(pieces[matches[first]][0]):
            first += 1
        variety = len({fold(pieces[each][0]) for each in matches[first : last + 1]})
        if variety > best:
            best, start = variety, matches[first]
    before = ends[start] - len(pieces[start][0])
    begin = bisect_left(ends, max(0, min(before - room // 6, ends[-1] - room)))
    begin = begin + 1 if 0 < begin < start or (begin == 0 and before > room // 6) else begin
    offset = ends[begin - 1] if begin else 0
    return begin, max(begin + 1, bisect_right(ends, offset + room))


def _joined(pieces: Sequence[tuple[str, bool]]) -> Snippet:
    joined: list[tuple[str, bool]] = []
    for text, mark in pieces:
        if text and joined and joined[-1][1] == mark:
            joined[-1] = (joined[-1][0] + text, mark)
        elif text:
            joined.append((text, mark))
    return tuple(joined)
