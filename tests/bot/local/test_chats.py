"""Where a bot may not write, Telegram says why."""

from __future__ import annotations

import pytest

from bot.local import Persona


async def refusal(client, chat_id, **params):
    return await client.answer("sendMessage", chat_id=chat_id, text="a", **params)


async def test_an_unknown_chat_is_not_found(client):
    assert (await refusal(client, 5))["description"] == "Bad Request: chat not found"


async def test_a_person_who_never_wrote_cannot_be_written_to(client, telegram):
    stranger = Persona(telegram, telegram.person("Minh", started=False))
    assert "can't initiate conversation" in (await refusal(client, stranger.chat.id))["description"]
    stranger.send("/start")
    assert (await refusal(client, stranger.chat.id))["ok"]


async def test_a_person_who_blocked_the_bot_refuses_until_they_unblock(client, reader):
    reader.block()
    body = await refusal(client, reader.chat.id)
    assert (body["error_code"], body["description"]) == (403, "Forbidden: bot was blocked by the user")
    reader.unblock()
    assert (await refusal(client, reader.chat.id))["ok"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
        ("restricted", "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_a_group_without_the_bot_refuses(status, reason, client, telegram, reader):
    group = telegram.group("Tổ", members=[reader.person])
    telegram.set_bot_status(group, status, reader.person)
    assert (await refusal(client, group.id))["description"] == reason


async def test_a_channel_takes_posts_of_administrators_only(client, telegram):
    channel = telegram.group("Kênh", kind="channel", username="kenh_tin")
    assert "need administrator rights" in (await refusal(client, "@Kenh_Tin"))["description"]
    channel.bot = "administrator"
    post = (await refusal(client, "@kenh_tin"))["result"]
    assert post["sender_chat"]["id"] == channel.id
    assert (await client.ok("editMessageText", chat_id=channel.id, message_id=post["message_id"], text="b"))[
        "text"
    ] == "b"


async def test_a_migrated_group_names_its_new_id(client, telegram, reader):
    group = telegram.group("Tổ", kind="group", admins=[reader.person])
    supergroup = telegram.migrate(group, reader.person)
    body = await refusal(client, group.id)
    assert body["parameters"] == {"migrate_to_chat_id": supergroup.id}
    assert (await refusal(client, supergroup.id))["ok"]
    told = [update["message"] for update in await client.ok("getUpdates")]
    assert [m.get("migrate_to_chat_id", m.get("migrate_from_chat_id")) for m in told] == [
        supergroup.id,
        group.id,
    ]


async def test_a_topic_can_be_closed_and_deleted(client, telegram, reader):
    forum = telegram.group("Phòng", admins=[reader.person], is_forum=True)
    topic = telegram.topic(forum, "Bản tin")
    sent = (await refusal(client, forum.id, message_thread_id=topic.id))["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic.id, True)
    telegram.close_topic(forum, topic)
    assert "TOPIC_CLOSED" in (await refusal(client, forum.id, message_thread_id=topic.id))["description"]
    forum.bot = "administrator"
    assert (await refusal(client, forum.id, message_thread_id=topic.id))["ok"]
    telegram.delete_topic(forum, topic)
    body = await refusal(client, forum.id, message_thread_id=topic.id)
    assert body["description"] == "Bad Request: message thread not found"
    assert sent["message_id"] not in forum.messages


async def test_the_bot_sees_who_administers_a_group(client, telegram, reader):
    owner, guest = telegram.person("Hà"), telegram.person("An")
    group = telegram.group("Tổ", admins=[owner, reader.person])
    admins = await client.ok("getChatAdministrators", chat_id=group.id)
    assert [(a["user"]["id"], a["status"]) for a in admins] == [
        (owner.id, "creator"),
        (reader.person.id, "administrator"),
    ]
    assert (await client.ok("getChatMember", chat_id=group.id, user_id=guest.id))["status"] == "left"
    assert await client.refused("getChatMember", chat_id=group.id, user_id=1) == "Bad Request: user not found"
    assert await client.ok("getChatMemberCount", chat_id=group.id) == 3


async def test_the_bot_can_leave_a_group_but_no_person(client, telegram, reader):
    group = telegram.group("Tổ", admins=[reader.person])
    assert await client.ok("leaveChat", chat_id=group.id)
    assert group.bot == "left"
    assert "private chats" in await client.refused("leaveChat", chat_id=reader.chat.id)


async def test_menus_are_kept_by_scope_and_language(client, telegram, reader):
    def menu(*names):
        return [{"command": name, "description": name.title()} for name in names]

    group = telegram.group("Tổ", admins=[reader.person], members=[telegram.person("An")])
    await client.ok("setMyCommands", commands=menu("help"))
    await client.ok("setMyCommands", commands=menu("tim"), language_code="vi")
    await client.ok("setMyCommands", commands=menu("add"), scope={"type": "chat", "chat_id": reader.chat.id})
    admins = {"type": "all_chat_administrators"}
    await client.ok("setMyCommands", commands=menu("subscribe"), scope=admins)
    seen = telegram.menus.seen_by
    other = telegram.world.people[telegram.world.next_user_id() - 1]
    assert seen(reader.person, reader.chat) == menu("add")
    assert seen(other, telegram.world.chats[other.id]) == menu("tim")
    assert seen(reader.person, group) == menu("subscribe")
    assert seen(other, group) == menu("tim")
    assert await client.ok("getMyCommands", scope=admins) == menu("subscribe")
    await client.ok("deleteMyCommands", scope=admins)
    assert seen(reader.person, group) == menu("tim")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"command": "Tim", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "tìm", "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "a"}, "BOT_COMMAND_INVALID"),
        ({"command": "tim", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"command": "tim", "description": "a" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_command_telegram_does_not_take_is_refused(command, reason, client):
    assert reason in await client.refused("setMyCommands", commands=[command])


async def test_more_than_100_commands_are_refused(client):
    commands = [{"command": f"c{number}", "description": "a"} for number in range(101)]
    assert "BOT_COMMANDS_TOO_MUCH" in await client.refused("setMyCommands", commands=commands)


@pytest.mark.parametrize(
    ("method", "field", "limit"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_the_profile_is_kept_by_language_within_its_limits(method, field, limit, client):
    await client.ok(f"setMy{method}", language_code="vi", **{field: "x" * limit})
    assert await client.ok(f"getMy{method}", language_code="vi") == {field: "x" * limit}
    assert await client.ok(f"getMy{method}") != {field: "x" * limit}
    assert "too long" in await client.refused(f"setMy{method}", **{field: "x" * (limit + 1)})
