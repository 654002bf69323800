"""The words by which Vietnamese administrative prose orders, reports, hopes and names bodies.

Phrases are plain and in either tone placement; they are compared by `tone_key`. Each tuple says what its
words do to a sentence, because one word can do several things: "kiểm tra" is an action, and part of a name
after "đoàn".
"""

from __future__ import annotations

from briefs.analysis.lexicon import actions, names, wholes, words


class Tag:
    """What a phrase can be, as bits; a phrase may carry several.

    Plain integers, not an enum: bits of millions of chunks are tested, and enum flags are ten times slower.
    """

    NONE = 0
    ORDER = 1 << 0  # lays a duty on another: yêu cầu, giao
    REPORT = 1 << 1  # tells: cho biết, nhấn mạnh
    TELLING = 1 << 2  # a report verb only before a comma, a colon or "rằng"
    STRESS = 1 << 3  # a report verb that gives weight: nhấn mạnh, lưu ý
    PROPOSE = 1 << 4  # asks upward or hopes: kiến nghị, mong
    MODAL = 1 << 5  # phải, cần, có trách nhiệm
    FORBID = 1 << 6  # không được, nghiêm cấm
    ACTION = 1 << 7  # what can be ordered: rà soát, xây dựng
    MANNER = 1 << 8  # stands before an action: khẩn trương, tiếp tục
    COMPOUND = 1 << 9  # an action that after a head noun is part of the name: cơ quan điều tra
    DONE = 1 << 10  # đã, vừa, đang: what is told has happened or happens
    FUTURE = 1 << 11  # sẽ, dự kiến
    PASSIVE = 1 << 12  # được
    HEAD = 1 << 13  # heads the name of a body: bộ, ủy ban, doanh nghiệp
    STATE = 1 << 14  # a head that orders on its own: bộ, ủy ban
    OFFICE = 1 << 15  # a person with authority: thủ tướng, chủ tịch
    PERSON = 1 << 16  # ông, bà
    MANY = 1 << 17  # các, những, mọi
    STOP = 1 << 18  # ends the name of a body: để, nhằm
    LEADS = 1 << 19  # chủ trì
    JOINS = 1 << 20  # phối hợp
    NOUN_MAKER = 1 << 31  # turns an order verb after it into a noun: theo, đáp ứng
    PAPER = 1 << 21  # a document that can carry orders: công văn, kế hoạch
    ISSUES = 1 << 22  # ban hành, ký
    LINK = 1 << 23  # opens a sentence and carries the duty on: đồng thời
    ACCORDING = 1 << 24  # opens what a document or speaker says: theo đó, cụ thể
    PAST = 1 << 25  # opens what lies behind: trước đó
    GOAL = 1 << 26  # để, nhằm: an aim stands before the duty
    FOREIGN = 1 << 27  # actors outside the authority of Vietnamese bodies, or private ones
    NAMED = 1 << 28  # an entry of the registry
    OWN_VOICE = 1 << 32  # speaks for itself: cử tri, luật sư
    TIME = 1 << 29  # a date or period
    NUMBER = 1 << 30  # a document number


_TABLE: tuple[tuple[int, tuple[str, ...]], ...] = (
    (Tag.ORDER, words.ORDERS),
    (Tag.REPORT, words.REPORTS),
    (Tag.REPORT | Tag.STRESS, words.STRESSES),
    (Tag.REPORT | Tag.TELLING, words.TELLINGS),
    (Tag.PROPOSE, words.PROPOSALS),
    (Tag.MODAL, words.MODALS),
    (Tag.MODAL | Tag.FORBID, words.FORBIDDINGS),
    (Tag.MANNER, actions.MANNERS),
    (Tag.ACTION, actions.ACTIONS),
    (Tag.COMPOUND | Tag.ACTION, actions.COMPOUNDS),
    (Tag.DONE, words.DONE_WORDS),
    (Tag.FUTURE, words.FUTURES),
    (Tag.PASSIVE, ("được",)),
    (Tag.HEAD | Tag.STATE, names.STATE_HEADS),
    (Tag.HEAD, names.OTHER_HEADS),
    (Tag.OFFICE, names.OFFICES),
    (Tag.PERSON, ("ông", "bà", "đồng chí")),
    (Tag.FOREIGN, names.FOREIGNERS),
    (Tag.HEAD | Tag.OWN_VOICE, names.SPEAKERS_WITHOUT_OFFICE),
    (Tag.MANY, words.MANY_WORDS),
    (Tag.STOP, words.STOPS),
    (Tag.LEADS, ("chủ trì",)),
    (
        Tag.JOINS,
        (
            "phối hợp",
            "phối hợp chặt chẽ",
            "phối với",
            "phối hợp với",
            "phối hợp chặt chẽ với",
            "phối hợp cùng",
        ),
    ),
    (Tag.NOUN_MAKER, words.NOUN_MAKERS),
    (Tag.PAPER, words.PAPERS),
    (Tag.ISSUES, words.ISSUINGS),
    (Tag.LINK, words.LINKS),
    (Tag.ACCORDING, words.ACCORDINGS),
    (Tag.PAST, words.PASTS),
    (Tag.GOAL, words.GOALS),
    (Tag.NONE, wholes.NOT_ORDERS),
    (Tag.NONE, wholes.COMPOUND_WORDS),
)


def phrases() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return every phrase of the lexicon under its tag; a phrase may come under several."""
    return _TABLE
