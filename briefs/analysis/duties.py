"""Which sentences lay a duty on somebody: a state machine over sentences, by who has the floor.

An order names itself. Modal, subject-first and action-first sentences are duties only while somebody with authority has
the floor; reports, the past and other speakers take it away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefs.analysis import cues
from briefs.analysis.bodies import MINISTRY, NATIONAL, rank, read_name
from briefs.analysis.cues import Cue, Shape, authority
from briefs.analysis.lexicon import Tag
from briefs.analysis.reading import Chunk, Reading, Sentence
from briefs.analysis.speakers import Floor, Speech, Weight, paper, quotations, speech

_FRESH = 4  # strength of the floor after an order: three sentences that add nothing take it away
_LEAD = 3  # sentences at the top that may say first what is reported in full later
_ECHO = 0.4  # share of a lead sentence's word pairs that the fuller sentence must have
_FOREIGN_SHARE = 1.5  # names of foreign actors for each Vietnamese one that make a text news from abroad
_UPWARD = frozenset({"đề nghị", "yêu cầu"})
_OPINES = frozenset({"cho rằng", "nói", "khẳng định", "nhận định"})
_TELL_SOMEBODY = frozenset(
    {"cho phép", "lưu ý", "nhắc nhở", "quán triệt"}
)  # orders only to somebody who is named
_ENDS_BY = frozenset({"xong", "hoàn thành", "báo cáo", "chậm nhất", "trước"})
_PROVINCE = 4
_OURSELVES = frozenset(
    {"tỉnh", "thành phố", "huyện", "quận", "bộ", "sở", "tp", "xã", "phường"}
)  # the speaker
_ASKS = frozenset({"đề nghị"})  # without somebody who is asked only a proposal, unless from the top


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that lays a duty: its cues in order, and the issuer and addressee it inherits as character ranges."""

    sentence: Sentence
    cues: tuple[Cue, ...]
    issuer: tuple[int, int] | None
    told: tuple[int, int] | None


def find(reading: Reading) -> list[Found]:
    """Return the sentences of the text that lay a duty on somebody, in order; none in news from abroad."""
    if _abroad(reading):
        return []
    quoted = quotations(reading)
    officials = _officials(reading)
    found: dict[int, Found] = {}
    floor: Floor | None = None
    for sentence in reading.sentences:
        verdict, floor = _judge(sentence, floor, quoted.get(sentence.index), officials)
        if verdict:
            found[sentence.index] = verdict
    found.update(_foretold(reading.sentences[:_LEAD], found))
    return _with_issuers([found[index] for index in sorted(found)])


def _abroad(reading: Reading) -> bool:
    """Tell whether the text is about other countries: their names far outnumber those of Vietnamese bodies."""
    chunks = [chunk for sentence in reading.sentences for chunk in sentence.chunks]
    foreign = sum(chunk.is_(Tag.FOREIGN) and chunk.capital for chunk in chunks)
    ours = sum(chunk.is_(Tag.NAMED) for chunk in chunks)
    return foreign > _FOREIGN_SHARE * (ours + 1)


def _officials(reading: Reading) -> frozenset[str]:
    """Return the given names of those whom the text introduces with an office ("Bí thư Tỉnh ủy Lê Văn A")."""
    found: set[str] = set()
    for sentence in reading.sentences:
        chunks = sentence.chunks
        for at, chunk in enumerate(chunks):
            name = read_name(chunks, at, several=False) if chunk.is_(Tag.OFFICE) else None
            if name and chunks[name.last - 1].capital:
                found.add(chunks[name.last - 1].key)
            if chunk.is_(Tag.OFFICE) and at and chunk.gap.strip() in {",", "-", "–"}:
                found.add(chunks[at - 1].key)
            if name and name.last < len(chunks) and chunks[name.last].is_(Tag.PERSON):
                person = read_name(chunks, name.last, several=False)
                found.update({chunks[person.last - 1].key} if person else ())
    return frozenset(found)


def _judge(
    sentence: Sentence, floor: Floor | None, quote: Speech | None, officials: frozenset[str]
) -> tuple[Found | None, Floor | None]:
    """Decide about one sentence; return the duty, if it is one, and who has the floor after it."""
    if sentence.text.rstrip('"” ').endswith("?") or not sentence.chunks:
        return None, floor
    if _is_draft(sentence):
        return None, None
    level = quote.rank if quote else (floor.rank if floor else None)
    given = tuple(cue for cue in _orders(sentence, level) if _has_office(sentence, cue, officials))
    if given and floor and _is_told(sentence, given[0], floor):
        return _carried_on(sentence, floor)
    if given:
        return _ordered(sentence, given, floor)
    told = quote or speech(sentence)
    if told:
        return _spoken(sentence, told, floor, officials)
    opened = paper(sentence)
    if opened and _past(sentence):
        opened = None
    if opened or _according(sentence):
        return _by_paper(sentence, opened or floor)
    if floor is None:
        return None, None
    return _carried_on(sentence, floor)


def _has_office(sentence: Sentence, cue: Cue, officials: frozenset[str]) -> bool:
    """Tell whether a person who "đề nghị" is an official; deputies, experts and citizens only suggest."""
    chunks = sentence.chunks
    if (
        cue.issuer is None
        or not chunks[cue.issuer.first].is_(Tag.PERSON)
        or chunks[cue.trigger].key not in _ASKS
    ):
        return True
    own = chunks[cue.issuer.first : cue.issuer.last]
    return any(chunk.is_(Tag.OFFICE) or chunk.key in officials for chunk in own) or (
        len(own) == 1 and bool(officials)
    )


def _is_draft(sentence: Sentence) -> bool:
    """Tell whether the sentence tells what a draft says; drafts bind nobody."""
    return any(chunk.key == "dự thảo" for chunk in sentence.chunks[:8])


def _orders(sentence: Sentence, speaker: int | None) -> Iterator[Cue]:
    """Yield the binding orders of a sentence; `speaker` is the rank of who has the floor, None where nobody has it."""
    given = False
    for start, end in cues.clauses(sentence.chunks):
        for cue in cues.orders(sentence.chunks, start, end):
            level = rank(sentence.chunks, cue.issuer) if cue.issuer else speaker
            follows = given or not start or cue.issuer is not None or speaker is not None
            if follows and _binds(sentence, cue, level):
                given = True
                yield cue


def _binds(sentence: Sentence, cue: Cue, level: int | None) -> bool:
    """Tell whether an order verb is an order now in force by someone who may give it."""
    chunks = sentence.chunks
    if cue.issuer and not authority(chunks, cue.issuer):
        return False
    if _over_and_done(chunks, cue.trigger):
        return False
    if cue.shape is Shape.PASSIVE:
        return chunks[cue.action].is_(Tag.ACTION | Tag.MANNER) and chunks[0].key not in {"từ", "qua", "sau"}
    assigns = cue.body is not None and chunks[cue.trigger].key.startswith(("giao", "phân công"))
    if level == 0 or (level is None and not assigns and (sentence.index >= _LEAD or cue.body is None)):
        return False
    if cue.body is None and not cues.is_act(chunks, cue.action):
        return cue.issuer is not None and chunks[cue.trigger].key == "yêu cầu"
    return _may_ask(chunks, cue, level or NATIONAL)


def _may_ask(chunks: Sequence[Chunk], cue: Cue, level: int) -> bool:
    """Tell whether the verb lays a duty with what it says of the addressee: requests upward are petitions."""
    verb = chunks[cue.trigger]
    if cue.body is None:
        if verb.key == "chỉ đạo":
            return not any(chunk.is_(Tag.DONE) for chunk in chunks[max(0, cue.trigger - 2) : cue.trigger])
        asks_much = level >= MINISTRY or any(chunk.key == "phải" for chunk in chunks[cue.trigger :])
        return verb.key not in _TELL_SOMEBODY and (verb.key not in _ASKS or asks_much)
    petition = verb.key in _UPWARD and not chunks[cue.body.first].is_(Tag.PERSON)
    return not (petition and rank(chunks, cue.body, unknown=0) > level)


def _over_and_done(chunks: Sequence[Chunk], trigger: int) -> bool:
    """Tell whether the order is told as past: "trước đó" before it, or "đã" and a past time at the head."""
    if any(chunk.is_(Tag.PAST) for chunk in chunks[:trigger]):
        return True
    done = any(chunk.key in {"đã", "từng"} for chunk in chunks[max(0, trigger - 8) : trigger])
    return done and (
        chunks[0].is_(Tag.TIME) or chunks[0].key in {"sau khi", "trong", "năm", "từ", "hồi", "đến"}
    )


def _is_told(sentence: Sentence, cue: Cue, floor: Floor) -> bool:
    """Tell whether the order is itself what somebody is told to do: "Đồng thời, chỉ đạo ...", "Bộ X tiếp tục chỉ đạo"."""
    if cue.issuer is None:
        return floor.told is not None and sentence.chunks[cue.trigger].key == "chỉ đạo"
    if not floor.listed:
        return False
    return cue.issuer is not None and cue.issuer.first == 0 and rank(sentence.chunks, cue.issuer) < floor.rank


def _ordered(sentence: Sentence, given: tuple[Cue, ...], floor: Floor | None) -> tuple[Found, Floor]:
    chunks = sentence.chunks
    issuer = next((cue.issuer for cue in given if cue.issuer), None)
    said = speech(sentence) if issuer is None else None
    inherited = said.span if said and said.rank else (floor.speaker if floor else None)
    span = issuer.text(chunks) if issuer else inherited
    given_name = chunks[issuer.last - 1].key if issuer else (floor.given if floor else "")
    level = rank(chunks, issuer) if issuer else (floor.rank if floor else 3)
    told = next((cue.body.text(chunks) for cue in given if cue.body), None)
    if floor and floor.listed and (issuer is None or level == floor.rank):
        return Found(sentence, given, span, None), replace(floor, strength=_FRESH, told=told)
    listed = sentence.text.rstrip().endswith(":")
    return Found(sentence, given, span, None), Floor(span, _FRESH, level, told, listed, given_name)


def _spoken(
    sentence: Sentence, told: Speech, floor: Floor | None, officials: frozenset[str]
) -> tuple[Found | None, Floor | None]:
    """Judge a sentence with a speaker: those who may demand oblige by "phải", others only report."""
    same = floor is not None and bool(floor.given) and floor.given == told.given
    if floor and told.weight is Weight.TOLD and (_links(sentence) or (same and told.quoted)):
        return _carried_on(sentence, floor)
    if not told.rank:
        return None, None
    if sentence.text.rstrip().endswith(":") and told.weight:
        return None, Floor(told.span, _FRESH, told.rank, listed=True, given=told.given)
    official = not told.person or told.given in officials
    cue = _obliges(sentence, told) if official or told.weight is Weight.ORDERED else None
    if cue is None:
        return None, _after_speech(told, floor)
    return Found(sentence, (cue,), told.span, None), Floor(told.span, _FRESH, told.rank, given=told.given)


def _after_speech(told: Speech, floor: Floor | None) -> Floor | None:
    """Return who has the floor after somebody spoke without obliging anybody."""
    if floor and floor.listed and floor.rank == told.rank:
        return floor
    if told.weight or told.rank >= NATIONAL:
        return Floor(told.span, 2 if told.weight else 1, told.rank, given=told.given)
    return None


def _obliges(sentence: Sentence, told: Speech) -> Cue | None:
    """Find what a speaker obliges somebody to: by an order, or by what must be done."""
    chunks = sentence.chunks
    first = 0 if told.quoted else sum(chunk.start < told.said_at for chunk in chunks)
    if told.weight is Weight.ORDERED:
        return _duty_cue(sentence, first)
    for start, end in cues.clauses(chunks):
        cue = cues.modal(chunks, max(start, first), end) if end > first else None
        if cue and not any(chunk.is_(Tag.DONE) for chunk in chunks[max(start, first) : cue.trigger]):
            if _may_demand(chunks, cue, told):
                return cue
    if told.quoted and told.weight and told.rank >= NATIONAL:
        return cues.action(chunks, 0, len(chunks))
    return None


def _may_demand(chunks: Sequence[Chunk], cue: Cue, told: Speech) -> bool:
    """Tell whether "phải" or "cần" of a speaker is a demand: stressed, or put to a lower body, or from the top."""
    must = chunks[cue.trigger].key != "cần"
    below = cue.body is not None and rank(chunks, cue.body) < told.rank
    if told.weight:
        return must or below or told.quoted
    if told.quoted or told.verb not in _OPINES:
        return False
    return below or (must and told.rank >= NATIONAL)


def _foretold(lead: Sequence[Sentence], found: dict[int, Found]) -> dict[int, Found]:
    """Return the lead sentences that say in short what a duty found further down says in full."""
    echoes: dict[int, Found] = {}
    for sentence in lead:
        cue = None if sentence.index in found else _duty_cue(sentence)
        if (
            cue is None
            or _reports(sentence, cue)
            or any(c.key == "đã" or c.is_(Tag.ORDER) for c in sentence.chunks)
        ):
            continue
        if cue.body and sentence.chunks[cue.body.first].is_(Tag.PERSON):
            continue
        fuller = max(found.values(), key=lambda duty: _overlap(sentence, duty.sentence), default=None)
        if fuller and _overlap(sentence, fuller.sentence) >= _ECHO:
            echoes[sentence.index] = Found(sentence, (cue,), fuller.issuer, None)
    return echoes


def _overlap(short: Sentence, full: Sentence) -> float:
    """Return the share of the first sentence's adjacent word pairs that the second has too."""
    mine, theirs = (
        {(a.key, b.key) for a, b in zip(s.chunks, s.chunks[1:], strict=False)} for s in (short, full)
    )
    return len(mine & theirs) / len(mine) if mine else 0.0


def _past(sentence: Sentence) -> bool:
    return any(chunk.is_(Tag.PAST) for chunk in sentence.chunks[:3])


def _links(sentence: Sentence) -> bool:
    return sentence.chunks[0].is_(Tag.LINK)


def _according(sentence: Sentence) -> bool:
    return any(chunk.is_(Tag.ACCORDING) for chunk in sentence.chunks[:2])


def _by_paper(sentence: Sentence, floor: Floor | None) -> tuple[Found | None, Floor | None]:
    """Judge a sentence that tells what a document says."""
    if sentence.text.rstrip().endswith(":") and floor:
        return None, replace(floor, strength=_FRESH, listed=True)
    cue = _duty_cue(sentence) if floor else None
    if cue is None or floor is None or _reports(sentence, cue) or not _may_be_told(sentence, cue, floor):
        return None, floor
    return _duty(sentence, cue, floor)


def _carried_on(sentence: Sentence, floor: Floor) -> tuple[Found | None, Floor | None]:
    """Judge a sentence while somebody has the floor: a duty carries on, a report or the past ends it."""
    cue = _duty_cue(sentence) or _due(sentence)
    if (
        cue
        and not _reports(sentence, cue)
        and _may_be_told(sentence, cue, floor)
        and floor.strength >= _needed(cue, floor)
    ):
        return _duty(sentence, cue, floor)
    if floor.listed:
        return None, floor
    return None, floor.weaker(2 if _past(sentence) else 1)


def _needed(cue: Cue, floor: Floor) -> int:
    """Return how fresh the floor must be for a shape: the weaker its words, the fresher."""
    if floor.listed or (cue.shape is Shape.MODAL and cue.body):
        return 1
    return 2 if cue.shape is Shape.SUBJECT else 3


def _duty(sentence: Sentence, cue: Cue, floor: Floor) -> tuple[Found, Floor]:
    told = cue.body.text(sentence.chunks) if cue.body else None
    inherits = told is None and not floor.listed and _goes_on(sentence, cue)
    found = Found(sentence, (cue,), floor.speaker, floor.told if inherits else None)
    return found, replace(floor, strength=_FRESH, told=told or (None if floor.listed else floor.told))


def _goes_on(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a clause without a body is meant for the one told before: no subject, or "việc ..."."""
    if cue.shape is Shape.ACTION:
        return True
    if sentence.chunks[cue.trigger].key == "cần":
        return False
    before = sentence.chunks[: cue.trigger]
    return bool(before) and (before[0].key == "việc" or not any(cues.plain(chunk) for chunk in before))


def _duty_cue(sentence: Sentence, first: int = 0) -> Cue | None:
    for number, (start, end) in enumerate(cues.clauses(sentence.chunks)):
        if end <= first:
            continue
        shapes = (cues.modal,) if number else (cues.modal, cues.subject, cues.action)
        for shape in shapes:
            cue = shape(sentence.chunks, max(start, first), end)
            if cue:
                return cue
    return None


def _reports(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether the clause tells what has been or will be done rather than what shall be."""
    chunks = sentence.chunks
    first = 0 if cue.shape is Shape.MODAL else cue.trigger
    if _past(sentence) or any(chunk.is_(Tag.PROPOSE) for chunk in chunks[first : cue.action + 1]):
        return True
    opening = 0
    if _according(sentence):  # "theo kế hoạch vừa được ký ban hành," says which document it is
        opening = next((i for i, chunk in enumerate(chunks) if chunk.gap.strip() == ","), 0)
    return any(chunk.is_(Tag.DONE | Tag.FUTURE) for chunk in chunks[opening : cue.action])


def _may_be_told(sentence: Sentence, cue: Cue, floor: Floor) -> bool:
    """Tell whether the subject of a clause can be under the speaker, and the clause is no piece of news."""
    chunks = sentence.chunks
    if cue.body is None:
        return True
    head = chunks[cue.body.first]
    if head.is_(Tag.OFFICE) and rank(chunks, cue.body) >= floor.rank:
        return False
    if cue.shape is not Shape.SUBJECT:
        return cue.body.last - cue.body.first > 1 or head.key not in _OURSELVES
    if head.is_(Tag.PERSON) or _is_as_high(chunks, cue, floor):
        return False
    return floor.listed or not _dated(chunks)


def _is_as_high(chunks: Sequence[Chunk], cue: Cue, floor: Floor) -> bool:
    """Tell whether a single body stands as high as the speaker, so that the clause tells what it does itself."""
    if cue.body is None or chunks[cue.body.first].key == "văn phòng chính phủ":
        return False
    several = any(chunk.is_(Tag.MANY) for chunk in chunks[cue.body.first : cue.body.last])
    return not several and rank(chunks, cue.body) >= max(floor.rank, _PROVINCE)


def _dated(chunks: Sequence[Chunk]) -> bool:
    """Tell whether the sentence opens with a time that is no deadline, as news does."""
    for at, chunk in enumerate(chunks[:4]):
        if chunk.is_(Tag.TIME):
            return not any(
                before.key in {"trước", "chậm nhất", "muộn nhất", "trong", "hạn"} for before in chunks[:at]
            )
    return False


def _due(sentence: Sentence) -> Cue | None:
    """Find a sentence that only sets the time of the duty before it: "Thời gian hoàn thành trong tháng 4"."""
    chunks = sentence.chunks
    if chunks[0].key not in {"thời gian", "thời hạn", "hạn", "tiến độ"} or len(chunks) > 14:
        return None
    if not any(chunk.is_(Tag.TIME) for chunk in chunks) or not any(chunk.key in _ENDS_BY for chunk in chunks):
        return None
    return Cue(Shape.ACTION, 0, min(1, len(chunks) - 1))


def _with_issuers(found: Sequence[Found]) -> list[Found]:
    """Give duties told before their issuer is named (as leads do) the issuer named next."""
    result: list[Found] = []
    for index, duty in enumerate(found):
        if duty.issuer is None:
            following = (later.issuer for later in found[index + 1 :] if later.issuer)
            duty = replace(duty, issuer=next(following, None))
        result.append(duty)
    return result
