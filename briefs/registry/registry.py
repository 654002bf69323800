"""The registry: one place to ask about bodies, places, topics and groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from briefs.registry.entries import Entry, Family, Kind, Match, Mention
from briefs.registry.load import Data, read_data
from briefs.registry.matching import Matcher
from briefs.registry.mentions import MentionFinder
from briefs.text.fold import tone_key
from briefs.text.tokens import Tokens

_NAMES = 20_000  # names of bodies that are kept with what they mean: the same ones are in most articles


class Registry:
    """Bodies, places, topics and groups with their names, predecessors and successors."""

    def __init__(self, data: Data) -> None:
        self._entries = {entry.key: entry for entry in data.entries}
        self._places = [entry.key.partition(":")[2] for entry in data.entries if entry.kind is Kind.PLACE]
        self._matcher = Matcher(data.entries)
        self._finder = MentionFinder(data)
        self._key_called = lru_cache(_NAMES)(self._find_called)

    @classmethod
    def load(cls) -> Registry:
        """Read the packaged files; raises InputError naming the file where they are broken."""
        return cls(read_data())

    def get(self, key: str) -> Entry | None:
        """Return the entry of a key such as `agency:bo-cong-thuong` or `agency:so-y-te@ha-noi`, or None."""
        if "@" not in key:
            return self._entries.get(key)
        body, _, slug = key.partition("@")
        general, place = self._entries.get(body), self._entries.get(f"{Kind.PLACE}:{slug}")
        return general.at(place) if general and general.parent and place else None

    def name(self, key: str, lang: str = "vi") -> str:
        """Return the name to show: English where `lang` is `en` and there is one, else Vietnamese.

        A key the registry does not have (any more) is shown as it is.
        """
        entry = self.get(key)
        if entry is None:
            return key
        return (entry.english if lang == "en" else None) or entry.name

    def entries(self, kind: Kind | None = None) -> tuple[Entry, ...]:
        """Return the entries of a kind, or all, in the order of the files."""
        return tuple(entry for entry in self._entries.values() if kind in (None, entry.kind))

    def names(self, key: str) -> tuple[str, ...]:
        """Return every name to find the entry by, its own first, then its predecessors'; none if unknown."""
        family = [entry for member in self._line(key) if (entry := self.get(member))]
        names = (n for e in family for n in (*e.written, *e.typed, *filter(None, [e.english])))
        return tuple({tone_key(name): name for name in reversed(list(names))}.values())[::-1]

    def match(self, text: str, *, kinds: Collection[Kind] | None = None, limit: int = 5) -> list[Match]:
        """Return the entries a typed name may mean, best first, at most `limit`.

        Case, diacritics, spaces, abbreviations, aliases, unfinished names and small typos are allowed for;
        names of up to three letters must be exact. What names nothing gives an empty list.
        """
        return self._matcher.match(text, kinds, limit)

    def named(self, text: str, kinds: Collection[Kind]) -> list[Match]:
        """Return the entries of these kinds that are called `text` but for case and marks, best first."""
        return self._matcher.named(text, kinds)

    def may_name(self, folded: Sequence[str]) -> bool:
        """Say whether `named` may know a name of these syllables: a look that most words do not pass."""
        return self._matcher.may_name(folded)

    def mentions(self, text: str, tokens: Tokens | None = None) -> list[Mention]:
        """Return the bodies, places and groups that `text` (NFC) names, in order and without overlaps.

        Capitals count: abbreviations stand as they are written, bodies and places need their capitals.
        `tokens` are the words of the text, for callers that have cut it already.
        """
        return self._finder.find(text, tokens)

    def family(self, key: str) -> Family | None:
        """Return whose duties count for this body, or None for an unknown key.

        For a body of today: itself and all its predecessors. For one of old: itself, its own predecessors,
        and its successor, but not the other bodies that the successor was made of. For one that every
        province has: also those of all provinces.
        """
        entry = self.get(key)
        if entry is None:
            return None
        kin = self._kin(key)
        of_places = [f"{each}@{slug}" for each in kin if self._is_everywhere(each) for slug in self._places]
        return Family(entry, (*kin, *of_places))

    def groups_of(self, key: str) -> tuple[str, ...]:
        """Return the groups whose duties also concern the entry: its family's, and what holds those.

        For the body of one place also the place, and what is said of such bodies everywhere.
        """
        found = [group for member in self._kin(key) if (entry := self.get(member)) for group in entry.groups]
        for group in found:
            found.extend(wider for wider in self._entries[group].groups if wider not in found)
        return tuple(dict.fromkeys(found))

    def concerns(self, key: str, told: str, tags: Collection[str]) -> bool:
        """Say whether what a body or group `told` in a brief of these tags has to do concerns a body too.

        Of the body of one place it does not where another place's is told, or where such bodies are told in a
        brief on other places only: there, Sở Y tế is that of the province it reports on.
        """
        if "@" not in key or not self._is_everywhere(told):
            return True
        places = {tag for tag in tags if tag.startswith(f"{Kind.PLACE}:")}
        own = {f"{Kind.PLACE}:{member.partition('@')[2]}" for member in self._kin(key)}
        return not places or not own.isdisjoint(places)

    def body_called(self, name: str) -> str | None:
        """Return the key of the body that a whole name in a text means, where `mentions` has found none.

        These are bodies that every province or commune has, perhaps with a place (Sở Y tế tỉnh An Giang),
        places called by their committees (UBND tỉnh An Giang), and bodies called by who heads them (Bộ trưởng
        Ngoại giao Bùi Thanh Sơn).
        """
        return self._key_called(name)

    def _find_called(self, name: str) -> str | None:
        if entry := self._matcher.body(name):
            return entry.key
        office = self._finder.office(name)
        if office == name:
            return None
        if entry := self._matcher.body(office):
            return entry.key
        whole = (m.key for m in self.mentions(office) if (m.start, m.end) == (0, len(office)))
        return next(whole, None)

    def _is_everywhere(self, key: str) -> bool:
        entry = self._entries.get(key)
        return entry is not None and entry.parent is not None

    def _kin(self, key: str) -> tuple[str, ...]:
        """Return the key with those of its predecessors and successors, none where it is unknown."""
        if self.get(key) is None:
            return ()
        return tuple(dict.fromkeys((*self._line(key), *self._successors(key))))

    def _line(self, key: str) -> Iterator[str]:
        """Yield the key and, transitively, those of its predecessors."""
        yield key
        entry = self.get(key)
        for predecessor in entry.predecessors if entry else ():
            yield from self._line(predecessor)

    def _successors(self, key: str) -> Iterable[str]:
        entry = self.get(key)
        while entry and entry.successor:
            yield entry.successor
            entry = self.get(entry.successor)
