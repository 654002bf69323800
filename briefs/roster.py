"""Who works at the desk: owners name editors, publishers and other owners, or invite them by a link."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass

from briefs.errors import InputError, NotAllowedError
from briefs.i18n import N_
from briefs.staff import COMMAND_LINE, Actor, Member, Person, StaffRole
from briefs.store.dialogues import Dialogue, DialogueStore
from briefs.store.engine import Database
from briefs.store.staff import StaffStore

_INVITATIONS = "invitations"
"""Invitations are kept as open questions of a chat that no channel has: they expire like these."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An invitation that somebody took: the role they have now, and who had invited them, as `Person.key`."""

    role: StaffRole
    invited_by: str


class Roster:
    """Gives and takes roles; `owners` are those of the settings, as `Person.key`, whom nobody can demote."""

    def __init__(
        self, database: Database, owners: Collection[str], *, now: Callable[[], dt.datetime]
    ) -> None:
        self._staff = StaffStore(database)
        self._invitations = DialogueStore(database)
        self._now = now
        self.owners = frozenset(owners)

    async def role_of(self, person: Person) -> StaffRole:
        """Return what a person may do."""
        if person.key in self.owners or person.channel == COMMAND_LINE:
            return StaffRole.OWNER
        return await self._staff.role_of(person)

    async def members(self) -> list[Member]:
        """Return all to whom owners gave a role, the first one first."""
        return await self._staff.members()

    async def staff(self) -> dict[str, Member]:
        """Return all who have a role, by `Person.key`; those of the settings are owners."""
        given = {member.person.key: member for member in await self.members()}
        owners = {key: given[key].person if key in given else Person.of(key) for key in self.owners}
        return given | {key: Member(person, StaffRole.OWNER, "") for key, person in owners.items()}

    async def grant(self, person: Person, role: StaffRole, by: Actor) -> StaffRole:
        """Give a role in place of the one a person had, and return that; READER takes every other away.

        Raises NotAllowedError where `by` is no owner, InputError for an owner of the settings.
        """
        _need_owner(by)
        if person.key in self.owners:
            raise InputError(N_("This owner is named in the settings and stays one."))
        former = await self._staff.role_of(person)
        if former is not role:
            await self._staff.grant(person, role, by=by.person, now=self._now())
        return former

    async def invite(self, role: StaffRole, by: Actor) -> str:
        """Return a token that gives the role to the first who brings it within half a day."""
        _need_owner(by)
        token = secrets.token_urlsafe(12)
        invitation = Dialogue(_INVITATIONS, {"role": role, "by": by.person.key})
        await self._invitations.open(_INVITATIONS, token, invitation, now=self._now())
        return token

    async def accept(self, token: str, person: Person) -> Accepted | None:
        """Take an invitation; None where it was taken before, is too old, or whose giver is no owner now.

        No role becomes smaller.
        """
        found = await self._invitations.current(_INVITATIONS, token, now=self._now())
        if found is None or not await self._invitations.close(_INVITATIONS, token):
            return None
        role, by = StaffRole(found.data["role"]), str(found.data["by"])
        inviter = Person.of(by)
        if not (await self.role_of(inviter)).covers(StaffRole.OWNER):
            return None
        held = await self.role_of(person)
        if held.covers(role):
            return Accepted(held, by)
        await self._staff.grant(person, role, by=inviter, now=self._now())
        return Accepted(role, by)


def _need_owner(by: Actor) -> None:
    if not by.role.covers(StaffRole.OWNER):
        raise NotAllowedError(N_("Only owners can do this."))
