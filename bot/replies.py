"""The one table of what is asked of a person in words: who takes the text that answers it.

`Ask.expect` opens a question; the next text of that person in that chat goes to its taker, with what was
noted when it was asked. A command ends the question; /cancel says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.ask import Ask
from bot.handlers import roles
from bot.handlers.adding import command as adding
from bot.handlers.adding.gathering import GATHERING
from bot.handlers.drafting import answers
from bot.handlers.drafting.typed import EDITING
from bot.handlers.publishing import issuing, moves
from bot.screen import Screen

Taker = Callable[[Ask, dict[str, Any], str], Awaitable[Screen]]

REPLIES: Mapping[str, Taker] = {
    GATHERING: adding.take,
    EDITING: answers.answer,
    moves.SENDING_BACK: moves.take_send_back,
    moves.PLANNING: moves.take_typed_time,
    issuing.CORRECTING: issuing.take_correction,
    issuing.WITHDRAWING: issuing.take_typed_reason,
    roles.NAMING: roles.take_role,
}
