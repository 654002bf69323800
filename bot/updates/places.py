"""Groups and channels that a person chose, and whether digests may be sent there."""

from __future__ import annotations

from telegram import Bot, ChatFullInfo, ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

from bot.conversation.ask import Place

ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


async def look_into(bot: Bot, address: str, person: int) -> Place | None:
    """Return what the bot can learn of a chat, None where it is not in it or there is none.

    A bot that is no member of a group or channel gets an error for it (Bot API, getChat, getChatMember).
    """
    try:
        chat = await bot.get_chat(address)
        itself = await bot.get_chat_member(address, bot.id)
        member = await bot.get_chat_member(address, person)
    except (BadRequest, Forbidden):
        return None
    return Place(
        address=str(chat.id),
        kind=chat.type,
        title=chat.title or "",
        administered=member.status in ADMINS,
        writable=_may_write(chat, itself),
    )


def _may_write(chat: ChatFullInfo, itself: ChatMember) -> bool:
    """Say whether the bot can post: in channels as an admin with that right, in groups unless muted."""
    if itself.status in _OUT:
        return False
    if chat.type == ChatType.CHANNEL:
        return isinstance(itself, ChatMemberAdministrator) and itself.can_post_messages is not False
    return not isinstance(itself, ChatMemberRestricted) or itself.can_send_messages
