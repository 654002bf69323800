"""Sending, editing and deleting (Bot API, "Available methods" and "Updating messages")."""

from __future__ import annotations

from typing import Any

from bot.local import params as p
from bot.local.errors import bad_request, unsupported, violation
from bot.local.formatting import MAX_CAPTION, MAX_TEXT, Entity, formatted
from bot.local.keyboards import check_markup
from bot.local.methods.access import message_in, present, writable
from bot.local.objects import (
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyMarkup,
    ReplyParameters,
)
from bot.local.personas import forwarded
from bot.local.telegram import LocalTelegram
from bot.local.world import ADMINS, Chat, Message

# deleteMessage: a message can only be deleted if it was sent less than 48 hours ago.
DELETABLE_SECONDS = 48 * 3600
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


def send_message(telegram: LocalTelegram, params: p.SendMessage) -> Message:
    """Bot API: sendMessage."""
    content = _text(params.text, params.parse_mode, params.entities, "message is too long")
    if params.link_preview_options:
        content["link_preview_options"] = params.link_preview_options.model_dump(exclude_none=True)
    return _send(telegram, params, content)


def send_document(telegram: LocalTelegram, params: p.SendDocument) -> Message:
    """Bot API: sendDocument."""
    content = _caption(params.caption, params.parse_mode, params.caption_entities)
    return _send(telegram, params, {"document": telegram.files.document(params.document), **content})


def send_photo(telegram: LocalTelegram, params: p.SendPhoto) -> Message:
    """Bot API: sendPhoto."""
    content = _caption(params.caption, params.parse_mode, params.caption_entities)
    return _send(telegram, params, {"photo": telegram.files.photo(params.photo), **content})


def copy_message(telegram: LocalTelegram, params: p.CopyMessage) -> dict[str, int]:
    """Bot API: copyMessage."""
    source = present(telegram, params.from_chat_id)
    content = forwarded(message_in(source, params.message_id, "to copy"))
    del content["forward_origin"]
    if params.caption is not None:
        content |= _caption(params.caption, params.parse_mode, params.caption_entities)
    return {"message_id": _send(telegram, params, content)["message_id"]}


def forward_message(telegram: LocalTelegram, params: p.ForwardMessage) -> Message:
    """Bot API: forwardMessage."""
    source = present(telegram, params.from_chat_id)
    return _send(telegram, params, forwarded(message_in(source, params.message_id, "to forward")))


def send_chat_action(telegram: LocalTelegram, params: p.SendChatAction) -> bool:
    """Bot API: sendChatAction."""
    chat = writable(telegram, params.chat_id, params.message_thread_id)
    telegram.emit("action", chat, action=params.action, thread=params.message_thread_id)
    return True


def send_message_draft(telegram: LocalTelegram, params: p.SendMessageDraft) -> bool:
    """Bot API: sendMessageDraft."""
    chat = writable(telegram, params.chat_id, params.message_thread_id)
    if chat.type != "private" or params.draft_id == 0:
        raise violation("drafts need a private chat and a draft_id that is not zero")
    entities = _dumped(params.entities)
    text, found = formatted(params.text, params.parse_mode, entities, MAX_TEXT, "message is too long")
    telegram.emit("draft", chat, text=text, entities=found)
    return True


def edit_message_text(telegram: LocalTelegram, params: p.EditMessageText) -> Message:
    """Bot API: editMessageText."""
    if params.rich_message is not None:
        raise unsupported("rich_message")
    chat, message = _editable(telegram, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content = _text(params.text or "", params.parse_mode, params.entities, "MESSAGE_TOO_LONG")
    if params.link_preview_options:
        content["link_preview_options"] = params.link_preview_options.model_dump(exclude_none=True)
    return _edit(telegram, chat, message, ("text", "entities", "link_preview_options"), params, content)


def edit_message_caption(telegram: LocalTelegram, params: p.EditMessageCaption) -> Message:
    """Bot API: editMessageCaption."""
    chat, message = _editable(telegram, params)
    if "document" not in message and "photo" not in message:
        raise bad_request("there is no caption in the message to edit")
    content = _caption(params.caption, params.parse_mode, params.caption_entities)
    return _edit(telegram, chat, message, ("caption", "caption_entities"), params, content)


def edit_message_reply_markup(telegram: LocalTelegram, params: p.EditMessageReplyMarkup) -> Message:
    """Bot API: editMessageReplyMarkup."""
    chat, message = _editable(telegram, params)
    return _edit(telegram, chat, message, (), params, {})


def delete_message(telegram: LocalTelegram, params: p.DeleteMessage) -> bool:
    """Bot API: deleteMessage."""
    chat = present(telegram, params.chat_id)
    message = message_in(chat, params.message_id, "to delete")
    own = message.get("from", {}).get("id") == telegram.bot.id
    if telegram.now() - message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    if not own and chat.type != "private" and chat.bot not in ADMINS:
        raise bad_request("message can't be deleted")
    telegram.delete(chat, params.message_id)
    return True


def delete_messages(telegram: LocalTelegram, params: p.DeleteMessages) -> bool:
    """Bot API: deleteMessages; those that are not found are skipped."""
    chat = present(telegram, params.chat_id)
    for message_id in params.message_ids:
        if message_id in chat.messages:
            delete_message(telegram, p.DeleteMessage(chat_id=chat.id, message_id=message_id))
    return True


def pin_chat_message(telegram: LocalTelegram, params: p.PinChatMessage) -> bool:
    """Bot API: pinChatMessage."""
    chat = present(telegram, params.chat_id)
    if chat.type != "private" and chat.bot not in ADMINS:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message_in(chat, params.message_id, "to pin")
    chat.pinned = params.message_id
    telegram.emit("chat", chat)
    return True


def set_message_reaction(telegram: LocalTelegram, params: p.SetMessageReaction) -> bool:
    """Bot API: setMessageReaction; bots can set one reaction."""
    chat = present(telegram, params.chat_id)
    message_in(chat, params.message_id, "to react to")
    emojis = [reaction.emoji for reaction in params.reaction or []]
    if len(emojis) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    telegram.emit("action", chat, reaction=emojis, message_id=params.message_id)
    return True


# The parts of a message.


def _dumped(entities: list[MessageEntity] | None) -> list[Entity] | None:
    return [entity.model_dump(exclude_none=True) for entity in entities] if entities else None


def _text(
    text: str, parse_mode: str | None, entities: list[MessageEntity] | None, too_long: str
) -> dict[str, Any]:
    text, found = formatted(text, parse_mode, _dumped(entities), MAX_TEXT, too_long)
    if not text:
        raise violation("message text is empty")
    return {"text": text, **({"entities": found} if found else {})}


def _caption(
    caption: str | None, parse_mode: str | None, entities: list[MessageEntity] | None
) -> dict[str, Any]:
    too_long = "message caption is too long"
    text, found = formatted(caption or "", parse_mode, _dumped(entities), MAX_CAPTION, too_long)
    return {"caption": text, **({"caption_entities": found} if found else {})} if text else {}


def _markup(markup: ReplyMarkup | None) -> dict[str, Any]:
    """Return the keyboard of a message; other markups go to the person, not into the message."""
    check_markup(markup)
    if isinstance(markup, InlineKeyboardMarkup) and markup.inline_keyboard:
        return {"reply_markup": markup.model_dump(exclude_none=True)}
    return {}


def _quoted(chat: Chat, reply: ReplyParameters | None) -> dict[str, Any]:
    if reply is None:
        return {}
    if reply.quote is not None or reply.chat_id not in (None, chat.id):
        raise unsupported("reply_parameters with a quote or another chat")
    message = chat.messages.get(reply.message_id)
    if message is None:
        if reply.allow_sending_without_reply:
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}


def _send(
    telegram: LocalTelegram,
    params: p.SendMessage | p.SendDocument | p.SendPhoto | p.CopyMessage | p.ForwardMessage,
    content: Message,
) -> Message:
    _refuse_unsupported(params)
    chat = writable(telegram, params.chat_id, params.message_thread_id)
    message: Message = {"from": telegram.bot.json()}
    if chat.type == "channel":
        message = {"sender_chat": chat.json()}
    if params.message_thread_id is not None:
        message |= {"message_thread_id": params.message_thread_id, "is_topic_message": True}
    if not isinstance(params, p.ForwardMessage):
        message |= _quoted(chat, params.reply_parameters)
        content |= _markup(params.reply_markup)
        if params.reply_markup is not None and "reply_markup" not in content:
            _show_keyboard(telegram, chat, params.reply_markup)
    if params.protect_content:
        message["has_protected_content"] = True
    return telegram.post(chat, message | content)


def _show_keyboard(telegram: LocalTelegram, chat: Chat, markup: ReplyMarkup) -> None:
    """Put a reply keyboard, or a request to reply, before the people in a chat, or take it away."""
    gone = isinstance(markup, ReplyKeyboardRemove)
    chat.keyboard = None if gone else markup.model_dump(exclude_none=True)
    telegram.emit("keyboard", chat, keyboard=chat.keyboard)


def _refuse_unsupported(params: p.Params) -> None:
    """Refuse what Telegram has and this server has not: business accounts, direct messages, effects."""
    names = (
        "business_connection_id",
        "direct_messages_topic_id",
        "message_effect_id",
        "suggested_post_parameters",
        "inline_message_id",
        "thumbnail",
    )
    for name in names:
        if name in params.model_fields_set:
            raise unsupported(name)


Editing = p.EditMessageText | p.EditMessageCaption | p.EditMessageReplyMarkup


def _editable(telegram: LocalTelegram, params: Editing) -> tuple[Chat, Message]:
    _refuse_unsupported(params)
    if params.chat_id is None or params.message_id is None:
        raise violation("chat_id and message_id are needed where inline_message_id is not given")
    chat = present(telegram, params.chat_id)
    message = message_in(chat, params.message_id, "to edit")
    posted = message.get("sender_chat", {}).get("id") == chat.id and chat.type == "channel"
    if message.get("from", {}).get("id") != telegram.bot.id and not posted:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    telegram: LocalTelegram,
    chat: Chat,
    message: Message,
    replaced: tuple[str, ...],
    params: Editing,
    content: Message,
) -> Message:
    content |= _markup(params.reply_markup)
    gone = {*replaced, "reply_markup"}
    edited = {k: v for k, v in message.items() if k not in gone} | content
    if edited == message:
        raise bad_request(SAME)
    edited["edit_date"] = telegram.now()
    telegram.change(chat, edited)
    return edited
