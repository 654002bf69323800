"""The content of a brief as JSON and back, without loss."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from briefs.errors import UnreadableError
from briefs.model import BriefContent, Status
from briefs.store.types import Damaged, dump_json

log = logging.getLogger(__name__)

T = TypeVar("T")


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


def content_stored(data: object, which: int | str) -> BriefContent:
    """Return the stored content of `which` brief; UnreadableError says which it is, and nothing of it."""
    try:
        return from_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    raise _unreadable(which, f"{where}: {first['type']}" if where else "no content")


def prepared_stored(data: object, brief_id: int) -> BriefContent:
    """Return what is prepared of a published brief; UnreadableError as of `content_stored`."""
    return content_stored(data, f"{brief_id}, as it is prepared,")


def paragraphs_stored(data: object, which: int | str) -> tuple[str, ...]:
    """Return the paragraphs of a stored source, none for None; UnreadableError as of `content_stored`."""
    if data is None:
        return ()
    if not isinstance(data, list) or not all(isinstance(one, str) for one in data):
        raise _unreadable(which, "its source is no list of paragraphs")
    return tuple(data)


def check_texts(row: Iterable[object], which: int | str) -> None:
    """Raise UnreadableError, as of `content_stored`, where a text of a row was damaged."""
    if any(isinstance(value, Damaged) for value in row):
        raise _unreadable(which, "text that is not UTF-8")


def status_stored(text: str, which: int | str) -> Status:
    """Return the stored state of a brief; UnreadableError as of `content_stored`."""
    try:
        return Status(text)
    except ValueError:
        raise _unreadable(which, "its state is not known") from None


def _unreadable(which: int | str, why: str) -> UnreadableError:
    return UnreadableError(
        f"Brief {which} is stored in a form that cannot be read ({why}): "
        "restore a backup, or import the brief again, with --force where editors had it in hand."
    )


class Readable:
    """Reads stored briefs one by one: those that cannot be read are left out, and logged once each."""

    def __init__(self) -> None:
        self.lost: set[str] = set()

    def each(self, read: Callable[[Any], T], rows: Iterable[Any]) -> list[T]:
        """Return what `read` makes of rows, without those of which it raises UnreadableError."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except UnreadableError as error:
                if error.message not in self.lost:
                    self.lost.add(error.message)
                    log.error("%s", error.message)
        return found


def as_stored(content: BriefContent) -> BriefContent:
    """Return the content as the database will give it back: lone surrogates replaced."""
    return from_json(json.loads(dump_json(to_json(content))))


def fingerprint(content: BriefContent) -> str:
    """Return a hash that is equal for contents that say the same, whether they were reviewed or not."""
    text = json.dumps(to_json(replace(content, reviewed=False)), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
