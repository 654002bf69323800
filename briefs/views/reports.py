"""What those who work on a brief are told when others, or its planned hour, did something with it."""

from __future__ import annotations

from collections.abc import Mapping

from briefs.blocks import Document, document, para
from briefs.i18n import N_
from briefs.staff import Deed
from briefs.store.reports import Report
from briefs.views.brief import clip
from briefs.views.context import ViewContext

_TITLE, _NOTE = 120, 1000
_TEXTS: Mapping[str, str] = {
    Deed.SUBMIT: N_("A brief waits for a publisher: {title}"),
    Deed.EDIT: N_("Changes wait for a publisher: {title} → /b{number}"),
    Deed.PUBLISH: N_("Your brief is published: {title} → /b{number}"),
    Deed.MISS: N_("Not published as planned: {title}"),
    Deed.SEND_BACK: N_("Your brief was sent back: {title}"),
    Deed.CALL_OFF: N_("The planned publication was called off: {title}"),
    Deed.WITHDRAW: N_("Your brief was withdrawn: {title}"),
    Deed.RESTORE: N_("Your brief is back where it was: {title}"),
    Deed.DISCARD: N_("Your brief was discarded: {title}"),
    Deed.MINOR: N_("Your changes were issued silently: {title} → /b{number}"),
    Deed.CORRECT: N_("Your changes were issued as a correction: {title} → /b{number}"),
    Deed.DROP: N_("Your changes were dropped: {title} → /b{number}"),
}
_BY: Mapping[str, str] = {
    Deed.SUBMIT: N_("Handed in by {name}"),
    Deed.EDIT: N_("Changed by {name}"),
}


def report(told: Report, context: ViewContext) -> Document:
    """Return what was done with a brief, why, and what can be done now."""
    tr, details = context.tr, told.act.details
    text = N_("Published as planned: {title} → /b{number}") if "planned" in details else _TEXTS[told.act.act]
    note = details.get("note") or details.get("reason") or ""
    lines = [
        tr(text, title=clip(told.title, _TITLE), number=told.act.brief_id),
        tr(_BY[told.act.act], name=told.by) if told.by and told.act.act in _BY else "",
        tr(note) if told.act.act == Deed.MISS else clip(note, _NOTE),
        tr("Its text was changed after it was planned.") if details.get("edited") else "",
        tr("It stays in review until it is published or planned again.") if _waits(told) else "",
    ]
    return document([para(line) for line in lines if line])


def _waits(told: Report) -> bool:
    return told.act.act in (Deed.MISS, Deed.CALL_OFF)
