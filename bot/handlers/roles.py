"""/roles: owners name editors and publishers, by invitation, by id or by a forwarded message."""

from __future__ import annotations

from typing import Any

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Button, button, integer, rows
from bot.conversation.origin import back
from bot.conversation.screen import Notice, Screen
from bot.handlers.publishing.floor import as_screen, owners_only, refusing, said, to_desk
from briefs.blocks import Heading, code, document, line, para
from briefs.errors import InputError
from briefs.i18n import N_
from briefs.staff import Person, StaffRole
from briefs.text.fold import fold
from briefs.views.context import ViewContext
from briefs.views.desk import ROLES, roster_page

NAMING = "naming"
INVITATION = "role_"
"""How the payload of an invitation link begins (Bot API, deep linking: letters, digits, _ and -)."""
_GIVEN = (StaffRole.EDITOR, StaffRole.PUBLISHER, StaffRole.OWNER)


async def roles(ask: Ask, text: str) -> Screen:
    """Answer /roles; with a user id, or beside a person who is named, offer to give that one a role."""
    return as_screen(ask, await _roles(ask, text))


@refusing
async def _roles(ask: Ask, text: str) -> Screen | Notice:
    owners_only(ask)
    tr, (number, _, word) = ask.tr, text.strip().partition(" ")
    if ask.named is None and not integer(number):
        return await _everybody(
            ask, tr("The bot cannot tell who “{text}” is.", text=number) if number else ""
        )
    person = ask.named or Person("telegram", str(integer(number)))
    role = _role_of(word if ask.named is None else text)
    if role is not None:
        return await _granted(ask, person, role)
    await ask.expect(NAMING, address=person.address, name=person.name)
    return await _member(ask, person)


@refusing
async def everybody(ask: Ask) -> Screen | Notice:
    """Answer a button: who works at the desk."""
    owners_only(ask)
    return await _everybody(ask)


async def _everybody(ask: Ask, note: str = "") -> Screen:
    tr, roster = ask.tr, ask.services.roster
    members = await roster.members()
    owners = [_owner(ask, Person.of(key)) for key in sorted(roster.owners)]
    openers = [
        button(one.person.name or one.person.address, "wgm", one.person.address)
        for one in members
        if one.person.channel == "telegram"
    ]
    invite = [button(tr("Invite: {role}", role=tr(ROLES[role])), "wgi", role) for role in _GIVEN]
    page = roster_page(owners, members, ask.view, note)
    return Screen(page, (*rows(openers, 2), *rows(invite, 1), to_desk(ask)))


def _owner(ask: Ask, owner: Person) -> str:
    """Return what is known of an owner of the settings: the name of the one who asks, else the number."""
    asking = ask.actor.person
    return (asking.name if asking.key == owner.key else "") or owner.address


@refusing
async def invite(ask: Ask, role: str = "") -> Screen | Notice:
    """Answer a button: a link that gives a role to the first who opens it."""
    if role not in set(StaffRole):
        raise InputError(N_("There is no such role."))
    token = await ask.services.roster.invite(StaffRole(role), ask.actor)
    tr, link = ask.tr, ask.view.start_url(f"{INVITATION}{token}")
    shown = document(
        [
            Heading(line(tr("Invitation: {role}", role=tr(ROLES[StaffRole(role)])))),
            para(code(link)),
            para(
                tr("Send it to one person. It works once, within 12 hours; you are told who took it."),
                aside=True,
            ),
        ]
    )
    return Screen(shown, ((Button(tr("Copy the link"), copy=link),), _to_roles(ask), back(tr)))


async def accept(ask: Ask, token: str) -> Screen:
    """Answer /start with an invitation: take the role, and tell who had invited."""
    tr = ask.tr
    accepted = await ask.services.roster.accept(token, ask.person) if ask.person and ask.private else None
    if accepted is None or ask.person is None:
        return said(ask, tr("This invitation was used already, or is too old. Ask for a new one."))
    await ask.show_menu(ask.person, accepted.role)
    person, role = ask.person, accepted.role

    def told(context: ViewContext) -> Screen:
        took = context.tr("{name} is now {role}.", name=person.name, role=context.tr(ROLES[role]))
        undo = button(context.tr("Take it away"), "wgs", person.address, StaffRole.READER)
        return Screen(document([para(took)]), ((undo,),))

    channel, _, address = accepted.invited_by.partition(":")
    await ask.tell(Person(channel, address), told)
    return Screen(*_welcome(ask.view, role))


@refusing
async def member(ask: Ask, address: str = "") -> Screen | Notice:
    """Answer a button: a person's role, to be changed."""
    owners_only(ask)
    return await _member(ask, await _person(ask, address))


@refusing
async def set_role(ask: Ask, address: str = "", role: str = "") -> Screen | Notice:
    """Answer a button: give a role, or take it away."""
    if role not in set(StaffRole):
        raise InputError(N_("There is no such role."))
    return await _granted(ask, await _person(ask, address), StaffRole(role))


async def take_role(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take the text that names the role for a person."""
    role = _role_of(text)
    person = Person("telegram", str(data["address"]), str(data["name"]))
    if role is None:
        return as_screen(ask, await _member(ask, person))
    return as_screen(ask, await _typed(ask, person, role))


@refusing
async def _typed(ask: Ask, person: Person, role: StaffRole) -> Screen | Notice:
    return await _granted(ask, person, role)


async def _member(ask: Ask, person: Person) -> Screen:
    tr, held = ask.tr, await ask.services.roster.role_of(person)
    choices = [
        button(_choice(ask, role), "wgs", person.address, role) for role in StaffRole if role is not held
    ]
    shown = document(
        [
            Heading(line(person.name or person.address)),
            para(tr("Now: {role}. Which role from now on?", role=tr(ROLES[held]))),
        ]
    )
    return Screen(shown, (*rows(choices, 2), _to_roles(ask), back(tr)))


async def _granted(ask: Ask, person: Person, role: StaffRole) -> Screen:
    """Give a role, tell the person, and offer to take it back."""
    former = await ask.services.roster.grant(person, role, ask.actor)
    await ask.expect_nothing()
    await ask.show_menu(person, role)
    reached = former is role or await ask.tell(person, lambda context: Screen(*_welcome(context, role)))
    tr = ask.tr
    name = person.name or person.address
    hint = "" if reached else tr("They have not opened the bot yet, so they could not be told.")
    undo = (button(tr("Undo"), "wgs", person.address, former),) if former is not role else ()
    return said(
        ask,
        tr("{name} is now {role}.", name=name, role=tr(ROLES[role])),
        hint,
        keyboard=(undo, _to_roles(ask)),
    )


def _welcome(context: ViewContext, role: StaffRole) -> tuple[Any, Any]:
    tr = context.tr
    if role is StaffRole.READER:
        return document([para(tr("You do not work at the desk any more."))]), ((button(tr("« Home"), "h"),),)
    text = tr("You are now {role} of this bot.", role=tr(ROLES[role]))
    hint = tr("The commands for it are in the menu; all of it is at the desk.")
    return document([para(text), para(hint)]), ((button(tr("The desk"), "w"),),)


async def _person(ask: Ask, address: str) -> Person:
    """Return a person by id, with the name that is known: from the roster, or from what was asked."""
    number = str(integer(address))
    for one in await ask.services.roster.members():
        if (one.person.channel, one.person.address) == ("telegram", number):
            return one.person
    asked = await ask.expected()
    if asked is not None and asked.kind == NAMING and asked.data["address"] == number:
        return Person("telegram", number, str(asked.data["name"]))
    return Person("telegram", number)


def _choice(ask: Ask, role: StaffRole) -> str:
    name = ask.tr("No role") if role is StaffRole.READER else ask.tr(ROLES[role])
    return name[:1].upper() + name[1:]


def _role_of(text: str) -> StaffRole | None:
    """Return the role that is typed in English or Vietnamese, None for anything else."""
    return _WORDS.get(fold(text))


_WORDS = {
    "reader": StaffRole.READER,
    "ban doc": StaffRole.READER,
    "editor": StaffRole.EDITOR,
    "bien tap vien": StaffRole.EDITOR,
    "publisher": StaffRole.PUBLISHER,
    "nguoi xuat ban": StaffRole.PUBLISHER,
    "owner": StaffRole.OWNER,
    "quan tri vien": StaffRole.OWNER,
}


def _to_roles(ask: Ask) -> tuple[Button, ...]:
    return (button(ask.tr("‹ Roles"), "wg"),)
