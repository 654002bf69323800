"""What a mistyped Vietnamese syllable may have meant, by rule: unfinished Telex and VNI, regional sounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DOUBLED = re.compile(r"([aeod])\1")
_HORN = re.compile(r"([aou])w")
_TONE_LETTER = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxj]")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_LONGEST_TYPED, _LONGEST_DRAWN_OUT = 10, 40
_DIGITS = re.compile(r"[0-9]+")
# Sounds that regions, and hence spellings, confuse: at the start of a syllable, and at its end.
_STARTS = (
    *(("tr", "ch"), ("s", "x"), ("l", "n"), ("d", "gi"), ("r", "g"), ("d", "v"), ("gi", "v"), ("r", "d")),
    *(("ngh", "ng"), ("gh", "g"), ("k", "c"), ("qu", "w"), ("ph", "f")),
)
_ENDS = (("ng", "n"), ("nh", "n"), ("c", "t"), ("ch", "t"), ("y", "i"), ("u", "o"))
_ONSET = "b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x"
_RIME = (
    "a(c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(c|m|n|ng|nh|o|p|t|u|ch)?|i(a|ch|m|n|nh|p|t|u|ec|em|en|eng|ep|et|eu)?"
    "|o(c|i|m|n|ng|p|t|a|ac|ach|ai|am|an|ang|anh|ao|ap|at|ay|e|en|eo|et)?"
    "|u(a|an|ang|at|ay|c|e|i|ich|m|n|ng|o|oc|oi|om|on|ong|op|ot|ou|p|t|u|y|ya|ych|yen|yet|ynh|yt|yu)?"
    "|y(em|en|et|eu|nh|t)?"
)
_SYLLABLE = re.compile(f"({_ONSET})?({_RIME})")


def is_syllable(folded: str) -> bool:
    """Say whether a folded word is built like a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None


def unfinished(syllable: str) -> set[str]:
    """Return what a folded syllable says once Telex (ngoaij) or VNI (d9ien65) keys left in it are read.

    Letters drawn out (nhieuuu) are taken for one.
    """
    if not syllable.isascii() or len(syllable) > _LONGEST_DRAWN_OUT:
        return set()
    single = _DRAWN_OUT.sub(r"\1", syllable)
    if len(single) > _LONGEST_TYPED:
        return set()
    read = {_HORN.sub(r"\1", each) for each in {single, _DOUBLED.sub(r"\1", single)}}
    read |= {each.replace("w", "u") for each in read} | {each.replace("w", "") for each in read}
    read |= {_TONE_LETTER.sub(r"\1", each, count=1) for each in read}
    if not syllable.isdecimal():
        read |= {_DIGITS.sub("", each) for each in read}
    return {each for each in read if each and each != syllable}


def regional(syllable: str) -> Iterator[str]:
    """Yield the folded syllable as other regions would spell it."""
    for pair in _STARTS:
        for typed, meant in (pair, pair[::-1]):
            if syllable.startswith(typed) and len(syllable) > len(typed):
                yield meant + syllable[len(typed) :]
    for pair in _ENDS:
        for typed, meant in (pair, pair[::-1]):
            if syllable.endswith(typed) and len(syllable) > len(typed):
                yield syllable[: -len(typed)] + meant
