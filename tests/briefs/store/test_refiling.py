from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from briefs.model import Article, Body, BriefContent, Directive
from briefs.registry import Registry
from briefs.staff import Actor, Person, StaffRole
from briefs.store import refiling
from briefs.store.brief_rows import Change
from briefs.store.briefs import BriefStore
from briefs.store.content import fingerprint, to_json
from briefs.store.engine import Database
from briefs.store.lists import Role
from briefs.store.refiling import refile
from briefs.store.schema import brief_tags, briefs, counters, duties, revisions
from briefs.workflow import Desk

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
REGISTRY = Registry.load()
PREMIER = Body("Thủ tướng Chính phủ", "agency:thu-tuong-chinh-phu")
HEALTH = Body("Sở Y tế An Giang", "agency:so-y-te@an-giang")
CLINIC = Body("Phòng khám 24 giờ")
EDITOR = Actor(Person("telegram", "1"), StaffRole.EDITOR)


class Stopped(Registry):
    """Is asked twice of each brief, and each is read twice: stopped in the second batch of two."""

    asked = 0

    def body_called(self, name: str) -> str | None:
        self.asked += 1
        if self.asked > 8:
            raise KeyboardInterrupt
        return super().body_called(name)


def content(number: int) -> BriefContent:
    told = Directive("báo cáo", issuer=PREMIER, lead=HEALTH, partners=(CLINIC,))
    return BriefContent(f"Bản {number}", Article(f"Bản {number}"), directives=(told,))


def keyless(one: BriefContent) -> BriefContent:
    return replace(one, directives=tuple(replace(d, lead=Body(HEALTH.name)) for d in one.directives))


async def make_old(database: Database, store: BriefStore, count: int) -> None:
    """Store briefs as a version did that knew no departments and did not list who gave an order."""
    for number in range(1, count + 1):
        await store.put(content(number), slug=f"b{number}", now=NOW)
    async with database.write() as tx:
        for number in range(1, count + 1):
            old = keyless(content(number))
            values = {"content": to_json(old), "content_hash": fingerprint(old)}
            await tx.execute(briefs.update().where(briefs.c.id == number).values(values))
        await tx.execute(duties.delete())
        await tx.execute(brief_tags.delete().where(brief_tags.c.key == HEALTH.key))
        await tx.execute(brief_tags.insert().values(brief_id=1, key="topic:cu"))


async def lists(database: Database) -> list[tuple[object, ...]]:
    rows = [*await database.rows(duties.select()), *await database.rows(brief_tags.select())]
    return sorted(map(tuple, rows), key=repr)


async def test_briefs_of_an_earlier_version_are_listed_as_if_they_were_written_today(
    database: Database, store: BriefStore
) -> None:
    for number in range(1, 6):
        await store.put(content(number), slug=f"b{number}", now=NOW)
    today = await lists(database)
    await make_old(database, store, 5)
    assert await lists(database) != today
    assert await refile(database, REGISTRY, batch=2) == 5
    assert await lists(database) == today
    assert [each.duty.brief_id for each in await store.duties_for([PREMIER.key or ""], [Role.ISSUER])] == [
        *(5, 4, 3, 2, 1)
    ]
    assert [(each.duty.brief_id, each.role) for each in await store.duties_for([HEALTH.key or ""])] == [
        (number, Role.LEAD) for number in (5, 4, 3, 2, 1)
    ]


async def test_what_a_brief_says_stays_and_the_index_is_told_that_its_keys_changed(
    database: Database, store: BriefStore
) -> None:
    await make_old(database, store, 3)
    before, seen = await store.get(2), await store.version()
    await refile(database, REGISTRY)
    after = await store.get(2)
    assert after.content == content(2)
    assert (after.revision, after.updated_at, after.publication) == (1, before.updated_at, before.publication)
    assert await store.changed_since(seen) == [1, 2, 3]
    assert (await store.put(content(2), slug="b2", now=NOW))[1] is Change.UNCHANGED


async def test_changes_that_are_prepared_get_their_keys_too(database: Database, store: BriefStore) -> None:
    brief, _ = await store.put(content(1), now=NOW)
    desk = Desk(database, second_approval=False, now=lambda: NOW)
    await desk.revise(brief.id, replace(keyless(content(1)), title="Bản mới"), EDITOR)
    assert await refile(database, REGISTRY) == 1
    assert (await desk.file(brief.id)).manuscript.content == replace(content(1), title="Bản mới")


async def test_what_is_listed_already_is_neither_read_nor_written_again(
    database: Database, store: BriefStore
) -> None:
    await make_old(database, store, 2)
    assert await refile(database, REGISTRY) == 2
    async with database.write() as tx:
        await tx.execute(duties.delete())
    assert await refile(database, REGISTRY) == 0
    assert await database.rows(duties.select()) == []


async def test_only_briefs_that_are_listed_otherwise_are_written(
    database: Database, store: BriefStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_old(database, store, 3)
    await refile(database, REGISTRY)
    seen = await store.version()
    old = keyless(content(2))
    async with database.write() as tx:
        await tx.execute(briefs.update().where(briefs.c.id == 2).values(content=to_json(old)))
    monkeypatch.setattr(refiling, "_HOW", ("tags.py",))
    assert await refile(database, REGISTRY, batch=2) == 1
    assert await store.changed_since(seen) == [2]


async def test_a_brief_that_is_written_anew_meanwhile_keeps_its_new_words(
    database: Database, store: BriefStore
) -> None:
    await make_old(database, store, 4)
    newer = replace(content(4), title="Bản mới")
    await asyncio.gather(refile(database, REGISTRY), store.put(newer, slug="b4", now=NOW, publish=True))
    assert (await store.get(4)).content == newer
    assert len(await database.rows(duties.select())) == 8


async def test_another_way_to_list_briefs_lists_them_anew(
    database: Database, store: BriefStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.put(content(1), now=NOW)
    await refile(database, REGISTRY)
    today = await lists(database)
    async with database.write() as tx:
        await tx.execute(duties.delete())
    monkeypatch.setattr(refiling, "_HOW", ("tags.py",))
    assert await refile(database, REGISTRY) == 1
    assert await lists(database) == today


async def test_processes_that_start_together_list_every_brief_once(
    database: Database, store: BriefStore
) -> None:
    await make_old(database, store, 7)
    changed = await asyncio.gather(*(refile(database, REGISTRY, batch=2) for _ in range(3)))
    assert sum(changed) == 7
    assert len(await database.rows(duties.select())) == 14


async def test_what_was_stopped_in_the_middle_is_finished_at_the_next_start(
    database: Database, store: BriefStore
) -> None:
    await make_old(database, store, 5)
    with pytest.raises(KeyboardInterrupt):
        await refile(database, Stopped.load(), batch=2)
    assert await refile(database, REGISTRY, batch=2) == 3
    assert await database.rows(sa.select(counters.c.name).where(counters.c.name == "filed"))
    assert len(await database.rows(sa.select(revisions.c.brief_id))) == 5
