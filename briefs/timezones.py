"""Time zones by the names of cities and countries, as people type them in Vietnamese or English.

Names come from the IANA database, from CLDR (cities, and countries that have one zone) and from
`timezones.toml` for what both leave out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

from briefs.text.fold import fold

_LANGUAGES = ("vi", "en")
_CLOSE = 78.0
"""The least similarity of a suggestion: one wrong letter in five, two in ten."""
_PLACES = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """A zone that a typed name may mean; `exact` where the name is one of its own."""

    zone: str
    exact: bool


class TimeZones:
    """Finds IANA zones by name and names them."""

    def __init__(self, zones: Mapping[str, str], common: Sequence[str]) -> None:
        self._zones = zones
        self.common = tuple(common)

    @classmethod
    def load(cls) -> TimeZones:
        """Gather the names; zones this machine does not know are left out."""
        own = tomllib.loads((files("briefs") / "timezones.toml").read_text(encoding="utf-8"))
        known = available_timezones()
        zones: dict[str, str] = {}
        for name, zone in (*_own(own["places"]), *_of_cldr(), *_of_iana(known)):
            if zone in known and _key(name):
                zones.setdefault(_key(name), zone)
        return cls(zones, [zone for zone in own["common"] if zone in known])

    def find(self, text: str, limit: int = 4) -> list[ZoneMatch]:
        """Return the zones a name may mean, the likeliest first; one that is exact stands alone.

        Offsets such as GMT+7 find nothing: a zone is more than its offset of today.
        """
        wanted = _key(text)
        if wanted in self._zones:
            return [ZoneMatch(self._zones[wanted], exact=True)]
        if len(wanted) < 3 or any(letter.isdigit() for letter in wanted):
            return []
        close = process.extract(wanted, list(self._zones), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=20)
        begun = [name for name in self._zones if name.startswith(wanted)]
        found = dict.fromkeys(self._zones[name] for name in (*begun, *(name for name, _, _ in close)))
        return [ZoneMatch(zone, exact=False) for zone in found][:limit]


def city_name(zone: str, language: str) -> str:
    """Return the name of a zone's city: “Thượng Hải”, or as the IANA database has it where CLDR is silent."""
    named = Locale.parse(language).time_zones
    # CLDR keeps the first name a zone ever had where the IANA database renames: Calcutta, then Kolkata.
    former = (old for old, new in get_global("zone_aliases").items() if new == zone and old in named)
    city = named.get(zone if zone in named else next(former, zone), {}).get("city")
    return str(city or zone.rpartition("/")[2].replace("_", " "))


def _own(places: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for zone, names in places.items():
        yield from ((name, zone) for name in names)


def _of_cldr() -> Iterator[tuple[str, str]]:
    aliases = get_global("zone_aliases")
    for language in _LANGUAGES:
        locale = Locale.parse(language)
        for zone, names in locale.time_zones.items():
            if names.get("city"):
                yield names["city"], aliases.get(zone, zone)
        for territory, zones in get_global("territory_zones").items():
            if len(zones) == 1 and territory in locale.territories:
                yield locale.territories[territory], aliases.get(zones[0], zones[0])


def _of_iana(known: set[str]) -> Iterator[tuple[str, str]]:
    """Give full names, and cities; of two cities of one name the zone with the shorter name wins."""
    aliases = get_global("zone_aliases")
    for zone in sorted(known, key=lambda name: (len(name), name)):
        if zone.startswith(_PLACES):
            yield zone.rpartition("/")[2], aliases.get(zone, zone)
    yield from ((zone, zone) for zone in sorted(known) if "/" in zone)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))
