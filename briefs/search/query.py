"""The query language for those who want it: "exact phrase", -without, agency:, place:, topic: and dates.

The keys have Vietnamese names too: coquan:, diaphuong:, linhvuc:, tu:, truoc:. `after:2024` means from the
first day of 2024 on, `before:2024` until the day before it; a month (05/2024, 2024-05) or a day (31/05/2024,
2024-05-31) will do too. A value of several words stands in quotation marks: around names that are known,
`briefs.refining.with_whole_names` puts them. What does not fit is searched as plain words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefs.text.fold import fold, syllables, tone_key

_KEYS = {
    "agency": "agency",
    "coquan": "agency",
    "place": "place",
    "diaphuong": "place",
    "topic": "topic",
    "linhvuc": "topic",
    "after": "after",
    "tu": "after",
    "before": "before",
    "truoc": "before",
}
_NAMED = frozenset({"agency", "place", "topic"})
_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?P<key>\b[^\W\d_]{2,9}):)?"
    r'(?:["“”](?P<quoted>[^"“”]+)["“”]|(?P<word>\S+))'
)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    r"|(?:(?P<day_first>\d{1,2})/)?(?P<month_first>\d{1,2})/(?P<year_last>\d{4})"
)

OR = "hoặc"
_OR = frozenset({"hoặc", "hoăc", "hoạc", "hoac", "or"})
"""As it is typed in haste, too; “hoắc” is a herb and a name."""
_OF_ALL = frozenset({"về", "của", "ở", "tại", "about", "of"})
"""Words from which on the end of a query belongs to all that “hoặc” stands between; without their marks they
are others too (bảo vệ, tài chính)."""
_MOST_SIDES = 4
"""More are searched as mere words: each side takes as long as a query."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart: `words` to rank by, and what every answer must or must not have.

    Phrases are folded syllables that stand together; `names` are phrases among the names of a document's
    agencies, places and topics. Dates are from `after` on and earlier than `before`.
    """

    words: str
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    names: tuple[Phrase, ...] = ()
    after: dt.date | None = None
    before: dt.date | None = None

    @property
    def filtered(self) -> bool:
        """Whether anything but plain words was asked for."""
        return bool(self.phrases or self.without or self.names or self.after or self.before)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a typed query: `key` is agency, place, topic, after or before; `value` is as typed."""

    key: str
    value: str

    def __str__(self) -> str:
        return f'{self.key}:"{self.value}"' if " " in self.value else f"{self.key}:{self.value}"


def parse_query(text: str) -> Query:
    """Take a typed query apart; any text is a query."""
    if not any(sign in text for sign in '"“”-:'):
        return Query(text)
    query = Query("")
    for match in _PART.finditer(text):
        query = _with_part(query, match)
    return query


def sides(query: Query) -> tuple[Query, ...]:
    """Return the queries between which “hoặc” leaves the choice, each with all filters; else the query."""
    parts = alternatives(query.words)
    spoken = [f" {' '.join(syllables(part))} " for part in parts]
    phrases = [tuple(each for each in query.phrases if f" {' '.join(each)} " in part) for part in spoken]
    if len(parts) < 2 or any(not any(each in held for held in phrases) for each in query.phrases):
        return (query,)
    return tuple(replace(query, words=part, phrases=held) for part, held in zip(parts, phrases, strict=True))


def alternatives(words: str) -> tuple[str, ...]:
    """Return what “hoặc” or “or” stands between; the words as they are where it does not.

    From “về”, “của”, “ở” or “tại” on, the end belongs to all that have no such words: “thông tư hoặc nghị
    định về đất đai” asks for either on “đất đai”.
    """
    parts: list[list[str]] = [[]]
    for token in words.split():
        if tone_key(token) in _OR:
            parts.append([])
        else:
            parts[-1].append(token)
    if not 1 < len(parts) <= _MOST_SIDES or not all(syllables(" ".join(part)) for part in parts):
        return (words,)
    *_, end = map(_of_all, parts)
    return tuple(" ".join(part if _of_all(part) else part + end) for part in parts)


def _of_all(tokens: Sequence[str]) -> list[str]:
    at = next((at for at, token in enumerate(tokens) if at and tone_key(token) in _OF_ALL), len(tokens))
    return list(tokens[at:])


def split_filters(text: str) -> tuple[str, tuple[Filter, ...]]:
    """Return a typed query without its filters, with phrases and exclusions as typed, and the filters."""
    if ":" not in text:
        return text, ()
    words: list[str] = []
    filters: list[Filter] = []
    for match in _PART.finditer(text):
        found = _filter(match)
        if found is None:
            words.append(match.group())
        else:
            filters.append(found)
    return " ".join(words), tuple(filters)


def opened_filter(token: str) -> Filter | None:
    """Return the filter that a token opens whose name may go on behind it, without quotation marks.

    Its value is empty where the token ends after the colon.
    """
    written, _, value = token.partition(":")
    key = _KEYS.get(fold(written), "") if ":" in token and written.isalpha() else ""
    return Filter(key, value) if key in _NAMED and not value.startswith(('"', "“", "”")) else None


def _filter(match: re.Match[str]) -> Filter | None:
    """Return the filter that a part of a query is, or None for what is searched as words."""
    key, value = _KEYS.get(fold(match["key"] or "")), match["quoted"] or match["word"] or ""
    if key is None or match["minus"]:
        return None
    usable = syllables(value) if key in _NAMED else _first_day(value)
    return Filter(key, value) if usable else None


def _with_part(query: Query, match: re.Match[str]) -> Query:
    value = match["quoted"] or match["word"] or ""
    phrase = tuple(syllables(value))
    if (found := _filter(match)) is not None:
        return _with_filter(query, found)
    if match["minus"] and not match["key"] and phrase and value[0].isalpha():
        return replace(query, without=(*query.without, phrase))
    if match["quoted"] and not match["key"] and phrase:
        return replace(query, words=f"{query.words} {value}".strip(), phrases=(*query.phrases, phrase))
    return replace(query, words=f"{query.words} {match.group()}".strip())


def _with_filter(query: Query, found: Filter) -> Query:
    if found.key in _NAMED:
        return replace(query, names=(*query.names, tuple(syllables(found.value))))
    date = _first_day(found.value)
    return replace(query, after=date) if found.key == "after" else replace(query, before=date)


def _first_day(text: str) -> dt.date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"] or match["year_last"])
    month, day = match["month"] or match["month_first"], match["day"] or match["day_first"]
    try:
        return dt.date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
