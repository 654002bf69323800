"""A digest: what is new for one chat, why it is there, and when the next one comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefs.blocks import (
    Block,
    Document,
    Gap,
    Heading,
    Line,
    Para,
    Points,
    Span,
    bold,
    document,
    italic,
    line,
    para,
)
from briefs.digests import Digest, DigestItem, Notice
from briefs.i18n import Translator
from briefs.model import Body, Brief, Duty
from briefs.schedule import zone
from briefs.subscriptions import Reason, ReasonKind
from briefs.timezones import city_name
from briefs.views.brief import SYLLABLES_A_SECOND, clip, source_parts
from briefs.views.context import ViewContext, capitalised, joined
from briefs.views.results import query_name

FULL_ITEMS = 10
"""Briefs after these are one line each, but for those with duties of the bodies that are followed."""
DUTIES_SHOWN, SHARED_SHOWN = 4, 2
REASONS_SHOWN = 2
# An item at its longest, with four duties, fits in one message of 4,096 characters with heading and foot.
_TITLE, _SOURCE, _POINT, _ACTION, _BODIES, _DEADLINE, _REASON, _NOTE = 200, 120, 220, 280, 100, 80, 100, 300
_MINUTE_S = 60

MANAGE = "subs"
"""The payload that opens what a chat follows."""

Split = Sequence[Sequence[int]]
"""The numbers of the briefs in each part of a digest."""


@dataclass(frozen=True, slots=True)
class DigestPart:
    """One message of a digest, and the briefs in it."""

    document: Document
    brief_ids: tuple[int, ...]


def digest_parts(
    shown: Digest,
    context: ViewContext,
    *,
    size: Callable[[Document], int],
    limit: int,
    sample: bool = False,
    split: Split = (),
) -> list[DigestPart]:
    """Return a digest in parts of at most `limit` by `size`, split between briefs, or split as it was before.

    Each heading names the window, so that a copy is known as one, and the part where there are several.
    Corrections of what was sent before stand first.
    """
    opener = _opener(shown, context)
    items = [_item(item, context, opener, full=n < FULL_ITEMS) for n, item in enumerate(shown.items)]
    summary = para(_summary(shown, items, context))
    groups = dict(zip((item.brief.id for item in shown.items), items, strict=True))
    items[0][:0] = _notices(shown, context)
    items[-1] += [Gap(), *_foot(shown, context, sample=sample)]
    title = _title(shown, context, sample=sample)
    room = limit - size((_heading(title, 99, 99), summary))
    packed = _split(groups, split) if split else _packed(groups, size, room)
    parts = []
    for number, (ids, blocks) in enumerate(packed, start=1):
        first = (summary,) if number == 1 else ()
        parts.append(DigestPart(document([_heading(title, number, len(packed)), *first, *blocks]), ids))
    return parts


def notice_page(shown: Digest, context: ViewContext) -> Document:
    """Return corrections and withdrawals as a message of their own."""
    told = context.tr("The digests you got before are changed where that was still possible.")
    return document([*_notices(shown, context), Gap(), para(told, aside=True)])


def notice_of(told: Notice, brief: Brief, tr: Translator) -> Para:
    """Return what those who received a brief are told of it, as it stands in a private chat."""
    return _notice(told, brief, lambda shown: Span(f"/b{shown.id}"), tr)


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


def _packed(
    groups: Mapping[int, Sequence[Block]], size: Callable[[Document], int], room: int
) -> list[tuple[tuple[int, ...], list[Block]]]:
    """Put the blocks of briefs into as few parts as their order allows."""
    split: list[list[int]] = [[]]
    used = 0
    for brief_id, group in groups.items():
        needed = size(tuple(group))
        if split[-1] and used + needed > room:
            split.append([])
            used = 0
        split[-1].append(brief_id)
        used += needed
    return _split(groups, split)


def _split(
    groups: Mapping[int, Sequence[Block]], split: Sequence[Sequence[int]]
) -> list[tuple[tuple[int, ...], list[Block]]]:
    return [(tuple(ids), [block for one in ids for block in groups.get(one, ())]) for ids in split]


def _title(shown: Digest, context: ViewContext, *, sample: bool) -> str:
    window = _window(shown, context)
    if sample:
        return context.tr("Sample digest {window}", window=window)
    return context.tr("Digest {window}", window=window)


def _heading(title: str, part: int, parts: int) -> Heading:
    return Heading(line(title, f" ({part}/{parts})" if parts > 1 else ""))


def _summary(shown: Digest, items: Sequence[Sequence[Block]], context: ViewContext) -> str:
    """Return how many briefs there are and how long the digest takes to read, to the next ten seconds."""
    tr = context.tr
    count = tr.plural("{n} new brief", "{n} new briefs", len(shown.items) + shown.omitted)
    syllables = sum(len(span.text.split()) for item in items for block in item for span in _spans(block))
    seconds = max(10, -(-syllables // (SYLLABLES_A_SECOND * 10)) * 10)
    if seconds <= _MINUTE_S:
        return f"{count} · {tr('{n} s read', n=seconds)}"
    return f"{count} · {tr('{n} min read', n=-(-seconds // _MINUTE_S))}"


def _spans(block: Block) -> Iterator[Span]:
    match block:
        case Para(rows) | Points(rows):
            for row in rows:
                yield from row


def _window(shown: Digest, context: ViewContext) -> str:
    """Return the window as local dates, with hours where it is shorter than two days."""
    place, tr = zone(shown.timezone), context.tr
    start, end = shown.start.astimezone(place), shown.end.astimezone(place)
    first, last = start.date(), end.date()
    if end - start < dt.timedelta(days=2):
        hours = tr.time(start.time()), tr.time(end.time())
        if (first, hours[0]) == (last, hours[1]):  # at once: from one minute to the same
            return f"{hours[1]} {tr.date(last)}"
        return f"{hours[0]} {tr.day(first)} – {hours[1]} {tr.date(last)}"
    if first.year != last.year:
        return f"{tr.date(first)} – {tr.date(last)}"
    if first.month != last.month:
        return f"{tr.day(first)} – {tr.date(last)}"
    return f"{first.day}–{tr.date(last)}"


def _opener(shown: Digest, context: ViewContext) -> Callable[[Brief], Span]:
    """Return how a brief is named to be opened: by a command, or in a channel by a link."""
    return lambda brief: Span(f"/b{brief.id}", url=context.brief_url(brief.id) if shown.in_channel else None)


def _notices(shown: Digest, context: ViewContext) -> list[Block]:
    """Return what readers are told of briefs that they received."""
    opener = _opener(shown, context)
    return [
        block for told, brief in shown.notices for block in (Gap(), _notice(told, brief, opener, context.tr))
    ]


def _notice(notice: Notice, brief: Brief, opener: Callable[[Brief], Span], tr: Translator) -> Para:
    heading, text = tr("Correction"), notice.text
    if notice.withdrawn:
        heading = tr("Withdrawn")
    elif notice.restored:
        heading, text = tr("Back again"), tr("The brief was withdrawn; now it can be read again.")
    title = line(bold(f"{heading}: "), clip(brief.title, _TITLE), " → ", opener(brief))
    return Para((title, line(clip(text, _NOTE))))


def _marked(item: DigestItem, context: ViewContext) -> list[Block]:
    """Return the line of a digest that was sent which says what was corrected since, or why it is gone."""
    if item.notice is None:
        return []
    tr, text = context.tr, clip(item.notice.text, _NOTE)
    day = tr.date(item.notice.at.date())
    if item.notice.withdrawn:
        return [para(italic(tr("Withdrawn on {date}: {text}", date=day, text=text)))]
    return [para(italic(tr("Corrected on {date}: {text}", date=day, text=text)))]


def _item(
    item: DigestItem, context: ViewContext, opener: Callable[[Brief], Span], *, full: bool
) -> list[Block]:
    """Return one brief: what the followed bodies must do first, then what was decided, and why it is here."""
    title = line(bold(clip(item.brief.title, _TITLE)), " → ", opener(item.brief))
    if item.notice is not None and item.notice.withdrawn:
        return [Gap(), Para((title,)), *_marked(item, context)]
    if not full and not item.duties:
        return [Gap(), Para((title, line(italic(_why(item.reasons, context))))), *_marked(item, context)]
    source = joined([clip(part, _SOURCE) for part in source_parts(item.brief.content, context)])
    points = [para(clip(capitalised(point.text), _POINT)) for point in item.brief.content.points[:1]]
    return [
        Gap(),
        Para((title, source) if source else (title,)),
        *_marked(item, context),
        *_duties(item.duties, context.tr("What those you follow must do:"), context),
        *points,
        *([] if item.duties else _shared(item, context)),
        para(_why(item.reasons, context), aside=True),
    ]


def _shared(item: DigestItem, context: ViewContext) -> Iterator[Block]:
    title = context.tr("Shared duties that concern those you follow:")
    return _duties(item.shared, title, context, SHARED_SHOWN)


def _duties(
    duties: Sequence[Duty], title: str, context: ViewContext, most: int = DUTIES_SHOWN
) -> Iterator[Block]:
    if not duties:
        return
    yield para(bold(title))
    for told, group in groupby(duties[:most], key=lambda duty: _told(duty, context)):
        if told:
            yield Para((told,))
        yield Points(tuple(line(clip(capitalised(duty.directive.action), _ACTION)) for duty in group))
    if len(duties) > most:
        more = len(duties) - most
        yield para(context.tr.plural("and {n} more duty", "and {n} more duties", more), aside=True)


def _told(duty: Duty, context: ViewContext) -> Line:
    """Return who answers for a duty, with whom and until when; neighbours may share it."""
    tr, directive = context.tr, duty.directive
    who, partners = _names(directive.responsible, context), _names(directive.partners, context)
    facts = [
        f"{tr('With')}: {partners}" if partners else "",
        f"{tr('Deadline')}: {clip(directive.deadline.text, _DEADLINE)}" if directive.deadline else "",
    ]
    told = "; ".join(fact for fact in facts if fact)
    return line(bold(who), italic(f" ({told})" if who and told else told))


def _names(bodies: Sequence[Body], context: ViewContext) -> str:
    return clip(", ".join(context.body(body) for body in bodies), _BODIES)


def _why(reasons: Sequence[Reason], context: ViewContext) -> str:
    strongest = {reason.followed: reason for reason in reversed(reasons)}.values()
    names = [_reason(reason, context) for reason in reasons if reason in strongest][:REASONS_SHOWN]
    return context.tr("Here because you follow {what}.", what=", ".join(names))


def _reason(reason: Reason, context: ViewContext) -> str:
    tr = context.tr
    if reason.kind is ReasonKind.EVERYTHING:
        return tr("all briefs")
    if reason.kind is ReasonKind.QUERY:
        return clip(query_name(reason.followed, context), _REASON)
    if reason.kind is ReasonKind.DOCUMENT:
        return clip(reason.followed, _REASON)
    followed = context.name(reason.followed)
    if reason.kind is ReasonKind.GROUP:
        return tr("{body} (shared duty of {group})", body=followed, group=context.name(reason.via))
    if reason.via:
        return tr("{body} (named there: {other})", body=followed, other=context.name(reason.via))
    return followed


def _foot(shown: Digest, context: ViewContext, *, sample: bool) -> Iterator[Block]:
    tr = context.tr
    if shown.omitted and shown.in_channel:
        yield para(tr.plural("and {n} more brief", "and {n} more briefs", shown.omitted))
    elif shown.omitted:
        text = tr.plural("{n} more brief: see /latest.", "{n} more briefs: see /latest.", shown.omitted)
        yield para(text)
    if sample:
        yield para(tr("This is a sample: the schedule stays as it is."), aside=True)
    change: Span | str = "/mysubs"
    if shown.in_channel:
        change = Span(tr("in the chat with the bot"), url=context.start_url(MANAGE))
    how = context.say("Change or stop: {command}", command=change)
    if shown.next_due is not None:
        upcoming = moment(shown.next_due, shown.timezone, context)
        how = line(f"{tr('Next: {moment}.', moment=upcoming)} ", *how)
    yield Para((how,), aside=True)
