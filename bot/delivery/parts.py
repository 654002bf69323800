"""What a delivery says: a plan that is composed when it is sent, or one part of a digest that was split."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from pydantic import TypeAdapter

from bot.keyboards import Keyboard
from briefs.digests import DigestPlan


class OutgoingPart(Protocol):
    """One message: HTML for Telegram, and its buttons."""

    @property
    def html(self) -> str:
        """The text."""

    @property
    def keyboard(self) -> Keyboard:
        """The buttons under it."""


Composer = Callable[[DigestPlan, str], Awaitable[Sequence[OutgoingPart]]]
"""Turns a plan into messages in a language; none where nothing of it is published any more."""


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part as the outbox keeps it, with the end of the window of its digest."""

    html: str
    keyboard: Keyboard
    window_end: dt.datetime


@cache
def _adapter() -> TypeAdapter[StoredPart]:
    return TypeAdapter(StoredPart)


def plan_payload(plan: DigestPlan) -> dict[str, Any]:
    """Return the payload of a delivery that is still to be composed."""
    return {"plan": plan.to_json()}


def part_payload(part: OutgoingPart, window_end: dt.datetime) -> dict[str, Any]:
    """Return the payload of a delivery that is one part of a split digest."""
    stored = StoredPart(part.html, part.keyboard, window_end)
    return {"part": _adapter().dump_python(stored, mode="json")}


def read_payload(payload: dict[str, Any]) -> DigestPlan | StoredPart:
    """Read back what `plan_payload` or `part_payload` wrote."""
    if "plan" in payload:
        return DigestPlan.from_json(payload["plan"])
    return _adapter().validate_python(payload["part"])
