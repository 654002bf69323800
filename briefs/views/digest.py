"""A digest: what is new for one chat, why it is there, and when the next one comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, Points, bold, document, line, para
from briefs.digests import Digest, DigestItem
from briefs.model import Duty
from briefs.schedule import zone
from briefs.subscriptions import Reason, ReasonKind
from briefs.timezones import city_name
from briefs.views.brief import brief_in_short, reading_seconds
from briefs.views.context import ViewContext, joined

DUTIES_SHOWN = 4
REASONS_SHOWN = 2


def digest(shown: Digest, context: ViewContext) -> Document:
    """Return a digest; its heading names the window, so that a copy is known as one."""
    tr = context.tr
    count = tr.plural("{n} new brief", "{n} new briefs", len(shown.items) + shown.omitted)
    seconds = sum(reading_seconds(item.brief.content) for item in shown.items)
    return document(
        [
            Heading(line(tr("Digest {window}", window=_window(shown, context)))),
            Para((joined([count, tr("{n} s read", n=seconds)]),)),
            *(block for item in shown.items for block in _item(item, context)),
            Gap(),
            _omitted(shown, context),
            para(_next(shown, context), aside=True),
        ]
    )


def moment(at: dt.datetime, timezone: str, context: ViewContext) -> str:
    """Return a time as people say it where they are: “thứ Hai 06/01/2025, 07:30 giờ Việt Nam”."""
    local, tr = at.astimezone(zone(timezone)), context.tr
    return tr(
        "{weekday} {date}, {time} {zone}",
        weekday=tr.weekday(local.date()),
        date=tr.date(local.date()),
        time=tr.time(local.time()),
        zone=zone_name(timezone, context),
    )


def zone_name(timezone: str, context: ViewContext) -> str:
    """Return “giờ Việt Nam” for the home zone, else the zone's city."""
    if timezone == "Asia/Ho_Chi_Minh":
        return context.tr("Vietnam time")
    return context.tr("{city} time", city=city_name(timezone, context.tr.language))


def _window(shown: Digest, context: ViewContext) -> str:
    place, tr = zone(shown.timezone), context.tr
    start, end = shown.start.astimezone(place), shown.end.astimezone(place)
    if end - start < dt.timedelta(days=2):
        return f"{tr.time(start.time())} {start:%d/%m} – {tr.time(end.time())} {tr.date(end.date())}"
    return f"{start:%d/%m} – {tr.date(end.date())}"


def _item(item: DigestItem, context: ViewContext) -> Iterator[Block]:
    yield Gap()
    yield from brief_in_short(item.brief, context)
    yield from _duties(item.duties, context.tr("What those you follow must do:"), context)
    if not item.duties:
        yield from _duties(item.shared, context.tr("Shared duties that concern those you follow:"), context)
    yield para(_why(item.reasons, context), aside=True)


def _duties(duties: Sequence[Duty], title: str, context: ViewContext) -> Iterator[Block]:
    if not duties:
        return
    yield para(bold(title))
    yield Points(tuple(_duty(duty, context) for duty in duties[:DUTIES_SHOWN]))
    if len(duties) > DUTIES_SHOWN:
        more = len(duties) - DUTIES_SHOWN
        yield para(context.tr.plural("and {n} more duty", "and {n} more duties", more), aside=True)


def _duty(duty: Duty, context: ViewContext) -> Line:
    directive = duty.directive
    who = ", ".join(context.body(body) for body in directive.responsible)
    deadline = f" ({context.tr('Deadline')}: {directive.deadline.text})" if directive.deadline else ""
    return line(bold(f"{who}: ") if who else "", directive.action, deadline)


def _why(reasons: Sequence[Reason], context: ViewContext) -> str:
    names = list(dict.fromkeys(_reason(reason, context) for reason in reasons))[:REASONS_SHOWN]
    return context.tr("Here because you follow {what}.", what=", ".join(names))


def _reason(reason: Reason, context: ViewContext) -> str:
    tr = context.tr
    if reason.kind is ReasonKind.EVERYTHING:
        return tr("all briefs")
    if reason.kind is ReasonKind.QUERY:
        return f"“{reason.followed}”"
    if reason.kind is ReasonKind.DOCUMENT:
        return reason.followed
    followed = context.name(reason.followed)
    if reason.kind is ReasonKind.GROUP:
        return tr("{body} (shared duty of {group})", body=followed, group=context.name(reason.via))
    if reason.via:
        return tr("{body} (named there: {other})", body=followed, other=context.name(reason.via))
    return followed


def _omitted(shown: Digest, context: ViewContext) -> Block | None:
    if not shown.omitted:
        return None
    text = context.tr.plural("{n} more brief: see /latest.", "{n} more briefs: see /latest.", shown.omitted)
    return para(text)


def _next(shown: Digest, context: ViewContext) -> str:
    tr = context.tr
    change = tr("Change or stop: {command}", command="/mysubs")
    if shown.next_due is None:
        return change
    return f"{tr('Next: {moment}.', moment=moment(shown.next_due, shown.timezone, context))} {change}"
