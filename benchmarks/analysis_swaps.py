"""Planted errors and harmless edits for measuring the grounding guard.

Every function takes a source sentence and a seeded random source, and returns the edited line, or None
where the sentence offers nothing to edit. Swaps change one fact; edits change none.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from briefs.registry import Registry
from briefs.text.dates import Kind, mentions
from briefs.text.docnumbers import find_numbers
from briefs.text.numbers import quantities

Edit = Callable[[str, random.Random], str | None]

_POLAR = {
    "tăng": "giảm", "giảm": "tăng", "không": "", "chưa": "đã", "cao": "thấp", "thấp": "cao", "hơn": "dưới",
    "trước": "sau", "sau": "trước", "nhiều": "ít", "phải": "không phải", "được": "không được", "đầu": "cuối",
    "cuối": "đầu", "trên": "dưới", "dưới": "trên", "đồng ý": "từ chối", "cho phép": "cấm", "mở": "đóng",
    "xuất khẩu": "nhập khẩu", "nhập khẩu": "xuất khẩu", "tối đa": "tối thiểu", "tối thiểu": "tối đa",
    "nhanh": "chậm", "lớn": "nhỏ",
}  # fmt: skip
_UNITS = {
    "triệu": "tỷ", "tỷ": "triệu", "tỉ": "triệu", "nghìn": "triệu", "%": " điểm", "km": "m", "USD": "đồng",
    "đồng": "USD", "ha": "km2", "m2": "ha", "tấn": "kg", "ngày": "tháng", "tháng": "năm",
}  # fmt: skip
_SYNONYMS = {
    "cho biết": "nói", "cho hay": "cho biết", "khoảng": "chừng", "hiện nay": "hiện", "tuy nhiên": "nhưng",
    "ngoài ra": "bên cạnh đó", "cụ thể": "cụ thể là", "khẳng định": "nhấn mạnh",
}  # fmt: skip
_TONES = {
    "oà": "òa",
    "oá": "óa",
    "oả": "ỏa",
    "oã": "õa",
    "oạ": "ọa",
    "uỷ": "ủy",
    "uý": "úy",
    "uỳ": "ùy",
    "uỵ": "ụy",
}


def swap_number(text: str, rng: random.Random) -> str | None:
    """Change one number; None where there is none, as with all edits here."""
    dates = [(t.start, t.end) for t in mentions(text)] + [(n.start, n.end) for n in find_numbers(text)]
    found = [q for q in quantities(text) if not any(a < q.end and q.start < b for a, b in dates)]
    if not found:
        return None
    chosen = rng.choice(found)
    number = re.match(r"[\d.,]*\d", text[chosen.start : chosen.end])
    if number is None:
        return None
    return _put(text, chosen.start, chosen.start + number.end(), _other_digits(number.group(), rng))


def swap_unit(text: str, rng: random.Random) -> str | None:
    """Give a number another unit."""
    pattern = r"(?<=[\d\w])(\s?)(" + "|".join(map(re.escape, _UNITS)) + r")(?!\w)"
    found = [
        m
        for m in re.finditer(pattern, text)
        if re.search(r"\d(?:\s(?:triệu|tỷ|tỉ|nghìn))?$", text[: m.start()])
    ]
    if not found:
        return None
    chosen = rng.choice(found)
    return _put(text, chosen.start(2), chosen.end(2), _UNITS[chosen.group(2)])


def swap_date(text: str, rng: random.Random) -> str | None:
    """Change the day or month of a date."""
    found = [
        t
        for t in mentions(text)
        if t.kind in (Kind.DAY, Kind.MONTH, Kind.YEAR) and re.search(r"\d", text[t.start : t.end])
    ]
    if not found:
        return None
    chosen = rng.choice(found)
    digits = rng.choice(list(re.finditer(r"\d+", text[chosen.start : chosen.end])))
    value = int(digits.group())
    other = value + rng.choice([-2, -1, 1, 2]) if value > 31 else (value % (12 if value <= 12 else 28)) + 1
    return _put(text, chosen.start + digits.start(), chosen.start + digits.end(), str(other))


def swap_document(text: str, rng: random.Random) -> str | None:
    """Change the number of a document."""
    found = find_numbers(text)
    if not found:
        return None
    chosen = rng.choice(found)
    digits = re.search(r"\d+", text[chosen.start : chosen.end])
    if digits is None:
        return None
    start, end = chosen.start + digits.start(), chosen.start + digits.end()
    return _put(text, start, end, str(int(digits.group()) + rng.randint(1, 40)))


def swap_agency(registry: Registry) -> Edit:
    """Return the edit that names another ministry or committee in place of one named."""
    names = [
        e.name
        for e in registry.entries()
        if e.key.startswith("agency:") and e.name.startswith(("Bộ ", "Ủy ban", "Thanh tra"))
    ]

    def swap(text: str, rng: random.Random) -> str | None:
        found = [m for m in registry.mentions(text) if m.key.startswith("agency:")]
        if not found:
            return None
        chosen = rng.choice(found)
        other = rng.choice([n for n in names if n.lower() not in text.lower()])
        return _put(text, chosen.start, chosen.end, other)

    return swap


def swap_polarity(text: str, rng: random.Random) -> str | None:
    """Turn one word into its opposite, or take a negation out."""
    found = list(re.finditer(r"(?<!\w)(" + "|".join(_POLAR) + r")(?!\w)", text))
    if not found:
        return None
    chosen = rng.choice(found)
    changed = _put(text, chosen.start(), chosen.end(), _POLAR[chosen.group()])
    return re.sub(r"\s+", " ", changed)


def cut_tail(text: str, rng: random.Random) -> str | None:
    """End the sentence at one of its commas or semicolons."""
    marks = [
        m.start()
        for m in re.finditer(r"[,;]\s", text)
        if len(text[: m.start()].split()) >= 8 and _balanced(text[: m.start()])
    ]
    return text[: rng.choice(marks)] + "." if marks else None


def cut_head(text: str, rng: random.Random) -> str | None:
    m = re.match(r"(?:Theo đó|Cụ thể|Ngoài ra|Tuy nhiên|Bên cạnh đó|Đồng thời|Do đó|Trước đó),? ", text)
    return text[m.end() :][:1].upper() + text[m.end() :][1:] if m else None


def move_tones(text: str, rng: random.Random) -> str | None:
    changed = re.sub("(?<![qQ])(?:" + "|".join(_TONES) + r")(?!\w)", lambda m: _TONES[m.group()], text)
    return changed if changed != text else None


def respace(text: str, rng: random.Random) -> str | None:
    return text.replace(" - ", " – ").replace('"', "”").replace(", ", " , ").strip(" .") + " ."


def reformat_dates(text: str, rng: random.Random) -> str | None:
    changed = re.sub(r"(\d{1,2})-(\d{1,2})-(\d{4})", r"\1/\2/\3", text)
    return changed if changed != text else None


def write_out(text: str, rng: random.Random) -> str | None:
    changed = re.sub(r"\bUBND\b", "Ủy ban nhân dân", text)
    return changed if changed != text else None


def use_synonym(text: str, rng: random.Random) -> str | None:
    """Put a word of the same meaning for one of the text."""
    found = list(re.finditer(r"(?<!\w)(" + "|".join(_SYNONYMS) + r")(?!\w)", text))
    if not found:
        return None
    chosen = rng.choice(found)
    return _put(text, chosen.start(), chosen.end(), _SYNONYMS[chosen.group()])


def swaps(registry: Registry) -> dict[str, Edit]:
    """Return the edits that plant an error, by what they change."""
    return {
        "number": swap_number,
        "unit": swap_unit,
        "date": swap_date,
        "document": swap_document,
        "agency": swap_agency(registry),
        "polarity": swap_polarity,
    }


CUTS: dict[str, Edit] = {"cut tail": cut_tail, "cut head": cut_head, "tones": move_tones, "spacing": respace}
REWORDINGS: dict[str, Edit] = CUTS | {"dates": reformat_dates, "write out": write_out, "synonym": use_synonym}


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _balanced(text: str) -> bool:
    return (
        text.count("(") == text.count(")") and text.count("“") == text.count("”") and text.count('"') % 2 == 0
    )


def _other_digits(number: str, rng: random.Random) -> str:
    at = rng.choice([i for i, c in enumerate(number) if c.isdigit()])
    other = rng.choice([d for d in "123456789" if d != number[at]])
    return number[:at] + other + number[at + 1 :]
