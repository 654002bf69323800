"""Days, months, quarters and years typed alone: “tháng 12/2024” asks for what is dated so."""

from __future__ import annotations

import datetime as dt
import re

from briefs.text.dates import QUARTERS
from briefs.text.fold import fold

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF = r"(?: ?[/.] ?| nam | )"
_PERIOD = re.compile(
    r"(?:(?:tin|ban tin|trong|vao|cua) )*"
    r"(?:"
    rf"(?:ngay )?(?P<day>\d{{1,2}})(?: ?[/.] ?| thang )(?P<month>\d{{1,2}}){_OF}{_YEAR}"
    rf"|(?:thang )?(?P<only_month>\d{{1,2}}){_OF}{_YEAR.replace('year', 'of_month')}"
    rf"|quy (?P<quarter>[1-4]|i{{1,3}}|iv){_OF}{_YEAR.replace('year', 'of_quarter')}"
    rf"|nam {_YEAR.replace('year', 'only_year')}"
    r")"
)


def period(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first day of what a whole text names, and the first day after it; None for any other text.

    A year alone is one only where it is called so: 2024 is a number too.
    """
    match = _PERIOD.fullmatch(fold(text))
    if match is None:
        return None
    try:
        return _bounds(match)
    except ValueError:  # no such day or month
        return None


def _bounds(match: re.Match[str]) -> tuple[dt.date, dt.date]:
    if match["day"]:
        first = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
        return first, first + dt.timedelta(days=1)
    if match["only_month"]:
        return _months(int(match["of_month"]), int(match["only_month"]), 1)
    if match["quarter"]:
        return _months(int(match["of_quarter"]), 3 * QUARTERS[match["quarter"]] - 2, 3)
    return _months(int(match["only_year"]), 1, 12)


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    after = month - 1 + count
    return dt.date(year, month, 1), dt.date(year + after // 12, after % 12 + 1, 1)
