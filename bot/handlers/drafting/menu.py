"""The screen from which a draft is edited, with undo and the lines that were left out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button, integer, pager, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, busy, keep, load, to_draft, undo
from bot.handlers.drafting.typed import forget
from briefs.blocks import Block, Gap, Heading, Line, Para, bold, document, italic, line, para
from briefs.differences import difference
from briefs.drafting.rereading import with_line_back
from briefs.editing import Field
from briefs.i18n import N_
from briefs.ingest.clean import Reason
from briefs.ingest.surroundings import LeftOut
from briefs.views.brief import clip
from briefs.views.context import Page
from briefs.views.digest import moment

_LINES_A_PAGE = 8
_LINE_LENGTH = 250
_UNDONE = 150  # characters of a line in a notice, which has at most 200 (Bot API, answerCallbackQuery)


async def menu(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: what can be edited, unless somebody else is at it."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    await forget(ask)
    if other := await ask.services.desk.open_for_editing(draft.id, ask.actor):
        return busy(ask, draft, other)
    return await menu_of(ask, draft)


async def take_over(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: edit though somebody else is at it."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    await ask.services.desk.open_for_editing(draft.id, ask.actor, take=True)
    return await menu_of(ask, draft)


async def undo_last(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: take back the last change."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    undone = await undo(ask, draft)
    if not isinstance(undone, Draft):
        return undone
    return replace(await menu_of(ask, undone), toast=_taken_back(ask, draft, undone))


def _taken_back(ask: Ask, before: Draft, now: Draft) -> str:
    """Say which line an undo changed, as it reads now, or as it read where it is gone."""
    changes = difference(before.content, now.content)
    if not changes:
        return ask.tr("The last change was taken back.")
    return ask.tr("Taken back: {line}", line=clip(changes[0].after or changes[0].before, _UNDONE))


async def menu_of(ask: Ask, draft: Draft) -> Screen:
    """Return the screen from which a draft is edited."""
    tr, content, article = ask.tr, draft.content, draft.content.article
    unstated = italic(tr("not stated"))
    topics = ", ".join(ask.view.name(key) for key in content.topics)
    name = (
        tr("Editing /b{number}", number=draft.id)
        if draft.published
        else tr("Editing draft {number}", number=draft.id)
    )
    stated: list[Line] = [
        line(bold(f"{tr('Title')}: "), content.title),
        line(bold(f"{tr('Date')}: "), tr.date(article.published) if article.published else unstated),
        line(bold(f"{tr('Outlet')}: "), article.outlet or unstated),
        line(bold(f"{tr('Web address')}: "), clip(article.url, 80) if article.url else unstated),
        line(bold(f"{tr('Topics')}: "), topics or italic(tr("no topic yet"))),
    ]
    hint = para(tr("Every line is compared with the source before it is kept."), aside=True)
    shown = document([Heading(line(name)), Para(tuple(stated)), Gap(), _plan(ask, draft), hint])
    return Screen(shown, _keyboard(ask, draft))


def _plan(ask: Ask, draft: Draft) -> Block | None:
    """Say that a change calls off the publication that is planned, if one is."""
    at = draft.file.making.publish_at
    if at is None:
        return None
    when = moment(at, ask.chat.timezone, ask.view)
    return para(bold(ask.tr("It is to be published on {moment}; a change calls that off.", moment=when)))


def _keyboard(ask: Ask, draft: Draft) -> Keyboard:
    tr, content, removed = ask.tr, draft.content, len(draft.bench.left_out)
    points = tr.plural("{n} point", "{n} points", len(content.points))
    duties = tr.plural("{n} duty", "{n} duties", len(content.directives))
    left_out = button(tr.plural("{n} line left out", "{n} lines left out", removed), "er", draft.id, 0)
    undoing = button(tr("Undo"), "eu", draft.id)
    return (
        (button(points, "el", draft.id, "p", 0), button(duties, "el", draft.id, "d", 0)),
        (button(tr("Title"), "ef", draft.id, Field.TITLE), button(tr("Date"), "ef", draft.id, Field.DATE)),
        (
            button(tr("Outlet"), "ef", draft.id, Field.OUTLET),
            button(tr("Web address"), "ef", draft.id, Field.URL),
            button(tr("Topics"), "ep", draft.id, 0),
        ),
        (*([left_out] if removed else []), *([undoing] if draft.bench.former else [])),
        to_draft(ask, draft),
    )


async def left_out(ask: Ask, number: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: the lines that were taken for noise, with the reasons."""
    draft = await load(ask, number)
    return draft if isinstance(draft, Notice) else _left_out(ask, draft, integer(page))


async def put_line_back(ask: Ask, number: str = "", index: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: read the article again with a line that was left out."""
    draft = await load(ask, number, mark)
    if isinstance(draft, Notice):
        return draft
    lines, at = draft.bench.left_out, integer(index)
    if at >= len(lines) or draft.published:
        return _left_out(ask, draft, 0)
    content, rest = await asyncio.to_thread(with_line_back, draft.content, lines, at, ask.services.registry)
    kept = await keep(ask, draft, content, left_out=rest)
    if not isinstance(kept, Draft):
        return kept
    toast = ask.tr("The line is back, with what it says; what was edited stays. Undo takes it out.")
    screen = _left_out(ask, kept, 0) if rest else await menu_of(ask, kept)
    return replace(screen, toast=toast)


def _left_out(ask: Ask, draft: Draft, page: int) -> Screen:
    tr, lines = ask.tr, draft.bench.left_out
    shown = Page.of(page, _LINES_A_PAGE, len(lines))
    blocks: list[Block | None] = [
        Heading(line(tr("Left out as noise"))),
        None
        if draft.published
        else para(tr("Keep puts a line back and adds what it says; what was edited stays."), aside=True),
        Gap(),
        Para(tuple(_row(ask, n, one) for n, one in enumerate(shown.take(lines), start=shown.start + 1))),
    ]
    # The source of a published brief stays as its readers can look it up.
    numbers = range(0) if draft.published else range(shown.start, shown.start + len(shown.take(lines)))
    puts = [button(tr("Keep {n}", n=n + 1), "erk", draft.id, n, draft.mark) for n in numbers]
    keyboard = (
        *rows(puts, 4),
        *pager(shown.number, shown.count, "er", draft.id),
        (button(tr("‹ Editing"), "e", draft.id), *to_draft(ask, draft)),
    )
    return Screen(document(blocks), keyboard)


def _row(ask: Ask, number: int, one: LeftOut) -> Line:
    reason = ask.tr(_REASONS.get(one.reason, one.reason))
    return line(bold(f"{number}. "), clip(one.text, _LINE_LENGTH), italic(f" ({reason})"))


_REASONS: Mapping[str, str] = {
    Reason.SECTION: N_("section label"),
    Reason.BYLINE: N_("byline"),
    Reason.IMAGE: N_("image file name"),
    Reason.CAPTION: N_("caption"),
    Reason.SOURCE: N_("source line"),
    Reason.RELATED: N_("related links and page furniture"),
    Reason.FRAME: N_("letterhead, recipients and signatures"),
}
