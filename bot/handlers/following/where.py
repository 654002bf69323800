"""Where to send: a group or channel chosen in the private chat with Telegram's own list of chats."""

from __future__ import annotations

from bot.conversation.ask import Ask, Place
from bot.conversation.keyboards import ChatRequest, button
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from bot.handlers.following import manage
from bot.handlers.following.when import follow_in
from bot.handlers.targets import subscription_of
from briefs.subscriptions import Chat, Subscription
from briefs.views import following as views


async def choose(ask: Ask, number: str = "") -> Screen:
    """Answer a button: which group or channel a subscription of this private chat shall go to."""
    found = await subscription_of(ask, number)
    if found is None or not ask.private or found.chat.id != ask.chat.id:
        return await manage.list_all(ask)
    return _asking(ask, found)


async def choose_other(ask: Ask) -> Screen:
    """Answer a button: which group's or channel's subscriptions to show."""
    return _asking(ask, None) if ask.private else await manage.list_all(ask)


def chosen(ask: Ask, title: str) -> Screen:
    """Take the offer away and say what was chosen."""
    return Screen(views.chosen(title, ask.view), closes=True)


async def go_on(ask: Ask, request: int, address: str) -> Screen:
    """Send a subscription where the person chose, or show what is followed there.

    `request` is what `bot.conversation.keyboards.ChatRequest` wrote: twice the subscription, 0 for none, one
    more for a channel.
    """
    place = await ask.look_into(address)
    number = request // 2
    if place is None or not (place.administered and place.writable):
        return _refused(ask, place, number)
    chat = await ask.services.chats.get_or_create(
        ask.chat.channel, place.address, kind=place.kind, title=place.title, now=ask.services.now()
    )
    if number == 0:
        return manage.list_of(ask, chat, await ask.services.subscriptions.of_chat(chat.id))
    found = await subscription_of(ask, str(number))
    if found is None or found.chat.id != ask.chat.id:
        return await manage.list_all(ask)
    return await _move(ask, found, chat)


async def move_back(ask: Ask, there: str = "", here: str = "") -> Screen:
    """Answer a button: send to this chat again what was moved to another."""
    found = await subscription_of(ask, there)
    if found is not None:
        await ask.services.subscriptions.end(found.id, "moved back")
    return await manage.revive(ask, here)


async def _move(ask: Ask, found: Subscription, chat: Chat) -> Screen:
    """Follow in the other chat instead of here; where it is followed there already, nothing changes."""
    store = ask.services.subscriptions
    screen = await follow_in(ask, chat, "", found.criteria, found.schedule)
    there = await store.of_chat(chat.id, "")
    moved = next((item for item in there if item.criteria.key == found.criteria.key), None)
    if moved is None or screen.toast is None:
        return screen
    await store.end(found.id, f"moved to chat {chat.id}")
    tr = ask.tr
    keyboard = (
        (button(tr("Send me a sample"), "sp", moved.id), button(tr("Change"), "su", moved.id)),
        (button(tr("Send it here again"), "um", moved.id, found.id),),
        back(tr),
    )
    return Screen(screen.document, keyboard)


def _asking(ask: Ask, found: Subscription | None) -> Screen:
    tr = ask.tr
    cancel = "/huy" if tr.language == "vi" else "/cancel"
    request = ChatRequest(
        found.id if found else 0, tr("Choose a group"), tr("Choose a channel"), cancel=cancel
    )
    return Screen(views.choose_where(found, ask.view), fresh=True, asks=request)


def _refused(ask: Ask, place: Place | None, number: int) -> Screen:
    tr = ask.tr
    again = button(tr("Choose again"), "sc", number) if number else button(tr("Choose again"), "sx")
    administered = place is None or place.administered
    return Screen(views.cannot_send(ask.view, administered=administered), ((again,), back(tr)))
