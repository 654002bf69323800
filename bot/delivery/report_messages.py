"""Reports of what became of briefs as messages, each with the way to its brief."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation.keyboards import button, start_url
from bot.delivery.digest_messages import MessagePart
from bot.render.html import render
from briefs.i18n import Catalogues
from briefs.registry import Registry
from briefs.staff import Deed
from briefs.store.reports import Report
from briefs.subscriptions import Chat
from briefs.views.context import ViewContext
from briefs.views.reports import report as report_view


class ReportMessages:
    """Writes reports in the language of the chat that gets them."""

    def __init__(self, registry: Registry, catalogues: Catalogues, bot_name: Callable[[], str]) -> None:
        self._registry = registry
        self._catalogues = catalogues
        self._bot_name = bot_name

    def write(self, report: Report, chat: Chat) -> MessagePart:
        """Return a report as a message, with a button that opens the brief for those who work on it."""
        tr = self._catalogues.get(chat.language)
        context = ViewContext(tr, self._registry, start_url(self._bot_name()))
        opener = button(tr("Open"), "wk", report.act.brief_id)
        if report.act.act == Deed.SUBMIT:
            opener = button(tr("As readers see it"), "av", report.act.brief_id)
        return MessagePart(render(report_view(report, context))[0], ((opener,),))
