"""The content of a brief as JSON and back, without loss."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from briefs.model import BriefContent
from briefs.store.types import dump_json


@cache
def _adapter() -> TypeAdapter[BriefContent]:
    return TypeAdapter(BriefContent)


def to_json(content: BriefContent) -> dict[str, Any]:
    """Return the content as plain JSON values; what equals its default is left out."""
    dumped: dict[str, Any] = _adapter().dump_python(content, mode="json", exclude_defaults=True)
    return dumped


def from_json(data: object) -> BriefContent:
    """Read back what `to_json` wrote. Raises pydantic.ValidationError for anything else."""
    return _adapter().validate_python(data)


def as_stored(content: BriefContent) -> BriefContent:
    """Return the content as the database will give it back: lone surrogates replaced."""
    return from_json(json.loads(dump_json(to_json(content))))


def fingerprint(content: BriefContent) -> str:
    """Return a hash that is equal for contents that say the same, whether they were reviewed or not."""
    text = json.dumps(to_json(replace(content, reviewed=False)), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
