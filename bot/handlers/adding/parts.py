"""The messages that an article is handed in with, and the sources they add up to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.conversation.material import FileRef, Material, Origin

LEAST_TEXT = 120
"""Characters below which a text is a query or a slip, not an article."""

CUT_FROM = 3500
"""A message this long may have been cut by Telegram, which takes 4,096 characters in one (Bot API)."""

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One message of those that make an article: `number` is its own, `title` what stood beside a file."""

    number: int
    text: str = ""
    file: FileRef | None = None
    title: str = ""
    origin: Origin | None = None

    @property
    def is_text(self) -> bool:
        """Whether it is words of an article, neither a file nor an address."""
        return self.file is None and not is_url(self.text)


@dataclass(frozen=True, slots=True)
class Gathering:
    """What was handed in so far; `screen` is the number of the message that counts it.

    Every text is a part of it once it was `asked` for with /add; what came unasked is only offered to be
    added. There was no room for the messages of the numbers `left_out`.
    """

    parts: tuple[Part, ...] = ()
    asked: bool = False
    screen: int | None = None
    left_out: tuple[int, ...] = ()

    @property
    def texts(self) -> list[Part]:
        """The texts, which are one article together."""
        return [part for part in self.parts if part.is_text]

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(part.file is not None for part in self.parts)

    def knows(self, number: int) -> bool:
        """Tell whether the message of a number was handed in, were there room for it or not."""
        return number in self.left_out or any(part.number == number for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        dumped: dict[str, Any] = _adapter().dump_python(self, mode="json", exclude_defaults=True)
        return dumped

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Gathering:
        """Read what `to_json` wrote."""
        return _adapter().validate_python(data)


@dataclass(frozen=True, slots=True)
class Handed:
    """One source as it was handed in: a text, an address or a file."""

    text: str = ""
    url: str = ""
    file: FileRef | None = None
    title: str = ""
    outlet: str = ""
    day: dt.date | None = None

    @property
    def name(self) -> str:
        """How to name it where several are spoken of."""
        return self.file.name if self.file else self.url or self.text.strip().partition("\n")[0]


def part_of(material: Material, text: str) -> Part | None:
    """Return the part that a message is, None where it holds neither file nor text."""
    words = text.strip()
    if material.file is not None:
        title = words if 0 < len(words) <= _LONGEST_TITLE and "\n" not in words else ""
        return Part(material.number, file=material.file, title=title, origin=material.origin)
    words = words or material.text.strip()
    return Part(material.number, words, origin=material.origin) if words else None


def is_url(text: str) -> bool:
    """Tell whether a text is one web address and nothing else."""
    return bool(_URL.fullmatch(text.strip()))


def sources(parts: Sequence[Part]) -> list[Handed]:
    """Return what the parts add up to, in the order in which they were sent, however they arrived.

    Files and addresses are sources of their own; all other texts are one.
    """
    ordered = sorted(parts, key=lambda part: part.number)
    words = [part for part in ordered if part.is_text]
    found = [_handed(part) for part in ordered if not part.is_text]
    if words:
        origin = next((part.origin for part in words if part.origin), None) or Origin()
        text = joined([part.text for part in words])
        found.insert(0, Handed(text=text, outlet=origin.title, day=origin.day))
    return found


def joined(texts: Sequence[str]) -> str:
    """Join the texts of several messages; one that was cut within a sentence goes on in its line."""
    return "".join(_with_joints(texts))


def _with_joints(texts: Sequence[str]) -> Iterator[str]:
    for at, text in enumerate(texts):
        if at:
            before = texts[at - 1]
            cut = len(before) >= CUT_FROM and not _CLOSED.search(before.rstrip())
            yield " " if cut and not text[:1].isupper() else "\n\n"
        yield text


def _handed(part: Part) -> Handed:
    origin = part.origin or Origin()
    url = "" if part.file else part.text.strip()
    return Handed(url=url, file=part.file, title=part.title, outlet=origin.title, day=origin.day)


@cache
def _adapter() -> TypeAdapter[Gathering]:
    return TypeAdapter(Gathering)
