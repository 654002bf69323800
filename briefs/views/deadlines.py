"""Duties by the day on which they are due."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, code, document, line, para
from briefs.deadlines import Due
from briefs.holdings import DueDuty
from briefs.i18n import Translator
from briefs.search.periods import Period
from briefs.views.brief import clip
from briefs.views.context import Page, ViewContext, capitalised, joined
from briefs.views.duties import who_acts

DEADLINES_A_PAGE = 6
_ACTION, _WHO = 160, 90
_DAYS_COUNTED = 60
"""Farther days are told by their date alone."""


@dataclass(frozen=True, slots=True)
class Soon:
    """How many duties are due this week from today on, in the next one, and this month."""

    this_week: int
    next_week: int
    this_month: int

    @classmethod
    def of(cls, due: Sequence[DueDuty], today: dt.date) -> Soon:
        """Count what is due from today on, the earliest first; a week ends on Sunday."""
        sunday = today + dt.timedelta(days=6 - today.weekday())
        month_end = today.replace(day=calendar.monthrange(today.year, today.month)[1])
        ends = (sunday, sunday + dt.timedelta(weeks=1), month_end)
        week, fortnight, month = (bisect_right(due, end, key=attrgetter("day")) for end in ends)
        return cls(week, fortnight - week, month)


def deadlines(
    shown: Sequence[Due],
    page: Page,
    today: dt.date,
    context: ViewContext,
    *,
    key: str | None = None,
    passed: bool = False,
    period: Period | None = None,
    soon: Soon | None = None,
) -> Document:
    """Return a page of duties by day: those of a body or of all, from today on, `passed`, or of a `period`.

    `soon` says how many of all pages are due when.
    """
    tr, name = context.tr, context.name(key) if key else ""
    whose = f"{name}: " if name else ""
    counted = _counted_in(period, name, page.total, tr) if period else ""
    late = any(each.day < today for each in shown)
    caveat = tr("Whether they were done is not known here.") if late else ""
    if not page.total:
        caveat = tr("Only duties with a day, month, quarter or year are listed here.")
    return document(
        [
            Heading(line(capitalised(counted or whose + _count(page.total, tr, passed=passed)))),
            para(caveat, aside=True) if caveat else None,
            para(_soon(soon, tr)) if soon else None,
            *_days(shown, page.start, today, context),
            *_reckoned(shown, context),
            None if key else _example("/overdue" if passed else "/deadlines", today, context),
            *page.footer(tr),
        ]
    )


def none_due(key: str, period: Period, context: ViewContext) -> Document:
    """Return what is said above all duties of a body that has none due in the period asked for."""
    tr = context.tr
    none = capitalised(_counted_in(period, context.name(key), 0, tr))
    return (para(tr("{none}. All its duties follow.", none=none), aside=True), Gap())


def _count(total: int, tr: Translator, *, passed: bool) -> str:
    if not total:
        return tr("no duty whose deadline has passed") if passed else tr("no duty with a deadline ahead")
    if passed:
        return tr.plural("{n} duty whose deadline has passed", "{n} duties whose deadline has passed", total)
    return tr.plural("{n} duty with a deadline ahead", "{n} duties with a deadline ahead", total)


def _counted_in(period: Period, name: str, total: int, tr: Translator) -> str:
    """Return whose duties are due when, and how many: Bộ Y tế, hạn trong quý 4/2026: 2 nhiệm vụ."""
    count = tr.plural("{n} duty", "{n} duties", total) if total else tr("no duty")
    return f"{', '.join(filter(None, (name, _due_in(period, tr))))}: {count}"


def _due_in(period: Period, tr: Translator) -> str:
    first, last = tr.date(period.first), tr.date(period.after - dt.timedelta(days=1))
    if period.first == dt.date.min:
        return tr("due until {date}", date=last)
    if period.after == dt.date.max:
        return tr("due from {date} on", date=first)
    if first == last:
        return tr("due on {date}", date=first)
    return _named(period, tr) or tr("due from {first} to {last}", first=first, last=last)


def _named(period: Period, tr: Translator) -> str:
    """Return what is said of a whole month, quarter or year; nothing of other days."""
    first, after = period.first, period.after
    if first.day > 1 or after.day > 1:
        return ""
    months = 12 * (after.year - first.year) + after.month - first.month
    if months == 1:
        return tr("due in {month}/{year}", month=first.month, year=first.year)
    if months == 3 and first.month % 3 == 1:
        return tr("due in quarter {quarter}/{year}", quarter=first.month // 3 + 1, year=first.year)
    return tr("due in {year}", year=first.year) if months == 12 and first.month == 1 else ""


def _soon(soon: Soon, tr: Translator) -> str:
    counts = {"this": soon.this_week, "next": soon.next_week, "month": soon.this_month}
    told = {name: tr.number(count) for name, count in counts.items()}
    return tr("This week: {this} · next week: {next} · this month: {month}", **told)


def _days(shown: Sequence[Due], start: int, today: dt.date, context: ViewContext) -> Iterator[Block]:
    numbered = enumerate(shown, start=start + 1)
    for day, group in groupby(numbered, key=lambda pair: pair[1].day):
        yield Gap()
        yield Heading(line(_day(day, today, context)))
        yield Para(tuple(row for number, due in group for row in _rows(number, due, context)))


def _rows(number: int, due: Due, context: ViewContext) -> Iterator[Line]:
    """Yield what is to be done, and below it who has to, the deadline as written, and the brief."""
    tr, directive = context.tr, due.duty.directive
    written = directive.deadline.text if directive.deadline else ""
    facts = (clip(who_acts(directive, context), _WHO), f"{tr('Deadline')}: {written}")
    yield line(bold(f"{number}. "), clip(capitalised(directive.action), _ACTION))
    yield line(*joined(facts), f" → /b{due.duty.brief_id}")


def _day(day: dt.date, today: dt.date, context: ViewContext) -> str:
    """Return a day and how far it is from today: 31/12/2026, in 5 days."""
    tr, days = context.tr, (day - today).days
    date = tr.date(day)
    if abs(days) > _DAYS_COUNTED:
        return date if days > 0 else tr("{date}, passed", date=date)
    if days == 0:
        return tr("{date}, today", date=date)
    if days < 0:
        return tr.plural("{date}, {n} day ago", "{date}, {n} days ago", -days, date=date)
    return tr.plural("{date}, in {n} day", "{date}, in {n} days", days, date=date)


def _reckoned(shown: Sequence[Due], context: ViewContext) -> Iterator[Block]:
    """Say of days that no source gives where they come from."""
    if any(due.duty.directive.deadline and due.duty.directive.deadline.due is None for due in shown):
        yield Gap()
        text = context.tr("Where the source gives no full date, the day was reckoned from its words.")
        yield para(text, aside=True)


def _example(command: str, today: dt.date, context: ViewContext) -> Block:
    example = code(f"{command} bo cong thuong {today.month}/{today.year}")
    return Para(
        (context.say("Of a body or place, in a month, quarter or year: {example}", example=example),),
        aside=True,
    )
