"""From an update to a question: who asks where, in which chat as the store knows it, and what they may do."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram import Chat as TelegramChat
from telegram import Message, MessageOriginUser, Update
from telegram import User as TelegramUser
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.conversation.ask import Ask, Place
from bot.conversation.display import Display
from bot.conversation.material import FileRef, material_of
from bot.conversation.outreach import Outreach, SetMenu
from bot.services import Services
from bot.updates.places import ADMINS, look_into
from briefs.errors import InputError
from briefs.ingest.extract import MOST_BYTES, Refusal
from briefs.staff import Person, StaffRole
from briefs.store.dialogues import Dialogue
from briefs.subscriptions import Chat

Context = ContextTypes.DEFAULT_TYPE


class Asking:
    """Makes questions of updates; `set_chat_menu` is told when a chat changes its language."""

    def __init__(self, services: Services, set_chat_menu: SetMenu, display: Display) -> None:
        self._services = services
        self._set_chat_menu = set_chat_menu
        self._display = display

    async def __call__(self, update: Update, context: Context) -> Ask:
        """Return the question of an update; raises ValueError for one without a chat."""
        chat, sender, message = update.effective_chat, update.effective_sender, _message(update)
        if chat is None:
            raise ValueError("an update without a chat has no question")
        user = sender if isinstance(sender, TelegramUser) else None
        person = _person(user) if user else None
        stored, role, asked = await asyncio.gather(
            self._stored(chat), self._role(person), self._asked(update, person)
        )
        outreach = Outreach(self._services, context.bot, self._set_chat_menu)

        async def may_manage() -> bool:
            return await _manages(context, chat, sender)

        async def set_language(language: str) -> Ask:
            changed = await self._services.chats.set_language(stored.id, language)
            await self._set_chat_menu(chat.id, language, role)
            return replace(ask, chat=changed)

        async def look_there(address: str) -> Place | None:
            return await look_into(context.bot, address, user.id) if user else None

        async def load(file: FileRef) -> bytes:
            return await _load(context, file)

        ask = Ask(
            self._services,
            stored,
            thread=_thread(message),
            bot_name=context.bot.username,
            private=chat.type == ChatType.PRIVATE,
            may_manage=may_manage,
            set_language=set_language,
            look_into=look_there,
            replied_text=_replied_text(message),
            person=person,
            role=role,
            asked=asked,
            edited=update.edited_message is not None,
            material=material_of(message),
            load=load,
            progress=self._display.progress(message, update.callback_query),
            named=_named(message) if message and not update.callback_query else None,
            tell=outreach.tell,
            show_menu=outreach.show_menu,
        )
        return ask

    async def _stored(self, chat: TelegramChat) -> Chat:
        return await self._services.chats.get_or_create(
            "telegram", str(chat.id), kind=chat.type, title=chat.title or "", now=self._services.now()
        )

    async def _asked(self, update: Update, person: Person | None) -> Dialogue | None:
        """Return what a message may answer; one that was edited, nothing that was asked after it was sent.

        Telegram tells whole seconds: within that of the question nobody has read it.
        """
        message = _message(update)
        if person is None or message is None or update.callback_query:
            return None
        asked = await self._services.dialogues.current(
            str(message.chat_id), person.address, now=self._services.now()
        )
        later = update.edited_message and asked and message.date.timestamp() <= asked.since
        return None if later else asked

    async def _role(self, person: Person | None) -> StaffRole:
        return StaffRole.READER if person is None else await self._services.roster.role_of(person)


def _message(update: Update) -> Message | None:
    """Return the message of an update; None for a press below one that the bot cannot read any more."""
    query = update.callback_query
    message = query.message if query else update.effective_message
    return message if isinstance(message, Message) else None


def _thread(message: Message | None) -> str:
    """Return the number of the topic that a message stands in, nothing outside of topics."""
    thread = message.message_thread_id if message and message.is_topic_message else None
    return str(thread) if thread else ""


def _replied_text(message: Message | None) -> str:
    """Return the text that a message replies to."""
    replied = message.reply_to_message if message else None
    return (replied.text or "") if replied else ""


def _named(message: Message) -> Person | None:
    """Return the person whom a message mentions by name, or to whose words it replies.

    The author of a forwarded message is known unless they hide it (Bot API, MessageOriginUser); a mention
    names a user only where it is one without username (MessageEntity, text_mention).
    """
    mentioned = [entity.user for entity in message.entities if entity.user is not None]
    if mentioned:
        return _person(mentioned[0])
    replied = message.reply_to_message
    if replied is None:
        return None
    origin = replied.forward_origin
    if isinstance(origin, MessageOriginUser):
        return _person(origin.sender_user)
    author = replied.from_user
    return None if origin is not None or author is None or author.is_bot else _person(author)


def _person(user: TelegramUser) -> Person:
    return Person("telegram", str(user.id), user.full_name)


async def _load(context: Context, file: FileRef) -> bytes:
    """Fetch a file that was sent; raises InputError where it is larger than is read at all."""
    if file.size > MOST_BYTES:
        raise InputError(Refusal.TOO_BIG)
    found = await context.bot.get_file(file.key)
    return bytes(await found.download_as_bytearray())


async def _manages(context: Context, chat: TelegramChat, sender: TelegramUser | TelegramChat | None) -> bool:
    """Tell whether a sender may change what a chat gets: in a private chat always, else its admins.

    An anonymous admin writes as the group itself, and others as a channel of theirs (Bot API,
    Message.sender_chat); both come with a user whom many share.
    """
    if chat.type == ChatType.PRIVATE or (sender is not None and sender.id == chat.id):
        return True
    if not isinstance(sender, TelegramUser):
        return False
    try:
        member = await context.bot.get_chat_member(chat.id, sender.id)
    except (BadRequest, Forbidden):
        return False
    return member.status in ADMINS
