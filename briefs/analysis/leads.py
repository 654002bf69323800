"""First sentences that are duties by what follows them: told in short before, or named by the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefs.analysis.binding import duty_cue, is_draft
from briefs.analysis.cues import Found, Shape
from briefs.analysis.lexicon import Tag
from briefs.analysis.news import reports
from briefs.analysis.papers import demand, letter, paper
from briefs.analysis.reading import Sentence

_ECHO = 0.4  # share of a lead sentence's word pairs that the fuller sentence must have
_REFERS = re.compile(
    r"(?:Đó|Đây) (?:cũng )?là (?:\w+ ){0,4}?(?:nội dung|yêu cầu|chỉ đạo|quy định|đề nghị)"
    r"|(?:Quy định|Yêu cầu|Nội dung|Chỉ đạo|Đề nghị) (?:này|trên|nằm|được|vừa)"
)


def foretold(lead: Sequence[Sentence], found: dict[int, Found]) -> dict[int, Found]:
    """Return the lead sentences that say in short what a duty found further down says in full."""
    echoes: dict[int, Found] = {}
    for sentence in lead if found else ():
        if sentence.index in found or sentence.tags & Tag.ORDER or is_draft(sentence):
            continue
        cue = None if any(chunk.key == "đã" for chunk in sentence.chunks) else duty_cue(sentence)
        if cue is None or reports(sentence, cue):
            continue
        if cue.body and sentence.chunks[cue.body.first].is_(Tag.PERSON):
            continue
        fuller = max(found.values(), key=lambda duty: _overlap(sentence, duty.sentence), default=None)
        if fuller and _overlap(sentence, fuller.sentence) >= _ECHO:
            echoes[sentence.index] = Found(sentence, (cue,), fuller.issuer, None)
    return echoes


def named_after(sentences: Sequence[Sentence]) -> Found | None:
    """Return the first sentence where the second says whose demand it is: "Quy định nằm trong văn bản"."""
    first, second = sentences[:2] if len(sentences) > 1 else (None, None)
    if first is None or second is None or not _REFERS.match(second.text):
        return None
    cue, demanded = duty_cue(first), demand(second)
    told = demanded or paper(second) or letter(second)
    if cue is None or told is None or reports(first, cue):
        return None
    to_all = cue.body is not None and first.chunks[cue.body.first].is_(Tag.MANY)
    must = cue.shape is Shape.MODAL or to_all or demanded is not None
    return Found(first, (cue,), told.speaker, None) if must else None


def _overlap(short: Sentence, full: Sentence) -> float:
    """Return the share of the first sentence's adjacent word pairs that the second has too."""
    mine, theirs = (
        {(a.key, b.key) for a, b in zip(s.chunks, s.chunks[1:], strict=False)} for s in (short, full)
    )
    return len(mine & theirs) / len(mine) if mine else 0.0
