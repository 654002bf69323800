"""Subscriptions: what a chat follows, when it is sent, and what just changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, code, document, italic, line, para
from briefs.i18n import Translator
from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Criteria, Subscription
from briefs.views.context import ViewContext
from briefs.views.digest import moment

_MONDAY = dt.date(2024, 1, 1)
"""Any Monday: day names are those of the days after it."""


def criteria_name(criteria: Criteria, context: ViewContext) -> str:
    """Return what is followed, as people say it."""
    if criteria.everything:
        return context.tr("all briefs")
    parts = [context.name(key) for key in criteria.keys] + list(criteria.documents)
    if criteria.query:
        parts.append(f"“{criteria.query}”")
    return ", ".join(parts)


def schedule_name(schedule: Schedule, tr: Translator) -> str:
    """Return when it is sent: “hằng ngày, 07:30”."""
    name = _schedule_name(schedule, tr)
    return name[:1].upper() + name[1:]


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


def choose_what(context: ViewContext, heading: str | None = None) -> Document:
    """Ask what to follow."""
    tr = context.tr
    example = code("/subscribe bo cong thuong")
    return document(
        [
            Heading(line(heading or tr("What do you want to follow?"))),
            Para((context.say("Choose below, or type it: {example}", example=example),)),
        ]
    )


def choose_when(criteria: Criteria, volume: int, context: ViewContext) -> Document:
    """Ask when to send what was chosen; `volume` is how many briefs it would have had in the last 30 days."""
    tr = context.tr
    return document(
        [
            Heading(line(tr("Follow: {what}", what=criteria_name(criteria, context)))),
            para(tr.plural("{n} brief in the last 30 days.", "{n} briefs in the last 30 days.", volume)),
            para(tr("When shall it be sent? Nothing is sent when there is nothing new.")),
        ]
    )


def choose_hour(criteria: Criteria, schedule: Schedule, context: ViewContext) -> Document:
    """Ask for the hour, and say how to type any other."""
    tr = context.tr
    weekly = schedule.frequency is Frequency.WEEKLY
    how_often = tr("weekly on {day}", day=day_name(schedule.weekday, tr)) if weekly else tr("daily")
    example = code("/subscribe bo cong thuong 18:15")
    return document(
        [
            Heading(line(tr("Follow: {what}", what=criteria_name(criteria, context)))),
            para(tr("Sent {how_often}. At what hour?", how_often=how_often)),
            Para((context.say("Any other hour can be typed: {example}", example=example),), aside=True),
        ]
    )


def confirmed(subscription: Subscription, context: ViewContext, *, new: bool) -> Document:
    """Say what is now followed and when the first digest can come."""
    tr = context.tr
    what = criteria_name(subscription.criteria, context)
    heading = tr("Following: {what}", what=what) if new else tr("You already follow: {what}", what=what)
    return document(
        [
            Heading(line(heading)),
            para(tr("Sent: {when}", when=schedule_name(subscription.schedule, tr))),
            _next_send(subscription, context),
            para(tr("All you follow: {command}", command="/mysubs"), aside=True),
        ]
    )


def subscriptions(listed: Sequence[Subscription], context: ViewContext) -> Document:
    """Return what a chat follows, each with its last and next send."""
    tr = context.tr
    if not listed:
        return document(
            [
                Heading(line(tr("This chat follows nothing yet"))),
                para(
                    tr("Choose topics, bodies or places and get what is new: {command}", command="/subscribe")
                ),
            ]
        )
    blocks: list[Block] = [Heading(line(tr("What this chat follows")))]
    for number, item in enumerate(listed, start=1):
        blocks += [Gap(), Para(_described(number, item, context))]
    return document(blocks)


def stopped(subscription: Subscription, context: ViewContext) -> Document:
    """Say that a subscription has ended."""
    what = criteria_name(subscription.criteria, context)
    return document([para(context.tr("Stopped: {what}.", what=what))])


def _described(number: int, item: Subscription, context: ViewContext) -> tuple[Line, ...]:
    tr = context.tr
    last = moment(item.last_sent_at, item.timezone, context) if item.last_sent_at else tr("never yet")
    due = moment(item.next_due, item.timezone, context) if item.next_due else tr("as soon as published")
    return (
        line(bold(f"{number}. {criteria_name(item.criteria, context)}")),
        line(schedule_name(item.schedule, tr)),
        line(italic(tr("Last sent: {moment}", moment=last))),
        line(italic(tr("Next: {moment}", moment=due))),
    )


def _next_send(subscription: Subscription, context: ViewContext) -> Block | None:
    if subscription.next_due is None:
        return None
    when = moment(subscription.next_due, subscription.timezone, context)
    return para(context.tr("First possible: {moment}, if there is something new.", moment=when))
