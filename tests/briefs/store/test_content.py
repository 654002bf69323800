"""A brief that cannot be read: damaged, or of a shape that this version does not know."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from briefs.errors import UnreadableError
from briefs.holdings import Holdings
from briefs.model import Article, Body, BriefContent, Directive, DocumentRef, Status
from briefs.registry import Registry
from briefs.search import SearchIndex
from briefs.staff import Actor, Person, StaffRole
from briefs.store.brief_rows import Change
from briefs.store.briefs import BriefStore
from briefs.store.editorial import EditorialStore
from briefs.store.engine import Database
from briefs.store.outlets import OutletStore
from briefs.store.refiling import refile
from briefs.store.schema import articles, briefs, duties
from briefs.store.sketches import SketchStore
from briefs.workflow import Desk

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
EDITOR = Actor(Person("telegram", "1"), StaffRole.EDITOR)
HEALTH = Body("Bộ Y tế", "agency:bo-y-te")
OLDER_SHAPE = '{"title": ["bí mật"], "article": {}}'
TORN = '{"title": "bí mật", "arti'


def content(number: int) -> BriefContent:
    return BriefContent(
        f"Bản {number}",
        Article(f"Bản {number}", outlet="Báo", url=f"https://bao.vn/{number}", paragraphs=("Một câu.",)),
        directives=(Directive("báo cáo", lead=HEALTH),),
        documents=(DocumentRef("15-CT/TW"),),
    )


async def damage(database: Database, table: str, where: str, text: str | None = None) -> None:
    """Write what is no content; PostgreSQL keeps at least what is JSON."""
    new = text or (TORN if database.dialect == "sqlite" else OLDER_SHAPE)
    column = "paragraphs" if table == "articles" else "content"
    async with database.write() as tx:
        await tx.exec_driver_sql(f"UPDATE {table} SET {column} = '{new}' WHERE {where}")


@pytest.fixture
async def damaged(database: Database, store: BriefStore) -> None:
    """Three published briefs, the second of them beyond reading."""
    for number in (1, 2, 3):
        await store.put(content(number), slug=f"b{number}", now=NOW)
    await damage(database, "briefs", "id = 2")


Read = Callable[[BriefStore], Awaitable[Any]]


async def _published(store: BriefStore) -> list[Any]:
    return [brief async for batch in store.published(batch=1) for brief in batch]


async def _current(store: BriefStore) -> Any:
    return (await store.current([1, 2, 3]))[1].values()


async def _publications(store: BriefStore) -> Any:
    return (await store.publications(0, NOW))[1]


async def _many(store: BriefStore) -> Any:
    return (await store.get_many([1, 2, 3])).values()


LISTS: dict[str, Read] = {
    "latest": lambda store: store.latest(9),
    "with_status": lambda store: store.with_status(Status.PUBLISHED, 9),
    "by_document": lambda store: store.by_document("15-CT/TW"),
    "published": _published,
    "current": _current,
    "get_many": _many,
    "publications": _publications,
}


@pytest.mark.parametrize("read", LISTS.values(), ids=LISTS)
@pytest.mark.usefixtures("damaged")
async def test_lists_leave_a_brief_out_that_cannot_be_read(store: BriefStore, read: Read) -> None:
    assert sorted(brief.id for brief in await read(store)) == [1, 3]


@pytest.mark.parametrize(("column", "words"), [("content", "Bản"), ("title", "Bản"), ("slug", "b")])
async def test_a_byte_that_is_no_utf_8_makes_its_brief_unreadable_and_stops_no_other(
    tmp_path: Path, column: str, words: str
) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/a.db")
    store = BriefStore(database)
    for number in (1, 2, 3):
        await store.put(content(number), slug=f"b{number}", now=NOW)
    async with database.write() as tx:
        torn = f"replace({column}, '{words}', CAST(X'6269206D6174C1' AS TEXT))"  # bi mat, and half a letter
        await tx.exec_driver_sql(f"UPDATE briefs SET {column} = {torn} WHERE id = 2")
    for read in LISTS.values():
        assert sorted(brief.id for brief in await read(store)) == [1, 3]
    (named,) = await store.unreadable()
    assert re.match("Brief 2 .*restore a backup", named)
    assert "bi mat" not in named
    await database.close()


@pytest.mark.usefixtures("damaged")
async def test_duties_of_a_brief_that_cannot_be_read_are_left_out(store: BriefStore) -> None:
    assert [each.duty.brief_id for each in await store.duties_for([HEALTH.key or ""])] == [3, 1]


@pytest.mark.parametrize("text", [None, OLDER_SHAPE])
@pytest.mark.usefixtures("damaged")
async def test_to_open_a_brief_that_cannot_be_read_says_which_and_what_to_do_but_not_what_it_holds(
    database: Database, store: BriefStore, text: str | None
) -> None:
    await damage(database, "briefs", "id = 2", text)
    for opening in (store.get(2), store.find("b2"), EditorialStore(database).file(2)):
        with pytest.raises(UnreadableError, match=r"Brief 2 .*restore a backup") as caught:
            await opening
        assert "bí mật" not in caught.value.message
        assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.usefixtures("damaged")
async def test_what_cannot_be_read_is_logged_once_without_its_words(
    store: BriefStore, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        await store.latest(9)
        await store.get_many([2])
    (told,) = caplog.records
    assert "Brief 2" in told.getMessage()
    assert "bí mật" not in caplog.text


@pytest.mark.usefixtures("damaged")
async def test_all_that_cannot_be_read_is_named(database: Database, store: BriefStore) -> None:
    (named,) = await store.unreadable()
    assert named.startswith("Brief 2 ")
    await damage(database, "briefs", "id = 3")
    assert len(await store.unreadable(batch=1)) == 2


@pytest.mark.usefixtures("damaged")
async def test_the_index_holds_the_other_briefs(store: BriefStore) -> None:
    index = SearchIndex()
    await Holdings(store, index, Registry.load(), lambda _: None).refresh()
    assert index.ids() == {1, 3}


@pytest.mark.usefixtures("damaged")
async def test_a_brief_that_cannot_be_read_is_brought_back_by_putting_it_again(
    database: Database, store: BriefStore
) -> None:
    assert (await store.put(content(2), slug="b2", now=NOW))[1] is Change.UPDATED
    assert (await store.get(2)).content == content(2)
    assert await refile(database, Registry.load()) == 0


async def test_what_editors_had_in_hand_is_brought_back_by_force_alone(
    database: Database, store: BriefStore
) -> None:
    await store.put(content(1), slug="b1", now=NOW, publish=False)
    await Desk(database, second_approval=False, now=lambda: NOW).submit(1, EDITOR)
    await damage(database, "briefs", "id = 1")
    with pytest.raises(UnreadableError, match="--force"):
        await store.put(content(1), slug="b1", now=NOW)
    await store.put(content(1), slug="b1", now=NOW, force=True)
    assert (await store.get(1)).content == content(1)


@pytest.mark.parametrize("text", [None, OLDER_SHAPE, "[1]"])
async def test_a_source_that_cannot_be_read_makes_its_brief_unreadable_and_new_sketches_do_without(
    database: Database, store: BriefStore, text: str | None
) -> None:
    await store.put(content(1), now=NOW)
    await damage(database, "articles", "id = 1", text)
    with pytest.raises(UnreadableError):
        await store.get(1)
    async with database.write() as tx:
        await tx.execute(sa.text("DELETE FROM sketches"))
    assert await SketchStore(database).fill() == 1
    assert await database.rows(sa.select(articles.c.id))


async def test_a_brief_in_a_state_that_is_not_known_is_one_that_cannot_be_read(
    database: Database, store: BriefStore
) -> None:
    for number in (1, 2):
        await store.put(content(number), slug=f"b{number}", now=NOW)
    async with database.write() as tx:
        await tx.execute(briefs.update().where(briefs.c.id == 2).values(status="printed"))
    with pytest.raises(UnreadableError, match=r"Brief 2 .*state"):
        await store.get(2)
    assert [*await store.get_many([1, 2])] == [1]
    assert [one.brief_id for one in await SketchStore(database).alike(content(2).article)] == [1]
    assert (await store.put(content(2), slug="b2", now=NOW))[1] is Change.UPDATED
    assert (await store.get(2)).status is Status.PUBLISHED


@pytest.mark.usefixtures("damaged")
async def test_outlets_are_those_of_briefs_that_can_be_read(database: Database) -> None:
    assert await OutletStore(database).of_site("bao.vn") == ["Báo"]


@pytest.mark.usefixtures("damaged")
async def test_the_start_goes_on_past_a_brief_that_cannot_be_read_and_tries_it_alone_at_the_next(
    database: Database, store: BriefStore, caplog: pytest.LogCaptureFixture
) -> None:
    async def forget_duties() -> None:
        async with database.write() as tx:
            await tx.execute(duties.delete())

    registry = Registry.load()
    await forget_duties()
    with caplog.at_level(logging.WARNING):
        assert await refile(database, registry, batch=2) == 2
    assert "Brief 2" in caplog.text
    assert [row.brief_id for row in await database.rows(duties.select())] == [1, 3]
    await forget_duties()
    assert await refile(database, registry) == 0
    async with database.write() as tx:
        await tx.exec_driver_sql(
            "UPDATE briefs SET content = (SELECT content FROM briefs WHERE id = 1) WHERE id = 2"
        )
    assert await refile(database, registry) == 1
    assert [row.brief_id for row in await database.rows(duties.select())] == [2]
    await forget_duties()
    assert await refile(database, registry) == 0


async def test_prepared_changes_that_cannot_be_read_hold_up_neither_the_start_nor_readers_nor_the_queue(
    database: Database, store: BriefStore
) -> None:
    desk = Desk(database, second_approval=False, now=lambda: NOW)
    for number in (1, 2):
        brief, _ = await store.put(content(number), slug=f"b{number}", now=NOW)
        await desk.revise(brief.id, replace(content(number), title=f"Mới {number}"), EDITOR)
    await damage(database, "revisions", "brief_id = 1 AND number = 0")
    await refile(database, Registry.load())
    assert (await store.get(1)).title == "Bản 1"
    assert [file.brief.id for file in await desk.in_review()] == [2]


async def test_former_states_that_cannot_be_read_are_left_out(database: Database, store: BriefStore) -> None:
    for title in ("Một", "Hai", "Ba"):
        await store.put(replace(content(1), title=title), slug="b1", now=NOW)
    await damage(database, "revisions", "brief_id = 1 AND number = 2")
    assert [one.number for one in await store.revisions(1)] == [1, 3]
