"""The one table of commands: handlers, menus and /help are made from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.ask import Ask
from bot.handlers import brief, directives, home, listing, privacy, search, settings, stats
from bot.handlers.adding import command as adding
from bot.handlers.adding import steps
from bot.handlers.following import manage, what
from bot.origin import back
from bot.screen import Screen
from briefs.i18n import N_
from briefs.text.fold import fold
from briefs.views.home import help_page, help_search

Answer = Callable[[Ask, str], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its Vietnamese alias, its menu text and what answers it.

    Commands without a `summary` work but stand in no menu; `manages` marks those that in groups only admins
    may use, and that stand in the menu of admins only. `goes_on` marks those that leave open what was asked.
    """

    name: str
    answer: Answer
    alias: str = ""
    summary: str = ""
    manages: bool = False
    goes_on: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the alias."""
        return (self.name, self.alias) if self.alias else (self.name,)


async def help_(ask: Ask, text: str) -> Screen:
    """Answer /help, or /help search."""
    if fold(text) in {"search", "tim", "tim kiem"}:
        return Screen(help_search(ask.view), (back(ask.tr),))
    listed = [(command.name, ask.tr(command.summary)) for command in COMMANDS if command.summary]
    return Screen(help_page(listed, ask.view), (back(ask.tr),))


COMMANDS: tuple[Command, ...] = (
    Command("search", search.search, "tim", N_("Search by words, document number, place")),
    Command("brief", brief.brief, "tomluoc", N_("Read a brief")),
    Command("directives", directives.directives, "chidao", N_("Duties by body or place")),
    Command("latest", listing.latest, "moi", N_("The newest briefs")),
    Command("doc", listing.doc, "sohieu", N_("Look up a document number")),
    Command("subscribe", what.subscribe, "dangky", N_("Get digests regularly"), manages=True),
    Command("mysubs", manage.mysubs, "theodoi", N_("Digests you get: see, change, stop"), manages=True),
    Command("settings", settings.settings, "caidat", N_("Language, time zone, quiet hours"), manages=True),
    Command("privacy", privacy.privacy, "riengtu", N_("My data: see, download, erase"), manages=True),
    Command("help", help_, "trogiup", N_("How to use")),
    Command("start", home.start),
    Command("add", adding.add, "them", goes_on=True),
    Command("drafts", steps.drafts, "nhap"),
    Command("publish", steps.publish_command, "xuatban"),
    Command("withdraw", steps.withdraw_command, "rut"),
    Command("stats", stats.stats, "thongke"),
    Command("stop", manage.stop, "dung", manages=True),
    Command("lang", home.language, "ngonngu"),
    Command("cancel", home.cancel, "huy", goes_on=True),
)
