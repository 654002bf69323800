"""The lists that briefs stand in: of what is tagged alike, and of the duties of each body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from briefs.model import BriefContent, Directive
from briefs.store.schema import brief_tags, duties
from briefs.tags import tags_of


class Role(StrEnum):
    """What part a body has in a duty."""

    LEAD = "lead"
    PARTNER = "partner"
    ADDRESSEE = "addressee"
    OVERSEER = "overseer"
    ISSUER = "issuer"


RESPONSIBLE = (Role.LEAD, Role.ADDRESSEE)
"""The parts of those who have to act."""
TAKING_PART = (*RESPONSIBLE, Role.PARTNER, Role.OVERSEER)
"""The parts of those who have anything to do: not of who gives the order."""


def _tag_rows(brief_id: int, content: BriefContent) -> list[dict[str, Any]]:
    return [{"brief_id": brief_id, "key": key} for key in sorted(tags_of(content))]


def _duty_rows(brief_id: int, content: BriefContent) -> list[dict[str, Any]]:
    """List who has which part in which duty; bodies without registry key have no list of their own."""
    rows = {
        (number, role, body.key)
        for number, directive in enumerate(content.directives, start=1)
        for role, bodies in _parts(directive)
        for body in bodies
        if body.key
    }
    return [
        {"brief_id": brief_id, "number": number, "role": role, "body_key": key}
        for number, role, key in sorted(rows)
    ]


def _parts(directive: Directive) -> Sequence[tuple[Role, Sequence[Any]]]:
    return (
        (Role.LEAD, directive.leads),
        (Role.PARTNER, directive.partners),
        (Role.ADDRESSEE, directive.addressees),
        (Role.OVERSEER, directive.overseers),
        (Role.ISSUER, (directive.issuer,) if directive.issuer else ()),
    )


LISTS: Mapping[sa.Table, Callable[[int, BriefContent], list[dict[str, Any]]]] = {
    brief_tags: _tag_rows,
    duties: _duty_rows,
}
"""What a brief is listed under: the tables, and what makes their rows of its number and content."""
