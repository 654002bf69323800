"""The first screen and the help pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from briefs.blocks import (
    Document,
    Gap,
    Heading,
    Line,
    Para,
    Points,
    Quote,
    Span,
    bold,
    code,
    document,
    line,
    para,
)
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


def help_page(commands: Sequence[tuple[str, str]], bot_name: str, context: ViewContext) -> Document:
    """Return the help: what to type, then the commands with their menu texts."""
    tr = context.tr
    example, mention = code("/search mien thi thuc"), code(f"@{bot_name} mien thi thuc")
    return document(
        [
            Heading(line(tr("How to use Điểm Tin"))),
            para(tr("In a private chat, just type words, a document number, a body or a place.")),
            Para((context.say("In a group, start with a command: {example}", example=example),)),
            Para((context.say("or, where the bot is an admin, with its name: {example}", example=mention),)),
            Gap(),
            Para(tuple(line(f"/{name} – {text}") for name, text in commands)),
            Gap(),
            para(tr("Something wrong or missing? Write to those who run the bot: /feedback"), aside=True),
        ]
    )


def help_search(context: ViewContext) -> Document:
    """Return the help on searching: what is forgiven, then the query language by examples."""
    tr = context.tr
    typed = (
        (tr("no diacritics, slips"), code("mien thj thuc")),
        (tr("document numbers, whole or in part"), code("355"), code("NQ 21"), code("15-CT/TW")),
        (tr("short names"), code("BCT"), code("LĐTBXH")),
        (tr("names of before a merger"), code("Đắk Nông")),
        (tr("questions for duties"), code("ai phải làm gì về xuất khẩu"), code("việc sắp đến hạn")),
        (tr("of an outlet or author"), code("tin từ Vietnam+"), code("bài của Minh Nhật")),
        (tr("duties by their deadline"), code("việc đến hạn quý 4/2024"), code("/deadlines 12/2024")),
    )
    precise = (
        (tr("exactly these words"), code('"ngoại giao tôm"')),
        (tr("without a word"), code("thi truong -visa")),
        (tr("one or the other"), code("xuat khau hoac thi thuc")),
        (tr("of a place"), code("xuat khau diaphuong:an giang")),
        (tr("of a body"), code("coquan:bo ngoai giao")),
        (tr("of a topic"), code("linhvuc:thi thuc")),
        (tr("from a date, before a date"), code("ngoai giao tu:2024"), code("truoc:06/2023")),
    )
    return document(
        [
            Heading(line(tr("Searching"))),
            para(tr("Just type; touch an example to copy it:")),
            Points(tuple(map(_example, typed))),
            Gap(),
            para(bold(tr("More exactly"))),
            Points(tuple(map(_example, precise))),
            para(tr("The button Filter under results sets them for you."), aside=True),
            Gap(),
            para(bold(tr("Nothing found?")), " ", tr("The bot can tell you when there is something.")),
        ]
    )


def _example(parts: tuple[str | Span, ...]) -> Line:
    """Return “what it does: example · example”."""
    meaning, *examples = parts
    shown = [part for example in examples for part in (" · ", example)][1:]
    return line(meaning, ": ", *shown)
