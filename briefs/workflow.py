"""From draft to published brief and back: who may take which step, and what each step leaves behind.

Draft -> in review -> published -> withdrawn. Every step checks the right and the state, changes the brief and
writes the audit in one transaction. With second approval, whoever made a brief or handed it in for review
cannot publish it, owners included: another publisher does. Minor edits and corrections of what is published
already need one publisher.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from enum import StrEnum

from briefs.differences import difference
from briefs.errors import InputError, NotAllowedError
from briefs.i18n import N_
from briefs.model import Brief, BriefContent, Status
from briefs.staff import Actor, StaffRole
from briefs.store.brief_rows import RevisionKind
from briefs.store.editorial import Case, EditorialStore, Making
from briefs.store.engine import Database

LEASE = dt.timedelta(minutes=10)
"""So long after someone's last look at a brief in editing, others are told that it is being edited."""

_UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW)


class Deed(StrEnum):
    """The acts on briefs, as the audit names them."""

    CREATE = "create"
    EDIT = "edit"
    MINOR = "minor"
    CORRECT = "correct"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PLAN = "plan"
    CALL_OFF = "call_off"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    RESTORE = "restore"


class Desk:
    """The editors' desk; `by` is who acts, in the role they have at that moment.

    All methods that change a brief raise NotFoundError where there is none, NotAllowedError where `by` may
    not do it, and InputError where the brief's state or an argument does not allow it.
    """

    def __init__(self, database: Database, *, second_approval: bool, now: Callable[[], dt.datetime]) -> None:
        self._store = EditorialStore(database)
        self._second_approval = second_approval
        self._now = now

    async def create(self, content: BriefContent, by: Actor) -> Brief:
        """Store a new draft."""
        _need(by, StaffRole.EDITOR)
        return await self._store.begin(content, actor=by.person.key, act=Deed.CREATE, now=self._now())

    async def revise(
        self,
        brief_id: int,
        content: BriefContent,
        by: Actor,
        *,
        kind: RevisionKind = RevisionKind.MINOR,
        note: str = "",
        overruled: Sequence[str] = (),
        seen: Brief | None = None,
    ) -> Brief:
        """Change what a brief says; equal content changes nothing.

        Editors change drafts and what is in review, whatever the `kind`; a planned publication of it is
        called off, for it was meant for the former text. Publishers change what is published: silently, or
        as a correction, whose `note` tells readers what was wrong. `overruled` are alarms of the grounding
        guard that a publisher set aside; they are audited. Where `seen` is given and the brief says
        something else by now, nothing is changed.
        """
        async with self._in_hand(brief_id, by) as case:
            before = case.brief
            if seen is not None and seen.content != before.content:
                raise InputError(N_("The brief was changed meanwhile. Look at it again."))
            if before.status is Status.WITHDRAWN:
                raise InputError(N_("The brief is withdrawn. Restore it first."))
            published = before.status is Status.PUBLISHED
            _need(by, StaffRole.PUBLISHER if published or overruled else StaffRole.EDITOR)
            if before.content == content:
                return before
            correction = published and kind is RevisionKind.CORRECTION
            if correction and not note.strip():
                raise InputError(N_("Say what was wrong."))
            await case.rewrite(content, kind if published else RevisionKind.MINOR, note.strip())
            if case.making.publish_at is not None:
                await self._call_off(case)
            act = (Deed.CORRECT if correction else Deed.MINOR) if published else Deed.EDIT
            await case.record(act, **_told(before, case.brief, note.strip(), overruled))
            return case.brief

    async def open_for_editing(self, brief_id: int, by: Actor, *, take: bool = False) -> str | None:
        """Say who else is editing the brief, by name; where nobody is, or with `take`, it is `by` now."""
        _need(by, StaffRole.EDITOR)
        now = self._now()
        async with self._in_hand(brief_id, by) as case:
            making = case.making
            fresh = making.editing_at is not None and now - making.editing_at < LEASE
            if fresh and making.editor != by.person.key and not take:
                return making.editor_name or making.editor
            await case.note(editor=by.person.key, editor_name=by.person.name, editing_at=now)
            return None

    async def submit(self, brief_id: int, by: Actor) -> Brief:
        """Hand a draft in for review."""
        _need(by, StaffRole.EDITOR)
        async with self._in_hand(brief_id, by) as case:
            _expect(case, Status.DRAFT)
            await case.move(Status.IN_REVIEW)
            await case.note(submitted_by=by.person.key)
            await case.record(Deed.SUBMIT)
            return case.brief

    async def send_back(self, brief_id: int, by: Actor, note: str = "") -> Brief:
        """Make a draft again of what is in review; publishers say why, who handed it in needs not."""
        async with self._in_hand(brief_id, by) as case:
            own = case.making.submitted_by == by.person.key
            _need(by, StaffRole.EDITOR if own else StaffRole.PUBLISHER)
            _expect(case, Status.IN_REVIEW)
            if not own and not note.strip():
                raise InputError(N_("Say what is to be changed."))
            await case.move(Status.DRAFT)
            await case.note(publish_at=None, publish_by="")
            await case.record(Deed.SEND_BACK, note=note.strip())
            return case.brief

    async def publish(self, brief_id: int, by: Actor, at: dt.datetime | None = None) -> Brief:
        """Publish a brief now, or plan to do so at a time, which `publish_due` carries out."""
        _need(by, StaffRole.PUBLISHER)
        async with self._in_hand(brief_id, by) as case:
            _expect(case, *_UNPUBLISHED)
            self._check_approval(case.making, by)
            if at is None:
                await self._publish(case)
                return case.brief
            if at <= self._now():
                raise InputError(N_("This time is over."))
            if case.brief.status is Status.DRAFT:
                await case.move(Status.IN_REVIEW)
            await case.note(publish_at=at, publish_by=by.person.key)
            await case.record(Deed.PLAN, at=at.isoformat())
            return case.brief

    async def call_off(self, brief_id: int, by: Actor) -> Brief:
        """Do not publish at the planned time; the brief stays in review."""
        _need(by, StaffRole.PUBLISHER)
        async with self._in_hand(brief_id, by) as case:
            if case.making.publish_at is None:
                raise InputError(N_("No publication of it is planned."))
            await self._call_off(case)
            return case.brief

    async def publish_due(self) -> list[Brief]:
        """Publish what is planned until now, each once, however many processes try; return what was."""
        now = self._now()
        done = []
        for brief, making in await self._store.planned():
            if making.publish_at is None or making.publish_at > now:
                break
            async with self._store.open(brief.id, actor=making.publish_by, now=now) as case:
                # It may have been carried out, called off or put off since it was read.
                if case.making.publish_at == making.publish_at and case.brief.status in _UNPUBLISHED:
                    await self._publish(case, planned=making.publish_at.isoformat())
                    done.append(case.brief)
        return done

    async def withdraw(self, brief_id: int, by: Actor, reason: str = "") -> Brief:
        """Take a published brief back for a reason that readers see, or discard one never published.

        Editors discard drafts and what they handed in, publishers everything.
        """
        async with self._in_hand(brief_id, by) as case:
            _expect(case, Status.PUBLISHED, *_UNPUBLISHED)
            published = case.brief.status is Status.PUBLISHED
            own = case.brief.status is Status.DRAFT or case.making.submitted_by == by.person.key
            _need(by, StaffRole.EDITOR if own and not published else StaffRole.PUBLISHER)
            if published and not reason.strip():
                raise InputError(N_("Say why it is withdrawn."))
            await case.move(Status.WITHDRAWN)
            await case.note(publish_at=None, publish_by="")
            await case.record(Deed.WITHDRAW if published else Deed.DISCARD, reason=reason.strip())
            return case.brief

    async def restore(self, brief_id: int, by: Actor) -> Brief:
        """Bring a withdrawn brief back to where it was: before its readers, or among the drafts."""
        async with self._in_hand(brief_id, by) as case:
            _expect(case, Status.WITHDRAWN)
            was_published = case.brief.publication is not None
            _need(by, StaffRole.PUBLISHER if was_published else StaffRole.EDITOR)
            await case.move(Status.PUBLISHED if was_published else Status.DRAFT)
            await case.record(Deed.RESTORE)
            return case.brief

    async def making(self, brief_id: int) -> Making:
        """Return what readers never see of a brief."""
        return await self._store.making(brief_id)

    async def planned(self) -> list[tuple[Brief, Making]]:
        """Return the briefs whose publication is planned, the first one first."""
        return await self._store.planned()

    def may_approve(self, making: Making, by: Actor) -> bool:
        """Say whether `by` may publish a brief that was made so."""
        own = by.person.key in (making.created_by, making.submitted_by)
        return by.role.covers(StaffRole.PUBLISHER) and not (self._second_approval and own)

    def _check_approval(self, making: Making, by: Actor) -> None:
        if not self.may_approve(making, by):
            raise NotAllowedError(
                N_("You made this brief or handed it in: another publisher has to publish it.")
            )

    async def _publish(self, case: Case, **details: str) -> None:
        await case.move(Status.PUBLISHED)
        await case.note(publish_at=None, publish_by="")
        await case.record(Deed.PUBLISH, revision=case.brief.revision, **details)

    async def _call_off(self, case: Case) -> None:
        await case.note(publish_at=None, publish_by="")
        await case.record(Deed.CALL_OFF)

    @asynccontextmanager
    async def _in_hand(self, brief_id: int, by: Actor) -> AsyncIterator[Case]:
        async with self._store.open(brief_id, actor=by.person.key, now=self._now()) as case:
            yield case


_REFUSALS = {
    StaffRole.EDITOR: N_("Only editors can do this."),
    StaffRole.PUBLISHER: N_("Only publishers can do this."),
    StaffRole.OWNER: N_("Only owners can do this."),
}


_OWN = N_("You made this brief or handed it in: another publisher has to publish it.")


def _need(by: Actor, role: StaffRole) -> None:
    if not by.role.covers(role):
        raise NotAllowedError(_REFUSALS[role])


_STATES = {
    Status.DRAFT: N_("The brief is a draft."),
    Status.IN_REVIEW: N_("The brief is in review."),
    Status.PUBLISHED: N_("The brief is published already."),
    Status.WITHDRAWN: N_("The brief is withdrawn. Restore it first."),
}


def _expect(case: Case, *allowed: Status) -> None:
    if case.brief.status not in allowed:
        raise InputError(_STATES[case.brief.status])


def _told(before: Brief, after: Brief, note: str, overruled: Sequence[str]) -> dict[str, object]:
    """Say for the audit what became of the text: drafts keep no former states, so this is all there is."""
    told: dict[str, object] = {
        "revision": after.revision,
        "changes": [change.plain() for change in difference(before.content, after.content)],
    }
    if note:
        told["note"] = note
    if overruled:
        told["overruled"] = list(overruled)
    return told
