"""The line of a hit: where its words stand, in the source's spelling, with the words that matched marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefs.search.vocabulary import Spellings

Snippet = tuple[tuple[str, bool], ...]

LONGEST = 160
"""Characters of a snippet, ellipses included: two lines of a phone."""
_ELLIPSIS = "…"
_ROOM = LONGEST - 2 * len(_ELLIPSIS)
_REACH = 30  # pieces that usually fit
_MOST_PIECES = 50
_BEFORE = 6  # pieces shown before the first match


def snippet(codes: Sequence[int], marks: Mapping[int, int], spellings: Spellings) -> Snippet:
    """Return the part of a text with the most different matches, as pieces (text, is a matched word).

    `codes` are the spelling numbers of the text; `marks` gives the term that matched by its place in them.
    """
    first = max(0, _richest(marks) - _BEFORE)
    pieces = spellings.pieces(codes[first : first + _MOST_PIECES])
    last, used = 0, 0
    while last < len(pieces) and used + len(pieces[last]) <= _ROOM:
        used += len(pieces[last])
        last += 1
    if first + last == len(codes):
        first, pieces = _more_before(first, pieces, codes, spellings)
        last = len(pieces)
    shown = [(piece, first + place in marks) for place, piece in enumerate(pieces[:last])]
    if not shown and pieces:
        shown = [(pieces[0][:_ROOM], first in marks)]
    return _joined(shown, first > 0, first + last < len(codes))


def _richest(marks: Mapping[int, int]) -> int:
    """Return the place of the match from which the most different terms match within reach."""
    places = sorted(marks)
    terms = [marks[place] for place in places]
    best, found, end = 0, 0, 0
    for start, place in enumerate(places):
        while end < len(places) and places[end] - place < _REACH - _BEFORE:
            end += 1
        if end - start > found:  # else it cannot have more
            variety = len(set(terms[start:end]))
            if variety > found:
                best, found = place, variety
    return best


def _more_before(
    first: int, pieces: list[str], codes: Sequence[int], spellings: Spellings
) -> tuple[int, list[str]]:
    """Fill the room left by a text that ends early with what stands before."""
    begin = max(0, first - LONGEST)
    wider = spellings.pieces(codes[begin : first + len(pieces)])
    excess = sum(map(len, wider)) - _ROOM
    cut = 0
    while excess > 0:
        excess -= len(wider[cut])
        cut += 1
    return begin + cut, wider[cut:]


def _joined(shown: Sequence[tuple[str, bool]], cut_before: bool, cut_after: bool) -> Snippet:
    joined: list[tuple[str, bool]] = [(_ELLIPSIS, False)] if cut_before else []
    for number, (text, mark) in enumerate(shown):
        piece = text.lstrip() if number == 0 else text
        gap = piece[: len(piece) - len(piece.lstrip(" "))] if mark else ""
        for part, marked in ((gap, False), (piece[len(gap) :], mark)):
            if part and joined and joined[-1][1] == marked:
                joined[-1] = (joined[-1][0] + part, marked)
            elif part:
                joined.append((part, marked))
    if cut_after:
        joined.append((_ELLIPSIS, False))
    return tuple(joined)
