"""The shapes in which a sentence can lay a duty on somebody, found in its chunks.

Whether a shape is a duty depends on who speaks; that is decided in `duties`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefs.analysis.bodies import Name, members, rank, read_name, starts_name
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk
from briefs.text.fold import tone_key


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


_BEFORE_ORDER = Tag.DONE | Tag.MANNER | Tag.ISSUES | Tag.PAPER
_MANY_OR_AND = frozenset(
    {"cũng", "đồng thời", "vừa", "và", "tiếp tục", "đã", "trực tiếp", "kịp thời", "ngay"}
)
_LEADS_TO_ORDER = Tag.REPORT | Tag.TELLING | Tag.ORDER | Tag.ISSUES | Tag.PAPER | Tag.ACTION
_FORBIDS = frozenset({"cấm", "nghiêm cấm"})
_WITH = frozenset({"cùng", "cùng với"})
_LEAD_IN = frozenset({"cũng", "đồng thời", "và"})
_OBLIQUE = frozenset(
    {
        "gửi",
        "của",
        "cho",
        "với",
        "về",
        "tại",
        "ở",
        "theo",
        "bởi",
        "như",
        "cùng",
        "tới",
        "đến",
        "lên",
        "do",
        "từ",
    }
)
_NOUN_AFTER = frozenset(
    {"của", "về", "mới", "trên", "này", "đó", "tại", "từ", "nêu", "là", "như", "đối với", "ở", "trong", "cao", "khác"}
    | {"chung", "chính đáng", "cần thiết", "hợp lý", "tối thiểu", "bắt buộc", "thực tế", "nghiệp vụ", "xin", "hay"}
)  # fmt: skip
_BLOCKS_ORDER = Tag.FUTURE | Tag.PROPOSE
_OPENERS = frozenset(
    {"để", "nhằm", "trước", "trong", "với", "đối với", "liên quan", "về", "khi", "sau", "tại", "từ", "nếu"}
    | {"trên cơ sở", "cùng với", "thực hiện", "căn cứ", "qua", "do", "sau khi", "trước khi", "trên", "ngay", "riêng"}
    | {"cùng với việc", "thông qua", "bên cạnh", "ngoài", tone_key("tùy"), "trường hợp", "đến", "chậm nhất", "phát biểu"}
)  # fmt: skip


# Bodies that carry out rather than order; their requests are not duties.
_NEVER_ORDER = frozenset(
    {
        "đoàn",
        "trung tâm",
        "phòng",
        "trường",
        "đài",
        "viện",
        "cơ quan",
        "đơn vị",
        "tổng công ty",
        "tập đoàn",
        "nhà trường",
    }
    | {"học viện", "đại học", "bệnh viện", "viện kiểm sát", tone_key("tòa án"), "đảng", "cơ quan chủ quản"}
)


# Openers that set a scene; a verb after their commas goes on with the scene.
_SETTINGS = frozenset(
    {"khi", "sau", "sau khi", "trước khi", "tại", "nếu", "từ", "phát biểu", "bên cạnh", "ngoài"}
)


_NOT_DUTIES = frozenset(
    {"làm sao", "kể đến", "nói", "đối mặt", "chịu", "chi", "trả", "đến", "đi", "nhập viện", "là"}
)


def clauses(chunks: Sequence[Chunk]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence between semicolons as chunk ranges."""
    start = 0
    for index, chunk in enumerate(chunks):
        if index and ";" in chunk.gap:
            yield start, index
            start = index
    if chunks:
        yield start, len(chunks)


def orders(chunks: Sequence[Chunk], start: int, end: int) -> Iterator[Cue]:
    """Yield the orders given in a clause: active with or without a named issuer, or passive."""
    at = start
    given = False
    while at < end:
        cue = _order_at(chunks, start, at, end) if chunks[at].is_(Tag.ORDER) else None
        if cue and (not given or _another(chunks, cue)):
            yield cue
            given = True
            at = max(at, cue.action)
        at += 1


def _another(chunks: Sequence[Chunk], cue: Cue) -> bool:
    """Tell whether an order after the first of a clause is one of its own, not part of what is ordered."""
    verb, before = chunks[cue.trigger], chunks[cue.trigger - 1]
    if cue.body is None:
        return before.key in _LEAD_IN
    return verb.apart or before.key in _LEAD_IN or (cue.issuer is not None and chunks[cue.issuer.first].apart)


def _order_at(chunks: Sequence[Chunk], start: int, at: int, end: int) -> Cue | None:
    if _is_noun(chunks, start, at, end):
        return None
    if _is_passive(chunks, start, at):
        return _passive(chunks, start, at, end)
    if any(
        chunk.is_(_BLOCKS_ORDER) or chunk.key in {"không", "chưa"}
        for chunk in chunks[max(start, at - 3) : at]
    ):
        return None
    if _in_side_clause(chunks, start, at):
        return None
    if any(chunk.is_(Tag.PROPOSE) for chunk in chunks[_segment(chunks, start, at) : at]):
        return None
    issuer = _issuer_before(chunks, start, at)
    if issuer is None and not _opens_clause(chunks, start, at):
        return None
    if chunks[at].key in _FORBIDS:
        return Cue(Shape.ORDER, at, at, issuer)
    body, action = _told(chunks, at + 1, end)
    if action is None or (chunks[action].is_(Tag.STOP) and not is_act(chunks, action)):
        return None
    return Cue(Shape.ORDER, at, action, issuer, body)


def _segment(chunks: Sequence[Chunk], start: int, at: int) -> int:
    """Return where the stretch between two marks that holds the chunk begins."""
    return next((i for i in range(at, start, -1) if chunks[i].apart), start)


def _in_side_clause(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether the verb stands in "sau khi ...", "nếu ..." or the like rather than in the main clause."""
    for index in range(at - 1, start - 1, -1):
        if chunks[index].key in {"khi", "sau khi", "trước khi", "nếu", "vì", "bởi"}:
            return True
        if chunks[index + 1].apart:
            return False
    return False


def _is_noun(chunks: Sequence[Chunk], start: int, at: int, end: int) -> bool:
    if at + 1 >= end:
        return True
    after, before = chunks[at + 1], chunks[at - 1] if at > start else None
    if chunks[at].key == "chỉ đạo" and after.key == "việc":
        return True
    if after.key in _NOUN_AFTER and not after.apart and not after.is_(Tag.HEAD):
        return True
    if (
        after.gap.strip() == ","
        or after.is_(Tag.PASSIVE)
        or (before and before.key == "lãnh đạo" and chunks[at].apart)
    ):
        return True
    if before and before.is_(Tag.PAPER) and at - start > 1 and chunks[at - 2].is_(Tag.MANY):
        return True
    if before is None or chunks[at].apart:
        return False
    if before.is_(Tag.NOUN_MAKER) and not before.is_(Tag.MANNER) and not starts_name(chunks, at + 1):
        return True
    return before.key in {
        "theo",
        "đáp ứng",
        "sự",
        "các",
        "những",
        "đúng",
        "nhu cầu",
        "dưới",
        "bản",
        "lời",
        "của",
        "ra",
    }


def _is_passive(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    if at == start:
        return False
    if chunks[at - 1].is_(Tag.PASSIVE):
        return True
    names = [i for i in range(max(start, at - 12), at) if chunks[i].is_(Tag.PASSIVE)]
    return any((name := read_name(chunks, i + 1)) and name.last == at for i in names)


def _passive(chunks: Sequence[Chunk], start: int, at: int, end: int) -> Cue | None:
    """Read "Y được (X) giao làm": the subject before, X between, the action after."""
    voice = max(i for i in range(start, at) if chunks[i].is_(Tag.PASSIVE))
    subject = _name_ending_before(chunks, start, voice)
    action = _action_from(chunks, at + 1, end)
    if action is None or (subject is None and at - voice > 1):
        return None
    if any(chunk.is_(Tag.FUTURE) or chunk.key == "chưa" for chunk in chunks[max(start, voice - 2) : voice]):
        return None
    issuer = read_name(chunks, voice + 1) if voice + 1 < at else None
    return Cue(Shape.PASSIVE, at, action, issuer, subject)


def _opens_clause(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether an order verb without a subject stands first: "Đồng thời, giao Sở ..."."""
    return (
        at == start
        or ":" in chunks[at].gap
        or all(
            chunk.is_(Tag.LINK | Tag.ACCORDING | Tag.TIME) or chunk.key in _MANY_OR_AND
            for chunk in chunks[start:at]
        )
    )


def _issuer_before(chunks: Sequence[Chunk], start: int, at: int) -> Name | None:
    """Return the body that gives the order: the last name before it with nothing but adverbs and papers between.

    Of a list only the last name counts, unless the list opens the clause. After "từ đó", "đồng thời" and the like
    the subject of the whole clause goes on ordering.
    """
    name = _name_ending_before(chunks, start, at)
    joined = at > start and (chunks[at].apart or chunks[at - 1].key in _LEAD_IN)
    if joined and (subject_of_all := _main_subject(chunks, at)):
        return subject_of_all
    if name and name.first > start:
        name = members(chunks, name)[-1]
    return _main_subject(chunks, at) if name is None or is_oblique(chunks, start, name) else name


def is_oblique(chunks: Sequence[Chunk], start: int, name: Name) -> bool:
    """Tell whether a name is the object of something before it: "của Bộ", "gửi Sở"."""
    before = chunks[name.first - 1] if name.first > start else None
    return before is not None and before.key in _OBLIQUE and not chunks[name.first].apart


def _main_subject(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Return the subject of the sentence where it goes on to a second verb: "A đã thông tin ..., từ đó đề nghị"."""
    starts = _main_starts(chunks, 0, at) or [i for i in range(1, at) if chunks[i].gap.strip() == ","][:2]
    for main in starts:
        name = read_name(chunks, main, several=False)
        if name is None or name.last >= at:
            continue
        verb = name.last
        while verb < at and chunks[verb].is_(Tag.DONE | Tag.MANNER):
            verb += 1
        goes_on = chunks[at - 1].key in _LEAD_IN and authority(chunks, name)
        if verb < at and (goes_on or chunks[verb].is_(_LEADS_TO_ORDER)):
            return name
    return None


def _name_ending_before(chunks: Sequence[Chunk], start: int, at: int) -> Name | None:
    best: Name | None = None
    index = start
    while index < at:
        name = read_name(chunks, index)
        if name and name.last <= at and _only_filler(chunks, name.last, at):
            best = name
        index = max(name.last if name else 0, index + 1)
    return best


def _only_filler(chunks: Sequence[Chunk], first: int, last: int) -> bool:
    """Tell whether what stands between issuer and order verb is filler: adverbs, "có văn bản", a comma, a dash."""
    allowed = _BEFORE_ORDER | Tag.TIME | Tag.NUMBER | Tag.LINK
    plain = 0
    for index in range(first, last):
        chunk = chunks[index]
        if ";" in chunk.gap or "”" in chunk.gap:
            return False
        if not (chunk.is_(allowed) or chunk.key in _MANY_OR_AND):
            plain += 1
    inserted = first < last and chunks[first].apart and last < len(chunks) and chunks[last].apart
    return plain <= (6 if inserted else 2)


def _told(chunks: Sequence[Chunk], at: int, end: int) -> tuple[Name | None, int | None]:
    """Read what follows an order verb: who is told, and where the action starts."""
    at = _skip_fillers(chunks, at, end)
    if at < end and chunks[at].key in _OPENERS and not is_act(chunks, at):
        at = next((i for i in range(at + 1, end) if chunks[i].gap.strip() == "," and _can_act(chunks, i)), at)
    if at >= end:
        return None, None
    name = read_name(chunks, at)
    if name is None:
        must = None if is_act(chunks, at) else _modal_before_mark(chunks, at, end)
        return None, must or _action_from(chunks, at, end)
    name = _up_to_lead(chunks, name, end)
    return name, _action_from(chunks, name.last, end)


def _up_to_lead(chunks: Sequence[Chunk], name: Name, end: int) -> Name:
    """Extend a name that no rule could read to its end up to "chủ trì", which always follows a whole name."""
    for index in range(name.last, min(end, name.last + 12)):
        if chunks[index].is_(Tag.LEADS):
            return Name(name.first, index)
        if chunks[index].apart or chunks[index].is_(Tag.MODAL):
            return name
    return name


def _modal_before_mark(chunks: Sequence[Chunk], at: int, end: int) -> int | None:
    """Return where the action starts in "yêu cầu kỳ thi phải an toàn": after a modal, before any comma."""
    for index in range(at, end - 1):
        if index > at and chunks[index].apart:
            return None
        if chunks[index].is_(Tag.MODAL):
            return index if chunks[index].is_(Tag.FORBID) else index + 1
    return None


def _can_act(chunks: Sequence[Chunk], at: int) -> bool:
    return is_act(chunks, at) or chunks[at].is_(Tag.MODAL) or starts_name(chunks, at)


def _skip_fillers(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Pass over times, "cho", "rằng" and a phrase such as "trong thời gian tới" before the one who is told."""
    while at < end and (
        chunks[at].is_(Tag.TIME) or chunks[at].key in {"cho", "rằng", "với", "trước", "đối với", "tới"}
    ):
        at += 1
    return at


def _action_from(chunks: Sequence[Chunk], at: int, end: int) -> int | None:
    """Return where the action starts at or after a chunk: past partners, modals, times and asides."""
    at = skip_partners(chunks, _skip_brackets(chunks, at, end), end)
    if at < end and chunks[at].key in _SETTINGS:
        at = next((i for i in range(at + 1, end) if chunks[i].gap.strip() == "," and is_act(chunks, i)), at)
    quick = next((i for i in range(at, end) if is_act(chunks, i)), None)
    modals = [
        i for i in range(at, min(end, at + 30)) if chunks[i].is_(Tag.MODAL) and not chunks[i].is_(Tag.FORBID)
    ]
    if modals and (quick is None or modals[0] < quick or _relative(chunks, at)):
        last = modals[-1] if _relative(chunks, at) else modals[0]
        return skip_partners(chunks, last + 1, end) if last + 1 < end else None
    return quick if quick is not None and quick - at <= 14 else (at if at < end else None)


def _skip_brackets(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Return the index after a bracket that opens right before the chunk."""
    if at < end and "(" in chunks[at].gap:
        return next((i for i in range(at + 1, end) if ")" in chunks[i].gap), at)
    return at


def _relative(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether what stands before the modal only says which bodies are meant: "đã hoàn thành ... phải"."""
    return chunks[at].is_(Tag.DONE) or chunks[at].key in {"có", "thuộc", "chưa", "ở", "nếu"}


def is_act(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether an action or its adverb starts at the chunk."""
    chunk = chunks[at]
    return chunk.is_(Tag.ACTION | Tag.MANNER | Tag.FORBID | Tag.JOINS | Tag.LEADS) and not chunk.is_(
        Tag.NAMED
    )


def skip_partners(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Return the index after "chủ trì, phối hợp với Y" where that stands at the chunk, else the same index."""
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
    if index < end and index > at and chunks[at].is_(Tag.LEADS):
        return index
    return at


def joined(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Return the body after "phối hợp (chặt chẽ) (với)" at the chunk."""
    at += 1
    while at < len(chunks) and chunks[at].key in {"với", "cùng", "chặt chẽ", "cùng với", "tốt", "đồng bộ"}:
        at += 1
    return read_name(chunks, at) if at < len(chunks) else None


def modal(chunks: Sequence[Chunk], start: int, end: int) -> Cue | None:
    """Find "Y phải làm" in a clause, also with a subject that is no body ("công tác ... cần")."""
    for at in range(start, end - 1):
        if (
            not chunks[at].is_(Tag.MODAL)
            or _weak_modal(chunks, start, at)
            or _in_relative(chunks, start, at, end)
        ):
            continue
        forbids = chunks[at].is_(Tag.FORBID)
        action = at if forbids else skip_partners(chunks, at + 1, end)
        body = _subject_of_modal(chunks, start, at)
        if action < end and (forbids or _may_follow_modal(chunks, action, known=body is None)):
            return Cue(Shape.MODAL, at, action, None, body)
    return None


def _subject_of_modal(chunks: Sequence[Chunk], start: int, at: int) -> Name | None:
    """Return the body that must: the one that opens the clause, or the one right before the modal."""
    for main in _main_starts(chunks, start, at):
        name = read_name(chunks, main) or _range_of_bodies(chunks, main)
        if name and name.last <= at:
            return name
    nearest = _name_ending_before(chunks, start, at)
    if nearest is None or nearest.last < at - 2:
        return None
    return None if is_oblique(chunks, start, nearest) else nearest


def _range_of_bodies(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Read "từ Chính phủ đến các địa phương" as one body."""
    lower = read_name(chunks, at + 1) if chunks[at].key == "từ" else None
    if lower is None or lower.last >= len(chunks) or chunks[lower.last].key != "đến":
        return None
    upper = read_name(chunks, lower.last + 1)
    return Name(at, upper.last) if upper else None


def plain(chunk: Chunk) -> bool:
    """Tell whether a chunk says something of its own: not a link, a time or a preposition before a time."""
    return not (
        chunk.is_(Tag.LINK | Tag.TIME | Tag.ACCORDING | Tag.MODAL)
        or chunk.key in _LEAD_IN | {"trước", "ngày"}
    )


def _in_relative(chunks: Sequence[Chunk], start: int, at: int, end: int) -> bool:
    """Tell whether the modal only says which bodies are meant and another follows: "các tổ chức có báo phải sắp xếp phải"."""
    if not any(chunk.key in {"có", "thuộc"} for chunk in chunks[start:at]):
        return False
    for later in chunks[at + 1 : end]:
        if later.apart:
            return False
        if later.is_(Tag.MODAL):
            return True
    return False


def _may_follow_modal(chunks: Sequence[Chunk], at: int, *, known: bool) -> bool:
    """Tell whether a duty follows the modal; `known` asks for a verb of the lexicon, where no body is the subject."""
    chunk = chunks[at]
    if is_act(chunks, at) or chunk.is_(Tag.PASSIVE) or chunk.key in {"có", "là", "xong", "đồng thời"}:
        return True
    return (
        not known and chunk.tags == Tag.NONE and not chunk.capital and not chunk.apart and chunk.key.isalpha()
    )


def _weak_modal(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether the modal is part of something else: không phải, khi cần, khiến ... phải, nếu ... phải."""
    before = chunks[at - 1].key if at > start and not chunks[at].apart else ""
    if at + 1 < len(chunks) and chunks[at + 1].key in _NOT_DUTIES:
        return True
    if before in {
        "không",
        "khi",
        "chẳng",
        "nếu",
        "rất",
        "nhu",
        "sự",
        "trái",
        "thiết",
        "đã",
        "từng",
        "chỉ",
        "đầu tiên",
        "vấn đề",
        "bên",
        "việc",
        "chưa",
    }:
        return True
    return any(
        chunk.key in {"khiến", "buộc", "làm cho", "nếu", "giá như", "vì sao", "tại sao"}
        for chunk in chunks[start:at]
    )


def subject(chunks: Sequence[Chunk], start: int, end: int) -> Cue | None:
    """Find "Y (chủ trì, phối hợp với Z) làm" at the start of a clause or right after its opening phrase."""
    for at in _main_starts(chunks, start, end):
        name = read_name(chunks, at)
        if name is None or name.last >= end:
            continue
        after = _skip_aside(chunks, name.last, end)
        if after >= end or not (is_act(chunks, after) or chunks[after].is_(Tag.LEADS | Tag.JOINS)):
            continue
        act = skip_partners(chunks, after, end)
        if act < end and (is_act(chunks, act) or act > after) and not _is_event(chunks, after, end):
            return Cue(Shape.SUBJECT, after, act, None, name)
    return None


def _is_event(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether the clause tells of an event: chairs a meeting, notifies, has done (phá dỡ được)."""
    following = chunks[at + 1] if at + 1 < end else None
    if following is None:
        return False
    if any(chunk.key == "gồm" for chunk in chunks[at + 1 : min(end, at + 4)]):
        return True
    if chunks[at].is_(Tag.LEADS):
        return (
            not following.is_(Tag.JOINS)
            and not is_act(chunks, at + 1)
            and following.gap.strip() not in {",", ":"}
        )
    return following.is_(Tag.PASSIVE) or (chunks[at].key == "thông báo" and following.key == "để")


def action(chunks: Sequence[Chunk], start: int, end: int) -> Cue | None:
    """Find an action that opens a clause, after links such as "đồng thời"."""
    starts = _main_starts(chunks, start, end)
    for at in starts[:1] if starts and chunks[starts[0]].key in _SETTINGS else starts:
        if not is_act(chunks, at) or starts_name(chunks, at) or _told_of_others(chunks, at, end):
            continue
        if at + 1 >= end or not (
            chunks[at + 1].is_(Tag.PASSIVE | Tag.DONE) or chunks[at + 1].key in _NOUN_AFTER - {"về", "trong"}
        ):
            return Cue(Shape.ACTION, at, skip_partners(chunks, at, end))
    return None


def _told_of_others(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether the action only opens news about somebody: "Thực hiện chỉ đạo của Thủ tướng, UBND tỉnh đã ..."."""
    for index in range(at + 1, end):
        if chunks[index].gap.strip() == "," and chunks[index].key == "đây":
            return True
        if chunks[index].gap.strip() == "," and (name := read_name(chunks, index)):
            if name.last < end and chunks[name.last].is_(Tag.DONE | Tag.FUTURE | Tag.REPORT):
                return True
    return False


def _main_starts(chunks: Sequence[Chunk], start: int, end: int) -> list[int]:
    """Return where the main clause can start: after links, and after the commas of an opening phrase."""
    at = start
    while at < end and (chunks[at].is_(Tag.LINK | Tag.ACCORDING | Tag.TIME) or chunks[at].key in _LEAD_IN):
        at += 1
    if at < end and at == start and chunks[at].key == "theo":  # "Theo Sở ...," reports
        return []
    starts = [at] if at < end else []
    if at < end and chunks[at].key in _OPENERS:
        starts += [i for i in range(at + 1, min(end, at + 40)) if chunks[i].gap.strip() in {",", ":"}]
    elif at > start and at < end and not chunks[at].apart:
        starts += [i for i in range(at + 1, min(end, at + 24)) if chunks[i].gap.strip() == ","][:3]
    return starts


def _skip_aside(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Pass over an aside between subject and verb: "theo chức năng, nhiệm vụ," or a time."""
    while at < end and (chunks[at].is_(Tag.TIME) or chunks[at].key in {"trước", "trong", "thì"}):
        at += 1
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
    if head.key == "đoàn" and name.last - name.first == 1:  # the inspection team spoken of before
        return rank(chunks, name)
    may = head.is_(Tag.OFFICE | Tag.PERSON) or (head.is_(Tag.STATE) and head.key not in _NEVER_ORDER)
    if not may and not (head.body or "").startswith("place:"):
        return 0
    return rank(chunks, name)
