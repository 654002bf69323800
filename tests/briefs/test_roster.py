from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from briefs.errors import InputError, NotAllowedError
from briefs.roster import Accepted, Roster
from briefs.staff import Actor, Person, StaffRole
from briefs.store.audit import AuditStore
from briefs.store.engine import Database

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
BOSS = Person("telegram", "1", "Giang")
OWNER = Actor(BOSS, StaffRole.OWNER)
CHI, DUNG = Person("telegram", "3", "Chi"), Person("telegram", "4", "Dung")


class Clock:
    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def roster(database: Database, clock: Clock) -> Roster:
    return Roster(database, [BOSS.key], now=clock)


async def test_owners_give_and_take_roles_and_the_audit_tells(roster: Roster, database: Database) -> None:
    assert await roster.grant(CHI, StaffRole.EDITOR, OWNER) is StaffRole.READER
    assert await roster.grant(CHI, StaffRole.PUBLISHER, OWNER) is StaffRole.EDITOR
    assert await roster.role_of(CHI) is StaffRole.PUBLISHER
    assert await roster.grant(CHI, StaffRole.READER, OWNER) is StaffRole.PUBLISHER
    assert await roster.members() == []
    told = [entry.act.details["role"] for entry in await AuditStore(database).entries(9)]
    assert told == ["reader", "publisher", "editor"]


async def test_nobody_else_gives_roles_and_owners_of_the_settings_stay(roster: Roster) -> None:
    publisher = Actor(DUNG, StaffRole.PUBLISHER)
    with pytest.raises(NotAllowedError):
        await roster.grant(CHI, StaffRole.EDITOR, publisher)
    with pytest.raises(NotAllowedError):
        await roster.invite(StaffRole.EDITOR, publisher)
    with pytest.raises(InputError, match="settings"):
        await roster.grant(BOSS, StaffRole.READER, OWNER)
    assert await roster.role_of(BOSS) is StaffRole.OWNER


async def test_an_invitation_gives_its_role_to_the_first_who_brings_it(roster: Roster) -> None:
    token = await roster.invite(StaffRole.EDITOR, OWNER)
    assert token.replace("-", "").replace("_", "").isalnum()
    taken = await asyncio.gather(roster.accept(token, CHI), roster.accept(token, DUNG))
    assert sorted(taken, key=lambda one: one is None) == [Accepted(StaffRole.EDITOR, BOSS.key), None]
    assert len(await roster.members()) == 1
    assert await roster.accept("made-up", CHI) is None


async def test_an_invitation_expires_and_makes_no_role_smaller(roster: Roster, clock: Clock) -> None:
    await roster.grant(CHI, StaffRole.PUBLISHER, OWNER)
    token = await roster.invite(StaffRole.EDITOR, OWNER)
    assert await roster.accept(token, CHI) == Accepted(StaffRole.PUBLISHER, BOSS.key)
    assert await roster.role_of(CHI) is StaffRole.PUBLISHER
    late = await roster.invite(StaffRole.OWNER, OWNER)
    clock.now += dt.timedelta(hours=12)
    assert await roster.accept(late, DUNG) is None


async def test_an_invitation_of_an_owner_who_is_none_any_more_gives_nothing(roster: Roster) -> None:
    await roster.grant(CHI, StaffRole.OWNER, OWNER)
    token = await roster.invite(StaffRole.OWNER, Actor(CHI, StaffRole.OWNER))
    await roster.grant(CHI, StaffRole.READER, OWNER)
    assert await roster.accept(token, DUNG) is None
    assert await roster.role_of(DUNG) is StaffRole.READER


async def test_owners_of_the_settings_are_of_the_staff_whatever_they_were_given(
    roster: Roster, database: Database, clock: Clock
) -> None:
    await roster.grant(CHI, StaffRole.EDITOR, OWNER)
    later = Roster(database, [BOSS.key, CHI.key], now=clock)
    staff = await later.staff()
    assert {key: (one.person.name, one.role) for key, one in staff.items()} == {
        CHI.key: ("Chi", StaffRole.OWNER),
        BOSS.key: ("", StaffRole.OWNER),
    }
