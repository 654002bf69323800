"""Screens as messages: sent, edited in place, and said to be on their way."""

from __future__ import annotations

from io import BytesIO

from telegram import (
    Bot,
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.conversation.keyboards import markup, request_markup
from bot.conversation.material import FileRef
from bot.conversation.progress import Progress
from bot.conversation.screen import Attachment, Screen
from bot.conversation.turns import give_way
from bot.metrics import Metrics
from bot.render.html import render
from briefs.blocks import document, para

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UPLOADED_S = 60.0
"""How long Telegram may take to answer once it has a whole file."""
_TOAST_LENGTH = 200
"""Bot API, answerCallbackQuery: 0-200 characters."""


class Display:
    """Shows screens in Telegram's chats."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def send(self, message: Message, screen: Screen, place: int | None = None) -> None:
        """Answer a message with a screen: a new one, or in place of the bot's own message of that number."""
        for earlier in screen.before:
            await self.send(message, Screen(earlier))
        parts = render(screen.document)
        place = screen.place or place
        in_place = place is not None and len(parts) == 1 and screen.attachment is None
        if in_place and await self._replace(message, place, parts[0], markup(screen.keyboard)):
            return
        self._metrics.answered("file" if screen.attachment else "message")
        if screen.attachment is not None:
            await message.reply_document(
                _file(screen.attachment),
                caption=parts[0],
                parse_mode="HTML",
                reply_markup=markup(screen.keyboard),
                protect_content=screen.attachment.protected,
                read_timeout=_UPLOADED_S,
            )
            return
        for number, part in enumerate(parts, start=1):
            keyboard = _reply_markup(screen) if number == len(parts) else None
            sent = await message.reply_html(part, reply_markup=keyboard, link_preview_options=_NO_PREVIEW)
            if number == len(parts) and screen.noted is not None:
                await screen.noted(sent.message_id)

    async def edit(self, query: CallbackQuery, screen: Screen) -> None:
        """Show the screen in place of the pressed message, or as a new one where that cannot be edited."""
        message = query.message
        if isinstance(message, Message):
            await self.send(message, screen, None if screen.fresh else _place(message))
        elif isinstance(message, InaccessibleMessage):
            await self.send(_instead_of(message, query.get_bot()), screen)

    def progress(self, message: Message | None, pressed: CallbackQuery | None = None) -> Progress:
        """Return what tells of slow work: below a message, or in place of the one that was pressed."""
        if message is None:
            return Progress()

        async def show(text: str, place: int | None) -> int:
            give_way()
            if pressed is not None and not progress.told:
                await answer_press(pressed, None)
            await message.reply_chat_action(ChatAction.TYPING)
            shown = render(document([para(text)]))[0]
            if place is not None and await self._replace(message, place, shown, None):
                return place
            return (await message.reply_html(shown)).message_id

        progress = Progress(show, _place(message) if pressed else None)
        return progress

    async def _replace(
        self, message: Message, place: int | None, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Edit the bot's message of a number in the chat; False where that is not possible any more."""
        self._metrics.answered("edit")
        try:
            await message.get_bot().edit_message_text(
                text,
                chat_id=message.chat_id,
                message_id=place,
                parse_mode="HTML",
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" in str(error):
                return True
            if "edited" not in str(error) and "not found" not in str(error):
                raise
            return False
        return True


async def answer_press(query: CallbackQuery, text: str | None, *, alert: bool = False) -> None:
    """Answer a press, with a text shown over the chat if there is one."""
    try:
        await query.answer(text[:_TOAST_LENGTH] if text else None, show_alert=alert)
    except BadRequest as error:
        if "too old" not in str(error) and "invalid" not in str(error):
            raise  # a press that waited while the bot was down can still be acted on


def _place(message: Message) -> int | None:
    """Return the number of a message that another screen can replace; one with a file has no text to edit."""
    return None if message.document else message.message_id


def _instead_of(gone: InaccessibleMessage, bot: Bot) -> Message:
    """Return what is answered for a message that was deleted or is too old: of it the chat alone is known.

    See the Bot API, InaccessibleMessage.
    """
    message = Message(gone.message_id, gone.date, gone.chat)
    message.set_bot(bot)
    return message


def _file(attachment: Attachment) -> InputFile | str:
    """Return a file as Telegram takes it, to be written piece by piece: each has a timeout of its own."""
    if isinstance(attachment.content, FileRef):
        return attachment.content.key
    return InputFile(BytesIO(attachment.content), attachment.name, read_file_handle=False)


def _reply_markup(screen: Screen) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if screen.asks is not None:
        return request_markup(screen.asks)
    return ReplyKeyboardRemove() if screen.closes else markup(screen.keyboard)
