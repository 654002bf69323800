"""The local server knows exactly what the Bot API describes."""

from __future__ import annotations

import typing
from typing import Any

import pytest
from pydantic import BaseModel

from bot.local import LocalTelegram, Persona, objects
from bot.local.methods.table import KNOWN, METHODS

OBJECTS = sorted(
    name
    for name, item in vars(objects).items()
    if isinstance(item, type) and issubclass(item, BaseModel) and item.__module__ == objects.__name__
)
FORUM = "the forum"
IN_ONE_MODEL = {"BotObject", "BotCommandScope", "MenuButton"}


def fields_of(model: type[BaseModel]) -> dict[str, bool]:
    return {name: field.is_required() for name, field in model.model_fields.items()}


def described(entry: dict[str, Any]) -> dict[str, bool]:
    return {field["name"]: field["required"] for field in entry.get("fields", [])}


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_takes_exactly_the_parameters_described(name, description):
    assert fields_of(METHODS[name].params) == described(description.methods[name])


@pytest.mark.parametrize("name", [name for name in OBJECTS if name not in IN_ONE_MODEL])
def test_an_object_has_exactly_the_fields_described(name, description):
    assert fields_of(getattr(objects, name)) == described(description.types[name])


def test_all_kinds_of_command_scopes_fit_the_one_model(description):
    kinds = [description.types[kind] for kind in description.types["BotCommandScope"]["subtypes"]]
    assert set(fields_of(objects.BotCommandScope)) == {name for kind in kinds for name in described(kind)}
    types = typing.get_args(objects.BotCommandScope.model_fields["type"].annotation)
    assert len(types) == len(kinds)


def test_every_method_of_the_description_is_known(description):
    assert set(description.methods) == KNOWN


@pytest.fixture
def forum(telegram: LocalTelegram, reader: Persona):
    owner = telegram.person("Hà", last_name="Trần")
    return telegram.group("Phòng Tổng hợp", admins=[owner], members=[reader.person], is_forum=True)


async def test_messages_returned_have_only_described_fields(client, telegram, reader, forum, description):
    topic = telegram.topic(forum, "Bản tin")
    keyboard = {"inline_keyboard": [[{"text": "Đọc", "callback_data": "b:3"}]]}
    question = reader.send("/start@diemtin_bot b3", forum, topic=topic)
    sent = await client.ok(
        "sendMessage",
        chat_id=forum.id,
        message_thread_id=topic.id,
        text="<b>một</b> https://a.vn <a href='https://b.vn'>hai</a>",
        parse_mode="HTML",
        reply_markup=keyboard,
        reply_parameters={"message_id": question["message_id"]},
        link_preview_options={"is_disabled": True},
        protect_content=True,
    )
    edited = await client.ok(
        "editMessageText", chat_id=forum.id, message_id=sent["message_id"], text="ba", reply_markup=keyboard
    )
    moved = await client.ok(
        "forwardMessage", chat_id=reader.chat.id, from_chat_id=forum.id, message_id=sent["message_id"]
    )
    document = reader.upload("a.txt", b"abc", caption="xem /b3")
    for message in (question, sent, edited, moved, document):
        assert description.faults(message, "Message") == []


async def test_updates_have_only_described_fields(client, telegram, reader, forum, description):
    group = telegram.group("Tổ", kind="group", members=[reader.person])
    channel = telegram.group("Kênh", kind="channel", admins=[reader.person], bot="administrator")
    message = reader.send("xin chào")
    reader.edit(message, "xin chào anh/chị")
    reader.callback(message, "x")
    reader.callback({**message, "message_id": 999}, "x")
    reader.inline("xuất khẩu")
    reader.forward(reader.send("bài mới", channel))
    reader.share_chat(1, forum)
    reader.block()
    reader.unblock()
    for status in ("administrator", "left", "kicked", "creator", "restricted", "member"):
        telegram.set_bot_status(forum, status, reader.person)
    telegram.migrate(group, reader.person)
    updates = await client.ok("getUpdates")
    assert {key for update in updates for key in update} == {
        "update_id",
        "message",
        "edited_message",
        "channel_post",
        "callback_query",
        "inline_query",
        "my_chat_member",
    }
    assert description.faults(updates, "Array of Update") == []


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getMe", {}),
        ("getWebhookInfo", {}),
        ("getChat", {"chat_id": FORUM}),
        ("getChatMember", {"chat_id": FORUM, "user_id": 700_000_000}),
        ("getChatAdministrators", {"chat_id": FORUM, "return_bots": True}),
        ("getChatMemberCount", {"chat_id": FORUM}),
        ("getMyCommands", {}),
        ("getMyName", {}),
        ("getMyDescription", {}),
        ("getMyShortDescription", {}),
        ("getChatMenuButton", {}),
    ],
)
async def test_results_have_only_described_fields(method, params, client, forum, description):
    params = {name: forum.id if value == FORUM else value for name, value in params.items()}
    result = await client.ok(method, **params)
    assert description.faults(result, description.methods[method]["returns"][0]) == []
