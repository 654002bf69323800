"""Chats, their people, and the bot's profile (Bot API, "Available methods")."""

from __future__ import annotations

from typing import Any

from bot.local import params as p
from bot.local.errors import bad_request
from bot.local.menus import Commands, ScopeKey, scope_key
from bot.local.methods.access import known, present
from bot.local.telegram import LocalTelegram
from bot.local.world import ADMINS, Chat, member_json

# ChatFullInfo: fields that are always there and say nothing about a bot like this.
PLAIN_CHAT: dict[str, Any] = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


def get_me(telegram: LocalTelegram, params: p.Nothing) -> dict[str, Any]:
    """Bot API: getMe."""
    del params
    inline = {"supports_inline_queries": True, "has_main_web_app": False, "can_connect_to_business": False}
    return telegram.bot.json() | {"can_join_groups": True, "can_read_all_group_messages": False} | inline


def get_chat(telegram: LocalTelegram, params: p.OfChat) -> dict[str, Any]:
    """Bot API: getChat."""
    chat = present(telegram, params.chat_id)
    full = chat.json() | PLAIN_CHAT
    if chat.pinned in chat.messages:
        full["pinned_message"] = chat.messages[chat.pinned]
    return full


def get_chat_member(telegram: LocalTelegram, params: p.GetChatMember) -> dict[str, Any]:
    """Bot API: getChatMember."""
    chat = present(telegram, params.chat_id)
    if params.user_id == telegram.bot.id:
        return member_json(telegram.bot, chat.bot)
    person = telegram.world.people.get(params.user_id)
    if person is None:
        raise bad_request("user not found")
    return member_json(person, chat.members.get(person.id, "left"))


def get_chat_administrators(telegram: LocalTelegram, params: p.GetChatAdministrators) -> list[dict[str, Any]]:
    """Bot API: getChatAdministrators."""
    chat = present(telegram, params.chat_id)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    people = telegram.world.people
    found = [member_json(people[user_id], chat.members[user_id]) for user_id in chat.present(ADMINS)]
    if params.return_bots and chat.bot in ADMINS:
        found.append(member_json(telegram.bot, chat.bot))
    return found


def get_chat_member_count(telegram: LocalTelegram, params: p.OfChat) -> int:
    """Bot API: getChatMemberCount."""
    return len(present(telegram, params.chat_id).present()) + 1


def leave_chat(telegram: LocalTelegram, params: p.OfChat) -> bool:
    """Bot API: leaveChat."""
    chat = present(telegram, params.chat_id)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    telegram.set_bot_status(chat, "left", telegram.bot)
    return True


def set_my_commands(telegram: LocalTelegram, params: p.SetMyCommands) -> bool:
    """Bot API: setMyCommands."""
    telegram.menus.set_commands(_scope(telegram, params), params.language_code or "", params.commands)
    telegram.emit("menu", None)
    return True


def get_my_commands(telegram: LocalTelegram, params: p.MyCommands) -> Commands:
    """Bot API: getMyCommands."""
    return telegram.menus.commands.get((_scope(telegram, params), params.language_code or ""), [])


def delete_my_commands(telegram: LocalTelegram, params: p.MyCommands) -> bool:
    """Bot API: deleteMyCommands."""
    telegram.menus.commands.pop((_scope(telegram, params), params.language_code or ""), None)
    telegram.emit("menu", None)
    return True


def _scope(telegram: LocalTelegram, params: p.MyCommands) -> ScopeKey:
    chat: Chat | None = None
    if params.scope is not None and params.scope.chat_id is not None:
        chat = known(telegram, params.scope.chat_id)
    return scope_key(params.scope, chat.id if chat else None)


def set_my_name(telegram: LocalTelegram, params: p.SetMyName) -> bool:
    """Bot API: setMyName."""
    telegram.menus.set_text("name", params.language_code or "", params.name)
    return True


def get_my_name(telegram: LocalTelegram, params: p.ByLanguage) -> dict[str, str]:
    """Bot API: getMyName."""
    return {"name": telegram.menus.text("name", params.language_code or "") or telegram.bot.first_name}


def set_my_description(telegram: LocalTelegram, params: p.SetMyDescription) -> bool:
    """Bot API: setMyDescription."""
    telegram.menus.set_text("description", params.language_code or "", params.description)
    return True


def get_my_description(telegram: LocalTelegram, params: p.ByLanguage) -> dict[str, str]:
    """Bot API: getMyDescription."""
    return {"description": telegram.menus.text("description", params.language_code or "")}


def set_my_short_description(telegram: LocalTelegram, params: p.SetMyShortDescription) -> bool:
    """Bot API: setMyShortDescription."""
    telegram.menus.set_text("short_description", params.language_code or "", params.short_description)
    return True


def get_my_short_description(telegram: LocalTelegram, params: p.ByLanguage) -> dict[str, str]:
    """Bot API: getMyShortDescription."""
    return {"short_description": telegram.menus.text("short_description", params.language_code or "")}


def set_chat_menu_button(telegram: LocalTelegram, params: p.SetChatMenuButton) -> bool:
    """Bot API: setChatMenuButton."""
    telegram.menus.buttons[params.chat_id] = params.menu_button.type if params.menu_button else "default"
    return True


def get_chat_menu_button(telegram: LocalTelegram, params: p.GetChatMenuButton) -> dict[str, str]:
    """Bot API: getChatMenuButton."""
    buttons = telegram.menus.buttons
    return {"type": buttons.get(params.chat_id) or buttons.get(None, "default")}
