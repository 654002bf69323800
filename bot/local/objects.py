"""Objects that a bot sends, with exactly the fields of the Bot API (section "Available types").

Unknown fields are refused, though Telegram ignores them: a misspelt one is a fault of the bot.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

ChatId = int | str
Raw = dict[str, Any]


class BotObject(BaseModel):
    """Base of all objects and parameter lists: nothing unknown gets in."""

    model_config = ConfigDict(extra="forbid")


class MessageEntity(BotObject):
    """Bot API: MessageEntity; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user: Raw | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None


class LinkPreviewOptions(BotObject):
    """Bot API: LinkPreviewOptions."""

    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class ReplyParameters(BotObject):
    """Bot API: ReplyParameters."""

    message_id: int
    chat_id: ChatId | None = None
    allow_sending_without_reply: bool | None = None
    quote: str | None = None
    quote_parse_mode: str | None = None
    quote_entities: list[MessageEntity] | None = None
    quote_position: int | None = None
    checklist_task_id: int | None = None
    poll_option_id: str | None = None


class CopyTextButton(BotObject):
    """Bot API: CopyTextButton."""

    text: str


class SwitchInlineQueryChosenChat(BotObject):
    """Bot API: SwitchInlineQueryChosenChat."""

    query: str | None = None
    allow_user_chats: bool | None = None
    allow_bot_chats: bool | None = None
    allow_group_chats: bool | None = None
    allow_channel_chats: bool | None = None


class InlineKeyboardButton(BotObject):
    """Bot API: InlineKeyboardButton."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: Literal["danger", "success", "primary"] | None = None
    url: str | None = None
    callback_data: str | None = None
    web_app: Raw | None = None
    login_url: Raw | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: SwitchInlineQueryChosenChat | None = None
    copy_text: CopyTextButton | None = None
    callback_game: Raw | None = None
    pay: bool | None = None


class InlineKeyboardMarkup(BotObject):
    """Bot API: InlineKeyboardMarkup."""

    inline_keyboard: list[list[InlineKeyboardButton]]


class ChatAdministratorRights(BotObject):
    """Bot API: ChatAdministratorRights."""

    is_anonymous: bool
    can_manage_chat: bool
    can_delete_messages: bool
    can_manage_video_chats: bool
    can_restrict_members: bool
    can_promote_members: bool
    can_change_info: bool
    can_invite_users: bool
    can_post_stories: bool
    can_edit_stories: bool
    can_delete_stories: bool
    can_post_messages: bool | None = None
    can_edit_messages: bool | None = None
    can_pin_messages: bool | None = None
    can_manage_topics: bool | None = None
    can_manage_direct_messages: bool | None = None
    can_manage_tags: bool | None = None


class KeyboardButtonRequestUsers(BotObject):
    """Bot API: KeyboardButtonRequestUsers."""

    request_id: int
    user_is_bot: bool | None = None
    user_is_premium: bool | None = None
    max_quantity: int | None = None
    request_name: bool | None = None
    request_username: bool | None = None
    request_photo: bool | None = None


class KeyboardButtonRequestChat(BotObject):
    """Bot API: KeyboardButtonRequestChat."""

    request_id: int
    chat_is_channel: bool
    chat_is_forum: bool | None = None
    chat_has_username: bool | None = None
    chat_is_created: bool | None = None
    user_administrator_rights: ChatAdministratorRights | None = None
    bot_administrator_rights: ChatAdministratorRights | None = None
    bot_is_member: bool | None = None
    request_title: bool | None = None
    request_username: bool | None = None
    request_photo: bool | None = None


class KeyboardButton(BotObject):
    """Bot API: KeyboardButton."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: Literal["danger", "success", "primary"] | None = None
    request_users: KeyboardButtonRequestUsers | None = None
    request_chat: KeyboardButtonRequestChat | None = None
    request_managed_bot: Raw | None = None
    request_contact: bool | None = None
    request_location: bool | None = None
    request_poll: Raw | None = None
    web_app: Raw | None = None


class ReplyKeyboardMarkup(BotObject):
    """Bot API: ReplyKeyboardMarkup."""

    keyboard: list[list[KeyboardButton | str]]
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    input_field_placeholder: str | None = None
    selective: bool | None = None


class ReplyKeyboardRemove(BotObject):
    """Bot API: ReplyKeyboardRemove."""

    remove_keyboard: Literal[True]
    selective: bool | None = None


class ForceReply(BotObject):
    """Bot API: ForceReply."""

    force_reply: Literal[True]
    input_field_placeholder: str | None = None
    selective: bool | None = None


ReplyMarkup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


class BotCommand(BotObject):
    """Bot API: BotCommand."""

    command: str
    description: str


class BotCommandScope(BotObject):
    """Bot API: BotCommandScope, all seven kinds in one."""

    type: Literal[
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
    chat_id: ChatId | None = None
    user_id: int | None = None


class MenuButton(BotObject):
    """Bot API: MenuButton, of the kinds commands and default."""

    type: Literal["commands", "default"]


class ReactionTypeEmoji(BotObject):
    """Bot API: ReactionTypeEmoji."""

    type: Literal["emoji"]
    emoji: str


class InputTextMessageContent(BotObject):
    """Bot API: InputTextMessageContent."""

    message_text: str
    parse_mode: str | None = None
    entities: list[MessageEntity] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class InlineQueryResultArticle(BotObject):
    """Bot API: InlineQueryResultArticle, the one kind of inline result the local server shows."""

    type: Literal["article"]
    id: str
    title: str
    input_message_content: InputTextMessageContent
    reply_markup: InlineKeyboardMarkup | None = None
    url: str | None = None
    description: str | None = None
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None


class InlineQueryResultsButton(BotObject):
    """Bot API: InlineQueryResultsButton."""

    text: str
    web_app: Raw | None = None
    start_parameter: str | None = None
