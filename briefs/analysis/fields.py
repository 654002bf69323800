"""The parts of a duty: who orders, who leads and joins, what is to be done, until when, on what basis."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from briefs.analysis.bodies import Name, members, read_name
from briefs.analysis.cues import OPENERS, Cue, Found, Shape, is_act, joined, joining, main_starts
from briefs.analysis.due import Part, deadline
from briefs.analysis.lexicon import Tag
from briefs.analysis.orders import concerned
from briefs.analysis.reading import Chunk, Reading, Sentence
from briefs.analysis.speakers import speech
from briefs.analysis.statements import action, modal, plain, subject
from briefs.model import Body, Citation, Directive

_FOLLOW_UP = re.compile(
    r"(?:theo dõi|đôn đốc|kiểm tra|giám sát)\b.{0,30}\b(?:đôn đốc|thực hiện)\b", re.IGNORECASE
)
# What only says which of such bodies are meant.
_QUALIFIED = re.compile(r"(?<=\w) (?:(?:nêu|nói) trên|trên đây|này|(?:có )?liên quan|có .+)$")
_PRONOUNS = frozenset({"ông", "bà", "đồng chí"})
_MINISTER = re.compile(r"(?:bộ|thứ) trưởng\b", re.IGNORECASE)
_NEXT_WORDS = re.compile(r"(?: \w+){1,4}")  # of which those of a person's name are capitalised
_REACH = 60
"""Sentences, and mentions, through which it is looked back for who was meant: work stays in proportion."""
_TRIM = ' ,;:.–-“”"…'


def directives(reading: Reading, found: Sequence[Found]) -> list[Directive]:
    """Return the directives of the sentences found, in the order of the text; one sentence may hold several.

    Every directive cites its whole sentence, which is the evidence for all of its parts.
    """
    result: list[Directive] = []
    follows = {duty.sentence.index - 1 for duty in found}
    for duty in found:
        parts = list(_parts(duty))
        whole = [p for p in parts if not _only_announces(reading, duty.sentence, p)]
        if not whole and not (duty.sentence.index in follows and _DUTIES_FOLLOW.search(duty.sentence.text)):
            whole = parts
        made = [_directive(reading, duty, part, parts[0]) for part in whole]
        result += _joined_by_all(made, duty) if len(made) > 1 else made
    return _overseen(_by_name(result))


def wordings(reading: Reading, found: Sequence[Found]) -> dict[tuple[Citation, str], str]:
    """Return, by citation and action, the whole words of duties that have a thing as subject: "toàn bộ hồ sơ
    phải được chuyển", of which the action is "được chuyển".
    """
    result: dict[tuple[Citation, str], str] = {}
    for duty in found:
        sentence = duty.sentence
        for part in _parts(duty) if sentence.tags & Tag.MODAL else ():
            at = _thing_before(sentence.chunks, part.cue)
            if at is None or part.first != part.cue.action:
                continue
            action, first = _action(reading, sentence, part), sentence.chunks[part.first].start
            thing = reading.words(sentence.chunks[at].start, first)
            result[citation(reading, sentence.start, sentence.end), action] = f"{thing} {action}"
    return result


def _thing_before(chunks: Sequence[Chunk], cue: Cue) -> int | None:
    """Return the chunk at which the subject of a modal starts that is no body; None where there is none."""
    if cue.shape is not Shape.MODAL or cue.body is not None or cue.action < cue.trigger:
        return None
    begin = next((at for at in range(cue.trigger, 0, -1) if ";" in chunks[at].gap), 0)
    said = [at + 1 for at in range(begin, cue.trigger) if chunks[at].is_(Tag.REPORT | Tag.ORDER)]
    starts = [at for at in main_starts(chunks, said[-1] if said else begin, cue.trigger) if at < cue.trigger]
    if len(starts) == 1 and chunks[starts[0]].key == "đối với" and not chunks[cue.trigger].apart:
        starts = [starts[0] + 1]  # "đối với các tàu neo trái phép phải dời ngay"
    at = next((at for at in (_past_time(chunks, at, cue.trigger) for at in starts) if at is not None), None)
    if at is None or cue.trigger - at > _LONGEST_THING or not any(map(plain, chunks[at : cue.trigger])):
        return None
    return at


def _past_time(chunks: Sequence[Chunk], at: int, end: int) -> int | None:
    """Return where the subject starts at a chunk, past "từ ngày 1-10"; None where an opening phrase does."""
    if chunks[at].key not in OPENERS:
        return at
    time = next((i for i in range(at + 1, min(at + 4, end)) if chunks[i].is_(Tag.TIME)), None)
    return time + 1 if time is not None and time + 1 < end and not chunks[time + 1].apart else None


def _by_name(directives: Sequence[Directive]) -> list[Directive]:
    """Return the directives with those who go on ordering as a bare "ông" by the name they had before."""
    result: list[Directive] = []
    last: Body | None = None
    for directive in directives:
        spoken_of = directive.issuer is not None and directive.issuer.name.lower() in _PRONOUNS
        if directive.issuer and not spoken_of:
            last = directive.issuer
        result.append(replace(directive, issuer=last) if spoken_of and last else directive)
    return result


def _only_announces(reading: Reading, sentence: Sentence, part: Part) -> bool:
    """Tell whether a part only says that a list follows: "trong đó bám sát những định hướng sau:"."""
    at_end = part.last == len(sentence.chunks) and sentence.text.endswith(":")
    return at_end and _FOLLOWS.search(_action(reading, sentence, part)) is not None


def _joined_by_all(parts: Sequence[Directive], duty: Found) -> list[Directive]:
    """Give all parts the partners named before the colon: "chủ trì, phối hợp với Y: làm A; làm B"."""
    start = duty.cues[0].action
    if len(duty.cues) > 1 or ":" not in duty.sentence.chunks[start].gap:
        return list(parts)
    return [
        p if p.partners or p.responsible != parts[0].responsible else replace(p, partners=parts[0].partners)
        for p in parts
    ]


def _overseen(directives: list[Directive]) -> list[Directive]:
    """Name those who are told to follow up as overseers of the other duties that the same issuer lays."""
    watching: dict[Body | None, dict[Body, None]] = {}  # by issuer, each body once and in order
    for directive in filter(_follows_up, directives):
        watching.setdefault(directive.issuer, {}).update(dict.fromkeys(directive.responsible))
    return [
        directive
        if directive.issuer not in watching or _follows_up(directive)
        else replace(
            directive,
            overseers=tuple(b for b in watching[directive.issuer] if b not in directive.responsible),
        )
        for directive in directives
    ]


def _follows_up(directive: Directive) -> bool:
    return bool(directive.responsible) and _FOLLOW_UP.match(directive.action) is not None


def citation(reading: Reading, start: int, end: int) -> Citation:
    """Return the citation of a character range that lies within one paragraph."""
    number = bisect_right(reading.paragraphs, start, key=lambda paragraph: paragraph.start)
    paragraph = reading.paragraphs[number - 1]
    return Citation(number, start - paragraph.start, end - paragraph.start)


def _parts(duty: Found) -> Iterator[Part]:
    """Yield the duties of a sentence: one for each cue, and one for each clause after ";" that begins an
    action.
    """
    chunks = duty.sentence.chunks
    starts = [cue.action for cue in duty.cues]
    whole = _without_speaker(duty.sentence, starts[-1])
    for number, cue in enumerate(duty.cues):
        end = next((c.trigger for c in duty.cues[number + 1 :]), whole)
        end = _back_to_mark(chunks, cue.action, end) if end < whole else end
        first = cue.action
        current = cue
        for at in range(cue.action + 1, end):
            if ";" not in chunks[at].gap or at in starts:
                continue
            following = _clause_cue(chunks, at, end)
            if following:
                yield Part(current, first, at)
                current, first = following, following.action
        yield Part(current, first, end)


def _without_speaker(sentence: Sentence, action: int) -> int:
    """Return the chunk at which a duty ends before who says it: "phải coi trọng ..., Thủ tướng chỉ đạo"."""
    chunks, told = sentence.chunks, speech(sentence)
    if told is None or told.said_at != chunks[-1].end:
        return len(chunks)
    named = next(at for at, chunk in enumerate(chunks) if chunk.end > told.span[0])
    return named if named > action and chunks[named].apart else len(chunks)


def _back_to_mark(chunks: Sequence[Chunk], first: int, end: int) -> int:
    """Return where the clause before the next order ends: at the last mark before it."""
    for at in range(end, first, -1):
        if at < len(chunks) and chunks[at].apart:
            return at
    return end


def _clause_cue(chunks: Sequence[Chunk], at: int, end: int) -> Cue | None:
    for shape in (modal, subject, action):
        stop = next((i for i in range(at + 1, end) if ";" in chunks[i].gap), end)
        cue = shape(chunks, at, stop)
        if cue:
            return cue
    return None


def _directive(reading: Reading, duty: Found, part: Part, opening: Part) -> Directive:
    """Return the directive of a part of a sentence, of which `opening` is the first part."""
    chunks = duty.sentence.chunks
    cue, first = part.cue, part is opening
    told = cue.body or (duty.cues[0].body if not first else concerned(chunks, 0))
    bodies = tuple(_bodies(reading, chunks, told)) if told else _inherited(reading, duty)
    leads = told is not None and _leads(chunks, told.last, part.first)
    bodies, joined = _split_partners(reading, chunks, told, bodies)
    partners = joined + _partners(reading, duty.sentence, part)
    return Directive(
        action=_action(reading, duty.sentence, part),
        issuer=_issuer(reading, duty, cue),
        lead=bodies[0] if leads and bodies else None,
        co_leads=bodies[1:] if leads else (),
        partners=partners,
        addressees=() if leads else bodies,
        deadline=deadline(reading, duty.sentence, part, opening),
        basis=_basis(reading, duty.sentence),
        citations=(citation(reading, duty.sentence.start, duty.sentence.end),),
    )


def _leads(chunks: Sequence[Chunk], start: int, end: int) -> bool:
    return any(chunk.is_(Tag.LEADS) for chunk in chunks[start:end])


def _issuer(reading: Reading, duty: Found, cue: Cue) -> Body | None:
    chunks = duty.sentence.chunks
    if cue.issuer is None:
        return _official(reading, *duty.issuer) if duty.issuer else None
    name = _whole_person(chunks, cue.issuer)
    start, end = name.text(chunks)
    if chunks[name.first].is_(Tag.PERSON) and name.last - name.first == 1:
        return _resolve(reading, duty.sentence, name) or body(reading, start, end)
    return _official(reading, start, end)


def _official(reading: Reading, start: int, end: int) -> Body:
    """Return the one who orders; a minister, also of the ministry with which the text named him before."""
    found = body(reading, start, end)
    office = _MINISTER.match(found.name)
    if found.key or office is None:
        return found
    person = found.name[office.end() :]
    before = bisect_right(reading.mentions, start, key=lambda mention: mention.end)
    for earlier in reversed(reading.mentions[max(0, before - _REACH) : before]):
        if not earlier.text.lower().startswith(f"{office[0].lower()} "):
            continue
        following = _NEXT_WORDS.match(reading.text, earlier.end)
        holder = takewhile(lambda word: word[0].isupper(), following[0].split() if following else ())
        named = [earlier.text, *holder]
        if not person or person.split() == named[1:]:
            return Body(found.name if person else " ".join(named), earlier.key)
    return found


def _whole_person(chunks: Sequence[Chunk], name: Name) -> Name:
    """Return the person whom an office after a comma describes: "ông A, Bí thư Tỉnh ủy" is ông A."""
    if (
        not name.first
        or chunks[name.first].gap.strip() not in {",", "-", "–"}
        or not chunks[name.first].is_(Tag.OFFICE)
    ):
        return name
    for at in range(name.first - 1, max(-1, name.first - 8), -1):
        if chunks[at].is_(Tag.PERSON):
            person = read_name(chunks, at, several=False)
            return person if person and person.last == name.first else name
    return name


def _resolve(reading: Reading, sentence: Sentence, pronoun: Name) -> Body | None:
    """Return the person whom a bare "ông" stands for: the last one named before it."""
    at = sentence.chunks[pronoun.first].start
    for earlier in reversed(reading.sentences[max(0, sentence.index - _REACH) : sentence.index + 1]):
        for index in range(len(earlier.chunks) - 1, -1, -1):
            chunk = earlier.chunks[index]
            if chunk.start >= at or not chunk.is_(Tag.PERSON):
                continue
            name = read_name(earlier.chunks, index, several=False)
            if name and name.last - name.first > 1:
                return body(reading, *name.text(earlier.chunks))
    return None


def body(reading: Reading, start: int, end: int) -> Body:
    """Return the body named in a character range, with the key of the registry where it has one."""
    name = reading.words(start, end).strip(_TRIM)
    if "(" in name and ")" not in name:
        name = _closed(reading, name, end)
        name = name if name.endswith(")") else name.partition("(")[0].strip(_TRIM)
    bare = _QUALIFIED.sub("", name)
    known = (m.key for m in reading.mentions if m.start == start and start + len(bare) <= m.end <= end)
    called = reading.registry.body_called
    return Body(name, next(known, None) or called(name) or (called(bare) if bare != name else None))


def _bodies(reading: Reading, chunks: Sequence[Chunk], told: Name) -> Iterator[Body]:
    """Yield the single bodies of a list of names."""
    for single in members(chunks, told):
        yield body(reading, *single.text(chunks))


def _inherited(reading: Reading, duty: Found) -> tuple[Body, ...]:
    """Return those told in an earlier sentence, one by one."""
    if duty.told is None:
        return ()
    start, end = duty.told
    chunks = next(s.chunks for s in reading.sentences if s.start <= start < s.end)
    inside = [i for i, chunk in enumerate(chunks) if start <= chunk.start < end]
    return tuple(_bodies(reading, chunks, Name(inside[0], inside[-1] + 1)))


def _split_partners(
    reading: Reading, chunks: Sequence[Chunk], told: Name | None, bodies: tuple[Body, ...]
) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    """Take those named after "cùng" out of the addressees: they join."""
    if told is None:
        return bodies, ()
    cut = next((i for i in range(told.first, told.last) if chunks[i].key in {"cùng", "cùng với"}), None)
    if cut is None:
        return bodies, ()
    own = tuple(_bodies(reading, chunks, Name(told.first, cut)))
    return own, tuple(_bodies(reading, chunks, Name(cut + 1, told.last)))


def _partners(reading: Reading, sentence: Sentence, part: Part) -> tuple[Body, ...]:
    """Return who joins in: the bodies after the first "phối hợp với" between addressee and the end of the
    duty, or before a "phối hợp" after "chủ trì".
    """
    cue, chunks = part.cue, sentence.chunks
    start = cue.body.last if cue.body else min(cue.trigger, part.first)
    for at in range(start, part.last) if sentence.tags & (Tag.LEADS | Tag.JOINS) else ():
        tags = chunks[at].tags
        name = joining(chunks, at + 1) if tags & Tag.LEADS else None
        if name := name or (joined(chunks, at) if tags & Tag.JOINS else None):
            return tuple(_bodies(reading, chunks, name))
    return ()


def _action(reading: Reading, sentence: Sentence, part: Part) -> str:
    chunks = sentence.chunks
    last = _list_announced(sentence, part) or part.last
    end = chunks[last].start - len(chunks[last].gap) if last < len(chunks) else sentence.end
    text = _closed(reading, reading.words(chunks[part.first].start, end), end)
    text = text.removesuffix("./.")
    return _unquoted(text.rstrip(" ,;:.–-…" if not text.endswith("...") else " ,;:–-"))


def _list_announced(sentence: Sentence, part: Part) -> int | None:
    """Return where the last clause of a part starts that only says that a list follows: "A, tập trung làm
    các việc sau:" says A.
    """
    chunks = sentence.chunks
    if part.last < len(chunks) or not _ANNOUNCES.search(sentence.text):
        return None
    clauses = range(part.last - 1, part.first + _SAYS_ENOUGH, -1)
    return next((i for i in clauses if chunks[i].gap.strip() == "," and is_act(chunks, i)), None)


def _closed(reading: Reading, text: str, end: int) -> str:
    """Return a text that ends at a place with the bracket that closes right there, where it was cut off."""
    open_ = text.count("(") > text.count(")")
    return text + ")" if open_ and reading.text[end : end + 1] == ")" else text


def _unquoted(text: str) -> str:
    """Drop a closing quotation mark without its pair, and what follows it: who said so."""
    at = text.find("”")
    if at < 0 and text.count('"') % 2:
        at = text.rfind('"')
    return text[:at].rstrip(" ,;:.") if at > 0 and "“" not in text[:at] else text


_DUTIES_FOLLOW = re.compile(r"\b(?:nhiệm vụ|giải pháp|công việc|nội dung|việc)\b[^,;]*\bsau(?: đây)?:$")
_FOLLOWS = re.compile(r"\bsau(?: đây)?$")
_ANNOUNCES = re.compile(r"\bsau(?: đây)?\s*:$")
_LONGEST_THING = 30  # chunks; more is a clause of its own
_SAYS_ENOUGH = 3  # chunks that must be left of an action


def _basis(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """Return the documents that the sentence itself names, as written."""
    numbers = (n for n in reading.numbers if sentence.start <= n.start < sentence.end)
    return tuple(dict.fromkeys(n.text for n in numbers))
