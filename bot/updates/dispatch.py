"""Between Telegram and the handlers: updates become questions, screens become messages.

Only this module and `bot.app` know python-telegram-bot's update types on the reading side.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation.ask import Ask
from bot.conversation.display import Display, answer_press
from bot.conversation.keyboards import Keyboard, button, parse, start_url
from bot.conversation.origin import back, to_private_chat
from bot.conversation.outreach import SetMenu
from bot.conversation.screen import Notice, Screen
from bot.handlers import brief, feedback, home, search
from bot.handlers.adding import command as adding
from bot.handlers.following import where
from bot.services import Services
from bot.updates.asking import Asking
from bot.updates.callbacks import MANAGING, VERBS, Press
from bot.updates.commands import COMMANDS, Answer, Command, spoken
from bot.updates.errors import apologise
from bot.updates.replies import take_reply
from bot.updates.throttle import Throttle, Verdict
from briefs.blocks import document, para
from briefs.errors import StoreUnavailableError
from briefs.questions import is_small_talk
from briefs.store.fleet import UpdateStore
from briefs.views.digest import MANAGE

Context = ContextTypes.DEFAULT_TYPE
_PATIENCE_S = (0.5, 2.0, 5.0, 10.0)
_SHORTCUT = re.compile(r"^/b(\d{1,9})(?:@\w+)?(?=\s|$)")
_ADDRESSED = re.compile(r"/\w+@(\w+)")
_ADD = re.compile(r"^/(?:add|them)(?:@\w+)?(?:\s|$)")
_OUT = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}

log = structlog.get_logger(__name__)


class Dispatcher:
    """Registers a handler for everything the bot understands and answers it through `services`."""

    def __init__(
        self,
        services: Services,
        set_chat_menu: SetMenu,
        throttle: Throttle,
    ) -> None:
        self._services = services
        self._display = Display(services.metrics)
        self._ask = Asking(services, set_chat_menu, self._display)
        self._throttle = throttle
        repeated = services.database.shared or services.settings.webhook_url
        self._updates = UpdateStore(services.database) if repeated else None

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add the handlers of all commands, buttons and texts."""
        application.add_handler(TypeHandler(Update, self._admit), group=-1)
        for command in COMMANDS:
            application.add_handler(CommandHandler(list(command.names), self._command(command)))
        shortcut = filters.Regex(_SHORTCUT) & filters.UpdateType.MESSAGES
        application.add_handler(MessageHandler(shortcut, self._shortcut))
        private_text = filters.TEXT & filters.ChatType.PRIVATE
        application.add_handler(MessageHandler(private_text & filters.COMMAND, self._text(home.unknown)))
        application.add_handler(MessageHandler(private_text & ~filters.COMMAND, self._text(_reply_or_search)))
        named = filters.Entity(MessageEntityType.MENTION) & filters.ChatType.GROUPS & ~filters.COMMAND
        application.add_handler(MessageHandler(named & filters.UpdateType.MESSAGES, self._mentioned))
        added = filters.Document.ALL & filters.CaptionRegex(_ADD) & filters.UpdateType.MESSAGE
        application.add_handler(MessageHandler(added, self._no_text))
        application.add_handler(
            MessageHandler(filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, self._no_text)
        )
        chosen = filters.StatusUpdate.CHAT_SHARED & filters.ChatType.PRIVATE
        application.add_handler(MessageHandler(chosen, self._chosen))
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._migrated))
        application.add_handler(ChatMemberHandler(self._membership, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_handler(CallbackQueryHandler(self._press))
        application.add_error_handler(self._failed)

    async def _admit(self, update: Update, context: Context) -> None:
        """Stop what is for others, what was answered already, and what one asks beyond all measure.

        The last is said once, and at every press.
        """
        if _is_for_others(update, context.bot.username):
            raise ApplicationHandlerStop
        if self._updates is not None and not await self._is_first(self._updates, update.update_id):
            raise ApplicationHandlerStop
        metrics, chat, sender = self._services.metrics, update.effective_chat, update.effective_sender
        metrics.took("button" if update.callback_query else "message" if update.message else "other")
        if chat is None or not _asks(update, context.bot.username):
            return
        log.debug("update.taken", chat=chat.id, button=update.callback_query is not None)
        verdict = self._throttle.admit(sender.id if isinstance(sender, User) else None, chat.id)
        if verdict is Verdict.ADMIT:
            return
        metrics.answered("throttled")
        ask = await self._ask(update, context)
        text = ask.tr("That is a lot at once. Please wait a moment.")
        if update.callback_query is not None:
            await answer_press(update.callback_query, text)
        elif verdict is Verdict.NOTICE and update.effective_message is not None:
            await self._display.send(update.effective_message, Screen(document([para(text)])))
        raise ApplicationHandlerStop

    async def _is_first(self, updates: UpdateStore, update_id: int) -> bool:
        """Tell whether no process has taken the update; a database that restarts is waited for."""
        for pause in _PATIENCE_S:
            try:
                return await updates.take(update_id, now=self._services.now())
            except StoreUnavailableError:
                await asyncio.sleep(pause)
        return await updates.take(update_id, now=self._services.now())

    def _command(self, command: Command) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        async def answer(update: Update, context: Context) -> None:
            message = update.effective_message
            if message is None or message.text is None:
                return
            ask = await self._ask(update, context)
            _, _, text = message.text.partition(_command_word(message.text))
            if command.manages and not await ask.may_manage():
                await self._display.send(message, _admins_only(ask))
                return
            if ask.asked and not command.goes_on:
                await ask.expect_nothing()
            await self._show(message, ask, await command.answer(ask, text.strip()))

        return answer

    def _text(self, answer_text: Answer) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        async def answer(update: Update, context: Context) -> None:
            if message := update.effective_message:
                ask = await self._ask(update, context)
                await self._show(message, ask, await answer_text(ask, message.text or ""))

        return answer

    async def _shortcut(self, update: Update, context: Context) -> None:
        """Answer `/b3`; like a command it ends what was asked."""
        message = update.effective_message
        match = _SHORTCUT.match(message.text or "") if message else None
        if message is None or match is None:
            return
        ask = await self._ask(update, context)
        if ask.asked:
            await ask.expect_nothing()
        await self._display.send(message, await brief.open_brief(ask, int(match[1])))

    async def _mentioned(self, update: Update, context: Context) -> None:
        """Answer what mentions the bot in a group like a private text.

        It is told of that in replies to it, and else where it is an admin (Bot features, Privacy mode).
        """
        message, name = update.effective_message, context.bot.username
        if message is not None and _is_mentioned(message, name):
            ask = await self._ask(update, context)
            words = re.sub(rf"@{name}\b", " ", message.text or "", flags=re.IGNORECASE)
            await self._show(message, ask, await _reply_or_search(ask, words.strip()))

    async def _no_text(self, update: Update, context: Context) -> None:
        """Take a file, or a picture with words, from those who add articles.

        The words of others are searched for; who sends none is told what can be read.
        """
        if message := update.message:
            ask, words = await self._ask(update, context), message.caption or ""
            screen = await adding.hand_in(ask, words) if ask.may_edit else None
            if screen is None:
                screen = await _source_or_search(ask, words) if words else _only_text(ask)
            await self._show(message, ask, screen)

    async def _chosen(self, update: Update, context: Context) -> None:
        """Go on with the chat that was chosen with a `ChatRequest` (Bot API, ChatShared)."""
        if (message := update.message) and (shared := message.chat_shared):
            ask = await self._ask(update, context)
            await self._display.send(message, where.chosen(ask, shared.title or ""))
            screen = await where.go_on(ask, shared.request_id, str(shared.chat_id))
            await self._display.send(message, screen)

    async def _migrated(self, update: Update, context: Context) -> None:
        """Move a group's subscriptions to its new id (Bot API, Message.migrate_to_chat_id)."""
        if update.message and update.message.migrate_to_chat_id:
            old, new = update.message.chat_id, update.message.migrate_to_chat_id
            await self._services.chats.migrate("telegram", str(old), str(new))

    async def _membership(self, update: Update, context: Context) -> None:
        """End a chat that blocked or removed the bot, with what it followed and was owed."""
        change = update.my_chat_member
        if change is None or change.new_chat_member.status not in _OUT:
            return
        chat = await self._services.chats.find("telegram", str(change.chat.id))
        if chat is not None:
            reason = f"bot {change.new_chat_member.status}"
            await self._services.chats.end(chat.id, reason, now=self._services.now())

    async def _press(self, update: Update, context: Context) -> None:
        """Answer a button: every press gets an answer, whatever its data."""
        query = update.callback_query
        if query is None:
            return
        if query.message and query.message.chat.type == ChatType.CHANNEL:
            await _answer_privately(query, query.message.chat.id, context.bot.username)
            return
        ask = await self._ask(update, context)
        result = await self._pressed(ask, query.data or "")
        if isinstance(result, Notice):
            await answer_press(query, result.text, alert=result.alert)
            self._services.metrics.answered("notice")
            return
        if not ask.progress.told:
            await answer_press(query, result.toast)
        await self._display.edit(query, result)

    async def _pressed(self, ask: Ask, data: str) -> Screen | Notice:
        verb, arguments = parse(data)
        handler = VERBS.get(verb)
        if handler is None or not _takes(handler, len(arguments)):
            return _old_button(ask)
        if verb in MANAGING and not await ask.may_manage():
            return Notice(_only_admins(ask), alert=True)
        return await handler(ask, *arguments)

    async def _show(self, message: Message, ask: Ask, screen: Screen) -> None:
        """Answer with a screen, where the progress stood if there was any."""
        await self._display.send(message, screen, ask.progress.place)

    async def _failed(self, update: object, context: Context) -> None:
        """Log an error under a short code and tell the chat, so that the two can be put together."""
        self._services.metrics.answered("error")
        ask = (
            await self._ask(update, context) if isinstance(update, Update) and update.effective_chat else None
        )
        await apologise(update, context.error, ask)


async def _reply_or_search(ask: Ask, text: str) -> Screen:
    """Take a text as the answer to what was asked, a greeting, a brief's name, a command, or a search."""
    if taken := await feedback.edited(ask) or await take_reply(ask, text):
        return taken
    if is_small_talk(text):
        return await home.first_screen(ask)
    if shown := await brief.asked_for(ask, text):
        return shown
    if said := spoken(text, ask.services.registry):
        command, words = said
        allowed = not command.manages or await ask.may_manage()
        return await command.answer(ask, words) if allowed else _admins_only(ask)
    offered = await adding.hand_in(ask, text) if ask.may_edit and ask.private else None
    return offered or await _source_or_search(ask, text)


async def _source_or_search(ask: Ask, text: str) -> Screen:
    return await brief.of_source(ask, text) or await search.search(ask, text)


def _asks(update: Update, bot_name: str) -> bool:
    """Say whether an update wants an answer: a press, a private message, a command, or a mention."""
    if update.callback_query is not None:
        return True
    message = update.effective_message
    if message is None:
        return False
    private, command = message.chat.type == ChatType.PRIVATE, (message.text or "").startswith("/")
    return private or command or _is_mentioned(message, bot_name)


def _is_for_others(update: Update, bot_name: str) -> bool:
    """Say whether a message in a group is a command for another bot, or speaks to nobody here.

    The latter is what was forwarded, as all posts of a channel are to its discussion group by themselves.
    """
    message = update.message or update.edited_message
    if message is None or message.chat.type == ChatType.PRIVATE:
        return False
    named = _ADDRESSED.match(message.text or message.caption or "")
    other = named is not None and named[1].lower() != bot_name.lower()
    return other or message.forward_origin is not None


def _is_mentioned(message: Message, bot_name: str) -> bool:
    named = message.parse_entities([MessageEntityType.MENTION]).values() if message.text else ()
    return f"@{bot_name}".lower() in map(str.lower, named)


def _takes(handler: Press, arguments: int) -> bool:
    """Say whether a verb can have been written with so many arguments; data is never trusted to be ours."""
    try:
        inspect.signature(handler).bind(None, *[""] * arguments)
    except TypeError:
        return False
    return True


def _command_word(text: str) -> str:
    match = re.match(r"\S+", text)
    return match[0] if match else ""


async def _answer_privately(query: CallbackQuery, channel: int, bot_name: str) -> None:
    """Open what was pressed in the private chat: a channel is no place for its readers' screens.

    Bot API, answerCallbackQuery: `url` may be a link that opens the bot with a parameter.
    """
    verb, arguments = parse(query.data or "")
    number = arguments[0] if arguments and re.fullmatch(r"[0-9]{1,9}", arguments[0]) else ""
    payload = f"b{number}" if verb in ("b", "o") and number else "home"
    if verb == "mn":
        payload = f"{MANAGE}{channel}"
    await query.answer(url=start_url(bot_name)(payload))


def _admins_only(ask: Ask) -> Screen:
    return Screen(document([para(_only_admins(ask))]), (to_private_chat(ask.view),))


def _only_admins(ask: Ask) -> str:
    return ask.tr(
        "In a group, only its admins can change this. For yourself, use the private chat with the bot."
    )


def _only_text(ask: Ask) -> Screen:
    text = ask.tr("I can only read text. Type what you look for, or /help.")
    return Screen(document([para(text)]), (back(ask.tr),))


def _old_button(ask: Ask) -> Screen:
    tr = ask.tr
    keyboard: Keyboard = ((button(tr("« Home"), "h"),),)
    text = tr("This button is from an older version. Here is the way on.")
    return Screen(document([para(text)]), keyboard, toast=tr("This button is out of date."), fresh=True)
