"""What people type to a bot as to a person: greetings, and questions around the words to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefs.text.fold import syllables, tone_key

_MOST_WORDS = 24
"""A longer text is no question: it was pasted, or is a headline."""
_ABBREVIATION = "AI"
"""Artificial intelligence; whoever asks “ai làm gì” does not write it in capitals."""

_WHO = r"(?:ai|(?:nhung |cac )?(?:co quan|don vi|bo nganh|bo|nganh|so|dia phuong|tinh|to chuc|noi|cap) nao)"
_MODAL = r"(?:se|can|phai|duoc|co|dang|la)"
_WHAT = (
    r"(?:lam (?:nhung |viec )?gi|(?:giao )?(?:nhung )?(?:nhiem vu|viec) gi|(?:co )?trach nhiem gi"
    r"|(?:giao|chi dao|yeu cau) gi)"
)
_ACT = rf"(?:{_WHAT}|lam|giao|chu tri|phu trach|thuc hien|trien khai|phoi hop|lo|(?:chiu|co) trach nhiem)"
_WHEN = (
    r"(?:den |truoc |(?:thoi )?han(?: chot)?(?: la)? )?(?:bao gio|khi nao|luc nao|ngay nao|(?:thoi )?han nao)"
    r"(?: (?:thi|phai|can|xong|hoan thanh))*"
)
_ENGLISH = (
    r"who (?:must|should|has to|will|is to|does)(?: do)?(?: what)?|who is (?:responsible|in charge)"
    r"|who (?:leads|handles)|what must be done|by when"
)
_TASKS_ON = (
    r"^(?:(?:cho|toi|em|xem|tim|cac|nhung|the) )*(?:nhiem vu|viec phai lam|chi dao|duties|tasks)(?: gi| nao)?"
    r"(?= (?:ve|lien quan den|doi voi|on|about) )"
)
_MINE = (
    r"(?:viec|nhiem vu)(?: can lam| phai lam)? cua (?:don vi |co quan |phong |chung )?(?:toi|minh|em|tui|ta)"
    r"|(?:viec|nhiem vu) (?:don vi|co quan) (?:toi|minh)|my (?:offices )?(?:duties|tasks)"
)
_DUTIES = re.compile(
    r"(?<!\S)(?:(?:do|thi|la) )?"
    rf"(?:(?:giao )?{_WHO}(?: {_MODAL})*(?: {_ACT})+|(?:{_MODAL} )*{_WHAT}|{_WHEN}|{_ENGLISH}|{_MINE}"
    rf"|{_TASKS_ON})"
    r"(?: (?:ve|trong|doi voi|cho|de|lien quan den|about|on|for|of))*(?!\S)"
)

_GREETING = (
    r"(?:xin chao|chao|hell?o|hi|hey|alo|cam on|thanks?|thank you|ok(?:e|ay)?|tam biet|bye|good morning"
    r"|bat dau|start|menu)"
)
_TO_WHOM = (
    r"(?:ban|bot|anh|chi|em|bac|co|chu|dong chi|quy vi|ad|admin|moi nguoi|ca nha|cac|buoi sang|nhe|nhieu"
    r"|rat|a|you|so much|very much)"
)
_SELL = "bán"
"""“chào bán” offers shares; without its marks it is a greeting."""
ME = r"(?:toi|minh|em|tui|anh|chi)"
SMALL_TALK = rf"(?:(?:da|vang|{ME}) )*{_GREETING}(?: {_TO_WHOM})*"
_SMALL_TALK = re.compile(SMALL_TALK)
_SOURCES = (
    r"(?:(?:cac )?(?:thong tin|tin|van ban|quy dinh|tai lieu|chinh sach|so lieu|con so|bai(?: viet)?)"
    r"(?: nao| gi)?)"
)
_SPEAK = r"(?:noi|quy dinh|huong dan|viet|nhac(?: den| toi)?|de cap(?: den| toi)?)"
_ABOUT = r"(?:ve|lien quan den|on|about)"
_SEEK = r"(?:tim hieu|tim kiem|tim|hoi|biet)"
_BEFORE = re.compile(
    rf"(?:{SMALL_TALK} )?(?:da |vang )*"
    rf"(?:(?:(?:xin |cho )?{ME} (?:muon |can |xin )?(?:{_SEEK}|xem|tra cuu|doc)|(?:muon|can|xin) {_SEEK}"
    rf"|(?:tim|tra cuu)(?= {_SOURCES}| {_ABOUT}| giup))(?: giup| ho)?(?: {ME})?"
    rf"(?: {_SOURCES})?(?: moi)?(?: nhat)?(?: {_ABOUT})?"
    rf"|(?:co )?(?:{_SOURCES}|gi)(?: moi)?(?: nhat)?(?: {_SPEAK})? {_ABOUT}"
    rf"|{_SOURCES} (?:co )?{_SPEAK}"
    r"|(?:so lieu|tom tat|tom luoc)(?: bai(?: viet)?| tin| van ban)?(?: ve| cua)?(?= )"
    r"|(?:thoi han|han chot|han cuoi|deadline)(?: hoan thanh| thuc hien| nop| cua| cho)*(?= )"
    r"|(?:please )?(?:find|search for|search|show me|looking for|tell me about|what is)"
    r"(?: the| any)*(?: (?:briefs|documents|news|articles))?(?: on| about)?|documents on)(?!\S)"
)
_AFTER = re.compile(
    r"(?<!\S)(?:(?:la gi|la sao|(?:nhu )?the nao|ra sao|thi sao|co gi(?: moi| khac| noi bat)?"
    r"|(?:duoc )?khong|giup(?: toi| em| minh)?|a|nhe|voi|please)(?: |$))+$"
)


_WRITTEN = re.compile(
    rf"(?:(?:{ME}|cho|muon|xem|doc|tim|cac|nhung|the) )*"
    r"(?:(?:bai(?: viet| bao)?|tin(?: tuc| bai)?)(?: moi(?: nhat)?)? (?:cua|tu|tren|theo)"
    r"(?: tac gia| nha bao| phong vien)?|(?:news|articles?|briefs) (?:by|from|in)) "
)


@dataclass(frozen=True, slots=True)
class Question:
    """The words that a question leaves to look for, as typed, and whether it asks who must do what."""

    words: str
    duties: bool


def is_small_talk(text: str) -> bool:
    """Say whether a text only greets, thanks, or asks to begin."""
    return _SMALL_TALK.fullmatch(" ".join(syllables(text))) is not None and _SELL not in tone_key(text)


def question(text: str) -> Question | None:
    """Return what a question asks for, None where the text is none.

    “Ai phải làm gì về xuất khẩu?” asks for duties on “xuất khẩu”, “cho tôi hỏi về thị thực ạ” for “thị thực”.
    Phrases in quotation marks and exclusions are left to those who know the query language.
    """
    tokens = [token for token in text.split() if syllables(token)]
    if len(tokens) > _MOST_WORDS or re.search(r'["“”]|(?<!\S)-', text):
        return None
    rest, duties = _without(_DUTIES, tokens)
    for pattern in (_BEFORE, _AFTER):
        rest, _ = _without(pattern, rest)
    return Question(" ".join(rest).strip(" ,.:;?!"), duties) if rest != tokens else None


def source_named(text: str) -> str:
    """Return what may be the outlet or author whose articles a text asks for, else nothing.

    “bài của Minh Nhật” names “Minh Nhật”, “tin mới từ báo Nhân Dân” “báo Nhân Dân”, and “tin của bộ” “bộ”.
    """
    tokens = [token for token in text.split() if syllables(token)][:_MOST_WORDS]
    found = _WRITTEN.match(" ".join("".join(syllables(token)) for token in tokens))
    return " ".join(tokens[len(found[0].split()) :]) if found else ""


def _without(pattern: re.Pattern[str], tokens: list[str]) -> tuple[list[str], bool]:
    """Return the tokens without those that a pattern finds in their folded forms, and whether it does."""
    folded = " ".join(token if token == _ABBREVIATION else "".join(syllables(token)) for token in tokens)
    found = pattern.match(folded) if pattern is _BEFORE else pattern.search(folded)
    if found is None or not found[0]:
        return tokens, False
    first = folded.count(" ", 0, found.start())
    return tokens[:first] + tokens[first + len(found[0].split()) :], True
