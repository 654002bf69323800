"""The steps of a brief: handing in, publishing now or at a time, sending back, discarding, restoring."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.conversation.ask import Ask
from bot.conversation.keyboards import button, integer, rows
from bot.conversation.screen import Notice, Screen
from bot.handlers.publishing.desk import card_of, number_in, on_card, which
from bot.handlers.publishing.floor import as_screen, publishers_only, refusing, said, to_card
from briefs.blocks import Heading, code, document, line, para
from briefs.model import Brief, Status
from briefs.moments import moment_of
from briefs.schedule import zone
from briefs.views.brief import clip

SENDING_BACK, PLANNING = "sending_back", "planning"
_HOURS = (dt.time(7, 30), dt.time(11, 30), dt.time(14), dt.time(17))
_FARTHEST = dt.timedelta(days=2)
"""No button offers a later hour."""
_TITLE = 120


async def publish_command(ask: Ask, text: str) -> Screen:
    """Answer /publish N, or /publish N and a time."""
    number, _, when = text.strip().partition(" ")
    brief_id = number_in(number)
    if not brief_id:
        return which(ask, "publish")
    step = _plan(ask, brief_id, when) if when.strip() else publish(ask, str(brief_id))
    return await on_card(ask, brief_id, await step)


@refusing
async def publish(ask: Ask, number: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: publish a brief now, as it was shown with the button."""
    shown = await ask.services.desk.publish(integer(number), ask.actor, seen=mark)
    tr = ask.tr
    text = document(
        [
            para(tr("Published: {title} → /b{number}", title=shown.title, number=shown.id)),
            para(
                tr("Immediate subscribers get it in a minute, the others with their next digest."), aside=True
            ),
        ]
    )
    return Screen(text, ((button(tr("Withdraw"), "ww", shown.id),), to_card(ask, shown.id)))


@refusing
async def submit(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: hand a draft in for review."""
    await ask.services.desk.submit(integer(number), ask.actor)
    file = await ask.services.desk.file(integer(number))
    return await card_of(ask, file, ask.tr("Handed in: publishers are told."))


@refusing
async def send_back(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: take back what one handed in oneself, or ask what is to be changed."""
    file = await ask.services.desk.file(integer(number))
    if file.making.submitted_by == ask.actor.person.key:
        await ask.services.desk.send_back(file.brief.id, ask.actor)
        file = await ask.services.desk.file(file.brief.id)
        return await card_of(ask, file, ask.tr("It is a draft again."))
    if refused := publishers_only(ask):
        return refused
    await ask.expect(SENDING_BACK, brief=file.brief.id)
    return _question(ask, file.brief, ask.tr("What is to be changed? Type it; whoever handed it in is told."))


async def take_send_back(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take the text that says what is to be changed."""
    brief_id = int(data["brief"])
    return as_screen(ask, await _sent_back(ask, brief_id, text), brief_id)


@refusing
async def _sent_back(ask: Ask, brief_id: int, note: str) -> Screen | Notice:
    await ask.services.desk.send_back(brief_id, ask.actor, note)
    await ask.expect_nothing()
    file = await ask.services.desk.file(brief_id)
    return await card_of(ask, file, ask.tr("Sent back: {note}", note=note.strip()))


@refusing
async def choose_time(ask: Ask, number: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: when to publish."""
    if refused := publishers_only(ask):
        return refused
    file = await ask.services.desk.file(integer(number))
    file.expect(mark)
    await ask.expect(PLANNING, brief=file.brief.id, mark=mark)
    tr, brief_id = ask.tr, file.brief.id
    choices = [button(label, "wtt", brief_id, stamp, mark) for label, stamp in _choices(ask)]
    shown = document(
        [
            Heading(line(tr("When is it to be published?"))),
            para(clip(file.brief.title, _TITLE)),
            para(tr("Choose, or type the hour:")),
            para(code("14:30"), " · ", code("mai 8:00"), " · ", code("25/12 08:00")),
        ]
    )
    return Screen(shown, (*rows(choices, 2), to_card(ask, brief_id)))


def _choices(ask: Ask) -> list[tuple[str, str]]:
    """Return the next usual hours with the minute since 1970 that each is."""
    tr, now = ask.tr, ask.services.now()
    today = now.astimezone(zone(ask.chat.timezone)).date()
    found = []
    for at in _HOURS:
        when = moment_of(f"{at:%H:%M}", now, ask.chat.timezone)
        later = when.astimezone(zone(ask.chat.timezone)).date() > today
        label = f"{tr('tomorrow') if later else tr('today')} {tr.time(at)}"
        found.append((when, label))
    return [(label, str(int(when.timestamp()) // 60)) for when, label in sorted(found)]


@refusing
async def take_time(ask: Ask, number: str = "", minute: str = "", mark: str = "") -> Screen | Notice:
    """Answer a button: publish at the hour that is chosen."""
    second = integer(minute) * 60
    if second > (ask.services.now() + _FARTHEST).timestamp():
        return Notice(ask.tr("This button is out of date."), alert=True)
    return await _planned(ask, integer(number), dt.datetime.fromtimestamp(second, dt.UTC), mark)


async def take_typed_time(ask: Ask, data: dict[str, Any], text: str) -> Screen:
    """Take the text that says when to publish."""
    brief_id = int(data["brief"])
    return as_screen(ask, await _plan(ask, brief_id, text, str(data.get("mark", ""))), brief_id)


@refusing
async def _plan(ask: Ask, brief_id: int, text: str, mark: str = "") -> Screen | Notice:
    return await _planned(ask, brief_id, moment_of(text, ask.services.now(), ask.chat.timezone), mark)


async def _planned(ask: Ask, brief_id: int, at: dt.datetime, mark: str) -> Screen | Notice:
    await ask.services.desk.publish(brief_id, ask.actor, at, seen=mark)
    await ask.expect_nothing()
    return await card_of(ask, await ask.services.desk.file(brief_id))


@refusing
async def call_off(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: do not publish at the planned hour."""
    await ask.services.desk.call_off(integer(number), ask.actor)
    file = await ask.services.desk.file(integer(number))
    return await card_of(ask, file, ask.tr("Called off: it stays in review."))


@refusing
async def discard(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: discard what was never published."""
    gone = await ask.services.desk.withdraw(integer(number), ask.actor)
    restore = button(ask.tr("Restore"), "ar", gone.id)
    return said(ask, ask.tr("Discarded: {title}", title=gone.title), keyboard=((restore,),))


@refusing
async def restore(ask: Ask, number: str = "") -> Screen | Notice:
    """Answer a button: bring back what was withdrawn or discarded."""
    await ask.services.desk.restore(integer(number), ask.actor)
    file = await ask.services.desk.file(integer(number))
    note = ask.tr("Restored.")
    if file.brief.status is Status.PUBLISHED:
        note = ask.tr("Restored: those who were told of the withdrawal are told now.")
    return await card_of(ask, file, note)


def _question(ask: Ask, shown: Brief, text: str) -> Screen:
    asked = document([Heading(line(text)), para(clip(shown.title, _TITLE))])
    return Screen(asked, (to_card(ask, shown.id),))
