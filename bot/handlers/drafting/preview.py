"""A draft as readers will see it, with what its editors should know above and below it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button, integer, pager
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, load
from bot.handlers.publishing.desk import steps
from bot.handlers.publishing.floor import to_desk
from briefs.blocks import Block, Gap, Line, Para, bold, document, italic, line
from briefs.model import BriefContent, Status
from briefs.store.sketches import Alike
from briefs.views.brief import brief as brief_view
from briefs.views.brief import clip
from briefs.views.duties import DUTIES_A_PAGE, brief_duties

_RELATED = 3


async def preview(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: a draft as readers will see it."""
    draft = await load(ask, number)
    return draft if isinstance(draft, Notice) else await preview_of(ask, draft)


async def preview_anew(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button under a message that must stay: the draft in a new message."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    screen = await preview_of(ask, draft)
    return Screen(screen.document, screen.keyboard, fresh=True)


async def preview_of(ask: Ask, draft: Draft, said: str = "") -> Screen:
    """Return the preview; `said` is what was just done."""
    related = await ask.services.sketches.alike(draft.content.article, but=[draft.id], limit=_RELATED)
    blocks: list[Block] = [Para(tuple(_notes(ask, draft, said))), Gap(), *brief_view(draft.brief, ask.view)]
    if related:
        blocks += [Gap(), Para((line(bold(ask.tr("Alike or related:"))), *alike_lines(ask, related)))]
    return Screen(document(blocks), _keyboard(ask, draft))


async def duties(ask: Ask, number: str = "", page: str = "0") -> Screen | Notice:
    """Answer a button: a page of a draft's duties."""
    draft = await load(ask, number)
    if isinstance(draft, Notice):
        return draft
    pages = max(1, -(-len(draft.content.directives) // DUTIES_A_PAGE))
    shown = min(integer(page), pages - 1)
    back_row = (button(ask.tr("‹ Preview"), "av", draft.id),)
    return Screen(
        brief_duties(draft.brief, shown, ask.view), (*pager(shown, pages, "ad", draft.id), back_row)
    )


def alike_lines(ask: Ask, found: list[Alike]) -> list[Line]:
    """Return a line for each brief that an article is like, with how much of the text they share."""
    return [line(f"{clip(one.title, 90)} → {_reference(ask, one)} ({share(ask, one)})") for one in found]


def share(ask: Ask, one: Alike) -> str:
    """Return how much two texts have in common, or what else makes them one."""
    return f"{one.similarity:.0%}".replace("%", " %") if one.similarity else ask.tr("same address or title")


def missing(ask: Ask, content: BriefContent) -> list[str]:
    """Return the names of what the source does not state."""
    tr, article = ask.tr, content.article
    stated = {
        tr("title"): not content.untitled,
        tr("date"): article.published,
        tr("outlet"): article.outlet,
        tr("author"): article.author,
    }
    return [name for name, value in stated.items() if not value]


def _reference(ask: Ask, one: Alike) -> str:
    if one.status is Status.PUBLISHED:
        return f"/b{one.brief_id}"
    if one.status is Status.WITHDRAWN:
        return ask.tr("withdrawn {number}", number=one.brief_id)
    return ask.tr("draft {number}", number=one.brief_id)


def _notes(ask: Ask, draft: Draft, said: str) -> Iterator[Line]:
    tr = ask.tr
    name = f"/b{draft.id}" if draft.published else f"{tr('Draft')} {draft.id}"
    if draft.file.prepared is not None:
        name = tr("Changes of /b{number}", number=draft.id)
    lacking = ", ".join(missing(ask, draft.content))
    gaps = tr("Not stated: {fields}", fields=lacking) if lacking else ""
    yield line(italic(". ".join(filter(None, [said, name, gaps])) + "."))
    for note in draft.bench.notes:
        yield line(italic(tr(note)))


def _keyboard(ask: Ask, draft: Draft) -> Keyboard:
    tr, count, removed = ask.tr, len(draft.content.directives), len(draft.bench.left_out)
    duties_button = button(tr.plural("{n} duty", "{n} duties", count), "ad", draft.id, 0)
    removed_button = button(tr.plural("{n} line left out", "{n} lines left out", removed), "er", draft.id, 0)
    return (
        (button(tr("Edit"), "e", draft.id), *([duties_button] if count else [])),
        (removed_button,) if removed else (),
        *steps(ask, draft.file),
        to_desk(ask),
    )
