"""The editors' desk on the command line; acts as an owner, in the audit as `cli:` and the system's user."""

from __future__ import annotations

import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.cli.digests import BOT_NAME, plain
from bot.conversation.keyboards import start_url
from bot.render.html import render
from bot.services import Services, open_services
from bot.settings import load_settings
from briefs.differences import difference
from briefs.errors import InputError
from briefs.i18n import DEFAULT_LANGUAGE
from briefs.model import Brief, BriefContent, Status
from briefs.moments import moment_of
from briefs.staff import COMMAND_LINE, Actor, Person, StaffRole
from briefs.store.brief_rows import RevisionKind
from briefs.store.briefs import Revision
from briefs.store.content import from_json, to_json
from briefs.store.editorial import File, mark_of
from briefs.views.brief import brief as brief_view
from briefs.views.context import ViewContext

_MOST = 10_000
_STANDARD_INPUT = "-"


def operator() -> Actor:
    """Return who works on the command line: whoever may open the database may do everything."""
    return Actor(Person(COMMAND_LINE, getpass.getuser()), StaffRole.OWNER)


def may_publish_at_once(services: Services) -> None:
    """Raise InputError where somebody else has to publish what is added here."""
    if services.settings.second_approval:
        raise InputError(
            "DIEMTIN_SECOND_APPROVAL asks for a second person: leave out --publish, another publishes."
        )


async def show_drafts(*, as_json: bool) -> None:
    """Print the drafts."""
    async with open_services(load_settings()) as services:
        found = await services.briefs.with_status(Status.DRAFT, _MOST)
        _print([_row(await services.desk.file(item.id)) for item in found], _listed, as_json=as_json)


async def show_queue(*, as_json: bool) -> None:
    """Print what is planned, and what waits for a publisher."""
    async with open_services(load_settings()) as services:
        found = [*await services.desk.planned(), *await services.desk.in_review()]
    _print([_row(file) for file in found], _listed, as_json=as_json)


async def show_audit(brief_id: int | None, limit: int, *, as_json: bool) -> None:
    """Print who did what, the newest first."""
    async with open_services(load_settings()) as services:
        found = await services.audit.entries(limit, brief_id=brief_id)
    rows = [
        {
            "id": entry.id,
            "at": entry.at.isoformat(),
            "actor": entry.act.actor,
            "act": entry.act.act,
            "brief": entry.act.brief_id,
            "details": entry.act.details,
        }
        for entry in found
    ]
    _print(rows, _acted, as_json=as_json)


async def show_revisions(brief_id: int, compare: tuple[int, int] | None, *, as_json: bool) -> None:
    """Print the versions of a brief, or what differs between two; InputError where one is not there."""
    async with open_services(load_settings()) as services:
        await services.briefs.get(brief_id)
        found = {one.number: one for one in await services.briefs.revisions(brief_id)}
    if compare is None:
        _print([_revision(one) for one in found.values()], _versioned, as_json=as_json)
        return
    if missing := [number for number in compare if number not in found]:
        raise InputError(f"Brief {brief_id} has no version {missing[0]}; it has 1 to {max(found)}.")
    before, after = (found[number].content for number in compare)
    rows = [
        {"part": change.part, "before": change.before, "after": change.after}
        for change in difference(before, after)
    ]
    _print(rows, _changed, as_json=as_json)


async def submit_brief(brief_id: int) -> None:
    """Hand a draft in for review."""
    await _step(lambda services: services.desk.submit(brief_id, operator()))


async def send_brief_back(brief_id: int, note: str) -> None:
    """Make a draft again of what is in review."""
    await _step(lambda services: services.desk.send_back(brief_id, operator(), note))


async def publish_brief(brief_id: int, at: str) -> None:
    """Publish a brief now, or plan it for a time in the zone of the settings."""

    async def publish(services: Services) -> Brief:
        zone = services.settings.timezone
        when = moment_of(at, services.now(), zone) if at.strip() else None
        return await services.desk.publish(brief_id, operator(), when)

    await _step(publish)


async def call_brief_off(brief_id: int) -> None:
    """Do not publish a brief at its planned time."""
    await _step(lambda services: services.desk.call_off(brief_id, operator()))


async def correct_brief(
    brief_id: int, note: str, content: Path | None, *, silently: bool, force: bool
) -> None:
    """Issue prepared changes, or the content of a file as `edit_brief`, silently or as a correction."""
    if not silently and not note.strip():
        raise InputError("Say with --note what was wrong, or use --silently for a minor edit.")
    kind = RevisionKind.MINOR if silently else RevisionKind.CORRECTION
    new = None if content is None else await asyncio.to_thread(_handed_in, content)

    async def correct(services: Services) -> Brief:
        if new is not None:
            if (await services.desk.file(brief_id)).brief.status is not Status.PUBLISHED:
                raise InputError(f"Brief {brief_id} is not published; `diemtin edit` changes it.")
            await _revised(services, brief_id, new, force=force)
        return await services.desk.issue(brief_id, operator(), kind, note)

    await _step(correct)


async def edit_brief(brief_id: int, content: Path, *, force: bool) -> None:
    """Change a draft to the content of a file, or prepare that for a published brief.

    InputError where the brief says something else than what the content was made from, unless by `force`.
    """
    new = await asyncio.to_thread(_handed_in, content)
    await _step(lambda services: _revised(services, brief_id, new, force=force))


async def _revised(services: Services, brief_id: int, new: _HandedIn, *, force: bool) -> Brief:
    file = await services.desk.file(brief_id)
    if new.mark and new.mark != file.mark and not force:
        raise InputError(
            f"Brief {brief_id} does not say any more what this content was made from. Change what "
            f"`diemtin preview {brief_id} --json` prints, or put this in its place with --force."
        )
    return await services.desk.revise(brief_id, new.content, operator(), seen=file.manuscript)


async def drop_prepared(brief_id: int) -> None:
    """Forget the changes that are prepared for a published brief."""
    await _step(lambda services: services.desk.drop_changes(brief_id, operator()))


async def show_preview(brief_id: int, *, as_json: bool) -> None:
    """Print a brief as readers will see it, prepared changes included, or the content that `edit` takes."""
    async with open_services(load_settings()) as services:
        manuscript = (await services.desk.file(brief_id)).manuscript
        view = ViewContext(services.catalogues.get(DEFAULT_LANGUAGE), services.registry, start_url(BOT_NAME))
        if as_json:
            _print([{"brief": brief_id, **_marked(manuscript.content)}], str, as_json=True)
            return
        sys.stdout.write("\n".join(plain(text) for text in render(brief_view(manuscript, view))) + "\n")


async def withdraw_brief(brief_id: int, reason: str) -> None:
    """Withdraw a brief, or discard one that was never published."""
    await _step(lambda services: services.desk.withdraw(brief_id, operator(), reason))


async def bring_brief_back(brief_id: int) -> None:
    """Bring back what was withdrawn or discarded."""
    await _step(lambda services: services.desk.restore(brief_id, operator()))


async def show_roles(*, as_json: bool) -> None:
    """Print who has which role; the owners of the settings come first."""
    async with open_services(load_settings()) as services:
        owners = sorted(services.roster.owners)
        members = await services.roster.members()
    rows = [{"person": key, "name": "", "role": "owner", "granted_by": "settings"} for key in owners]
    rows += [
        {"person": one.person.key, "name": one.person.name, "role": one.role, "granted_by": one.granted_by}
        for one in members
    ]
    _print(rows, _belongs, as_json=as_json)


async def give_role(user: int, role: StaffRole, name: str) -> None:
    """Give a Telegram user a role."""
    async with open_services(load_settings()) as services:
        person = Person("telegram", str(user), name)
        former = await services.roster.grant(person, role, operator())
    sys.stdout.write(f"{name or user} is {role} now, was {former}.\n")


async def _step(take: Callable[[Services], Awaitable[Brief]]) -> None:
    async with open_services(load_settings()) as services:
        brief = await take(services)
        planned = (await services.desk.file(brief.id)).making.publish_at
    when = f", to be published at {planned.isoformat()}" if planned else ""
    sys.stdout.write(f"Brief {brief.id} is {brief.status}{when}: {brief.title}\n")


@dataclass(frozen=True, slots=True)
class _HandedIn:
    """A content of a file, and the mark of what it was made from where that stands beside it."""

    content: BriefContent
    mark: str


def _handed_in(path: Path) -> _HandedIn:
    """Read a content; it may stand in a line of `preview --json` or `revisions --json`."""
    try:
        text = sys.stdin.read() if str(path) == _STANDARD_INPUT else path.read_text(encoding="utf-8")
        read = json.loads(text)
        around = read if isinstance(read, dict) and "content" in read else {"content": read}
        return _HandedIn(from_json(around["content"]), str(around.get("mark") or ""))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path} is no content of a brief: {field}: {first['msg']}.") from None
    except (ValueError, RecursionError) as error:  # no JSONDecodeError for a number of too many digits
        raise InputError(f"{path} is not JSON: {error}.") from None


def _print(rows: Sequence[dict[str, Any]], plain: Callable[[dict[str, Any]], str], *, as_json: bool) -> None:
    for row in rows:
        sys.stdout.write((json.dumps(row, ensure_ascii=False) if as_json else plain(row)) + "\n")
    if not rows and not as_json:
        sys.stdout.write("Nothing.\n")


def _row(file: File) -> dict[str, Any]:
    making = file.making
    return {
        "brief": file.brief.id,
        "status": file.brief.status,
        "title": file.manuscript.title,
        "made_by": making.created_by,
        "submitted_by": making.submitted_by,
        "publish_at": making.publish_at.isoformat() if making.publish_at else None,
        "changed_by": file.prepared.author if file.prepared else None,
    }


def _listed(row: dict[str, Any]) -> str:
    hands = [
        f"made by {row['made_by']}" if row["made_by"] else "",
        f"handed in by {row['submitted_by']}" if row["submitted_by"] else "",
        f"planned for {row['publish_at']}" if row["publish_at"] else "",
        f"changes by {row['changed_by']}" if row["changed_by"] else "",
    ]
    second = f"\n       {', '.join(filter(None, hands))}" if any(hands) else ""
    return f"{row['brief']:>5}  {row['status']:<10} {row['title']}{second}"


def _acted(row: dict[str, Any]) -> str:
    brief = f" brief {row['brief']}" if row["brief"] else ""
    told = row["details"].get("note") or row["details"].get("reason") or row["details"].get("role") or ""
    return f"{row['at']}  {row['actor']}  {row['act']}{brief}" + (f": {told}" if told else "")


def _revision(one: Revision) -> dict[str, Any]:
    return {
        "brief": one.brief_id,
        "version": one.number,
        "kind": one.kind,
        "author": one.author,
        "at": one.created_at.isoformat(),
        "note": one.note,
        **_marked(one.content),
    }


def _marked(content: BriefContent) -> dict[str, Any]:
    """Return a content for a file, without its source, with the mark that tells whether it is up to date."""
    return {
        "mark": mark_of(content),
        "content": to_json(replace(content, article=replace(content.article, paragraphs=()))),
    }


def _versioned(row: dict[str, Any]) -> str:
    note = f": {row['note']}" if row["note"] else ""
    return f"{row['version']:>3}  {row['at']}  {row['kind']}  {row['author'] or '-'}{note}"


def _changed(row: dict[str, Any]) -> str:
    lines = [str(row["part"])]
    lines += [f"  - {row['before']}"] if row["before"] else []
    lines += [f"  + {row['after']}"] if row["after"] else []
    return "\n".join(lines)


def _belongs(row: dict[str, Any]) -> str:
    return f"{row['role']:<10} {row['person']}  {row['name']}".rstrip()
