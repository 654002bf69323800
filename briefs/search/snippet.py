"""The line of a hit: where its words stand, in the source's spelling, with the words that matched marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from briefs.search.vocabulary import Codes, Spellings

Snippet = tuple[tuple[str, bool], ...]

LONGEST = 160
"""Characters of a snippet, ellipses included: two lines of a phone."""
_ELLIPSIS = "…"
_ROOM = LONGEST - 2 * len(_ELLIPSIS)
_REACH = 30  # pieces that usually fit
_MOST_PIECES = 50
_BEFORE = 6  # pieces shown before the first match


def snippet(codes: Codes, marks: Mapping[int, int], spellings: Spellings) -> Snippet:
    """Return the part of a text with the most different matches, as pieces (text, is a matched word).

    `codes` are the spelling numbers of the text; `marks` gives the term that matched by its place in them.
    """
    matches = sorted(marks)
    first = max(0, _richest(matches, [marks[place] for place in matches]) - _BEFORE)
    first, pieces = _from_a_space(first, marks, codes, spellings)
    last = bisect_right(list(accumulate(map(len, pieces))), _ROOM)
    if first + last < len(codes):
        last = _to_a_space(pieces, last)
    if first + last == len(codes):
        first, pieces = _more_before(first, pieces, codes, spellings)
        last = len(pieces)
    shown = pieces[:last] or [piece[:_ROOM] for piece in pieces[:1]]
    within = slice(bisect_left(matches, first), bisect_left(matches, first + len(shown)))
    places = [place - first for place in matches[within]]
    return _joined(shown, places, first > 0, first + last < len(codes))


def _from_a_space(
    first: int, marks: Mapping[int, int], codes: Codes, spellings: Spellings
) -> tuple[int, list[str]]:
    """Return the pieces from a place on, or from the next that nothing is before: never the 3 of "9/3"."""
    before = 1 if first else 0  # the first piece is given without its space
    pieces = spellings.pieces(codes[first - before : first + _MOST_PIECES].tolist())[before:]
    glued = 0
    while before and glued + 1 < len(pieces) and first + glued not in marks and pieces[glued][:1] != " ":
        glued += 1
    return first + glued, pieces[glued:]


def _to_a_space(pieces: Sequence[str], last: int) -> int:
    """Return how many of the first pieces end where a word does: never the 28 of "28.000".

    What follows all pieces is not known, and taken for a part of the last.
    """
    end = last
    while end > 1 and (end == len(pieces) or pieces[end][:1] != " "):
        end -= 1
    return end if end > 1 else last


def _richest(places: Sequence[int], terms: Sequence[int]) -> int:
    """Return the place of the match from which the most different terms match within reach."""
    best, found = 0, 0
    for start, place in enumerate(places):
        end = bisect_left(places, place + _REACH - _BEFORE)
        if end - start > found:  # else it cannot have more
            variety = len(set(terms[start:end]))
            if variety > found:
                best, found = place, variety
    return best


def _more_before(first: int, pieces: list[str], codes: Codes, spellings: Spellings) -> tuple[int, list[str]]:
    """Fill the room left by a text that ends early with what stands before."""
    begin = max(0, first - LONGEST)
    wider = spellings.pieces(codes[begin : first + len(pieces)].tolist())
    excess = sum(map(len, wider)) - _ROOM
    cut = 0
    while excess > 0:
        excess -= len(wider[cut])
        cut += 1
    while cut and cut + 1 < len(wider) - len(pieces) and wider[cut][:1] != " ":
        cut += 1
    return begin + cut, wider[cut:]


def _joined(shown: list[str], places: Sequence[int], cut_before: bool, cut_after: bool) -> Snippet:
    """Return the pieces shown as few as can be: those at the places of matches alone, without their space."""
    joined: list[tuple[str, bool]] = []
    before, start = _ELLIPSIS if cut_before else "", 0
    shown[:1] = [piece.lstrip() for piece in shown[:1]]
    for place in places:
        word = shown[place].lstrip(" ")
        space = shown[place].removesuffix(word)
        joined += [(before + "".join(shown[start:place]) + space, False), (word, True)]
        before, start = "", place + 1
    joined.append((before + "".join(shown[start:]) + (_ELLIPSIS if cut_after else ""), False))
    return tuple(part for part in joined if part[0])
