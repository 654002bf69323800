"""Abbreviations: mined from "Ủy ban nhân dân (UBND)", told by the caller, and guessed from initials."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefs.search.initials import LONGEST
from briefs.text.fold import fold, syllables

_BRACKETED = re.compile(r"\(([A-ZĐ][A-ZĐ&.\-]{1,9})\)")
_BREAK = re.compile(r"[().;:\n]")
_REACH = 80
_VOWELS = frozenset("aeiouy")


class ShortForms:
    """Short forms and the long forms they stand for, as tuples of folded syllables."""

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        self._long: dict[str, Counter[tuple[str, ...]]] = {}
        self._short: dict[tuple[str, ...], set[str]] = {}
        for short, expansions in known.items():
            for expansion in expansions:
                self._note("".join(syllables(short)), tuple(syllables(expansion)))

    def learn(self, text: str) -> None:
        """Note every abbreviation that the text explains in brackets."""
        if "(" not in text:
            return
        for match in _BRACKETED.finditer(text):
            short = "".join(syllables(match[1]))
            before = _BREAK.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
            if len(short) >= 2:
                self._note_fitting(short, tuple(syllables(before)[-len(short) :]))

    def rows(self) -> list[list[Any]]:
        """Return rows of plain values: a short form, a long form, how often they were seen together."""
        return [[short, long, seen] for short, all_ in self._long.items() for long, seen in all_.items()]

    @classmethod
    def restored(cls, rows: Iterable[Sequence[Any]]) -> ShortForms:
        """Return the short forms that gave these rows."""
        new = cls({})
        for short, long, seen in rows:
            new._note(short, tuple(long), seen)
        return new

    def expansions(self, short: str) -> list[tuple[str, ...]]:
        """Return the long forms of a folded short form, the most often seen first, at most three."""
        return [long for long, _ in self._long.get(short, Counter()).most_common(3)]

    def shorts(self, long: tuple[str, ...]) -> set[str]:
        """Return the short forms of a long form."""
        return self._short.get(long, set())

    def _note_fitting(self, short: str, long: tuple[str, ...]) -> None:
        if "".join(syllable[0] for syllable in long) == short:
            self._note(short, long)

    def _note(self, short: str, long: tuple[str, ...], times: int = 1) -> None:
        if short and len(long) > 1:
            self._long.setdefault(short, Counter())[long] += times
            self._short.setdefault(long, set()).add(short)


def may_be_short(typed: str, folded: str) -> bool:
    """Say whether a typed syllable may stand for the initials of several: in capitals, or without a vowel."""
    if not 2 <= len(folded) <= LONGEST or not folded.isalpha():
        return False
    return typed.isupper() or not set(folded) & _VOWELS


def looks_short(spelling: str) -> bool:
    """Say whether a spelling is written like an abbreviation: two to six capitals."""
    return (
        2 <= len(spelling) <= LONGEST and spelling.isupper() and spelling.isalpha() and bool(fold(spelling))
    )
