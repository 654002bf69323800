"""What a delivery says: a plan that is composed when it is sent, or one part of a digest that was split."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol

from pydantic import TypeAdapter

from bot.conversation.keyboards import Keyboard
from briefs.digests import DigestPlan, Notice
from briefs.store.types import JsonText


class OutgoingPart(Protocol):
    """One message: HTML for Telegram, and its buttons."""

    @property
    def html(self) -> str:
        """The text."""

    @property
    def keyboard(self) -> Keyboard:
        """The buttons under it."""

    @property
    def brief_ids(self) -> tuple[int, ...]:
        """The briefs in it."""


Composer = Callable[[DigestPlan, str, int], Awaitable[Sequence[OutgoingPart]]]
"""Turns a plan into messages in a language, from briefs as they were at a version of the store or are since.

None where nothing of it is published any more.
"""

Amender = Callable[
    [DigestPlan, tuple[tuple[int, ...], ...], int, Mapping[int, Notice], str], Awaitable[OutgoingPart | None]
]
"""Composes part `number` of a digest that was split so, with what was corrected since it was sent."""


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part as the outbox keeps it, with the end of the window of its digest.

    Part `number` of `plan`, which was split so that `split` names the briefs of each part.
    """

    html: str
    keyboard: Keyboard
    window_end: dt.datetime
    plan: DigestPlan | None = None
    split: tuple[tuple[int, ...], ...] = ()
    number: int = 1

    @property
    def brief_ids(self) -> tuple[int, ...]:
        """The briefs in this part."""
        return self.split[self.number - 1] if self.split else ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """That messages which were delivered are to say what their briefs say now."""

    deliveries: tuple[int, ...]


@cache
def _adapter() -> TypeAdapter[StoredPart]:
    return TypeAdapter(StoredPart)


def plan_payload(plan: DigestPlan) -> JsonText:
    """Return the payload of a delivery that is still to be composed."""
    return JsonText(f'{{"plan":{plan.to_json()}}}')


def message_payload(part: OutgoingPart, at: dt.datetime) -> dict[str, Any]:
    """Return the payload of a message that is composed already and stands for nothing that may change."""
    return _part_payload(StoredPart(part.html, part.keyboard, at))


def part_payloads(parts: Sequence[OutgoingPart], plan: DigestPlan) -> list[dict[str, Any]]:
    """Return the payloads of the deliveries that are the parts of a split digest."""
    split = tuple(part.brief_ids for part in parts)
    stored = (
        StoredPart(part.html, part.keyboard, plan.end, plan, split, number)
        for number, part in enumerate(parts, start=1)
    )
    return [_part_payload(part) for part in stored]


def _part_payload(part: StoredPart) -> dict[str, Any]:
    return {"part": _adapter().dump_python(part, mode="json", exclude_defaults=True)}


def amendment_payload(deliveries: Sequence[int]) -> dict[str, Any]:
    """Return the payload of a delivery that changes what other deliveries brought."""
    return {"amend": list(deliveries)}


def read_payload(payload: dict[str, Any]) -> DigestPlan | StoredPart | Amendment:
    """Read back what was written."""
    if "plan" in payload:
        return DigestPlan.from_json(payload["plan"])
    if "amend" in payload:
        return Amendment(tuple(payload["amend"]))
    return _adapter().validate_python(payload["part"])


@lru_cache(maxsize=256)
def read_payload_text(payload: str) -> DigestPlan | StoredPart | Amendment:
    """Read back what was written, from its JSON; many chats of a run have the same."""
    return read_payload(json.loads(payload))
