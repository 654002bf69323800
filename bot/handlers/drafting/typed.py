"""What an editor types into a draft: the open question, the guard's objections, and overruling them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button
from bot.conversation.screen import Notice, Screen
from bot.handlers.drafting.drafts import Draft, keep, load
from briefs.analysis.grounding import Alarm, Kind
from briefs.blocks import Block, Gap, Heading, Line, Para, Quote, bold, document, line, para
from briefs.editing import Change, LineKind, citations_of, count_of
from briefs.evidence import quotations
from briefs.model import BriefContent, Citation
from briefs.store.content import from_json, to_json
from briefs.store.dialogues import Dialogue
from briefs.views.brief import clip

EDITING = "editing"
"""The kind of the open question, see `bot.updates.replies`."""

_QUOTED = 2
_QUOTE_LENGTH = 600


@dataclass(frozen=True, slots=True)
class Aim:
    """What a typed text changes: a field, a line, or one part of a duty.

    `what` is "field", "line", "body", "deadline" or "basis"; `code` a Field, LineKind or Part; `number` that
    of the line. `chain` asks for what else is missing afterwards.
    """

    what: str
    code: str = ""
    number: int = 0
    chain: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """An open question about a draft; `content` is a change that the guard objects to, `choices` are names
    and registry keys that were offered for a typed body.
    """

    brief: int
    aim: Aim
    mark: str = ""
    content: dict[str, Any] | None = None
    alarms: tuple[str, ...] = ()
    choices: tuple[tuple[str, str | None], ...] = ()


async def expect(ask: Ask, draft: Draft, aim: Aim, **more: Any) -> None:
    """Take the next text as the answer to a question about a draft."""
    question = Open(draft.id, aim, draft.mark, **more)
    dumped = _adapter().dump_python(question, mode="json")
    await ask.change_expected(lambda now: Dialogue(EDITING, dumped))


async def forget(ask: Ask) -> None:
    """Take what is typed next as a search again, where it was to change a draft."""
    await ask.change_expected(lambda now: None if now and now.kind == EDITING else now)


async def expected(ask: Ask, number: int) -> Open | None:
    """Return the open question about a draft."""
    asked = await ask.expected()
    if asked is None or asked.kind != EDITING:
        return None
    found = read_open(asked.data)
    return found if found.brief == number else None


def read_open(data: dict[str, Any]) -> Open:
    """Return the question that is noted with an open dialogue."""
    return _adapter().validate_python(data)


async def settle(ask: Ask, draft: Draft, change: Change, aim: Aim) -> Draft | Screen:
    """Keep a change, or show what the guard objects to and wait for other words."""
    if change.finding.ok:
        kept = await keep(ask, draft, change.content)
        if isinstance(kept, Draft):
            await ask.expect_nothing()
        return kept
    bare = replace(change.content, article=replace(change.content.article, paragraphs=()))
    alarms = tuple(f"{alarm.kind}: {alarm.text}" for alarm in change.finding.alarms) or ("unchecked",)
    await expect(ask, draft, aim, content=to_json(bare), alarms=alarms)
    return _objection(ask, draft, change, aim)


async def overrule(ask: Ask, number: int) -> Draft | Screen | Notice:
    """Keep a change in spite of the guard; for publishers, and audited."""
    tr, question = ask.tr, await expected(ask, number)
    if not ask.may_publish:
        return Notice(tr("Only publishers can do this."), alert=True)
    if question is None or question.content is None:
        return Notice(tr("This change is not kept any more. Type it again."), alert=True)
    draft = await load(ask, number, question.mark)
    if isinstance(draft, Notice):
        return draft
    content = _whole(from_json(question.content), draft)
    kept = await keep(ask, draft, content, overruled=question.alarms)
    if isinstance(kept, Draft):
        await ask.expect_nothing()
    return kept


def _whole(content: BriefContent, draft: Draft) -> BriefContent:
    paragraphs = draft.content.article.paragraphs
    return replace(content, article=replace(content.article, paragraphs=paragraphs))


def _objection(ask: Ask, draft: Draft, change: Change, aim: Aim) -> Screen:
    tr, finding = ask.tr, change.finding
    blocks: list[Block] = [Heading(line(tr("Not kept: check it against the source"))), para(change.line)]
    if finding.unchecked:
        blocks += [Gap(), para(tr("The text of the source is not stored, so nothing can be compared."))]
    else:
        blocks += [Gap(), Para(tuple(_alarm(ask, alarm) for alarm in finding.alarms))]
    cited = finding.citations or _cited_now(draft, aim)
    quoted = quotations(draft.content.article, cited)[:_QUOTED]
    if quoted:
        rows = [
            line(bold(f"{ask.view.where([one.citation])}: "), clip(one.text, _QUOTE_LENGTH)) for one in quoted
        ]
        blocks += [Gap(), para(tr("The source says:")), Quote(tuple(rows))]
    blocks += [Gap(), para(tr("Type it again in other words, or leave it as it was."), aside=True)]
    return Screen(document(blocks), _objection_keyboard(ask, draft, aim))


def _cited_now(draft: Draft, aim: Aim) -> tuple[Citation, ...]:
    """Return what a line cites before the change, for where the new words are found nowhere."""
    if aim.what != "line" or aim.number > count_of(draft.content, LineKind(aim.code)):
        return ()
    return citations_of(draft.content, LineKind(aim.code), aim.number)


def _objection_keyboard(ask: Ask, draft: Draft, aim: Aim) -> Keyboard:
    tr = ask.tr
    leave = button(tr("Leave it as it was"), "e", draft.id)
    if aim.number:
        kind = aim.code if aim.what == "line" else LineKind.DIRECTIVE
        leave = button(tr("Leave it as it was"), "ei", draft.id, kind, aim.number)
    if not ask.may_publish:
        return ((leave,),)
    return ((leave,), (button(tr("Keep it on my responsibility"), "eo", draft.id),))


def _alarm(ask: Ask, alarm: Alarm) -> Line:
    tr = ask.tr
    names = {
        Kind.DOCUMENT: tr("document not in the source"),
        Kind.DATE: tr("date not in the source"),
        Kind.NUMBER: tr("number not in the source"),
        Kind.NAME: tr("name not in the source"),
        Kind.POLARITY: tr("says the contrary of the source, or denies what it affirms"),
    }
    what = names.get(alarm.kind, tr("no sentence of the source says this"))
    return line("• ", bold(clip(alarm.text, 100)), f": {what}")


@cache
def _adapter() -> TypeAdapter[Open]:
    return TypeAdapter(Open)
