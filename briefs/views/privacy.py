"""What is kept about a chat, and how it is got rid of."""

from __future__ import annotations

from briefs.blocks import Document, Gap, Heading, Points, document, line, para
from briefs.views.context import ViewContext


def kept(context: ViewContext, *, staff: bool = False) -> Document:
    """Say what is kept about this chat, for how long, and what is not; more is kept of `staff`."""
    tr = context.tr
    desk = [line(tr("Your name and role at the editors' desk, and what you did there"))] if staff else []
    return document(
        [
            Heading(line(tr("What the bot keeps about this chat"))),
            Points(
                (
                    line(tr("The chat's Telegram id, and a group's name")),
                    line(tr("Language, time zone, quiet hours")),
                    line(tr("What it follows, and when digests were sent")),
                    line(tr("Searches, for 30 days, so that their buttons work")),
                    line(tr("What the bot is asking you, for 12 hours")),
                    line(tr("How often you used /feedback, for a day")),
                    *desk,
                )
            ),
            Gap(),
            para(
                tr(
                    "The words of searches that find nothing are counted for 90 days without who asked, "
                    "so that editors see what is missing; /settings turns it off."
                )
            ),
            para(tr("Readers' names, phone numbers and other messages are not kept. Nothing is passed on.")),
        ]
    )


def sure(subscriptions: int, context: ViewContext, *, staff: bool = False) -> Document:
    """Ask before everything is erased."""
    tr = context.tr
    desk = tr(
        "A role that an owner gave you ends with it, that of an owner by the settings does not. "
        "The record of what was done stays."
    )
    count = tr.plural("{n} digest ends with it.", "{n} digests end with it.", subscriptions)
    return document(
        [
            Heading(line(tr("Erase everything about this chat?"))),
            para(count if subscriptions else tr("Nothing is followed here.")),
            *([para(desk)] if staff else []),
            para(tr("This cannot be undone. Messages that were sent stay until you delete them.")),
        ]
    )


def erased(context: ViewContext) -> Document:
    """Say that everything is erased, and how to start anew."""
    tr = context.tr
    return document(
        [
            Heading(line(tr("Erased. The bot keeps nothing about this chat any more"))),
            para(tr("The next message starts anew: {command}", command="/start")),
        ]
    )
