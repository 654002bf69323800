"""The published briefs as they are searched and filed, in step with the store."""

from __future__ import annotations

import asyncio
import bisect
import datetime as dt
import hashlib
import logging
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from briefs.deadlines import due_days
from briefs.errors import SnapshotError, StoreError
from briefs.model import Brief, Duty, Status
from briefs.registry import Kind, Registry
from briefs.search import SearchIndex, search_document
from briefs.store.briefs import BriefStore, Mark
from briefs.tags import document_key, source_keys, tags_of

log = logging.getLogger(__name__)

_WORTH_KEEPING = 1000
"""Briefs from which a snapshot is written: fewer are indexed in less time than it is worth."""
_AT_ONCE = 64
"""Changes that a search waits for, some 60 ms; more are followed beside the searches."""
_FEW = 16
"""Documents from which adding them together costs less than one by one."""
_TRUSTED_S = 5.0
"""How long the store is not asked while its news are heard: the safety net under them."""


class News(Protocol):
    """Tells when briefs change, where the store can."""

    @property
    def healthy(self) -> bool:
        """Whether every change until now was told."""

    async def run(self, heard: Callable[[], None]) -> None:
        """Call `heard` at every change, and whenever some may have been missed; never returns."""


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """A registry key, and how many briefs speak of it."""

    key: str
    briefs: int


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """A document number as written, and how many briefs carry or cite it."""

    number: str
    briefs: int


@dataclass(frozen=True, slots=True, order=True)
class DueDuty:
    """The day by which a duty is due, its brief and its number there."""

    day: dt.date
    brief_id: int
    number: int


class Files:
    """Which briefs carry or cite a document, with its number as written there, and which have a tag.

    The keys of documents and sources are among the tags (`briefs.tags`). `due` are the duties with a day, the
    earliest first, `due_in` those of each brief.
    """

    def __init__(self) -> None:
        self.documents: dict[str, dict[int, str]] = defaultdict(dict)
        self.tagged: dict[str, set[int]] = defaultdict(set)
        self.tags: dict[int, tuple[str, ...]] = {}
        self.due: list[DueDuty] = []
        self.due_in: dict[int, list[DueDuty]] = defaultdict(list)

    def add(self, brief: Brief) -> None:
        """File a brief."""
        for document in brief.content.documents:
            self.documents[document_key(document.number)][brief.id] = document.number
        keys = {*tags_of(brief.content), *source_keys(brief.content)}
        self.tags[brief.id] = tuple(map(sys.intern, keys))
        for key in self.tags[brief.id]:
            self.tagged[key].add(brief.id)
        for number, day in due_days(brief.content):
            self._note(DueDuty(day, brief.id, number))

    def drop(self, brief_ids: Iterable[int]) -> None:
        """Take briefs out, in time proportional to the tags and dated duties that they have."""
        for brief_id in brief_ids:
            for due in self.due_in.pop(brief_id, ()):
                del self.due[bisect.bisect_left(self.due, due)]
            for key in self.tags.pop(brief_id, ()):
                self.tagged[key].discard(brief_id)
                if key in self.documents:
                    self.documents[key].pop(brief_id, None)

    def plain(self) -> dict[str, Any]:
        """Return all as plain values, to be restored from."""
        return {
            "documents": {key: list(briefs.items()) for key, briefs in self.documents.items()},
            "tagged": {key: list(ids) for key, ids in self.tagged.items()},
            "due": [(due.day.toordinal(), due.brief_id, due.number) for due in self.due],
        }

    @classmethod
    def restored(cls, plain: Mapping[str, Any]) -> Files:
        """Return the files that `plain` gave."""
        new = cls()
        for key, briefs in plain["documents"].items():
            new.documents[key] = dict(map(tuple, briefs))
        tags: dict[int, list[str]] = defaultdict(list)
        for key, ids in plain["tagged"].items():
            new.tagged[key] = set(ids)
            for brief_id in ids:
                tags[brief_id].append(key)
        new.tags = {brief_id: tuple(keys) for brief_id, keys in tags.items()}
        for day, brief_id, number in plain["due"]:
            new._note(DueDuty(dt.date.fromordinal(day), brief_id, number))
        return new

    def _note(self, due: DueDuty) -> None:
        bisect.insort(self.due, due)
        self.due_in[due.brief_id].append(due)


class Holdings:
    """Follows the store: by its change counter, by what it tells, and at the start from a snapshot.

    `snapshot` is the file that keeps the index, None for none. `forget` is told the numbers of changed briefs
    before they are found as they are now.
    """

    def __init__(
        self,
        store: BriefStore,
        index: SearchIndex,
        registry: Registry,
        forget: Callable[[Iterable[int]], None],
        snapshot: Path | None = None,
        news: News | None = None,
    ) -> None:
        self.version = 0
        self._store = store
        self._index = index
        self._registry = registry
        self._forget = forget
        self._snapshot = snapshot
        self._news = news
        self._written = 0
        self._asked_at = -math.inf
        self._refreshing = asyncio.Lock()
        self._catching_up: asyncio.Task[None] | None = None
        self._files = Files()

    async def refresh(self, progress: Callable[[int], None] | None = None, *, seen: int = 0) -> None:
        """Bring the index up to date with the store; `progress` is told how many briefs were read.

        Many changes are followed beside the searches, which see them part by part. `seen` is a version that
        the store is known to have, whether or not it has told of it.
        """
        if self._fresh() and seen <= self.version:
            return
        async with self._refreshing:
            if self._catching_up:
                return
            asked_at = time.monotonic()
            version = await self._store.version()
            if version != self.version:
                await self._follow(version, progress)
            self._asked_at = asked_at

    async def follow_news(self) -> None:
        """Refresh whenever the store tells of a change, without end; returns at once where it does not."""
        if self._news is None:
            return
        heard = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._news.run(heard.set))
            while True:
                await heard.wait()
                heard.clear()
                self._asked_at = -math.inf
                try:
                    await self.refresh()
                except StoreError as error:  # the next search asks again
                    log.warning("The search index is not up to date: %s", error.message)

    async def close(self) -> None:
        """Write the snapshot where what is held has changed since."""
        if self._catching_up:
            self._catching_up.cancel()
            await asyncio.wait([self._catching_up])
        elif self.version != self._written:
            await self._write(self.version)

    def subjects(self, kind: Kind) -> Sequence[SubjectCount]:
        """Return the topics, bodies or places that briefs speak of, the most frequent first."""
        every = list(self._files.tagged.items())  # a thread may be filing
        counts = [SubjectCount(key, len(ids)) for key, ids in every if ids and key.startswith(f"{kind}:")]
        return sorted(counts, key=lambda count: (-count.briefs, count.key))

    def tags(self, brief_id: int) -> Collection[str]:
        """Return the tags of a brief, none where it is not held."""
        return self._files.tags.get(brief_id, ())

    def tagged(self, key: str) -> Sequence[int]:
        """Return the briefs that have a tag, those added last first."""
        return sorted(self._files.tagged.get(key, set()).copy(), reverse=True)  # a thread may be filing

    def documents(self) -> Sequence[DocumentCount]:
        """Return the document numbers that briefs carry or cite, the most cited first."""
        every = [list(briefs.values()) for briefs in list(self._files.documents.values())]
        counts = [DocumentCount(numbers[0], len(numbers)) for numbers in every if numbers]
        return sorted(counts, key=lambda count: (-count.briefs, count.number))

    def due(self) -> Sequence[DueDuty]:
        """Return the duties that are due by a certain day, the earliest first."""
        return list(self._files.due)  # a thread may be filing

    def due_among(self, duties: Iterable[Duty]) -> Sequence[DueDuty]:
        """Return those of some duties that are due by a certain day, the earliest first."""
        wanted = {(each.brief_id, each.number) for each in duties}
        briefs = {brief_id for brief_id, _ in wanted}
        filed = (each for brief_id in briefs for each in self._files.due_in.get(brief_id, ()))
        return sorted(each for each in filed if (each.brief_id, each.number) in wanted)

    def _fresh(self) -> bool:
        told = self._news is not None and self._news.healthy
        return told and bool(self.version) and time.monotonic() - self._asked_at < _TRUSTED_S

    async def _follow(self, version: int, progress: Callable[[int], None] | None) -> None:
        if not self.version:
            await self._start(version, progress)
        else:
            changed = await self._store.changed_since(self.version)
            if len(changed) > _AT_ONCE:
                self._catching_up = asyncio.create_task(self._catch_up(changed, version))
                return
            await self._bring(changed)
        self.version = version

    async def _catch_up(self, changed: Sequence[int], version: int) -> None:
        try:
            await self._bring(changed)
            self.version = version
        except StoreError as error:  # the next search tries again
            log.warning("The search index is not up to date: %s", error.message)
        finally:
            self._catching_up = None
            self._asked_at = -math.inf

    async def _start(self, version: int, progress: Callable[[int], None] | None) -> None:
        marks = await self._read_snapshot()
        if marks is None:
            async for batch in self._store.published():
                await asyncio.to_thread(self._apply, [brief.id for brief in batch], batch)
                if progress:
                    progress(len(self._index))
            await self._write(version)
        else:
            now = await self._store.marks()
            held = self._index.ids()
            await self._bring([i for i in held | now.keys() if i not in held or marks.get(i) != now.get(i)])
            self._written = max((change for change, _ in marks.values()), default=0)

    async def _bring(self, brief_ids: Iterable[int]) -> None:
        """Bring briefs up to date, those that are gone too."""
        rest = iter(brief_ids)
        while part := list(islice(rest, _AT_ONCE)):
            read = await self._store.get_many(part)
            await asyncio.to_thread(self._apply, part, list(read.values()))

    def _apply(self, brief_ids: Sequence[int], briefs: Iterable[Brief]) -> None:
        """Hold these briefs as they are now, and none of the other numbers."""
        self._forget(brief_ids)
        published = {brief.id: brief for brief in briefs if brief.status is Status.PUBLISHED}
        self._files.drop(brief_ids)
        for brief in published.values():
            self._files.add(brief)
        for gone in brief_ids:
            if gone not in published:
                self._index.remove(gone)
        documents = [search_document(brief, self._registry.names) for brief in published.values()]
        if len(documents) < _FEW:
            for document in documents:
                self._index.add(document)
        else:
            self._index.extend(documents)

    async def _read_snapshot(self) -> Mapping[int, Mark] | None:
        """Take the snapshot over and return the marks of what it holds; None where there is none to trust."""
        if self._snapshot is None:
            return None
        try:
            about = await asyncio.to_thread(self._index.read, self._snapshot, _fingerprint(self._registry))
        except SnapshotError as error:
            log.info("The search index is built from the briefs: %s", error.message)
            return None
        self._files = Files.restored(about["files"])
        log.info("The search index was read as it was kept: %d briefs", len(self._index))
        return {brief_id: (change, written) for brief_id, change, written in about["marks"]}

    async def _write(self, version: int) -> None:
        """Write a snapshot; `version` is what the index has seen of the store, at least."""
        if self._snapshot is None or len(self._index) < _WORTH_KEEPING:
            return
        key = _fingerprint(self._registry)
        try:
            # What changed later is left out: the next start reads it again.
            marks = [(i, *mark) for i, mark in (await self._store.marks()).items() if mark[0] <= version]
            about = {"files": self._files.plain(), "marks": marks}
            await asyncio.to_thread(self._index.write, self._snapshot, key, about)
            self._written = version
            log.info("The search index is kept for the next start: %d briefs", len(self._index))
        except (OSError, StoreError) as error:
            log.warning("The search index is not kept for the next start: %s", error)


_FILING = ("holdings.py", "deadlines.py", "text/dates.py", "tags.py", "registry/entries.py")
"""What says under which keys, names and days a brief is filed, those of bodies of places too."""


def _fingerprint(registry: Registry) -> str:
    """Return what changes with the registry's names, which are searched, and with how briefs are filed."""
    every = [(entry.key, registry.names(entry.key), entry.abbreviations) for entry in registry.entries()]
    filing = b"".join(files("briefs").joinpath(name).read_bytes() for name in _FILING)
    return hashlib.sha256(repr(sorted(every)).encode() + filing).hexdigest()
