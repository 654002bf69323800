"""/mysubs and /stop: what a chat follows, each on a screen where it is changed in place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, Row, button, integer, pager, rows
from bot.conversation.origin import back
from bot.conversation.screen import Notice, Screen
from bot.delivery.digest_messages import digest_documents, digest_keyboard
from bot.handlers.following.when import confirmed, volume_of
from bot.handlers.targets import EXISTING, subscription_of, target_of
from briefs.samples import sample_digest
from briefs.subscriptions import Chat, Subscription
from briefs.views import following as views
from briefs.views.context import Page
from briefs.views.following import SUBSCRIPTIONS_A_PAGE, Change

_STOPPED = "stopped"
_ALL = "all"


async def mysubs(ask: Ask, text: str = "") -> Screen:
    """Answer /mysubs."""
    return await list_all(ask)


async def list_all(ask: Ask, page: str = "0") -> Screen:
    """Answer a button: what the chat follows, with a button to change each."""
    tr = ask.tr
    every = await ask.services.subscriptions.of_chat(ask.chat.id)
    listed = [item for item in every if item.thread == ask.thread]
    others: Row = (button(tr("My groups and channels"), "sx"),) if ask.private else ()
    stop_all: Row = (button(tr("Stop all"), "ua"),) if len(listed) > 1 else ()
    awake = sum(not item.paused(ask.services.now()) for item in listed)
    pause_all: Row = (button(tr("Pause all for 7 days"), "pm", 7),) if awake > 1 else ()
    more: Keyboard = (
        (button(tr("Follow something else"), "sw"), *stop_all),
        pause_all,
        others,
        back(tr),
    )
    shown = _list(ask, listed, page, more, "ms")
    return replace(shown, document=(*shown.document, *views.in_other_topics(len(every) - len(listed), tr)))


async def list_anew(ask: Ask) -> Screen:
    """Answer a button under a digest, which stays: the list in a new message."""
    shown = await list_all(ask)
    return Screen(shown.document, shown.keyboard, fresh=True)


async def list_other(ask: Ask, chat_id: str = "", page: str = "0") -> Screen:
    """Answer a button in private: what a group or channel follows that the person administers."""
    listed = await ask.services.subscriptions.of_chat(integer(chat_id))
    place = await ask.look_into(listed[0].chat.address) if listed and ask.private else None
    if place is None or not place.administered:
        return await list_all(ask)
    return list_of(ask, listed[0].chat, listed, page)


async def list_at(ask: Ask, address: str) -> Screen:
    """Answer a link from a channel: what it follows, or for who is no admin there what this chat does."""
    chat = await ask.services.chats.find(ask.chat.channel, address)
    return await list_all(ask) if chat is None else await list_other(ask, str(chat.id))


def list_of(ask: Ask, chat: Chat, listed: list[Subscription], page: str = "0") -> Screen:
    """Return what another chat follows."""
    more: Keyboard = ((button(ask.tr("What this chat follows"), "ms"),), back(ask.tr))
    return _list(ask, listed, page, more, "mo", chat.id)


async def show(ask: Ask, number: str = "") -> Screen:
    """Answer a button: one subscription, to be changed in place."""
    found = await subscription_of(ask, number)
    return await list_all(ask) if found is None else await _one(ask, found)


async def pause(ask: Ask, number: str = "", days: str = "") -> Screen:
    """Answer a button: send nothing for 7 or 30 days; what is published meanwhile comes afterwards."""
    found = await subscription_of(ask, number)
    if found is None or days not in {"7", "30"}:
        return await show(ask, number)
    until = ask.services.now() + dt.timedelta(days=int(days))
    return await _one(ask, await ask.services.subscriptions.pause(found.id, until), ask.tr("Paused."))


async def resume(ask: Ask, number: str = "") -> Screen:
    """Answer a button: end a pause."""
    found = await subscription_of(ask, number)
    if found is None:
        return await list_all(ask)
    resumed = await ask.services.subscriptions.resume(found.id, now=ask.services.now())
    return await _one(ask, resumed, ask.tr("Resumed."))


async def send_sample(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: what the subscription would have brought lately, in messages of its own."""
    found = await subscription_of(ask, number)
    if found is None:
        return await list_all(ask)
    services = ask.services
    made = await sample_digest(services.briefs, services.registry, found, services.now())
    if made is None:
        return Notice(ask.tr("No brief fits this yet, so there is no sample."), alert=True)
    *before, last = digest_documents(made, ask.view, sample=True)
    return Screen(last, digest_keyboard(made, ask.tr), fresh=True, before=tuple(before))


async def stop(ask: Ask, text: str = "") -> Screen:
    """Answer /stop: end the only subscription, or ask which of several."""
    listed = await ask.services.subscriptions.of_chat(ask.chat.id, ask.thread)
    return await end(ask, str(listed[0].id)) if len(listed) == 1 else await list_all(ask)


async def ask_to_end_all(ask: Ask) -> Screen:
    """Answer a button: whether all that the chat follows shall end."""
    tr = ask.tr
    listed = await ask.services.subscriptions.of_chat(ask.chat.id, ask.thread)
    if not listed:
        return await list_all(ask)
    keyboard: Keyboard = (
        (button(tr("Yes, stop all"), "us", _ALL), button(tr("No, keep them"), "ms")),
        back(tr),
    )
    return Screen(views.confirm_stopping(len(listed), ask.view), keyboard)


async def end(ask: Ask, number: str = "") -> Screen:
    """Answer a button: stop one subscription, or `all` of this chat, and offer to undo it."""
    if number == _ALL:
        chosen = await ask.services.subscriptions.of_chat(ask.chat.id, ask.thread)
    else:
        found = await subscription_of(ask, number)
        chosen = [found] if found else []
    if not chosen:
        return await list_all(ask)
    together = f"{int(ask.services.now().timestamp()):x}"
    for item in chosen:
        reason = _STOPPED if number != _ALL else _reason(together)
        await ask.services.subscriptions.end(item.id, reason)
    tr = ask.tr
    undo = button(tr("Undo"), "ra", together) if number == _ALL else button(tr("Undo"), "rs", chosen[0].id)
    keyboard: Keyboard = ((undo,), (button(tr("What this chat follows"), "ms"),), back(tr))
    return Screen(views.stopped(chosen, ask.view), keyboard, toast=tr("Stopped."))


async def revive(ask: Ask, number: str = "") -> Screen:
    """Answer a button: take a stop back; nothing published meanwhile is lost."""
    found = await ask.services.subscriptions.get(integer(number))
    if found is None or not await _administered(ask, found.chat):
        return await list_all(ask)
    revived = await ask.services.subscriptions.revive(found.chat.id, found.id, now=ask.services.now())
    return confirmed(ask, revived, Change.NEW) if revived else await list_all(ask)


async def revive_all(ask: Ask, together: str = "") -> Screen:
    """Answer a button: take back that all was stopped."""
    store, now = ask.services.subscriptions, ask.services.now()
    for item in await store.ended_for(ask.chat.id, ask.thread, _reason(together)):
        await store.revive(ask.chat.id, item.id, now=now)
    return await list_all(ask)


async def _administered(ask: Ask, chat: Chat) -> bool:
    if chat.id == ask.chat.id:
        return True
    place = await ask.look_into(chat.address) if ask.private else None
    return place is not None and place.administered


async def _one(ask: Ask, item: Subscription, toast: str | None = None) -> Screen:
    tr, number, now = ask.tr, item.id, ask.services.now()
    here = item.chat.id == ask.chat.id
    rest: Row = (button(tr("Pause 7 days"), "pz", number, 7), button(tr("Pause 30 days"), "pz", number, 30))
    to_list = button(tr("‹ All"), "ms") if here else button(tr("‹ All"), "mo", item.chat.id)
    where: Row = (button(tr("Send it to a group or channel"), "sc", number),) if ask.private and here else ()
    keyboard: Keyboard = (
        (
            button(tr("Change schedule"), "st", target_of(EXISTING, number)),
            button(tr("Send me a sample"), "sp", number),
        ),
        (button(tr("Resume now"), "pr", number),) if item.paused(now) else rest,
        where,
        (button(tr("Stop"), "us", number),),
        (to_list, *back(tr)),
    )
    volume = await volume_of(ask, item.criteria)
    return Screen(views.subscription(item, volume, now, ask.view), keyboard, toast=toast)


def _list(
    ask: Ask, listed: list[Subscription], page: str, more: Keyboard, verb: str, *arguments: object
) -> Screen:
    shown = Page.of(integer(page), SUBSCRIPTIONS_A_PAGE, len(listed))
    openers = [
        button(f"{n}. {views.criteria_name(item.criteria, ask.view)}", "su", item.id)
        for n, item in enumerate(shown.take(listed), start=shown.start + 1)
    ]
    turns = pager(shown.number, shown.count, verb, *arguments)
    return Screen(
        views.subscriptions(listed, shown, ask.services.now(), ask.view), (*rows(openers, 1), *turns, *more)
    )


def _reason(together: str) -> str:
    """Return why subscriptions ended that were stopped together, by which they are found again."""
    return f"{_STOPPED} together {together}"
