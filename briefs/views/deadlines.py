"""Duties by the day on which they are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, code, document, line, para
from briefs.deadlines import Due
from briefs.views.brief import clip
from briefs.views.context import Page, ViewContext, capitalised, joined
from briefs.views.duties import who_acts

DEADLINES_A_PAGE = 6
_ACTION, _WHO = 160, 90
_DAYS_COUNTED = 60
"""Farther days are told by their date alone."""


def deadlines(
    shown: Sequence[Due],
    page: Page,
    today: dt.date,
    context: ViewContext,
    *,
    key: str | None = None,
    passed: bool = False,
) -> Document:
    """Return a page of duties by day: those of a body or of all, from today on or `passed`."""
    tr, total = context.tr, page.total
    if passed:
        count = tr.plural("{n} duty whose deadline has passed", "{n} duties whose deadline has passed", total)
    else:
        count = tr.plural("{n} duty with a deadline ahead", "{n} duties with a deadline ahead", total)
    return document(
        [
            Heading(line(f"{context.name(key)}: " if key else "", count)),
            para(tr("Whether they were done is not known here."), aside=True) if passed and shown else None,
            *_days(shown, page.start, today, context),
            *_reckoned(shown, context),
            None if key else _example(context),
            *page.footer(tr),
        ]
    )


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
        return date
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


def _example(context: ViewContext) -> Block:
    example = code("/deadlines bo cong thuong")
    return Para((context.say("Of one body or place: {example}", example=example),), aside=True)
