"""Who, until when and on what basis: the parts of one duty, chosen from what the source names, or typed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zlib import crc32

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, pager, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, load
from bot.handlers.drafting.lines import line_of
from bot.handlers.drafting.menu import menu_of
from bot.handlers.drafting.typed import Aim, expect, expected, settle
from briefs.blocks import Block, Gap, Heading, document, line, para
from briefs.editing import Change, LineKind, Part, bodies_of, one_line, with_basis, with_bodies, with_deadline
from briefs.errors import InputError
from briefs.evidence import bodies_near, document_numbers, first_of_each, times_near
from briefs.model import Body
from briefs.registry import Kind
from briefs.tags import document_key
from briefs.views.brief import clip
from briefs.views.context import Page

_A_PAGE = 8
_MEANINGS = 5
_BODIES = (Kind.AGENCY, Kind.PLACE, Kind.GROUP)


async def choose_bodies(
    ask: Ask, number: str = "", at: str = "", part: str = "", page: str = "0"
) -> Screen | Notice:
    """Answer a button: the bodies that the source names, those that have the part marked."""
    draft = await _open(ask, number, at)
    if not isinstance(draft, Draft):
        return draft
    return await _bodies(ask, draft, Aim("body", _part(part), integer(at)), integer(page))


async def toggle_body(
    ask: Ask, number: str = "", at: str = "", part: str = "", index: str = "", mark: str = ""
) -> Screen | Notice:
    """Answer a button: give a body the part, or take it away."""
    draft = await _open(ask, number, at, mark)
    if not isinstance(draft, Draft):
        return draft
    aim, offered = Aim("body", _part(part), integer(at)), _offered(ask, draft, integer(at), _part(part))
    chosen = integer(index)
    if chosen >= len(offered):
        return await _bodies(ask, draft, aim, 0)
    return await _with_body(ask, draft, aim, offered[chosen], chosen // _A_PAGE)


async def take_meaning(ask: Ask, number: str = "", index: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: take one of the names that were offered for a typed one."""
    question = await expected(ask, integer(number))
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    at = integer(index)
    if question is None or mark != _mark(question.choices) or at >= len(question.choices):
        return Notice(ask.tr("This change is not kept any more. Type it again."), alert=True)
    if not _has_duty(draft, question.aim.number):
        return await menu_of(ask, draft)
    name, key = question.choices[at]
    return await _with_body(ask, draft, question.aim, Body(name, key), 0)


async def choose_deadline(ask: Ask, number: str = "", at: str = "") -> Screen | Notice:
    """Answer a button: the dates and periods beside the duty, and that there may be none."""
    draft = await _open(ask, number, at)
    return (
        await _deadline(ask, draft, Aim("deadline", "", integer(at))) if isinstance(draft, Draft) else draft
    )


async def take_deadline(
    ask: Ask, number: str = "", at: str = "", index: str = "", mark: str = ""
) -> Screen | Notice:
    """Answer a button: a deadline by its place among those offered; `n` for none."""
    draft = await _open(ask, number, at, mark)
    if not isinstance(draft, Draft):
        return draft
    offered = times_near(draft.content.article, draft.content.directives[integer(at) - 1])
    text = "" if index == "n" else offered[integer(index)] if integer(index) < len(offered) else ""
    change = with_deadline(draft.content, integer(at), text)
    return await _settled(ask, draft, change, Aim("deadline", "", integer(at)))


async def choose_basis(ask: Ask, number: str = "", at: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: the documents that the source names, those that are the basis marked."""
    draft = await _open(ask, number, at)
    if not isinstance(draft, Draft):
        return draft
    return await _basis(ask, draft, Aim("basis", "", integer(at)), integer(page))


async def toggle_basis(
    ask: Ask, number: str = "", at: str = "", index: str = "", mark: str = ""
) -> Screen | Notice:
    """Answer a button: make a document the basis of a duty, or not."""
    draft = await _open(ask, number, at, mark)
    if not isinstance(draft, Draft):
        return draft
    aim, offered, chosen = Aim("basis", "", integer(at)), _papers(draft, integer(at)), integer(index)
    if chosen >= len(offered):
        return await _basis(ask, draft, aim, 0)
    now = draft.content.directives[aim.number - 1].basis
    key = document_key(offered[chosen])
    left = [one for one in now if document_key(one) != key]
    change = with_basis(draft.content, aim.number, left if len(left) < len(now) else [*now, offered[chosen]])
    kept = await settle(ask, draft, change, aim)
    return await _basis(ask, kept, aim, chosen // _A_PAGE) if isinstance(kept, Draft) else kept


async def typed(ask: Ask, draft: Draft, aim: Aim, text: str) -> Screen:
    """Take what was typed for a part of a duty."""
    if not _has_duty(draft, aim.number):
        return await menu_of(ask, draft)
    try:
        if aim.what == "body":
            return await _typed_body(ask, draft, aim, one_line(text, 150))
        if aim.what == "deadline":
            change = with_deadline(draft.content, aim.number, text)
        else:
            now = draft.content.directives[aim.number - 1].basis
            change = with_basis(draft.content, aim.number, [*now, text])
    except InputError as error:
        return Screen(document([para(ask.tr(error.message))]), (_back(ask, draft, aim.number),))
    return await _settled(ask, draft, change, aim)


async def _typed_body(ask: Ask, draft: Draft, aim: Aim, name: str) -> Screen:
    """Take a typed name for what it means; ask where it may mean several bodies, or none that is known."""
    found = ask.services.registry.match(name, kinds=_BODIES, limit=_MEANINGS)
    if len(found) == 1 and found[0].exact:
        return await _with_body(ask, draft, aim, Body(found[0].entry.name, found[0].entry.key), 0)
    choices: list[tuple[str, str | None]] = [(match.entry.name, match.entry.key) for match in found]
    choices.append((name, None))
    await expect(ask, draft, aim, choices=tuple(choices))
    tr, mark = ask.tr, _mark(choices)
    question = (
        tr("Which body is “{name}”?", name=name)
        if found
        else tr("No known body is called “{name}”.", name=name)
    )
    buttons = [button(known, "ebc", draft.id, n, mark) for n, (known, _) in enumerate(choices[:-1])]
    as_typed = button(tr("As typed: {name}", name=name), "ebc", draft.id, len(choices) - 1, mark)
    hint = tr("Choose, or type the name again.")
    return Screen(
        document([Heading(line(question)), para(hint)]),
        (*rows([*buttons, as_typed], 1), _back(ask, draft, aim.number)),
    )


def _mark(choices: Sequence[tuple[str, str | None]]) -> str:
    """Return what tells these choices from those of another question."""
    return f"{crc32(repr(list(choices)).encode()):x}"


async def _with_body(ask: Ask, draft: Draft, aim: Aim, body: Body, page: int) -> Screen:
    part, now = Part(aim.code), bodies_of(draft.content, aim.number, Part(aim.code))
    left = [one for one in now if not _same(one, body)]
    single = part is Part.ISSUER
    bodies: Sequence[Body] = left if len(left) < len(now) else [body] if single else [*now, body]
    change = await asyncio.to_thread(
        with_bodies, draft.content, aim.number, part, bodies, ask.services.registry
    )
    kept = await settle(ask, draft, change, aim)
    if not isinstance(kept, Draft):
        return kept
    if single:
        return line_of(ask, kept, LineKind.DIRECTIVE, aim.number)
    return await _bodies(ask, kept, aim, page)


async def _settled(ask: Ask, draft: Draft, change: Change, aim: Aim) -> Screen:
    kept = await settle(ask, draft, change, aim)
    return line_of(ask, kept, LineKind.DIRECTIVE, aim.number) if isinstance(kept, Draft) else kept


async def _bodies(ask: Ask, draft: Draft, aim: Aim, page: int) -> Screen:
    await expect(ask, draft, aim)
    tr, part = ask.tr, Part(aim.code)
    offered, now = _offered(ask, draft, aim.number, part), bodies_of(draft.content, aim.number, part)
    shown = Page.of(page, _A_PAGE, len(offered))
    choices = [
        button(
            f"{'✓ ' if any(_same(body, one) for one in now) else ''}{body.name}",
            "ebt", draft.id, aim.number, part, n, draft.mark,
        )
        for n, body in enumerate(shown.take(offered), start=shown.start)
    ]  # fmt: skip
    names = {
        Part.ISSUER: tr("Who orders it?"),
        Part.LEAD: tr("Who leads?"),
        Part.ADDRESSEES: tr("Who is to do it?"),
        Part.PARTNERS: tr("Who joins in?"),
    }
    hint = tr("Bodies that the source names; a press marks one or takes it out. Or type a name.")
    turns = pager(shown.number, shown.count, "eb", draft.id, aim.number, part)
    return _question(ask, draft, aim, names[part], hint, (*rows(choices, 1), *turns))


async def _deadline(ask: Ask, draft: Draft, aim: Aim) -> Screen:
    await expect(ask, draft, aim)
    tr, directive = ask.tr, draft.content.directives[aim.number - 1]
    offered = times_near(draft.content.article, directive)[:_A_PAGE]
    choices = [button(text, "eks", draft.id, aim.number, n, draft.mark) for n, text in enumerate(offered)]
    none: Row = (button(tr("No deadline"), "eks", draft.id, aim.number, "n", draft.mark),)
    now = directive.deadline.text if directive.deadline else tr("not stated")
    hint = tr("Now: {value}", value=now) + ". " + tr("Choose a time that the source names, or type it.")
    return _question(ask, draft, aim, tr("Until when?"), hint, (*rows(choices, 1), none))


async def _basis(ask: Ask, draft: Draft, aim: Aim, page: int) -> Screen:
    await expect(ask, draft, aim)
    tr, offered = ask.tr, _papers(draft, aim.number)
    now = {document_key(one) for one in draft.content.directives[aim.number - 1].basis}
    shown = Page.of(page, _A_PAGE, len(offered))
    choices = [
        button(
            f"{'✓ ' if document_key(paper) in now else ''}{paper}", "ezt", draft.id, aim.number, n, draft.mark
        )
        for n, paper in enumerate(shown.take(offered), start=shown.start)
    ]
    hint = tr("Documents that the source names; a press marks one or takes it out. Or type a number.")
    turns = pager(shown.number, shown.count, "ez", draft.id, aim.number)
    return _question(ask, draft, aim, tr("On what basis?"), hint, (*rows(choices, 2), *turns))


def _question(ask: Ask, draft: Draft, aim: Aim, heading: str, hint: str, choices: Keyboard) -> Screen:
    action = draft.content.directives[aim.number - 1].action
    blocks: list[Block] = [Heading(line(heading)), para(clip(action, 300)), Gap(), para(hint, aside=True)]
    return Screen(document(blocks), (*choices, _back(ask, draft, aim.number)))


def _back(ask: Ask, draft: Draft, number: int) -> tuple[Button, ...]:
    return (button(ask.tr("‹ The duty"), "ei", draft.id, LineKind.DIRECTIVE, number),)


def _offered(ask: Ask, draft: Draft, number: int, part: Part) -> list[Body]:
    """Return the bodies to choose from: those that have the part already, and those the source names."""
    now = bodies_of(draft.content, number, part)
    near = bodies_near(draft.content, draft.content.directives[number - 1], ask.services.registry)
    return [*now, *(body for body in near if not any(_same(body, one) for one in now))]


def _papers(draft: Draft, number: int) -> list[str]:
    named = [*draft.content.directives[number - 1].basis, *document_numbers(draft.content)]
    return first_of_each(named, document_key)


def _same(one: Body, other: Body) -> bool:
    return one.key == other.key if one.key and other.key else one.name == other.name


async def _open(ask: Ask, number: str, at: str, mark: str = "") -> Draft | Screen | Notice:
    """Return the draft, or what to show where it has no such duty."""
    draft = await load(ask, number, mark)
    if isinstance(draft, Notice) or _has_duty(draft, integer(at)):
        return draft
    return await menu_of(ask, draft)


def _has_duty(draft: Draft, number: int) -> bool:
    return 1 <= number <= len(draft.content.directives)


def _part(text: str) -> Part:
    return Part(text) if text in set(Part) else Part.LEAD
