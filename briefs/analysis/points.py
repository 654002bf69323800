"""The summary: the lead, then the sentences that say most beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefs.analysis.reading import Reading, Sentence
from briefs.analysis.scoring import Document
from briefs.model import Citation, Point

LONGEST_SUMMARY = 700  # characters of all points together: what a phone shows without scrolling
LONGEST_POINT = 330  # characters of one point; longer sentences are cut at a mark
MOST_POINTS = 3  # points beside the lead

_MOST_TRIED = 9  # sentences looked at; further down a text there is little worth a line
_SHORTEST = 8  # syllables; shorter sentences are headings and exclamations
_LEAST_LEFT = 80  # characters that a cut must leave: a shorter stump says too little
# How much a repetition costs against the whole range of scores in a text (maximal marginal relevance,
# Carbonell and Goldstein 1998).
_SAID_ALREADY = 0.75  # share of a sentence's content from which another has said it
_REPETITION = 0.6
# A comma before one of these parts clauses rather than the items of a list.
_CLAUSE = re.compile(
    r", (?:trong đó|nhằm|để|đồng thời|góp phần|nhất là|qua đó|từ đó|đặc biệt|bảo đảm|đảm bảo|bao gồm|khi|"
    r"do|vì|nên|tuy|nhưng|với|theo|trên cơ sở|tạo|phục vụ|đáp ứng|tiếp tục)\b"
)
# What ties a sentence to the one before it, which stands elsewhere or nowhere in the summary.
_LINK = re.compile(
    r"(?:do vậy|do đó|vì vậy|vì thế|bởi vậy|chính vì vậy|bên cạnh đó|ngoài ra|đồng thời|theo đó|cụ thể|"
    r"tuy nhiên|tuy vậy|trong đó|qua đó|từ đó|cùng với đó|mặt khác|hơn nữa|đặc biệt|đáng chú ý|như vậy),\s+",
    re.IGNORECASE,
)
_TURNS_TO_LIMITS = re.compile(r"(?:tuy nhiên|tuy vậy|bên cạnh đó|hạn chế|tồn tại)\b", re.IGNORECASE)
_LIMITS = re.compile(
    r"\b(?:chưa (?!có tiền lệ)|còn (?:chậm|hạn chế|thấp|yếu|thiếu|bất cập|khó khăn|nhiều|lúng túng)|hạn chế|"
    r"bất cập|yếu kém)",
    re.IGNORECASE,
)
# The outlet, and where it reports from, that an article opens with: (Chinhphu.vn) -, Hà Nội (TTXVN) -.
_DATELINE = re.compile(r"(?:\([^()]{2,24}\)|[\w ,]{2,40} \((?:TTXVN|Chinhphu\.vn)\))\s*[-–—]\s+")
_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[;,]\s")


def points(reading: Reading, title: str | None, lead: str | None, *, limits: bool = False) -> list[Point]:
    """Return the points of a text, the lead first where there is one, then the best first.

    With `limits`, what the text says was not achieved is the last one, where there is room.
    """
    chosen: list[Point] = []
    room = LONGEST_SUMMARY
    if lead and reading.paragraphs and lead == reading.paragraphs[0].of(reading.text):
        chosen.append(Point(shorten(_alone(lead), room), (Citation(1, 0, len(lead)),)))
        room -= len(chosen[0].text)
    most = len(chosen) + MOST_POINTS
    for tried, sentence in enumerate(_best(reading, title, after_lead=bool(chosen))):
        if len(chosen) == most or tried == _MOST_TRIED:
            break
        said = _alone(sentence.text)
        text = shorten(said, min(LONGEST_POINT, room))
        if text and (tried == 0 or _is_whole(text, said)):
            chosen.append(Point(text, (_cite(reading, sentence),)))
            room -= len(text)
    if limits and (limit := _limit(reading, room, {c for one in chosen for c in one.citations})):
        chosen.append(limit)
    return chosen


def _limit(reading: Reading, room: int, cited: set[Citation]) -> Point | None:
    """Return what was not achieved, as far as there is room: a sentence that turns to it, and those right
    after it that go on, up to one that is `cited` already.
    """
    whole = reading.sentences
    room = min(room, LONGEST_POINT)
    first = next((s for s in whole if _TURNS_TO_LIMITS.match(s.text) and _LIMITS.search(s.text)), None)
    if first is None or _cite(reading, first) in cited or len(_alone(first.text)) > room:
        return None
    last = first
    for later in whole[first.index + 1 :]:
        goes_on = later.paragraph == first.paragraph and _LIMITS.search(later.text)
        if not goes_on or _cite(reading, later) in cited or later.end - first.start > room:
            break
        last = later
    start = _cite(reading, first)
    text = _alone(" ".join(reading.text[first.start : last.end].split()))
    return Point(text, (Citation(start.paragraph, start.start, _cite(reading, last).end),))


def _alone(sentence: str) -> str:
    """Return a sentence as it stands alone: without its outlet, or the word that ties it to another."""
    opening = _DATELINE.match(sentence) or _LINK.match(sentence)
    return sentence[opening.end() :] if opening else sentence


def _is_whole(text: str, sentence: str) -> bool:
    """Tell whether a line is a sentence or whole clauses of one, not a piece cut at a comma or a word."""
    left = " ".join(sentence.split())[len(text.rstrip(".")) :]
    return not left or left[0] in ";." or text == sentence


def shorten(text: str, limit: int) -> str:
    """Return the text cut to the limit: at the last ";" that fits, else at the last ",", never inside
    brackets or quotes.

    Where no mark leaves enough, the text ends at a word with an ellipsis; an empty string where even that
    does not fit.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cuts = [
        m.start()
        for m in _MARK.finditer(text, 0, limit)
        if m.start() >= _LEAST_LEFT and _closed(text[: m.start()])
    ]
    if cuts:
        semicolons = [at for at in cuts if text[at] == ";"]
        clauses = [at for at in cuts if _CLAUSE.match(text, at)]
        return text[: (semicolons or clauses or cuts)[-1]].rstrip() + "."
    if limit < _LEAST_LEFT:
        return ""
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def _closed(text: str) -> bool:
    brackets = text.count("(") == text.count(")") and text.count("[") == text.count("]")
    return brackets and text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _best(reading: Reading, title: str | None, *, after_lead: bool) -> Iterator[Sentence]:
    """Yield sentences from the best on, each weighed against what has been said."""
    sentences = [s for s in reading.sentences if not (after_lead and s.paragraph == 1) and _stands_alone(s)]
    said = [s for s in reading.sentences if after_lead and s.paragraph == 1]
    everything = (*sentences, *said)
    document = Document(
        [s.text for s in everything], title, [reading.key[s.start : s.end] for s in everything]
    )
    scores = [document.score(i) for i in range(len(sentences))]
    spread = (max(scores) - min(scores) or 1.0) if scores else 1.0
    lead = range(len(sentences), len(everything))
    repeats = [max((document.likeness(i, j) for j in lead), default=0.0) for i in range(len(sentences))]
    left = list(range(len(sentences)))
    while left:
        chosen = max(left, key=lambda i: scores[i] / spread - _REPETITION * repeats[i])
        left.remove(chosen)
        if repeats[chosen] >= _SAID_ALREADY:
            continue
        yield sentences[chosen]
        for index in left:
            repeats[index] = max(repeats[index], document.likeness(index, chosen))


def _stands_alone(sentence: Sentence) -> bool:
    text = sentence.text
    if text[-1] not in '.!…”"’)':
        return False
    return len(sentence.chunks) >= _SHORTEST or len(_WORD.findall(text)) >= _SHORTEST


def _cite(reading: Reading, sentence: Sentence) -> Citation:
    paragraph = reading.paragraphs[sentence.paragraph - 1]
    return Citation(sentence.paragraph, sentence.start - paragraph.start, sentence.end - paragraph.start)
