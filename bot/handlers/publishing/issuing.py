"""What readers have already: changes issued silently or as a correction, and withdrawal with its reason."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Row, button, integer
from bot.conversation.origin import back
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import busy, load
from bot.handlers.publishing.desk import card_of, number_in, on_card, which
from bot.handlers.publishing.floor import as_screen, publishers_only, refusing, to_card
from briefs.blocks import Heading, Quote, document, line, para
from briefs.digests import Notice as ToldNotice
from briefs.errors import InputError
from briefs.i18n import N_
from briefs.model import Brief, Status
from briefs.store.brief_rows import RevisionKind
from briefs.store.editorial import File
from briefs.views.brief import clip
from briefs.views.digest import notice_of

CORRECTING, WITHDRAWING = "correcting", "withdrawing"
_TITLE = 120
_REASONS = (
    N_("The source took the article down."),
    N_("The source is being checked again."),
    N_("It repeats another brief."),
)


async def correct_command(ask: Ask, text: str) -> Screen:
    """Answer /correct N: ask what was wrong where changes are prepared, else say how to prepare them."""
    if not number_in(text):
        return which(ask, "correct")
    return await on_card(ask, number_in(text), await _correct(ask, number_in(text)))


@refusing
async def _correct(ask: Ask, brief_id: int) -> Screen | Notice:
    if refused := publishers_only(ask):
        return refused
    file = await ask.services.desk.file(brief_id)
    if file.brief.status is not Status.PUBLISHED:
        return await card_of(ask, file, ask.tr("Only what readers have is corrected."))
    if file.prepared is not None:
        return await _ask_what_was_wrong(ask, file)
    return await card_of(ask, file, ask.tr("Edit it first; then issue the changes as a correction."))


@refusing
async def issue(ask: Ask, number: str = "", kind: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: bring prepared changes to readers silently, or ask what was wrong before."""
    if refused := publishers_only(ask):
        return refused
    file = await ask.services.desk.file(integer(number))
    file.expect(mark)
    if kind == RevisionKind.CORRECTION:
        return await _ask_what_was_wrong(ask, file)
    issued = await ask.services.desk.issue(file.brief.id, ask.actor, RevisionKind.MINOR, seen=mark)
    file = await ask.services.desk.file(issued.id)
    return await card_of(ask, file, ask.tr("Issued silently: readers are not told."))


async def _ask_what_was_wrong(ask: Ask, file: File) -> Screen:
    if ask.services.desk.needs_another(file, ask.actor):
        return await card_of(ask, file)
    await ask.expect(CORRECTING, brief=file.brief.id, mark=file.mark)
    tr = ask.tr
    shown = document(
        [
            Heading(line(tr("What was wrong? Type it in a sentence."))),
            para(clip(file.brief.title, _TITLE)),
            para(
                tr(
                    "Everybody who received the brief is told this sentence once, and the messages that they "
                    "have are changed."
                ),
                aside=True,
            ),
        ]
    )
    silently = button(tr("Issue silently"), "wi", file.brief.id, RevisionKind.MINOR, file.mark)
    return Screen(shown, ((silently,), to_card(ask, file.brief.id)))


async def take_correction(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take the text that says what was wrong, and show it before readers see it."""
    brief_id, mark = int(data["brief"]), str(data.get("mark", ""))
    return as_screen(ask, await _show_correction(ask, brief_id, mark, text), brief_id)


@refusing
async def _show_correction(ask: Ask, brief_id: int, mark: str, text: str) -> Screen | Notice:
    file = await ask.services.desk.file(brief_id)
    file.expect(mark)
    tr, brief = ask.tr, file.manuscript
    await ask.expect(CORRECTING, brief=brief_id, mark=mark, text=text)
    return await _shown_first(
        ask,
        brief,
        ToldNotice(brief.id, text, ask.services.now()),
        tr("Correct /b{number}?", number=brief.id),
        tr("The text can be typed anew."),
        (
            button(tr("Issue the correction"), "wx", brief.id, _mark(text)),
            button(tr("Not now"), "wk", brief.id),
        ),
    )


async def _shown_first(
    ask: Ask, brief: Brief, notice: ToldNotice, heading: str, hint: str, buttons: Row
) -> Screen:
    """Show what readers will be told, and how many of them, before they are."""
    tr = ask.tr
    count = await _received(ask, brief)
    told = tr.plural("{n} chat that received it is told:", "{n} chats that received it are told:", count)
    shown = document(
        [
            Heading(line(heading)),
            para(told if count else tr("Nobody has received it, so nobody is told. Kept in its history:")),
            Quote(notice_of(notice, brief, tr).lines),
            para(hint, aside=True),
        ]
    )
    return Screen(shown, (buttons, back(tr)))


async def _received(ask: Ask, brief: Brief) -> int:
    """Return how many chats have received a brief and would be told of it."""
    return await ask.services.corrections.reach(brief.id, brief.published_at or ask.services.now())


@refusing
async def correct(ask: Ask, number: str = "", shown: str = "") -> Screen | Notice:
    """Answer a button: issue the correction with the text that was shown with it."""
    typed = await _typed(ask, CORRECTING, integer(number), shown)
    text, mark = str(typed.get("text", "")), str(typed.get("mark", ""))
    had = await _received(ask, (await ask.services.desk.file(integer(number))).brief)
    await ask.services.desk.issue(integer(number), ask.actor, RevisionKind.CORRECTION, text, seen=mark)
    await ask.expect_nothing()
    file = await ask.services.desk.file(integer(number))
    told = ask.tr("Corrected: those who received it are told now.") if had else ask.tr("Corrected.")
    return await card_of(ask, file, told)


async def _typed(ask: Ask, kind: str, brief_id: int, shown: str) -> dict[str, Any]:
    """Return what is noted with the question about a brief, nothing where that is forgotten.

    Raises InputError where the text was typed anew since it was `shown`.
    """
    asked = await ask.expected()
    if asked is None or asked.kind != kind or asked.data.get("brief") != brief_id:
        return {}
    if shown and shown != _mark(str(asked.data.get("text", ""))):
        raise InputError(N_("The text was typed anew since. Go on in the newer message."))
    return asked.data


def _mark(text: str) -> str:
    """Return what tells a text from another, short enough for a button."""
    return f"{crc32(text.encode(errors='replace')):08x}"


@refusing
async def drop_changes(ask: Ask, number: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: forget the changes that are prepared, as they were shown with the button."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    services = ask.services
    if other := await services.desk.open_for_editing(draft.id, ask.actor):
        return busy(ask, draft, other)
    dropped = await services.desk.drop_changes(draft.id, ask.actor, seen=mark or draft.mark)
    if draft.file.prepared is not None:
        await services.benches.put(dropped.id, draft.bench.after(draft.content, dropped.content))
    text = ask.tr("The changes were dropped. Undo in editing brings them back.")
    return await card_of(ask, await services.desk.file(dropped.id), text)


async def withdraw_command(ask: Ask, text: str) -> Screen:
    """Answer /withdraw N, or /withdraw N and the reason."""
    number, _, reason = text.strip().partition(" ")
    brief_id = number_in(number)
    if not brief_id:
        return which(ask, "withdraw")
    step = _show_withdrawal(ask, brief_id, reason) if reason.strip() else choose_reason(ask, str(brief_id))
    return await on_card(ask, brief_id, await step)


@refusing
async def choose_reason(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: why the brief is withdrawn."""
    if refused := publishers_only(ask):
        return refused
    brief = await _before_readers(ask, integer(number))
    await ask.expect(WITHDRAWING, brief=brief.id)
    tr = ask.tr
    shown = document(
        [
            Heading(line(tr("Why is it withdrawn?"))),
            para(clip(brief.title, _TITLE)),
            para(
                tr("Choose, or type the reason. Readers see it, and those who received the brief are told.")
            ),
        ]
    )
    reasons = tuple((button(tr(text), "wwr", brief.id, n),) for n, text in enumerate(_REASONS))
    return Screen(shown, (*reasons, to_card(ask, brief.id)))


async def _before_readers(ask: Ask, brief_id: int) -> Brief:
    """Return a published brief; InputError for any other."""
    brief = (await ask.services.desk.file(brief_id)).brief
    if brief.status is Status.WITHDRAWN:
        raise InputError(N_("The brief is withdrawn. Restore it first."))
    if brief.status is not Status.PUBLISHED:
        raise InputError(N_("The brief was never published."))
    return brief


async def take_reason(ask: Ask, number: str = "", index: str = "") -> Screen | Notice:
    """Answer a button: show what withdrawing for a usual reason does."""
    chosen = min(integer(index), len(_REASONS) - 1)
    return await _show_withdrawal(ask, integer(number), ask.services.catalogues.get("vi")(_REASONS[chosen]))


async def take_typed_reason(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take the text that says why a brief is withdrawn, and show what that does."""
    brief_id = int(data["brief"])
    return as_screen(ask, await _show_withdrawal(ask, brief_id, text), brief_id)


@refusing
async def _show_withdrawal(ask: Ask, brief_id: int, reason: str) -> Screen | Notice:
    """Show what is withdrawn, how many have it and what they will be told; the reason is kept meanwhile."""
    if refused := publishers_only(ask):
        return refused
    tr, brief = ask.tr, await _before_readers(ask, brief_id)
    await ask.expect(WITHDRAWING, brief=brief.id, text=reason)
    return await _shown_first(
        ask,
        brief,
        ToldNotice(brief.id, reason.strip(), ask.services.now(), withdrawn=True),
        tr("Withdraw /b{number}?", number=brief.id),
        tr("The reason can be typed anew. What is withdrawn can be restored."),
        (
            button(tr("Withdraw"), "wwy", brief.id, _mark(reason)),
            button(tr("Do not withdraw"), "wk", brief.id),
        ),
    )


@refusing
async def withdraw(ask: Ask, number: str = "", shown: str = "") -> Screen | Notice:
    """Answer a button: withdraw for the reason that was shown with it."""
    typed = await _typed(ask, WITHDRAWING, integer(number), shown)
    reason = str(typed.get("text", ""))
    withdrawn = await ask.services.desk.withdraw(integer(number), ask.actor, reason)
    await ask.expect_nothing()
    file = await ask.services.desk.file(withdrawn.id)
    return await card_of(ask, file, ask.tr("Withdrawn: {reason}", reason=reason.strip()))
