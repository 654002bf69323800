"""The words of the domain as frozen dataclasses; CONTRIBUTING.md has the glossary of Vietnamese terms.

Registry keys are strings `kind:slug`, for example `agency:bo-cong-thuong`, `place:an-giang`,
`topic:ngoai-giao-kinh-te` or `group:dia-phuong`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Where a brief stands on its way to readers."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class DocumentRole(StrEnum):
    """Whether a document carries the brief's decisions or is only cited by it."""

    CARRIER = "carrier"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the source: paragraph number from 1, and optionally the span of characters inside it."""

    paragraph: int
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An agency, place or group as a source names it; `key` is its registry key where it has one."""

    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a duty is due, in the source's words; `due` only where the source gives a calendar date."""

    text: str
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A legal document: `number` as written (15-CT/TW); kind, issuer and date where the source has them."""

    number: str
    kind: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    role: DocumentRole = DocumentRole.CITED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the summary."""

    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number worth keeping: what it measures and the value with its unit, as the source writes it."""

    label: str
    value: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Directive:
    """One duty: who orders it, who leads (chủ trì), who joins (phối hợp) and what is to be done.

    `co_leads` lead beside the lead (các sở A, B chủ trì). `addressees` are those told to act where nobody is
    named as lead. `overseers` follow up (đôn đốc). `basis` holds document numbers.
    """

    action: str
    issuer: Body | None = None
    lead: Body | None = None
    partners: tuple[Body, ...] = ()
    addressees: tuple[Body, ...] = ()
    overseers: tuple[Body, ...] = ()
    deadline: Deadline | None = None
    basis: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    co_leads: tuple[Body, ...] = ()

    @property
    def leads(self) -> tuple[Body, ...]:
        """All who lead, the one named first in front."""
        return (self.lead, *self.co_leads) if self.lead else ()

    @property
    def responsible(self) -> tuple[Body, ...]:
        """Those who answer for the duty: all who lead, or the addressees where nobody does."""
        return self.leads or self.addressees


@dataclass(frozen=True, slots=True)
class Article:
    """A source text. `paragraphs` is empty where only the citation of the source is kept."""

    title: str
    outlet: str | None = None
    author: str | None = None
    published: dt.date | None = None
    url: str | None = None
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class BriefContent:
    """What one revision of a brief says; `title_is_ours` marks a title the source does not have.

    The source's own title, where there is another one, is then that of the article.
    `reviewed` says that a publisher brought it to readers, whoever or whatever wrote it.
    """

    title: str
    article: Article
    title_is_ours: bool = False
    points: tuple[Point, ...] = ()
    directives: tuple[Directive, ...] = ()
    figures: tuple[Figure, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    agencies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    machine_made: bool = False
    reviewed: bool = False

    @property
    def untitled(self) -> bool:
        """Whether the source has no title at all."""
        return self.title_is_ours and self.title == self.article.title

    @property
    def carrier(self) -> DocumentRef | None:
        """The document whose decisions the brief reports, if there is one."""
        return next((d for d in self.documents if d.role is DocumentRole.CARRIER), None)


@dataclass(frozen=True, slots=True)
class Brief:
    """A numbered brief as the store keeps it; times are aware and in UTC.

    `publication` numbers briefs in the order in which they became visible to readers: unlike times, a number
    that was seen is never followed by a smaller one.
    """

    id: int
    content: BriefContent
    status: Status = Status.PUBLISHED
    revision: int = 1
    published_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    publication: int | None = None

    @property
    def title(self) -> str:
        """The title readers see."""
        return self.content.title


@dataclass(frozen=True, slots=True)
class Duty:
    """A directive in its brief: `number` counts from 1 in that brief."""

    brief_id: int
    number: int
    directive: Directive
    brief_title: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where messages go; `address` and `thread` mean something only to the channel."""

    channel: str
    address: str
    thread: str = field(default="")
