"""What one chat gets for one window: merged over its subscriptions, no duplicates, most relevant first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from briefs.model import Brief, BriefContent, Directive, Duty, Status
from briefs.registry import Registry
from briefs.schedule import zone
from briefs.subscriptions import Criteria, Reason, ReasonKind, Subscription
from briefs.tags import bodies_of, document_key, tags_of
from briefs.text.fold import syllables

LOOK_BACK = dt.timedelta(days=62)
"""What was published longer ago is not sent any more, however long the bot was down: two monthly windows."""

MAX_ITEMS = 30
"""More than these nobody reads in one message; `total` says how many there were."""

_KEPT = 1024
"""Rankings kept at once: chats with the same wishes get the same, and memory stays flat."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """A brief that is owed, with the reasons, strongest first."""

    brief_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What those who received a brief are told: what was wrong, why it is withdrawn, or that it is back."""

    brief_id: int
    text: str
    at: dt.datetime
    withdrawn: bool = False
    restored: bool = False


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """What is owed to a chat for the window (start, end], as the outbox keeps it.

    `notices` are of briefs that the chat received before; a plan may have nothing else. Nothing in it tells
    chats apart but being a channel, where nobody can type a command: equal plans need to be composed only
    once. `next_due` is when the chat's next digest can come.
    """

    start: dt.datetime
    end: dt.datetime
    timezone: str
    items: tuple[PlannedItem, ...]
    total: int
    next_due: dt.datetime | None = None
    notices: tuple[Notice, ...] = ()
    in_channel: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain JSON values."""
        dumped: dict[str, Any] = _adapter().dump_python(self, mode="json", exclude_defaults=True)
        return dumped

    @staticmethod
    def from_json(data: object) -> DigestPlan:
        """Read back what `to_json` wrote."""
        return _adapter().validate_python(data)


@cache
def _adapter() -> TypeAdapter[DigestPlan]:
    return TypeAdapter(DigestPlan)


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A brief in a digest.

    `duties` are those of the bodies that the chat follows, the ones they lead first; `shared` are those of
    groups that they belong to. `notice` marks, in a digest that was sent, what was corrected since.
    """

    brief: Brief
    reasons: tuple[Reason, ...]
    duties: tuple[Duty, ...] = ()
    shared: tuple[Duty, ...] = ()
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest ready to be shown; `omitted` counts the briefs that did not fit.

    `notices` come with the briefs that they are about.
    """

    start: dt.datetime
    end: dt.datetime
    timezone: str
    items: tuple[DigestItem, ...]
    omitted: int = 0
    next_due: dt.datetime | None = None
    notices: tuple[tuple[Notice, Brief], ...] = ()
    in_channel: bool = False


def assemble(
    plan: DigestPlan, briefs: Mapping[int, Brief], amended: Mapping[int, Notice] | None = None
) -> Digest:
    """Put the briefs into a plan, leaving out those that are no longer published.

    `amended` is for a digest that was sent: what was corrected or withdrawn since keeps its place.
    """
    place = zone(plan.timezone)
    marks = {key: replace(mark, at=mark.at.astimezone(place)) for key, mark in (amended or {}).items()}
    items = tuple(
        _item(briefs[planned.brief_id], planned.reasons, marks.get(planned.brief_id))
        for planned in plan.items
        if planned.brief_id in briefs and _is_shown(briefs[planned.brief_id], marks)
    )
    notices = tuple((notice, briefs[notice.brief_id]) for notice in plan.notices if notice.brief_id in briefs)
    omitted = plan.total - len(plan.items)
    return Digest(
        plan.start, plan.end, plan.timezone, items, omitted, plan.next_due, notices, plan.in_channel
    )


def _is_shown(brief: Brief, marks: Mapping[int, Notice]) -> bool:
    return brief.status is Status.PUBLISHED or brief.id in marks


def _item(brief: Brief, reasons: tuple[Reason, ...], notice: Notice | None) -> DigestItem:
    own = {r.via or r.followed for r in reasons if r.kind in (ReasonKind.LEAD, ReasonKind.DUTY)}
    groups = {r.via for r in reasons if r.kind is ReasonKind.GROUP}
    numbered = [
        Duty(brief.id, number, directive, brief.title)
        for number, directive in enumerate(brief.content.directives, start=1)
    ]
    duties = [duty for duty in numbered if _names(duty.directive, own)]
    duties.sort(key=lambda duty: not _leads(duty.directive, own))
    shared = [duty for duty in numbered if duty not in duties and _names(duty.directive, groups)]
    return DigestItem(brief, reasons, tuple(duties), tuple(shared), notice)


def _names(directive: Directive, keys: Collection[str]) -> bool:
    return any(body.key in keys for body in bodies_of(directive))


def _leads(directive: Directive, keys: Collection[str]) -> bool:
    return directive.lead is not None and directive.lead.key in keys


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A brief with what criteria ask of it."""

    brief: Brief
    publication: int
    tags: frozenset[str]
    leads: frozenset[str]
    bodies: frozenset[str]


class Shelf:
    """Published briefs, ready to be matched with the criteria of many chats.

    Equal criteria over the same window are matched once, however many chats have them.
    """

    def __init__(self, briefs: Iterable[Brief], registry: Registry) -> None:
        self._registry = registry
        candidates = (
            _candidate(brief, brief.publication) for brief in briefs if brief.publication is not None
        )
        self._candidates = sorted(candidates, key=lambda candidate: -candidate.publication)
        self._by_tag: dict[str, list[_Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            for tag in candidate.tags:
                self._by_tag[tag].append(candidate)
        self._words: _Words | None = None
        self._rankings: dict[tuple[tuple[Criteria, int], ...], tuple[tuple[PlannedItem, ...], int]] = {}

    def plan(
        self, subscriptions: Sequence[Subscription], until: dt.datetime, next_due: dt.datetime | None = None
    ) -> DigestPlan | None:
        """Plan one digest, at the time `until`, from what each subscription of one chat has not been sent.

        Return None where there is nothing to send.
        """
        items, total = self._ranked(tuple((s.criteria, s.covered) for s in subscriptions))
        if not items:
            return None
        start = min(subscription.covered_until for subscription in subscriptions)
        chat, timezone = subscriptions[0].chat, subscriptions[0].timezone
        return DigestPlan(start, until, timezone, items, total, next_due, in_channel=chat.kind == "channel")

    def _ranked(self, wishes: tuple[tuple[Criteria, int], ...]) -> tuple[tuple[PlannedItem, ...], int]:
        """Return the most relevant of what meets any of the wishes, and how many do."""
        ranked = self._rankings.pop(wishes, None)
        if ranked is None:
            if len(self._rankings) >= _KEPT:
                del self._rankings[next(iter(self._rankings))]
            ranked = self._rank(wishes)
        self._rankings[wishes] = ranked  # what was asked for last stays longest
        return ranked

    def _rank(self, wishes: Iterable[tuple[Criteria, int]]) -> tuple[tuple[PlannedItem, ...], int]:
        reasons: dict[int, list[Reason]] = defaultdict(list)
        relevance: dict[int, tuple[int, int]] = {}
        for criteria, covered in wishes:
            for reason, candidates in self._all_matches(criteria):
                rank = reason.rank
                for candidate in candidates:
                    if candidate.publication > covered:
                        brief_id = candidate.brief.id
                        reasons[brief_id].append(reason)
                        here = (rank, -candidate.publication)
                        relevance[brief_id] = min(here, relevance.get(brief_id, here))
        best = sorted(relevance, key=relevance.__getitem__)[:MAX_ITEMS]
        items = (PlannedItem(brief_id, _strongest_first(set(reasons[brief_id]))) for brief_id in best)
        return tuple(items), len(relevance)

    def plan_due(self, subscriptions: Sequence[Subscription], now: dt.datetime) -> DigestPlan | None:
        """Plan what is due now for subscriptions of one chat, and when their next digest can come."""
        upcoming = (s.schedule.next_due(now, s.timezone) for s in subscriptions)
        return self.plan(subscriptions, now, min((due for due in upcoming if due), default=None))

    def count(self, criteria: Criteria) -> int:
        """Return how many briefs on the shelf the criteria want."""
        matches = self._all_matches(criteria)
        return len({candidate.brief.id for _, candidates in matches for candidate in candidates})

    def _all_matches(self, criteria: Criteria) -> Iterator[tuple[Reason, Iterable[_Candidate]]]:
        if criteria.everything:
            yield Reason(ReasonKind.EVERYTHING), self._candidates
        for key in criteria.keys:
            yield from self._following(key)
        for number in criteria.documents:
            yield Reason(ReasonKind.DOCUMENT, number), self._by_tag.get(document_key(number), ())
        if criteria.query.strip():
            if self._words is None:
                self._words = _Words(self._candidates)
            yield Reason(ReasonKind.QUERY, criteria.query), self._words.answer(criteria.query)

    def _following(self, key: str) -> Iterator[tuple[Reason, Iterable[_Candidate]]]:
        """Find what a follower of a key gets: the briefs of its family, and the duties of its groups."""
        family = self._registry.family(key)
        for member in family.keys if family else (key,):
            via = "" if member == key else member
            for candidate in self._by_tag.get(member, ()):
                yield Reason(_part_of(member, candidate), key, via), (candidate,)
        for group in self._registry.groups_of(key):
            for candidate in self._by_tag.get(group, ()):
                if group in candidate.bodies and self._registry.concerns(key, group, candidate.tags):
                    yield Reason(ReasonKind.GROUP, key, group), (candidate,)


class _Words:
    """In which lines of which candidates words stand."""

    def __init__(self, candidates: Sequence[_Candidate]) -> None:
        self._candidates = candidates
        self._owners: list[int] = []
        self._lines: dict[str, set[int]] = defaultdict(set)
        for owner, candidate in enumerate(candidates):
            for line in _lines(candidate.brief.content):
                for word in line:
                    self._lines[word].add(len(self._owners))
                self._owners.append(owner)

    def answer(self, query: str) -> Iterator[_Candidate]:
        """Find where all words of the query stand in one line, and none of those after a minus in any."""
        wanted, unwanted = set[str](), set[str]()
        for word in query.split():
            (unwanted if word.startswith("-") else wanted).update(syllables(word))
        standing = sorted((self._lines.get(word, set()) for word in wanted), key=len)
        lines = set.intersection(*standing) if standing else range(len(self._owners))
        found = {self._owners[line] for line in lines}
        for word in unwanted:
            found -= {self._owners[line] for line in self._lines.get(word, ())}
        return (self._candidates[owner] for owner in sorted(found))


def _candidate(brief: Brief, publication: int) -> _Candidate:
    content = brief.content
    leads = {d.lead.key for d in content.directives if d.lead and d.lead.key}
    bodies = {body.key for d in content.directives for body in bodies_of(d) if body.key}
    return _Candidate(brief, publication, tags_of(content), frozenset(leads), frozenset(bodies))


def _part_of(key: str, candidate: _Candidate) -> ReasonKind:
    if key in candidate.leads:
        return ReasonKind.LEAD
    return ReasonKind.DUTY if key in candidate.bodies else ReasonKind.SUBJECT


def _lines(content: BriefContent) -> Iterator[frozenset[str]]:
    points = (point.text for point in content.points)
    actions = (directive.action for directive in content.directives)
    for text in (content.title, content.article.lead or "", *points, *actions):
        yield frozenset(syllables(text))


def _strongest_first(reasons: Collection[Reason]) -> tuple[Reason, ...]:
    """Order reasons; one that says more than “everything” stands without it."""
    if len(reasons) == 1:
        return tuple(reasons)
    ordered = sorted(reasons, key=lambda reason: (reason.rank, reason.followed, reason.via))
    telling = [reason for reason in ordered if reason.kind is not ReasonKind.EVERYTHING]
    return tuple(telling or ordered)
