"""Whether an order or a demand binds: who may give it, to whom, and whether it is in force now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from briefs.analysis.bodies import Name, starts_name
from briefs.analysis.cues import Cue, Shape, authority, clauses, is_act
from briefs.analysis.lexicon import Tag
from briefs.analysis.news import Officials
from briefs.analysis.orders import IN_WRITING, SENDS, orders
from briefs.analysis.ranks import NATIONAL, rank
from briefs.analysis.reading import Chunk, Sentence
from briefs.analysis.speakers import VIEW, Speech, Weight
from briefs.analysis.statements import action, conditional, modal, subject
from briefs.text.fold import tone_key

LEAD = 3  # sentences at the top that may say first what is reported in full later
_UPWARD = frozenset({"đề nghị", "yêu cầu"})
_OPINES = frozenset({VIEW, "cho rằng", "nói", "khẳng định", "nhận định", "cho biết", "cho hay"})
_TELL_SOMEBODY = frozenset(
    {"cho phép", "lưu ý", "nhắc", "nhắc nhở", "quán triệt"}
)  # orders only to somebody who is named
_PROVINCE = 4  # the rank from which a request to nobody in particular is an order
_LED_TO = frozenset({"qua đó", "nhờ đó", "nhờ vậy"})  # what was ordered is told for what came of it
_POSTS = frozenset(
    {"tham gia", "làm", "giữ", "phụ trách", "thay"}
)  # "được phân công làm ..." tells of a post
_CHARGES = frozenset({"quản lý", "điều hành", "đảm nhận", "đảm nhiệm"})  # of a person: a post too
_COURTS = frozenset(
    {tone_key("tòa"), tone_key("tòa án"), tone_key("tòa án nhân dân"), "tand", "hđxx", "hội đồng xét xử"}
    | {"viện kiểm sát", "viện kiểm sát nhân dân", "vks", "vksnd", "viện ksnd"}
)
_PERSONS = frozenset(
    {"tài xế", "lái xe", "chủ xe", "người lái xe", "người điều khiển", "học sinh", "thí sinh"}
)
_BOTH_SIDES = frozenset({"hai bên", "hai nước", "các bên", "các nước", "hai phía"})
_TALKS = frozenset({"gặp", "cuộc gặp", "hội đàm", "cuộc hội đàm", "điện đàm", "tiếp", "hội kiến"})
_IN_CHARGE = frozenset({"tiếp tục", "trực tiếp"})  # "trực tiếp chỉ đạo Sở ..." tells whom somebody leads
_CONSENTS = frozenset(
    {"chấp thuận", "cho phép", "cấp phép", "cho", "cho ý kiến", "cho chủ trương", "đồng ý", "thỏa thuận"}
)
_FAVOURS = frozenset({"đồng ý", "cho", "cho phép", "chấp thuận", "phê duyệt", "giúp đỡ", "tạo điều kiện"})
# What is ordered once, not carried on for years: "đã chỉ đạo làm rõ" orders, "đã chỉ đạo phát triển" reports.
_MEASURES = frozenset(
    {
        "làm rõ",
        "làm rõ trách nhiệm",
        "điều tra",
        "xác minh",
        "kiểm tra",
        "thanh tra",
        "thẩm tra",
        "xử lý",
        "rà soát",
        "dừng",
    }
    | {
        "điều chỉnh",
        "hoãn",
        "tạm dừng",
        "đình chỉ",
        "thu hồi",
        "khắc phục",
        "kiểm điểm",
        "chấn chỉnh",
        "tháo dỡ",
        "di dời",
    }
)
_NEAR_HEAD = 3  # chunks
_PART_OF_TIME = frozenset({"đầu", "giữa", "cuối", "vào", "hồi", "thời", "điểm"})
_WITH_YEAR = re.compile(r"(?:(?:đầu|giữa|cuối) )?(?:tháng \d{1,2}(?:\s*[/-]\s*| năm )|năm )?\d{4}")
# Who asks for these proposes them to whoever decides.
_OF_ONE_PERSON = frozenset({"truy tố", "khởi tố", "bổ nhiệm", "miễn nhiệm", "bãi nhiệm", "xét", "xét tặng"})
_ASKS = frozenset({"đề nghị"})  # without somebody who is asked only a proposal, unless from the top


def level_of(chunks: Sequence[Chunk], issuer: Name, officials: Officials) -> int:
    """Return the rank of a body or person, of persons by the office the text gives them elsewhere.

    A bare "ông" is taken for the highest official of the text: it is he whom such texts report.
    """
    level = rank(chunks, issuer)
    if not level or not chunks[issuer.first].is_(Tag.PERSON):
        return level
    if issuer.last - issuer.first == 1:
        return max(officials.values(), default=level)
    return officials.get(chunks[issuer.last - 1].key, level)


def _level(chunks: Sequence[Chunk], issuer: Name, officials: Officials, speaker: int | None) -> int:
    """Return the rank of an issuer; "ủy ban này" stands as high as the body that has the floor."""
    level = level_of(chunks, issuer, officials)
    return max(level, speaker or 0) if level and chunks[issuer.last - 1].key == "này" else level


def _has_office(chunks: Sequence[Chunk], cue: Cue, officials: Officials) -> bool:
    """Tell whether a person who orders can be an official: some official is named, and who "đề nghị" is one;
    deputies, experts and citizens only suggest.
    """
    if cue.issuer is None or not chunks[cue.issuer.first].is_(Tag.PERSON):
        return True
    own = chunks[cue.issuer.first : cue.issuer.last]
    if any(chunk.is_(Tag.OFFICE) or officials.get(chunk.key) for chunk in own):
        return True
    may_be_one = len(own) == 1 or chunks[cue.trigger].key not in _ASKS
    return may_be_one and any(officials.values())


def is_draft(sentence: Sentence) -> bool:
    """Tell whether the sentence tells what a draft says; drafts bind nobody."""
    return any(chunk.key.endswith("dự thảo") for chunk in sentence.chunks[:8])


def binding_orders(sentence: Sentence, speaker: int | None, officials: Officials) -> Iterator[Cue]:
    """Yield the binding orders of a sentence; `speaker` is the rank of who has the floor, None where nobody
    has it.
    """
    given = proposed = False
    if not (sentence.tags & Tag.ORDER or (sentence.tags & Tag.PAPER and IN_WRITING.search(sentence.text))):
        return
    may_propose = sentence.tags & Tag.PROPOSE
    for start, end in clauses(sentence.chunks):
        proposes = may_propose and any(chunk.is_(Tag.PROPOSE) for chunk in sentence.chunks[start:end])
        for cue in orders(sentence.chunks, start, end):
            level = _level(sentence.chunks, cue.issuer, officials, speaker) if cue.issuer else speaker
            follows = given or not start or cue.issuer is not None or speaker is not None
            if proposed and (cue.issuer is None or cue.issuer.first < start):
                continue  # "kiến nghị Thủ tướng ...; đồng thời giao ..." goes on proposing
            if follows and _has_office(sentence.chunks, cue, officials) and _binds(sentence, cue, level):
                given = True
                yield cue
        proposed = proposed or bool(proposes and not given)


def _binds(sentence: Sentence, cue: Cue, level: int | None) -> bool:
    """Tell whether an order verb is an order now in force by someone who may give it."""
    chunks = sentence.chunks
    if cue.issuer and not authority(chunks, cue.issuer):
        return False
    if _over_and_done(chunks, cue.trigger):
        return False
    if cue.shape is Shape.PASSIVE:
        at_work = chunks[cue.trigger].key == "phân công" and chunks[cue.action].key == "làm việc"
        of_person = cue.body is not None and chunks[cue.body.first].is_(Tag.PERSON | Tag.OFFICE)
        posts = _POSTS | _OF_ONE_PERSON | (_CHARGES if of_person else frozenset())
        lasting = at_work or chunks[cue.action].key in posts
        acts = chunks[cue.action].is_(Tag.ACTION | Tag.MANNER | Tag.JOINS | Tag.LEADS)
        return acts and not lasting and chunks[0].key not in {"từ", "qua"}
    assigns = cue.body is not None and chunks[cue.trigger].key.startswith(("giao", "phân công"))
    by_paper = cue.issuer is None and any(chunk.is_(Tag.PAPER) for chunk in chunks[: cue.trigger])
    level = NATIONAL if level is None and by_paper else level
    if level == 0 or (level is None and not assigns and (sentence.index >= LEAD or cue.body is None)):
        return False
    if cue.body is None and not is_act(chunks, cue.action):
        must = chunks[cue.action - 1].is_(Tag.MODAL)
        return cue.issuer is not None and (must or chunks[cue.trigger].key == "yêu cầu")
    return _may_ask(chunks, cue, level or NATIONAL)


def _may_ask(chunks: Sequence[Chunk], cue: Cue, level: int) -> bool:
    """Tell whether the verb lays a duty with what it says of the addressee: requests upward are petitions."""
    verb = chunks[cue.trigger]
    if _appoints(chunks, cue) or (verb.key in _ASKS and chunks[cue.trigger + 1].key in _OF_ONE_PERSON):
        return False
    if verb.key == "chỉ đạo" and any(chunk.key in _LED_TO for chunk in chunks[cue.action :]):
        return False
    if verb.key in _UPWARD and (_out_of_reach(chunks, cue.trigger) or _sues(chunks[: cue.trigger])):
        return False
    if cue.body is not None:
        own = chunks[cue.body.first : cue.body.last]
        if (len(own) == 1 and own[0].is_(Tag.PERSON)) or _in_a_story(own):
            return False
        if verb.key == "chỉ đạo" and cue.trigger and chunks[cue.trigger - 1].key in _IN_CHARGE:
            return False
        asked = 0 if own[0].is_(Tag.PERSON) else rank(chunks, cue.body, unknown=0)
        if verb.key in SENDS and asked >= level:
            return False
        unnamed = cue.issuer is None or chunks[cue.issuer.first].is_(Tag.PERSON)  # of no rank by that alone
        higher = asked > level or (unnamed and verb.key == "đề nghị" and asked >= max(level, NATIONAL))
        return not (higher or _begs(chunks, cue, level) or _only_states(chunks, cue.body, cue))
    if verb.key == "chỉ đạo":  # "tỉnh đã chỉ đạo triển khai ..." is an achievement, of an official an order
        done = any(chunk.is_(Tag.DONE) for chunk in chunks[max(0, cue.trigger - 2) : cue.trigger])
        in_writing = chunks[cue.trigger - 1].is_(Tag.PAPER) or chunks[cue.trigger - 1].key == "có"
        by_somebody = cue.issuer is not None and chunks[cue.issuer.first].is_(Tag.OFFICE | Tag.PERSON)
        return not done or in_writing or by_somebody or _is_measure(chunks, cue.action)
    several = cue.issuer is not None and any(
        chunk.is_(Tag.MANY) for chunk in chunks[cue.issuer.first : cue.issuer.last]
    )  # "lãnh đạo các tỉnh đề nghị"
    must = (level >= _PROVINCE and not several) or any(chunk.key == "phải" for chunk in chunks[cue.trigger :])
    must = must or chunks[cue.trigger + 1].is_(Tag.MANY)  # somebody is told: "các chung cư"
    tells = verb.key in _TELL_SOMEBODY and not _is_measure(chunks, cue.action)
    return not tells and (verb.key not in _ASKS or must)


def _appoints(chunks: Sequence[Chunk], cue: Cue) -> bool:
    """Tell whether a person is given a post rather than a task: "phân công ông A làm bí thư"."""
    if not chunks[cue.trigger].key.startswith(("phân công", "giao")):
        return False
    person = cue.body is not None and chunks[cue.body.first].is_(Tag.PERSON | Tag.OFFICE)
    return (person and chunks[cue.action].key in _POSTS) or chunks[cue.trigger + 1].key == "phụ trách"


def _out_of_reach(chunks: Sequence[Chunk], verb: int) -> bool:
    """Tell whether a court or another country is asked, or somebody from there in a talk."""
    asked = chunks[verb + 1 : verb + 3]
    if any(chunk.key in _COURTS | _BOTH_SIDES for chunk in asked) or any(map(_is_abroad, asked[:1])):
        return True
    before = chunks[:verb]
    return any(chunk.key in _TALKS for chunk in before) and any(map(_is_abroad, before))


def _sues(before: Sequence[Chunk]) -> bool:
    """Tell whether what is asked is asked in a suit or a complaint."""
    return any(chunk.key in {"kiện", "khởi kiện", "gửi đơn", "có đơn"} for chunk in before)


def _in_a_story(own: Sequence[Chunk]) -> bool:
    """Tell whether a single person of a story is told: "tài xế này"."""
    return own[-1].key == "đối tượng" or (own[0].key in _PERSONS and own[-1].key == "này")


def _is_abroad(chunk: Chunk) -> bool:
    return chunk.is_(Tag.FOREIGN) and chunk.capital


def _begs(chunks: Sequence[Chunk], cue: Cue, level: int) -> bool:
    """Tell whether a body below the Government asks a favour: "đề nghị Sở xem xét cho", "đề nghị X được"."""
    if level >= NATIONAL or chunks[cue.trigger].key not in _ASKS:
        return False
    told = cue.body.last if cue.body else cue.trigger
    if any(chunk.is_(Tag.PASSIVE | Tag.FUTURE) for chunk in chunks[told : cue.action + 1]):
        return True
    if chunks[cue.action].key in _CONSENTS and cue.action <= told + 1:
        return True
    after = chunks[cue.action + 1 : cue.action + 3]
    return chunks[cue.action].key == "xem xét" and any(chunk.key in _FAVOURS for chunk in after)


def _only_states(chunks: Sequence[Chunk], told: Name, cue: Cue) -> bool:
    """Tell whether somebody is only spoken of: "lưu ý nhiều công ty được cấp phép", without "thì phải"."""
    said = chunks[told.last : cue.action + 1]
    must = any(chunk.key == "thì" for chunk in said) and any(chunk.is_(Tag.MODAL) for chunk in said)
    done = any(chunk.is_(Tag.PASSIVE | Tag.DONE) for chunk in said[:-1])
    return chunks[cue.trigger].key == "lưu ý" and done and not must


def _is_measure(chunks: Sequence[Chunk], action: int) -> bool:
    """Tell whether the action, past its adverbs, is a single measure rather than a field of work."""
    return any(chunk.key in _MEASURES for chunk in chunks[action : action + 2])


def _over_and_done(chunks: Sequence[Chunk], trigger: int) -> bool:
    """Tell whether the order is told as past: "trước đó" before it, or "đã" and a past time at the head."""
    past = (at for at in range(trigger) if chunks[at].is_(Tag.PAST) and _reaches(chunks, at, trigger))
    if not all(_dates_only(chunks, at) for at in past):
        return True
    if _dates_back(chunks) or _time_and_again(chunks[max(0, trigger - 6) : trigger]):
        return True
    done = any(chunk.key in {"đã", "từng"} for chunk in chunks[max(0, trigger - 8) : trigger])
    since = chunks[0].key in {"trong", "từ", "đến"} and any(chunk.is_(Tag.TIME) for chunk in chunks[1:3])
    return done and (since or chunks[0].is_(Tag.TIME) or chunks[0].key in {"năm", "hồi"})


def _dates_only(chunks: Sequence[Chunk], past: int) -> bool:
    """Tell whether a word of the past dates an order that is news: "ngày 15-5 vừa qua", "trong chuyến thị sát
    vừa qua".
    """
    if past and chunks[past - 1].is_(Tag.TIME):
        return True
    return past > _NEAR_HEAD and chunks[past].key == "vừa qua" and not chunks[past].apart


def _reaches(chunks: Sequence[Chunk], past: int, trigger: int) -> bool:
    """Tell whether a word of the past is said of the order: "từng" is of its own clause only."""
    return chunks[past].key != "từng" or not any(chunk.apart for chunk in chunks[past + 1 : trigger + 1])


def _time_and_again(before: Sequence[Chunk]) -> bool:
    """Tell whether something was asked several times, as is told of the past: "đã ba lần gửi văn bản"."""
    return any(
        b.key == "lần" and (a.is_(Tag.MANY) or a.key.isdecimal()) and a.key != "các"
        for a, b in pairwise(before)
    )


def _dates_back(chunks: Sequence[Chunk]) -> bool:
    """Tell whether a sentence opens with a year or a month of one, as background does: news tell the day."""
    at = next((i for i, chunk in enumerate(chunks[:4]) if chunk.key not in _PART_OF_TIME), 4)
    if at + 1 >= len(chunks) or not chunks[at].is_(Tag.TIME) or not _WITH_YEAR.fullmatch(chunks[at].key):
        return False
    return chunks[at + 1].apart or starts_name(chunks, at + 1)


def obliges(sentence: Sentence, told: Speech) -> Cue | None:
    """Find what a speaker obliges somebody to: by an order, or by what must be done."""
    chunks = sentence.chunks
    said = sum(chunk.start < told.said_at for chunk in chunks)
    introduced = said < len(chunks) and ":" in chunks[said].gap
    closing = said == len(chunks) and chunks[0].start < told.span[0]  # "Các sở phải ..., Thủ tướng chỉ đạo"
    first = said if introduced or not (told.quoted or closing) else 0
    if told.weight is Weight.ORDERED:
        return duty_cue(sentence, first)
    for start, end in clauses(chunks):
        cue = modal(chunks, max(start, first), end) if end > first else None
        if cue and _may_demand(chunks, cue, told):
            turn = max((i for i in range(start, cue.trigger) if chunks[i].key == "nhưng"), default=0)
            several = cue.body.first if cue.body and chunks[cue.body.first].is_(Tag.MANY) else 0
            told_before = chunks[max(start, first, turn, several) : cue.trigger]
            if not any(chunk.is_(Tag.DONE) and chunk.key != "mới" for chunk in told_before):
                return cue
    if told.verb == "lưu ý" and first < len(chunks) and chunks[first].apart:
        told_of = any(chunk.key == "đã" for chunk in chunks[first:])
        return None if told_of else subject(chunks, first, len(chunks))
    if not (told.quoted and told.weight):
        return None
    everybody = subject(chunks, 0, len(chunks))
    if everybody and everybody.body and chunks[everybody.body.first].is_(Tag.MANY):
        return everybody
    whoever = conditional(chunks, 0, len(chunks))
    return whoever or (action(chunks, 0, len(chunks)) if told.rank >= NATIONAL else None)


def _may_demand(chunks: Sequence[Chunk], cue: Cue, told: Speech) -> bool:
    """Tell whether "phải" or "cần" of a speaker is a demand: stressed, or put to a lower body, or from the
    top.
    """
    must = chunks[cue.trigger].key != "cần"
    below = cue.body is not None and rank(chunks, cue.body) < told.rank
    if told.weight:
        return True
    if told.quoted:
        return must and below and cue.body is not None and chunks[cue.body.first].is_(Tag.MANY)
    if told.verb not in _OPINES:
        return False
    return below or (must and told.rank >= NATIONAL)


def duty_cue(sentence: Sentence, first: int = 0) -> Cue | None:
    """Return the first shape of a duty in a sentence, from a chunk on; later clauses need a modal."""
    for number, (start, end) in enumerate(clauses(sentence.chunks)):
        if end <= first:
            continue
        shapes = (modal, conditional) if number else (modal, subject, action, conditional)
        for shape in shapes:
            cue = shape(sentence.chunks, max(start, first), end)
            if cue:
                return cue if number else _from_its_first_action(sentence.chunks, cue, max(start, first))
    return None


def _from_its_first_action(chunks: Sequence[Chunk], cue: Cue, start: int) -> Cue:
    """Return a duty from the first thing to be done on: "rà soát kho, không để thiếu thuốc" is whole."""
    if cue.shape is not Shape.MODAL or not chunks[cue.trigger].apart:
        return cue
    opened = subject(chunks, start, cue.trigger) or action(chunks, start, cue.trigger)
    return replace(cue, action=opened.action, body=opened.body) if opened else cue
