"""Whether the bot may read or write a chat, with the errors that Telegram answers where it may not."""

from __future__ import annotations

from bot.local.errors import ApiError, bad_request, forbidden, migrated
from bot.local.telegram import LocalTelegram
from bot.local.world import ADMINS, Chat, Message


def known(telegram: LocalTelegram, chat_id: int | str) -> Chat:
    """Return a chat the bot has met. Raises ApiError where there is none, or it got a new id."""
    chat = telegram.world.find(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    return chat


def present(telegram: LocalTelegram, chat_id: int | str) -> Chat:
    """Return a chat the bot is in. Raises ApiError 403 where it was blocked, removed or never started."""
    chat = known(telegram, chat_id)
    if (refusal := _shut_out(chat)) is not None:
        raise refusal
    return chat


def _shut_out(chat: Chat) -> ApiError | None:
    if chat.type == "private" and not chat.started:
        return forbidden("bot can't initiate conversation with a user")
    if chat.bot == "kicked":
        if chat.type == "private":
            return forbidden("bot was blocked by the user")
        return forbidden(f"bot was kicked from the {chat.kind}")
    if chat.bot == "left":
        return forbidden(f"bot is not a member of the {chat.kind}")
    return None


def writable(telegram: LocalTelegram, chat_id: int | str, thread: int | None = None) -> Chat:
    """Return a chat, and check a topic, that the bot can write to. Raises ApiError where it cannot."""
    chat = present(telegram, chat_id)
    if chat.type == "channel" and chat.bot not in ADMINS:
        raise bad_request("need administrator rights in the channel chat")
    if chat.bot == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    if thread is not None:
        topic = chat.topics.get(thread)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and chat.bot not in ADMINS:
            raise bad_request("TOPIC_CLOSED")
    return chat


def message_in(chat: Chat, message_id: int, purpose: str) -> Message:
    """Return a message of a chat. Raises ApiError "message to <purpose> not found"."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"message {purpose} not found")
    return message
