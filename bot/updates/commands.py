"""The one table of commands: handlers, menus and /help are made from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.conversation.ask import Ask
from bot.conversation.origin import back, on_searching, pack
from bot.conversation.screen import Screen
from bot.handlers import (
    backup,
    brief,
    deadlines,
    directives,
    feedback,
    home,
    listing,
    privacy,
    roles,
    search,
    settings,
    stats,
)
from bot.handlers.adding import command as adding
from bot.handlers.drafting import menu
from bot.handlers.following import manage, muting, what
from bot.handlers.publishing import desk, history, issuing, moves
from briefs.i18n import N_
from briefs.registry import Registry
from briefs.staff import StaffRole
from briefs.text.fold import fold, syllables
from briefs.views.home import help_page, help_search
from briefs.wishes import Wish, wish

Answer = Callable[[Ask, str], Awaitable[Screen]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its Vietnamese alias, its menu text and what answers it.

    Commands without a `summary` work but stand in no menu; `manages` marks those that in groups only admins
    may use, and that stand in the menu of admins only. `goes_on` marks those that leave open what was asked.
    Those for a `role` stand in the menu of its people only. `wish` is what it shows where it is asked for in
    plain words.
    """

    name: str
    answer: Answer
    alias: str = ""
    summary: str = ""
    manages: bool = False
    goes_on: bool = False
    role: StaffRole = StaffRole.READER
    wish: Wish | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the alias."""
        return (self.name, self.alias) if self.alias else (self.name,)


async def help_(ask: Ask, text: str, origin: str = "") -> Screen:
    """Answer /help, or /help search, from which a way leads back to the origin."""
    if fold(text) in {"search", "tim", "tim kiem"}:
        return Screen(help_search(ask.view), (back(ask.tr, origin or pack("hp")),))
    known = [command for command in COMMANDS if command.summary and ask.role.covers(command.role)]
    listed = [(command.name, ask.tr(command.summary)) for command in known]
    return Screen(help_page(listed, ask.bot_name, ask.view), (on_searching(ask.tr),))


async def _search(ask: Ask, text: str) -> Screen:
    """Answer /search: with the list that its words ask for, or else with what is found."""
    command, words = wished(text, ask.services.registry) or (None, "")
    if command is not None and not command.manages:
        return await command.answer(ask, words)
    return await search.search(ask, text)


async def _edit(ask: Ask, text: str) -> Screen:
    """Answer /edit N: what can be edited of a brief, or of what is prepared for it."""
    number = desk.number_in(text)
    return (
        await desk.on_card(ask, number, await menu.menu(ask, str(number)))
        if number
        else desk.which(ask, "edit")
    )


EDITOR, PUBLISHER, OWNER = StaffRole.EDITOR, StaffRole.PUBLISHER, StaffRole.OWNER

COMMANDS: tuple[Command, ...] = (
    Command("search", _search, "tim", N_("Search by words, document number, place")),
    Command("brief", brief.brief, "tomluoc", N_("Read a brief")),
    Command("directives", directives.directives, "chidao", N_("Duties by body or place")),
    Command("deadlines", deadlines.deadlines, "hanchot", N_("Duties that are due soon"), wish=Wish.DUE),
    Command("latest", listing.latest, "moi", N_("The newest briefs"), wish=Wish.NEWS),
    Command("doc", listing.doc, "sohieu", N_("Look up a document number")),
    Command(
        "subscribe", what.subscribe, "dangky", N_("Get digests regularly"), manages=True, wish=Wish.FOLLOW
    ),
    Command("mysubs", manage.mysubs, "theodoi", N_("Digests you get: see, change, stop"), manages=True),
    Command("settings", settings.settings, "caidat", N_("Language, time zone, quiet hours"), manages=True),
    Command("privacy", privacy.privacy, "riengtu", N_("My data: see, download, erase"), manages=True),
    Command("help", help_, "trogiup", N_("How to use"), wish=Wish.HELP),
    Command("start", home.start),
    Command("add", adding.add, "them", N_("Add an article"), goes_on=True, role=EDITOR),
    Command("drafts", desk.drafts_command, "nhap", N_("Drafts"), role=EDITOR),
    Command("preview", desk.preview_command, "xemtruoc", N_("See a brief as readers will"), role=EDITOR),
    Command("edit", _edit, "sua", N_("Edit a brief"), role=EDITOR),
    Command("queue", desk.queue_command, "choduyet", N_("In review and planned"), role=EDITOR),
    Command("publish", moves.publish_command, "xuatban", N_("Publish, now or at a time"), role=PUBLISHER),
    Command("correct", issuing.correct_command, "dinhchinh", N_("Correct, and tell readers"), role=PUBLISHER),
    Command("withdraw", issuing.withdraw_command, "rut", N_("Withdraw, with the reason"), role=PUBLISHER),
    Command("roles", roles.roles, "phanquyen", N_("Who may edit and publish"), role=OWNER),
    Command("audit", history.audit_command, "nhatky", N_("Who did what"), role=OWNER),
    Command("backup", backup.backup, "saoluu", N_("A copy of all data"), role=OWNER),
    Command("stats", stats.stats, "thongke", N_("What is used and sought"), role=PUBLISHER),
    Command("overdue", deadlines.overdue, "quahan", wish=Wish.OVERDUE),
    Command("stop", manage.stop, "dung", manages=True),
    Command("mute", muting.mute, "tamdung", manages=True),
    Command("feedback", feedback.feedback, "gopy", goes_on=True),
    Command("id", home.identity, "dinhdanh"),
    Command("lang", home.language, "ngonngu", manages=True),
    Command("cancel", home.cancel, "huy", goes_on=True),
)

_SHORTEST_SPOKEN = 4
"""Letters of a command that is taken for one without its stroke: “tìm” and “mới” are words to look for."""


def wished(text: str, registry: Registry) -> tuple[Command, str] | None:
    """Return the command that gives what a text asks for in plain words, and the words for it.

    “hôm nay có gì mới” asks for /latest, “việc sắp đến hạn của An Giang” for /deadlines An Giang.
    """
    asked = wish(text, registry)
    return asked and next((command, asked[1]) for command in COMMANDS if command.wish is asked[0])


def spoken(text: str, registry: Registry) -> tuple[Command, str] | None:
    """Return the command for readers that a text names or asks for in plain words, and the words for it.

    “trợ giúp” names /trogiup.
    """
    word = "".join(syllables(text))
    known = (command for command in COMMANDS if command.summary and command.role is StaffRole.READER)
    named = next((c for c in known if len(word) >= _SHORTEST_SPOKEN and word in c.names), None)
    return (named, "") if named else wished(text, registry)
