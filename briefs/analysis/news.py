"""Telling duties from news: reports, the past, plans of the speaker, and texts about other countries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from briefs.analysis.bodies import Name, kind_of, members, read_name
from briefs.analysis.cues import Cue, Shape
from briefs.analysis.lexicon import Tag
from briefs.analysis.ranks import NATIONAL, rank
from briefs.analysis.reading import Chunk, Reading, Sentence
from briefs.analysis.speakers import FORMER, Floor

Officials = Mapping[str, int]

_NATIONS = Tag.FOREIGN | Tag.NAMED
_KINDS_OF_PERSON = Tag.OFFICE | Tag.OWN_VOICE
_FOREIGN_SHARE = 1.5  # names of foreign actors for each Vietnamese one that make a text news from abroad
_FEW = 3  # names of foreign actors that any text may hold
_TURNS = frozenset({"vì", "do", "mà", "nên", "để", "khi", "nhưng", "rằng", "là"})
_ENDS_BY = frozenset({"xong", "hoàn thành", "báo cáo", "chậm nhất", "trước"})
_COURT_WORDS = frozenset({"bị cáo", "hđxx", "hội đồng xét xử", "nguyên đơn", "bị đơn", "luật sư"})
_A_TRIAL = 4  # such words that make a text a report from a court
_FAILED = frozenset({"chưa", "có lúc", "còn hạn chế"})  # in a clause that tells how well somebody works
_ENDS_WORK = frozenset({"hoàn thành", "hoàn tất", "kết thúc"})
_REPORTS_BACK = frozenset({"báo cáo", "gửi", "gửi về", "trình"})
_DEBATE = re.compile(r"(?:thảo luận|góp ý|cho ý kiến)\b[^.]{0,60}\b(?:dự án|dự thảo|dự) luật\b")
_CLAIM = frozenset(
    {"doanh nghiệp", "công ty", "người dân", "hộ dân", "cư dân", "dân", "khách hàng", "chủ đầu tư"}
    | {"nhà thầu", "tiểu thương", "bị can", "nạn nhân", "nhân chứng", "gia đình", "phụ huynh"}
)
_LONGEST_HEADING = 12  # chunks
_HEAD = 4  # sentences that say what a text is about
_SHORT = 14  # chunks
_PROVINCE = 4
_FORCES = frozenset(
    {"lực lượng", "lực lượng chức năng", "cảnh sát", "cảnh sát giao thông", "csgt", "tổ công tác"}
)
_SOME = frozenset({"một số", "nhiều"})  # told of, never told
_OURSELVES = frozenset(
    {"tỉnh", "thành phố", "huyện", "quận", "bộ", "sở", "tp", "xã", "phường"}
)  # the speaker


def abroad(reading: Reading) -> bool:
    """Tell whether the text is about other countries: their names far outnumber Vietnamese bodies."""
    chunks = list(_tagged(reading, _NATIONS))
    foreign = sum(chunk.is_(Tag.FOREIGN) and chunk.capital for chunk in chunks)
    ours = sum(chunk.is_(Tag.NAMED) for chunk in chunks)
    return foreign > max(_FOREIGN_SHARE * (ours + 1), _FEW)


def _tagged(reading: Reading, tags: int) -> Iterator[Chunk]:
    for sentence in reading.sentences:
        if sentence.tags & tags:
            yield from (chunk for chunk in sentence.chunks if chunk.tags & tags)


def is_claim(sentence: Sentence) -> bool:
    """Tell whether the sentence is what private people say: "Theo một số doanh nghiệp, ..."."""
    chunks = sentence.chunks
    name = read_name(chunks, 1, several=False) if chunks[0].key == "theo" else None
    if name is None or name.last >= len(chunks) or chunks[name.last].gap.strip() != ",":
        return False
    head = next((c for c in chunks[name.first : name.last] if not c.is_(Tag.MANY)), chunks[name.first])
    return head.is_(Tag.OWN_VOICE) or head.key in _CLAIM


def headings(reading: Reading) -> frozenset[int]:
    """Return the short lines without a full stop that stand over further paragraphs."""
    return frozenset(
        s.index
        for s in reading.sentences[:-1]
        if len(s.chunks) <= _LONGEST_HEADING and s.text[-1].isalnum() and s.text[0].isupper()
    )


def private_voices(reading: Reading) -> frozenset[int]:
    """Return the sentences in which a bare "ông" stands for the voter or expert named before."""
    found: list[int] = []
    private = False
    for sentence in reading.sentences:
        chunks = sentence.chunks
        at = next((i for i, chunk in enumerate(chunks) if not chunk.is_(Tag.LINK)), 0)
        bare = len(chunks) > at + 1 and chunks[at].is_(Tag.PERSON) and not chunks[at + 1].capital
        if bare and private:
            found.append(sentence.index)
        elif sentence.tags & (Tag.OWN_VOICE | Tag.OFFICE):
            kinds = (c for i, c in enumerate(chunks) if c.is_(_KINDS_OF_PERSON) and not _spoken_to(chunks, i))
            private = (first := next(kinds, None)) is not None and first.is_(Tag.OWN_VOICE)
    return frozenset(found)


def _spoken_to(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a person of a kind only listens: "giải trình trước cử tri, Chủ tịch ..."."""
    return (
        at > 0 and not chunks[at].apart and chunks[at - 1].key in {"trước", "với", "tiếp xúc", "các", "cho"}
    )


def trial(reading: Reading) -> bool:
    """Tell whether the text reports from a court, where people ask and order for themselves."""
    return sum(chunk.key in _COURT_WORDS for chunk in _tagged(reading, Tag.OWN_VOICE)) >= _A_TRIAL


def debate(reading: Reading) -> bool:
    """Tell whether the text reports how a bill was debated, where people propose what the law should say."""
    return any(_DEBATE.search(reading.key[s.start : s.end]) for s in reading.sentences[:_HEAD])


def officials_named(reading: Reading) -> Officials:
    """Return the rank of those whom the text introduces with an office, by the last word of their name; 0 for
    those who speak for themselves: deputies, lawyers.
    """
    found: dict[str, int] = {}
    for sentence in reading.sentences:
        chunks = sentence.chunks
        if not sentence.tags & _KINDS_OF_PERSON:
            continue
        for at in [at for at, chunk in enumerate(chunks) if chunk.tags & _KINDS_OF_PERSON]:
            name = read_name(chunks, at, several=False)
            if name is None:
                continue
            former = at > 0 and chunks[at - 1].key in FORMER
            level = 0 if former or chunks[at].is_(Tag.OWN_VOICE) else rank(chunks, name)
            for person in _introduced(chunks, name):
                found[person] = max(level, found.get(person, 0))
    return found


def _introduced(chunks: Sequence[Chunk], office: Name) -> Iterator[str]:
    """Yield the last words of the names that an office stands with: after it, or before a comma or dash."""
    if chunks[office.last - 1].capital:
        yield chunks[office.last - 1].key
    if office.first and chunks[office.first].gap.strip() in {",", "-", "–", "("}:
        yield chunks[office.first - 1].key
    if office.last < len(chunks) and chunks[office.last].is_(Tag.PERSON):
        person = read_name(chunks, office.last, several=False)
        if person:
            yield chunks[person.last - 1].key


def is_past(sentence: Sentence) -> bool:
    """Tell whether the sentence opens with what lies behind ("trước đó", "mặc dù", "hai năm trước")."""
    if len(sentence.chunks) > 1 and sentence.chunks[0].is_(Tag.TIME) and sentence.chunks[1].key == "trước":
        return True
    return bool(sentence.tags & Tag.PAST) and any(chunk.is_(Tag.PAST) for chunk in sentence.chunks[:3])


def opens_with_link(sentence: Sentence) -> bool:
    """Tell whether the sentence goes on from the one before it ("đồng thời", "ngoài ra")."""
    return sentence.chunks[0].is_(Tag.LINK)


def is_according(sentence: Sentence) -> bool:
    """Tell whether the sentence says which document or order it tells of: "theo đó", "công văn nêu rõ"."""
    if sentence.tags & Tag.ACCORDING and any(chunk.is_(Tag.ACCORDING) for chunk in sentence.chunks[:2]):
        return True
    if len(sentence.chunks) < 2:
        return False
    said, verb = sentence.chunks[-2:]
    return said.is_(Tag.PAPER) and said.apart and (verb.is_(Tag.REPORT) or verb.key in {"nêu", "ghi"})


def reports(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the clause tells what has been or will be done rather than what shall be."""
    chunks = sentence.chunks
    first = 0 if cue.shape is Shape.MODAL else cue.trigger
    asks = chunks[first : cue.action + (cue.shape is not Shape.MODAL)]  # "phải kiến nghị" is a duty
    leads = any(chunk.is_(Tag.LEADS) for chunk in asks)  # "chủ trì tham mưu" is a duty too
    if is_past(sentence) or (not leads and any(chunk.is_(Tag.PROPOSE) for chunk in asks)):
        return True
    goes_on = any(chunk.is_(Tag.REPORT) and not chunk.apart for chunk in chunks[1:2])  # "Báo cáo nêu rõ"
    if chunks[0].is_(Tag.REPORT) and (goes_on or not chunks[0].is_(Tag.ACTION)):  # "Cho rằng cần ..."
        return True
    if cue.shape is Shape.SUBJECT and _tells_of_work(chunks[cue.action : cue.action + 7]):
        return True
    if any(chunk.key == "đề nghị" for chunk in chunks[:first] or chunks[: cue.trigger]):
        return True
    if cue.shape is Shape.ACTION and _was_done(chunks[cue.action : cue.action + 7]):
        return True
    told = [at for at in range(_opening(sentence, cue), cue.action) if chunks[at].is_(Tag.DONE | Tag.FUTURE)]
    obliged = cue.shape is Shape.MODAL and chunks[cue.trigger].key != "cần"
    if obliged and told == [cue.trigger - 1] and chunks[told[0]].key == "sẽ":
        return False  # "sẽ phải" tells what somebody has been told
    return bool(told) and not (cue.shape is Shape.MODAL and _describes_subject(chunks, told[0], cue.trigger))


def _opening(sentence: Sentence, cue: Cue) -> int:
    """Return where the clause begins after what only says which document it is, or what it is about: "theo kế
    hoạch vừa được ký,", "đối với các hộ đang lấn chiếm, xây trái phép thì".
    """
    chunks = sentence.chunks
    if is_according(sentence):
        return next((i for i, chunk in enumerate(chunks) if chunk.gap.strip() == ","), 0)
    if not any(chunk.key == "đối với" for chunk in chunks[:2]):
        return 0
    marks = [i for i in range(1, cue.trigger + 1) if chunks[i].apart or chunks[i - 1].key == "thì"]
    return marks[-1] if marks else 0


def _was_done(clause: Sequence[Chunk]) -> bool:
    """Tell whether what looks like an action is a noun: "báo cáo kiểm toán cũng đã được gửi"."""
    pairs = ((a, b) for a, b in pairwise(clause) if not b.apart)
    return any(a.key == "đã" and b.is_(Tag.PASSIVE) for a, b in pairs)


def _describes_subject(chunks: Sequence[Chunk], told: int, modal: int) -> bool:
    """Tell whether what is told only says of whom it is demanded: "các công trình đang đào đều phải ..."."""
    between = chunks[told + 1 : modal]
    plural = any(chunk.is_(Tag.MANY) for chunk in chunks[:told])
    return plural and bool(between) and not any(c.apart or c.key in _TURNS for c in (*between, chunks[modal]))


def _tells_of_work(clause: Sequence[Chunk]) -> bool:
    """Tell whether the first words of a clause say how well somebody works, or that he will."""
    return any(c.key in _FAILED for c in clause) or any(c.is_(Tag.FUTURE) for c in clause[:4])


def may_be_told(sentence: Sentence, cue: Cue, floor: Floor) -> bool:
    """Tell whether the subject of a clause can be under the speaker, and the clause is no piece of news."""
    chunks = sentence.chunks
    if cue.body is None:
        return True
    head = next(
        (c for c in chunks[cue.body.first : cue.body.last] if not c.is_(Tag.MANY)), chunks[cue.body.first]
    )
    if head.is_(Tag.OWN_VOICE) or (head.is_(Tag.PERSON) and cue.shape is Shape.MODAL):
        return False
    own = [single for single in members(chunks, cue.body) if chunks[single.first].is_(Tag.OFFICE)]
    if any(rank(chunks, single) >= floor.rank for single in own):
        return False
    alone = cue.body.last - cue.body.first == 1 and head.key in _OURSELVES
    alone = alone and not (cue.shape is Shape.MODAL and floor.rank >= NATIONAL)
    if cue.shape is not Shape.SUBJECT or alone:
        return not alone or kind_of(chunks, cue.body) in floor.told_kinds
    first, last = chunks[cue.body.first], chunks[cue.body.last - 1]
    if head.is_(Tag.PERSON) or first.key in _SOME or last.key == "này" or _is_as_high(chunks, cue, floor):
        return False
    if head.key in _FORCES and not floor.listed and not chunks[cue.action].is_(Tag.MANNER):  # a picture
        return False
    return floor.listed or not _dated(chunks)


def _is_as_high(chunks: Sequence[Chunk], cue: Cue, floor: Floor) -> bool:
    """Tell whether a single body stands as high as the speaker, so that the clause tells what it does
    itself.
    """
    if cue.body is None or chunks[cue.body.first].key in {"văn phòng chính phủ", "cục"}:
        return False
    own = chunks[cue.body.first : cue.body.last]
    several = any(chunk.is_(Tag.MANY) or " các " in f" {chunk.key}" for chunk in own)
    return not several and rank(chunks, cue.body) >= max(floor.rank, _PROVINCE)


def _dated(chunks: Sequence[Chunk]) -> bool:
    """Tell whether the sentence opens with a time that is no deadline, as news does."""
    for at, chunk in enumerate(chunks[:4]):
        if chunk.is_(Tag.TIME):
            return not any(
                before.key in {"trước", "chậm nhất", "muộn nhất", "trong", "hạn"} for before in chunks[:at]
            )
    return False


def time_only(sentence: Sentence) -> Cue | None:
    """Find a sentence that only adds a time or a report to the duty before it: "Kết quả báo cáo"."""
    chunks = sentence.chunks
    if chunks[0].key == "kết quả":
        back = next((i for i, chunk in enumerate(chunks) if chunk.key in _REPORTS_BACK), None)
        short = len(chunks) <= _SHORT or (back and back < _SHORT and read_name(chunks, back + 1))
        tells = any(c.key == "thấy" or (c.is_(Tag.REPORT) and not c.is_(Tag.ACTION)) for c in chunks[1:])
        return Cue(Shape.ACTION, back, back) if back and short and not tells else None
    if chunks[0].key == "việc":
        done = next((i for i, chunk in enumerate(chunks) if chunk.key in _ENDS_WORK), None)
        due = done is not None and any(chunk.is_(Tag.TIME) for chunk in chunks[done:])
        return Cue(Shape.ACTION, done, done) if done and due else None
    if chunks[0].key not in {"thời gian", "thời hạn", "hạn", "tiến độ"} or len(chunks) > _SHORT:
        return None
    if not any(chunk.is_(Tag.TIME) for chunk in chunks) or not any(chunk.key in _ENDS_BY for chunk in chunks):
        return None
    return Cue(Shape.ACTION, 0, min(1, len(chunks) - 1))
