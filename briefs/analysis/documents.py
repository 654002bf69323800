"""The documents a text names: number, kind, issuer and date as the source gives them, and which one carries
the news.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from briefs.analysis.bodies import read_name
from briefs.analysis.cues import authority
from briefs.analysis.fields import body, citation
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Reading, Sentence
from briefs.model import DocumentRef, DocumentRole
from briefs.text.docnumbers import KINDS, FoundNumber

_KIND = re.compile(
    r"(?P<kind>chỉ thị|nghị quyết|nghị định|quyết định|"
    r"thông báo(?: kết luận)?|thông tư(?: liên tịch)?|công văn|"
    r"công điện|kết luận|luật|kế hoạch|hướng dẫn|văn bản|tờ trình|quy định|pháp lệnh|giấy mời)"
    r"(?:\s+(?:hỏa tốc|hoả tốc|khẩn))?"
    r"(?:\s+số)?\s*:?\s*$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?P<kind>[^\W\d_]+(?:\s+[^\W\d_]+){0,2}?)\s+(?:số\s+)?\d", re.IGNORECASE)
_OWN = re.compile(r"Số\s*:?\s*", re.IGNORECASE)  # before the number of an official document itself
_KIND_OF_CODE = {code: name for name, code in KINDS.items()}
_KIND_BEFORE = 60  # characters before a number in which its kind is named
_MOST_PLACES = 20  # citations of one document that are kept
_DATE_AFTER = 40  # characters after a number within which "ngày ..." belongs to it
_CARRIES = frozenset({"ban hành", "ký ban hành", "ký", "truyền đạt", "vừa", "phát đi", "thông báo"})
_TOP = 4  # sentences at the top in which the carrying document is named


def documents(reading: Reading) -> list[DocumentRef]:
    """Return each document once, in order of first mention, with the places that name it."""
    found: list[tuple[FoundNumber, DocumentRef]] = []
    by_number: dict[str, list[int]] = {}
    for number in sorted(reading.numbers, key=lambda n: n.start):
        ref = _reference(reading, number)
        alike = by_number.setdefault(number.number.number, [])
        known = next((i for i in alike if number.number.matches(found[i][0].number)), None)
        if known is None:
            alike.append(len(found))
            found.append((number, ref))
        else:
            first, earlier = found[known]
            longer = number if len(number.text) > len(first.text) and "/" in number.text else first
            found[known] = (longer, _merged(earlier, ref, longer.text))
    return [ref for _, ref in found]


def _merged(first: DocumentRef, later: DocumentRef, number: str) -> DocumentRef:
    carrier = DocumentRole.CARRIER in (first.role, later.role)
    return DocumentRef(
        number,
        first.kind or later.kind,
        first.issuer or later.issuer,
        first.date or later.date,
        DocumentRole.CARRIER if carrier else DocumentRole.CITED,
        (first.citations + later.citations)[:_MOST_PLACES],
    )


def _reference(reading: Reading, number: FoundNumber) -> DocumentRef:
    sentence = reading.sentences[bisect_right(reading.sentences, number.start, key=lambda s: s.start) - 1]
    near = max(sentence.start, number.start - _KIND_BEFORE)
    before = _KIND.search(reading.text[near : number.start])
    named = _NAMED.match(number.text)
    kind = before.group("kind") if before else named.group("kind") if named else None
    own = sentence.index == 0 and _OWN.fullmatch(reading.text, sentence.start, number.start) is not None
    if own and number.number.kind:
        kind = kind or _KIND_OF_CODE.get(number.number.kind)
    ref = DocumentRef(
        number=number.text,
        kind=kind[:1].upper() + kind[1:].lower() if kind else None,
        date=_date_after(reading, number.end),
        citations=(citation(reading, number.start, number.end),),
        role=DocumentRole.CARRIER if own else DocumentRole.CITED,
    )
    return _with_issuer(reading, sentence, number, ref)


def _date_after(reading: Reading, end: int) -> dt.date | None:
    first = bisect_left(reading.times, end, key=lambda time: time.start)
    near = (time for time in reading.times[first : first + 3] if time.start - end <= _DATE_AFTER)
    return next((time.date for time in near if time.date), None)


def _with_issuer(reading: Reading, sentence: Sentence, number: FoundNumber, ref: DocumentRef) -> DocumentRef:
    """Add who issued it: named after "của", or before "ban hành"; the latter at the top of a text makes it
    the carrier.
    """
    chunks = sentence.chunks
    at = next((i for i, c in enumerate(chunks) if c.end > number.start), None)
    if at is None:
        return ref
    after = at + 1
    while after < len(chunks) and (chunks[after].is_(Tag.TIME) or chunks[after].key == "ngày"):
        after += 1
    by = (
        read_name(chunks, after + 1, several=False)
        if after < len(chunks) and chunks[after].key == "của"
        else None
    )
    if by:
        return replace(ref, issuer=body(reading, *by.text(chunks)).name)
    if sentence.index >= _TOP or not any(c.key in _CARRIES for c in chunks[max(0, at - 6) : at + 6]):
        return ref
    names = (read_name(chunks, i, several=False) for i in range(at) if not (i and chunks[i - 1].key == "của"))
    issuer = next((name for name in names if name and authority(chunks, name)), None)
    if issuer is None or not any(c.is_(Tag.ISSUES | Tag.DONE) for c in chunks[issuer.last : at]):
        return ref
    return replace(ref, issuer=body(reading, *issuer.text(chunks)).name, role=DocumentRole.CARRIER)
