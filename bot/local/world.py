"""People, chats and messages of a pretend Telegram. Messages are kept as the Bot API's JSON objects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Message = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

PRESENT: frozenset[Status] = frozenset({"creator", "administrator", "member"})
ADMINS: frozenset[Status] = frozenset({"creator", "administrator"})
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on Telegram, or the bot itself."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "vi"
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        """Return the Bot API's User."""
        user: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        named = ("last_name", "username", "language_code")
        return user | {name: value for name in named if (value := getattr(self, name)) is not None}


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A chat as Telegram keeps it. `bot` is the bot's standing in it; a blocked private chat is "kicked".

    `keyboard` is the reply keyboard (or its kin) that people see there.
    `started` is False for a private chat whose owner never wrote to the bot: a bot cannot write there.
    """

    id: int
    type: ChatKind
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_forum: bool = False
    bot: Status = "member"
    started: bool = True
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: int | None = None
    keyboard: dict[str, Any] | None = None
    migrated_to: int | None = None
    last_id: int = 0

    def json(self) -> dict[str, Any]:
        """Return the Bot API's Chat."""
        chat: dict[str, Any] = {"id": self.id, "type": self.type}
        for name in ("title", "username", "first_name", "last_name"):
            if (value := getattr(self, name)) is not None:
                chat[name] = value
        return chat | ({"is_forum": True} if self.is_forum else {})

    @property
    def kind(self) -> str:
        """The word of Telegram's error texts for this kind of chat."""
        return {"supergroup": "supergroup chat", "group": "group chat", "channel": "channel chat"}.get(
            self.type, "user"
        )

    @property
    def is_group(self) -> bool:
        """Whether several people talk here."""
        return self.type in ("group", "supergroup")

    def present(self, statuses: Iterable[Status] = PRESENT) -> list[int]:
        """Return the ids of the people in the chat with one of the statuses."""
        return [user_id for user_id, status in self.members.items() if status in statuses]


def member_json(person: Person, status: Status) -> dict[str, Any]:
    """Return the Bot API's ChatMember of a person."""
    member: dict[str, Any] = {"user": person.json(), "status": status}
    if status == "creator":
        return member | {"is_anonymous": False}
    if status == "administrator":
        rights = dict.fromkeys(ADMIN_RIGHTS, True)
        return member | {"can_be_edited": False, "is_anonymous": False, **rights}
    if status == "restricted":
        return member | {"is_member": True, "until_date": 0, **dict.fromkeys(MEMBER_RIGHTS, False)}
    return member | ({"until_date": 0} if status == "kicked" else {})


class World:
    """All people and chats, found by id or @username."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self._names: dict[str, Chat] = {}
        self._box_id = 0

    def add_person(self, person: Person) -> Person:
        """Keep a person."""
        self.people[person.id] = person
        return person

    def add_chat(self, chat: Chat) -> Chat:
        """Keep a chat."""
        self.chats[chat.id] = chat
        if chat.username and chat.type != "private":
            self._names[f"@{chat.username.lower()}"] = chat
        return chat

    def find(self, chat_id: int | str) -> Chat | None:
        """Return a chat by its id, or by the @username of a public group or channel."""
        return self._names.get(chat_id.lower()) if isinstance(chat_id, str) else self.chats.get(chat_id)

    def next_message_id(self, chat: Chat) -> int:
        """Return the next message id of a chat.

        Private chats and basic groups share the numbers of the account's message box; supergroups and
        channels count for themselves.
        """
        if chat.type in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        self._box_id += 1
        return self._box_id

    def next_user_id(self) -> int:
        """Return an id for one more person."""
        return 100_000_001 + len(self.people)

    def next_chat_id(self, kind: ChatKind) -> int:
        """Return an id for one more group or channel, in the ranges that Telegram uses."""
        number = len(self.chats) + 1
        return -(1_000_000_000_000 + 1_500_000_000 + number) if kind != "group" else -(4_000_000 + number)
