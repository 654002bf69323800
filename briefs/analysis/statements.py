"""Duties without an order verb: "Y phải làm", "Y làm" and "làm" in what somebody with authority says."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.analysis.bodies import Name, read_name, starts_name
from briefs.analysis.cues import (
    LEAD_IN,
    NOUN_AFTER,
    SETTINGS,
    Cue,
    Shape,
    is_act,
    is_oblique,
    main_starts,
    name_before,
    skip_aside,
    skip_partners,
)
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk

# What before a modal makes it something else: không phải, khi cần, nhu cầu, sự cần thiết; bên phải.
_WEAKENS = frozenset(
    {"không", "khi", "chẳng", "nếu", "rất", "nhu", "sự", "trái", "thiết", "đã", "từng", "chỉ", "đầu tiên"}
    | {"vấn đề", "bên", "việc", "chưa", "nên", "chắc chắn", "có lẽ", "lượng", "có", "còn"}
    | {"thường xuyên", "theo hợp đồng", "theo thiết kế", "theo cam kết", "theo quy hoạch"}
)
_CONDITIONS = frozenset({"để", "khiến", "buộc", "làm cho", "nếu", "giá như", "vì sao", "tại sao"})
_FINDS = frozenset({"phát hiện", "xác định", "ghi nhận", "tiếp nhận", "xử phạt", "bắt giữ", "khởi tố"})
_TAKES_AS = frozenset({"xác định", "coi", "xem", "lấy", "bảo đảm", "đảm bảo"})  # "coi ... là nhiệm vụ"
_WHAT = frozenset({"một", "điều", "việc", "cách", "yếu tố", "giải pháp", "chủ trương", "mục tiêu"})
# Of a thing "không được" with these says what was not done.
_NEGLECTED = frozenset(
    {"chú trọng", "quan tâm", "chú ý", "coi trọng", "đầu tư", "bố trí", "hỗ trợ", "phát hiện", "triển khai"}
    | {"thực hiện", "xử lý", "giải quyết", "khắc phục", "sửa chữa", "bảo đảm"}
)
_SEES = frozenset({"nhận thấy", "phát hiện", "cho thấy", "ghi nhận"})
_AFTER_MODAL = frozenset(
    {"có", "là", "xong", "đồng thời", "theo", "bị", "chỉ rõ", "ghi rõ", "nêu rõ", "nói rõ"}
)
_REPORTED = frozenset({"kết quả", "cụ thể", "tình hình", "bằng", "rõ", "thường xuyên", "đầy đủ", "thành"})
_COUNTED = frozenset({"thu hút", "đón", "đạt"})
_PRAISES = frozenset({"biểu dương"})  # who speaks praises; "kịp thời biểu dương" tells others to
_NOT_DUTIES = frozenset(
    {"làm sao", "kể đến", "nói", "đối mặt", "chịu", "chi", "trả", "chờ", "đến", "đi", "nhập viện"} | {"là"}
)


def modal(chunks: Sequence[Chunk], start: int, end: int) -> Cue | None:
    """Find "Y phải làm" in a clause, also with a subject that is no body ("công tác ... cần")."""
    for at in range(start, end - 1):
        if (
            not chunks[at].tags & Tag.MODAL
            or _weak_modal(chunks, start, at)
            or _in_relative(chunks, start, at, end)
        ):
            continue
        forbids = chunks[at].is_(Tag.FORBID)
        answers = chunks[at].key == "chịu trách nhiệm" and not is_act(chunks, at + 1)
        action = at if forbids or answers else skip_partners(chunks, at + 1, end)
        body = _subject_of_modal(chunks, start, at)
        if chunks[at].key == "không được" and _was_not_done(chunks, start, at, known=body is not None):
            continue
        if _many_times(chunks[at + 1 : end]):
            continue
        if action < end and (forbids or answers or _may_follow_modal(chunks, action, known=body is None)):
            return Cue(Shape.MODAL, at, _without_voice(chunks, action, end), None, body)
    return None


def _was_not_done(chunks: Sequence[Chunk], start: int, at: int, *, known: bool) -> bool:
    """Tell whether "không được" tells of neglect: "không được quan tâm", "nhận thấy cầu không được dọn"."""
    seen = next((i for i in range(start, at) if chunks[i].key in _SEES), None)
    if seen is not None and any(chunk.key in {"khi", "nếu"} for chunk in chunks[start:seen]):
        seen = None  # "khi phát hiện ca bệnh, các địa phương không được giấu"
    return seen is not None or (not known and chunks[at + 1].key in _NEGLECTED)


def _many_times(clause: Sequence[Chunk]) -> bool:
    """Tell whether what somebody had to do was done several times: "phải điều chỉnh nhiều lần"."""
    mark = next((i for i, chunk in enumerate(clause) if i and chunk.apart), 0)  # tells what came of it
    return [chunk.key for chunk in clause[max(0, mark - 2) : mark]] == ["nhiều", "lần"]


def _without_voice(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Return where the action starts without "được": "cần được kịp thời triển khai" is to be read as an
    order.
    """
    voiced = at + 2 < end and chunks[at].is_(Tag.PASSIVE) and chunks[at + 1].is_(Tag.MANNER)
    return at + 1 if voiced and not chunks[at + 2].apart else at


def _subject_of_modal(chunks: Sequence[Chunk], start: int, at: int) -> Name | None:
    """Return the body that must: the one that opens the clause, or the one right before the modal."""
    for main in main_starts(chunks, start, at):
        name = read_name(chunks, main) or _range_of_bodies(chunks, main)
        if name and name.last <= at:
            return name
    nearest = name_before(chunks, start, at)
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
        chunk.is_(Tag.LINK | Tag.TIME | Tag.ACCORDING | Tag.MODAL) or chunk.key in LEAD_IN | {"trước", "ngày"}
    )


def _in_relative(chunks: Sequence[Chunk], start: int, at: int, end: int) -> bool:
    """Tell whether the modal only says which bodies are meant and another follows: "các tổ chức có báo phải
    sắp xếp phải".
    """
    if not any(chunk.key in {"có", "thuộc"} for chunk in chunks[start:at]):
        return False
    for later in chunks[at + 1 : end]:
        if later.apart:
            return False
        if later.is_(Tag.MODAL):
            return True
    return False


def _may_follow_modal(chunks: Sequence[Chunk], at: int, *, known: bool) -> bool:
    """Tell whether a duty follows the modal; `known` asks for a verb of the lexicon, where no body is the
    subject.
    """
    chunk = chunks[at]
    if at > 1 and chunks[at - 2].key == "thì":  # "trường hợp ... thì phải"
        return True
    if is_act(chunks, at) or chunk.is_(Tag.PASSIVE) or chunk.key in _AFTER_MODAL:
        return True
    return (
        not known and chunk.tags == Tag.NONE and not chunk.capital and not chunk.apart and _is_word(chunk.key)
    )


def _is_word(key: str) -> bool:
    return key.replace(" ", "").isalpha()


def _weak_modal(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether the modal is part of something else: không phải, khi cần, khiến ... phải, nếu ... phải."""
    before = chunks[at - 1].key if at > start and not chunks[at].apart else ""
    if before and chunks[at - 1].is_(Tag.REPORT) and not chunks[at - 1].is_(Tag.STRESS):
        return True  # "phụ huynh phản ánh phải nộp"
    if at + 1 < len(chunks) and chunks[at + 1].key in _NOT_DUTIES:
        return True
    if before in _WEAKENS:
        return True
    clause = [chunk.key for chunk in chunks[_segment_start(chunks, start, at) : at]]
    return any(key in _CONDITIONS or key == "mà" for key in clause) and "thì" not in clause


def _segment_start(chunks: Sequence[Chunk], start: int, at: int) -> int:
    return next((i for i in range(at, start, -1) if chunks[i].apart), start)


def subject(chunks: Sequence[Chunk], start: int, end: int) -> Cue | None:
    """Find "Y (chủ trì, phối hợp với Z) làm" at the start of a clause or right after its opening phrase."""
    for at in main_starts(chunks, start, end):
        name = read_name(chunks, at)
        if name is None or name.last >= end:
            continue
        after = skip_aside(chunks, name.last, end)
        if after >= end or not (is_act(chunks, after) or chunks[after].is_(Tag.LEADS | Tag.JOINS)):
            continue
        if chunks[after].key == "không được" and _was_not_done(chunks, start, after, known=True):
            continue
        act = skip_partners(chunks, after, end)
        if act < end and (is_act(chunks, act) or act > after) and not _is_event(chunks, after, end):
            return Cue(Shape.SUBJECT, after, act, None, name)
    return None


def conditional(chunks: Sequence[Chunk], start: int, end: int) -> Cue | None:
    """Find what is to be done with whoever fails: "xe nào không đạt thì dừng lưu hành"."""
    for at in range(start + 2, end - 1):
        told = chunks[at].key == "thì" and is_act(chunks, at + 1)
        if told and any(chunk.key in {"nào", "ai"} for chunk in chunks[start:at]):
            return Cue(Shape.ACTION, at + 1, at + 1)
    return None


def _is_event(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether the clause tells of an event: chairs a meeting, notifies, has done (phá dỡ được)."""
    following = chunks[at + 1] if at + 1 < end else None
    if following is None:
        return False
    if chunks[at].is_(Tag.PAPER) and following.is_(Tag.ISSUES):  # "có văn bản truyền đạt"
        return True
    if chunks[at].key in _FINDS and not following.apart:  # found out, in a story
        return True
    if chunks[at].key == "báo cáo" and following.tags == Tag.NONE and following.key not in _REPORTED:
        return True  # says
    if chunks[at].key in _COUNTED and following.key.isdecimal():  # an achievement
        return True
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
    starts = main_starts(chunks, start, end)
    for at in starts[:1] if starts and chunks[starts[0]].key in SETTINGS else starts:
        if at != starts[0] and starts_name(chunks, at):  # what follows its commas is said of that body
            break
        if not is_act(chunks, at) or starts_name(chunks, at) or _told_of_others(chunks, at, end):
            continue
        if at > start and chunks[at - 1].key.startswith("theo ") and not chunks[at].apart:
            continue  # "Theo quyết định điều chỉnh, ..." names a document
        if chunks[at].key == "báo cáo" and at + 1 < end and chunks[at + 1].is_(Tag.REPORT):
            continue  # what a report says
        if chunks[at].key in _PRAISES or (chunks[at].key not in _TAKES_AS and _is_described(chunks, at, end)):
            continue
        if chunks[at].key == "không" and not (at + 1 < end and is_act(chunks, at + 1)):
            continue
        if chunks[at].key == "dự báo" and at + 1 < end and chunks[at + 1].is_(Tag.TIME):
            continue
        if at + 1 >= end or not (
            chunks[at + 1].is_(Tag.PASSIVE | Tag.DONE)
            or chunks[at + 1].key in NOUN_AFTER - {"về", "trong"} | {"do"}
        ):
            return Cue(Shape.ACTION, at, skip_partners(chunks, at, end))
    return None


def _is_described(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether the action is what the sentence speaks about: "Trồng rừng là một trong những cách ..."."""
    of = next((i for i in range(at + 1, end - 1) if chunks[i].key == "là"), None)
    if of is None or chunks[of - 1].is_(Tag.MODAL) or (of > at + 1 and chunks[of - 1].apart):
        return False  # "xây dựng các cơ sở dữ liệu, trước mắt là ..." only adds what comes first
    return chunks[of + 1].is_(Tag.MANY) or chunks[of + 1].key in _WHAT


def _told_of_others(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether the action only opens news about somebody: "Thực hiện chỉ đạo của Thủ tướng, UBND tỉnh
    đã ...".
    """
    for index in range(at + 1, end):
        if chunks[index].gap.strip() != ",":
            continue
        name = read_name(chunks, index)
        if name and name.last < end and chunks[name.last].key in {"cũng", "còn"}:
            name = Name(name.first, name.last + 1)
        acts = name and name.last < end and chunks[name.last].is_(Tag.DONE | Tag.FUTURE | Tag.REPORT)
        if acts or chunks[index].key == "đây":
            return True
    return False
