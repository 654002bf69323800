"""Documents that carry the news: whose they are, and from where on a sentence says what they do."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.analysis.bodies import Name, names_in, read_name
from briefs.analysis.cues import authority, is_oblique
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk, Sentence
from briefs.analysis.speakers import Floor
from briefs.text.fold import tone_key

_BY = frozenset({"do", "của"})
_SAYS_IN_WRITING = frozenset({"nêu rõ", "nêu", "ghi rõ", "quy định rõ"})
_LETTERS = frozenset(
    {"công điện", "công điện khẩn", "công văn", "chỉ thị", "thông báo", "văn bản", "kế hoạch", "kết luận"}
    | {"thông báo kết luận", "ý kiến chỉ đạo", "văn bản khẩn"}
    | {tone_key("công văn hỏa tốc"), tone_key("công điện hỏa tốc")}
)
_ON_ONE_CASE = frozenset({"xử phạt", "phạt", "khởi tố", "truy tố", "kỷ luật", "bổ nhiệm", "điều động"})
_SIGNS = frozenset({"ký", "ký ban hành", "ban hành", "phê duyệt", "công bố", "thông qua"})
_DEMANDS = frozenset({"yêu cầu", "chỉ đạo", "ý kiến chỉ đạo"})
_FRESH = 3  # strength of the floor
_NEAR_HEAD = 6  # chunks
_AFTER_AUTHOR = 24  # chunks
_OPENING = 2  # chunks at the head of a sentence


def paper(sentence: Sentence) -> Floor | None:
    """Return the floor that a document opens: "UBND tỉnh vừa ban hành kế hoạch", "truyền đạt ý kiến của Thủ
    tướng".
    """
    chunks = sentence.chunks
    if not sentence.tags & (Tag.PAPER | Tag.OFFICE | Tag.PASSIVE | Tag.NUMBER | Tag.ACCORDING):
        return None
    conveyed = _conveyed(chunks) or (_signed(chunks) if sentence.tags & Tag.PASSIVE else None)
    if conveyed:
        return Floor(conveyed.text(chunks), 3, authority(chunks, conveyed))
    for at, chunk in enumerate(chunks):
        if not chunk.tags & (Tag.PAPER | Tag.NUMBER | Tag.ACCORDING):
            continue
        name = _author_of_paper(chunks, at)
        if name is None and chunk.is_(Tag.PAPER) and _issued(chunks, at):
            news = _recent(chunks) or not sentence.index or sentence.text.endswith(":")
            name = _issuer_of_paper(chunks, at) if news else None
        if name:
            return Floor(name.text(chunks), 2, authority(chunks, name))
    return None


def letter(sentence: Sentence) -> Floor | None:
    """Return the floor of whose letter a sentence names anywhere: "..., theo công điện của Thủ tướng"."""
    chunks = sentence.chunks
    for at, chunk in enumerate(chunks):
        if chunk.key.removeprefix("theo ") in _LETTERS and (name := _of_whom(chunks, at)):
            return Floor(name.text(chunks), 2, authority(chunks, name))
    return None


def demand(sentence: Sentence) -> Floor | None:
    """Return the floor of whose demand was told just before: "Đó là yêu cầu của Ban chỉ đạo đối với ..."."""
    chunks = sentence.chunks
    if chunks[0].key not in {"đó", "đây"}:
        return None
    for at, chunk in enumerate(chunks[:_NEAR_HEAD]):
        if chunk.key in _DEMANDS and (name := _of_whom(chunks, at)):
            given = chunks[name.last - 1].key
            return Floor(name.text(chunks), _FRESH, authority(chunks, name), given=given)
    return None


def _of_whom(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Return who may order, where "của" and a name follow the chunk."""
    if at + 2 >= len(chunks) or chunks[at + 1].key != "của":
        return None
    name = read_name(chunks, at + 2, several=False)
    return name if name and authority(chunks, name) else None


def said_from(sentence: Sentence) -> int:
    """Return the chunk from which on a sentence says what a document does: after "nêu rõ,", "theo đó", or
    the comma after "vừa ra thông báo"; 0 where nothing shows it.
    """
    chunks = sentence.chunks
    for at, chunk in enumerate(chunks[:-1]):
        parted = chunks[at + 1].gap.strip()[:1] in {",", ":"}
        if (chunk.key in _SAYS_IN_WRITING and parted) or (chunk.key == "theo đó" and at and chunk.apart):
            return at + 1
        if parted and chunk.is_(Tag.PAPER) and at and chunks[at - 1].is_(Tag.ISSUES | Tag.DONE):
            return at + 1
    return 0


def _author_of_paper(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Find who stands behind a document that the sentence opens with: "Theo kế hoạch do Bộ trưởng ký ngày",
    "công điện của Thủ tướng nêu rõ".
    """
    if chunks[at].is_(Tag.PAPER) and (name := _who_just_issued(chunks, at + 1)):
        return name
    by = next((i for i in range(at + 1, min(len(chunks), at + 5)) if chunks[i].key in _BY), None)
    if at >= _NEAR_HEAD or by is None:
        return None
    if any(chunk.apart or chunk.key in _ON_ONE_CASE for chunk in chunks[at + 1 : by + 1]):
        return None
    name = read_name(chunks, by + 1, several=False) if by + 1 < len(chunks) else None
    if name is None or not authority(chunks, name):
        return None
    after = chunks[name.last : name.last + _AFTER_AUTHOR]
    signed = chunks[by].key == "do" and any(chunk.is_(Tag.ISSUES) for chunk in after[:2])
    says = any(chunk.key in _SAYS_IN_WRITING for chunk in after)
    return name if signed or (says and not chunks[at].is_(Tag.ACCORDING)) else None


def _who_just_issued(chunks: Sequence[Chunk], at: int) -> Name | None:
    """Find the author in "văn bản (mà) UBND tỉnh vừa gửi", from the chunk after the document on."""
    at += at < len(chunks) and chunks[at].key == "mà"
    name = read_name(chunks, at, several=False) if at < len(chunks) and not chunks[at].apart else None
    if name is None or name.last + 1 >= len(chunks) or not authority(chunks, name):
        return None
    just, verb = chunks[name.last : name.last + 2]
    return name if just.key in {"vừa", "mới", "vừa mới"} and verb.is_(Tag.ISSUES) else None


def _signed(chunks: Sequence[Chunk]) -> Name | None:
    """Find who signed a document: "kế hoạch vừa được Bộ trưởng ký ban hành"."""
    for at in range(1, len(chunks) - 2):
        if not (chunks[at].is_(Tag.PASSIVE) and any(c.is_(Tag.PAPER) for c in chunks[max(0, at - 6) : at])):
            continue
        name = read_name(chunks, at + 1, several=False)
        if name and name.last < len(chunks) and chunks[name.last].key in _SIGNS:
            return name if authority(chunks, name) else None
    return None


def _conveyed(chunks: Sequence[Chunk]) -> Name | None:
    """Find whose opinion a document conveys: "ý kiến (kết luận, chỉ đạo) của Thủ tướng"."""
    for at, chunk in enumerate(chunks):
        opens = at < _OPENING and chunk.key == "theo chỉ đạo"
        if not opens and chunk.key not in {"ý kiến", "ý kiến chỉ đạo", "kết luận", "chỉ đạo"}:
            continue
        following = (
            at + 2
            if at + 1 < len(chunks) and chunks[at + 1].key in {"của", "kết luận", "chỉ đạo"}
            else at + 1
        )
        following += 1 if following < len(chunks) and chunks[following].key == "của" else 0
        if following < len(chunks) and chunks[following].is_(Tag.OFFICE):
            name = read_name(chunks, following, several=False)
            if name and authority(chunks, name):
                return name
    return None


def _issued(chunks: Sequence[Chunk], at: int) -> bool:
    near = chunks[max(0, at - 5) : at + 16]
    return any(c.is_(Tag.ISSUES) and c.key not in {"có", "ra", "chỉ đạo"} for c in near) or any(
        c.key in {"có", "ra"} for c in chunks[max(0, at - 2) : at]
    )


def _recent(chunks: Sequence[Chunk]) -> bool:
    """Tell whether the document is the news: dated at the head of the sentence, or just issued."""
    return any(c.is_(Tag.TIME) for c in chunks[:4]) or any(c.key in {"vừa", "mới", "đã"} for c in chunks[:20])


def _issuer_of_paper(chunks: Sequence[Chunk], at: int) -> Name | None:
    best: Name | None = None
    for name in names_in(chunks, 0, at, several=False):
        if name.last <= at and authority(chunks, name) and not is_oblique(chunks, 0, name):
            best = name
    return best
