"""From what was handed in to drafts: likely duplicates are shown before anything is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, rows
from bot.conversation.origin import back
from bot.conversation.screen import Notice, Screen
from bot.handlers.adding.parts import Handed
from bot.handlers.adding.reading import Read, read
from bot.handlers.drafting.drafts import load
from bot.handlers.drafting.preview import alike_lines, preview_anew, share
from bot.handlers.drafting.stated import ask_for_missing
from bot.handlers.publishing.floor import editors_only
from briefs.blocks import Block, Gap, Heading, Line, Para, bold, document, line, para
from briefs.errors import InputError
from briefs.model import Brief, Status
from briefs.store.dialogues import Dialogue
from briefs.store.sketches import Alike
from briefs.views.brief import clip

HELD = "held"
"""The kind under which sources wait that may be duplicates; no text answers it."""


@dataclass(slots=True)
class _Report:
    """What became of several sources that were handed in together."""

    made: list[Brief] = field(default_factory=list)
    held: list[tuple[Read, Alike]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


async def make(ask: Ask, handed: list[Handed]) -> Screen | Notice:
    """Make drafts of all that was handed in, and show the draft, or what became of each."""
    if len(handed) == 1:
        return await _make_one(ask, handed[0])
    report = _Report()
    for number, one in enumerate(handed, start=1):
        await ask.progress(
            ask.tr("Reading {n} of {all}: {name}", n=number, all=len(handed), name=clip(one.name, 60))
        )
        try:
            found = await read(ask, one)
        except InputError as error:
            report.refused.append((one.name, ask.tr(error.message)))
            continue
        if alike := await _same(ask, found):
            report.held.append((found, alike[0]))
        else:
            report.made.append(await _create(ask, found))
    await _hold(ask, {at: found for at, (found, _) in enumerate(report.held)})
    return _reported(ask, report)


async def make_all_the_same(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: make a draft of what was held back as a likely duplicate.

    While others are held beside it, their message stays, and the draft comes below it.
    """
    if refused := editors_only(ask):
        return refused
    held = await _held(ask)
    found = held.pop(integer(number), None)
    if found is None:
        return Notice(ask.tr("This is not kept any more. Send the article again."), alert=True)
    await _hold(ask, held)
    made = await _create(ask, found)
    # A question about this draft would take the place of what is still held, and so would its screen.
    return await preview_anew(ask, str(made.id)) if held else await _shown(ask, made)


async def drop_held(ask: Ask) -> Screen:
    """Answer a button: make nothing of what was held back."""
    await _hold(ask, {})
    return _said(ask, ask.tr("Nothing was added."))


async def _make_one(ask: Ask, handed: Handed) -> Screen | Notice:
    try:
        found = await read(ask, handed)
    except InputError as error:
        return _said(ask, ask.tr("This cannot be read."), ask.tr(error.message))
    if alike := await _same(ask, found):
        await _hold(ask, {0: found})
        return _notice(ask, found, alike)
    return await _shown(ask, await _create(ask, found))


async def _same(ask: Ask, found: Read) -> list[Alike]:
    """Return the briefs that are likely of the same article."""
    await ask.services.sketches.fill()
    alike = await ask.services.sketches.alike(found.content.article)
    return [one for one in alike if one.same]


async def _create(ask: Ask, found: Read) -> Brief:
    made = await ask.services.desk.create(found.content, ask.actor)
    await ask.services.benches.put(made.id, found.bench)
    return made


async def _shown(ask: Ask, made: Brief) -> Screen | Notice:
    draft = await load(ask, made.id)
    return draft if isinstance(draft, Notice) else await ask_for_missing(ask, draft)


async def _hold(ask: Ask, held: dict[int, Read]) -> None:
    """Keep what may be a duplicate until it is decided on, by the number that its button has.

    An open question that is none of ours stays.
    """
    kept = Dialogue(HELD, {"held": _adapter().dump_python(held, mode="json")}) if held else None
    await ask.change_expected(lambda now: kept if kept or (now and now.kind == HELD) else now)


async def _held(ask: Ask) -> dict[int, Read]:
    asked = await ask.expected()
    if asked is None or asked.kind != HELD:
        return {}
    return _adapter().validate_python(asked.data["held"])


def _notice(ask: Ask, found: Read, alike: list[Alike]) -> Screen:
    tr = ask.tr
    text = document(
        [
            Heading(line(tr("This may be a duplicate"))),
            para(clip(found.content.title, 200)),
            Gap(),
            Para((line(bold(tr("It is like:"))), *alike_lines(ask, alike))),
            Gap(),
            para(tr("Nothing was added yet."), aside=True),
        ]
    )
    openers = [_opener(ask, one) for one in alike[:3] if one.status is not Status.WITHDRAWN]
    choice = (button(tr("Add all the same"), "gy", 0), button(tr("Do not add"), "gn"))
    return Screen(text, (*rows(openers, 1), choice, back(tr)))


def _opener(ask: Ask, one: Alike) -> Button:
    """Return the button that opens a brief below the notice, which stays."""
    label = ask.tr("Open {number}: {title}", number=one.brief_id, title=one.title)
    return button(label, "o" if one.status is Status.PUBLISHED else "ao", one.brief_id)


def _reported(ask: Ask, report: _Report) -> Screen:
    tr = ask.tr
    made = [line(f"{brief.id}. {clip(brief.title, 100)}") for brief in report.made]
    held = [
        line(f"{clip(found.content.title, 80)} → {one.brief_id} ({share(ask, one)})")
        for found, one in report.held
    ]
    refused = [line(bold(f"{clip(name, 60)}: "), why) for name, why in report.refused]
    blocks: list[Block] = [Heading(line(tr.plural("{n} draft was made", "{n} drafts were made", len(made))))]
    blocks += _section("", made)
    blocks += _section(tr("May be duplicates, not added yet:"), held)
    blocks += _section(tr("Not read:"), refused)
    return Screen(document(blocks), (*_openers(ask, report), back(tr)))


def _section(title: str, lines: list[Line]) -> list[Block]:
    if not lines:
        return []
    return [Gap(), Para((*([line(bold(title))] if title else []), *lines))]


def _openers(ask: Ask, report: _Report) -> Keyboard:
    tr = ask.tr
    made = rows([button(str(brief.id), "ao", brief.id) for brief in report.made], 5)
    again: list[Row] = [
        (button(tr("Add all the same: {title}", title=found.content.title), "gy", index),)
        for index, (found, _) in enumerate(report.held)
    ]
    drop: list[Row] = [(button(tr("Do not add these"), "gn"),)] if report.held else []
    return (*made, *again, *drop)


def _said(ask: Ask, *lines: str) -> Screen:
    return Screen(document([para(text) for text in lines]), (back(ask.tr),))


@cache
def _adapter() -> TypeAdapter[dict[int, Read]]:
    return TypeAdapter(dict[int, Read])
