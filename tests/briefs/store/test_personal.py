from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from briefs.model import Article, BriefContent
from briefs.schedule import Frequency, Schedule
from briefs.staff import Actor, Person, StaffRole
from briefs.store.audit import Act, AuditStore
from briefs.store.chats import ChatStore
from briefs.store.dialogues import Dialogue, DialogueStore
from briefs.store.engine import Database
from briefs.store.outbox import OutboxStore, Owed
from briefs.store.personal import PersonalDataStore
from briefs.store.queries import QueryStore
from briefs.store.schema import chats, deliveries, dialogues, saved_queries, subscriptions
from briefs.store.staff import StaffStore
from briefs.store.subscriptions import SubscriptionStore
from briefs.subscriptions import Chat, Criteria
from briefs.workflow import Desk

NOW = dt.datetime(2024, 12, 24, tzinfo=dt.UTC)
TABLES = (chats, subscriptions, saved_queries, deliveries, dialogues)


async def a_used_chat(database: Database, address: str) -> Chat:
    chat = await ChatStore(database).get_or_create("telegram", address, kind="private", now=NOW)
    await SubscriptionStore(database).follow(
        chat, "", Criteria(query="gạo"), Schedule(Frequency.DAILY), now=NOW
    )
    await QueryStore(database).save(address, f"xuất khẩu {address}", now=NOW)
    await DialogueStore(database).open(address, "9", Dialogue("gathering", {"parts": []}), now=NOW)
    async with database.write() as tx:
        owed = Owed("digest", "2024-12-24T07:30:00", "Asia/Tokyo", chat.id, "", {"x": 1}, NOW)
        await OutboxStore(database).enqueue(tx, [owed], NOW)
    return chat


async def counts(database: Database) -> list[int]:
    async with database.read() as connection:
        return [
            int(await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
            for table in TABLES
        ]


@pytest.fixture
def personal(database: Database) -> PersonalDataStore:
    return PersonalDataStore(database)


async def test_all_that_is_kept_about_a_chat_is_handed_out_as_json(database, personal):
    await a_used_chat(database, "8")
    kept = json.loads(json.dumps(await personal.export(await a_used_chat(database, "7"))))
    assert (kept["chat"]["address"], kept["chat"]["created_at"]) == ("7", "2024-12-24T00:00:00+00:00")
    assert [item["criteria"]["query"] for item in kept["subscriptions"]] == ["gạo"]
    assert [item["text"] for item in kept["searches"]] == ["xuất khẩu 7"]
    assert [item["state"] for item in kept["digests"]] == ["pending"]


async def test_a_person_s_role_and_acts_are_handed_out_and_the_role_ends(database, personal):
    chat, lan = await a_used_chat(database, "7"), Person("telegram", "7", "Lan")
    roles, boss = StaffStore(database), Person("telegram", "1")
    others = [Person("telegram", "8", "Minh"), Person("mail", "7", "Hoa")]
    for person in (lan, *others):
        await roles.grant(person, StaffRole.EDITOR, by=boss, now=NOW)
        await AuditStore(database).note(Act(person.key, "edit", int(person.address) - 4), now=NOW)
    kept = await personal.export(chat)
    assert [(role["role"], role["name"]) for role in kept["role"]] == [("editor", "Lan")]
    assert [(act["act"], act["brief_id"]) for act in kept["acts"]] == [("edit", 3)]
    await personal.erase(chat)
    assert {member.person for member in await roles.members()} == set(others)
    assert lan.key in [entry.act.actor for entry in await AuditStore(database).entries(9)]


async def test_whoever_had_a_brief_open_is_named_no_more(database, personal):
    desk = Desk(database, second_approval=False, now=lambda: NOW)
    hands = Person("telegram", "7", "Lan"), Person("telegram", "8", "Minh")
    made = []
    for person in hands:
        by = Actor(person, StaffRole.EDITOR)
        made.append(await desk.create(BriefContent("Tên", Article("Tên")), by))
        await desk.open_for_editing(made[-1].id, by)
    await personal.erase(await a_used_chat(database, "7"))
    lan, minh = [(await desk.file(brief.id)).making for brief in made]
    assert (lan.editor, lan.editor_name, lan.editing_at) == ("", "", None)
    assert (minh.editor, minh.editor_name, minh.editing_at) == ("telegram:8", "Minh", NOW)


TECHNICAL = {
    *("id", "chat_id", "run_id", "chat", "criteria_key", "covered", "covered_until", "ended_at"),
    "person",
    *("payload", "attempts", "doubts", "not_before", "lease_until", "owner", "error"),
}
"""Columns that say nothing about the people of a chat."""


@pytest.mark.parametrize(
    ("part", "table"),
    [
        ("subscriptions", subscriptions),
        ("searches", saved_queries),
        ("open_questions", dialogues),
        ("digests", deliveries),
    ],
)
async def test_every_column_that_says_something_is_handed_out(database, personal, part, table):
    kept = await personal.export(await a_used_chat(database, "7"))
    assert set(kept[part][0]) == set(table.c.keys()) - TECHNICAL


async def test_erasing_leaves_nothing_of_the_chat_and_all_of_the_others(database, personal):
    await a_used_chat(database, "8")
    before = await counts(database)
    chat = await a_used_chat(database, "7")
    await personal.erase(chat)
    assert await counts(database) == before == [1, 1, 1, 1, 1]
    assert await ChatStore(database).find("telegram", "7") is None
    await personal.erase(chat)
    assert await counts(database) == before
