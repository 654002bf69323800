"""Finding the entries that a typed name may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from briefs.registry.entries import Entry, Kind, Match
from briefs.text.fold import syllables, tone_key

# No name has more syllables than this; what is longer is a sentence, not a name.
_MOST_SYLLABLES = 20
_LONGEST = 400  # characters that are looked at
# Up to this many letters a name is too short to tell a typo from another name.
_SHORT = 3
# Offices and levels that people put before a name; dropped where the whole query names nothing.
_OFFICE = "bo truong|thu truong|chu tich|uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|tinh uy|thanh uy"
_LEVEL = "tinh|thanh pho|tp"
_PREFIX = re.compile(rf"^(?:(?:{_OFFICE}) )*(?:(?:{_LEVEL}) )?")
# What stands between the name of a body and its place, or for a place: Sở Y tế các tỉnh, thành phố.
_LEVELS = frozenset(
    {"cac", "cap", "cua", "tinh", "thanh", "pho", "tp", "truc", "thuoc", "trung", "uong", "dia", "phuong"}
)
# The level in whose stead a place may stand: Công an tỉnh, Công an An Giang.
_OF_PROVINCE = re.compile(rf" (?:{_LEVEL})$")
_AND = "va"
# Who speaks or acts for a body of a province: Giám đốc Sở Y tế, lãnh đạo UBND tỉnh.
_HEAD = "cac|pho|lanh dao|giam doc|chu tich|thu truong"
_HEADED = re.compile(rf"^(?:(?:{_HEAD}) )+")
# Who heads a body of the state, or acts for whoever does: Phó Bí thư Thường trực Tỉnh ủy.
_IN_OFFICE = re.compile(
    r"^(?:(?:quyen|pho|thuong truc|chu tich|bo truong|bi thu|thong doc|chu nhiem|"
    r"tong(?= thanh tra| kiem toan)) )+"
)
_BEFORE_NAMES = frozenset(each.split()[0] for each in f"{_OFFICE}|{_LEVEL}|{_HEAD}".split("|"))
# Part of a name rather means the ministry than the department in its field: du lịch, công an.
_PART_OF_LOCAL = 0.15
_KIND_ORDER = {Kind.AGENCY: 0, Kind.GROUP: 1, Kind.PLACE: 2, Kind.TOPIC: 3}


@dataclass(frozen=True, slots=True)
class _Form:
    """One name of an entry, folded; `glued` is without spaces."""

    entry: Entry
    order: int
    syllables: tuple[str, ...]
    glued: str
    spelled: str
    typed_only: bool


@dataclass(frozen=True, slots=True)
class _Query:
    syllables: tuple[str, ...]
    glued: str
    spelled: str

    @classmethod
    def of(cls, folded: Sequence[str]) -> _Query:
        """Return the query of syllables that are folded already."""
        return cls(tuple(folded), "".join(folded), "")

    def without(self, start: re.Pattern[str]) -> _Query:
        """Return the query without the words that it starts with, the same one where it does not."""
        whole = " ".join(self.syllables)
        found = start.match(whole)
        return _Query.of(whole[found.end() :].split()) if found and found.end() else self


class Matcher:
    """Names of entries, ready to be compared with what people type."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._forms = [form for order, entry in enumerate(entries) for form in _forms(entry, order)]
        self._by_name: dict[str, list[_Form]] = defaultdict(list)
        for form in self._forms:
            self._by_name[form.glued].append(form)
        local = [form for form in self._forms if form.entry.parent]
        self._local = {_head(form): form.entry for form in local}
        self._before_place = {_OF_PROVINCE.sub("", head): entry for head, entry in self._local.items()}
        self._local_starts = {form.syllables[0] for form in local}
        self._placed_starts = self._local_starts | _BEFORE_NAMES

    def may_name(self, folded: Sequence[str]) -> bool:
        """Say whether `named` may know a name of these syllables: most words of a text begin none."""
        return bool(folded) and (folded[0] in self._placed_starts or "".join(folded) in self._by_name)

    def named(self, text: str, kinds: Collection[Kind]) -> list[Match]:
        """Return the entries of these kinds that are called `text`, best first; takes microseconds."""
        query = _query(text)
        forms = (form for form in self._by_name.get(query.glued, ()) if form.entry.kind in kinds)
        return _rank(forms, query, _certain) or self._placed(query, kinds)

    def body(self, name: str) -> Entry | None:
        """Return the body or group that a name in a text means where `mentions` knows none, if there is one.

        Bodies called by those who head them, those that every province has, and committees of provinces.
        """
        query = _Query.of(syllables(name[:_LONGEST]))
        if found := self._body(query):
            return found
        headless = query.without(_IN_OFFICE)
        return self._body(headless) if headless is not query else None

    def _body(self, query: _Query) -> Entry | None:
        names = dict.fromkeys((query.glued, query.without(_HEADED).glued))
        whole = (form for name in names for form in self._by_name.get(name, ()))
        forms = (form for form in whole if len(form.syllables) > 1)
        found = next((f.entry for f in forms if f.entry.kind in (Kind.AGENCY, Kind.GROUP)), None)
        placed = [] if found else self._placed(query, (Kind.AGENCY, Kind.PLACE))
        return placed[0].entry if placed else found

    def match(self, text: str, kinds: Collection[Kind] | None, limit: int) -> list[Match]:
        """Return the entries `text` may mean, best first, at most `limit`; typos where nothing is sure."""
        query = _query(text)
        if not 0 < len(query.syllables) <= _MOST_SYLLABLES:
            return []
        forms = [form for form in self._forms if kinds is None or form.entry.kind in kinds]
        if query.glued not in self._by_name and (placed := self._placed(query, kinds or tuple(Kind))):
            return placed
        for scorer in (_certain, _with_typos):
            if ranked := _rank(forms, query, scorer) or _rank(forms, query.without(_PREFIX), scorer):
                return ranked[:limit]
        return []

    def _placed(self, query: _Query, kinds: Collection[Kind]) -> list[Match]:
        """Return the body of a place (Sở Y tế Hà Nội), or the place of a committee (UBND tỉnh An Giang)."""
        found = self._local_body(query.without(_HEADED)) if Kind.AGENCY in kinds else None
        if found is None and Kind.PLACE in kinds:
            rest = query.without(_PREFIX)
            found = self._place(rest.glued) if rest is not query else None
        return [Match(found, 1.0, exact=True)] if found else []

    def _local_body(self, query: _Query) -> Entry | None:
        """Return the body of a place, or of all, that begins with the name of one that every place has."""
        if not query.syllables or query.syllables[0] not in self._local_starts:
            return None
        parts = [each for each in query.syllables[:_MOST_SYLLABLES] if each != _AND]
        for end in range(len(parts), 0, -1):
            head = " ".join(parts[:end])
            body = self._local.get(head) or (self._before_place.get(head) if end < len(parts) else None)
            if body is None:
                continue
            for at in range(end, len(parts)):
                if place := self._place("".join(parts[at:])):
                    return body.at(place)
                if parts[at] not in _LEVELS:
                    break
            else:
                return body
        return None

    def _place(self, glued: str) -> Entry | None:
        forms = self._by_name.get(glued, ())
        return next((form.entry for form in forms if form.entry.kind is Kind.PLACE), None)


def _forms(entry: Entry, order: int) -> list[_Form]:
    written = [(name, False) for name in (*entry.written, *filter(None, [entry.english]))]
    typed = [(name, True) for name in entry.typed]
    folded = [(tuple(syllables(name)), name, typed_only) for name, typed_only in written + typed]
    return [_Form(entry, order, parts, "".join(parts), tone_key(name), only) for parts, name, only in folded]


def _query(text: str) -> _Query:
    parts = tuple(syllables(text[:_LONGEST]))
    return _Query(parts, "".join(parts), tone_key(text.strip()))


def _head(form: _Form) -> str:
    """Return a name without "và", which people leave out, or write for a sign: Sở KH và ĐT."""
    return " ".join(each for each in form.syllables if each != _AND)


def _rank(forms: Iterable[_Form], query: _Query, scorer: Callable[[_Form, _Query], float]) -> list[Match]:
    best: dict[str, tuple[tuple[float, bool, bool, int, int], Match]] = {}
    for form in forms:
        score = scorer(form, query)
        if not score:
            continue
        entry = form.entry
        rank = (-score, form.spelled != query.spelled, form.typed_only, _KIND_ORDER[entry.kind], form.order)
        if entry.key not in best or rank < best[entry.key][0]:
            best[entry.key] = rank, Match(entry, round(score, 3), score == 1.0)
    return [match for _, match in sorted(best.values(), key=lambda pair: pair[0])]


def _certain(form: _Form, query: _Query) -> float:
    """Score a name that is the query (1), or holds it from a syllable's start on (0.55 to 0.97)."""
    if not query.glued:
        return 0.0
    if form.glued == query.glued:
        return 1.0
    if len(query.glued) <= _SHORT:
        return 0.0
    *whole, last = query.syllables
    for at in range(len(form.syllables) - len(whole)):
        end = at + len(whole)
        if list(form.syllables[at:end]) == whole and form.syllables[end].startswith(last):
            sure = 0.7 + (0.03 if at == 0 else 0.0) - (_PART_OF_LOCAL if form.entry.parent else 0.0)
            return sure + 0.24 * len(query.glued) / len(form.glued)
    return 0.0


def _with_typos(form: _Form, query: _Query) -> float:
    """Score a name, or the beginning of a longer one, that is a few edits from the query (0.5 to 0.9)."""
    edits = _edits_allowed(len(query.glued))
    if not edits:
        return 0.0
    whole = OSA.distance(query.glued, form.glued, score_cutoff=edits)
    if whole <= edits and len(form.glued) > _SHORT:
        return 0.9 * (1 - whole / len(query.glued))
    if len(query.syllables) < 2 or len(query.syllables) >= len(form.syllables):
        return 0.0
    start = "".join(form.syllables[: len(query.syllables)])
    begun = OSA.distance(query.glued, start, score_cutoff=edits)
    return 0.7 * (1 - begun / len(query.glued)) if begun <= edits else 0.0


def _edits_allowed(letters: int) -> int:
    """Return how many edits still leave a name of so many letters recognisable."""
    return 0 if letters <= _SHORT else 1 if letters <= 8 else 2 if letters <= 13 else 3
