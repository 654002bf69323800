"""The figures of a text: amounts, shares and counts with a unit, and what they measure in the source's
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from briefs.analysis.fields import citation
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
_LINKING = re.compile(
    r"(?:\s*(?:ước đạt|đạt|là|với|có|gồm|ở mức|lên tới|lên đến|khoảng|hơn|gần|trên|dưới|"
    r"ước|được|đã|vừa|còn|từ|:))+\s*$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LEAST_LABEL = 6  # characters
_LONGEST_LABEL = 90


def figures(reading: Reading) -> list[Figure]:
    """Return the first figures of a text, at most `MOST_FIGURES`, each with a label from the words before
    it.
    """
    return list(islice(_figures(reading), MOST_FIGURES))


def _figures(reading: Reading) -> Iterator[Figure]:
    dated = [(t.start, t.end) for t in reading.times] + [(n.start, n.end) for n in reading.numbers]
    for sentence in reading.sentences:
        for quantity in quantities(sentence.text) if _DIGIT.search(sentence.text) else ():
            start, end = sentence.start + quantity.start, sentence.start + quantity.end
            if any(a < end and start < b for a, b in dated) or not _measures(quantity):
                continue
            figure = _figure(reading, sentence, quantity)
            if figure:
                yield figure


def _measures(quantity: Quantity) -> bool:
    return bool(quantity.unit) and quantity.unit not in _NOT_MEASURES


def _figure(reading: Reading, sentence: Sentence, quantity: Quantity) -> Figure | None:
    before = sentence.text[: quantity.start]
    change = _CHANGE.search(before)
    value_start = (
        change.start()
        if change and re.match("tăng|giảm|chiếm|vượt", change.group(), re.I)
        else quantity.start
    )
    label = _label(before[:value_start])
    if len(label) < _LEAST_LABEL:
        return None
    value = " ".join(sentence.text[value_start : quantity.end].split())
    place = citation(reading, sentence.start + value_start, sentence.start + quantity.end)
    return Figure(label, value, (place,))


def _label(before: str) -> str:
    """Return the clause before a number without the verb that links them, cut to its last words where it is
    long.
    """
    clause = _LINKING.sub("", before.rstrip(" ("))
    parts = re.split(r"[,;:(]\s", clause)
    label = parts[-1]
    for part in reversed(parts[:-1]):
        if len(label) >= 2 * _LEAST_LABEL:
            break
        label = f"{part}, {label}" if label else part
    label = _LINKING.sub("", label.strip(' ,;:"“”'))
    return label if len(label) <= _LONGEST_LABEL else ""
