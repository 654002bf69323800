"""A chat's settings: language, time zone and quiet hours, and what can be chosen for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, code, document, line, para
from briefs.i18n import LANGUAGES, Translator
from briefs.schedule import QuietHours, zone
from briefs.subscriptions import Chat
from briefs.timezones import city_name
from briefs.views.context import ViewContext
from briefs.views.digest import zone_name

HOME_ZONE = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True, slots=True)
class Followed:
    """How many digests a chat gets, and how many of them keep another zone than the chat's."""

    total: int
    elsewhere: int


def settings(
    chat: Chat, followed: Followed, now: dt.datetime, context: ViewContext, *, saved: bool = False
) -> Document:
    """Return what is set for a chat; `saved` says first that a change was kept."""
    tr = context.tr
    here, clock = zone_name(chat.timezone, context), _clock(chat, now, tr)
    heading = tr("Saved. The settings of this chat") if saved else tr("The settings of this chat")
    rows = (
        _row(tr("Language"), LANGUAGES.get(chat.language, chat.language)),
        _row(tr("Time zone"), tr("{zone}, it is {time} now", zone=here, time=clock)),
        _row(tr("Quiet hours"), quiet_name(chat.quiet, context)),
        _row(tr("Digests"), str(followed.total)),
        _row(
            tr("Searches that find nothing"),
            tr("counted without who asked") if chat.count_searches else tr("not counted"),
        ),
    )
    return document(
        [
            Heading(line(heading)),
            Para(rows),
            *_elsewhere(followed, context),
            Gap(),
            Para((_typed(context),), aside=True),
        ]
    )


def hours_are_elsewhere(context: ViewContext) -> Document:
    """Say where the hour is set at which a digest is sent."""
    return document(
        [para(context.tr("Everything that is followed has its own hour: choose it to change it."))]
    )


def choose_zone(chat: Chat, context: ViewContext) -> Document:
    """Ask for a time zone."""
    tr = context.tr
    example = code("/settings tokyo")
    return document(
        [
            Heading(line(tr("Where are you?"))),
            _row_para(tr("Time zone"), zone_name(chat.timezone, context)),
            Para((context.say("Choose a city, or type one: {example}", example=example),)),
        ]
    )


def unknown_place(typed: str, context: ViewContext, *, suggestions: bool) -> Document:
    """Say that no setting and no place of this name is known."""
    tr = context.tr
    way_on = tr("Did you mean:") if suggestions else tr("Choose a city below, or type a larger one near you.")
    return document([Heading(line(tr("No place is called “{name}”", name=typed))), para(way_on)])


def choose_quiet(chat: Chat, context: ViewContext) -> Document:
    """Ask for quiet hours and say what they do."""
    tr = context.tr
    example = code(tr("/settings quiet 22:00-06:30"))
    return document(
        [
            Heading(line(tr("When shall nothing be sent?"))),
            _row_para(tr("Quiet hours"), quiet_name(chat.quiet, context)),
            para(tr("A digest that is due then comes when they end. Questions are always answered.")),
            Para((context.say("Any other hours can be typed: {example}", example=example),), aside=True),
        ]
    )


def wrong_quiet(context: ViewContext) -> Document:
    """Say how quiet hours are typed."""
    example = code(context.tr("/settings quiet 22:00-06:30"))
    return document(
        [Para((context.say("Quiet hours are typed with start and end: {example}", example=example),))]
    )


def quiet_name(quiet: QuietHours | None, context: ViewContext) -> str:
    """Return the hours as “22:00-06:30”, or that there are none."""
    tr = context.tr
    return f"{tr.time(quiet.start)}-{tr.time(quiet.end)}" if quiet else tr("none")


def place_name(timezone: str, context: ViewContext) -> str:
    """Return the place of a zone as it stands on a button: Việt Nam, Tokyo."""
    if timezone == HOME_ZONE:
        return context.tr("Vietnam")
    return city_name(timezone, context.tr.language)


def _elsewhere(followed: Followed, context: ViewContext) -> Sequence[Block]:
    if not followed.elsewhere:
        return ()
    text = context.tr.plural(
        "{n} digest still comes by the clock of another zone.",
        "{n} digests still come by the clock of another zone.",
        followed.elsewhere,
    )
    return (para(text),)


def _typed(context: ViewContext) -> Line:
    place, hours = code("/settings tokyo"), code(context.tr("/settings quiet 22:00-06:30"))
    return context.say("Can be typed: {place} · {hours}", place=place, hours=hours)


def _clock(chat: Chat, now: dt.datetime, tr: Translator) -> str:
    return tr.time(now.astimezone(zone(chat.timezone)).time())


def _row(name: str, value: str) -> Line:
    return line(f"{name}: ", bold(value))


def _row_para(name: str, value: str) -> Para:
    return Para((_row(name, value),))
