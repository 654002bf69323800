"""Narrowing a search: the filters that its results offer, and queries with one more filter or with none.

A filter is part of the query's text (`briefs.search.query`), so a narrowed search can be saved, followed and
typed like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from briefs.model import Brief
from briefs.registry import Entry, Kind, Registry
from briefs.search.documents import source_date
from briefs.search.query import Filter, opened_filter, parse_query, split_filters
from briefs.text.fold import syllables, tone_key

READ_FOR_FACETS = 100
"""So many of the best results say what all can be narrowed by, and which duties there are."""
_FILTERS = (Kind.AGENCY, Kind.PLACE)
ACTORS = (Kind.AGENCY, Kind.PLACE, Kind.GROUP)
"""What duties are given to."""
_LONGEST_NAME = 12
_MOST_WORDS = 24
"""Names are looked for in the first words of a query: a pasted text takes no longer than a sentence."""
_SHORTEST_WORD = 3
"""Letters of a name that is one word: BCT and Huế are, DN may be anything."""
_DUTY_WORDS = frozenset(
    {
        *("nhiem vu", "viec", "phai lam", "trach nhiem", "chi dao", "viec phai lam", "duoc giao"),
        *("nhiem vu duoc giao", "chu tri", "duties", "tasks"),
        *("what must do", "what should do", "what does have to do", "what has to do"),
    }
)
_BESIDE = frozenset({"cua", "cac", "nhung", "co", "cho", "ve", "thi", "la", "of", "the"})


@dataclass(frozen=True, slots=True)
class Facet:
    """A year (`2024`) or a registry key that so many of the results have."""

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What results can be narrowed by, the most frequent first, years the latest first."""

    years: tuple[Facet, ...] = ()
    topics: tuple[Facet, ...] = ()
    places: tuple[Facet, ...] = ()
    agencies: tuple[Facet, ...] = ()


def facets(briefs: Sequence[Brief]) -> Facets:
    """Return what some of the briefs have and others do not."""
    dates = [source_date(brief.content) for brief in briefs]
    years = _facets((str(date.year) for date in dates if date), len(briefs))
    return Facets(
        years=tuple(sorted(years, key=lambda facet: facet.key, reverse=True)),
        topics=_facets((key for brief in briefs for key in brief.content.topics), len(briefs)),
        places=_facets((key for brief in briefs for key in brief.content.places), len(briefs)),
        agencies=_facets((key for brief in briefs for key in brief.content.agencies), len(briefs)),
    )


def _facets(keys: Iterable[str], total: int) -> tuple[Facet, ...]:
    counts = Counter(keys)
    return tuple(Facet(key, count) for key, count in counts.most_common() if count < total)


def narrowed(query: str, key: str, registry: Registry) -> str:
    """Return the query limited to a year or to a registry entry, in place of another filter of its kind.

    Filters stand first, where neither an open quotation mark nor the length of the words can harm them.
    """
    words, filters = split_filters(query)
    added = _year(int(key)) if key.isdecimal() else [_named(key, registry)]
    kept = [each for each in filters if each.key not in {new.key for new in added}]
    return " ".join([*map(str, [*kept, *added]), words]).strip()


def with_whole_names(query: str, registry: Registry) -> str:
    """Return the query with the names in its filters written out: `place:an giang gạo` filters by “An Giang”.

    Of the words behind the colon, as many belong to a filter as make the longest name of its kind. A single
    word stays as it is, for it may be an abbreviation of several.
    """
    if ":" not in query:
        return query
    tokens, whole, at = query.split(), list[str](), 0
    while at < min(len(tokens), _MOST_WORDS):
        length, entry = _named_by(tokens[at : at + _LONGEST_NAME], registry)
        whole.append(tokens[at] if entry is None else str(_named(entry.key, registry)))
        at += length
    return " ".join([*whole, *tokens[at:]])


def _named_by(tokens: Sequence[str], registry: Registry) -> tuple[int, Entry | None]:
    """Return how many tokens make a filter by the name of an entry, and that; else one token and None."""
    opened = opened_filter(tokens[0])
    if opened is None:
        return 1, None
    name = [opened.value, *tokens[1:]] if opened.value else tokens[1:]
    length, entry = _longest(name, _folded(name), registry, (Kind(opened.key),))
    used = length + len(tokens) - len(name)
    return (used, entry) if entry and used > 1 else (1, None)


def widened(query: str) -> str:
    """Return the query without its filters, or where it has none without its exclusions and phrase marks."""
    words, filters = split_filters(query)
    return words if filters else parse_query(query).words


def _named(key: str, registry: Registry) -> Filter:
    return Filter(key.partition(":")[0], registry.name(key))


def _year(year: int) -> list[Filter]:
    return [Filter("after", str(year)), Filter("before", str(year + 1))]


def named_in(query: str, registry: Registry) -> list[Entry]:
    """Return the bodies and places that the words of a query name, in order, the longest names first read."""
    return [entry for _, entry in _names(split_filters(query)[0].split(), registry)]


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body or place that a query names: by which words, and the other `words` of the query."""

    entry: Entry
    name: str
    words: str


def body_and_words(query: str, registry: Registry) -> NamedBody | None:
    """Return the first body or place that a query names and its other words; None where one is missing."""
    tokens = split_filters(query)[0].split()
    for (start, end), entry in _names(tokens, registry, ACTORS):
        if rest := [*tokens[:start], *tokens[end:]]:
            return NamedBody(entry, " ".join(tokens[start:end]), " ".join(rest))
    return None


def actor_asked_for(query: str, registry: Registry) -> Entry | None:
    """Return whose duties a query asks for, None where it asks for more: “nhiệm vụ của Bộ Công an”."""
    named = body_and_words(query, registry)
    rest = [each for each in syllables(named.words) if each not in _BESIDE] if named else []
    return named.entry if named and " ".join(rest) in _DUTY_WORDS else None


def _names(
    tokens: Sequence[str], registry: Registry, kinds: Collection[Kind] = _FILTERS
) -> Iterator[tuple[tuple[int, int], Entry]]:
    at, folded = 0, _folded(tokens[: _MOST_WORDS + _LONGEST_NAME])
    while at < min(len(tokens), _MOST_WORDS):
        end = at + _LONGEST_NAME
        length, entry = _longest(tokens[at:end], folded[at:end], registry, kinds)
        if entry is not None:
            yield (at, at + length), entry
        at += length


def _folded(tokens: Sequence[str]) -> list[list[str]]:
    return [syllables(token) for token in tokens]


def _longest(
    tokens: Sequence[str], folded: Sequence[Sequence[str]], registry: Registry, kinds: Collection[Kind]
) -> tuple[int, Entry | None]:
    """Return how many of the first tokens make the longest name, and whose it is; else one token and None."""
    for length in range(len(tokens), 0, -1):
        parts = list(chain.from_iterable(folded[:length]))
        if not registry.may_name(parts) or (length == 1 and len("".join(parts)) < _SHORTEST_WORD):
            continue
        if matches := registry.named(" ".join(tokens[:length]), kinds):
            return length, matches[0].entry
    return 1, None


def offered(query: str, briefs: Sequence[Brief], registry: Registry) -> Entry | None:
    """Return the first body or place that the query names, if these results can be narrowed to it.

    Of the body of one place also that of all places, and the place: “Sở Y tế An Giang” names all three.
    """
    chosen = {each.value for each in split_filters(query)[1]}
    named = ((entry, *map(registry.get, entry.groups)) for entry in named_in(query, registry))
    for entry in (each for every in named for each in every if each and each.kind in _FILTERS):
        if entry.name not in chosen and any(_speaks_of(brief, entry, registry) for brief in briefs):
            return entry
    return None


def _speaks_of(brief: Brief, entry: Entry, registry: Registry) -> bool:
    """Say whether a filter by the entry's name leaves the brief: it is tagged so, or with a successor."""
    name = tone_key(entry.name)
    keys = (*brief.content.places, *brief.content.agencies)
    return any(tone_key(each) == name for key in keys for each in registry.names(key))
