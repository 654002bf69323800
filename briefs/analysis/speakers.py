"""Who has the floor: the official or body whose words a sentence reports, and with what weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from briefs.analysis.bodies import Name, names_in, read_name
from briefs.analysis.cues import authority, is_oblique
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk, Reading, Sentence

VIEW = "theo"  # stands for the verb in "Theo Thủ tướng, ..."


class Weight(IntEnum):
    """How binding reported words are."""

    TOLD = 0  # cho biết, cho rằng: news and opinion
    STRESSED = 1  # nhấn mạnh, lưu ý, kết luận
    ORDERED = 2  # yêu cầu, chỉ đạo


@dataclass(frozen=True, slots=True)
class Floor:
    """The state between sentences: who speaks, how strongly a duty may still be meant, and to whom.

    `speaker` and `told` are character ranges. `strength` falls with every sentence that adds nothing; at 0
    the floor is free. `listed` says that a chapeau ("như sau:") has opened a list, which background does
    not close at once. `under` is the kind of item (`Sentence.item`) that named whom all below it is told to.
    """

    speaker: tuple[int, int] | None
    strength: int
    rank: int = 3
    told: tuple[int, int] | None = None
    listed: bool = False
    given: str = ""  # last word of the speaker's name
    announced: bool = False  # by the title alone
    told_kinds: frozenset[str] = frozenset()  # of who was told (`kinds_of`): a bare "Sở" means it later
    under: str | None = None

    def weaker(self, by: int = 1) -> Floor | None:
        """Return the floor after a sentence that adds nothing, or None where it is lost."""
        left = self.strength - by
        return replace(self, strength=left) if left > 0 else None


@dataclass(frozen=True, slots=True)
class Speech:
    """A speaker found in a sentence."""

    span: tuple[int, int]
    rank: int
    weight: Weight
    verb: str
    said_at: int  # character after the verb
    given: str  # last word of the name, by which a person is spoken of later
    person: bool  # named as "ông", "bà", without an office
    quoted: bool = False
    own_voice: bool = False  # a voter, lawyer or expert


_QUOTES = re.compile(r"[“”\"]")
_STATUTES = frozenset({"luật", "bộ luật", "pháp luật", "hiến pháp", "pháp lệnh"})
_CARRY_OUT = frozenset({"thực hiện", "tiến hành", "tổ chức", "tập trung"})
_BEFORE_VERB = frozenset({"cũng", "thì", "tiếp tục", "đồng thời"})
# What they say is often quoted as background: only a "phải" makes it a duty.
_LAWS = frozenset(
    {"theo quy định", "theo quy trình", "theo nghị định", "theo nghị quyết", "theo thông tư", "theo quy chế"}
    | {"theo quy định hiện hành", "theo quy định hiện nay", "theo quy định chung"}
)
# Said in the middle of a sentence they tell by whose order the rest is done.
_ORDERED_BY = frozenset({"theo chỉ đạo", "theo phân công", "theo yêu cầu", "theo ý kiến chỉ đạo"})
_SPEAKS = Tag.REPORT | Tag.ORDER
_GIVES_THE_FLOOR = Tag.GOAL | Tag.PROPOSE  # "để UBND quyết định", "trình UBND quyết định"
_OPENING = 2  # chunks at the head of a sentence
_LONGEST_TITLE = 9  # chunks of "theo quyết định số ... ngày ... của"
_LONGEST_APPOSITION = 14  # chunks
FORMER = frozenset({"nguyên", "cựu"})
_ENDS_CHAPEAU = 5  # chunks from the order verb on: "giao thực hiện các việc sau:"
_LONGEST_QUOTE = 8  # sentences; a quotation mark without its pair must not run to the end of the text


def by_law(sentence: Sentence) -> bool:
    """Tell whether the sentence opens with what the law says of everybody: "Theo quy định, xe phải ..."."""
    if len(sentence.chunks) < 2:
        return False
    first, second = sentence.chunks[:2]
    return (first.key in _LAWS and second.apart) or (first.key == "theo" and second.key in _STATUTES)


def speech(sentence: Sentence, first: int = 0) -> Speech | None:
    """Return who speaks in a sentence: the first name with a verb of speaking after it, or "Theo Thủ
    tướng,".
    """
    chunks = sentence.chunks
    told_by = any(chunk.key.startswith(VIEW) for chunk in chunks[:2]) or sentence.tags & Tag.ACCORDING
    if not (sentence.tags & _SPEAKS or told_by):
        return None
    for name in names_in(chunks, first, _last_speaker(chunks), several=False):
        if name.first and chunks[name.first - 1].is_(_GIVES_THE_FLOOR):
            continue
        if name.first and _is_agent(chunks[name.first - 1]) and not sentence.text.endswith(":"):
            continue
        found = _speech_after(chunks, name) or _view_of(chunks, name)
        if found and name.first and chunks[name.first - 1].key in FORMER:
            return replace(found, rank=0)
        if found and (found.rank or found.verb == VIEW or _opens_clause(chunks, name.first)):
            return found
    return None


def _is_agent(before: Chunk) -> bool:
    """Tell whether who follows only acts in what is told: "đến khi được Sở xác nhận", "do xã xác định"."""
    return before.is_(Tag.PASSIVE) or before.key in {"do", "bị"}


def chapeau(sentence: Sentence) -> Speech | None:
    """Return who orders what a list below says: "Chủ tịch thống nhất kết luận và giao:"."""
    chunks = sentence.chunks
    if not (sentence.tags & Tag.ORDER and sentence.text.rstrip().endswith(":")):
        return None
    at = next((i for i in range(len(chunks) - 1, 0, -1) if chunks[i].tags & Tag.ORDER), 0)
    if not at or len(chunks) - at > _ENDS_CHAPEAU or any(chunk.is_(Tag.PROPOSE) for chunk in chunks[:at]):
        return None
    named = [name for name in names_in(chunks, 0, at, several=False) if name.last <= at]
    told = [name for name in named if authority(chunks, name) and not is_oblique(chunks, 0, name)]
    return _speech(chunks, told[-1], Weight.ORDERED, chunks[at]) if told else None


def _last_speaker(chunks: Sequence[Chunk]) -> int:
    """Return the chunk before which a speaker must be named: the last verb of speaking, unless that stands
    before the end of the opening, where "Theo Thủ tướng," needs none.
    """
    links = next((at for at, chunk in enumerate(chunks) if not chunk.is_(Tag.LINK)), len(chunks))
    aside = next((at + 3 for at, c in enumerate(chunks) if c.apart and c.key in _ORDERED_BY), 0)
    if not aside and chunks[0].is_(Tag.ACCORDING):  # "Theo quyết định cưỡng chế số 5 ngày 2-3 của"
        aside = next((at + 2 for at, chunk in enumerate(chunks[:_LONGEST_TITLE]) if chunk.key == "của"), 5)
    head = min(len(chunks), max(links + 2, _OPENING + 1, aside))
    return next((at for at in range(len(chunks) - 1, head, -1) if chunks[at].tags & _SPEAKS), head)


def _opens_clause(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a clause can begin at the chunk: "để có cơ sở trả lời" has no speaker."""
    return not at or chunks[at].apart or chunks[at - 1].is_(Tag.TIME | Tag.LINK)


def _speech_after(chunks: Sequence[Chunk], name: Name) -> Speech | None:
    first = _after_apposition(chunks, name)
    for at in range(first, min(len(chunks), first + 4)):
        chunk = chunks[at]
        if chunk.is_(Tag.REPORT) and _tells(chunks, at):
            stressed = chunk.is_(Tag.STRESS) or _decides(chunks, at)
            return _speech(chunks, name, Weight.STRESSED if stressed else Weight.TOLD, chunk)
        if chunk.is_(Tag.ORDER) and not _is_leading(chunks, name, at) and _breaks_off(chunks, at):
            return _speech(chunks, name, Weight.ORDERED, chunk)
        aged = chunk.key in {"tuổi", "sn"} or chunk.key.isdecimal()  # "bà Út (71 tuổi) cho biết"
        if not (chunk.is_(Tag.DONE | Tag.TIME | Tag.MANNER) or chunk.key in _BEFORE_VERB or aged):
            return None
    return None


def _is_leading(chunks: Sequence[Chunk], name: Name, at: int) -> bool:
    """Tell whether the verb is a part of "lãnh đạo, chỉ đạo", not what those who lead say."""
    return chunks[name.first].key == "lãnh đạo" and (name.last - name.first == 1 or chunks[at].apart)


def _after_apposition(chunks: Sequence[Chunk], name: Name) -> int:
    """Return where a sentence goes on after what is said of a person: "ông A, một người dân ở đây, nói"."""
    if name.last >= len(chunks) or not chunks[name.first].is_(Tag.PERSON):
        return name.last
    opens = chunks[name.last].gap.strip()
    if opens not in {",", "-", "–"} or chunks[name.last].key not in {"một", "người", "chủ", "hộ"}:
        return name.last
    told = range(name.last + 1, min(len(chunks), name.last + _LONGEST_APPOSITION))
    return next((at for at in told if chunks[at].is_(Tag.REPORT) and _tells(chunks, at)), name.last)


def _breaks_off(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a mark follows an order verb, and what is ordered after that."""
    return at + 1 == len(chunks) or chunks[at + 1].gap.strip()[:1] in {":", ","}


def _view_of(chunks: Sequence[Chunk], name: Name) -> Speech | None:
    """Read "Theo (quy định của) Thủ tướng, ..." at the head of a sentence as what that body says."""
    if name.last >= len(chunks) or chunks[name.last].gap.strip() != ",":
        return None
    own_voice = any(chunk.is_(Tag.OWN_VOICE) for chunk in chunks[name.first : name.last])
    if not (authority(chunks, name) or own_voice):
        return None
    at = name.first - 1
    if at >= 0 and chunks[at].key == VIEW and all(chunk.is_(Tag.LINK) for chunk in chunks[:at]):
        return _speech(chunks, name, Weight.TOLD, chunks[name.last - 1], verb=VIEW)
    by = _according_to(chunks, name)
    if by is not None:
        if by and not (chunks[by].apart and chunks[by].key in _ORDERED_BY):
            return None
        weight = Weight.STRESSED if chunks[by].key in _LAWS else Weight.ORDERED
        return _speech(chunks, name, weight, chunks[name.last - 1], verb=chunks[by].key)
    return None


def _according_to(chunks: Sequence[Chunk], name: Name) -> int | None:
    """Return where "theo quyết định (cưỡng chế) của" stands before a name."""
    of = name.first - 1
    if of < 1 or chunks[of].key != "của":
        return None
    while of > 1 and (chunks[of - 1].is_(Tag.NUMBER | Tag.TIME) or chunks[of - 1].key in {"số", "ngày"}):
        of -= 1  # "theo quyết định số 289/QĐ-TCT ngày 5/4/2019 của"
    for at in range(of - 1, max(-1, of - 4), -1):
        if chunks[at].is_(Tag.ACCORDING):
            return at
        if chunks[at].apart or chunks[at].is_(Tag.REPORT):
            return None
    return None


def _speech(chunks: Sequence[Chunk], name: Name, weight: Weight, verb_at: Chunk, *, verb: str = "") -> Speech:
    return Speech(
        name.text(chunks),
        authority(chunks, name),
        weight,
        verb or verb_at.key,
        verb_at.end,
        chunks[name.last - 1].key,
        chunks[name.first].is_(Tag.PERSON),
        own_voice=chunks[name.first].is_(Tag.OWN_VOICE),
    )


def _decides(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether the verb hands down a decision: "UBND tỉnh xác định: ..."."""
    colon = at + 1 < len(chunks) and chunks[at + 1].gap.strip().startswith(":")
    return colon and chunks[at].key in {"xác định", "quyết định", "thống nhất"}


def _tells(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a report verb tells something here; ambiguous ones need a mark or "rằng" after them."""
    if not chunks[at].is_(Tag.TELLING):
        return True
    if at and chunks[at - 1].key in _CARRY_OUT and not chunks[at].apart:  # "tổ chức phân tích, đánh giá"
        return False
    if at + 1 == len(chunks) or chunks[at + 1].key in {"rằng", "như"}:
        return True
    return chunks[at + 1].gap.strip()[:1] in {",", ":"}


def quotations(reading: Reading) -> dict[int, Speech]:
    """Return for each sentence inside quotation marks who is quoted, where the text says so.

    The speaker is named after the closing mark, before the opening one, or in a sentence right after the
    quotation ("Đó là khẳng định của ...").
    """
    found: dict[int, Speech] = {}
    opened: tuple[int, int] | None = None  # sentence and character of the mark
    for index, sentence in enumerate(reading.sentences):
        for mark in _QUOTES.finditer(sentence.text):
            if _opens(sentence.text, mark.start(), opened is not None):
                opened = index, sentence.start + mark.start()
            elif opened is not None:
                speaker = _attribution(reading, opened, index, sentence.start + mark.end())
                if speaker:
                    found.update(dict.fromkeys(range(opened[0], index + 1), replace(speaker, quoted=True)))
                opened = None
        if opened is not None and index - opened[0] >= _LONGEST_QUOTE:
            opened = None
    return found


def _opens(text: str, at: int, inside: bool) -> bool:
    """Tell whether a quotation mark opens; straight ones show it by what they lean on."""
    if text[at] != '"':
        return text[at] == "“"
    after = text[at + 1 :].lstrip()[:1]
    if not after or after in ",.;:!?)-–":
        return False
    return not text[:at].strip() or not inside


def _attribution(reading: Reading, opened: tuple[int, int], last: int, closing: int) -> Speech | None:
    """Find the speaker of the quotation between two marks; short quoted phrases have none."""
    first, opening = opened
    if closing - opening < 25:
        return None
    sentence = reading.sentences[last]
    after = next((i for i, chunk in enumerate(sentence.chunks) if chunk.start >= closing), None)
    if after is not None:
        return speech(sentence, after)
    before = speech(reading.sentences[first])
    if before and before.said_at <= opening:
        return before
    if last + 1 < len(reading.sentences):
        following = reading.sentences[last + 1]
        if re.match(r"(?:Đó|Đây) là (?:khẳng định|chỉ đạo|yêu cầu|ý kiến|phát biểu)", following.text):
            return _named_in(following)
    return None


def _named_in(sentence: Sentence) -> Speech | None:
    for at, chunk in enumerate(sentence.chunks):
        if chunk.is_(Tag.OFFICE) and (name := read_name(sentence.chunks, at, several=False)):
            return _speech(sentence.chunks, name, Weight.ORDERED, chunk)
    return None
