"""Which sentences lay a duty on somebody: a state machine over sentences, by who has the floor.

An order names itself. Modal, subject-first and action-first sentences are duties only while somebody with
authority has the floor; reports, the past and other speakers take it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from briefs.analysis.binding import LEAD, binding_orders, duty_cue, is_draft, level_of, obliges
from briefs.analysis.bodies import kinds_of, read_name
from briefs.analysis.cues import Cue, Found, Shape, authority, is_act
from briefs.analysis.leads import foretold, named_after
from briefs.analysis.lexicon import Tag
from briefs.analysis.news import (
    Officials,
    abroad,
    debate,
    headings,
    is_according,
    is_claim,
    is_past,
    may_be_told,
    officials_named,
    opens_with_link,
    private_voices,
    reports,
    time_only,
    trial,
)
from briefs.analysis.papers import demand, letter, paper, said_from
from briefs.analysis.ranks import NATIONAL, rank
from briefs.analysis.reading import Reading, Sentence
from briefs.analysis.speakers import (
    VIEW,
    Floor,
    Speech,
    Weight,
    by_law,
    chapeau,
    quotations,
    speech,
)
from briefs.analysis.statements import plain

_HEARD = 3  # strength of the floor that a title opens
_FRESH = 4  # strength of the floor after an order: three sentences that add nothing take it away
_ASIDE = 3  # chunks after the name in a line that names who is told: "nêu trên"
_AGREES = frozenset({"đồng ý", "thống nhất", "nhất trí", "có ý kiến"})  # with what is listed below


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known of the whole text before its sentences are judged; sentences by their index."""

    quotes: Mapping[int, Speech]
    officials: Officials
    private: frozenset[int]
    headings: frozenset[int]
    carrier: Floor | None  # by the document that is the news


def find(reading: Reading, title: Reading | None = None) -> list[Found]:
    """Return the sentences of the text that lay a duty on somebody, in order; none in news from
    abroad, from a court or of the debate on a bill.

    A title that says who orders ("Thủ tướng yêu cầu ...") gives the first paragraph its speaker.
    """
    if abroad(reading) or trial(reading) or debate(reading):
        return []
    persons = any(s.tags & Tag.PERSON for s in reading.sentences)  # else nobody asks who they are
    scene = _Scene(
        quotations(reading),
        officials_named(reading) if persons else {},
        private_voices(reading) if persons else frozenset(),
        headings(reading),
        _carrier(reading),
    )
    found: dict[int, Found] = {}
    floor = _announced(title) if title else None
    for sentence in reading.sentences:
        if floor and floor.announced and sentence.paragraph > 1:
            floor = None
        verdict, floor = _judge(sentence, floor, scene)
        if verdict:
            found[sentence.index] = verdict
    found.update(foretold(reading.sentences[:LEAD], found))
    if 0 not in found and 0 not in scene.quotes and (lead := named_after(reading.sentences)):
        found[0] = lead
    return _with_issuers([found[index] for index in sorted(found)])


def _carrier(reading: Reading) -> Floor | None:
    """Return the floor of the document that the first sentences tell of."""
    head = [sentence for sentence in reading.sentences[:LEAD] if not is_past(sentence)]
    opened = (paper(sentence) or letter(sentence) for sentence in head)
    return next((floor for floor in opened if floor), None)


def _announced(title: Reading) -> Floor | None:
    """Return the floor that a title opens by an order, or by the name of an official and a colon."""
    for sentence in title.sentences[:1]:
        chunks = sentence.chunks
        issuer = next((cue.issuer for cue in binding_orders(sentence, None, {}) if cue.issuer), None)
        name = issuer or (read_name(chunks, 0, several=False) if chunks else None)
        speaks = name and name.last < len(chunks) and chunks[name.last].gap.strip().startswith(":")
        if name and (issuer or speaks) and (level := authority(chunks, name)):
            return Floor(None, _HEARD, level, announced=True)
    return None


def _judge(sentence: Sentence, floor: Floor | None, scene: _Scene) -> tuple[Found | None, Floor | None]:
    """Decide about one sentence; return the duty, if it is one, and who has the floor after it."""
    if sentence.text.rstrip('"” ').endswith("?") or not sentence.chunks:
        return None, floor
    if sentence.index in scene.headings and not (floor and floor.listed):
        return None, floor
    if floor and floor.listed:
        floor = _headed(sentence, floor)
        if floor.told and floor.told == _addressed(sentence):
            return None, floor
    quote = _ranked(scene.quotes.get(sentence.index), scene.officials)
    if (
        is_draft(sentence)
        or is_claim(sentence)
        or (quote and quote.own_voice)
        or sentence.index in scene.private
    ):
        return None, None
    level = quote.rank if quote else (floor.rank if floor else None)
    given = tuple(binding_orders(sentence, level, scene.officials))
    if floor and given and (cue := _told_to_direct(sentence, given[0], floor, scene.officials)):
        return _duty(sentence, cue, floor)
    if given:
        return _ordered(sentence, given, floor, scene.officials)
    told = quote or _ranked(chapeau(sentence) or speech(sentence), scene.officials)
    return _unordered(sentence, floor, told, scene.officials, scene.carrier)


def _headed(sentence: Sentence, floor: Floor) -> Floor:
    """Return the floor of a list at a sentence: a line that only names somebody ("1. Bộ Tài chính:") tells
    the items below it to them, up to the next item of its own kind.
    """
    if told := _addressed(sentence):
        return replace(floor, strength=_FRESH, told=told, under=sentence.item)
    if floor.under is not None and sentence.item == floor.under:
        return replace(floor, told=None, under=None)
    return floor


def _addressed(sentence: Sentence) -> tuple[int, int] | None:
    """Return whom a line names that says no more: "Chủ tịch UBND các tỉnh nêu trên:"."""
    chunks = sentence.chunks
    if sentence.item is None or not sentence.text.endswith(":"):
        return None
    name = read_name(chunks, 0)
    if (
        name is None
        or len(chunks) - name.last > _ASIDE
        or any(is_act(chunks, i) for i in range(name.last, len(chunks)))
    ):
        return None
    return name.text(chunks)


def _told_to_direct(sentence: Sentence, order: Cue, floor: Floor, officials: Officials) -> Cue | None:
    """Return the duty of those who are told to direct others: "Bộ A chỉ đạo các đơn vị", in a list or right
    after an order from higher up.
    """
    chunks = sentence.chunks
    if chunks[order.trigger].key != "chỉ đạo":
        return None
    if order.issuer is None:
        below = floor.listed and floor.under is not None
        return replace(order, shape=Shape.ACTION, action=order.trigger, body=None) if below else None
    if level_of(chunks, order.issuer, officials) >= floor.rank:
        return None
    news = any(chunk.is_(Tag.DONE | Tag.TIME) for chunk in chunks[: order.trigger])
    if not floor.listed and (news or floor.strength < _FRESH or order.issuer.first):
        return None
    return Cue(Shape.SUBJECT, order.trigger, order.trigger, None, order.issuer)


def _ranked(told: Speech | None, officials: Officials) -> Speech | None:
    """Return the speech with the rank of the office that the text gives the person elsewhere."""
    if told and told.rank and told.person:
        if told.given in {"ông", "bà"}:  # he whom such texts report
            return replace(told, rank=max(officials.values(), default=told.rank))
        unknown = 0 if told.quoted else told.rank
        return replace(told, rank=officials.get(told.given, unknown))
    return told


def _unordered(
    sentence: Sentence,
    floor: Floor | None,
    told: Speech | None,
    officials: Officials,
    carrier: Floor | None,
) -> tuple[Found | None, Floor | None]:
    """Judge a sentence without an order of its own by who speaks, the document it tells of, or the floor."""
    if told:
        return _spoken(sentence, told, floor, officials)
    opened = None if is_past(sentence) else demand(sentence) or paper(sentence)
    if opened or is_according(sentence) or by_law(sentence):
        return _by_paper(sentence, opened or floor or carrier, named=not (opened or floor))
    return _carried_on(sentence, floor) if floor else _left_to_carrier(sentence, carrier)


def _left_to_carrier(sentence: Sentence, carrier: Floor | None) -> tuple[Found | None, Floor | None]:
    """Judge a sentence while nobody has the floor, in a text that a document carries: "Sở ... phải ..." to
    a body below its author goes on telling what it says.
    """
    cue = duty_cue(sentence) if carrier else None
    if cue is None or carrier is None or cue.shape is not Shape.MODAL or cue.body is None:
        return None, None
    chunks = sentence.chunks
    must = chunks[cue.trigger].key != "cần"
    below = must and chunks[cue.body.first].is_(Tag.STATE) and rank(chunks, cue.body) < carrier.rank
    if not below or reports(sentence, cue) or not may_be_told(sentence, cue, carrier):
        return None, None
    return _duty(sentence, cue, carrier)


def _ordered(
    sentence: Sentence, given: tuple[Cue, ...], floor: Floor | None, officials: Officials
) -> tuple[Found, Floor]:
    chunks = sentence.chunks
    issuer = next((cue.issuer for cue in given if cue.issuer), None)
    said = speech(sentence) if issuer is None else None
    inherited = said.span if said and said.rank else (floor.speaker if floor else None)
    span = issuer.text(chunks) if issuer else inherited
    given_name = chunks[issuer.last - 1].key if issuer else (floor.given if floor else "")
    level = level_of(chunks, issuer, officials) if issuer else (floor.rank if floor else 3)
    body = next((cue.body for cue in given if cue.body), None)
    told, kinds = (body.text(chunks) if body else None), kinds_of(chunks, body)
    if floor and floor.listed and (issuer is None or level == floor.rank):
        return Found(sentence, given, span, None), replace(
            floor, strength=_FRESH, told=told, told_kinds=kinds
        )
    listed = sentence.text.rstrip().endswith(":")
    return Found(sentence, given, span, None), Floor(
        span, _FRESH, level, told, listed, given_name, told_kinds=kinds
    )


def _spoken(
    sentence: Sentence, told: Speech, floor: Floor | None, officials: Officials
) -> tuple[Found | None, Floor | None]:
    """Judge a sentence with a speaker: those who may demand oblige by "phải", others only report."""
    same = floor is not None and _is_speaker(told, floor)
    goes_on = opens_with_link(sentence) and (same or told.quoted or not told.person)
    if floor and told.weight is Weight.TOLD and (goes_on or (same and told.quoted)):
        return _carried_on(sentence, floor)
    if not told.rank:
        return None, None
    if sentence.text.rstrip().endswith(":") and (told.weight or told.verb in _AGREES):
        return None, Floor(told.span, _FRESH, told.rank, listed=True, given=told.given)
    official = not told.person or bool(officials.get(told.given))
    cue = obliges(sentence, told) if official or told.weight is Weight.ORDERED else None
    if cue is None:
        return None, _after_speech(told, floor)
    return Found(sentence, (cue,), told.span, None), Floor(told.span, _FRESH, told.rank, given=told.given)


def _is_speaker(told: Speech, floor: Floor) -> bool:
    """Tell whether who speaks has the floor already: the same name, or quoted with the same rank."""
    return bool(floor.given) and (floor.given == told.given or (told.quoted and told.rank == floor.rank))


def _after_speech(told: Speech, floor: Floor | None) -> Floor | None:
    """Return who has the floor after somebody spoke without obliging anybody."""
    if floor and floor.listed and floor.rank == told.rank:
        return floor
    if told.weight or told.rank >= NATIONAL or (told.verb == VIEW and not told.person):
        return Floor(told.span, 2 if told.weight else 1, told.rank, given=told.given)
    return floor.weaker(3) if floor else None


def _by_paper(
    sentence: Sentence, floor: Floor | None, *, named: bool = False
) -> tuple[Found | None, Floor | None]:
    """Judge a sentence that tells what a document says; `named` asks for who acts: nobody has the floor."""
    if sentence.text.rstrip().endswith(":") and floor:
        return None, replace(floor, strength=_FRESH, listed=True)
    if floor is None or (by_law(sentence) and not floor.listed):
        return None, None if named else floor
    if (first := said_from(sentence)) and (cue := _stated_from(sentence, first, floor)):
        return _duty(sentence, cue, floor)
    cue = duty_cue(sentence)
    told = cue is not None and not reports(sentence, cue) and may_be_told(sentence, cue, floor)
    if cue is None or not told or (named and cue.body is None):
        return None, None if named else floor
    return _duty(sentence, cue, floor)


def _stated_from(sentence: Sentence, first: int, floor: Floor) -> Cue | None:
    """Return the duty in what a document says from a chunk on; one to nobody only in its own plain words."""
    cue = duty_cue(sentence, first)
    if cue is None or any(c.is_(Tag.DONE | Tag.FUTURE) for c in sentence.chunks[first : cue.trigger]):
        return None
    plainly = not set(sentence.text) & set('"“”')
    return cue if (cue.body or plainly) and may_be_told(sentence, cue, replace(floor, listed=True)) else None


def _carried_on(sentence: Sentence, floor: Floor) -> tuple[Found | None, Floor | None]:
    """Judge a sentence while somebody has the floor: a duty carries on, a report or the past ends it."""
    cue = duty_cue(sentence) or time_only(sentence)
    if (
        cue
        and not reports(sentence, cue)
        and may_be_told(sentence, cue, floor)
        and floor.strength >= _needed(sentence, cue, floor)
    ):
        return _duty(sentence, cue, floor)
    if floor.listed:
        return None, floor
    return None, floor.weaker(2 if is_past(sentence) else 1)


def _needed(sentence: Sentence, cue: Cue, floor: Floor) -> int:
    """Return how fresh the floor must be for a shape: the weaker its words, the fresher."""
    if floor.listed or (cue.shape is Shape.MODAL and cue.body):
        return 1
    linked = cue.shape is Shape.MODAL and not any(map(plain, sentence.chunks[: cue.trigger]))
    return 2 if linked or cue.shape is Shape.SUBJECT else 3


def _duty(sentence: Sentence, cue: Cue, floor: Floor) -> tuple[Found, Floor]:
    told = cue.body.text(sentence.chunks) if cue.body else None
    below = floor.under is not None
    inherits = told is None and (below or (not floor.listed and _goes_on(sentence, cue)))
    found = Found(sentence, (cue,), floor.speaker, floor.told if inherits else None)
    if not below:
        floor = replace(floor, told=told or (None if floor.listed else floor.told))
    return found, replace(floor, strength=_FRESH)


def _goes_on(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a clause without a body is meant for the one told before: no subject, or "việc ..."."""
    if cue.shape is Shape.ACTION:
        return True
    if sentence.chunks[cue.trigger].key == "cần":
        return False
    before = sentence.chunks[: cue.trigger]
    return bool(before) and (before[0].key == "việc" or not any(plain(chunk) for chunk in before))


def _with_issuers(found: Sequence[Found]) -> list[Found]:
    """Give duties told before their issuer is named (as leads do) the issuer named next."""
    result: list[Found] = []
    for index, duty in enumerate(found):
        if duty.issuer is None:
            following = (later.issuer for later in found[index + 1 :] if later.issuer)
            duty = replace(duty, issuer=next(following, None))
        result.append(duty)
    return result
