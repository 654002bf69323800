"""Articles as JSON lines: reading, checking and the first brief of each."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from briefs.drafting.drafts import draft_from
from briefs.errors import InputError
from briefs.ingest.clean import normalise
from briefs.model import Article, BriefContent, Citation, Point
from briefs.registry import Registry
from briefs.text.fold import nfc
from briefs.text.sentences import split

POINTS = 3
POINT_LENGTH = 500
LINE_BYTES = 5_000_000


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    id: str | int | None = None
    title: str = Field(min_length=1, max_length=1000)
    lead: str | None = None
    paragraphs: list[str] | None = None
    text: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: dt.date | None = None
    url: str | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _day_of_time(cls, value: Any) -> Any:
        return value[:10] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _some_text(self) -> _Line:
        if not (self.paragraphs or self.text or self.lead):
            raise ValueError("one of lead, paragraphs and text is needed")
        return self


def read_line(line: str) -> Article:
    """Return the article of one JSON line; raises InputError with one line that says what is wrong."""
    if len(line) > LINE_BYTES:
        raise InputError(f"longer than {LINE_BYTES:,} characters")
    try:
        read = _Line.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "article"
        raise InputError(f"{field}: {first['msg'].removeprefix('Value error, ')}") from None
    except (ValueError, RecursionError) as error:  # no JSONDecodeError for a number of too many digits
        raise InputError(f"not JSON: {error}") from None
    paragraphs = "\n".join(read.paragraphs) if read.paragraphs else read.text or ""
    return Article(
        title=nfc(read.title),
        outlet=read.outlet or None,
        author=read.author or None,
        published=read.published,
        url=read.url or None,
        lead=nfc(read.lead) if read.lead else None,
        paragraphs=paragraphs_of(paragraphs),
        external_id=None if read.id is None else str(read.id),
    )


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the non-blank lines of a text, NFC: paragraph n of a citation is the n-th of them."""
    return tuple(nfc(line.strip()) for line in text.splitlines() if line.strip())


def analysed_brief(article: Article, registry: Registry) -> BriefContent:
    """Return the brief that the machine makes of an article, as it makes those that editors add."""
    text = [normalise(paragraph) for paragraph in article.paragraphs]
    lead = normalise(article.lead).strip() if article.lead else ""
    if lead and text[:1] != [lead]:
        text.insert(0, lead)
    paragraphs = paragraphs_of("\n".join(text))
    return draft_from(replace(article, lead=lead or None, paragraphs=paragraphs), registry)


def first_brief(article: Article) -> BriefContent:
    """Return a brief that quotes the lead and the first sentences, as the source writes them."""
    points = [Point(article.lead[:POINT_LENGTH])] if article.lead else []
    for number, paragraph in enumerate(article.paragraphs, start=1):
        for span in split(paragraph):
            if len(points) == POINTS:
                break
            end = min(span.end, span.start + POINT_LENGTH)
            points.append(Point(paragraph[span.start : end], (Citation(number, span.start, end),)))
    return BriefContent(article.title, article, points=tuple(points), machine_made=True)
