"""The query language for those who want it: "exact phrase", -without, agency:, place:, topic: and dates.

`after:2024` means from the first day of 2024 on, `before:2024` until the day before it; a month (05/2024,
2024-05) or a day (31/05/2024, 2024-05-31) will do too. A value of several words stands in quotation marks.
What does not fit is searched as plain words.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from briefs.text.fold import syllables

_PART = re.compile(
    r"(?P<minus>(?<!\S)-)?(?:(?P<key>\b(?:agency|place|topic|after|before)):)?"
    r'(?:["“”](?P<quoted>[^"“”]+)["“”]|(?P<word>\S+))',
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    r"|(?:(?P<day_first>\d{1,2})/)?(?P<month_first>\d{1,2})/(?P<year_last>\d{4})"
)

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


def parse_query(text: str) -> Query:
    """Take a typed query apart; any text is a query."""
    if not any(sign in text for sign in '"“”-:'):
        return Query(text)
    query = Query("")
    for match in _PART.finditer(text):
        query = _with_part(query, match)
    return query


def _with_part(query: Query, match: re.Match[str]) -> Query:
    value = match["quoted"] or match["word"] or ""
    phrase = tuple(syllables(value))
    key = (match["key"] or "").lower()
    date = _first_day(value) if key in {"after", "before"} else None
    if date is not None and not match["minus"]:
        return replace(query, after=date) if key == "after" else replace(query, before=date)
    if key in {"agency", "place", "topic"} and phrase and not match["minus"]:
        return replace(query, names=(*query.names, phrase))
    if match["minus"] and not key and phrase and value[0].isalpha():
        return replace(query, without=(*query.without, phrase))
    if match["quoted"] and not key and phrase:
        return replace(query, words=f"{query.words} {value}".strip(), phrases=(*query.phrases, phrase))
    return replace(query, words=f"{query.words} {match.group()}".strip())


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
