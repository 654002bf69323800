"""What chats follow: criteria, and which briefs meet them for which reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from briefs.model import Destination
from briefs.schedule import QuietHours, Schedule
from briefs.tags import document_key
from briefs.text.fold import fold


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is followed; a brief that meets any part is wanted.

    `keys` are registry keys, `documents` numbers of documents as written, `query` words that must stand in
    one line of the brief, those after a minus nowhere in it.
    """

    everything: bool = False
    keys: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    query: str = ""

    @property
    def key(self) -> str:
        """Return the canonical form: equal for criteria that ask for the same."""
        if self.everything:
            return "all"
        documents = map(document_key, self.documents)
        words = " ".join("-" * word.startswith("-") + fold(word) for word in self.query.split())
        return "|".join([*sorted({*self.keys, *documents}), *([f"query:{words}"] if words else [])])


class ReasonKind(StrEnum):
    """Why a brief is in a digest, the strongest first."""

    LEAD = "lead"  # a followed body leads a duty
    DUTY = "duty"  # a followed body has another part in a duty
    DOCUMENT = "document"
    SUBJECT = "subject"  # a followed body, place or topic is what the brief is about
    QUERY = "query"
    GROUP = "group"  # a duty is addressed to a group that a followed body belongs to
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a brief is wanted.

    `followed` is the registry key, document number or query of the subscription; `via` the key that the brief
    names instead: a predecessor or successor of the followed body, or a group it belongs to.
    """

    kind: ReasonKind
    followed: str = ""
    via: str = ""

    @property
    def rank(self) -> int:
        """Return the place of the kind among the kinds, 0 for the strongest."""
        return _RANKS[self.kind]


_RANKS = {kind: rank for rank, kind in enumerate(ReasonKind)}


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as the store keeps it; one that has `ended_reason` gets nothing until it is back.

    `count_searches` lets the words of its searches without result be counted, not who asked.
    """

    id: int
    channel: str
    address: str
    kind: str
    title: str
    language: str
    timezone: str
    quiet: QuietHours | None = None
    ended_reason: str | None = None
    count_searches: bool = True

    def destination(self, thread: str = "") -> Destination:
        """Return where messages to this chat, or to one of its threads, go."""
        return Destination(self.channel, self.address, thread)

    def release(self, moment: dt.datetime) -> dt.datetime:
        """Return when what is due at a moment may be sent: then, or at the end of the chat's quiet hours."""
        return self.quiet.release(moment, self.timezone) if self.quiet else moment


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat or thread that follows something on a schedule; times are aware and in UTC.

    Publications up to the number `covered` were sent, or are not wanted; the last digest was planned, or the
    subscription made, at `covered_until`. `next_due` is None for an immediate schedule.
    """

    id: int
    chat: Chat
    thread: str
    criteria: Criteria
    schedule: Schedule
    timezone: str
    covered: int
    covered_until: dt.datetime
    next_due: dt.datetime | None
    active: bool = True
    paused_until: dt.datetime | None = None
    ended_reason: str | None = None
    created_at: dt.datetime | None = None
    last_sent_at: dt.datetime | None = None

    def paused(self, now: dt.datetime) -> bool:
        """Say whether a pause is under way."""
        return self.paused_until is not None and self.paused_until > now
