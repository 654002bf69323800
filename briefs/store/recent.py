"""Briefs as they were read of late, for searches and digests that show the same ones again and again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from briefs.model import Brief
from briefs.store.briefs import BriefStore

_KEPT = 2000  # a few kilobytes each


class RecentBriefs:
    """Keeps briefs in memory until one changes: to read and decode one takes most of the time of a digest."""

    def __init__(self, briefs: BriefStore) -> None:
        self._briefs = briefs
        self._kept: dict[int, Brief] = {}
        self._version = 0

    async def get_many(self, brief_ids: Collection[int], version: int) -> Mapping[int, Brief]:
        """Return those of the briefs that exist, by number, as they were at `version` or are since.

        `version` is a number that grows with every change to a brief (BriefStore.version).
        """
        if version > self._version:
            self._kept, self._version = {}, version
        kept = {brief_id: self._kept.get(brief_id) for brief_id in brief_ids}
        known = {brief_id: brief for brief_id, brief in kept.items() if brief is not None}
        if len(known) < len(kept):
            found = await self._briefs.get_many(kept.keys() - known.keys())
            known |= found
            self._keep(found, version)
        return known

    async def current(self, brief_ids: Collection[int]) -> tuple[int, Mapping[int, Brief]]:
        """Return the version of the briefs, and those of them that exist, by number, as they are in it."""
        as_of = self._version
        kept = {brief_id: self._kept[brief_id] for brief_id in brief_ids if brief_id in self._kept}
        version, found = await self._briefs.current(set(brief_ids) - kept.keys())
        if version > self._version:
            self._kept, self._version = {}, version
        if kept and version != as_of:
            version, found = await self._briefs.current(brief_ids)
            kept = {}
        self._keep(found, version)
        return version, kept | found

    def forget(self, brief_ids: Iterable[int]) -> None:
        """Read these again when they are wanted: they have changed; may be called from another thread."""
        for brief_id in brief_ids:
            self._kept.pop(brief_id, None)

    def _keep(self, found: Mapping[int, Brief], version: int) -> None:
        if version != self._version:  # one changed while these were read
            return
        if len(self._kept) + len(found) > _KEPT:
            self._kept = {}
        self._kept |= found
