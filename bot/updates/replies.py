"""The one table of what is asked of a person in words: who takes the text that answers it.

`Ask.expect` opens a question; the next text of that person in that chat goes to its taker, with what was
noted when it was asked. A command ends the question; /cancel says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.ask import Ask
from bot.conversation.screen import Screen
from bot.handlers import feedback, roles
from bot.handlers.adding import command as adding
from bot.handlers.adding.gathering import GATHERING
from bot.handlers.drafting import answers
from bot.handlers.drafting.typed import EDITING
from bot.handlers.publishing import issuing, moves
from bot.handlers.publishing.floor import said
from briefs.staff import StaffRole
from briefs.workflow import REFUSALS


@dataclass(frozen=True, slots=True)
class Reply:
    """Who takes an answer, and the role that it takes to give one."""

    take: Callable[[Ask, dict[str, Any], str], Awaitable[Screen]]
    role: StaffRole


REPLIES: Mapping[str, Reply] = {
    GATHERING: Reply(adding.take, StaffRole.EDITOR),
    EDITING: Reply(answers.answer, StaffRole.EDITOR),
    moves.SENDING_BACK: Reply(moves.take_send_back, StaffRole.PUBLISHER),
    moves.PLANNING: Reply(moves.take_typed_time, StaffRole.PUBLISHER),
    issuing.CORRECTING: Reply(issuing.take_correction, StaffRole.PUBLISHER),
    issuing.WITHDRAWING: Reply(issuing.take_typed_reason, StaffRole.PUBLISHER),
    feedback.WRITING: Reply(feedback.take, StaffRole.READER),
    roles.NAMING: Reply(roles.take_role, StaffRole.OWNER),
}


async def take_reply(ask: Ask, text: str) -> Screen | None:
    """Take a text as the answer to what was asked; None where nothing was.

    The role may have been taken away since: then the question ends.
    """
    reply = REPLIES.get(ask.asked.kind) if ask.asked else None
    if ask.asked is None or reply is None:
        return None
    if not ask.role.covers(reply.role):
        await ask.expect_nothing()
        return said(ask, ask.tr(REFUSALS[reply.role]))
    return await reply.take(ask, ask.asked.data, text)
