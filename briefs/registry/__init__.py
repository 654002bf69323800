"""The registry of bodies, places, topics and groups: their names, predecessors and successors."""

from briefs.registry.entries import Entry, Family, Kind, Match, Mention
from briefs.registry.registry import Registry

__all__ = ["Entry", "Family", "Kind", "Match", "Mention", "Registry"]
