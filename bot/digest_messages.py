"""Digests as messages: the same text whether it is sent, previewed or asked for as a sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.keyboards import Keyboard, button, rows
from bot.render.html import MESSAGE_LIMIT, render, visible_size
from briefs.blocks import Document
from briefs.digests import Digest, DigestPlan, assemble
from briefs.i18n import Catalogues, Translator
from briefs.registry import Registry
from briefs.store.briefs import BriefStore
from briefs.views.context import ViewContext
from briefs.views.digest import digest_parts

_OPENERS = 10


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message of a digest: HTML, and the buttons of the last part."""

    html: str
    keyboard: Keyboard = ()


class DigestMessages:
    """Turns what is owed to a chat into the messages it gets."""

    def __init__(
        self, briefs: BriefStore, registry: Registry, catalogues: Catalogues, bot_name: Callable[[], str]
    ) -> None:
        self._briefs = briefs
        self._registry = registry
        self._catalogues = catalogues
        self._bot_name = bot_name

    async def compose(self, plan: DigestPlan, language: str) -> list[MessagePart]:
        """Return the messages of a plan; none where nothing in it is published any more."""
        briefs = await self._briefs.get_many([item.brief_id for item in plan.items])
        shown = assemble(plan, briefs)
        if not shown.items:
            return []
        context = ViewContext(self._catalogues.get(language), self._registry, self._brief_url)
        parts = [html for part in digest_documents(shown, context) for html in render(part)]
        keyboards = [()] * (len(parts) - 1) + [digest_keyboard(shown, context.tr)]
        return [MessagePart(html, keyboard) for html, keyboard in zip(parts, keyboards, strict=True)]

    def _brief_url(self, brief_id: int) -> str:
        return f"https://t.me/{self._bot_name()}?start=b{brief_id}"


def digest_documents(shown: Digest, context: ViewContext, *, sample: bool = False) -> list[Document]:
    """Return the digest, or a sample of it, as documents that are one message each."""
    return digest_parts(shown, context, size=visible_size, limit=MESSAGE_LIMIT, sample=sample)


def digest_keyboard(shown: Digest, tr: Translator) -> Keyboard:
    """Return the buttons under a digest: its first briefs, and what to change."""
    openers = [button(f"/b{item.brief.id}", "o", item.brief.id) for item in shown.items[:_OPENERS]]
    return (*rows(openers, 5), (button(tr("Change or stop"), "mn"),))
