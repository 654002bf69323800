"""Who plays in the chat page: one persona for each role, and a group with topics.

Ids are fixed, so that a database kept from one demo to the next still knows its chats.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.local.personas import Persona
from bot.local.telegram import LocalTelegram
from bot.local.world import Chat

READER_ID, EDITOR_ID, PUBLISHER_ID = 100_000_001, 100_000_002, 100_000_003
GROUP_ID = -1_001_500_000_001


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and the group of the demo. The publisher owns the group, the editor administers it."""

    reader: Persona
    editor: Persona
    publisher: Persona
    group: Chat

    @property
    def personas(self) -> tuple[Persona, ...]:
        """All personas in the order in which the page offers them."""
        return (self.reader, self.editor, self.publisher)


def demo_cast(telegram: LocalTelegram) -> Cast:
    """Let the demo's people and group appear in a pretend Telegram."""
    reader = telegram.person("Bạn đọc", user_id=READER_ID, username="ban_doc")
    editor = telegram.person("Biên tập", user_id=EDITOR_ID, username="bien_tap")
    publisher = telegram.person("Xuất bản", user_id=PUBLISHER_ID, username="xuat_ban")
    group = telegram.group(
        "Tổ Tổng hợp", id=GROUP_ID, admins=[publisher, editor], members=[reader], is_forum=True
    )
    for name in ("Bản tin", "Trao đổi"):
        telegram.topic(group, name)
    return Cast(Persona(telegram, reader), Persona(telegram, editor), Persona(telegram, publisher), group)
