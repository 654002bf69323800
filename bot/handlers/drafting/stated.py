"""What the source states of itself: title, date, outlet, address; asked for where missing, never invented."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, button, integer, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, keep, load
from bot.handlers.drafting.menu import menu_of
from bot.handlers.drafting.preview import preview_of
from bot.handlers.drafting.typed import Aim, expect, settle
from briefs.blocks import Block, Gap, Heading, bold, document, line, para
from briefs.editing import Change, Field, with_field, with_title
from briefs.errors import InputError
from briefs.views.brief import clip

_ASKED_FOR = (Field.TITLE, Field.DATE, Field.OUTLET)


async def ask_for_missing(ask: Ask, draft: Draft, after: Field | None = None) -> Screen:
    """Ask for the first thing that the source does not state, or show the preview where nothing is missing.

    `after` is what was asked for last.
    """
    rest = _ASKED_FOR[_ASKED_FOR.index(after) + 1 :] if after in _ASKED_FOR else _ASKED_FOR
    field = next((one for one in rest if _lacks(draft, one)), None)
    if field is None:
        await ask.expect_nothing()
        return await preview_of(ask, draft)
    return await _asked(ask, draft, field, chain=True)


async def edit(ask: Ask, number: str = "", code_: str = "", chain: str = "0") -> Screen | Notice:
    """Answer a button: ask for a field of the source."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    field = _field(code_)
    return await _asked(ask, draft, field, chain=chain == "1") if field else await menu_of(ask, draft)


async def suggest(
    ask: Ask, number: str = "", code_: str = "", index: str = "", chain: str = "0"
) -> Screen | Notice:
    """Answer a button: take a suggestion."""
    draft, field = await load(ask, number), _field(code_)
    if isinstance(draft, Notice) or field is None:
        return draft if isinstance(draft, Notice) else await menu_of(ask, draft)
    offered = _suggestions(draft, field)
    chosen = offered.get(integer(index))
    if chosen is None:
        return await _asked(ask, draft, field, chain=chain == "1")
    return await _take(ask, draft, Aim("field", field, chain=chain == "1"), chosen)


async def skip(ask: Ask, number: str = "", code_: str = "") -> Screen | Notice:
    """Answer a button: leave what is missing unstated, and go on."""
    draft = await load(ask, number)
    return draft if isinstance(draft, Notice) else await ask_for_missing(ask, draft, _field(code_))


async def clear(ask: Ask, number: str = "", code_: str = "") -> Screen | Notice:
    """Answer a button: leave a field unstated."""
    draft, field = await load(ask, number), _field(code_)
    if isinstance(draft, Notice) or field in (None, Field.TITLE):
        return draft if isinstance(draft, Notice) else await menu_of(ask, draft)
    kept = await keep(ask, draft, with_field(draft.content, field, ""))
    return await menu_of(ask, kept) if isinstance(kept, Draft) else kept


async def typed(ask: Ask, draft: Draft, aim: Aim, text: str) -> Screen:
    """Take a typed field; what does not fit is said, and asked for again."""
    try:
        return await _take(ask, draft, aim, text)
    except InputError as error:
        return await _asked(ask, draft, Field(aim.code), chain=aim.chain, said=ask.tr(error.message))


async def _take(ask: Ask, draft: Draft, aim: Aim, text: str) -> Screen:
    field = Field(aim.code)
    if field is Field.TITLE:
        change = await asyncio.to_thread(with_title, draft.content, text, ask.services.registry)
    else:
        change = Change(with_field(draft.content, field, text))
    kept = await settle(ask, draft, change, aim)
    if not isinstance(kept, Draft):
        return kept
    return await ask_for_missing(ask, kept, field) if aim.chain else await menu_of(ask, kept)


async def _asked(ask: Ask, draft: Draft, field: Field, *, chain: bool, said: str = "") -> Screen:
    """Ask for a field: what it is now, what may fill it, and how to leave it."""
    await expect(ask, draft, Aim("field", field, chain=chain))
    tr, name, now = ask.tr, field_name(ask, field), value(draft, field)
    heading = tr("Not stated: {field}", field=name) if _lacks(draft, field) else name[:1].upper() + name[1:]
    offered = _suggestions(draft, field)
    blocks: list[Block] = [Heading(line(heading))]
    blocks += [para(bold(said))] if said else []
    blocks += [para(clip(draft.content.title, 200), aside=True)] if field is not Field.TITLE else []
    blocks += [Gap(), para(tr("Now: {value}", value=now))] if now else []
    blocks += [Gap(), para(_how(ask, field, guessed=bool(offered) and _lacks(draft, field)))]
    return Screen(document(blocks), _keyboard(ask, draft, field, offered, chain=chain))


def _how(ask: Ask, field: Field, *, guessed: bool) -> str:
    tr = ask.tr
    hints = {
        Field.TITLE: tr("Type the title as the source has it, or one of your own."),
        Field.DATE: tr("Type the day on which the source was published, such as 24/12/2024."),
        Field.OUTLET: tr("Type who published the source."),
        Field.URL: tr("Type the web address of the source."),
    }
    choose = tr("Choose one if it is right. These are found in or around the source, not stated by it.")
    return f"{hints[field]} {choose}" if guessed else hints[field]


def _keyboard(ask: Ask, draft: Draft, field: Field, offered: Mapping[int, str], *, chain: bool) -> Keyboard:
    tr = ask.tr
    choices: list[Button] = [
        button(text, "ev", draft.id, field, index, int(chain)) for index, text in offered.items()
    ]
    width = 2 if field is Field.DATE else 1
    if chain:
        return (*rows(choices, width), (button(tr("Skip: leave it unstated"), "en", draft.id, field),))
    leave = button(tr("Leave unstated"), "ec", draft.id, field)
    can_clear = field is not Field.TITLE and not _lacks(draft, field)
    return (
        *rows(choices, width),
        (leave,) if can_clear else (),
        (button(tr("‹ Editing"), "e", draft.id),),
    )


def _suggestions(draft: Draft, field: Field) -> dict[int, str]:
    """Return what may fill a field but what it says now; each text keeps its number when that changes."""
    hints, now = draft.bench.hints, value(draft, field)
    found = {
        Field.TITLE: [*hints.titles, draft.content.article.title],
        Field.DATE: [f"{day:%d/%m/%Y}" for day in hints.days],
        Field.OUTLET: list(hints.outlets),
        Field.URL: [],
    }[field]
    return {index: text for index, text in enumerate(found) if text != now}


def field_name(ask: Ask, field: Field) -> str:
    """Return what a field is called."""
    tr = ask.tr
    return {
        Field.TITLE: tr("title"),
        Field.DATE: tr("date"),
        Field.OUTLET: tr("outlet"),
        Field.URL: tr("web address"),
    }[field]


def value(draft: Draft, field: Field) -> str:
    """Return what a field says now, nothing where it is not stated."""
    article = draft.content.article
    match field:
        case Field.TITLE:
            return draft.content.title
        case Field.DATE:
            return f"{article.published:%d/%m/%Y}" if article.published else ""
        case Field.OUTLET:
            return article.outlet or ""
        case Field.URL:
            return article.url or ""


def _lacks(draft: Draft, field: Field) -> bool:
    article = draft.content.article
    match field:
        case Field.TITLE:
            return draft.content.untitled
        case Field.DATE:
            return article.published is None
        case Field.OUTLET:
            return article.outlet is None
        case Field.URL:
            return article.url is None


def _field(text: str) -> Field | None:
    return Field(text) if text in set(Field) else None
