import datetime as dt

import pytest

from briefs.staff import Person, StaffRole
from briefs.store.staff import StaffStore

OWNER = Person("telegram", "1", "Chủ")
LAN = Person("telegram", "2", "Lan")
NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


@pytest.fixture
def store(database) -> StaffStore:
    return StaffStore(database)


async def test_who_was_given_no_role_is_a_reader(store):
    assert await store.role_of(LAN) is StaffRole.READER
    assert await store.members() == []


async def test_a_role_is_given_changed_and_taken_away(store):
    for role in (StaffRole.EDITOR, StaffRole.PUBLISHER):
        await store.grant(LAN, role, by=OWNER, now=NOW)
        assert await store.role_of(LAN) is role
    assert [(m.person, m.role, m.granted_by) for m in await store.members()] == [
        (LAN, StaffRole.PUBLISHER, "telegram:1")
    ]
    await store.grant(LAN, StaffRole.READER, by=OWNER, now=NOW)
    assert await store.role_of(LAN) is StaffRole.READER
    assert await store.members() == []


async def test_a_role_is_one_person_s_alone(store):
    minh, namesake = Person("telegram", "3", "Minh"), Person("mail", "2", "Lan")
    roles = {OWNER: StaffRole.OWNER, minh: StaffRole.EDITOR, namesake: StaffRole.EDITOR}
    for person, role in roles.items():
        await store.grant(person, role, by=OWNER, now=NOW)
    assert await store.role_of(LAN) is StaffRole.READER
    for role in (StaffRole.PUBLISHER, StaffRole.READER):
        await store.grant(LAN, role, by=OWNER, now=NOW)
        assert {one.person: one.role for one in await store.members() if one.person != LAN} == roles


@pytest.mark.parametrize("role", list(StaffRole))
def test_each_role_may_do_what_the_ones_before_it_may(role):
    covered = [other for other in StaffRole if role.covers(other)]
    assert covered == list(StaffRole)[: len(covered)]
    assert covered[-1] is role
