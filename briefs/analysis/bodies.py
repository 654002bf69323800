"""Finding the bodies a sentence names: where a name starts and how far it reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk

_LONGEST_PROPER = 8
_LONGEST = 24  # chunks; longer "names" are clauses
_ENDS = (
    Tag.ISSUES
    | Tag.STOP
    | Tag.MODAL
    | Tag.PASSIVE
    | Tag.FUTURE
    | Tag.DONE
    | Tag.LEADS
    | Tag.JOINS
    | Tag.TIME
    | Tag.REPORT
)
_STARTS = Tag.HEAD | Tag.OFFICE | Tag.PERSON
_OPENS = _STARTS | Tag.MANY  # most chunks have none of these; asking that first makes reading twice as fast
_ACTS = Tag.ACTION | Tag.MANNER | Tag.ORDER | Tag.PROPOSE
_AND = frozenset({"và", "cùng", "với", "hoặc", "cũng như"})
_OF = frozenset({"của", "thuộc", "tại", "ở", "trên địa bàn", "trực thuộc"})
_WHERE = frozenset({"tại", "ở"})
_ACTION_HEADS = frozenset(
    {
        "thanh tra",
        "kiểm toán",
        "tổ chức",
        "cấp",
        "hội",
        "tổ",
        "chủ",
        "trạm",
        "đội",
        "báo",
        "bên",
        "y tế",
        "xe",
        "vụ",
        "phòng",
    }
)

# Heads of names that list fields of work: Bộ Lao động - thương binh và xã hội.
_FIELDS_OF_WORK = frozenset({"bộ", "bộ trưởng", "thứ trưởng", "sở", "giám đốc", "cục", "vụ", "phòng"})
_FIELDS = frozenset(
    {"thể thao", "du lịch", "thương binh", "thể dục", "truyền thông", "gia đình", "môi trường"}
)
# Nouns that an action after them describes: thuộc diện sắp xếp, công tác quản lý.
_OF_WORK = frozenset(
    {"diện", "công tác", "lĩnh vực", "hoạt động", "chương trình", "dự án", "công trình", "nghề", "khâu"}
)

# Verbs that only look like orders: "UBND tỉnh giao đất".
_DEEDS = frozenset({"giao đất", "giao nộp", "giao lại", "giao kết", "bàn giao", "chuyển giao"})
# Words after which the name of a firm goes on whatever it says: Công ty TNHH xử lý chất thải.
_KINDS_OF_FIRM = frozenset({"tnhh", "cổ phần", "cp", "mtv"})
_FIRMS = frozenset({"tổng công ty", "công ty", "tập đoàn", "ban quản lý", "trung tâm", "quỹ", "ngân hàng"})
_SPHERES = frozenset(
    {"tỉnh", "ngành", "huyện", "thành phố", "toàn quốc", "cả nước", "toàn tỉnh", "toàn ngành"}
)

# Heads whose name an action right after them completes: cơ quan điều tra, đoàn kiểm tra. Not so after "công
# an huyện".
_OF_DUTY = frozenset(
    {
        "cơ quan",
        "đoàn",
        "đơn vị",
        "lực lượng",
        "tổ",
        "nhóm",
        "ban",
        "phòng",
        "nhà",
        "chủ",
        "công ty",
        "doanh nghiệp",
    }
    | {
        "tổ chức",
        "cán bộ",
        "trung tâm",
        "ban quản lý",
        "cục",
        "chi cục",
        "vụ",
        "sở",
        "bộ",
        "đội",
        "hội đồng",
        "cảnh sát",
    }
    | {"ngành", "viện", "tổng cục", "cơ sở", "hội", "nhân viên", "các cấp", "ban chỉ đạo"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name: chunks `[first, last)` of the sentence."""

    first: int
    last: int

    def text(self, chunks: Sequence[Chunk]) -> tuple[int, int]:
        """Return the characters the name covers."""
        return chunks[self.first].start, chunks[self.last - 1].end


def kind_of(chunks: Sequence[Chunk], name: Name | None) -> str:
    """Return the first word of a body's name, by which alone it is spoken of later: sở, tỉnh, thành phố."""
    if name is None:
        return ""
    word = chunks[name.first].key.partition(" ")[0].strip(".,")
    return {"tp": "thành phố", "thành": "thành phố"}.get(word, word)


def kinds_of(chunks: Sequence[Chunk], name: Name | None) -> frozenset[str]:
    """Return the words by any of which a body can be spoken of later: of UBND quận 1, UBND and quận."""
    if name is None:
        return frozenset()
    heads = [at for at in range(name.first, min(name.last, name.first + 3)) if chunks[at].is_(Tag.HEAD)]
    return frozenset(kind_of(chunks, Name(at, name.last)) for at in (name.first, *heads))


def starts_name(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a body's name can start at the chunk, a leading "các" included."""
    while at < len(chunks) and _counts(chunks, at):
        at += 1
        if at < len(chunks) and chunks[at].apart:
            return False
    if at >= len(chunks) or not chunks[at].tags & _STARTS:
        return False
    chunk = chunks[at]
    if chunk.key in _ACTION_HEADS and not (chunk.capital and at):
        following = chunks[at + 1] if at + 1 < len(chunks) and not chunks[at + 1].apart else None
        if chunk.key == "cấp" and following and following.is_(Tag.HEAD):  # cấp xã
            return True
        named = following is not None and following.capital
        return named or bool(at and chunks[at - 1].is_(Tag.MANY) and not chunk.apart)
    return True


def _counts(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether the chunk says how many: "các", or a number before a head ("28 tỉnh")."""
    chunk = chunks[at]
    if chunk.key.isdecimal():
        return at + 1 < len(chunks) and chunks[at + 1].is_(Tag.HEAD) and not chunks[at + 1].apart
    return chunk.is_(Tag.MANY) and not chunk.is_(Tag.HEAD)


def read_name(chunks: Sequence[Chunk], at: int, *, several: bool = True) -> Name | None:
    """Read the body's name that starts at the chunk; `several` takes in others joined by comma or "và"."""
    if not starts_name(chunks, at):
        return None
    last = _reach(chunks, at)
    while several and (following := _next_in_list(chunks, last)):
        last = _reach(chunks, following)
    return Name(at, last)


def names_in(chunks: Sequence[Chunk], first: int, last: int, *, several: bool = True) -> Iterator[Name]:
    """Yield the bodies' names that start at the chunks `[first, last)`, in order, none inside another."""
    end = first
    for at in range(first, last):
        if at < end or not (chunks[at].tags & _OPENS or chunks[at].key[0].isdigit()):
            continue
        if name := read_name(chunks, at, several=several):
            yield name
            end = name.last


def read_proper_name(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Read a capitalised name that no head shows to be a body ("ĐH Huế", "VEC"), up to what it does."""
    if not chunks[at].capital or chunks[at].is_(_ACTS | _ENDS):
        return None
    last = at + 1
    while last < len(chunks) and not chunks[last].apart and not chunks[last].is_(_ACTS | _ENDS | Tag.MANY):
        last += 1
    return Name(at, last) if last < len(chunks) and last - at <= _LONGEST_PROPER else None


def members(chunks: Sequence[Chunk], name: Name) -> list[Name]:
    """Return the single names of a list, in order."""
    found: list[Name] = []
    at = name.first
    while at < name.last:
        if chunks[at].key in _AND:
            at += 1
            continue
        last = (
            min(_reach(chunks, at), name.last)
            if starts_name(chunks, at)
            else _plain_run(chunks, at, name.last)
        )
        if found and not (chunks[at].apart or chunks[at - 1].key in _AND or starts_name(chunks, at)):
            found[-1] = Name(found[-1].first, last)  # các xã có dự án đi qua
            at = last
            continue
        general = found and any(chunk.is_(Tag.MANY) for chunk in chunks[found[-1].first : found[-1].last])
        if general and last - at == 1 and not chunks[at].capital:
            found[-1] = Name(found[-1].first, last)  # UBND các quận, huyện
        else:
            found.append(Name(at, last))
        at = last
    return found


def _plain_run(chunks: Sequence[Chunk], at: int, end: int) -> int:
    last = at + 1
    while last < end and not chunks[last].apart:
        last += 1
    return last


def _reach(chunks: Sequence[Chunk], at: int) -> int:
    """Return the index after the last chunk of the single name that starts at `at`."""
    first = at
    while _counts(chunks, at):
        at += 1
    at += 1
    while at < len(chunks) and at - first < _LONGEST and _belongs(chunks, first, at):
        at += 1
    return at


def _belongs(chunks: Sequence[Chunk], first: int, at: int) -> bool:
    chunk, before = chunks[at], chunks[at - 1]
    if chunk.apart:
        return _belongs_after_mark(chunks, first, at)
    if chunk.key in _AND:
        return chunk.key == "và" and _inside_proper_name(chunks, first, at)
    if chunk.is_(Tag.HEAD | Tag.OFFICE) and (chunk.key not in _ACTION_HEADS or before.is_(Tag.MANY)):
        return True
    if before.key == "này" or (chunk.key in _DEEDS and not chunk.capital):
        return False
    if chunk.key == "về" and chunks[first].key == "ban chỉ đạo" and before.capital:  # ... Trung ương về X
        return True
    if before.key in _KINDS_OF_FIRM or (chunk.key == "trong" and _then_place(chunks, at + 1)):
        return True
    if chunk.key in _WHERE:
        return _then_named(chunks, at + 1)
    if chunk.is_(_ENDS) and not (chunk.capital and before.capital):
        return chunk.key in _OF
    return not chunk.is_(_ACTS) or _is_part_of_name(chunks, first, at)


def _belongs_after_mark(chunks: Sequence[Chunk], first: int, at: int) -> bool:
    """Tell whether a name goes on after a mark; the first of names that share a word does after a colon:
    các sở: Y tế, Nội vụ.
    """
    chunk, before = chunks[at], chunks[at - 1]
    if _in_brackets(chunk) or _hyphenated(chunk, before) or _abbreviated(chunk, before):
        return True
    if chunk.gap.strip() == ":":
        return at == first + 2 and _counts(chunks, first) and chunk.is_(Tag.NAMED)
    return chunks[first].key in _FIELDS_OF_WORK and _another_field(chunk)


def _is_part_of_name(chunks: Sequence[Chunk], first: int, at: int) -> bool:
    """Tell whether an action is part of the name it stands in: Công ty Xây dựng Vận tải, ban chỉ đạo."""
    before = chunks[at - 1]
    if before.capital and before.is_(Tag.ACTION) and chunks[first].key in _FIRMS:
        return True
    return before.key in _OF_WORK or _names_what_it_does(chunks, at)


def _then_named(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a name follows "tại": "UBND tại Hà Nội", not "Phó chủ tịch Trần Văn A tại cuộc họp"."""
    return at < len(chunks) and (chunks[at].capital or chunks[at].is_(Tag.HEAD | Tag.MANY))


def _then_place(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a place or sphere follows "trong": các cơ quan trong tỉnh, trong ngành."""
    return at < len(chunks) and chunks[at].key in _SPHERES and not chunks[at].apart


def _in_brackets(chunk: Chunk) -> bool:
    gap = chunk.gap.strip()
    return gap in {"(", ")"} and not (chunk.is_(_ACTS | _ENDS) or chunk.key.isdecimal())  # no age in years


def _another_field(chunk: Chunk) -> bool:
    """Tell whether a mark only parts the fields of one office: Sở Văn hóa, thể thao."""
    mark = chunk.gap.strip()
    return (mark in {"-", "–"} and not chunk.is_(_STARTS | _ENDS)) or (mark == "," and chunk.key in _FIELDS)


def _abbreviated(chunk: Chunk, before: Chunk) -> bool:
    return chunk.gap.strip() == "." and before.key in {"tp", "tx", "q", "p", "h", "tt"}


def _hyphenated(chunk: Chunk, before: Chunk) -> bool:
    """Tell whether a dash or ampersand joins the parts of one name: Tài nguyên - Môi trường."""
    if chunk.gap.strip() not in {"-", "–", "&", "/"}:
        return False
    return chunk.capital or (before.capital and not chunk.gap[0].isspace())


def _inside_proper_name(chunks: Sequence[Chunk], first: int, at: int) -> bool:
    """Tell whether the "và" at the chunk joins parts of one name: sở Tài nguyên và Môi trường."""
    if at + 1 >= len(chunks) or chunks[at + 1].is_(_STARTS | Tag.MANY) or chunks[at - 1].is_(Tag.NAMED):
        return False
    if not chunks[at + 1].capital:
        if chunks[first].key in _FIRMS and chunks[at - 1].capital and chunks[at - 1].is_(Tag.ACTION):
            return True
        return chunks[first].key in _FIELDS_OF_WORK and not chunks[at + 1].is_(_ACTS | _ENDS)
    return any(chunk.capital for chunk in chunks[max(0, at - 3) : at])


def _names_what_it_does(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether an action right after a head is part of the name: capital, or another action follows."""
    chunk, before = chunks[at], chunks[at - 1]
    joined = before.key == "và" and any(c.capital for c in chunks[max(0, at - 4) : at - 1])
    if chunk.capital and (before.is_(Tag.HEAD) or before.capital or joined):
        return True
    if not chunk.is_(Tag.COMPOUND) or before.key.removeprefix("các ") not in _OF_DUTY:
        return False
    for index in range(at + 1, min(len(chunks), at + 5)):
        later = chunks[index]
        if later.apart:
            return later.gap.strip() == "," and starts_name(chunks, index)
        if later.is_(_ACTS | Tag.MODAL | Tag.PASSIVE | Tag.JOINS | Tag.LEADS):
            return True
    return False


def _next_in_list(chunks: Sequence[Chunk], at: int) -> int | None:
    """Return where the next name of a list starts, after a comma or "và"."""
    if at >= len(chunks):
        return None
    chunk = chunks[at]
    if chunk.gap.strip() == ",":
        if starts_name(chunks, at):
            return None if chunk.is_(Tag.PERSON) else at  # a person after a comma opens a clause and speaks
        return _over_plain_item(chunks, at)
    if chunk.key in _AND and not chunk.apart and starts_name(chunks, at + 1):
        return at + 1
    return None


def _over_plain_item(chunks: Sequence[Chunk], at: int) -> int | None:
    """Return where the next name starts after an item that no head shows to be a body: "nhà đầu tư, bảo
    hiểm, đơn vị".
    """
    for index in range(at + 1, min(len(chunks), at + 5)):
        if chunks[index].gap.strip() == "," and starts_name(chunks, index):
            return index
        if chunks[index].apart:
            return None
    return None
