"""Whether an order verb orders: "yêu cầu" and "chỉ đạo" are as often nouns, or part of a plan or petition."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.analysis.bodies import starts_name
from briefs.analysis.cues import NOUN_AFTER, can_act, is_act
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk

# Before an issuer they make the whole clause a noun: việc tỉnh giao đất.
OF_WHAT = frozenset({"việc", "về việc", "trong việc", "cho việc", "từ việc", "do việc"})
_BEFORE = OF_WHAT | {"theo", "đáp ứng", "sự", "các", "những", "đúng", "nhu cầu", "dưới", "bản", "lời", "của"}
_BEFORE |= {"chuẩn", "chấp thuận", "chấp nhận", "bác", "xem xét", "tiếp nhận", "nhận được", "nhận"}
_BEFORE |= {"ra", "bị", "qua việc", "với", "nơi", "khu vực", "diện"}
_MEETS = frozenset({"đáp ứng", "đạt", "thỏa mãn"})
_MATTERS = frozenset({"việc", "công tác", "giải pháp", "biện pháp", "chủ trương"})
_OF_WORK = Tag.ACTION | Tag.PAPER | Tag.MANNER
# "chỉ yêu cầu" tells how little is asked, "tạm dừng phân công" that nothing is assigned any more.
_ONLY_OR_NO_MORE = {"muốn", "nên"} | frozenset(
    {"chỉ", "cứ", "tạm dừng", "dừng", "ngừng", "đình chỉ", "thu hồi", "chấm dứt", "hoãn"}
)


def is_noun(chunks: Sequence[Chunk], start: int, at: int, end: int) -> bool:
    """Tell whether the order verb at a chunk of the clause `[start, end)` is a noun: "đáp ứng yêu cầu", "yêu
    cầu của", "chỉ đạo việc".
    """
    if at + 1 >= end:
        return True
    if _shown_by_what_follows(chunks, at) and not _asked_after_aside(chunks, at + 1, end):
        return True
    if at == start:
        return False
    before = chunks[at - 1]
    if _in_field_of_work(chunks, start, at):
        return True
    if chunks[at].apart:
        return before.key == "lãnh đạo"
    if at - start > 1 and _shown_by_what_precedes(chunks[at - 2], before):
        return True
    if before.key == "có" and is_act(chunks, at + 1):  # "đã có chỉ đạo thanh tra"
        return False
    if _is_stressed(chunks, start, at):
        return True
    if before.is_(Tag.NOUN_MAKER) and not before.is_(Tag.MANNER) and not starts_name(chunks, at + 1):
        return True
    return before.key in _BEFORE


def _leads_matters(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether what is led is no body: "chỉ đạo công tác", "chỉ đạo nhiều giải pháp"."""
    what = at + 1 if chunks[at].is_(Tag.MANY) and at + 1 < len(chunks) else at
    return chunks[what].key in _MATTERS


def _asked_after_aside(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether only an aside stands between the verb and what it asks: "yêu cầu đối với dự án, phải"."""
    return acts_after_mark(chunks, at, end) if chunks[at].key == "đối với" else within(chunks, at)


def acts_after_mark(chunks: Sequence[Chunk], at: int, end: int) -> bool:
    """Tell whether what is to be done, or who is to do it, follows a comma after the chunk."""
    return any(chunks[i].gap.strip() == "," and can_act(chunks, i) for i in range(at + 1, end))


def within(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether "trong" and a time stand at the chunk: "chỉ đạo trong quý 2, các ngành ..."."""
    return chunks[at].key == "trong" and at + 1 < len(chunks) and chunks[at + 1].is_(Tag.TIME)


def _is_stressed(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether somebody stresses the demand rather than makes it: "nhấn mạnh (năm 2019) yêu cầu"."""
    if chunks[at].key.endswith(" phải"):
        return False
    before = at - 1
    while before > start and chunks[before].is_(Tag.TIME):
        before -= 1
    told = chunks[before + 1 : at + 1]
    return chunks[before].is_(Tag.STRESS) and not any(chunk.apart for chunk in told)


def _in_field_of_work(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether the verb is one of what a field of work consists of: "công tác xây dựng và chỉ đạo"."""
    if chunks[at - 1].key != "và" and chunks[at].gap.strip() != ",":
        return False
    head = at - 1
    while head > start and (chunks[head].is_(_OF_WORK) or chunks[head].key == "và"):
        head -= 1
    return chunks[head].key == "công tác"


def _shown_by_what_follows(chunks: Sequence[Chunk], at: int) -> bool:
    after = chunks[at + 1]
    if chunks[at].key == "chỉ đạo" and _leads_matters(chunks, at + 1):
        return True
    if after.key == "nêu" and at + 2 < len(chunks) and chunks[at + 2].key not in {"trên", "ở", "tại"}:
        return False  # "đề nghị nêu cụ thể"
    if after.key in NOUN_AFTER and not after.apart and not after.is_(Tag.HEAD):
        return True
    return after.gap.strip() == "," or after.is_(Tag.PASSIVE) or after.key in {"bị", "nên", "và"}


def _shown_by_what_precedes(further: Chunk, before: Chunk) -> bool:
    if before.is_(Tag.PASSIVE):  # đáp ứng được yêu cầu
        return further.key in _MEETS
    if before.key == "có":  # đề nghị có chỉ đạo
        return further.is_(Tag.ORDER | Tag.PROPOSE)
    return before.is_(Tag.PAPER) and further.is_(Tag.MANY)


def is_kept_from_ordering(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether what stands before the verb makes it a plan, a petition or part of something else."""
    if _is_blocked(chunks, max(start, at - 3), at) or _in_side_clause(chunks, start, at):
        return True
    return any(_proposes(chunks, index) for index in range(_segment(chunks, start, at), at))


def _proposes(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether the chunk is a verb of asking upward, not a noun: "đồng ý với các kiến nghị"."""
    return chunks[at].is_(Tag.PROPOSE) and not (at and chunks[at - 1].is_(Tag.MANY))


def _is_blocked(chunks: Sequence[Chunk], first: int, at: int) -> bool:
    """Tell whether a word right before the verb denies it or puts it off, unless "thì" parts them."""
    if at > first and chunks[at - 1].key in _ONLY_OR_NO_MORE:
        return True
    for index in range(at - 1, first - 1, -1):
        chunk = chunks[index]
        if chunk.key == "thì":
            return False
        if chunk.is_(Tag.FUTURE) or chunk.key in {"không", "chưa", "hiện"} or _proposes(chunks, index):
            return True
        if chunk.apart:
            break
    return False


def _segment(chunks: Sequence[Chunk], start: int, at: int) -> int:
    """Return where the stretch between two marks that holds the chunk begins."""
    return next((i for i in range(at, start, -1) if chunks[i].apart), start)


def _in_side_clause(chunks: Sequence[Chunk], start: int, at: int) -> bool:
    """Tell whether the verb stands in "sau khi ...", "nếu ..." or the like rather than in the main clause."""
    aim = at - 1
    while aim > start and chunks[aim].is_(Tag.MANNER):
        aim -= 1
    if at > start and chunks[aim].is_(Tag.GOAL):  # "phối hợp với UBND huyện để (tiếp tục) chỉ đạo"
        return True
    for index in range(at - 1, start - 1, -1):
        if chunks[index].key in {"khi", "sau", "sau khi", "trước khi", "nếu", "vì", "bởi"}:
            return True
        if chunks[index].key == "thì" or chunks[index + 1].apart:
            return False
    return False
