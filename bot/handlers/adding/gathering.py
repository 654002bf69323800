"""Gathering the messages of an article: counted in one message until they are all there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation.ask import Ask
from bot.conversation.keyboards import Keyboard, button
from bot.conversation.screen import Screen
from bot.handlers.adding.parts import Gathering, Part, is_url, part_of
from briefs.blocks import Document, Heading, Para, bold, document, line, para
from briefs.ingest.parsers.parsed import MOST_CHARACTERS
from briefs.store.dialogues import Dialogue
from briefs.text.fold import fold

GATHERING = "gathering"
"""The kind of the open question, see `bot.updates.replies`."""

LOOSE_TEXT = 400
"""Characters from which a text that nobody asked for is offered to be added instead of searched for."""

_LIKELY_TEXT = 200
"""The same for what was forwarded or has paragraphs: no query looks like that."""

_MOST_PARTS = 100
_DONE = frozenset({"xong", "done", "het"})


async def begin(ask: Ask, first: Part | None = None) -> Screen:
    """Ask for the messages of an article; those that came just before the command are among them."""
    return await _change(ask, lambda now: _with(replace(now, asked=True), first))


async def begin_below(ask: Ask) -> Screen:
    """Ask for the messages once more, in a message below those that came since."""
    return await _change(ask, lambda now: replace(now, screen=None))


async def collect(ask: Ask, part: Part) -> Screen:
    """Take one more message."""
    return await _change(ask, lambda now: _with(now, part))


def is_done(text: str) -> bool:
    """Tell whether a text says that all is sent."""
    return fold(text).strip(" .!") in _DONE


def is_offer(part: Part) -> bool:
    """Tell whether a message looks like an article, though nobody asked for one."""
    least = _LIKELY_TEXT if part.origin or "\n" in part.text else LOOSE_TEXT
    return part.file is not None or len(part.text) >= least or (part.origin is not None and is_url(part.text))


async def current(ask: Ask) -> Gathering | None:
    """Return what is being gathered in this chat by this person."""
    asked = await ask.expected()
    return Gathering.from_json(asked.data) if asked and asked.kind == GATHERING else None


async def close(ask: Ask) -> Gathering | None:
    """End the gathering and return it, None where there was none."""
    found = await current(ask)
    return found if found and await ask.expect_nothing() else None


def incoming(ask: Ask, text: str) -> Part | None:
    """Return the part that the message being answered is."""
    return part_of(ask.material, text)


async def _change(ask: Ask, turn: Callable[[Gathering], Gathering]) -> Screen:
    """Change what is gathered, whatever others change meanwhile, and show it."""

    def take_turn(now: Dialogue | None) -> Dialogue:
        known = Gathering.from_json(now.data) if now and now.kind == GATHERING else Gathering()
        return Dialogue(GATHERING, turn(known).to_json())

    async def noted(number: int) -> None:
        await ask.change_expected(lambda now: _noted(now, number))

    dialogue = await ask.change_expected(take_turn)
    changed = Gathering.from_json(dialogue.data) if dialogue else Gathering()
    return Screen(_counted(ask, changed), _keyboard(ask, changed), place=changed.screen, noted=noted)


def _noted(now: Dialogue | None, number: int) -> Dialogue | None:
    if now is None or now.kind != GATHERING:
        return now
    return Dialogue(GATHERING, {**now.data, "screen": number})


def _with(now: Gathering, part: Part | None) -> Gathering:
    """Add a part as long as there is room for it; a message that was edited takes its own place."""
    if part is None:
        return now
    others = tuple(one for one in now.parts if one.number != part.number)
    left_out = tuple(number for number in now.left_out if number != part.number)
    room = MOST_CHARACTERS - sum(len(one.text) for one in others)
    if len(others) >= _MOST_PARTS or len(part.text) > room:
        return replace(now, left_out=(*left_out, part.number)[-_MOST_PARTS:])
    return replace(now, parts=(*others, part), left_out=left_out)


def _counted(ask: Ask, gathered: Gathering) -> Document:
    tr = ask.tr
    texts, files = gathered.texts, gathered.files
    links = len(gathered.parts) - len(texts) - files
    counts = [
        tr.plural("{n} text", "{n} texts", len(texts)) if texts else "",
        tr("{n} characters", n=tr.number(sum(len(part.text) for part in texts))) if texts else "",
        tr.plural("{n} link", "{n} links", links) if links else "",
        tr.plural("{n} file", "{n} files", files) if files else "",
    ]
    received = " · ".join(filter(None, counts))
    if not gathered.asked:
        heading = Heading(line(tr("Add as a draft?")))
        return document([heading, para(received), _too_much(ask, gathered), _only_offered(ask)])
    if not received:
        how = tr("Send the article: text in one or more messages, a link, files or a forwarded post.")
        return document([Heading(line(tr("Add an article"))), para(how), _files_hint(ask)])
    then = tr("Send more, or press Done (or type “done”).")
    return document(
        [Heading(line(tr("Add an article"))), para(bold(received)), _too_much(ask, gathered), para(then)]
    )


def _too_much(ask: Ask, gathered: Gathering) -> Para | None:
    if not gathered.left_out:
        return None
    tr = ask.tr
    told = tr.plural(
        "{n} message did not fit and is left out.",
        "{n} messages did not fit and are left out.",
        len(gathered.left_out),
    )
    limit = tr(
        "An article may have {characters} characters in {parts} messages: send the rest as another one.",
        characters=tr.number(MOST_CHARACTERS),
        parts=_MOST_PARTS,
    )
    return para(f"{told} {limit}")


def _only_offered(ask: Ask) -> Para:
    return para(ask.tr("Nothing is kept unless you press Add."), aside=True)


def _files_hint(ask: Ask) -> Para:
    return para(ask.tr("Files: .txt, .md, .html, .pdf, .docx up to 5 MB."), aside=True)


def _keyboard(ask: Ask, gathered: Gathering) -> Keyboard:
    tr = ask.tr
    drop = button(tr("Cancel"), "gx")
    if not gathered.parts:
        return ((drop,),)
    return ((button(tr("Done") if gathered.asked else tr("Add"), "gd"), drop),)
