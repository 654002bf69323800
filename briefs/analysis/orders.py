"""Orders: an order verb with who gives it, who is told and what is to be done, active or passive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefs.analysis.bodies import Name, members, read_name, starts_name
from briefs.analysis.cues import (
    LEAD_IN,
    MANY_OR_AND,
    Cue,
    Shape,
    authority,
    is_act,
    is_oblique,
    main_starts,
    name_before,
    skip_aside,
)
from briefs.analysis.lexicon import Tag
from briefs.analysis.nouns import OF_WHAT, is_kept_from_ordering, is_noun
from briefs.analysis.reading import Chunk
from briefs.analysis.told import action_from, is_no_verb, told

_LEADS_TO_ORDER = Tag.LEADS | Tag.REPORT | Tag.TELLING | Tag.ORDER | Tag.ISSUES | Tag.PAPER | Tag.ACTION
_MAY_ORDER = Tag.ORDER | Tag.PAPER | Tag.ISSUES  # the words of a letter or decision are not of the first kind
_THEN = frozenset({"sau đó", "cũng", "còn"})
_OPENERS = MANY_OR_AND | {
    "tôi",
    "chúng tôi",
    "đang",
    "này",
    "trên",
    "số",
    "còn",
}  # "Công văn này còn yêu cầu ..." goes on for its issuer
_FORBIDS = frozenset({"cấm", "nghiêm cấm"})
_NEAR = 4  # chunks
_LONGEST_LIST = 10  # chunks
_WANT_A_FIELD = frozenset({"phòng", "ban", "đội", "đoàn", "trung tâm", "vụ", "cục", "chi cục"})
SENDS = frozenset({"gửi", "gửi đến", "gửi tới"})
_STOPS = frozenset({"đình chỉ", "tạm đình chỉ", "dừng", "tạm dừng", "ngừng", "tạm ngừng"})
IN_WRITING = re.compile("|".join(sorted(SENDS | _STOPS)))
"""The words by which letters and decisions order without an order verb."""
# Openers that no story goes on from, as from "sau khi".
_CONDITIONS = frozenset({"căn cứ", "đối với", "trường hợp", "nếu", "trong", "để", "nhằm", "riêng"})
# Before who decides: they only may, would or once did.
_ASIDES = frozenset({"nếu", "khi", "sau khi", "trước khi", "mong", "kiện", "đề nghị", "trường hợp"})
# What a letter without an order verb tells to do; much else is what the letter itself does.
_IN_LETTERS = frozenset(
    {"theo dõi", "kiểm tra", "rà soát", "kiểm soát", "giám sát", "tăng cường", "khẩn trương", "chủ động"}
    | {"tập trung", "triển khai", "thực hiện", "xử lý", "chấn chỉnh", "tổ chức", "lập danh sách", "ứng phó"}
    | {"khắc phục", "sẵn sàng", "nghiêm túc", "đẩy nhanh", "ngăn chặn", "bảo đảm", "đảm bảo", "vào cuộc"}
    | {"làm rõ", "phối hợp", "di dời", "sơ tán", "thống kê", "siết chặt", "quyết liệt", "thường xuyên"}
)
_BUSINESS = frozenset({"hoạt động", "thu phí", "thi công", "kinh doanh", "lưu hành", "khai thác"})
_ENDS_QUOTE = re.compile(r"\s*[\"”],?\s*[-–]?\s*")
_MATTERS = frozenset({"việc", "nội dung", "vấn đề", "nhiệm vụ"})
_ADVERBS = Tag.DONE | Tag.MANNER | Tag.MODAL


def orders(chunks: Sequence[Chunk], start: int, end: int) -> Iterator[Cue]:
    """Yield the orders given in a clause: active with or without a named issuer, passive, or by a letter."""
    passed, given = start, False
    for at in [at for at in range(start, end) if chunks[at].tags & _MAY_ORDER]:
        read = _order_at if chunks[at].tags & Tag.ORDER else _READ_BY_WORD.get(chunks[at].key)
        cue = read(chunks, start, at, end) if read and at >= passed else None
        if cue and (not given or _another(chunks, cue)):
            yield cue
            passed, given = cue.action + 1, True


def _another(chunks: Sequence[Chunk], cue: Cue) -> bool:
    """Tell whether an order after the first of a clause is one of its own, not part of what is ordered."""
    verb, before = chunks[cue.trigger], chunks[cue.trigger - 1]
    if cue.body is None:
        return before.key in LEAD_IN
    return verb.apart or before.key in LEAD_IN or (cue.issuer is not None and chunks[cue.issuer.first].apart)


def _order_at(chunks: Sequence[Chunk], start: int, at: int, end: int) -> Cue | None:
    asks_whether = chunks[at].key == "cho phép" and at > start and chunks[at - 1].key == "có"
    if asks_whether or _in_brackets(chunks, start, at):
        return None
    if is_noun(chunks, start, at, end) and not (at > start and _is_suffered(chunks, at)):
        return None
    if _is_passive(chunks, start, at):
        return None if chunks[at].key == "buộc" else _passive(chunks, start, at, end)
    if is_kept_from_ordering(chunks, start, at):
        return None
    before = None if _follows_opening(chunks, start, at) else name_before(chunks, start, at)
    if _belongs_to_noun(chunks, start, before):
        return None
    issuer = _issuer_before(chunks, start, at, before)
    if _is_told(chunks, start, issuer) if issuer else not _opens_clause(chunks, start, at):
        return None
    if chunks[at].key in _FORBIDS:
        return (
            None
            if _is_told_of(chunks, issuer.last if issuer else at, at)
            else Cue(Shape.ORDER, at, at, issuer)
        )
    body, action = told(chunks, at + 1, end)
    if chunks[at].key == "buộc" and not (issuer and body and _in_writing(chunks, start, at)):
        return None
    body = body or _written_to(chunks, start, at) or concerned(chunks, start)
    if action is None or (is_no_verb(chunks, action) and not chunks[action - 1].is_(Tag.MODAL)):
        return None
    return Cue(Shape.ORDER, at, action, issuer, body)


def _letter_at(chunks: Sequence[Chunk], start: int, at: int, end: int) -> Cue | None:
    """Read a letter that says what to do without an order verb: "có công điện gửi các tỉnh theo dõi bão"."""
    written = at > start and chunks[at - 1].is_(Tag.PAPER) and not chunks[at].apart
    written = written and not any(chunk.is_(Tag.FUTURE) for chunk in chunks[max(start, at - _NEAR) : at])
    issuer = _issuer_before(chunks, start, at, name_before(chunks, start, at)) if written else None
    to = at + 1 + (at + 1 < end and chunks[at + 1].key in {"đến", "tới", "cho"})
    body = read_name(chunks, to) if issuer and to < end else None
    if body is None or body.last >= end or chunks[body.last - 1].key in _WANT_A_FIELD:
        return None
    action = _after_list(chunks, skip_aside(chunks, body.last, end), end)
    is_duty = action < end and chunks[action].key in _IN_LETTERS
    return Cue(Shape.ORDER, at, action, issuer, body) if is_duty else None


def _stopped_at(chunks: Sequence[Chunk], start: int, at: int, end: int) -> Cue | None:
    """Read a decision that stops something: "UBND tỉnh quyết định đình chỉ hoạt động của công ty"."""
    if at + 2 >= end or chunks[at + 1].key not in _STOPS or chunks[at + 2].key not in _BUSINESS:
        return None
    issuer = _issuer_before(chunks, start, at, name_before(chunks, start, at))
    if issuer is None or chunks[at + 1].apart or is_kept_from_ordering(chunks, start, at):
        return None
    between = Tag.DONE | Tag.ISSUES | Tag.TIME | Tag.PAPER
    plainly = all(chunk.is_(between) for chunk in chunks[issuer.last : at])
    aside = any(chunk.key in _ASIDES for chunk in chunks[start : issuer.first])
    return Cue(Shape.ORDER, at, at + 1, issuer) if plainly and not aside else None


def _after_list(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Pass over what else is said of those a letter goes to: "các trường mầm non, tiểu học trên địa bàn"."""
    for index in range(at, min(end, at + _LONGEST_LIST)):
        if is_act(chunks, index):
            return index
        if chunks[index].is_(Tag.STOP | Tag.REPORT | Tag.ORDER) and chunks[index].key != "trên địa bàn":
            break
    return at


_READ_BY_WORD = dict.fromkeys(SENDS, _letter_at) | dict.fromkeys(("quyết định", "thông báo"), _stopped_at)


def _is_told_of(chunks: Sequence[Chunk], first: int, at: int) -> bool:
    """Tell whether a ban is part of what somebody reports: "cho biết qua hai năm thực hiện quy định cấm"."""
    told_of = any(chunk.is_(Tag.REPORT) or chunk.key == "thực hiện" for chunk in chunks[first:at])
    return told_of and not any(":" in chunk.gap for chunk in chunks[first : at + 1])


def _in_writing(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether a document stands before the verb: what forces without one is rarely an order."""
    return any(chunk.is_(Tag.PAPER) for chunk in chunks[max(start, at - 4) : at])


def concerned(chunks: Sequence[Chunk], start: int) -> Name | None:
    """Return the body that a clause opens with: "Đối với UBND quận A, chủ tịch giao ..."."""
    if chunks[start].key not in {"đối với", "với", "riêng", "riêng với", "riêng đối với"}:
        return None
    name = read_name(chunks, start + 1, several=False)
    return name if name and name.last < len(chunks) and chunks[name.last].gap.strip() == "," else None


def _written_to(chunks: Sequence[Chunk], start: int, at: int) -> Name | None:
    """Return whom a letter with the order at a chunk was sent to: "có văn bản gửi các sở đề nghị ..."."""
    sent = next((i for i in range(at - 1, start, -1) if chunks[i].key in SENDS), None)
    if sent is None:
        return None
    to = next((i for i in range(sent + 1, at) if not chunks[i].is_(Tag.PAPER)), at)
    to += chunks[to].key in {"đến", "tới", "cho"}
    return read_name(chunks, to) if to < at else None


def _in_brackets(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    gaps = "".join(chunk.gap for chunk in chunks[start : at + 1])
    return gaps.count("(") > gaps.count(")")


def _belongs_to_noun(chunks: Sequence[Chunk], start: int, issuer: Name | None) -> bool:
    if issuer is None or issuer.first == start or chunks[issuer.first].apart:
        return False
    return chunks[issuer.first - 1].key in OF_WHAT


def _is_told(chunks: Sequence[Chunk], start: int, issuer: Name) -> bool:
    """Tell whether who seems to order is told to: "ông A đề nghị Sở chỉ đạo ..."."""
    if issuer.first == start or chunks[issuer.first].apart:
        return False
    before = chunks[issuer.first - 1]
    return before.key in {"bị", "giúp"} or (before.is_(Tag.ORDER) and not before.is_(Tag.ISSUES | Tag.PAPER))


def _is_passive(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    if at == start:
        return False
    if chunks[at - 1].is_(Tag.PASSIVE) or _is_suffered(chunks, at):
        return True
    names = [i for i in range(max(start, at - 12), at) if chunks[i].is_(Tag.PASSIVE)]
    return any((name := read_name(chunks, i + 1)) and name.last == at for i in names)


def _is_suffered(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether somebody is told what he does not like: "công ty bị yêu cầu phải ..."."""
    return chunks[at - 1].key == "bị" and chunks[at].key.startswith("yêu cầu")


def _passive(chunks: Sequence[Chunk], start: int, at: int, end: int) -> Cue | None:
    """Read "Y được (X) giao làm": the subject before, X between, the action after."""
    if chunks[at].key == "cho phép" or (at + 1 < end and chunks[at + 1].key.isdecimal()):
        return None
    suffered = _is_suffered(chunks, at)
    voice = at - 1 if suffered else max(i for i in range(start, at) if chunks[i].is_(Tag.PASSIVE))
    subject = name_before(chunks, start, voice)
    action = action_from(chunks, at + 1, end)
    issuer = read_name(chunks, voice + 1) if voice + 1 < at else None
    by_somebody = issuer is not None and issuer.last == at
    if action is None:
        return None
    parted = any(chunk.apart for chunk in chunks[at + 1 : action + 1])
    if parted and not chunks[at + 1].is_(Tag.LEADS | Tag.JOINS):
        return None
    if subject is None and (suffered or (at - voice > 1 and not by_somebody)):
        return None
    a_body = subject is not None and chunks[subject.first].is_(Tag.STATE | Tag.NAMED)
    if chunks[at].key == "đề nghị" and not (by_somebody or a_body):  # "trạm thu phí được đề nghị sáp nhập"
        return None
    if subject and _is_described(chunks, start, at, subject):
        return None
    if not a_body and _goes_on_to_tell(chunks, voice, action, end):
        return None
    if subject is None and action > at + 1:  # "vụ này được chỉ đạo rất quyết liệt" tells how, not what
        return None
    before = chunks[max(start, voice - 2) : voice]
    if any(chunk.is_(Tag.FUTURE) or chunk.key in {"chưa", "đang", "hiện đang"} for chunk in before):
        return None
    return Cue(Shape.PASSIVE, at, action, issuer, subject)


def _is_described(chunks: Sequence[Chunk], start: int, at: int, subject: Name) -> bool:
    """Tell whether the assignment only says who is meant, or to whom a body went: "là đơn vị được giao"."""
    of_list = members(chunks, subject)[-1]
    alone = subject.last - subject.first == 1
    if chunks[at - 2].key == "người" or (alone and chunks[subject.first].key in {"đơn vị", "cơ quan"}):
        return True
    words = [chunk.key for chunk in chunks[max(start, subject.first - 2) : subject.first]]
    told_of = words[-1:] == ["là"] or words == ["một", "trong"] or is_oblique(chunks, start, of_list)
    return told_of or chunks[at].key == "giao cho"


def _goes_on_to_tell(chunks: Sequence[Chunk], voice: int, action: int, end: int) -> bool:
    """Tell whether the assignment only says of whom something is told: "cán bộ được giao chi trả đã ...",
    "trong thời gian được giao".
    """
    if voice and chunks[voice - 1].key in {"thời gian", "trong thời gian"}:
        return True
    done = next((i for i in range(action + 1, end) if chunks[i].key == "đã"), None)
    if done is None:
        return False
    between = chunks[action + 1 : done + 1]
    return not voice or not any(chunk.apart or chunk.is_(Tag.MANY) for chunk in between)


def _follows_opening(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether an order verb stands right after an opening phrase: "Trong khi chờ kết luận, đề nghị"."""
    opens = next((i for i in range(start, at) if not chunks[i].is_(Tag.LINK)), at)
    if (
        chunks[at].gap.strip() != ","
        or chunks[opens].key not in _CONDITIONS
        or chunks[opens + 1].key == "việc"
    ):
        return False
    for part in (i for i in range(opens + 1, at) if chunks[i].apart):
        acts = any(chunk.is_(Tag.DONE) for chunk in chunks[part : min(at, part + _NEAR)])
        if acts or starts_name(chunks, part):
            return False
    return True


def _opens_clause(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether an order verb without a subject stands first: "Đồng thời, giao Sở ..."; only somebody
    permits.
    """
    if chunks[at].key == "cho phép":
        return False
    return (
        at == start
        or ":" in chunks[at].gap
        or chunks[at - 1].key == "thì"
        or _follows_opening(chunks, start, at)
        or (at == start + 2 and chunks[start].key in _MATTERS and chunks[at - 1].key in {"này", "đó", "trên"})
        or all(
            chunk.is_(Tag.LINK | Tag.ACCORDING | Tag.TIME | Tag.PAPER | Tag.NUMBER) or chunk.key in _OPENERS
            for chunk in chunks[start:at]
        )
    )


def _issuer_before(chunks: Sequence[Chunk], start: int, at: int, name: Name | None) -> Name | None:
    """Return the body that gives the order: the last `name` before it with nothing but adverbs and papers
    between.

    Of a list only the last name counts, unless the list opens the clause. After "từ đó", "đồng thời" and
    the like the subject of the whole clause goes on ordering.
    """
    joined = at > start and (chunks[at].apart or chunks[at - 1].key in LEAD_IN)
    if joined and (subject_of_all := _main_subject(chunks, at)):
        return subject_of_all
    if name and (name.first in main_starts(chunks, start, at)[:1] or _first_named(chunks, start, name)):
        return name
    if name and name.first > start and chunks[(last := members(chunks, name)[-1]).first].apart:
        return last
    if name and _is_paper_of(chunks, start, name):
        return name
    if name is None or is_oblique(chunks, start, name):
        return _main_subject(chunks, at)
    return members(chunks, name)[-1] if name.first > start else name


def _is_paper_of(chunks: Sequence[Chunk], start: int, name: Name) -> bool:
    """Tell whether the clause opens with a document of the name: "Chỉ thị số 48 của Thủ tướng giao ..."."""
    of = name.first - 1
    if of <= start or chunks[of].key != "của" or not chunks[start].is_(Tag.PAPER | Tag.NUMBER):
        return False
    return all(chunk.is_(Tag.NUMBER | Tag.TIME) or chunk.key == "số" for chunk in chunks[start + 1 : of])


def _first_named(chunks: Sequence[Chunk], start: int, name: Name) -> bool:
    """Tell whether the name stands after a mark with no other body before it: "Hôm qua, Chính phủ, ..."."""
    before = chunks[start : name.first]
    return chunks[name.first].apart and not any(chunk.is_(Tag.HEAD | Tag.OFFICE) for chunk in before)


def _main_subject(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Return the subject of the sentence where it goes on to a second verb: "A đã thông tin ..., từ đó đề
    nghị".
    """
    after_marks = [i for i in range(1, at) if chunks[i].gap.strip() == ","][:3]
    after_quotes = [i for i in range(1, at) if _ENDS_QUOTE.fullmatch(chunks[i].gap)]
    starts = dict.fromkeys((*after_quotes, *main_starts(chunks, 0, at), *after_marks))
    for main in starts:
        name = read_name(chunks, main, several=False)
        if name is None or name.last >= at:
            continue
        verb = name.last
        while verb < at and _goes_before_verb(chunks[verb]):
            verb += 1
        goes_on = chunks[at - 1].key in LEAD_IN and authority(chunks, name)
        if verb < at and (goes_on or chunks[verb].is_(_LEADS_TO_ORDER)):
            return name
    return None


def _goes_before_verb(chunk: Chunk) -> bool:
    return chunk.key in _THEN or (chunk.is_(_ADVERBS) and not chunk.is_(Tag.REPORT))
