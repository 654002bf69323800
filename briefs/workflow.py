"""From draft to published brief and back: who may take which step, and what each step leaves behind.

Draft -> in review -> published -> withdrawn. Every step checks the right and the state, changes the brief and
writes the audit in one transaction. With second approval, whoever made a brief, handed it in for review or
last changed it cannot publish it, owners included: another publisher does; the same holds for whoever last
changed what is prepared for a published brief. To withdraw takes one publisher.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from briefs.differences import difference
from briefs.errors import InputError, NotAllowedError
from briefs.i18n import N_
from briefs.isolation import Isolation
from briefs.model import Brief, BriefContent, Status
from briefs.staff import Actor, Deed, Person, StaffRole
from briefs.store.brief_rows import RevisionKind
from briefs.store.editorial import LEASE, Case, EditorialStore, File
from briefs.store.engine import Database

_UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW)
_CLOSED: Mapping[str, Any] = {"editor": "", "editor_name": "", "editing_at": None}
"""Whoever had the text open is done with it when it goes on."""


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
        content = replace(content, reviewed=False)
        return await self._store.begin(content, actor=by.person.key, act=Deed.CREATE, now=self._now())

    async def revise(
        self,
        brief_id: int,
        content: BriefContent,
        by: Actor,
        *,
        overruled: Sequence[str] = (),
        seen: Brief | None = None,
    ) -> Brief:
        """Change what a brief says and return it as its editors see it; equal content changes nothing.

        Drafts and what is in review change at once; a planned publication is called off, for it was meant
        for the former text. Changes to what is published are prepared, until `issue`. `overruled` are
        alarms of the grounding guard that a publisher set aside; they are audited. Where `seen` is given and
        the manuscript says something else by now, nothing is changed.
        """
        _need(by, StaffRole.PUBLISHER if overruled else StaffRole.EDITOR)
        async with self._in_hand(brief_id, by) as case:
            before = case.file.manuscript
            if seen is not None and seen.content != before.content:
                raise InputError(N_("The brief was changed meanwhile. Look at it again."))
            _expect(case, Status.PUBLISHED, *_UNPUBLISHED)
            content = _completed(content, before.content)
            if before.content == content:
                return before
            if case.brief.status is Status.PUBLISHED:
                await case.prepare(None if content == case.brief.content else content)
            else:
                await case.rewrite(content, RevisionKind.MINOR)
                if case.making.publish_at is not None:
                    await case.record(Deed.CALL_OFF, edited=True, **await _unplanned(case))
            await case.record(Deed.EDIT, **_told(before, content, overruled=list(overruled)))
            return replace(before, content=content)

    async def issue(
        self, brief_id: int, by: Actor, kind: RevisionKind, note: str = "", *, seen: str = ""
    ) -> Brief:
        """Bring the changes that are prepared to readers: silently (MINOR), or as a CORRECTION.

        The `note` of a correction tells those who received the brief what was wrong. Where they are others by
        now than were `seen` (`File.mark`), nothing is issued.
        """
        _need(by, StaffRole.PUBLISHER)
        async with self._in_hand(brief_id, by) as case:
            _expect(case, Status.PUBLISHED)
            before, prepared, note = case.brief, case.file.prepared, note.strip()
            if prepared is None:
                raise InputError(N_("Nothing was changed yet."))
            case.file.expect(seen)
            if self.needs_another(case.file, by):
                raise NotAllowedError(OWN_WORDS)
            correction = kind is RevisionKind.CORRECTION
            if correction and not note:
                raise InputError(N_("Say what was wrong."))
            await case.rewrite(replace(prepared.content, reviewed=True), kind, note)
            await case.note(**_CLOSED)
            act = Deed.CORRECT if correction else Deed.MINOR
            told = _told(before, prepared.content, note=note, prepared_by=prepared.author)
            await case.record(act, revision=case.brief.revision, **told)
            return case.brief

    async def drop_changes(self, brief_id: int, by: Actor, *, seen: str = "") -> Brief:
        """Forget the changes that are prepared; where they are others than were `seen`, nothing is done."""
        _need(by, StaffRole.EDITOR)
        async with self._in_hand(brief_id, by) as case:
            case.file.expect(seen)
            if case.file.prepared is not None:
                await case.prepare(None)
                await case.record(Deed.DROP, prepared_by=case.file.prepared.author)
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
            await case.note(submitted_by=by.person.key, **_CLOSED)
            await case.record(Deed.SUBMIT)
            return case.brief

    async def send_back(self, brief_id: int, by: Actor, note: str = "") -> Brief:
        """Make a draft again of what is in review; publishers say why, who handed it in needs not."""
        _need(by, StaffRole.EDITOR)
        async with self._in_hand(brief_id, by) as case:
            own = case.making.submitted_by == by.person.key
            if not own:
                _need(by, StaffRole.PUBLISHER)
            _expect(case, Status.IN_REVIEW)
            if not own and not note.strip():
                raise InputError(N_("Say what is to be changed."))
            await case.move(Status.DRAFT)
            await case.record(Deed.SEND_BACK, note=note.strip(), **await _unplanned(case))
            return case.brief

    async def publish(
        self, brief_id: int, by: Actor, at: dt.datetime | None = None, *, seen: str = ""
    ) -> Brief:
        """Publish a brief now, or plan to do so at a time, which `publish_due` carries out.

        Where it says something else by now than was `seen` (`File.mark`), it is not published.
        """
        _need(by, StaffRole.PUBLISHER)
        async with self._in_hand(brief_id, by) as case:
            _expect(case, *_UNPUBLISHED)
            case.file.expect(seen)
            if self.needs_another(case.file, by):
                raise NotAllowedError(OWN_WORDS)
            if at is None:
                await _publish(case)
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
            await case.record(Deed.CALL_OFF, **await _unplanned(case))
            return case.brief

    async def withdraw(self, brief_id: int, by: Actor, reason: str = "") -> Brief:
        """Take a published brief back for a reason that readers see, or discard one never published.

        Editors discard drafts and what they handed in, publishers everything.
        """
        _need(by, StaffRole.EDITOR)
        async with self._in_hand(brief_id, by) as case:
            _expect(case, Status.PUBLISHED, *_UNPUBLISHED)
            published = case.brief.status is Status.PUBLISHED
            own = case.brief.status is Status.DRAFT or case.making.submitted_by == by.person.key
            if published or not own:
                _need(by, StaffRole.PUBLISHER)
            if published and not reason.strip():
                raise InputError(N_("Say why it is withdrawn."))
            await case.move(Status.WITHDRAWN)
            act = Deed.WITHDRAW if published else Deed.DISCARD
            await case.record(act, reason=reason.strip(), **await _unplanned(case))
            return case.brief

    async def restore(self, brief_id: int, by: Actor) -> Brief:
        """Bring a withdrawn brief back to where it was: before its readers, or among the drafts."""
        _need(by, StaffRole.EDITOR)
        async with self._in_hand(brief_id, by) as case:
            _expect(case, Status.WITHDRAWN)
            was_published = case.brief.publication is not None
            if was_published:
                _need(by, StaffRole.PUBLISHER)
            await case.move(Status.PUBLISHED if was_published else Status.DRAFT)
            await case.record(Deed.RESTORE)
            return case.brief

    async def file(self, brief_id: int) -> File:
        """Return a brief with all that its editors know of it; NotFoundError where there is none."""
        return await self._store.file(brief_id)

    async def in_review(self) -> list[File]:
        """Return what waits for a publisher: briefs handed in, then changes that are prepared."""
        return await self._store.in_review()

    async def planned(self) -> list[File]:
        """Return the briefs whose publication is planned, the first one first."""
        return await self._store.planned()

    def needs_another(self, file: File, by: Actor) -> bool:
        """Say whether somebody else than `by` has to bring the brief, or what is prepared, to readers."""
        if file.brief.status is Status.PUBLISHED:
            hands = {file.prepared.author} if file.prepared else set()
        else:
            hands = {file.making.created_by, file.making.submitted_by, file.author}
        return self._second_approval and by.person.key in hands

    @asynccontextmanager
    async def _in_hand(self, brief_id: int, by: Actor) -> AsyncIterator[Case]:
        async with self._store.open(brief_id, actor=by.person.key, now=self._now()) as case:
            yield case


async def publish_due(
    database: Database, now: dt.datetime, role_of: Callable[[Person], Awaitable[StaffRole]]
) -> list[Brief]:
    """Publish what is planned until now, each once, however many processes try; return what was.

    What was planned by somebody who is no publisher any more is not published: it stays in review. A brief
    that breaks holds up none of the others; what broke first is raised after them.
    """
    store, apart = EditorialStore(database), Isolation()
    done = []
    for brief_id, by, at in await store.due(now):
        with apart.of(f"brief {brief_id}"):
            role = await role_of(Person.of(by))
            async with store.open(brief_id, actor=by, now=now) as case:
                # It may have been carried out, called off or put off since it was read.
                if case.making.publish_at != at or case.brief.status not in _UNPUBLISHED:
                    continue
                if role.covers(StaffRole.PUBLISHER):
                    await _publish(case, planned=at.isoformat())
                    done.append(case.brief)
                else:
                    await case.record(Deed.MISS, reason=_NO_PUBLISHER, **await _unplanned(case))
    apart.end()
    return done


async def _publish(case: Case, **details: str) -> None:
    content = case.brief.content
    if not content.reviewed:
        await case.rewrite(replace(content, reviewed=True), RevisionKind.MINOR)
    await case.move(Status.PUBLISHED)
    await case.note(publish_at=None, publish_by="", **_CLOSED)
    await case.record(Deed.PUBLISH, revision=case.brief.revision, **details)


async def _unplanned(case: Case) -> dict[str, str]:
    """Forget the planned publication, if there is one, and return for the audit who had planned it."""
    by = case.making.publish_by
    await case.note(publish_at=None, publish_by="")
    return {"planned_by": by} if by else {}


_NO_PUBLISHER = N_("Whoever planned it is no publisher any more.")
REFUSALS: Mapping[StaffRole, str] = {
    StaffRole.EDITOR: N_("Only editors can do this."),
    StaffRole.PUBLISHER: N_("Only publishers can do this."),
    StaffRole.OWNER: N_("Only owners can do this."),
}


def _completed(content: BriefContent, before: BriefContent) -> BriefContent:
    """Return new content with the review as it was, and with the source where that is left out."""
    paragraphs = content.article.paragraphs or before.article.paragraphs
    article = replace(content.article, paragraphs=paragraphs)
    return replace(content, article=article, reviewed=before.reviewed)


OWN_WORDS = N_("You made, changed or handed in this brief: another publisher has to publish it.")
"""Why, with second approval, somebody may not publish a brief."""


def _need(by: Actor, role: StaffRole) -> None:
    if not by.role.covers(role):
        raise NotAllowedError(REFUSALS[role])


_STATES = {
    Status.DRAFT: N_("The brief is a draft."),
    Status.IN_REVIEW: N_("The brief is in review."),
    Status.PUBLISHED: N_("The brief is published already."),
    Status.WITHDRAWN: N_("The brief is withdrawn. Restore it first."),
}


def _expect(case: Case, *allowed: Status) -> None:
    if case.brief.status not in allowed:
        raise InputError(_STATES[case.brief.status])


def _told(before: Brief, after: BriefContent, **more: object) -> dict[str, object]:
    """Say for the audit what became of the text: drafts keep no former states, so this is all there is."""
    changes = [change.plain() for change in difference(before.content, after)]
    return {"changes": changes, **{name: value for name, value in more.items() if value}}
