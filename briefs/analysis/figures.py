"""The figures of a text: amounts, shares and counts with a unit, and what they measure in the source's
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from briefs.analysis.cues import OPENERS
from briefs.analysis.fields import citation
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Reading, Sentence
from briefs.model import Figure
from briefs.text.numbers import Quantity, quantities

MOST_FIGURES = 8
# Units of time and age tell when and who, not how much.
_NOT_MEASURES = frozenset(
    {"ngày", "tháng", "năm", "giờ", "phút", "giây", "tuần", "quý", "tuổi", "lần", "điểm"}
)
_CHANGE = re.compile(
    r"(?:(?:tăng|giảm|chiếm|vượt|hơn|gần|trên|dưới|khoảng|ước|đạt|tới|đến|còn|thêm|lên|xuống)\s+)+$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?:từ )?\d[\d.,]*(?: (?:triệu|tỷ|tỉ|nghìn|vạn))? (?:đến|tới) $", re.IGNORECASE)
_LINKING = re.compile(
    r"(?:\s*(?:\b(?:ước đạt|đạt|là|với|có|gồm|ở mức|lên tới|lên đến|khoảng|hơn|gần|trên|dưới|"
    r"ước|được|đã|vừa|còn|từ)|:))+\s*$",
    re.IGNORECASE,
)
_TURNS = re.compile("tăng|giảm|chiếm|vượt", re.IGNORECASE)
_GOES_ON = re.compile(r"\s?[,(]\s?")  # between two values of one thing: 5 tỷ đồng, tăng 2 %
_COMMA = re.compile(r"[,;:(]\s")
_OPENING = re.compile(r"(?:(?:với|và|gồm|còn|riêng|trong đó|trong khi|mà|đồng thời)\s+)+", re.IGNORECASE)
_CLAUSE = (
    Tag.ACTION | Tag.REPORT | Tag.ORDER | Tag.PROPOSE | Tag.MODAL | Tag.DONE | Tag.FUTURE | Tag.STOP
    | Tag.PERSON | Tag.OFFICE | Tag.HEAD | Tag.TIME | Tag.LINK | Tag.ACCORDING | Tag.PAST | Tag.PASSIVE
)  # fmt: skip
_LEAST_LABEL = 6  # characters
_LONGEST_LABEL = 90
_LONGEST_NAME = 60


def figures(reading: Reading) -> list[Figure]:
    """Return the first figures of a text, at most `MOST_FIGURES`, each with a label from the words before
    it.
    """
    return list(islice(_figures(reading), MOST_FIGURES))


def _figures(reading: Reading) -> Iterator[Figure]:
    dated = [(t.start, t.end) for t in reading.times] + [(n.start, n.end) for n in reading.numbers]
    for sentence in reading.sentences:
        label, last = "", 0  # what the figure before measures, and where its value ends
        for quantity in quantities(sentence.text):
            start, end = sentence.start + quantity.start, sentence.start + quantity.end
            if not _measures(quantity) or any(a < end and start < b for a, b in dated):
                continue
            value = _value_start(sentence, quantity)
            same = value < quantity.start and _GOES_ON.fullmatch(sentence.text, last, value)
            label = label if label and same else _label(sentence, value)
            if label:
                yield _figure(reading, sentence, label, value, quantity.end)
                last = quantity.end


def _measures(quantity: Quantity) -> bool:
    return bool(quantity.unit) and quantity.unit not in _NOT_MEASURES


def _value_start(sentence: Sentence, quantity: Quantity) -> int:
    """Return where the value starts: at its verb where it is a change or a share, at the lower end of a
    range in words.
    """
    if lower := _RANGE.search(sentence.text[: quantity.start]):
        return lower.start()
    change = _CHANGE.search(sentence.text[: quantity.start])
    return change.start() if change and _TURNS.match(change.group()) else quantity.start


def _figure(reading: Reading, sentence: Sentence, label: str, start: int, end: int) -> Figure:
    value = " ".join(sentence.text[start:end].split())
    return Figure(label, value, (citation(reading, sentence.start + start, sentence.start + end),))


def _label(sentence: Sentence, end: int) -> str:
    """Return the clause before a value without the verb that links them; empty where too short or long."""
    clause = _LINKING.sub("", sentence.text[:end].rstrip(" ("))
    parts = _COMMA.split(clause)
    label = parts.pop()
    while parts and (len(label) < 2 * _LEAST_LABEL or _is_one_name(sentence, parts, label)):
        part = parts.pop()
        label = f"{part}, {label}" if label else part
    label = _LINKING.sub("", label.strip(' ,;:"“”'))
    opening = _OPENING.match(label)
    if opening and len(label) - opening.end() >= _LEAST_LABEL:
        label = label[opening.end() :]
    return label if _LEAST_LABEL <= len(label) <= _LONGEST_LABEL else ""


def _is_one_name(sentence: Sentence, parts: Sequence[str], label: str) -> bool:
    """Tell whether a comma stands inside the name of what is measured: "tổng kim ngạch xuất, nhập khẩu"."""
    if len(parts) > 1 or len(parts[0]) + len(label) > _LONGEST_NAME or not label[:1].islower():
        return False
    own = [chunk for chunk in sentence.chunks if chunk.end <= sentence.start + len(parts[0])]
    return bool(own) and own[0].key not in OPENERS and not any(chunk.is_(_CLAUSE) for chunk in own)
