"""/start, /help, /lang, /cancel and what does not fit anywhere."""

from __future__ import annotations

import re

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button, rows
from bot.conversation.origin import back
from bot.conversation.screen import Screen
from bot.handlers import brief as briefs
from bot.handlers import roles
from bot.handlers.following import manage
from briefs.blocks import Heading, Para, code, document, line, para
from briefs.i18n import LANGUAGES
from briefs.views import home
from briefs.views.digest import MANAGE


async def start(ask: Ask, text: str) -> Screen:
    """Answer /start; a deep-link payload opens what it names (Bot API, deep linking)."""
    if match := re.fullmatch(r"b(\d{1,9})", text.strip()):
        return await briefs.open_brief(ask, int(match[1]))
    if text.strip() == MANAGE and ask.private:
        return await manage.list_all(ask)
    if match := re.fullmatch(rf"{MANAGE}(-\d{{1,20}})", text.strip()):
        return await manage.list_at(ask, match[1])
    if text.startswith(roles.INVITATION):
        return await roles.accept(ask, text.removeprefix(roles.INVITATION).strip())
    return await first_screen(ask)


async def first_screen(ask: Ask) -> Screen:
    """Return the first screen."""
    library = ask.services.library
    document_ = home.start(await library.count(), await library.newest_date(), ask.view)
    return Screen(document_, _home_keyboard(ask))


def _home_keyboard(ask: Ask) -> Keyboard:
    tr = ask.tr
    other = "en" if tr.language == "vi" else "vi"
    desk = (button(tr("The desk"), "w"),) if ask.may_edit and ask.private else ()
    return (
        (button(tr("My office's duties"), "k"), button(tr("Newest"), "l", 0)),
        (button(tr("Get digests"), "sw"), button(tr("How to use"), "hp")),
        (*desk, button(LANGUAGES[other], "la", other)),
    )


async def language(ask: Ask, text: str) -> Screen:
    """Answer /lang: set the language named, or offer those there are."""
    wanted = text.strip().lower()
    if wanted in LANGUAGES:
        return await choose_language(ask, wanted)
    choices = [button(name, "la", tag) for tag, name in LANGUAGES.items()]
    return Screen(document([Heading(line(ask.tr("Language")))]), (*rows(choices, 2), back(ask.tr)))


async def choose_language(ask: Ask, tag: str) -> Screen:
    """Set the chat's language and show the first screen in it."""
    return await first_screen(await ask.set_language(tag) if tag in LANGUAGES else ask)


async def identity(ask: Ask, text: str) -> Screen:
    """Answer /id: the numbers of the person, and of a group and its topic, as settings want them."""
    tr, person = ask.tr, ask.person
    numbers = (
        (tr("This chat"), "" if ask.private else ask.chat.address),
        (tr("This topic"), ask.thread),
        (tr("You"), person.address if person else ""),
    )
    known = tuple(line(f"{name}: ", code(number)) for name, number in numbers if number)
    return Screen(document([Heading(line(tr("Numbers on Telegram"))), Para(known)]), (back(tr),))


async def cancel(ask: Ask, text: str) -> Screen:
    """Answer /cancel: end what was asked, and take away the offer to choose another chat."""
    await ask.expect_nothing()
    text = ask.tr("Nothing is open any more, and nothing was changed. Type what you look for.")
    return Screen(document([para(text)]), closes=True)


async def unknown(ask: Ask, text: str) -> Screen:
    """Answer a command that does not exist."""
    named = code(text.split()[0][:40] if text.split() else "/")
    known = document(
        [
            para(*ask.view.say("There is no command {name}.", name=named)),
            para(ask.tr("Type what you look for, or /help for all commands.")),
        ]
    )
    return Screen(known, (back(ask.tr),))
