"""What editors see of the making of briefs: their state, their history, who did what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefs.blocks import Block, Document, Gap, Heading, Line, Para, bold, document, italic, line, para
from briefs.differences import LineChange, Part
from briefs.i18n import N_
from briefs.model import Brief, Status
from briefs.schedule import zone
from briefs.staff import COMMAND_LINE, Deed, Member, Person, StaffRole
from briefs.store.audit import Entry
from briefs.store.backup_packages import PACKED
from briefs.store.brief_rows import RevisionKind
from briefs.store.briefs import Revision
from briefs.store.editorial import File
from briefs.store.staff import GRANT
from briefs.views.brief import clip
from briefs.views.context import ViewContext
from briefs.views.digest import moment

CHANGES_SHOWN = 12
_TITLE, _LINE, _NOTE = 120, 280, 300

ROLES: Mapping[StaffRole, str] = {
    StaffRole.READER: N_("reader"),
    StaffRole.EDITOR: N_("editor"),
    StaffRole.PUBLISHER: N_("publisher"),
    StaffRole.OWNER: N_("owner"),
}
_STATES: Mapping[Status, str] = {
    Status.DRAFT: N_("draft"),
    Status.IN_REVIEW: N_("in review"),
    Status.PUBLISHED: N_("published"),
    Status.WITHDRAWN: N_("withdrawn"),
}
_PARTS: Mapping[Part, str] = {
    Part.TITLE: N_("Title"),
    Part.OUTLET: N_("Outlet"),
    Part.AUTHOR: N_("Author"),
    Part.DATE: N_("Date"),
    Part.URL: N_("Web address"),
    Part.POINT: N_("Point"),
    Part.DIRECTIVE: N_("Duty"),
    Part.FIGURE: N_("Figure"),
    Part.DOCUMENTS: N_("Document"),
    Part.TAGS: N_("Topic, body or place"),
}
_KINDS: Mapping[RevisionKind, str] = {
    RevisionKind.FIRST: N_("first version"),
    RevisionKind.MINOR: N_("minor edit"),
    RevisionKind.CORRECTION: N_("correction"),
}
_DEEDS: Mapping[str, str] = {
    Deed.CREATE: N_("made"),
    Deed.EDIT: N_("edited"),
    Deed.MINOR: N_("minor edit issued"),
    Deed.CORRECT: N_("corrected"),
    Deed.SUBMIT: N_("handed in"),
    Deed.SEND_BACK: N_("sent back"),
    Deed.PLAN: N_("planned"),
    Deed.CALL_OFF: N_("plan called off"),
    Deed.PUBLISH: N_("published"),
    Deed.MISS: N_("not published as planned"),
    Deed.WITHDRAW: N_("withdrawn"),
    Deed.DISCARD: N_("discarded"),
    Deed.DROP: N_("changes dropped"),
    Deed.RESTORE: N_("restored"),
    Deed.IMPORT: N_("imported"),
    GRANT: N_("role given"),
    PACKED: N_("copy of all data made"),
}


@dataclass(frozen=True, slots=True)
class DeskView:
    """A view context with the desk's clock and the names of those who work there, by `Person.key`."""

    context: ViewContext
    timezone: str
    names: Mapping[str, str]

    def name(self, key: str) -> str:
        """Return a person's name, or what is known of them."""
        person = Person.of(key)
        if person.channel == COMMAND_LINE:
            return self.context.tr("{user} on the command line", user=person.address)
        return self.names.get(key) or person.address or self.context.tr("import")

    def when(self, at: dt.datetime) -> str:
        """Return a time of the past, short: 24/12/2024 07:30."""
        local = at.astimezone(zone(self.timezone))
        return f"{self.context.tr.date(local.date())} {self.context.tr.time(local.time())}"


def card(file: File, view: DeskView, changes: Sequence[LineChange], note: str = "") -> Document:
    """Return where a brief stands: its state, who had it in hand, and what is prepared."""
    tr, shown = view.context.tr, file.brief
    blocks: list[Block] = [
        *([para(italic(clip(note, _NOTE)))] if note else []),
        Heading(line(clip(file.manuscript.title, _TITLE))),
        Para((line(f"/b{shown.id} · ", bold(state(file, view))), *_hands(file, view))),
    ]
    if changes:
        blocks += [
            Gap(),
            para(bold(tr("Changes that readers do not see yet:"))),
            *change_lines(changes, view),
        ]
    return document(blocks)


def state(file: File, view: DeskView) -> str:
    """Return the state of a brief in words."""
    tr, making = view.context.tr, file.making
    if making.publish_at is not None:
        when = moment(making.publish_at, view.timezone, view.context)
        return tr("to be published on {moment}", moment=when)
    if file.brief.status is Status.PUBLISHED:
        return f"{tr(_STATES[Status.PUBLISHED])}, {tr('version {n}', n=file.brief.revision)}"
    return tr(_STATES[file.brief.status])


def _hands(file: File, view: DeskView) -> Iterable[Line]:
    tr, making = view.context.tr, file.making
    made, handed_in = making.created_by, making.submitted_by
    alone = bool(made) and made == handed_in
    hands = [
        tr("made and handed in by {name}", name=view.name(made)) if alone else "",
        tr("made by {name}", name=view.name(made)) if made and not alone else "",
        tr("handed in by {name}", name=view.name(handed_in)) if handed_in and not alone else "",
        tr("planned by {name}", name=view.name(making.publish_by)) if making.publish_by else "",
        tr("changed by {name}", name=view.name(file.prepared.author)) if file.prepared else "",
    ]
    told = "; ".join(filter(None, hands))
    return [line(told)] if told else []


def change_lines(changes: Sequence[LineChange], view: DeskView) -> list[Block]:
    """Return changes line by line: what was there, and what is there now."""
    tr = view.context.tr
    blocks: list[Block] = []
    for change in changes[:CHANGES_SHOWN]:
        rows = [line(bold(tr(_PARTS[change.part])), f" ({_act(change, view)})")]
        if change.before:
            rows.append(line("− ", italic(clip(change.before, _LINE))))
        if change.after:
            rows.append(line("+ ", clip(change.after, _LINE)))
        blocks.append(Para(tuple(rows)))
    if len(changes) > CHANGES_SHOWN:
        more = len(changes) - CHANGES_SHOWN
        blocks.append(para(tr.plural("and {n} more change", "and {n} more changes", more), aside=True))
    return blocks


def _act(change: LineChange, view: DeskView) -> str:
    tr = view.context.tr
    if not change.before:
        return tr("added")
    return tr("changed") if change.after else tr("left out")


def listed(title: str, files: Sequence[File], view: DeskView, empty: str) -> Document:
    """Return briefs with their states, one a paragraph."""
    rows = [
        Para(
            (
                line(bold(f"{file.brief.id}. "), clip(file.manuscript.title, _TITLE)),
                line(italic("; ".join([_waits(file, view), *(_text(row) for row in _hands(file, view))]))),
            )
        )
        for file in files
    ]
    return document([Heading(line(title)), *(rows or [para(empty)])])


def _waits(file: File, view: DeskView) -> str:
    if file.prepared is not None and file.brief.status is Status.PUBLISHED:
        return view.context.tr("changes of a published brief")
    return state(file, view)


def _text(row: Line) -> str:
    return "".join(span.text for span in row)


def revisions_page(shown: Brief, revisions: Sequence[Revision], view: DeskView) -> Document:
    """Return the states that a brief was in, the newest first."""
    tr = view.context.tr
    rows = [
        Para(
            (
                line(bold(tr("Version {n}", n=one.number)), f" · {tr(_KINDS[one.kind])}"),
                line(italic(f"{view.when(one.created_at)} · {view.name(one.author)}")),
                *([line(clip(one.note, _NOTE))] if one.note else []),
            )
        )
        for one in reversed(revisions)
    ]
    return document([Heading(line(clip(shown.title, _TITLE))), *rows])


def difference_page(
    shown: Brief, before: int, after: int, changes: Sequence[LineChange], view: DeskView
) -> Document:
    """Return what became of a brief between two of its states."""
    tr = view.context.tr
    title = tr("/b{number}: from version {before} to {after}", number=shown.id, before=before, after=after)
    return document(
        [
            Heading(line(title)),
            *(change_lines(changes, view) or [para(tr("Nothing differs in what is shown."))]),
        ]
    )


def audit_page(title: str, entries: Sequence[Entry], view: DeskView) -> Document:
    """Return who did what, the newest first."""
    rows = [_entry(entry, view) for entry in entries]
    return document([Heading(line(title)), *(rows or [para(view.context.tr("Nothing was done yet."))])])


def _entry(entry: Entry, view: DeskView) -> Para:
    tr, act, details = view.context.tr, entry.act, entry.act.details
    what = tr(_DEEDS.get(act.act, act.act))
    if act.act == GRANT:
        role = tr(ROLES.get(details.get("role", ""), ""))
        person = details.get("name") or view.name(str(details.get("person", "")))
        what = f"{what}: {person} → {role}"
    where = f"/b{act.brief_id} " if act.brief_id else ""
    changes, overruled = len(details.get("changes", ())), details.get("overruled", ())
    told = [
        str(details.get("note") or details.get("reason") or ""),
        tr.plural("{n} line changed", "{n} lines changed", changes) if changes else "",
        tr("set aside: {alarms}", alarms="; ".join(map(str, overruled))) if overruled else "",
    ]
    note = clip(" · ".join(filter(None, told)), _NOTE)
    rows = [line(italic(f"{view.when(entry.at)} · {view.name(act.actor)}")), line(where, what)]
    return Para((*rows, line(note)) if note else tuple(rows))


def roster_page(
    owners: Sequence[str], members: Sequence[Member], context: ViewContext, note: str = ""
) -> Document:
    """Return who works at the desk; `note` is what else is to be said."""
    tr = context.tr
    rows = [
        line(f"{member.person.name or member.person.address}: {tr(ROLES[member.role])}") for member in members
    ]
    named = tr("Owners by the settings: {ids}", ids=", ".join(owners)) if owners else ""
    return document(
        [
            para(italic(clip(note, _NOTE))) if note else None,
            Heading(line(tr("Roles"))),
            Para(tuple(rows)) if rows else para(tr("Nobody has a role yet.")),
            Gap(),
            para(named) if named else None,
            para(
                tr(
                    "An invitation gives its role to the first who opens it, once, within 12 hours. "
                    "Or reply /roles to a forwarded message, or type /roles and the number /id tells them."
                ),
                aside=True,
            ),
        ]
    )
