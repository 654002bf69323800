"""What people ask for in plain words: what is new, what is due and what was, help, to be told of more.

What is due is asked for in any order of words, so the words are told one by one: a text asks for a list where
each of its words belongs to such a question or names whose list it is. A word of any other kind, as in
“gia hạn visa”, is one to look for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from briefs.questions import ME, SMALL_TALK
from briefs.refining import ACTORS, body_and_words
from briefs.registry import Kind, Registry
from briefs.text.fold import syllables, tone_key

_MOST_WORDS = 24
"""A longer text was pasted."""
_MARKS = " ,.:;?!"
_LEAST_LIKENESS = 0.7
"""Score of a name in whose stead another was typed, by slips: “bo cong thuog”."""

_LATELY = (
    r"(?:(?:sang |chieu |toi |hom |tuan |thang |may hom |may ngay )(?:nay|qua)|gan day|dao nay"
    r"|today|this (?:week|month)|lately)"
)
_NEWS = r"(?:(?:diem )?tin(?: tuc)?|thong tin|van ban|ban tom luoc|ban tin|bai(?: viet)?)"
_AT_THE_END = r"(?:khong|ko|k|chua|the|vay|nhi|nhe|voi|di|ban|bot|oi|a|em|anh|chi|please)"
_SHOW = rf"(?:{SMALL_TALK} )?(?:da |vang )*(?:(?:cho )?(?:{ME} )?(?:muon )?(?:xem|doc|biet|hoi) |cho {ME} )?"
_ASKS_FOR_NEWS = re.compile(
    rf"{_SHOW}(?:{_LATELY} co gi|(?:{_LATELY} )?(?:thi )?"
    rf"(?:(?:co )?(?:(?:cac |nhung )?{_NEWS}(?: gi| nao)?|gi) moi(?: nhat)?|{_NEWS}(?= {_LATELY})"
    r"|tin tuc|diem tin|(?:whats|what is|anything|the)? ?(?:new|news|latest|newest)(?: news| briefs?)?)"
    rf"(?: {_LATELY})?)(?: {_AT_THE_END})*"
)
_INVITED = "mời"
"""“văn bản mời” invites; without its marks it is a new one."""

_ASKS_FOR_HELP = re.compile(
    rf"(?:(?:xem )?(?:huong dan|cach)(?: su)? dung(?: bot)?|huong dan|tro giup|giup(?: {ME})?|help(?: me)?"
    rf"|how (?:to|do i) use(?: it| this| the bot)?|who are you|what can you do"
    rf"|ban la ai|(?:bot|ban)(?: nay)? (?:la gi|(?:dung )?de lam gi|lam duoc gi)"
    rf"|lam (?:sao|the nao) de (?:dung|tim))"
    rf"(?: {_AT_THE_END})*"
)
_FOLLOW = re.compile(
    rf"(?:(?:cho )?{ME} )?(?:muon )?"
    rf"(?:(?P<list>dang ky(?: nhan)?(?: ban)? tin|nhan (?:ban )?tin|get digests|subscribe to digests)"
    rf"|theo doi|dang ky(?: nhan| theo doi)?|bao (?:cho )?{ME}(?: biet)?(?: khi)?(?: co)?(?: tin)?"
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
    r"|(?:trong )?(?:[0-9]+|vai|may) (?:ngay|tuan|thang) (?:toi|nua)|sap toi|toi day|thoi gian toi"
    r"|today|tomorrow|(?:this|next) (?:week|month|quarter)|soon|upcoming|coming)"
    r"|(?P<year>(?:(?:den|cuoi|trong) )*nam (?:nay|toi|sau)|cuoi nam|(?:this|next) year"
    r"|(?:trong )?thang (?:1[0-2]|[1-9])|(?:trong )?quy (?:iv|i{1,3}|[1-4]))"
)
_HINT = re.compile(rf"(?<!\S)(?:{_LIST})(?!\S)")
_TIME = re.compile(rf"(?<!\S)(?:{_WITHIN})(?!\S)")
_WORK = re.compile(r"(?<!\S)(?:viec|vu|phai|can|lam|tasks?|dut(?:y|ies)|do|done)(?!\S)")
_PIECES = re.compile(
    rf"(?:{_LIST}|{_WITHIN}"
    r"|(?P<todo>(?:phai|can)(?: (?:lam|thuc hien|hoan thanh|xu ly|giai quyet|xong))*"
    r"|lam(?= (?:nhung |cac )?(?:viec )?gi\b)|(?:(?:have|has|need|needs) )?to (?:do|be done)"
    r"|(?:must|should) (?:do|be done))"
    r"|(?P<asks>(?:(?:co quan|don vi|bo nganh|bo|so|nganh|dia phuong|tinh|noi|viec|nhiem vu) )?nao"
    r"|nhung gi|gi|ai|bao nhieu|what|whats|which|any|anything)"
    r"|(?P<tasks>(?:dau |cong )?viec|nhiem vu|tasks?|dut(?:y|ies))"
    r"|(?P<beside>(?:(?:cua|cho) )?(?:don vi |co quan |phong |chung )?(?:toi|minh|em|tui|anh|chi|ta)|my|our"
    r"|co|cac|nhung|chi dao|(?:da |duoc )?giao|thi|la|dang|con|ra|hay|xin|muon|xem|doc|biet|hoi|tim|giup|ho"
    r"|liet ke|danh sach|cua|cho|trong|vao|ban|bot|oi|a|khong|ko|k|chua|roi|the|vay|nhi|nhe|voi|di|da|vang"
    r"|xin chao|chao|hello|hi|show|me|list|give|the|all|of|for|by|in|on|is|are|there|we|i|do|does|please)"
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
        within = has({"soon", "year"})
        if "due" in self.kinds or ("term" in self.kinds and (self.whose or within or "tasks" in self.kinds)):
            return Wish.DUE
        asked = "todo" in self.kinds or ("tasks" in self.kinds and ("soon" in self.kinds or has({"asks"})))
        return Wish.DUE if within and (asked or ("tasks" in self.kinds and self.whose)) else None


def wish(text: str, registry: Registry) -> tuple[Wish, str] | None:
    """Return what a text asks for and the words that name of whom or what, None where it is to be searched.

    “Hôm nay có gì mới?” asks for the news, “việc sắp đến hạn của Bộ Công Thương” for what that has due.
    What is to be followed must be called so in the registry: “theo dõi sát giá gạo” is searched for.
    """
    tokens = [token for token in text.split() if syllables(token)]
    if len(tokens) > _MOST_WORDS:
        return None
    if _ASKS_FOR_NEWS.fullmatch(folded := _folded(tokens)) and _INVITED not in tone_key(text):
        return Wish.NEWS, ""
    if _ASKS_FOR_HELP.fullmatch(folded):
        return Wish.HELP, ""
    if follow := _FOLLOW.match(folded):
        subject = " ".join(tokens[len(follow[0].split()) :]).strip(_MARKS)
        named = registry.named(subject, tuple(Kind)) if subject else follow["list"]
        return (Wish.FOLLOW, subject) if named else None
    return _due(tokens, folded, registry)


def _due(tokens: Sequence[str], folded: str, registry: Registry) -> tuple[Wish, str] | None:
    if not (_HINT.search(folded) or (_WORK.search(folded) and _TIME.search(folded))):
        return None  # others are not read word by word
    found = _read(tokens, registry)
    asked = found.wish if found else None
    return (asked, found.whose.strip(_MARKS)) if found and asked else None


def whose(text: str, registry: Registry) -> str:
    """Return the words that name a body or place in what was typed behind /deadlines; the text if in doubt.

    “của Bộ Y tế tuần này” names “Bộ Y tế”, “tuần này” none.
    """
    found = _read([token for token in text.split() if syllables(token)], registry)
    return text if found is None else found.whose


def _read(tokens: Sequence[str], registry: Registry) -> _Read | None:
    """Read a question word by word, None where a word belongs to no question.

    A body or place may be named anywhere by one of its names, and at the end with slips.
    """
    found, rest = _pieces(tokens)
    if not rest:
        return found
    named = body_and_words(" ".join(tokens), registry)
    if named is not None:
        beside, other = _pieces(named.words.split())
        if not other:
            return replace(beside, whose=named.name)
    return replace(found, whose=" ".join(rest)) if found.wish and _names(rest, registry) else None


def _pieces(tokens: Sequence[str]) -> tuple[_Read, Sequence[str]]:
    """Return what is read of a question from its beginning on, and the tokens from the first other one."""
    folded, at, kinds = _folded(tokens), 0, set[str]()
    while piece := _PIECES.match(folded, at):
        kinds.add(str(piece.lastgroup))
        at = piece.end()
    return _Read(frozenset(kinds)), tokens[folded.count(" ", 0, at) + (at == len(folded)) :]


def _names(tokens: Sequence[str], registry: Registry) -> bool:
    """Say whether words are the name of a body or place, or like one of several syllables."""
    found = registry.match(" ".join(tokens), kinds=ACTORS, limit=1)
    return bool(found) and (found[0].exact or (len(tokens) > 1 and found[0].score >= _LEAST_LIKENESS))


def _folded(tokens: Sequence[str]) -> str:
    return " ".join("".join(syllables(token)) for token in tokens)
