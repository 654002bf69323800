"""The parameters of every method the local server answers, as in the Bot API ("Available methods").

Values come as form fields, query fields or JSON; nested objects are JSON text in forms and decoded first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field

from bot.local.objects import (
    BotCommand,
    BotCommandScope,
    BotObject,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    LinkPreviewOptions,
    MenuButton,
    MessageEntity,
    Raw,
    ReactionTypeEmoji,
    ReplyMarkup,
    ReplyParameters,
)

T = TypeVar("T")
INTEGER = re.compile(r"-?\d{1,18}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime: str
    content: bytes


def _decode(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _number_or_name(value: Any) -> Any:
    return int(value) if isinstance(value, str) and INTEGER.fullmatch(value) else value


Json = Annotated[T, BeforeValidator(_decode)]
Chat = Annotated[int | str, BeforeValidator(_number_or_name)]
File = Annotated[Upload | str, Field(union_mode="left_to_right")]
LanguageCode = Annotated[str | None, Field(pattern=r"^([a-z]{2})?$")]


class Params(BotObject):
    """The parameters of one method; anything unknown is refused."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Nothing(Params):
    """Methods without parameters."""


class GetUpdates(Params):
    """Bot API: getUpdates."""

    offset: int | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 100
    timeout: Annotated[int, Field(ge=0)] = 0
    allowed_updates: Json[list[str] | None] = None


class SetWebhook(Params):
    """Bot API: setWebhook."""

    url: str
    certificate: Upload | None = None
    ip_address: str | None = None
    max_connections: Annotated[int, Field(ge=1, le=100)] = 40
    allowed_updates: Json[list[str] | None] = None
    drop_pending_updates: bool = False
    secret_token: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_-]{1,256}$")] = None


class DeleteWebhook(Params):
    """Bot API: deleteWebhook."""

    drop_pending_updates: bool = False


class _Sending(Params):
    """What all methods that send take."""

    chat_id: Chat
    message_thread_id: int | None = None
    direct_messages_topic_id: int | None = None
    disable_notification: bool = False
    protect_content: bool = False
    message_effect_id: str | None = None
    suggested_post_parameters: Json[Raw | None] = None


class _Replying(_Sending):
    allow_paid_broadcast: bool = False
    reply_parameters: Json[ReplyParameters | None] = None
    reply_markup: Json[ReplyMarkup | None] = None


class _Captioned(_Replying):
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: Json[list[MessageEntity] | None] = None


class SendMessage(_Replying):
    """Bot API: sendMessage."""

    business_connection_id: str | None = None
    text: str
    parse_mode: str | None = None
    entities: Json[list[MessageEntity] | None] = None
    link_preview_options: Json[LinkPreviewOptions | None] = None


class SendDocument(_Captioned):
    """Bot API: sendDocument."""

    business_connection_id: str | None = None
    document: File
    thumbnail: File | None = None
    disable_content_type_detection: bool = False


class SendPhoto(_Captioned):
    """Bot API: sendPhoto."""

    business_connection_id: str | None = None
    photo: File
    show_caption_above_media: bool = False
    has_spoiler: bool = False


class CopyMessage(_Captioned):
    """Bot API: copyMessage."""

    from_chat_id: Chat
    message_id: int
    video_start_timestamp: int | None = None
    show_caption_above_media: bool = False


class ForwardMessage(_Sending):
    """Bot API: forwardMessage."""

    from_chat_id: Chat
    message_id: int
    video_start_timestamp: int | None = None


class SendMessageDraft(Params):
    """Bot API: sendMessageDraft."""

    chat_id: int
    message_thread_id: int | None = None
    draft_id: int
    text: str = ""
    parse_mode: str | None = None
    entities: Json[list[MessageEntity] | None] = None


class SendChatAction(Params):
    """Bot API: sendChatAction."""

    business_connection_id: str | None = None
    chat_id: Chat
    message_thread_id: int | None = None
    action: Literal[
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]


class _Editing(Params):
    business_connection_id: str | None = None
    chat_id: Chat | None = None
    message_id: int | None = None
    inline_message_id: str | None = None
    reply_markup: Json[InlineKeyboardMarkup | None] = None


class EditMessageText(_Editing):
    """Bot API: editMessageText."""

    text: str | None = None
    parse_mode: str | None = None
    entities: Json[list[MessageEntity] | None] = None
    link_preview_options: Json[LinkPreviewOptions | None] = None
    rich_message: Json[Raw | None] = None


class EditMessageCaption(_Editing):
    """Bot API: editMessageCaption."""

    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: Json[list[MessageEntity] | None] = None
    show_caption_above_media: bool = False


class EditMessageReplyMarkup(_Editing):
    """Bot API: editMessageReplyMarkup."""


class DeleteMessage(Params):
    """Bot API: deleteMessage."""

    chat_id: Chat
    message_id: int


class DeleteMessages(Params):
    """Bot API: deleteMessages."""

    chat_id: Chat
    message_ids: Json[Annotated[list[int], Field(min_length=1, max_length=100)]]


class PinChatMessage(Params):
    """Bot API: pinChatMessage."""

    business_connection_id: str | None = None
    chat_id: Chat
    message_id: int
    disable_notification: bool = False


class SetMessageReaction(Params):
    """Bot API: setMessageReaction."""

    chat_id: Chat
    message_id: int
    reaction: Json[list[ReactionTypeEmoji] | None] = None
    is_big: bool = False


class AnswerCallbackQuery(Params):
    """Bot API: answerCallbackQuery."""

    callback_query_id: str
    text: str | None = None
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


class AnswerInlineQuery(Params):
    """Bot API: answerInlineQuery."""

    inline_query_id: str
    results: Json[Annotated[list[InlineQueryResultArticle], Field(max_length=50)]]
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str | None = None
    button: Json[InlineQueryResultsButton | None] = None


class MyCommands(Params):
    """Bot API: getMyCommands, deleteMyCommands."""

    scope: Json[BotCommandScope | None] = None
    language_code: LanguageCode = None


class SetMyCommands(MyCommands):
    """Bot API: setMyCommands."""

    commands: Json[list[BotCommand]]


class ByLanguage(Params):
    """Bot API: getMyName, getMyDescription, getMyShortDescription."""

    language_code: LanguageCode = None


class SetMyName(ByLanguage):
    """Bot API: setMyName."""

    name: str = ""


class SetMyDescription(ByLanguage):
    """Bot API: setMyDescription."""

    description: str = ""


class SetMyShortDescription(ByLanguage):
    """Bot API: setMyShortDescription."""

    short_description: str = ""


class GetChatMenuButton(Params):
    """Bot API: getChatMenuButton."""

    chat_id: int | None = None


class SetChatMenuButton(GetChatMenuButton):
    """Bot API: setChatMenuButton."""

    menu_button: Json[MenuButton | None] = None


class OfChat(Params):
    """Bot API: getChat, getChatMemberCount, leaveChat."""

    chat_id: Chat


class GetChatAdministrators(OfChat):
    """Bot API: getChatAdministrators."""

    return_bots: bool = False


class GetChatMember(OfChat):
    """Bot API: getChatMember."""

    user_id: int


class GetFile(Params):
    """Bot API: getFile."""

    file_id: str
