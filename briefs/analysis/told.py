"""What follows an order verb: who is told, and where what they are to do begins."""

from __future__ import annotations

from collections.abc import Sequence

from briefs.analysis.bodies import Name, read_name, read_proper_name
from briefs.analysis.cues import OPENERS, SETTINGS, can_act, is_act, skip_partners
from briefs.analysis.lexicon import Tag
from briefs.analysis.nouns import acts_after_mark, within
from briefs.analysis.reading import Chunk

_MANY_WORDS = 3  # plain words at the end of a name that are rather a clause


def told(chunks: Sequence[Chunk], at: int, end: int) -> tuple[Name | None, int | None]:
    """Read what follows an order verb: who is told, and where the action starts."""
    if not (at < end and chunks[at].key == "đối với" and acts_after_mark(chunks, at, end)):
        at = _skip_fillers(chunks, at, end)
    if at < end and chunks[at].key in OPENERS and not is_act(chunks, at):
        at = next((i for i in range(at + 1, end) if chunks[i].gap.strip() == "," and can_act(chunks, i)), at)
    if at >= end:
        return None, None
    name = read_name(chunks, at) or read_proper_name(chunks, at)
    if name is None:
        must = None if is_act(chunks, at) else _modal_before_mark(chunks, at, end)
        action = must or action_from(chunks, at, end)
        unknown_verb = chunks[at].key.isalpha() and not (chunks[at].tags or chunks[at].capital)
        near = action is not None and action - at <= 2
        return None, at if unknown_verb and near and not must else action
    name = _without_unknown_verb(chunks, _up_to_lead(chunks, name, end), end)
    return name, action_from(chunks, name.last, end)


def is_no_verb(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether a chunk is a word such as "về" or "của", with which nothing to be done begins."""
    return chunks[at].is_(Tag.STOP) and not is_act(chunks, at)


def _without_unknown_verb(chunks: Sequence[Chunk], name: Name, end: int) -> Name:
    """Cut off what a name has swallowed of the action, whose verb is none of the lexicon."""
    if name.last < end and not (chunks[name.last].apart or is_no_verb(chunks, name.last)):
        return name
    parts = Tag.HEAD | Tag.OFFICE | Tag.NAMED | Tag.MANY
    sure = [chunk.capital or chunk.is_(parts) for chunk in chunks[name.first : name.last]]
    if name.last >= end:
        whole = [chunk.is_(parts) for chunk in chunks[name.first : name.last]]  # else one more syllable
        cuts = (i + (not whole[i - 1]) for i in range(1, len(sure)) if sure[i - 1] and not sure[i])
        runs = (cut for cut in cuts if cut + 1 < len(sure) and not (sure[cut] or sure[cut + 1]))
        return Name(name.first, name.first + next(runs, len(sure)))
    swallowed = next((n for n, part in enumerate(reversed(sure)) if part), 0)
    return Name(name.first, name.last - swallowed) if swallowed >= _MANY_WORDS else name


def _up_to_lead(chunks: Sequence[Chunk], name: Name, end: int) -> Name:
    """Extend a name that no rule could read to its end up to "chủ trì", which always follows a whole name."""
    for index in range(name.last, min(end, name.last + 12)):
        if chunks[index].is_(Tag.LEADS):
            return Name(name.first, index)
        if chunks[index].apart or chunks[index].is_(Tag.MODAL):
            return name
    return name


def _modal_before_mark(chunks: Sequence[Chunk], at: int, end: int) -> int | None:
    """Return where the action starts in "yêu cầu kỳ thi phải an toàn": after a modal, before any comma."""
    for index in range(at, end - 1):
        if index > at and chunks[index].apart:
            return None
        if chunks[index].is_(Tag.MODAL):
            return index if chunks[index].is_(Tag.FORBID) else index + 1
    return None


def _skip_fillers(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Pass over times, "cho", "rằng" and a phrase such as "trong thời gian tới" before who is told."""
    while at < end and (
        chunks[at].is_(Tag.TIME)
        or within(chunks, at)
        or chunks[at].key in {"trước mắt", "trước hết", "cho", "rằng", "với", "trước", "đối với", "tới"}
    ):
        at += 1
    return at


def action_from(chunks: Sequence[Chunk], at: int, end: int) -> int | None:
    """Return where the action starts at or after a chunk: past partners, modals, times and asides."""
    at = skip_partners(chunks, _skip_brackets(chunks, at, end), end)
    if at < end and chunks[at].key in SETTINGS:
        at = next((i for i in range(at + 1, end) if chunks[i].gap.strip() == "," and is_act(chunks, i)), at)
    quick = next((i for i in range(at, end) if is_act(chunks, i)), None)
    modals = [
        i for i in range(at, min(end, at + 30)) if chunks[i].is_(Tag.MODAL) and not chunks[i].is_(Tag.FORBID)
    ]
    if modals and (quick is None or modals[0] < quick or _relative(chunks, at)):
        last = modals[-1] if _relative(chunks, at) else modals[0]
        return skip_partners(chunks, last + 1, end) if last + 1 < end else None
    return quick if quick is not None and quick - at <= 14 else (at if at < end else None)


def _skip_brackets(chunks: Sequence[Chunk], at: int, end: int) -> int:
    """Return the index after a bracket that opens right before the chunk."""
    if at < end and "(" in chunks[at].gap:
        return next((i for i in range(at + 1, end) if ")" in chunks[i].gap), at)
    return at


def _relative(chunks: Sequence[Chunk], at: int) -> bool:
    """Tell whether what stands before the modal only says which bodies are meant: "đã xong ... phải"."""
    return chunks[at].is_(Tag.DONE) or chunks[at].key in {"có", "thuộc", "chưa", "ở", "nếu"}
