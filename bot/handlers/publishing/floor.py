"""What all screens of the desk share: names, refusals, and the ways between them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Row, button
from bot.conversation.origin import back, to_private_chat
from bot.conversation.screen import Notice, Screen
from briefs.blocks import document, para
from briefs.errors import InputError, NotAllowedError, NotFoundError
from briefs.i18n import N_
from briefs.staff import StaffRole
from briefs.views.desk import ROLES, DeskView

P = ParamSpec("P")
Step = Callable[Concatenate[Ask, P], Awaitable[Screen | Notice]]


def refusing(step: Step[P]) -> Step[P]:
    """Let a step say what it refuses, instead of failing; groups never see what is not published."""

    @wraps(step)
    async def answer(ask: Ask, /, *args: P.args, **kwargs: P.kwargs) -> Screen | Notice:
        if not ask.private:
            return _elsewhere(ask)
        try:
            return await step(ask, *args, **kwargs)
        except NotFoundError:
            return Notice(ask.tr("There is no such brief."), alert=True)
        except (NotAllowedError, InputError) as error:
            return Notice(ask.tr(error.message), alert=True)

    return answer


def as_screen(ask: Ask, result: Screen | Notice, brief_id: int = 0) -> Screen:
    """Return what answers a command or a text, where there is no button to show a notice over.

    From a text about a brief the way leads back to its card, from a group to the private chat.
    """
    if isinstance(result, Screen):
        return result
    if not ask.private:
        return Screen(document([para(result.text)]), (to_private_chat(ask.view),))
    if not brief_id:
        return said(ask, result.text)
    return Screen(document([para(result.text)]), (to_card(ask, brief_id),))


def said(ask: Ask, *lines: str, keyboard: tuple[Row, ...] = ()) -> Screen:
    """Say a few lines, with the way back to the desk for those who work there."""
    return Screen(document([para(text) for text in lines if text]), (*keyboard, to_desk(ask)))


def to_desk(ask: Ask) -> Row:
    """Return the row that leads back to the desk, or home."""
    return (button(ask.tr("‹ The desk"), "w"), *back(ask.tr)) if ask.may_edit else back(ask.tr)


def to_card(ask: Ask, brief_id: int) -> Row:
    """Return the row that leads back to where a brief stands."""
    return (button(ask.tr("‹ /b{number}", number=brief_id), "wk", brief_id), *back(ask.tr))


def editors_only(ask: Ask) -> Notice | None:
    """Return the refusal for those who are no editors, and for other chats than private ones."""
    if not ask.private:
        return _elsewhere(ask)
    return None if ask.may_edit else Notice(ask.tr("Only editors can do this."), alert=True)


def _elsewhere(ask: Ask) -> Notice:
    return Notice(ask.tr("The desk is open in the private chat with the bot only."), alert=True)


def publishers_only(ask: Ask) -> Notice | None:
    """Return the refusal for those who are no publishers."""
    return None if ask.may_publish else Notice(ask.tr("Only publishers can do this."), alert=True)


def owners_only(ask: Ask) -> None:
    """Raise NotAllowedError for those who are no owners."""
    if not ask.role.covers(StaffRole.OWNER):
        raise NotAllowedError(N_("Only owners can do this."))


async def desk_view(ask: Ask) -> DeskView:
    """Return what the views of the desk need."""
    members = await ask.services.roster.members()
    # Nobody noted the names of the owners of the settings.
    names = dict.fromkeys(ask.services.roster.owners, ask.tr(ROLES[StaffRole.OWNER]))
    names |= {member.person.key: member.person.name for member in members}
    if ask.person is not None:
        names[ask.person.key] = ask.person.name
    return DeskView(ask.view, ask.chat.timezone, names)
