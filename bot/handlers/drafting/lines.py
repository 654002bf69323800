"""The points and duties of a draft: listed, moved, dropped, said in other words, added from the source."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, pager, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, keep, load
from bot.handlers.drafting.menu import menu_of
from bot.handlers.drafting.typed import Aim, expect, forget, settle
from briefs.blocks import Block, Gap, Heading, Line, Para, Quote, bold, document, italic, line, para
from briefs.editing import (
    LineKind,
    added,
    citations_of,
    count_of,
    dropped,
    moved,
    reworded,
    text_of,
)
from briefs.errors import InputError
from briefs.evidence import quotations, sentences
from briefs.model import Body, Directive
from briefs.views.brief import clip
from briefs.views.context import Page

_LINES_A_PAGE = 8
_SENTENCES_A_PAGE = 6
_LISTED = 160
_QUOTED = 600


async def list_all(ask: Ask, number: str = "", kind: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: the points or duties of a draft."""
    draft = await load(ask, number)
    return draft if isinstance(draft, Notice) else _listed(ask, draft, _kind(kind), integer(page))


async def show(ask: Ask, number: str = "", kind: str = "", at: str = "") -> Screen | Notice:
    """Answer a button: one line with what the source says; it leads out of an open question too."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    await forget(ask)
    return line_of(ask, draft, _kind(kind), integer(at))


async def move(
    ask: Ask, number: str = "", kind: str = "", at: str = "", way: str = "", mark: str = ""
) -> Screen | Notice:
    """Answer a button: move a line up (`u`) or down."""
    draft, place = await load(ask, number, mark), integer(at)
    if isinstance(draft, Notice) or not _exists(draft, _kind(kind), place):
        return draft if isinstance(draft, Notice) else _listed(ask, draft, _kind(kind), 0)
    by = -1 if way == "u" else 1
    kept = await keep(ask, draft, moved(draft.content, _kind(kind), place, by))
    return line_of(ask, kept, _kind(kind), place + by) if isinstance(kept, Draft) else kept


async def drop(ask: Ask, number: str = "", kind: str = "", at: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: leave a line out."""
    draft, place = await load(ask, number, mark), integer(at)
    if isinstance(draft, Notice) or not _exists(draft, _kind(kind), place):
        return draft if isinstance(draft, Notice) else _listed(ask, draft, _kind(kind), 0)
    kept = await keep(ask, draft, dropped(draft.content, _kind(kind), place))
    return _listed(ask, kept, _kind(kind), (place - 1) // _LINES_A_PAGE) if isinstance(kept, Draft) else kept


async def reword(ask: Ask, number: str = "", kind: str = "", at: str = "") -> Screen | Notice:
    """Answer a button: ask for other words."""
    draft = await load(ask, number)
    if isinstance(draft, Notice) or not _exists(draft, _kind(kind), integer(at)):
        return draft if isinstance(draft, Notice) else _listed(ask, draft, _kind(kind), 0)
    return await _asked(ask, draft, Aim("line", _kind(kind), integer(at)))


async def choose_sentence(ask: Ask, number: str = "", kind: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: the sentences of the source, to make a line of one."""
    draft = await load(ask, number)
    return draft if isinstance(draft, Notice) else _sentences(ask, draft, _kind(kind), integer(page))


async def add(ask: Ask, number: str = "", kind: str = "", index: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: make a line of a sentence."""
    draft = await load(ask, number, mark)
    if isinstance(draft, Notice):
        return draft
    found, at = sentences(draft.content.article), integer(index)
    if at >= len(found):
        return _sentences(ask, draft, _kind(kind), 0)
    kept = await keep(ask, draft, added(draft.content, _kind(kind), found[at]))
    if not isinstance(kept, Draft):
        return kept
    return line_of(ask, kept, _kind(kind), count_of(kept.content, _kind(kind)))


async def typed(ask: Ask, draft: Draft, aim: Aim, text: str) -> Screen:
    """Take the words that were typed for a line."""
    kind = LineKind(aim.code)
    if not _exists(draft, kind, aim.number):
        return await menu_of(ask, draft)
    try:
        change = await asyncio.to_thread(
            reworded, draft.content, kind, aim.number, text, ask.services.registry
        )
    except InputError as error:
        return await _asked(ask, draft, aim, ask.tr(error.message))
    kept = await settle(ask, draft, change, aim)
    return line_of(ask, kept, kind, aim.number) if isinstance(kept, Draft) else kept


def line_of(ask: Ask, draft: Draft, kind: LineKind, number: int) -> Screen:
    """Return the screen of one line, or of the list where there is none of that number."""
    if not _exists(draft, kind, number):
        return _listed(ask, draft, kind, 0)
    tr, count = ask.tr, count_of(draft.content, kind)
    name = tr("Point {n} of {all}", n=number, all=count)
    if kind is LineKind.DIRECTIVE:
        name = tr("Duty {n} of {all}", n=number, all=count)
    blocks: list[Block] = [Heading(line(name)), para(text_of(draft.content, kind, number))]
    if kind is LineKind.DIRECTIVE:
        blocks += [Gap(), Para(tuple(_parts(ask, draft.content.directives[number - 1])))]
    blocks += _evidence(ask, draft, kind, number)
    return Screen(document(blocks), _line_keyboard(ask, draft, kind, number))


def _parts(ask: Ask, directive: Directive) -> Iterator[Line]:
    """Yield who, when and why of a duty, what is not stated included."""
    tr = ask.tr
    none = italic(tr("not stated"))

    def names(*bodies: Body | None) -> str:
        return ", ".join(body.name for body in bodies if body)

    yield line(bold(f"{tr('Ordered by')}: "), names(directive.issuer) or none)
    yield line(bold(f"{tr('Lead')}: "), names(*directive.leads) or none)
    yield line(bold(f"{tr('For')}: "), names(*directive.addressees) or none)
    yield line(bold(f"{tr('With')}: "), names(*directive.partners) or none)
    yield line(bold(f"{tr('Deadline')}: "), directive.deadline.text if directive.deadline else none)
    yield line(bold(f"{tr('Basis')}: "), ", ".join(directive.basis) or none)


def _evidence(ask: Ask, draft: Draft, kind: LineKind, number: int) -> list[Block]:
    quoted = quotations(draft.content.article, citations_of(draft.content, kind, number))
    if not quoted:
        return []
    if [one.text for one in quoted] == [text_of(draft.content, kind, number)]:
        where = ask.view.where([quoted[0].citation])
        return [Gap(), para(ask.tr("Word for word as in the source, {where}.", where=where), aside=True)]
    found = [line(bold(f"{ask.view.where([one.citation])}: "), clip(one.text, _QUOTED)) for one in quoted[:3]]
    return [Gap(), para(ask.tr("The source says:")), Quote(tuple(found))]


def _line_keyboard(ask: Ask, draft: Draft, kind: LineKind, number: int) -> Keyboard:
    tr, count, here = ask.tr, count_of(draft.content, kind), (draft.id, kind, number)
    moves: list[Button] = []
    if number > 1:
        moves.append(button(tr("↑ Up"), "em", *here, "u", draft.mark))
    if number < count:
        moves.append(button(tr("↓ Down"), "em", *here, "d", draft.mark))
    words: Row = (button(tr("Reword"), "ew", *here), button(tr("Drop"), "ed", *here, draft.mark))
    if number > 1:
        moves.insert(0, button(f"‹ {number - 1}", "ei", draft.id, kind, number - 1))
    if number < count:
        moves.append(button(f"{number + 1} ›", "ei", draft.id, kind, number + 1))
    page = (number - 1) // _LINES_A_PAGE
    back = (button(tr("‹ All"), "el", draft.id, kind, page), button(tr("‹ Editing"), "e", draft.id))
    of_duty = _duty_rows(ask, draft, number) if kind is LineKind.DIRECTIVE else ()
    return (words, *of_duty, tuple(moves), back)


def _duty_rows(ask: Ask, draft: Draft, number: int) -> Keyboard:
    tr = ask.tr
    return (
        (
            button(tr("Lead"), "eb", draft.id, number, "l"),
            button(tr("For"), "eb", draft.id, number, "a"),
            button(tr("With"), "eb", draft.id, number, "p"),
        ),
        (
            button(tr("Ordered by"), "eb", draft.id, number, "i"),
            button(tr("Deadline"), "ek", draft.id, number),
            button(tr("Basis"), "ez", draft.id, number),
        ),
    )


def _listed(ask: Ask, draft: Draft, kind: LineKind, page: int) -> Screen:
    tr, count = ask.tr, count_of(draft.content, kind)
    shown = Page.of(page, _LINES_A_PAGE, count)
    numbers = range(shown.start + 1, min(shown.start + _LINES_A_PAGE, count) + 1)
    name = tr("Duties") if kind is LineKind.DIRECTIVE else tr("Points")
    listed = tuple(line(bold(f"{n}. "), clip(text_of(draft.content, kind, n), _LISTED)) for n in numbers)
    blocks: list[Block] = [Heading(line(f"{name}: {count}"))]
    blocks += [Gap(), Para(listed)] if listed else [para(tr("None yet."))]
    openers = [button(str(n), "ei", draft.id, kind, n) for n in numbers]
    can_add = bool(draft.content.article.paragraphs)
    keyboard = (
        *rows(openers, 4),
        *pager(shown.number, shown.count, "el", draft.id, kind),
        (button(tr("Add from the source"), "es", draft.id, kind, 0),) if can_add else (),
        (button(tr("‹ Editing"), "e", draft.id),),
    )
    return Screen(document(blocks), keyboard)


def _sentences(ask: Ask, draft: Draft, kind: LineKind, page: int) -> Screen:
    tr, found = ask.tr, sentences(draft.content.article)
    shown = Page.of(page, _SENTENCES_A_PAGE, len(found))
    listed = [
        line(bold(f"{n}. "), clip(one.text, 400), italic(f" [{ask.view.where([one.citation])}]"))
        for n, one in enumerate(shown.take(found), start=shown.start + 1)
    ]
    heading = tr("Choose a sentence for a new duty")
    if kind is LineKind.POINT:
        heading = tr("Choose a sentence for a new point")
    blocks: list[Block] = [Heading(line(heading))]
    for row in listed:
        blocks += [Gap(), Para((row,))]
    numbers = range(shown.start, shown.start + len(listed))
    keyboard = (
        *rows([button(str(n + 1), "ea", draft.id, kind, n, draft.mark) for n in numbers], 6),
        *pager(shown.number, shown.count, "es", draft.id, kind),
        (button(tr("‹ All"), "el", draft.id, kind, 0),),
    )
    return Screen(document(blocks), keyboard)


async def _asked(ask: Ask, draft: Draft, aim: Aim, said: str = "") -> Screen:
    await expect(ask, draft, aim)
    tr, kind = ask.tr, LineKind(aim.code)
    now = text_of(draft.content, kind, aim.number)
    blocks: list[Block] = [Heading(line(tr("Type the line anew")))]
    blocks += [para(bold(said))] if said else []
    blocks += [para(tr("Now: {value}", value=now)), *_evidence(ask, draft, kind, aim.number)]
    copy = (Button(tr("Copy the line"), copy=now),) if len(now) <= 256 else ()
    leave = (button(tr("Leave it as it was"), "ei", draft.id, kind, aim.number),)
    return Screen(document(blocks), (copy, leave))


def _exists(draft: Draft, kind: LineKind, number: int) -> bool:
    return 1 <= number <= count_of(draft.content, kind)


def _kind(text: str) -> LineKind:
    return LineKind.DIRECTIVE if text == LineKind.DIRECTIVE else LineKind.POINT
