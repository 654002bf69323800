"""A pretend Telegram in memory: its state, what the bot did to it, and waiting for what it will do."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.local.faults import Faults
from bot.local.files import Files
from bot.local.journal import Call, Journal
from bot.local.limits import Limits, RateLimiter
from bot.local.menus import Menus
from bot.local.updates import Updates
from bot.local.world import Chat, Message, Person, Status, Topic, World, member_json

Happening = Literal[
    "message", "edited", "deleted", "action", "answer", "draft", "menu", "keyboard", "chat", "call", "closed"
]
Event = dict[str, Any]
BOT_ID = 700_000_000


@dataclass(slots=True)
class CallbackAnswer:
    """What the bot answered to a pressed button, as the person sees it."""

    text: str | None = None
    show_alert: bool = False
    url: str | None = None


@dataclass(slots=True)
class Query:
    """A pressed button or an inline query that waits for the bot."""

    id: str
    person: Person
    asked: float
    chat: Chat | None = None
    answer: CallbackAnswer | None = None
    results: list[dict[str, Any]] | None = None


@dataclass(slots=True)
class _Read:
    """How far `next_message` and `next_edit` have read a chat."""

    messages: int = 0
    edits: int = 0
    sent: list[Message] = field(default_factory=list)
    edited: list[Message] = field(default_factory=list)


ANSWER_SECONDS = 2.0


class LocalTelegram:
    """The state of a pretend Telegram with one bot in it.

    `clock` gives seconds since 1970; `seed` makes faults and penalties repeatable; a pressed button can be
    answered within `query_seconds`; answers come `latency` seconds after the effect.
    """

    def __init__(
        self,
        token: str | None = None,
        *,
        username: str = "diemtin_bot",
        name: str = "Điểm Tin",
        limits: Limits | None = None,
        seed: int = 0,
        clock: Callable[[], float] = time.time,
        query_seconds: float = 30.0,
        latency: float = 0.0,
    ) -> None:
        self.token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self.bot = Person(BOT_ID, name, username=username, language_code=None, is_bot=True)
        self.world = World()
        self.world.add_person(self.bot)
        self.journal = Journal()
        self.updates = Updates(self.journal.changed, clock)
        self.files = Files()
        self.menus = Menus()
        self.faults = Faults(seed)
        self.rates = RateLimiter(limits or Limits(), seed)
        self.queries: dict[str, Query] = {}
        self.query_seconds = query_seconds
        self.latency = latency
        self.clock = clock
        self._listeners: set[Callable[[Event], None]] = set()
        self._read: dict[int, _Read] = {}
        self._queries_made = 0

    # What the bot asked for.

    @property
    def requests(self) -> list[Call]:
        """All calls but getUpdates, in the order they were finished."""
        return [call for call in self.journal.calls if call.method != "getUpdates"]

    @property
    def violations(self) -> list[Call]:
        """Calls that only a faulty bot makes: unknown parameters, broken markup, texts over the limit."""
        return [call for call in self.journal.calls if call.violation]

    # People and chats.

    def person(
        self, first_name: str, *, user_id: int | None = None, started: bool = True, **details: Any
    ) -> Person:
        """Return a new person with a private chat; `details` are last_name, username and language_code.

        A bot can write to a person only after they `started` the chat.
        """
        person = self.world.add_person(Person(user_id or self.world.next_user_id(), first_name, **details))
        self.world.add_chat(
            Chat(
                person.id,
                "private",
                first_name=person.first_name,
                last_name=person.last_name,
                username=person.username,
                started=started,
                members={person.id: "member"},
            )
        )
        return person

    def group(
        self,
        title: str,
        *,
        kind: Literal["group", "supergroup", "channel"] = "supergroup",
        admins: Iterable[Person] = (),
        members: Iterable[Person] = (),
        bot: Status = "member",
        **details: Any,
    ) -> Chat:
        """Return a new group or channel; the first admin owns it. `details` are id, username and is_forum."""
        chat_id = details.pop("id", None) or self.world.next_chat_id(kind)
        chat = Chat(chat_id, kind, title=title, bot=bot, **details)
        chat.members |= {person.id: "member" for person in members}
        for number, admin in enumerate(admins):
            chat.members[admin.id] = "administrator" if number else "creator"
        return self.world.add_chat(chat)

    def topic(self, chat: Chat, name: str) -> Topic:
        """Open a topic in a forum, as its owner would."""
        opened = self.post(chat, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        topic = chat.topics[opened["message_id"]] = Topic(opened["message_id"], name)
        opened |= {"message_thread_id": topic.id, "is_topic_message": True}
        self.emit("chat", chat)
        return topic

    def close_topic(self, chat: Chat, topic: Topic, *, closed: bool = True) -> None:
        """Close or reopen a topic: a bot that is no administrator cannot write to a closed one."""
        topic.closed = closed
        self.emit("chat", chat)

    def delete_topic(self, chat: Chat, topic: Topic) -> None:
        """Delete a topic with its messages."""
        del chat.topics[topic.id]
        for message_id in [m["message_id"] for m in chat.messages.values() if _thread(m) == topic.id]:
            del chat.messages[message_id]
        self.emit("chat", chat)

    def set_bot_status(self, chat: Chat, status: Status, by: Person) -> None:
        """Add, remove, promote or block the bot, and tell it (my_chat_member)."""
        old, chat.bot = chat.bot, status
        change = {
            "chat": chat.json(),
            "from": by.json(),
            "date": self.now(),
            "old_chat_member": member_json(self.bot, old),
            "new_chat_member": member_json(self.bot, status),
        }
        self.updates.push("my_chat_member", change)
        self.emit("chat", chat)

    def migrate(self, group: Chat, by: Person) -> Chat:
        """Turn a basic group into a supergroup with a new id, and tell the bot in both."""
        members = dict(group.members)
        new = Chat(self.world.next_chat_id("supergroup"), "supergroup", title=group.title, members=members)
        new.bot, group.migrated_to = group.bot, new.id
        self.world.add_chat(new)
        author = {"from": by.json()}
        farewell = self.post(group, author | {"migrate_to_chat_id": new.id})
        arrival = self.post(new, author | {"migrate_from_chat_id": group.id})
        self.updates.push("message", farewell)
        self.updates.push("message", arrival)
        return new

    # Messages.

    def now(self) -> int:
        """Return the time as Telegram writes it: whole seconds since 1970."""
        return int(self.clock())

    def post(self, chat: Chat, content: Message) -> Message:
        """Put a message into a chat and return it with id, date and chat."""
        message: Message = {
            "message_id": self.world.next_message_id(chat),
            "date": self.now(),
            "chat": chat.json(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        if message.get("from", {}).get("id") == BOT_ID or chat.type == "channel":
            self._reading(chat).sent.append(message)
        self.emit("message", chat, message=message)
        return message

    def change(self, chat: Chat, message: Message) -> None:
        """Put a new version of a message in place of the old one."""
        chat.messages[message["message_id"]] = message
        self._reading(chat).edited.append(message)
        self.emit("edited", chat, message=message)

    def delete(self, chat: Chat, message_id: int) -> None:
        """Take a message out of a chat, for everybody."""
        del chat.messages[message_id]
        self.emit("deleted", chat, message_id=message_id)

    # Waiting and watching.

    def emit(self, kind: Happening, chat: Chat | None, **details: Any) -> None:
        """Tell all listeners that something happened, and wake those who wait."""
        self.journal.changed()
        if self._listeners:
            event = {"kind": kind, "chat_id": chat.id if chat else None, **details}
            for listener in tuple(self._listeners):
                listener(event)

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` for every event from now on; returns what ends that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    async def close(self) -> None:
        """End waiting polls, webhook posts and listeners; the state can still be looked at."""
        await self.updates.close()
        self.emit("closed", None)
        self._listeners.clear()

    def _reading(self, chat: Chat) -> _Read:
        return self._read.setdefault(chat.id, _Read())

    async def next_message(self, chat: Chat, seconds: float = 5.0) -> Message:
        """Return the bot's next message in a chat that was not returned before. Raises TimeoutError."""
        read = self._reading(chat)
        what = f"a message in chat {chat.id}"
        await self.journal.until(lambda: len(read.sent) > read.messages, seconds, what)
        read.messages += 1
        return read.sent[read.messages - 1]

    async def next_edit(self, chat: Chat, seconds: float = 5.0) -> Message:
        """Return the next message in a chat as the bot edited it. Raises TimeoutError."""
        read = self._reading(chat)
        await self.journal.until(lambda: len(read.edited) > read.edits, seconds, f"an edit in chat {chat.id}")
        read.edits += 1
        return read.edited[read.edits - 1]

    async def idle(self, quiet: float = 0.15, seconds: float = 10.0) -> None:
        """Wait until the bot has fetched all updates and nothing happened for `quiet` seconds.

        A press is given two seconds to be answered: a busy bot is silent for longer than `quiet` before that.
        Then everything sent so far counts as read by `next_message` and `next_edit`. Raises TimeoutError.
        """
        with suppress(TimeoutError):
            await self.journal.until(self._all_answered, ANSWER_SECONDS, "answers to buttons")
        await self.journal.still(
            lambda: not self.updates.waiting and not self.journal.in_flight, quiet, seconds
        )
        for chat_id in self._read:
            self.mark_read(self.world.chats[chat_id])

    def _all_answered(self) -> bool:
        waiting = (query for query in self.queries.values() if query.answer is None)
        return all(query.results is not None for query in waiting)

    def mark_read(self, chat: Chat) -> None:
        """Count what the bot has sent and edited so far in a chat as read."""
        read = self._reading(chat)
        read.messages, read.edits = len(read.sent), len(read.edited)

    # Buttons.

    def ask_bot(self, person: Person, chat: Chat | None) -> Query:
        """Open a callback or inline query of a person."""
        self._queries_made += 1
        query = Query(str(4_000_000_000_000_000 + self._queries_made), person, self.clock(), chat)
        self.queries[query.id] = query
        return query


def _thread(message: Message) -> int | None:
    thread: int | None = message.get("message_thread_id")
    return thread
