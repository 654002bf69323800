"""The first screen and the help pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefs.blocks import Document, Gap, Heading, Para, Points, Quote, bold, code, document, line, para
from briefs.views.context import ViewContext


def start(briefs: int, newest: dt.date | None, context: ViewContext) -> Document:
    """Return the first screen: what this is for, three things to type, how much there is."""
    tr = context.tr
    stock = tr.plural("The library has {n} brief", "The library has {n} briefs", briefs)
    if newest:
        stock += tr("; the newest source is dated {date}", date=tr.date(newest))
    promise = tr("Who must do what, by when, on what basis; every line says where its source is.")
    return document(
        [
            Heading(line(tr("Điểm Tin: policy briefings"))),
            Quote((line(promise),)),
            para(tr("Just type what you look for, with or without diacritics:")),
            para(code("mien thi thuc"), " · ", code("355/TB-VPCP"), " · ", code("An Giang")),
            Gap(),
            para(f"{stock}."),
        ]
    )


def help_page(commands: Sequence[tuple[str, str]], context: ViewContext) -> Document:
    """Return the help: what to type, then the commands with their menu texts."""
    tr = context.tr
    example = code("/search mien thi thuc")
    return document(
        [
            Heading(line(tr("How to use Điểm Tin"))),
            para(tr("In a private chat, just type words, a document number, a body or a place.")),
            Para((context.say("In a group, start with a command: {example}", example=example),)),
            Gap(),
            Para(tuple(line(f"/{name} – {text}") for name, text in commands)),
            Gap(),
            Para((context.say("More on searching: {command}", command="/help search"),)),
        ]
    )


def help_search(context: ViewContext) -> Document:
    """Return the help on searching."""
    typo, short, old = code("mien thj thuc"), code("BCT, LĐTBXH"), code("Đắk Nông")
    numbers = code("355, NQ 21, 15-CT/TW")
    items = (
        context.say("Diacritics are not needed and small typos are forgiven: {example}", example=typo),
        context.say("Document numbers, whole or in part: {example}", example=numbers),
        context.say("Short names of bodies: {example}", example=short),
        context.say("Old names of bodies and provinces find today's, and back: {example}", example=old),
    )
    tr = context.tr
    return document(
        [
            Heading(line(tr("Searching"))),
            Points(items),
            Gap(),
            para(bold(tr("Nothing found?")), " ", tr("The bot can tell you when there is something.")),
        ]
    )
