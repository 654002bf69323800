"""The desk's first screen, its lists, and the card of a brief with all steps that it can take."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, Keyboard, Row, button, integer, pager, rows
from bot.conversation.origin import back
from bot.conversation.screen import Notice, Screen
from bot.handlers.publishing.floor import as_screen, desk_view, editors_only, refusing, said, to_desk
from briefs.blocks import Document, Heading, Line, Para, bold, document, line, para
from briefs.differences import difference
from briefs.errors import NotFoundError
from briefs.model import Status
from briefs.staff import StaffRole
from briefs.store.brief_rows import RevisionKind
from briefs.store.editorial import File
from briefs.views import desk as views
from briefs.views.brief import brief as brief_view
from briefs.views.context import Page
from briefs.workflow import OWN_WORDS

_A_PAGE = 8
_MOST = 200


async def desk(ask: Ask) -> Screen | Notice:
    """Answer a button: what waits at the desk."""
    if refused := editors_only(ask):
        return refused
    tr, services = ask.tr, ask.services
    drafts = len(await services.briefs.with_status(Status.DRAFT, _MOST))
    waiting, planned = len(await services.desk.in_review()), len(await services.desk.planned())
    counts: list[Line] = [
        line(bold(tr("Drafts")), f": {tr.number(drafts)}"),
        line(bold(tr("In review")), f": {tr.number(waiting)}"),
        line(bold(tr("Planned")), f": {tr.number(planned)}"),
    ]
    hint = tr("To add an article, send it here, or type /add.") if ask.private else ""
    shown = document([Heading(line(tr("The desk"))), Para(tuple(counts)), para(hint, aside=True)])
    owners: Row = (button(tr("Roles"), "wg"), button(tr("Audit"), "wn", 0, 0))
    statistics: Row = (button(tr("Statistics"), "wv"),)
    return Screen(
        shown,
        (
            (button(tr("Drafts"), "wd", 0), button(tr("In review and planned"), "wq", 0)),
            (owners if ask.role.covers(StaffRole.OWNER) else ()) + (statistics if ask.may_publish else ()),
            back(tr),
        ),
    )


async def drafts_command(ask: Ask, text: str) -> Screen:
    """Answer /drafts."""
    return as_screen(ask, await drafts(ask))


async def drafts(ask: Ask, page: str = "0") -> Screen | Notice:
    """Answer a button: the drafts, the last changed first."""
    if refused := editors_only(ask):
        return refused
    desk_, found = ask.services.desk, await ask.services.briefs.with_status(Status.DRAFT, _MOST)
    shown = Page.of(integer(page), _A_PAGE, len(found))
    files = [await desk_.file(item.id) for item in shown.take(found)]
    title, empty = ask.tr("Drafts"), ask.tr("No draft is waiting.")
    return await _list(ask, title, files, empty, ("av", "wd"), shown)


async def queue_command(ask: Ask, text: str) -> Screen:
    """Answer /queue."""
    return as_screen(ask, await queue(ask))


async def queue(ask: Ask, page: str = "0") -> Screen | Notice:
    """Answer a button: what waits for a publisher or for its hour."""
    if refused := editors_only(ask):
        return refused
    found = [*await ask.services.desk.planned(), *await ask.services.desk.in_review()]
    shown = Page.of(integer(page), _A_PAGE, len(found))
    title, empty = ask.tr("In review and planned"), ask.tr("Nothing waits for a publisher.")
    return await _list(ask, title, shown.take(found), empty, ("wk", "wq"), shown)


async def _list(
    ask: Ask, title: str, files: Sequence[File], empty: str, verbs: tuple[str, str], page: Page
) -> Screen:
    opens, turns = verbs
    shown = views.listed(title, files, await desk_view(ask), empty)
    openers = [button(str(file.brief.id), opens, file.brief.id) for file in files]
    return Screen(shown, (*rows(openers, 4), *pager(page.number, page.count, turns), to_desk(ask)))


async def on_card(ask: Ask, brief_id: int, result: Screen | Notice) -> Screen:
    """Return what answers a command about a brief; what is refused stands above the brief's card."""
    if isinstance(result, Notice) and editors_only(ask) is None:
        with suppress(NotFoundError):
            return await card_of(ask, await ask.services.desk.file(brief_id), result.text)
    return as_screen(ask, result)


async def preview_command(ask: Ask, text: str) -> Screen:
    """Answer /preview N: the brief exactly as readers will see it."""
    return as_screen(ask, await preview(ask, text)) if number_in(text) else which(ask, "preview")


@refusing
async def preview(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: the brief exactly as readers will see it, prepared changes included."""
    if refused := editors_only(ask):
        return refused
    file = await ask.services.desk.file(number_in(number))
    to_card = button(ask.tr("‹ /b{number}", number=file.brief.id), "wk", file.brief.id)
    keyboard = (*steps(ask, file), (to_card,), to_desk(ask))
    return Screen(brief_view(file.manuscript, ask.view), keyboard)


@refusing
async def card(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: where a brief stands, and what can be done with it."""
    if refused := editors_only(ask):
        return refused
    await ask.change_expected(lambda asked: None if asked and "brief" in asked.data else asked)
    return await card_of(ask, await ask.services.desk.file(number_in(number)))


async def card_of(ask: Ask, file: File, note: str = "") -> Screen:
    """Return the card of a brief; `note` is what was just done, else whether another has to publish it."""
    if not note and ask.may_publish and ask.services.desk.needs_another(file, ask.actor):
        note = ask.tr(OWN_WORDS)
    shown: Document = views.card(
        file,
        await desk_view(ask),
        difference(file.brief.content, file.manuscript.content),
        note,
    )
    brief_id = file.brief.id
    looks = (
        button(ask.tr("As readers see it"), "wp", brief_id),
        *([button(ask.tr("Edit"), "e", brief_id)] if file.brief.status is not Status.WITHDRAWN else []),
    )
    history: Row = (button(ask.tr("Versions"), "wh", brief_id),)
    if ask.role.covers(StaffRole.OWNER):
        history = (*history, button(ask.tr("Audit"), "wn", brief_id, 0))
    return Screen(shown, (looks, *steps(ask, file), history, to_desk(ask)))


def steps(ask: Ask, file: File) -> Keyboard:
    """Return the buttons of the steps that a brief can take, as far as the one who asks may take them."""
    if not ask.may_edit:
        return ()
    if file.brief.status is Status.PUBLISHED:
        return _of_published(ask, file)
    if file.brief.status is Status.WITHDRAWN:
        allowed = ask.may_publish or file.brief.publication is None
        return ((button(ask.tr("Restore"), "ar", file.brief.id),),) if allowed else ()
    return _of_unpublished(ask, file)


def _of_unpublished(ask: Ask, file: File) -> Keyboard:
    tr, brief_id, in_review = ask.tr, file.brief.id, file.brief.status is Status.IN_REVIEW
    own = file.making.submitted_by == ask.actor.person.key
    publishes = ask.may_publish and not ask.services.desk.needs_another(file, ask.actor)
    bring: list[Button] = []
    if publishes:
        bring.append(button(tr("Publish"), "ap", brief_id, file.mark))
        planned = file.making.publish_at is not None
        bring.append(button(tr("Change the hour") if planned else tr("At a time"), "wt", brief_id, file.mark))
    if ask.may_publish and file.making.publish_at is not None:
        bring.append(button(tr("Call off"), "wc", brief_id))
    move: list[Button] = []
    if not in_review and not publishes:
        move.append(button(tr("Hand in for review"), "ws", brief_id))
    if in_review and (own or ask.may_publish):
        move.append(button(tr("Take back") if own else tr("Send back"), "wr", brief_id))
    if not in_review or own or ask.may_publish:
        move.append(button(tr("Discard"), "ax", brief_id))
    return (tuple(bring), tuple(move))


def _of_published(ask: Ask, file: File) -> Keyboard:
    tr, brief_id = ask.tr, file.brief.id
    issue: Row = ()
    if file.prepared is not None and ask.may_publish and not ask.services.desk.needs_another(file, ask.actor):
        issue = (
            button(tr("Issue silently"), "wi", brief_id, RevisionKind.MINOR, file.mark),
            button(tr("Issue as correction"), "wi", brief_id, RevisionKind.CORRECTION, file.mark),
        )
    move: list[Button] = []
    if file.prepared is not None:
        move.append(button(tr("Drop the changes"), "wz", brief_id, file.mark))
    if ask.may_publish:
        move.append(button(tr("Withdraw"), "ww", brief_id))
    return (issue, tuple(move))


def number_in(text: str) -> int:
    """Return the number of a brief that is typed as 3, b3 or /b3; 0 for anything else."""
    return integer(text.strip().lower().removeprefix("/").removeprefix("b").strip())


def which(ask: Ask, command: str) -> Screen:
    """Ask for the number of the brief that a command is meant for."""
    return said(ask, ask.tr("Which brief? Type its number: {example}", example=f"/{command} 3"))
