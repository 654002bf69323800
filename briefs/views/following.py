"""Subscriptions: what a chat follows, when and where it is sent, and what just changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, code, document, italic, line, para
from briefs.i18n import Translator
from briefs.library import Volume
from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Chat, Criteria, Subscription
from briefs.views.brief import clip
from briefs.views.context import Page, ViewContext, capitalised
from briefs.views.digest import moment, zone_name
from briefs.views.results import query_name

SUBSCRIPTIONS_A_PAGE = 6
_MONDAY = dt.date(2024, 1, 1)
"""Any Monday: day names are those of the days after it."""
_NAME_LENGTH = 80
_QUERY_LENGTH = 60


class Change(StrEnum):
    """What following something changed."""

    NEW = "new"
    SAME = "same"
    MOVED = "moved"


def criteria_name(criteria: Criteria, context: ViewContext) -> str:
    """Return what is followed, as people say it."""
    if criteria.everything:
        return context.tr("all briefs")
    parts = [context.name(key) for key in criteria.keys] + list(criteria.documents)
    if criteria.query:
        parts.append(query_name(criteria.query, context))
    return clip(", ".join(parts), _NAME_LENGTH)


def schedule_name(schedule: Schedule, tr: Translator) -> str:
    """Return when it is sent: “Hằng ngày, 07:30”."""
    return capitalised(_schedule_name(schedule, tr))


def _schedule_name(schedule: Schedule, tr: Translator) -> str:
    at = tr.time(schedule.at)
    if schedule.frequency is Frequency.IMMEDIATE:
        return tr("as soon as published")
    if schedule.frequency is Frequency.DAILY:
        return tr("daily, {time}", time=at)
    if schedule.frequency is Frequency.WORKDAYS:
        return tr("working days, {time}", time=at)
    if schedule.frequency is Frequency.MONTHLY:
        return tr("monthly on day {day}, {time}", day=schedule.monthday, time=at)
    return tr("weekly on {day}, {time}", day=day_name(schedule.weekday, tr), time=at)


def day_name(weekday: int, tr: Translator) -> str:
    """Return the name of a day of the week; Monday is 0."""
    return tr.weekday(_MONDAY + dt.timedelta(days=weekday))


def short_day_names(tr: Translator) -> list[str]:
    """Return the days of the week from Monday, short enough for seven buttons in a row."""
    return tr("Mon Tue Wed Thu Fri Sat Sun").split()


def choose_what(context: ViewContext, heading: str | None = None) -> Document:
    """Ask what to follow."""
    tr = context.tr
    body, words = code("/subscribe bo cong thuong"), code("/subscribe xuat khau -gao")
    return document(
        [
            Heading(line(heading or tr("What do you want to follow?"))),
            Para((context.say("Choose below, or type it: {example}", example=body),)),
            Para((context.say("Words to have, and with a minus not to have: {example}", example=words),)),
        ]
    )


def choose_meaning(typed: str, context: ViewContext, *, too_long: bool = False) -> Document:
    """Ask which of several things typed words mean, or for fewer words."""
    tr, shown = context.tr, bold(f"“{clip(typed, _QUERY_LENGTH)}”")
    if too_long:
        return document([para(tr("That is too long to follow: type a name, a number or a few words."))])
    return document([Para((context.say("What do you mean by {words}?", words=shown),))])


def choose_when(criteria: Criteria, volume: Volume, chat: Chat, context: ViewContext) -> Document:
    """Ask when to send what was chosen; `volume` is how many briefs it would have had in the last 30 days."""
    tr = context.tr
    return document(
        [
            Heading(line(tr("Follow: {what}", what=criteria_name(criteria, context)))),
            para(_volume(volume, tr)),
            para(tr("When shall it be sent? Nothing is sent when there is nothing new.")),
            _zone(chat, context),
        ]
    )


def choose_hour(criteria: Criteria, schedule: Schedule, chat: Chat, context: ViewContext) -> Document:
    """Ask for the hour of a schedule, and say how to type any other."""
    tr = context.tr
    often = {
        Frequency.WORKDAYS: tr("on working days"),
        Frequency.WEEKLY: tr("weekly on {day}", day=day_name(schedule.weekday, tr)),
        Frequency.MONTHLY: tr("monthly on day {day}", day=schedule.monthday),
    }.get(schedule.frequency, tr("daily"))
    typed = _schedule_name(replace(schedule, at=dt.time(18, 15)), tr)
    example = code(f"/subscribe {_typed(criteria, context)} {typed}")
    return document(
        [
            Heading(line(tr("Follow: {what}", what=criteria_name(criteria, context)))),
            para(tr("Sent {how_often}. At what hour?", how_often=often)),
            Para((context.say("Any other hour can be typed: {example}", example=example),), aside=True),
            _zone(chat, context),
        ]
    )


def choose_monthday(criteria: Criteria, context: ViewContext) -> Document:
    """Ask for the day of the month."""
    tr = context.tr
    return document(
        [
            Heading(line(tr("Follow: {what}", what=criteria_name(criteria, context)))),
            para(tr("On which day of the month? A month that is too short has its last day instead.")),
        ]
    )


def confirmed(
    subscription: Subscription,
    change: Change,
    now: dt.datetime,
    context: ViewContext,
    *,
    before: Schedule | None = None,
) -> Document:
    """Say what is now followed, when and where, or that nothing changed; `before` is the schedule left."""
    tr, what = context.tr, criteria_name(subscription.criteria, context)
    heading = {
        Change.NEW: tr("Following: {what}", what=what),
        Change.SAME: tr("You already follow: {what}", what=what),
        Change.MOVED: tr("Schedule changed: {what}", what=what),
    }[change]
    earlier = para(tr("Before: {when}", when=schedule_name(before, tr)), aside=True) if before else None
    return document(
        [
            Heading(line(heading)),
            para(tr("Sent: {when}", when=schedule_name(subscription.schedule, tr))),
            earlier,
            para(tr("Sent to: {place}", place=_place(subscription, context))),
            para(_paused(subscription, context)) if subscription.paused(now) else None,
            _next_send(subscription, context),
            para(tr("Nothing was changed."), aside=True) if change is Change.SAME else None,
            para(_where_to_change(subscription, context), aside=True),
        ]
    )


def subscriptions(
    listed: Sequence[Subscription], page: Page, now: dt.datetime, context: ViewContext
) -> Document:
    """Return a page of what a chat follows, each with its last and next send."""
    tr = context.tr
    if not listed:
        hint = tr("Choose topics, bodies or places and get what is new: {command}", command="/subscribe")
        return document([Heading(line(tr("This chat follows nothing yet"))), para(hint)])
    blocks: list[Block] = [Heading(line(_list_title(listed[0], context)))]
    for number, item in enumerate(page.take(listed), start=page.start + 1):
        name = line(bold(f"{number}. {criteria_name(item.criteria, context)}"))
        blocks += [Gap(), Para((name, *_timing(item, now, context)))]
    return document([*blocks, *page.footer(tr)])


def in_other_topics(count: int, tr: Translator) -> Iterator[Block]:
    """Yield how many subscriptions there are in a group beside those of the topic that is shown."""
    if count:
        text = tr.plural(
            "Other topics of the group follow {n} thing.",
            "Other topics of the group follow {n} things.",
            count,
        )
        yield para(text, aside=True)


def subscription(item: Subscription, volume: Volume, now: dt.datetime, context: ViewContext) -> Document:
    """Return one subscription, to be changed; `volume` counts its briefs in the last 30 days."""
    tr = context.tr
    return document(
        [
            Heading(line(criteria_name(item.criteria, context))),
            Para(_timing(item, now, context)),
            para(tr("Sent to: {place}", place=_place(item, context))),
            para(_volume(volume, tr)),
        ]
    )


def stopped(ended: Sequence[Subscription], context: ViewContext) -> Document:
    """Say which subscriptions have ended."""
    tr = context.tr
    return document(
        para(tr("Stopped: {what}.", what=criteria_name(item.criteria, context))) for item in ended
    )


def confirm_stopping(count: int, context: ViewContext) -> Document:
    """Ask before all of a chat's subscriptions end."""
    question = context.tr.plural("Stop {n} subscription?", "Stop all {n} subscriptions?", count)
    return document([Heading(line(question)), para(context.tr("This can be undone."))])


def muted(count: int, until: dt.datetime, timezone: str, context: ViewContext) -> Document:
    """Say how many subscriptions were paused, until when, and that nothing is lost."""
    tr = context.tr
    paused = tr.plural(
        "{n} digest is paused until {moment}.",
        "{n} digests are paused until {moment}.",
        count,
        moment=moment(until, timezone, context),
    )
    return document([para(paused), para(tr("What is published meanwhile comes afterwards."), aside=True)])


def how_to_mute(context: ViewContext) -> Document:
    """Say how a pause is typed."""
    examples = {"days": code("/mute 10"), "weeks": code(f"/mute {context.tr('2 weeks')}")}
    return document([Para((context.say("For how long? For example {days} (days) or {weeks}.", **examples),))])


def too_many(limit: int, context: ViewContext) -> Document:
    """Say that a chat follows as much as it can."""
    return document([para(context.tr("This chat follows {limit} things: stop one first.", limit=limit))])


def choose_where(item: Subscription | None, context: ViewContext) -> Document:
    """Ask for the group or channel to send a subscription to, or whose subscriptions to show."""
    tr = context.tr
    question = (
        tr("Where shall “{what}” be sent?", what=criteria_name(item.criteria, context).strip("“”"))
        if item
        else tr("Which group's or channel's digests do you want to see?")
    )
    return document(
        [
            Heading(line(question)),
            para(tr("Choose it with the buttons at the bottom. You must be an admin there.")),
            para(tr("The bot must be a member of the group, or may post in the channel.")),
            para(tr("For one topic of a group, type /subscribe inside that topic instead."), aside=True),
        ]
    )


def chosen(title: str, context: ViewContext) -> Document:
    """Say which group or channel was chosen."""
    return document([para(*context.say("Chosen: {place}", place=bold(clip(title, _NAME_LENGTH) or "…")))])


def cannot_send(context: ViewContext, *, administered: bool) -> Document:
    """Say why a chosen group or channel gets no digests, and what to do."""
    tr = context.tr
    if not administered:
        return document([para(tr("Only admins of that group or channel can do this; ask one of them."))])
    return document(
        [
            para(tr("The bot cannot write there yet.")),
            para(tr("Add it to the group, or let it post in the channel as an admin. Then try again.")),
        ]
    )


def _timing(item: Subscription, now: dt.datetime, context: ViewContext) -> tuple[Line, ...]:
    """Return schedule, last send, pause and next send."""
    tr, due = context.tr, _due(item)
    last = moment(item.last_sent_at, item.timezone, context) if item.last_sent_at else tr("never yet")
    upcoming = moment(due, item.timezone, context) if due else tr("as soon as published")
    paused = item.paused(now)
    rows = (
        schedule_name(item.schedule, tr),
        tr("Last sent: {moment}", moment=last),
        _paused(item, context) if paused else "",
        tr("Next: {moment}", moment=upcoming) if due or not paused else "",
    )
    return tuple(line(italic(row) if number else row) for number, row in enumerate(rows) if row)


def _due(item: Subscription) -> dt.datetime | None:
    """Return when the next digest can come: quiet hours hold it back."""
    return item.chat.release(item.next_due) if item.next_due is not None else None


def _next_send(item: Subscription, context: ViewContext) -> Block | None:
    due = _due(item)
    if due is None:
        return None
    when = moment(due, item.timezone, context)
    return para(context.tr("First possible: {moment}, if there is something new.", moment=when))


def _paused(item: Subscription, context: ViewContext) -> str:
    until = item.paused_until
    return context.tr("Paused until {moment}", moment=moment(until, item.timezone, context)) if until else ""


def _place(item: Subscription, context: ViewContext) -> str:
    tr, chat = context.tr, item.chat
    if chat.kind == "private":
        return tr("this chat")
    title = clip(chat.title, _NAME_LENGTH) or "…"
    return tr("{group}, this topic", group=title) if item.thread else title


def _list_title(item: Subscription, context: ViewContext) -> str:
    if item.chat.kind == "private":
        return context.tr("What this chat follows")
    return context.tr("What {place} follows", place=_place(item, context))


def _where_to_change(item: Subscription, context: ViewContext) -> str:
    tr = context.tr
    if item.chat.kind == "channel":
        return tr("Change or stop it in the private chat: {command}", command="/mysubs")
    return tr("All you follow: {command}", command="/mysubs")


def _volume(volume: Volume, tr: Translator) -> str:
    if volume.briefs == 0:
        return tr("No brief in the last 30 days.")
    if volume.exact:
        return tr.plural("{n} brief in the last 30 days.", "{n} briefs in the last 30 days.", volume.briefs)
    return tr("About {n} briefs in the last 30 days.", n=tr.number(volume.briefs))


def _zone(chat: Chat, context: ViewContext) -> Block:
    zone = zone_name(chat.timezone, context)
    return para(context.tr("Hours are in {zone}; change it in /settings.", zone=zone), aside=True)


def _typed(criteria: Criteria, context: ViewContext) -> str:
    """Return what to type to follow the same."""
    if criteria.everything:
        return context.tr("all")
    return criteria.query or criteria_name(criteria, context)
