"""The search itself: one object that is fed documents and answers clumsy queries in process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from briefs.search.collection import Collection, StoredBatch
from briefs.search.documents import SearchDocument
from briefs.search.explain import Explainer, Explanation
from briefs.search.filters import Filters
from briefs.search.lexicon import Lexicon
from briefs.search.memory import give_back
from briefs.search.occurrences import Occurrences
from briefs.search.pattern import Pattern
from briefs.search.periods import period
from briefs.search.query import OR, Query, parse_query, sides
from briefs.search.rank import SAME_DIGITS, Ranked, rank
from briefs.search.readings import Reading
from briefs.search.short_forms import ShortForms
from briefs.search.slots import read_slots
from briefs.search.snapshot import collection_of, columns_of, read_snapshot, write_snapshot
from briefs.search.snippet import Snippet
from briefs.search.threshold import Weights
from briefs.search.titles import Titles
from briefs.text.docnumbers import DocNumber, find_numbers, parse_number

_BULK = 64
_MERGE_AT = 2048
_MERGE_SHARE = 5
"""Postings are merged after this many documents, or this part of all: few merges, no great peak of memory."""
_EXACT = frozenset({Reading.EXACT, Reading.DOTTED})
_EXACT_OR_SHORT = _EXACT | {Reading.SHORT}
_STANDS = 0.4
"""Score of a document whose title has nearly all words, which count 0.5. Of two words or more on each side of
“hoặc”, from different titles of 10,000 articles, no document scored more than 0.27."""
LONGEST_QUERY = 400
"""Characters of a query that are read; with MOST_SLOTS it bounds the time of any input."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: `score` in 0..1, `why` a short machine-readable reason, `field` where the words stand.

    `snippet` is source text as pieces (text, is a matched word): of the field, or, below a title that
    matched, of other text that holds the words too.
    """

    id: int
    external_id: str | None
    title: str
    score: float
    why: str
    field: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Answers to a query, best first; `total` counts all that were found, `ms` is the time taken.

    `corrected` is the query as it was understood, with diacritics, where words were read as other words.
    """

    query: str
    corrected: str | None
    total: int
    hits: tuple[Hit, ...]
    ms: float


@dataclass(frozen=True, slots=True)
class _Found:
    """All documents that answer some words, the score of the best, and a page of hits."""

    words: str
    docs: Sequence[int] = ()
    best: float = 0.0
    hits: tuple[Hit, ...] = ()
    corrected: str | None = None


class SearchIndex:
    """Vietnamese search over briefs, safe to use from several threads.

    One lock lets a search or a change run at a time, both for milliseconds only: a bulk build takes it for a
    few documents at a time, and what takes long (merging, compacting) is made beside what is searched and
    put in its place. A second lock keeps writers apart.
    """

    def __init__(self, *, abbreviations: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        self._collection = Collection(Lexicon(ShortForms(abbreviations)))
        self._weights = Weights()
        self._writing = threading.Lock()
        self._using = threading.Lock()

    def __len__(self) -> int:
        return len(self._collection)

    def __contains__(self, brief_id: int) -> bool:
        return brief_id in self._collection.doc_of_id

    def ids(self) -> set[int]:
        """Return the ids of all documents."""
        with self._using:
            return set(self._collection.doc_of_id)

    def add(self, document: SearchDocument) -> None:
        """Add a document, in place of an older one of the same id."""
        with self._writing:
            with self._using:
                self._collection.add(document)
            waiting = self._collection.postings.waiting
            if self._collection.wasteful or waiting > _most_waiting(self._collection):
                self._tidy()

    def extend(self, documents: Iterable[SearchDocument]) -> None:
        """Add many documents, in place of older ones of the same ids; they are found part by part."""
        with self._writing:
            batches: list[StoredBatch] = []
            for part in _parts(documents, _BULK):
                with self._using:
                    batches.append(self._collection.store(part))
                if len(batches) * _BULK >= _most_waiting(self._collection):
                    self._merge(batches)
                    batches = []
                time.sleep(0)  # lets a waiting search in
            self._merge(batches)
            self._collection.lexicon.spellings.forget_parts()
        give_back()

    def _merge(self, batches: Sequence[StoredBatch]) -> None:
        merged = self._collection.merged(batches)
        with self._using:
            self._collection.take(merged)

    def remove(self, brief_id: int) -> None:
        """Remove a document by its id; an unknown id is no error."""
        with self._writing, self._using:
            self._collection.remove(brief_id)

    def write(self, path: Path, key: str, about: Any) -> None:
        """Write a snapshot, with JSON about it, in place of an older one; raises OSError.

        It can be read with the same key only, which stands for what the documents were made with.
        """
        with self._writing:
            self._tidy()
            columns = columns_of(self._collection)
        write_snapshot(path, key, columns, about)
        give_back()

    def read(self, path: Path, key: str) -> Any:
        """Take over a snapshot in place of all that is held, and return what was noted about it.

        Raises SnapshotError, and changes nothing, where there is none that was written whole with this key.
        """
        columns, about = read_snapshot(path, key)
        collection = collection_of(columns)
        with self._writing, self._using:
            self._collection = collection
        return about

    def _tidy(self) -> None:
        """Leave no removed document and no postings that wait."""
        if self._collection.size > len(self._collection):
            compacted = self._collection.compacted()
            with self._using:
                self._collection = compacted
        elif self._collection.postings.waiting:
            self._merge([])

    def search(self, query: str, *, limit: int = 10, offset: int = 0) -> SearchResult:
        """Return the documents that answer the query, best first; none where nothing fits well enough.

        A date, month, quarter or year that no text speaks of asks for what is of it, the latest first. What
        “hoặc” stands between is searched for apart, unless a title has it so.
        """
        started = time.perf_counter()
        with self._using:
            parsed = parse_query(query[:LONGEST_QUERY])
            found = self._answer(parsed, limit, offset)
            if not found.docs and (dated := period(query[:LONGEST_QUERY])):
                found = self._answer(Query("", after=dated.first, before=dated.after), limit, offset)
            elif found.best < _STANDS and len(either := sides(parsed)) > 1:
                found = _merged([self._answer(side, offset + limit, 0) for side in either], limit, offset)
        elapsed = (time.perf_counter() - started) * 1000
        return SearchResult(query, found.corrected, len(found.docs), found.hits, elapsed)

    def _answer(self, parsed: Query, limit: int, offset: int) -> _Found:
        pattern = Pattern(read_slots(parsed.words, self._collection), self._collection)
        if not pattern.slots and not parsed.filtered:
            return _Found(parsed.words)
        number = _number_in(parsed.words)
        numbered = self._collection.numbers.find(number) if number else []
        filters = Filters(parsed, self._collection)
        ranking = rank(pattern, numbered, filters, self._collection, self._weights)
        page = ranking.answers[offset : offset + limit]
        hits, corrected = self._hits(page, ranking.found, pattern) if page else ((), None)
        docs = [each.doc for each in ranking.answers]
        best = ranking.answers[0].score if docs else 0.0
        return _Found(parsed.words, docs, best, hits, None if numbered else corrected)

    def _hits(
        self, page: Sequence[Ranked], found: Occurrences | None, pattern: Pattern
    ) -> tuple[tuple[Hit, ...], str | None]:
        collection = self._collection
        if found is None:  # answers by a filter alone: those shown are read
            page = [replace(each, place=place) for place, each in enumerate(page)]
            titles = Titles(np.array([each.doc for each in page], dtype=np.int64), pattern, collection)
            found = Occurrences(titles, np.arange(len(page)), pattern, collection)
        places = [each.place for each in page]
        explainer = Explainer(places, found, pattern.slots, collection.lexicon.spellings)
        hits = tuple(self._hit(each, explainer.explain(each.place)) for each in page)
        return hits, explainer.understood(places[0]) if page[0].clear else None

    def _hit(self, ranked: Ranked, explanation: Explanation) -> Hit:
        field, why = explanation.field, _why(explanation.readings)
        if ranked.number is not None:
            field, why = ranked.number.field, "number"
        name = field.name.lower()
        return Hit(
            id=self._collection.ids[ranked.doc],
            external_id=self._collection.external_ids[ranked.doc],
            title=explanation.title,
            score=ranked.score,
            why=f"{name}: {why}",
            field=name,
            snippet=explanation.snippet,
        )


def _merged(sides: Sequence[_Found], limit: int, offset: int) -> _Found:
    """Return each hit once, by its better score, those of equal ones in turns."""
    ranked = [(-round(hit.score, SAME_DIGITS), at, hit) for side in sides for at, hit in enumerate(side.hits)]
    hits: dict[int, Hit] = {}
    for *_, hit in sorted(ranked, key=lambda each: each[:2]):
        hits.setdefault(hit.id, hit)
    docs = list(dict.fromkeys(doc for side in sides for doc in side.docs))
    understood = f" {OR} ".join(side.corrected or side.words for side in sides)
    corrected = understood if any(side.corrected for side in sides) else None
    page = tuple(islice(hits.values(), offset, offset + limit))
    return _Found("", docs, max(side.best for side in sides), page, corrected)


def _number_in(words: str) -> DocNumber | None:
    """Return what is typed as a number, or the first complete one among words, in small letters too."""
    if not any(map(str.isnumeric, words)):
        return None
    number = parse_number(words)
    found = [] if number else find_numbers(words.upper())
    return found[0].number if found else number


def _why(readings: frozenset[Reading]) -> str:
    if readings <= _EXACT:
        return "words"
    return "abbreviation" if readings <= _EXACT_OR_SHORT else "similar words"


def _most_waiting(collection: Collection) -> int:
    return max(_MERGE_AT, collection.size // _MERGE_SHARE)


def _parts(documents: Iterable[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    rest = iter(documents)
    while part := list(islice(rest, size)):
        yield part
