"""A person at the other end of the chat: what they type, press, forward and upload becomes updates."""

from __future__ import annotations

from typing import Any

from bot.local.errors import bad_request
from bot.local.formatting import Entity, found_entities
from bot.local.params import Upload
from bot.local.telegram import CallbackAnswer, LocalTelegram, Query
from bot.local.world import ADMINS, Chat, Message, Person, Topic

MAX_UPDATE_TEXT = 4096  # what Telegram's apps let a person send in one message


class Persona:
    """Hands and eyes of one person. Where no chat is named, the private chat with the bot is meant."""

    def __init__(self, telegram: LocalTelegram, person: Person) -> None:
        self.telegram = telegram
        self.person = person
        self.chat = telegram.world.chats[person.id]

    def send(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        **more: Any,
    ) -> Message:
        """Send a text and return the message. Commands, links and mentions in it become entities."""
        chat = chat or self.chat
        text = text.strip()[:MAX_UPDATE_TEXT]
        if not text:
            raise bad_request("message text is empty")
        content = {"text": text, **_entities(text, "entities"), **more}
        return self._deliver(chat, content, reply_to, topic)

    async def ask(self, text: str, chat: Chat | None = None, *, seconds: float = 5.0, **how: Any) -> Message:
        """Send a text and return the bot's next message in the chat. Raises TimeoutError."""
        self.telegram.mark_read(chat or self.chat)
        self.send(text, chat, **how)
        return await self.telegram.next_message(chat or self.chat, seconds)

    def upload(
        self,
        name: str,
        content: bytes,
        mime: str = "text/plain",
        *,
        caption: str = "",
        chat: Chat | None = None,
        album: str = "",
        **how: Any,
    ) -> Message:
        """Send a file and return the message; files sent together have one `album`."""
        parts: Message = {"document": self.telegram.files.document(Upload(name, mime, content))}
        if album:
            parts["media_group_id"] = album
        if caption:
            parts |= {"caption": caption, **_entities(caption, "caption_entities")}
        return self._deliver(chat or self.chat, parts, how.get("reply_to"), how.get("topic"))

    def edit(self, message: Message, text: str) -> Message:
        """Edit one's own message and return its new version."""
        chat = self._chat_of(message)
        kept = {k: v for k, v in message.items() if k not in ("text", "entities")}
        edited = kept | {"text": text, **_entities(text, "entities"), "edit_date": self.telegram.now()}
        chat.messages[message["message_id"]] = edited
        self.telegram.emit("edited", chat, message=edited)
        if self._reaches_bot(chat, edited):
            self.telegram.updates.push("edited_message", edited)
        return edited

    def forward(self, message: Message, chat: Chat | None = None) -> Message:
        """Forward a message from any chat and return the new one."""
        return self._deliver(chat or self.chat, forwarded(message))

    async def press(self, message: Message, button: str, *, seconds: float = 5.0) -> CallbackAnswer:
        """Press a button by its label or data and return the bot's answer.

        Raises LookupError where there is no such button, TimeoutError where the bot does not answer.
        """
        chat = self._chat_of(message)
        current = chat.messages.get(message["message_id"], message)
        data = _callback_data(current, button)
        self.telegram.mark_read(chat)
        return await self.answered(self.callback(current, data), seconds=seconds)

    async def answered(self, query: Query, *, seconds: float = 5.0) -> CallbackAnswer:
        """Wait for the bot's answer to a press and return it. Raises TimeoutError."""
        await self.telegram.journal.until(lambda: query.answer is not None, seconds, "an answer to a button")
        return query.answer or CallbackAnswer()

    def callback(self, message: Message, data: str) -> Query:
        """Send callback data, whether or not a button carries it, and return the query."""
        chat = self._chat_of(message)
        known: Message = {"chat": chat.json(), "message_id": message["message_id"], "date": 0}
        query = self.telegram.ask_bot(self.person, chat)
        payload = {
            "id": query.id,
            "from": self.person.json(),
            "message": chat.messages.get(message["message_id"], known),
            "chat_instance": str(chat.id),
            "data": data,
        }
        self.telegram.updates.push("callback_query", payload)
        return query

    def inline(self, text: str, chat_type: str = "sender") -> Query:
        """Type `@bot text` in some chat and return the query, which gets `results`."""
        query = self.telegram.ask_bot(self.person, None)
        payload = {"id": query.id, "from": self.person.json(), "query": text, "offset": ""}
        self.telegram.updates.push("inline_query", payload | {"chat_type": chat_type})
        return query

    def share_chat(self, request_id: int, chat: Chat) -> Message:
        """Answer a request-chat button with a chat."""
        shared = {"request_id": request_id, "chat_id": chat.id, "title": chat.title or ""}
        return self._deliver(self.chat, {"chat_shared": shared})

    def block(self) -> None:
        """Block the bot."""
        self.telegram.set_bot_status(self.chat, "kicked", self.person)

    def unblock(self) -> None:
        """Unblock the bot."""
        self.telegram.set_bot_status(self.chat, "member", self.person)

    def _deliver(
        self, chat: Chat, content: Message, reply_to: Message | None = None, topic: Topic | None = None
    ) -> Message:
        message: Message = {"from": self.person.json(), **content}
        if topic is not None:
            message |= {"message_thread_id": topic.id, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        if chat.type == "channel":
            message["sender_chat"] = chat.json()
            del message["from"]
        if chat.type == "private":
            chat.started = True
        posted = self.telegram.post(chat, message)
        if self._reaches_bot(chat, posted):
            self.telegram.updates.push("channel_post" if chat.type == "channel" else "message", posted)
        return posted

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        """Whether the bot gets a message, its privacy mode being on (Bot features, "Privacy mode").

        In groups it gets commands for it or for any bot, and replies to it; an administrator gets all.
        """
        if chat.bot in ("kicked", "left"):
            return False
        if not chat.is_group or chat.bot in ADMINS:
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self.telegram.bot.id:
            return True
        text = message.get("text") or message.get("caption") or ""
        if not text.startswith("/"):
            return False
        _, _, addressee = text.split(maxsplit=1)[0].partition("@")
        return addressee.lower() in ("", (self.telegram.bot.username or "").lower())

    def _chat_of(self, message: Message) -> Chat:
        return self.telegram.world.chats[message["chat"]["id"]]


def forwarded(message: Message) -> Message:
    """Return the content of a forwarded copy, with its origin (Bot API, MessageOrigin)."""
    kept = ("text", "entities", "caption", "caption_entities", "document", "photo", "link_preview_options")
    content = {name: message[name] for name in kept if name in message}
    if origin := message.get("forward_origin"):
        return content | {"forward_origin": origin}
    if message["chat"]["type"] == "channel":
        source = {"type": "channel", "chat": message["chat"], "message_id": message["message_id"]}
    else:
        source = {"type": "user", "sender_user": message["from"]}
    return content | {"forward_origin": {**source, "date": message["date"]}}


def _entities(text: str, name: str) -> dict[str, list[Entity]]:
    found = found_entities(text, [])
    return {name: found} if found else {}


def _callback_data(message: Message, wanted: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if wanted in (button["text"], button.get("callback_data")) and "callback_data" in button:
            return str(button["callback_data"])
    raise LookupError(f"no button {wanted!r} to press; there are {[b['text'] for b in buttons]}")
