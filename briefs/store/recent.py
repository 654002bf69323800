"""Briefs as they were read of late, for those who need the same ones again and again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from briefs.model import Brief
from briefs.store.briefs import BriefStore

_KEPT = 512


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
        wanted = set(brief_ids)
        known = {brief_id: self._kept[brief_id] for brief_id in wanted & self._kept.keys()}
        if missing := wanted - known.keys():
            found = await self._briefs.get_many(missing)
            known |= found
            self._keep(found, version)
        return known

    def _keep(self, found: Mapping[int, Brief], version: int) -> None:
        if version != self._version:  # one changed while these were read
            return
        if len(self._kept) + len(found) > _KEPT:
            self._kept = {}
        self._kept |= found
