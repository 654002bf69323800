"""The line of a hit: where its words stand, in the source's spelling, with the words that matched marked."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.text.fold import Word, nfc, words

Snippet = tuple[tuple[str, bool], ...]

LONGEST = 160
"""Characters of a snippet, ellipses included: two lines of a phone."""
_ELLIPSIS = "…"


def snippet(text: str, matched: set[str]) -> Snippet:
    """Return the window of the text with the most different matched words, as pieces (text, is a match)."""
    source = nfc(text)
    found = [word for word in words(source) if word.text in matched]
    start, end = _window(source, found)
    pieces: list[tuple[str, bool]] = []
    at = start
    for word in found:
        if start <= word.start and word.end <= end:
            pieces += [(source[at : word.start], False), (source[word.start : word.end], True)]
            at = word.end
    pieces.append((source[at:end], False))
    if start > 0:
        pieces.insert(0, (_ELLIPSIS, False))
    if end < len(source):
        pieces.append((_ELLIPSIS, False))
    return _joined(pieces)


def _window(source: str, found: Sequence[Word]) -> tuple[int, int]:
    room = LONGEST - 2 * len(_ELLIPSIS)
    if len(source) <= LONGEST or not found:
        return 0, _word_end(source, min(len(source), LONGEST if len(source) <= LONGEST else room))
    best, start = 0, found[0].start
    first = 0
    for last, word in enumerate(found):
        while word.end - found[first].start > room:
            first += 1
        variety = len({each.text for each in found[first : last + 1]})
        if variety > best:
            best, start = variety, found[first].start
    start = _word_start(source, max(0, min(start - room // 6, len(source) - room)))
    return start, _word_end(source, min(len(source), start + room))


def _word_start(source: str, at: int) -> int:
    if at == 0:
        return 0
    space = source.find(" ", at - 1, at + 20)
    return space + 1 if space >= 0 else at


def _word_end(source: str, at: int) -> int:
    if at >= len(source):
        return len(source)
    space = source.rfind(" ", at - 20, at + 1)
    return space if space > 0 else at


def _joined(pieces: Sequence[tuple[str, bool]]) -> Snippet:
    joined: list[tuple[str, bool]] = []
    for text, mark in pieces:
        if text and joined and joined[-1][1] == mark:
            joined[-1] = (joined[-1][0] + text, mark)
        elif text:
            joined.append((text, mark))
    return tuple(joined)
