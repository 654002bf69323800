"""The shapes in which a sentence can lay a duty on somebody, and walking over the chunks of a clause.

Whether a shape is a duty depends on who speaks; that is decided in `duties`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from briefs.analysis.bodies import Name, names_in, read_name, starts_name
from briefs.analysis.lexicon import Tag
from briefs.analysis.ranks import rank
from briefs.analysis.reading import Chunk, Sentence
from briefs.text.fold import tone_key

_BEFORE_ORDER = Tag.DONE | Tag.MANNER | Tag.ISSUES | Tag.PAPER
MANY_OR_AND = frozenset({"cũng", "đồng thời", "vừa", "và", "tiếp tục", "đã", "trực tiếp", "kịp thời", "ngay"})
_OF_DAY = frozenset({"sáng", "trưa", "chiều", "tối", "đêm", "ngày", "hôm", "qua", "nay", "cùng", "vào"})
_WITH = frozenset({"cùng", "cùng với"})
LEAD_IN = frozenset({"cũng", "đồng thời", "và"})
_OBLIQUE = frozenset(
    {"gửi", "của", "cho", "với", "về", "tại", "ở", "theo", "bởi", "như"}
    | {"cùng", "tới", "đến", "lên", "do", "từ", "trước", "trụ sở"}
)
NOUN_AFTER = frozenset(
    {"của", "về", "mới", "trên", "này", "đó", "tại", "từ", "nêu", "là", "như", "đối với", "ở", "trong"}
    | {"về việc"}
    | {"cao", "khác", "chung", "chính đáng", "cần thiết", "hợp lý", "tối thiểu", "bắt buộc", "thực tế"}
    | {"nghiệp vụ", "xin", "hay", "ban đầu", "nằm"}
)  # fmt: skip
OPENERS = frozenset(
    {"để", "nhằm", "trước", "trong", "với", "đối với", "liên quan", "về", "khi", "sau", "tại", "từ", "nếu"}
    | {"trên cơ sở", "cùng với", "thực hiện", "căn cứ", "qua", "do", "sau khi", "trước khi", "trên"}
    | {"ngay", "riêng"}
    | {"cùng với việc", "thông qua", "bên cạnh", "ngoài", tone_key("tùy"), "trường hợp", "đến"}
    | {"chậm nhất", "phát biểu"}
)  # fmt: skip
# Bodies that carry out rather than order; their requests are not duties.
_NEVER_ORDER = frozenset(
    {
        "trường",
        "đài",
        "viện",
        "đơn vị",
        "nhà trường",
    }
    | {
        "tand",
        tone_key("tòa án nhân dân"),
        "tand tối cao",
        "tand cấp cao",
        "vks",
        "vksnd",
        "viện ksnd",
        "hđxx",
    }
    | {"viện kiểm sát nhân dân"}
    | {"học viện", "đại học", "bệnh viện", "viện kiểm sát", tone_key("tòa án"), "đảng", "cơ quan chủ quản"}
)
# Whose boards and heads order nobody outside: ban quản lý khách sạn.
_PRIVATE = frozenset({"khách sạn", "hiệp hội", "hội", "công ty", "doanh nghiệp", "câu lạc bộ"})
# Openers that set a scene; a verb after their commas goes on with the scene.
SETTINGS = frozenset(
    {"khi", "sau", "sau khi", "trước khi", "tại", "nếu", "từ", "phát biểu", "bên cạnh", "ngoài"}
)


class Shape(StrEnum):
    """How a duty is put."""

    ORDER = "order"  # X yêu cầu Y làm
    PASSIVE = "passive"  # Y được giao làm
    MODAL = "modal"  # Y phải làm
    SUBJECT = "subject"  # Y làm, in a list of duties
    ACTION = "action"  # làm, in a list of duties


@dataclass(frozen=True, slots=True)
class Cue:
    """A shape found in a sentence; `trigger` and `action` are chunk indexes."""

    shape: Shape
    trigger: int
    action: int
    issuer: Name | None = None
    body: Name | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that lays a duty: its cues in order, and the issuer and addressee it inherits as character
    ranges.
    """

    sentence: Sentence
    cues: tuple[Cue, ...]
    issuer: tuple[int, int] | None
    told: tuple[int, int] | None


def clauses(chunks: Sequence[Chunk]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence between semicolons as chunk ranges."""
    marks = [at for at, chunk in enumerate(chunks) if ";" in chunk.gap and at]
    if chunks:
        yield from pairwise([0, *marks, len(chunks)])


def is_oblique(chunks: Sequence[Chunk], start: int, name: Name) -> bool:
    """Tell whether a name is the object of something before it: "của Bộ", "gửi Sở"."""
    before = chunks[name.first - 1] if name.first > start else None
    return before is not None and before.key in _OBLIQUE and not chunks[name.first].apart


def name_before(chunks: Sequence[Chunk], start: int, at: int) -> Name | None:
    """Return the last name of a clause that ends before a chunk with nothing but filler between."""
    best: Name | None = None
    for name in names_in(chunks, start, at):
        if name.last <= at and _only_filler(chunks, name.last, at) and not _in_brackets(chunks, name):
            best = name
    return best


def _in_brackets(chunks: Sequence[Chunk], name: Name) -> bool:
    """Tell whether a bracket that opens before the name closes after it: "(quận 8) giao"."""
    closes = name.last < len(chunks) and ")" in chunks[name.last].gap
    return closes and not any("(" in chunk.gap for chunk in chunks[name.first + 1 : name.last])


def _only_filler(chunks: Sequence[Chunk], first: int, last: int) -> bool:
    """Tell whether what stands between issuer and order verb is filler: adverbs, "có văn bản", a comma, a
    dash.
    """
    allowed = _BEFORE_ORDER | Tag.TIME | Tag.NUMBER | Tag.LINK
    plain = 0
    for index in range(first, last):
        chunk = chunks[index]
        if ";" in chunk.gap or "”" in chunk.gap:
            return False
        if not (chunk.is_(allowed) or chunk.key in MANY_OR_AND or chunk.key in _OF_DAY):
            plain += 1
    inserted = first < last and chunks[first].apart and last < len(chunks) and chunks[last].apart
    return plain <= (6 if inserted else 2)


def can_act(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether what is to be done, or who is to do it, can start at the chunk."""
    return is_act(chunks, at) or chunks[at].is_(Tag.MODAL) or starts_name(chunks, at)


def is_act(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether an action or its adverb starts at the chunk."""
    chunk = chunks[at]
    return chunk.is_(Tag.ACTION | Tag.MANNER | Tag.FORBID | Tag.JOINS | Tag.LEADS) and not chunk.is_(
        Tag.NAMED
    )


def skip_partners(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Return the index after "chủ trì, phối hợp với Y" where that stands at the chunk, else the same."""
    index = at
    while index < end and (
        chunks[index].is_(Tag.LEADS | Tag.MODAL) or (chunks[index].key == "và" and index > at)
    ):
        index += 1
    led = index > at and chunks[at].is_(Tag.LEADS)
    if index < end and (chunks[index].is_(Tag.JOINS) or (led and chunks[index].key in _WITH)):
        partner = joined(chunks, index) if chunks[index].is_(Tag.JOINS) else read_name(chunks, index + 1)
        after = partner.last if partner else index + 1
        if after < end and chunks[after].is_(Tag.FUTURE):
            after += 1
        if after < end and (
            is_act(chunks, after) or chunks[after].gap.strip() == ":" or chunks[after].is_(Tag.MODAL)
        ):
            return after
        return index if partner or index > at else at
    if index < end and led:
        partner = joining(chunks, index)
        return partner.last + 1 if partner and partner.last + 1 < end else index
    return at


def joining(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Return the body that is named before what it does, right after "chủ trì": ", Sở B phối hợp làm"."""
    name = read_name(chunks, at)
    if name is None or name.last >= len(chunks):
        return None
    verb = chunks[name.last]
    return name if verb.is_(Tag.JOINS) and not verb.apart else None


def joined(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Return the body after "phối hợp (chặt chẽ) (với)" at the chunk."""
    at += 1
    while at < len(chunks) and chunks[at].key in {"với", "cùng", "chặt chẽ", "cùng với", "tốt", "đồng bộ"}:
        at += 1
    return read_name(chunks, at) if at < len(chunks) else None


def main_starts(chunks: Sequence[Chunk], start: int, end: int) -> list[int]:
    """Return where the main clause can start: after links, and after the commas of an opening phrase."""
    at = start
    while at < end and (chunks[at].is_(Tag.LINK | Tag.ACCORDING | Tag.TIME) or chunks[at].key in LEAD_IN):
        at += 1
    if (
        at + 2 < end
        and chunks[at].is_(Tag.PAPER)
        and chunks[at + 1].is_(Tag.REPORT)
        and not chunks[at + 1].apart
    ):
        at += 2  # "Công điện nêu rõ, ..."
    if at < end and at == start and chunks[at].key == "theo":  # "Theo Sở ...," reports
        return []
    if start < at < end and chunks[at - 1].key == "cũng theo" and not chunks[at].apart:
        if not (chunks[at].is_(Tag.PAPER | Tag.NUMBER) and at + 1 < end and chunks[at + 1].apart):
            return []
        at += 1
        while at < end and chunks[at].is_(Tag.LINK | Tag.TIME):
            at += 1
    if start < at < end and chunks[at].key == "là":  # "Cụ thể là các quyết định ..." describes
        return []
    starts = [at] if at < end else []
    if at < end and chunks[at].key in OPENERS:
        starts += [i for i in range(at + 1, min(end, at + 40)) if _ends_opening(chunks, i)]
    elif at > start and at < end and not chunks[at].apart:
        starts += [i for i in range(at + 1, min(end, at + 24)) if chunks[i].gap.strip() == ","][:3]
    return starts


def _ends_opening(chunks: Sequence[Chunk], at: int) -> bool:
    return chunks[at].gap.strip() in {",", ":"} or chunks[at - 1].key == "thì"


def skip_aside(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Pass over an aside between subject and verb: "theo chức năng, nhiệm vụ," or a time."""
    while at < end and (chunks[at].is_(Tag.TIME) or chunks[at].key in {"trước", "trong", "thì"}):
        at += 1
    if at < end and chunks[at].key == "từ":  # "từ thành phố đến các phường"
        upto = next((i for i in range(at + 1, min(end, at + 5)) if chunks[i].key == "đến"), None)
        range_ends = read_name(chunks, upto + 1) if upto else None
        at = range_ends.last if range_ends and range_ends.last < end else at
    if at < end and chunks[at].key == "căn cứ" and not chunks[at].apart:  # "căn cứ quy định triển khai"
        near = range(at + 2, min(end, at + 8))
        at = next((i for i in near if is_act(chunks, i) and chunks[i - 1].key != "của"), at)
    if (
        at < end
        and chunks[at].gap.strip() == ","
        and chunks[at].key in {"theo", "căn cứ", "trên cơ sở", "trong"}
    ):
        later = [
            i for i in range(at + 1, min(end, at + 14)) if chunks[i].gap.strip() == "," and is_act(chunks, i)
        ]
        return later[0] if later else at
    return at


def authority(chunks: Sequence[Chunk], name: Name | None) -> int:
    """Return the rank of a body that may order others, 0 for foreign, private, general or unknown ones."""
    if name is None or chunks[name.first].is_(Tag.MANY):
        return 0
    head = chunks[name.first]
    if any(c.is_(Tag.OWN_VOICE) or c.key in _PRIVATE for c in chunks[name.first : name.last]):
        return 0
    if head.key in {"cơ quan", "đơn vị"} and chunks[name.last - 1].key == "này":
        return rank(chunks, name)
    if head.key == "đoàn" and name.last - name.first == 1:  # the inspection team spoken of before
        return rank(chunks, name)
    may = head.is_(Tag.OFFICE | Tag.PERSON) or (head.is_(Tag.STATE) and head.key not in _NEVER_ORDER)
    if not may and not (head.body or "").startswith("place:"):
        return 0
    return rank(chunks, name)
