"""A draft as its editors have it before them, and the one way in which a change of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Row, button, integer
from bot.conversation.origin import back
from bot.conversation.screen import Notice, Screen
from bot.handlers.publishing.floor import editors_only
from briefs.blocks import Heading, document, line, para
from briefs.errors import InputError, NotAllowedError, NotFoundError
from briefs.ingest.surroundings import LeftOut
from briefs.model import Brief, BriefContent, Status
from briefs.store.editorial import File
from briefs.store.workbenches import Workbench

_REFUSALS = (InputError, NotAllowedError, NotFoundError)
"""What an editor is told; that the database is away is no refusal."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief with its prepared changes, and what lies beside it."""

    file: File
    bench: Workbench

    @property
    def id(self) -> int:
        """The brief's number."""
        return self.file.brief.id

    @property
    def brief(self) -> Brief:
        """The brief as its editors see it."""
        return self.file.manuscript

    @property
    def content(self) -> BriefContent:
        """What it says, prepared changes included."""
        return self.file.manuscript.content

    @property
    def published(self) -> bool:
        """Whether readers see it already."""
        return self.file.brief.status is Status.PUBLISHED

    @property
    def mark(self) -> str:
        """What tells this state of the text from another."""
        return self.file.mark


async def load(ask: Ask, number: str | int, mark: str = "") -> Draft | Notice:
    """Return a draft, or what to say where there is none, or where it has changed since the mark."""
    if refused := editors_only(ask):
        return refused
    try:
        file = await ask.services.desk.file(number if isinstance(number, int) else integer(number))
    except NotFoundError:
        return Notice(ask.tr("There is no such brief."), alert=True)
    if file.brief.status is Status.WITHDRAWN:
        return Notice(ask.tr("The brief is withdrawn. Restore it first."), alert=True)
    draft = Draft(file, await ask.services.benches.get(file.brief.id))
    if mark and mark != draft.mark:
        return Notice(ask.tr("The text has changed meanwhile. Open it again."), alert=True)
    return draft


async def keep(
    ask: Ask,
    draft: Draft,
    content: BriefContent,
    *,
    left_out: tuple[LeftOut, ...] | None = None,
    overruled: Sequence[str] = (),
) -> Draft | Screen:
    """Keep a change, so that it can be undone; return the screen that says why it is not kept.

    `left_out` are the lines that are still left out, where the change brings one back.
    """
    services = ask.services
    if other := await services.desk.open_for_editing(draft.id, ask.actor):
        return busy(ask, draft, other)
    try:
        kept = await services.desk.revise(draft.id, content, ask.actor, overruled=overruled, seen=draft.brief)
    except _REFUSALS as error:
        return said(ask, draft, ask.tr(error.message))
    if kept.content != draft.content:
        bench = draft.bench.after(draft.content, kept.content, left_out)
        await services.benches.put(draft.id, bench)
    return await reloaded(ask, draft)


async def undo(ask: Ask, draft: Draft) -> Draft | Screen | Notice:
    """Bring back what the draft said before its last change."""
    services = ask.services
    undone = draft.bench.undone(draft.content)
    if undone is None:
        return Notice(ask.tr("There is nothing to undo."))
    if other := await services.desk.open_for_editing(draft.id, ask.actor):
        return busy(ask, draft, other)
    content, bench = undone
    try:
        await services.desk.revise(draft.id, content, ask.actor, seen=draft.brief)
    except _REFUSALS as error:
        return said(ask, draft, ask.tr(error.message))
    await services.benches.put(draft.id, bench)
    return await reloaded(ask, draft)


async def reloaded(ask: Ask, draft: Draft) -> Draft:
    """Return a draft as it is now."""
    return Draft(await ask.services.desk.file(draft.id), await ask.services.benches.get(draft.id))


def busy(ask: Ask, draft: Draft, other: str) -> Screen:
    """Say who else edits the draft, with the choice to go on all the same."""
    tr = ask.tr
    since = draft.file.making.editing_at
    minutes = int((ask.services.now() - since).total_seconds() // 60) if since else 0
    ago = tr.plural("{n} minute ago", "{n} minutes ago", minutes) if minutes else tr("just now")
    text = tr("{name} is editing this brief, {ago}.", name=other, ago=ago)
    hint = tr("Your changes and theirs would mix. Ask them first.")
    keyboard = ((button(tr("Edit all the same"), "et", draft.id),), to_draft(ask, draft))
    return Screen(document([Heading(line(text)), para(hint)]), keyboard)


def said(ask: Ask, draft: Draft, text: str) -> Screen:
    """Say one thing, with the way back to editing."""
    return Screen(document([para(text)]), (to_menu(ask, draft), back(ask.tr)))


def to_menu(ask: Ask, draft: Draft) -> Row:
    """Return the row that leads back to editing."""
    return (button(ask.tr("‹ Editing"), "e", draft.id),)


def to_draft(ask: Ask, draft: Draft) -> Row:
    """Return the row that leads back to the draft as readers will see it."""
    return (button(ask.tr("‹ Preview"), "av", draft.id),)
