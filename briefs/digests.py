"""What one chat gets for one window: merged over its subscriptions, no duplicates, most relevant first."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import groupby, islice
from operator import or_

from pydantic import TypeAdapter

from briefs.model import Brief, BriefContent, Directive, Duty, Status
from briefs.refining import with_whole_names
from briefs.registry import Registry
from briefs.schedule import zone
from briefs.search.documents import source_date
from briefs.search.query import Phrase, Query, alternatives, parse_query
from briefs.subscriptions import Criteria, Reason, ReasonKind, Subscription
from briefs.tags import bodies_of, document_key, tags_of
from briefs.text.fold import syllables

LOOK_BACK = dt.timedelta(days=62)
"""What was published longer ago is not sent any more, however long the bot was down: two monthly windows."""

MAX_ITEMS = 30
"""More than these nobody reads in one message; `total` says how many there were."""


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

    def to_json(self) -> str:
        """Return the plan as JSON text, where an item without reasons has those of the one before it."""
        short = replace(self, items=tuple(_without_repeats(self.items)))
        return _adapter().dump_json(short, exclude_defaults=True).decode()

    @staticmethod
    def from_json(data: object) -> DigestPlan:
        """Read back what `to_json` wrote, as plain JSON values."""
        plan = _adapter().validate_python(data)
        return replace(plan, items=tuple(_with_repeats(plan.items)))


def _without_repeats(items: Iterable[PlannedItem]) -> Iterator[PlannedItem]:
    before: tuple[Reason, ...] = ()
    for item in items:
        yield PlannedItem(item.brief_id, ()) if item.reasons == before else item
        before = item.reasons


def _with_repeats(items: Iterable[PlannedItem]) -> Iterator[PlannedItem]:
    reasons: tuple[Reason, ...] = ()
    for item in items:
        reasons = item.reasons or reasons
        yield PlannedItem(item.brief_id, reasons)


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
    omitted: int
    next_due: dt.datetime | None
    notices: tuple[tuple[Notice, Brief], ...]
    in_channel: bool


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
    return any(body.key in keys for body in directive.leads)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A brief with what criteria ask of it."""

    brief: Brief
    publication: int
    tags: frozenset[str]
    leads: frozenset[str]
    bodies: frozenset[str]


Places = int
"""Which briefs of a shelf, as bits, the lowest for the newest: sets of numbers take ten times as long."""


class Shelf:
    """Published briefs, ready to be matched with the criteria of many chats.

    What is filed under a followed key, or has the words of a query, is looked for once.
    """

    def __init__(self, briefs: Iterable[Brief], registry: Registry) -> None:
        self._registry = registry
        candidates = (
            _candidate(brief, brief.publication) for brief in briefs if brief.publication is not None
        )
        self._candidates = sorted(candidates, key=lambda candidate: -candidate.publication)
        self._by_tag: dict[str, list[int]] = defaultdict(list)
        for place, candidate in enumerate(self._candidates):
            for tag in candidate.tags:
                self._by_tag[tag].append(place)
        self._by_key: dict[str, Mapping[Reason, Places]] = {}
        self._by_name: dict[Phrase, Places] = {}
        self._words: _Words | None = None

    def plan(
        self, subscriptions: Sequence[Subscription], until: dt.datetime, next_due: dt.datetime | None = None
    ) -> DigestPlan | None:
        """Plan one digest, at the time `until`, from what each subscription of one chat has not been sent.

        Return None where there is nothing to send.
        """
        items, total = self._rank((s.criteria, s.covered) for s in subscriptions)
        if not items:
            return None
        start = min(subscription.covered_until for subscription in subscriptions)
        chat, timezone = subscriptions[0].chat, subscriptions[0].timezone
        return DigestPlan(start, until, timezone, items, total, next_due, in_channel=chat.kind == "channel")

    def _rank(self, wishes: Iterable[tuple[Criteria, int]]) -> tuple[tuple[PlannedItem, ...], int]:
        """Return the most relevant of what meets any of the wishes, and how many do."""
        found: dict[Reason, Places] = defaultdict(int)
        for criteria, covered in wishes:
            newer = self._newer_than(covered)
            for reason, places in self._matches(criteria):
                found[reason] |= places & newer
        wanted = sorted(found.items(), key=lambda one: _strength(one[0]))
        seen, best = 0, list[int]()
        for _, alike in groupby(wanted, key=lambda one: one[0].rank):
            here = reduce(or_, (places for _, places in alike)) & ~seen
            best += islice(_newest_first(here), MAX_ITEMS - len(best))
            seen |= here
        return tuple(self._planned(place, wanted) for place in best), seen.bit_count()

    def _newer_than(self, publication: int) -> Places:
        count = bisect_left(self._candidates, -publication, key=lambda candidate: -candidate.publication)
        return (1 << count) - 1

    def _planned(self, place: int, wanted: Iterable[tuple[Reason, Places]]) -> PlannedItem:
        """Return a brief with its reasons; one that says more than “everything” stands without it."""
        reasons = [reason for reason, places in wanted if places >> place & 1]
        if len(reasons) > 1 and reasons[-1].kind is ReasonKind.EVERYTHING:
            del reasons[-1]
        return PlannedItem(self._candidates[place].brief.id, tuple(reasons))

    def plan_due(self, subscriptions: Sequence[Subscription], now: dt.datetime) -> DigestPlan | None:
        """Plan what is due now for subscriptions of one chat, and when their next digest can come."""
        upcoming = (s.schedule.next_due(now, s.timezone) for s in subscriptions)
        return self.plan(subscriptions, now, min((due for due in upcoming if due), default=None))

    def count(self, criteria: Criteria) -> int:
        """Return how many briefs on the shelf the criteria want."""
        return reduce(or_, (places for _, places in self._matches(criteria)), 0).bit_count()

    def index_words(self) -> _Words:
        """Fold every line, a millisecond a brief: the first query waits for it unless it is done before."""
        if self._words is None:
            self._words = _Words([candidate.brief.content for candidate in self._candidates])
        return self._words

    def _matches(self, criteria: Criteria) -> Iterator[tuple[Reason, Places]]:
        if criteria.everything:
            yield Reason(ReasonKind.EVERYTHING), (1 << len(self._candidates)) - 1
        for key in criteria.keys:
            if key not in self._by_key:
                self._by_key[key] = self._following(key)
            yield from self._by_key[key].items()
        for number in criteria.documents:
            yield Reason(ReasonKind.DOCUMENT, number), _all_of(self._by_tag.get(document_key(number), ()))
        if criteria.query.strip():
            yield Reason(ReasonKind.QUERY, criteria.query), self._answering(criteria.query)

    def _answering(self, query: str) -> Places:
        """Find what has the words of a query, within its filters as a search has them."""
        parsed = parse_query(with_whole_names(query, self._registry))
        found = self.index_words().answer(parsed)
        for name in parsed.names:
            if name not in self._by_name:
                self._by_name[name] = self._filed_under(name)
            found &= self._by_name[name]
        if parsed.after or parsed.before:
            dates = enumerate(source_date(each.brief.content) for each in self._candidates)
            first, last = parsed.after or dt.date.min, parsed.before or dt.date.max
            found &= _all_of(place for place, date in dates if date and first <= date < last)
        return found

    def _filed_under(self, name: Phrase) -> Places:
        """Find what is filed under a body, place or topic that has a name with these words side by side."""
        words = f" {' '.join(name)} "
        named = {
            key
            for key in self._by_tag
            if any(words in f" {' '.join(syllables(each))} " for each in self._registry.names(key))
        }
        filed = (
            (*c.agencies, *c.places, *c.topics) for c in (each.brief.content for each in self._candidates)
        )
        return _all_of(place for place, keys in enumerate(filed) if not named.isdisjoint(keys))

    def _following(self, key: str) -> Mapping[Reason, Places]:
        """Find what a follower of a key gets: the briefs of its family, and the duties of its groups."""
        found: dict[Reason, Places] = defaultdict(int)
        family = self._registry.family(key)
        for member in family.keys if family else (key,):
            via = "" if member == key else member
            for place in self._by_tag.get(member, ()):
                found[Reason(_part_of(member, self._candidates[place]), key, via)] |= 1 << place
        for group in self._registry.groups_of(key):
            for place in self._by_tag.get(group, ()):
                candidate = self._candidates[place]
                if group in candidate.bodies and self._registry.concerns(key, group, candidate.tags):
                    found[Reason(ReasonKind.GROUP, key, group)] |= 1 << place
        return found


def _all_of(places: Iterable[int]) -> Places:
    return reduce(or_, (1 << place for place in places), 0)


def _newest_first(places: Places) -> Iterator[int]:
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


class _Words:
    """In which lines of which briefs words stand."""

    def __init__(self, contents: Sequence[BriefContent]) -> None:
        self._all = (1 << len(contents)) - 1
        self._standing: dict[str, dict[int, Places]] = defaultdict(dict)  # by the number of the line
        for place, content in enumerate(contents):
            for number, line in enumerate(_lines(content)):
                for word in line:
                    briefs = self._standing[word]
                    briefs[number] = briefs.get(number, 0) | 1 << place

    def answer(self, query: Query) -> Places:
        """Find where all words of a query, or of one side of its “hoặc”, stand in one line.

        None where all words of something that it excludes do.
        """
        found = 0
        for side in alternatives(query.words):
            wanted = syllables(side)
            found |= self._in_one_line(wanted) if wanted else self._all
        for phrase in query.without:
            found &= ~self._in_one_line(phrase)
        return found

    def _in_one_line(self, words: Iterable[str]) -> Places:
        first, *others = (self._standing.get(word, {}) for word in words)
        found = 0
        for number, briefs in first.items():
            for standing in others:
                briefs &= standing.get(number, 0)
            found |= briefs
        return found


def _candidate(brief: Brief, publication: int) -> _Candidate:
    content = brief.content
    leads = {body.key for d in content.directives for body in d.leads if body.key}
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


def _strength(reason: Reason) -> tuple[int, str, str]:
    """Order reasons, the strongest first; “everything” comes last."""
    return reason.rank, reason.followed, reason.via
