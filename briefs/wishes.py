"""What people ask for in plain words: what is new, what is due and what was, help, to be told of more.

What is due is asked for in any order of words, so the words are told one by one: a text asks for a list where
each of its words belongs to such a question or names whose list it is. A word of any other kind, as in
“gia hạn visa”, is one to look for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from briefs.questions import ME, SMALL_TALK, question
from briefs.refining import ACTORS, body_and_words
from briefs.registry import Kind, Registry
from briefs.search.periods import split_period
from briefs.text.fold import syllables, tone_key

_MOST_WORDS = 24
"""A longer text was pasted."""
_MARKS = " ,.:;?!"
_LEAST_LIKENESS, _LEAST_TOKENS = 0.7, 3
"""Score and words of a name that was typed with slips: “bo cong thuog”. Two words are rather no name."""

_LATELY = (
    r"(?:(?:sang |chieu |toi |hom |tuan |thang |may hom |may ngay )(?:nay|qua)|gan day|dao nay"
    r"|today|this (?:week|month)|lately)"
)
_NEWS = r"(?:(?:diem )?tin(?: tuc)?|thong tin|van ban|ban tom luoc|ban tin|bai(?: viet)?)"
_AT_THE_END = r"(?:khong|ko|k|chua|the|vay|nhi|nhe|voi|di|ban|bot|ad|oi|a|em|anh|chi|please)"
_SHOW = (
    rf"(?:{SMALL_TALK} )?(?:da |vang )*"
    rf"(?:(?:cho )?(?:{ME} )?(?:muon )?(?:xem|doc|biet|hoi) |(?:cho|gui) {ME} |show me )?"
)
_ASKS_FOR_NEWS = re.compile(
    rf"{_SHOW}(?:{_LATELY} co (?:tin )?gi|(?:{_LATELY} )?(?:thi )?"
    rf"(?:(?:co )?(?:(?:cac |nhung )?{_NEWS}(?: gi| nao)?|gi) moi(?: nhat| ban hanh)?|{_NEWS}(?= {_LATELY})"
    r"|tin tuc|diem tin"
    r"|(?:whats|what is|anything|any|the)? ?(?:new|news|latest|newest)(?: news| briefs?)?)"
    rf"(?: {_LATELY})?)(?: {_AT_THE_END})*"
)
_OTHERWISE = frozenset({"mời", "thẻ", "vàng", "đảng", "hội", "hàn"})
"""Words that by their marks are none of those below: “văn bản mời” invites, “thẻ quá hạn” is no “thế”."""

_ASKS_FOR_HELP = re.compile(
    r"(?:(?:xem )?(?:huong dan|cach) (?:(?:su )?dung|tim(?: kiem)?|tra cuu)(?: bot)?(?: nay)?|huong dan"
    rf"|tro giup|giup(?: {ME})?|help(?: me)?|how (?:to|do i|do you) use(?: it| this| the| bot)*"
    r"|how does (?:it|this|the)(?: bot)? work|who are you|what (?:can|do) you do|ban la ai"
    r"|(?:bot|ban)(?: nay)? (?:la gi|(?:dung )?de lam gi|(?:co the )?(?:lam|giup)(?: duoc)?"
    rf"(?: {ME})? (?:nhung )?gi)|(?:bot(?: nay)? (?:su )?dung|(?:su )?dung bot(?: nay)?)"
    r" (?:(?:nhu )?the nao|(?:ra )?sao)|lam (?:sao|the nao) de (?:dung|tim))"
    rf"(?: {_AT_THE_END})*"
)
_REGISTER = "dang ky"
_FOLLOW = re.compile(
    rf"(?:(?:cho )?{ME} )?(?:muon )?"
    rf"(?:(?P<list>{_REGISTER}(?: ban)? tin|(?:{_REGISTER} )?nhan (?:ban )?tin(?: hang (?:ngay|tuan|thang))?"
    r"|get digests|subscribe to digests)"
    rf"|theo doi|{_REGISTER}(?: nhan| theo doi)?|bao (?:cho )?{ME}(?: biet)?(?: khi)?(?: co)?(?: tin)?"
    r"|follow|subscribe(?: to)?)(?: moi)?(?: ve| cua| cho| tu| on| about)?(?: |$)"
)

_LIST = (
    r"(?P<passed>(?:(?:da|bi|dang) )*(?:qua|tre|cham|lo) (?:thoi )?han(?: roi)?"
    r"|(?:da|bi) het (?:thoi )?han|overdue|past due)"
    r"|(?P<due>(?:(?:sap|gan|chuan bi|chua) )*(?:den|toi) (?:thoi )?han"
    r"|(?:sap|gan|chuan bi) het (?:thoi )?han|han chot|deadlines?|due dates?|(?:whats|what is) due"
    r"|due soon|coming due)"
    r"|(?P<term>thoi han|het han|han cuoi(?: cung)?|due)"
)
_WITHIN = (
    r"(?P<soon>hom nay|(?:ngay )?mai|(?:(?:dau|cuoi|trong) )*(?:tuan|thang|quy) (?:nay|toi|sau|nua)"
    r"|(?:(?:truoc|den|trong) )+(?:cuoi )?(?:tuan|thang|quy)(?! (?:[0-9]+|iv|i{1,3})\b)"
    r"|(?:trong )?(?:[0-9]+|vai|may) (?:ngay|tuan|thang) (?:toi|nua)|sap toi|toi day|thoi gian toi"
    r"|today|tomorrow|(?:this|next) (?:week|month|quarter)|soon|upcoming|coming)"
    r"|(?P<year>(?:(?:den|cuoi|trong) )*nam (?:nay|toi|sau)|cuoi nam|(?:this|next) year"
    r"|(?:trong )?thang (?:1[0-2]|[1-9])|(?:trong )?quy (?:iv|i{1,3}|[1-4]))"
)
_HINT = re.compile(rf"(?<!\S)(?:{_LIST})(?!\S)")
_TIME = re.compile(rf"(?<!\S)(?:{_WITHIN})(?!\S)")
_WORK = re.compile(r"(?<!\S)(?:viec|vu|phai|can|lam|tasks?|dut(?:y|ies)|do|done)(?!\S)")
_BY_WHEN = re.compile(rf"(?<!\S)(?:{_LIST}|han)(?!\S)")
_DATED = "dated"
"""What kind of words those of a numbered time are: “nhiệm vụ năm 2025” stands in headlines, too."""
_ANY_DAY = dt.date(2000, 1, 1)
"""Whether a text names a time does not hang on what day it is."""
_ENDS = r"(?:(?:da|bi|sap|gan) )*(?:qua|tre|cham|den|toi|het) (?:thoi )?han"
"""What “thẻ” and “vay” do, and “thế” and “vậy” are not before."""
_PIECES = re.compile(
    rf"(?:{_LIST}|{_WITHIN}"
    r"|(?P<todo>(?:phai|can)(?: (?:lam|thuc hien|hoan thanh|xu ly|giai quyet|xong))*"
    r"|lam(?= (?:nhung |cac )?(?:viec )?gi\b)|(?:(?:have|has|need|needs) )?to (?:do|be done)"
    r"|(?:must|should) (?:do|be done))"
    r"|(?P<asks>(?:(?:co quan|don vi|bo nganh|bo|so|nganh|dia phuong|tinh|noi|viec|nhiem vu) )?nao"
    r"|nhung gi|gi|ai|bao nhieu|may(?= (?:viec|nhiem vu)\b)|what|whats|which|any|anything)"
    r"|(?P<tasks>(?:dau |cong )?viec|nhiem vu|tasks?|dut(?:y|ies))"
    r"|(?P<done>hoan thanh(?! (?:(?:cac|nhung|moi) )*(?:(?:dau |cong )?viec|nhiem vu)\b)|xong|han)"
    r"|(?P<beside>(?:(?:cua|cho) )?(?:(?:don vi |co quan |phong )?(?:toi|minh|em|tui|anh|chi|ta)"
    rf"|chung (?:toi|minh|em|ta))|my|our|chua (?:xong|hoan thanh|thuc hien|lam)|(?:the|vay)(?! {_ENDS}\b)"
    r"|co|cac|nhung|chi dao|(?:da |duoc )?giao|thi|la|dang|con|ra|hay|xin|muon|xem|doc|biet|hoi|tim|giup|ho"
    r"|liet ke|danh sach|cua|cho|trong|vao|ban|bot|ad|oi|a|khong|ko|k|chua|roi|nhi|nhe|voi|di|da|vang"
    r"|xin chao|chao|hello|hi|show|me|list|give|all|of|for|by|in|on|is|are|there|we|i|do|does|please)"
    r")(?: |$)"
)


class Wish(StrEnum):
    """What can be asked for in plain words: a list, help, or to be told of what comes."""

    NEWS = "news"
    DUE = "due"
    OVERDUE = "overdue"
    HELP = "help"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class _Read:
    """What kinds of words of a question were read, as the groups of `_PIECES`, and what names whose list."""

    kinds: frozenset[str]
    whose: str = ""

    @property
    def wish(self) -> Wish | None:
        """The list asked for: by its name, or as what is to be done within some time."""
        has = self.kinds.intersection
        if "passed" in self.kinds:
            return Wish.OVERDUE
        within = has({"soon", "year", _DATED})
        if "due" in self.kinds or ("term" in self.kinds and (self.whose or within or "tasks" in self.kinds)):
            return Wish.DUE
        asked = "todo" in self.kinds or ("tasks" in self.kinds and has({"soon", "asks", "done"}))
        of_them = "tasks" in self.kinds and self.whose and has({"soon", "year"})
        return Wish.DUE if within and (asked or of_them) else None


def wish(text: str, registry: Registry) -> tuple[Wish, str] | None:
    """Return what a text asks for and the words that name of whom or what, None where it is to be searched.

    “Hôm nay có gì mới?” asks for the news, “việc sắp đến hạn của Bộ Công Thương” for what that has due; with
    a time that is numbered (`split_period`) the words are the whole text. What is to be followed must be
    called so in the registry: “theo dõi sát giá gạo” is searched for, and what is registered (“đăng ký đất
    đai”) too.
    """
    tokens = [token for token in text.split() if syllables(token)]
    if len(tokens) > _MOST_WORDS:
        return None
    if _ASKS_FOR_NEWS.fullmatch(folded := _folded(tokens)):
        return Wish.NEWS, ""
    if _ASKS_FOR_HELP.fullmatch(folded):
        return Wish.HELP, ""
    if follow := _FOLLOW.match(folded):
        subject = " ".join(tokens[len(follow[0].split()) :]).strip(_MARKS)
        kinds = (Kind.AGENCY, Kind.PLACE) if follow[0].strip() == _REGISTER else tuple(Kind)
        named = registry.named(subject, kinds) if subject else follow["list"]
        return (Wish.FOLLOW, subject) if named else None
    return _due(tokens, registry)


def _due(tokens: Sequence[str], registry: Registry) -> tuple[Wish, str] | None:
    text = " ".join(tokens)
    words, within = split_period(text, _ANY_DAY)
    folded = _folded(rest := words.split())
    if not (_HINT.search(folded) or (_WORK.search(folded) and (within or _TIME.search(folded)))):
        return None  # others are not read word by word
    found = _read(rest, registry, (_DATED,) if within else ())
    asked = found.wish if found else None
    return (asked, text if within else found.whose.strip(_MARKS)) if found and asked else None


def asks_for_tasks(text: str, registry: Registry) -> bool:
    """Say whether a text asks for tasks, and not when they are due: “nhiệm vụ được giao năm 2024 là gì”.

    Names do not count: “Bộ Nội vụ”, “Cần Thơ” and “Lâm Đồng” have such words, too.
    """
    named, asked = body_and_words(text, registry), question(text)
    folded = _folded((named.words if named else text).split())
    of_duties = _WORK.search(folded) is not None or (asked is not None and asked.duties)
    return of_duties and not _BY_WHEN.search(folded)


def whose(text: str, registry: Registry) -> str:
    """Return the words that name a body or place in what was typed behind /deadlines; the text if in doubt.

    “của Bộ Y tế tuần này” names “Bộ Y tế”, “tuần này” none.
    """
    found = _read([token for token in text.split() if syllables(token)], registry)
    return text if found is None else found.whose


def _read(tokens: Sequence[str], registry: Registry, known: Sequence[str] = ()) -> _Read | None:
    """Read a question word by word, None where a word belongs to no question.

    `known` are kinds of words that were taken out of it. A body or place may be named anywhere by one of its
    names, and at the end with slips.
    """
    found, rest = _pieces(tokens, known)
    if not rest:
        return found
    named = body_and_words(" ".join(tokens), registry)
    if named is not None:
        beside, other = _pieces(named.words.split(), known)
        if not other:
            return replace(beside, whose=named.name)
    return replace(found, whose=" ".join(rest)) if found.wish and _names(rest, registry) else None


def _pieces(tokens: Sequence[str], known: Sequence[str]) -> tuple[_Read, Sequence[str]]:
    """Return what is read of a question from its beginning on, and the tokens from the first other one."""
    folded, at, kinds = _folded(tokens), 0, set(known)
    while piece := _PIECES.match(folded, at):
        kinds.add(str(piece.lastgroup))
        at = piece.end()
    return _Read(frozenset(kinds)), tokens[folded.count(" ", 0, at) + (at == len(folded)) :]


def _names(tokens: Sequence[str], registry: Registry) -> bool:
    """Say whether words are the name of a body or place, or a longer one with slips; part of one is none."""
    name = " ".join(tokens)
    found = registry.match(name, kinds=ACTORS, limit=1)
    if not found or found[0].exact:
        return bool(found)
    close = len(tokens) >= _LEAST_TOKENS and found[0].score >= _LEAST_LIKENESS
    return close and len(tokens) >= len(found[0].entry.name.split())


def _folded(tokens: Sequence[str]) -> str:
    """Return the words folded, those that are others by their marks as they are."""
    keys = (tone_key(token).strip(_MARKS) for token in tokens)
    pairs = zip(keys, tokens, strict=True)
    return " ".join(key if key in _OTHERWISE else "".join(syllables(token)) for key, token in pairs)
