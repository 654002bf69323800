"""Until when a duty is to be done, in the words of the source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefs.analysis.cues import Cue, Shape
from briefs.analysis.reading import Chunk, Reading, Sentence
from briefs.model import Deadline
from briefs.text.dates import Kind, TimeMention

_DUE_BEFORE = frozenset(
    {
        "hạn chót",
        "hạn cuối",
        "trước",
        "chậm nhất",
        "muộn nhất",
        "hạn",
        "trong",
        "đến",
        "từ nay",
        "vào",
        "ngay",
    }
)
_AHEAD = re.compile(r"\b(?:tới|nay|sau|này)\b")
_TERMS = frozenset({"chậm nhất", "muộn nhất", "hạn", "thời hạn", "thời gian", "hạn chót"})
_HOUR = re.compile(r"\d{1,2}(?:h\d{0,2}| giờ)?")
_LEAD_IN_WORDS = _DUE_BEFORE | {
    "ngày",
    "cuối",
    "hết",
    "nhất",
    "chậm",
    "muộn",
    "vòng",
    "giờ",
    "chót",
    "định kỳ",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One duty of a sentence: its cue, and the chunks from its action to its end."""

    cue: Cue
    first: int
    last: int


def deadline(reading: Reading, sentence: Sentence, part: Part, opening: Part) -> Deadline | None:
    """Return by when or how often the duty is due, in the source's words: "trước 15/8", "hằng quý".

    Looks into the action, and into what stands before the one who is told; a bare past date is no deadline,
    nor is the time at which an order was given. What stands before a further duty of the sentence belongs to
    the one before it, but for what opens the sentence, up to the action of its first duty, the `opening`.
    """
    times = {t.start: t for t in reading.times if sentence.start <= t.start < sentence.end}
    if not times:
        return None
    cue, first, last = part.cue, part.first, part.last
    chunks = sentence.chunks
    before = range(min(cue.body.first if cue.body else first, opening.first))
    given = opening.cue.trigger if opening.cue.shape in {Shape.ORDER, Shape.PASSIVE} else 0
    for at in (*range(first, last), *before, *range(cue.body.last if cue.body else first, first)):
        time = times.get(chunks[at].start)
        if time is None or _is_hour_of_day(chunks, at, times):
            continue
        start = _due_from(reading, chunks, at, time, opens=at in before, told=at in before and at < given)
        if start is not None:
            return Deadline(reading.words(start, time.end), time.date)
    return None


def _is_hour_of_day(chunks: Sequence[Chunk], at: int, times: Mapping[int, TimeMention]) -> bool:
    """Tell whether the time is only the hour of a day that follows: "17 giờ ngày 5/8"."""
    if times[chunks[at].start].kind is not Kind.LENGTH or not chunks[at].key.endswith("giờ"):
        return False
    return any(chunk.start in times for chunk in chunks[at + 1 : at + 3])


def _due_from(
    reading: Reading, chunks: Sequence[Chunk], at: int, time: TimeMention, *, opens: bool, told: bool
) -> int | None:
    """Return where the words of the deadline start, or None where the time is none.

    `opens` says that the time stands before the one who is told, `told` that it may date the order itself.
    """
    start = _lead_in(chunks, at)
    led = start < at
    words = reading.text[time.start : time.end].lower()
    ahead = opens and _AHEAD.search(reading.text[: time.end], time.start)
    due = {
        Kind.HALF: "cuối" in words or led,
        Kind.ROUTINE: True,
        Kind.VAGUE: bool(ahead)
        or words.startswith(("trước", "dịp"))
        or (words.startswith(("đến", "hết", "từ nay")) and not told)
        or ("thời gian" not in words and (led or words.startswith("trong"))),
        Kind.LENGTH: words.startswith("trong") or led,
    }.get(time.kind, led and not (told and chunks[start].key in {"trong", "vào", "đến"}))
    return chunks[start].start if due else None


def _lead_in(chunks: Sequence[Chunk], at: int) -> int:
    """Return the chunk where "chậm nhất vào 17 giờ ngày" before a time starts; the time itself where there
    is none.
    """
    index = at
    while index and not chunks[index].apart and _leads_in(chunks[index - 1].key):
        index -= 1
    if index and chunks[index - 1].key == "là":  # "thời hạn thực hiện là 5 tháng"
        near = range(index - 2, max(-1, index - 6), -1)
        return next((i for i in near if chunks[i].key in _TERMS), index)
    while index < at and (chunks[index].key == "ngày" or _HOUR.fullmatch(chunks[index].key)):
        index += 1
    return index


def _leads_in(key: str) -> bool:
    return key in _LEAD_IN_WORDS or _HOUR.fullmatch(key) is not None
