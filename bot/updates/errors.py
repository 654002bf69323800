"""When an answer fails: a short code in the log and in the chat, and never a traceback to a user."""

from __future__ import annotations

import secrets

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError, TelegramError, TimedOut

from bot.conversation.ask import Ask
from bot.render.html import render
from briefs.blocks import code, document, para
from briefs.errors import DiemTinError, UnreadableError
from briefs.i18n import Translator

log = structlog.get_logger(__name__)


async def apologise(update: object, error: Exception | None, ask: Ask | None) -> None:
    """Log the error and tell the chat that it is ours, what to do, and the code that is in the log."""
    if isinstance(error, Forbidden):
        log.info("chat.gone", reason=str(error))
        return
    reference = secrets.token_hex(3).upper()
    log.error("update.failed", code=reference, chat=ask.chat.address if ask else None, exc_info=error)
    if ask is None or not isinstance(update, Update) or isinstance(error, NetworkError | TimedOut):
        return
    await _tell(update, ask, reference, error)


async def _tell(update: Update, ask: Ask, reference: str, error: Exception | None) -> None:
    what, advice = _explained(ask.tr, error)
    code_is = ask.tr("Code: ")
    apology = document([para(what, advice), para(code_is, code(reference))])
    try:
        if update.callback_query:
            await update.callback_query.answer(f"{what}{code_is}{reference}")
        elif update.effective_message:
            await update.effective_message.reply_html(render(apology)[0])
    except TelegramError as second:
        log.warning("apology.failed", code=reference, error=str(second))


def _explained(tr: Translator, error: Exception | None) -> tuple[str, str]:
    """Return what went wrong and what to do, as readers need to know it."""
    if isinstance(error, UnreadableError):
        return (
            tr("This brief is damaged on our side and cannot be opened; all others can be read. "),
            tr("Please report this code."),
        )
    passing = isinstance(error, DiemTinError) and not error.permanent
    return tr("Something went wrong on our side, not yours. "), (
        tr("Please try again in a minute.")
        if passing
        else tr("Please try again; if it fails again, report this code.")
    )
