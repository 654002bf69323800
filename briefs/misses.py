"""Which searches without result may be counted: words, never what may tell of a person."""

from __future__ import annotations

import re

from briefs.search.query import parse_query
from briefs.text.fold import syllables

MOST_WORDS = 8
"""A search has fewer words; a longer text was pasted, and may be anything."""
_LONGEST = 80
_DIGIT_RUN = re.compile(r"\d(?:[\s.\-()]{0,2}\d){6,}")
"""Seven digits and more, spaced or not: numbers of telephones, identity cards and accounts."""


def countable_words(query: str) -> str | None:
    """Return the folded words of a query to count it by, None where it must not be counted.

    Not counted are e-mail addresses, links, long runs of digits and long texts, nor queries with filters or
    exclusions: these may be why nothing was found.
    """
    parsed = parse_query(query)
    if parsed.names or parsed.without or parsed.after or parsed.before:
        return None
    words = parsed.words
    private = "@" in words or "://" in words or _DIGIT_RUN.search(words)
    if private or len(words) > _LONGEST:
        return None
    folded = syllables(words)
    return " ".join(folded) if 0 < len(folded) <= MOST_WORDS else None
