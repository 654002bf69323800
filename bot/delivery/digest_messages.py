"""Digests as messages: the same text whether it is sent, previewed or asked for as a sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversation.keyboards import Keyboard, button, rows, start_url
from bot.render.html import MESSAGE_LIMIT, render, visible_size
from briefs.blocks import Document
from briefs.digests import Digest, DigestPlan, Notice, assemble
from briefs.i18n import Catalogues, Translator
from briefs.model import Brief
from briefs.registry import Registry
from briefs.store.briefs import BriefStore
from briefs.store.recent import RecentBriefs
from briefs.views.context import ViewContext
from briefs.views.digest import DigestPart, Split, digest_parts, notice_page

_OPENERS = 10


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message of a digest: HTML, the briefs in it, and the buttons of the last part."""

    html: str
    keyboard: Keyboard = ()
    brief_ids: tuple[int, ...] = ()


class DigestMessages:
    """Turns what is owed to a chat into the messages it gets."""

    def __init__(
        self, briefs: BriefStore, registry: Registry, catalogues: Catalogues, bot_name: Callable[[], str]
    ) -> None:
        self._briefs = briefs
        self._recent = RecentBriefs(briefs)
        self._registry = registry
        self._catalogues = catalogues
        self._bot_name = bot_name

    async def compose(self, plan: DigestPlan, language: str, version: int | None = None) -> list[MessagePart]:
        """Return the messages of a plan; none where nothing in it is published any more.

        With `version`, from briefs that were read since the store had it.
        """
        shown = assemble(plan, await self._named_in(plan, version))
        context = self._context(language)
        if not shown.items:
            return self._notices(shown, context)
        parts = [(html, part.brief_ids) for part in _parts(shown, context) for html in render(part.document)]
        keyboards = [()] * (len(parts) - 1) + [digest_keyboard(shown, context.tr)]
        return [MessagePart(html, keys, ids) for (html, ids), keys in zip(parts, keyboards, strict=True)]

    async def amend(
        self, plan: DigestPlan, split: Split, number: int, amended: Mapping[int, Notice], language: str
    ) -> MessagePart | None:
        """Return a part of a digest that was sent as it should read now; None where it does not fit."""
        shown = assemble(plan, await self._named_in(plan), amended)
        if not shown.items:
            return None
        context = self._context(language)
        part = digest_parts(shown, context, size=visible_size, limit=MESSAGE_LIMIT, split=split)[number - 1]
        texts = render(part.document)
        keyboard = digest_keyboard(shown, context.tr) if number == len(split) else ()
        return MessagePart(texts[0], keyboard, part.brief_ids) if len(texts) == 1 else None

    async def _named_in(self, plan: DigestPlan, version: int | None = None) -> Mapping[int, Brief]:
        named = [item.brief_id for item in plan.items] + [notice.brief_id for notice in plan.notices]
        if version is None:
            return await self._briefs.get_many(named)
        return await self._recent.get_many(named, version)

    def _notices(self, shown: Digest, context: ViewContext) -> list[MessagePart]:
        if not shown.notices:
            return []
        openers = [button(f"/b{brief.id}", "o", brief.id) for _, brief in shown.notices[:_OPENERS]]
        *before, last = render(notice_page(shown, context))
        return [*(MessagePart(text) for text in before), MessagePart(last, rows(openers, 5))]

    def _context(self, language: str) -> ViewContext:
        return ViewContext(self._catalogues.get(language), self._registry, start_url(self._bot_name()))


def _parts(shown: Digest, context: ViewContext, *, sample: bool = False) -> list[DigestPart]:
    return digest_parts(shown, context, size=visible_size, limit=MESSAGE_LIMIT, sample=sample)


def digest_documents(shown: Digest, context: ViewContext, *, sample: bool = False) -> list[Document]:
    """Return the digest, or a sample of it, as documents that are one message each."""
    return [part.document for part in _parts(shown, context, sample=sample)]


def digest_keyboard(shown: Digest, tr: Translator) -> Keyboard:
    """Return the buttons under a digest: its first briefs, and what to change."""
    openers = [button(f"/b{item.brief.id}", "o", item.brief.id) for item in shown.items[:_OPENERS]]
    return (*rows(openers, 5), (button(tr("Change or stop"), "mn"),))
