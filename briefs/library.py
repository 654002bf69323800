"""The reading side in one face: search, briefs, duties and documents, over store, index and registry."""

from __future__ import annotations

import asyncio
import bisect
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from briefs.deadlines import Due, due_days
from briefs.digests import Shelf
from briefs.errors import NotFoundError, UnreadableError
from briefs.holdings import DocumentCount, DueDuty, Holdings, News, SubjectCount
from briefs.model import Brief, Duty, Status
from briefs.refining import with_whole_names
from briefs.registry import Entry, Kind, Registry
from briefs.search import Hit, SearchIndex, SearchResult
from briefs.search.fewer import Part, part_that_finds
from briefs.search.periods import Period
from briefs.search.query import parse_query
from briefs.store.briefs import BodyCount, BodyDuty, BriefStore
from briefs.store.lists import RESPONSIBLE, Role
from briefs.store.recent import RecentBriefs
from briefs.subscriptions import Criteria
from briefs.tags import OUTLET, SOURCE, outlet_key, source_key
from briefs.text.docnumbers import find_numbers, parse_number

__all__ = [
    "NEAR_TOPICS",
    "BodyDuties",
    "Deadlines",
    "DocumentCount",
    "Findings",
    "Item",
    "Library",
    "SubjectCount",
    "Volume",
]

NEAR_TOPICS = 4
_VOLUME_SAMPLE = 500
_MOST_ORDERED = 500
"""Duties that a body gave to others: heads of government have given most of all there are."""
_BODIES = (Kind.AGENCY, Kind.PLACE, Kind.GROUP)


@dataclass(frozen=True, slots=True)
class Item:
    """One search result and why it was found."""

    brief: Brief
    hit: Hit


@dataclass(frozen=True, slots=True)
class Findings:
    """What a query found: a page of `items` out of `total`, from `offset`.

    `body` is the body or place that the query names, if any; `near` are keys of topics to go on with. `part`
    is what part of a query that finds nothing does find something, where that was looked for.
    """

    query: str
    total: int
    offset: int = 0
    items: tuple[Item, ...] = ()
    corrected: str | None = None
    body: Entry | None = None
    near: tuple[str, ...] = ()
    part: Part | None = None
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class BodyDuties:
    """The duties of a body and its family; `shared` are those of the groups it belongs to.

    `ordered` are the newest of those that it gave to others.
    """

    entry: Entry
    family: tuple[str, ...]
    led: tuple[Duty, ...] = ()
    joined: tuple[Duty, ...] = ()
    overseen: tuple[Duty, ...] = ()
    shared: tuple[Duty, ...] = ()
    ordered: tuple[Duty, ...] = ()

    @property
    def named(self) -> bool:
        """Whether any duty names the body or one of its family."""
        return bool(self.led or self.joined or self.overseen or self.ordered)

    @property
    def every(self) -> tuple[Duty, ...]:
        """All of them, each once."""
        return (*self.led, *self.joined, *self.overseen, *self.shared, *self.ordered)

    @property
    def expected(self) -> tuple[Duty, ...]:
        """Those whose deadlines are the body's own, or those that it gave where it has none itself."""
        return self.every[: len(self.every) - len(self.ordered)] or self.ordered


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Duties due from a day on, the soonest first, and those due before it, the latest first."""

    ahead: Sequence[DueDuty]
    passed: Sequence[DueDuty]

    def within(self, period: Period) -> Sequence[DueDuty]:
        """Return those of a period, the soonest first; where all have passed, the latest first."""
        ahead = [each for each in self.ahead if each.day in period]
        passed = [each for each in self.passed if each.day in period]
        return [*reversed(passed), *ahead] if ahead else passed

    def nearest(self, period: Period) -> Sequence[dt.date]:
        """Return the last day before a period and the first day behind it on which something is due."""
        days = [each.day for each in (*reversed(self.passed), *self.ahead)]
        before = bisect.bisect_left(days, period.first)
        return [*days[:before][-1:], *days[bisect.bisect_left(days, period.after) :][:1]]


@dataclass(frozen=True, slots=True)
class Volume:
    """How many briefs something brings; an estimate where it is not `exact`."""

    briefs: int
    exact: bool = True


class Library:
    """Answers readers' questions; the index follows the store's change counter."""

    def __init__(
        self,
        store: BriefStore,
        index: SearchIndex,
        registry: Registry,
        snapshot: Path | None = None,
        news: News | None = None,
    ) -> None:
        self._store = store
        self._index = index
        self._registry = registry
        self._recent = RecentBriefs(store)
        self._holdings = Holdings(store, index, registry, self._recent.forget, snapshot, news)

    async def refresh(self, progress: Callable[[int], None] | None = None) -> None:
        """Bring the index up to date with the store; `progress` is told how many briefs were read."""
        await self._holdings.refresh(progress)

    async def follow_news(self) -> None:
        """Keep up with what other processes change, without end; returns where the store does not tell."""
        await self._holdings.follow_news()

    async def close(self) -> None:
        """Keep the index for the next start."""
        await self._holdings.close()

    async def search(self, query: str, *, limit: int = 10, offset: int = 0) -> Findings:
        """Return the published briefs that answer a query, best first."""
        whole = with_whole_names(query, self._registry)
        result, briefs = await self._found(whole, limit, offset)
        items = tuple(Item(briefs[h.id], h) for h in result.hits if h.id in briefs)
        return Findings(
            query,
            result.total,
            offset,
            items,
            corrected=result.corrected,
            body=self._body_named(query),
            near=() if items else self._near_topics(query),
            ms=result.ms,
        )

    async def with_part(self, found: Findings) -> Findings:
        """Return what was found, where it is nothing with what part of the plain words finds something."""
        query = parse_query(found.query)
        if found.items or query.filtered:
            return found
        part = await asyncio.to_thread(
            part_that_finds, query.words, lambda words: self._index.search(words, limit=1)
        )
        return replace(found, part=part)

    async def from_source(self, name: str) -> Sequence[int]:
        """Return the numbers of the briefs of an outlet or author, latest first.

        “Nhân Dân” is “Báo Nhân Dân” too, but “An Giang” is rather the province than “Báo An Giang”.
        """
        await self.refresh()
        key, outlet = source_key(name), outlet_key(name)
        of_body = key.removeprefix(SOURCE) == outlet.removeprefix(OUTLET) and self._body_named(name)
        found = (self._holdings.tagged(each) for each in ((key,) if of_body else (key, outlet)))
        return sorted({number for numbers in found for number in numbers}, reverse=True)

    async def published(self, brief_ids: Sequence[int]) -> Sequence[Brief]:
        """Return those of the briefs that are published, in their order."""
        read = await self._recent.get_many(brief_ids, self._holdings.version)
        briefs = [read[number] for number in brief_ids if number in read]
        return [brief for brief in briefs if brief.status is Status.PUBLISHED]

    async def _found(self, query: str, limit: int, offset: int) -> tuple[SearchResult, Mapping[int, Brief]]:
        """Search and read what is found; again where the store turns out to be ahead of the index.

        To ask the store first would cost every search a way there and back. Of what the index still holds
        while it follows many changes, only what is published is returned.
        """
        for last in (False, True):
            searched = self._holdings.version
            result = await asyncio.to_thread(self._index.search, query, limit=limit, offset=offset)
            version, briefs = await self._recent.current([hit.id for hit in result.hits])
            if version == searched or last:
                break
            await self._holdings.refresh(seen=version)
        return result, {number: one for number, one in briefs.items() if one.status is Status.PUBLISHED}

    async def brief(self, brief_id: int) -> Brief:
        """Return a published brief; raises NotFoundError where there is none of that number.

        UnreadableError where it was damaged: nobody is told of one that is not published.
        """
        try:
            found: Brief | None = await self._store.get(brief_id)
        except UnreadableError:
            if await self._store.is_published(brief_id):
                raise
            found = None
        if found is None or found.status is not Status.PUBLISHED:
            raise NotFoundError(f"There is no brief {brief_id}.")
        return found

    async def latest(self, limit: int, offset: int = 0) -> Sequence[Brief]:
        """Return published briefs, newest first."""
        return await self._store.latest(limit, offset)

    async def count(self) -> int:
        """Return how many briefs are published."""
        return await self._store.count()

    async def newest_date(self) -> dt.date | None:
        """Return the date of the newest source that has one."""
        return await self._store.newest_date()

    async def bodies(self) -> Sequence[BodyCount]:
        """Return the bodies that have duties, those that lead most first."""
        return await self._store.bodies_with_duties()

    async def duties_of(self, key: str) -> BodyDuties:
        """Return the duties of a body, its predecessors and groups; NotFoundError for an unknown key."""
        await self.refresh()
        family = self._registry.family(key)
        if family is None:
            raise NotFoundError(f"There is no body {key}.")
        own = await self._store.duties_for(family.keys)
        told = await self._store.duties_for(self._registry.groups_of(key), RESPONSIBLE)
        groups = [each for each in told if self._concerns(key, each)]
        given = await self._store.duties_for(family.keys, (Role.ISSUER,), limit=_MOST_ORDERED)
        parts = _once(
            _with(own, *RESPONSIBLE), _with(own, Role.PARTNER), _with(own, Role.OVERSEER), groups, given
        )
        return BodyDuties(family.asked, family.keys, *parts)

    async def deadlines(self, today: dt.date, key: str | None = None) -> Deadlines:
        """Return the duties with a certain last day, of a body or of all.

        Raises NotFoundError for an unknown key.
        """
        await self.refresh()
        due = self._holdings.due() if key is None else self.due_among((await self.duties_of(key)).expected)
        first = bisect.bisect_left(due, today, key=attrgetter("day"))
        return Deadlines(due[first:], due[:first][::-1])

    def due_among(self, duties: Iterable[Duty]) -> Sequence[DueDuty]:
        """Return those of some duties that are due by a certain day, the earliest first."""
        return self._holdings.due_among(duties)

    async def due(self, wanted: Sequence[DueDuty]) -> Sequence[Due]:
        """Return the duties of some deadlines, without those that were withdrawn or changed meanwhile."""
        read = await self._recent.get_many({each.brief_id for each in wanted}, self._holdings.version)
        here = {number: brief for number, brief in read.items() if brief.status is Status.PUBLISHED}
        days = {number: dict(due_days(brief.content)) for number, brief in here.items()}
        still = [each for each in wanted if days.get(each.brief_id, {}).get(each.number) == each.day]
        return [Due(each.day, _duty(here[each.brief_id], each.number)) for each in still]

    async def subjects(self, kind: Kind) -> Sequence[SubjectCount]:
        """Return the topics, bodies or places that published briefs speak of, the most frequent first."""
        await self.refresh()
        return self._holdings.subjects(kind)

    async def volume(self, criteria: Criteria, after: dt.datetime) -> Volume:
        """Return how many of the briefs published after a time the criteria want.

        Of more than 500 the newest are counted, and the rest is taken to be like them.
        """
        newest = await self._store.latest(_VOLUME_SAMPLE)
        recent = [brief for brief in newest if brief.published_at and brief.published_at > after]
        wanted = await asyncio.to_thread(Shelf(recent, self._registry).count, criteria)
        if len(recent) < _VOLUME_SAMPLE:
            return Volume(wanted)
        total = await self._store.count(after)
        return Volume(round(wanted * total / len(recent)), exact=total == len(recent))

    async def documents(self) -> Sequence[DocumentCount]:
        """Return the document numbers that published briefs carry or cite, the most cited first."""
        await self.refresh()
        return self._holdings.documents()

    async def documents_like(self, text: str) -> Sequence[DocumentCount]:
        """Return the documents that a number, whole or in part, may mean."""
        typed = parse_number(text)
        if typed is None:
            return []
        matching = [
            (found.number.agreement(typed), count)
            for count in await self.documents()
            for found in find_numbers(count.number)[:1]
        ]
        return [count for score, count in sorted(matching, key=lambda pair: -pair[0]) if score > 0]

    async def by_document(self, number: str) -> Sequence[Brief]:
        """Return the published briefs that carry or cite a document."""
        return await self._store.by_document(number)

    def _concerns(self, key: str, told: BodyDuty) -> bool:
        return self._registry.concerns(key, told.key, self._holdings.tags(told.duty.brief_id))

    def _body_named(self, query: str) -> Entry | None:
        return next((match.entry for match in self._registry.named(query, _BODIES)), None)

    def _near_topics(self, query: str) -> tuple[str, ...]:
        by_size = [count.key for count in self._holdings.subjects(Kind.TOPIC)]
        named = [match.entry.key for match in self._registry.match(query, kinds=[Kind.TOPIC])]
        return tuple(dict.fromkeys([t for t in named if t in by_size] + by_size))[:NEAR_TOPICS]


def _with(duties: Iterable[BodyDuty], *roles: Role) -> list[BodyDuty]:
    return [duty for duty in duties if duty.role in roles]


def _once(*groups: Iterable[BodyDuty]) -> list[tuple[Duty, ...]]:
    """Return each duty in the first group it stands in."""
    seen: set[tuple[int, int]] = set()
    kept: list[tuple[Duty, ...]] = []
    for group in groups:
        fresh: dict[tuple[int, int], Duty] = {}
        for item in group:
            where = (item.duty.brief_id, item.duty.number)
            if where not in seen:
                fresh.setdefault(where, item.duty)
        seen.update(fresh)
        kept.append(tuple(fresh.values()))
    return kept


def _duty(brief: Brief, number: int) -> Duty:
    return Duty(brief.id, number, brief.content.directives[number - 1], brief.title)
