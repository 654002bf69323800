"""Briefs that an earlier version stored, listed as this one lists them: once, when the database is opened.

What a brief is listed under hangs on the registry as much as on its words: a later version knows more bodies
by their names, and lists duties under more of those that have a part in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.model import Body, BriefContent, Directive
from briefs.registry import Registry
from briefs.store.brief_rows import LISTS, PREPARED_NUMBER, lock, next_change
from briefs.store.content import fingerprint, from_json, to_json
from briefs.store.counters import count_to, counted
from briefs.store.engine import Database
from briefs.store.schema import briefs, revisions

_FILED = "filed"
"""The counter with the `_filing` by which all briefs are listed."""
_BATCH = 500
_HOW = ("store/brief_rows.py", "store/refiling.py", "tags.py")


async def refile(database: Database, registry: Registry, batch: int = _BATCH) -> int:
    """Bring all briefs to the keys and lists that this version gives them, and return how many changed.

    Where that was done by a version that lists alike, only a number is read. Several processes may begin
    together: briefs are locked batch by batch, and nothing is left to write for who comes second. Stopped
    in the middle, it begins anew at the next start.
    """
    wanted, changed, last = _filing(), 0, 0
    async with database.read() as connection:
        if await counted(connection, _FILED) == wanted:
            return 0
    while True:
        rows = sa.select(briefs.c.id, briefs.c.content).where(briefs.c.id > last)
        async with database.write() as tx:
            await lock(tx)
            found = (await tx.execute(rows.order_by(briefs.c.id).limit(batch))).all()
            changed += await _refile(tx, {row.id: from_json(row.content) for row in found}, registry)
            if len(found) < batch:
                await count_to(tx, _FILED, wanted)
                return changed
        last = found[-1].id


def _filing() -> int:
    """Return a number that changes with the registry and with what lists briefs."""
    home = files("briefs")
    names = sorted(f"registry/{one.name}" for one in home.joinpath("registry").iterdir() if one.is_file())
    text = b"".join(home.joinpath(name).read_bytes() for name in (*_HOW, *names))
    return int.from_bytes(sha256(text).digest()[:7])


async def _refile(tx: AsyncConnection, contents: Mapping[int, BriefContent], registry: Registry) -> int:
    named = {brief_id: _named(content, registry) for brief_id, content in contents.items()}
    changed = {brief_id: content for brief_id, content in named.items() if content != contents[brief_id]}
    await _write_contents(tx, changed)
    await _write_prepared(tx, list(contents), registry)
    listed = [await _list(tx, table, named) for table in LISTS]
    return len(set(changed).union(*listed))


def _named(content: BriefContent, registry: Registry) -> BriefContent:
    """Return the content with the keys of bodies that had none when it was written."""
    name = partial(_with_key, registry=registry)

    def duty(directive: Directive) -> Directive:
        return replace(
            directive,
            issuer=directive.issuer and name(directive.issuer),
            lead=directive.lead and name(directive.lead),
            co_leads=tuple(map(name, directive.co_leads)),
            partners=tuple(map(name, directive.partners)),
            addressees=tuple(map(name, directive.addressees)),
            overseers=tuple(map(name, directive.overseers)),
        )

    return replace(content, directives=tuple(map(duty, content.directives)))


def _with_key(body: Body, registry: Registry) -> Body:
    return body if body.key else replace(body, key=registry.body_called(body.name))


async def _write_contents(tx: AsyncConnection, changed: Mapping[int, BriefContent]) -> None:
    """Write contents that say the same to readers: no revision is made, the index notices by the change."""
    if not changed:
        return
    first = await next_change(tx, len(changed)) - len(changed) + 1
    values = [
        {"its_id": brief_id, "content": to_json(content), "content_hash": fingerprint(content), "change": at}
        for at, (brief_id, content) in enumerate(changed.items(), start=first)
    ]
    await tx.execute(briefs.update().where(briefs.c.id == sa.bindparam("its_id")), values)


async def _write_prepared(tx: AsyncConnection, brief_ids: Sequence[int], registry: Registry) -> None:
    column = revisions.c
    prepared = sa.and_(column.number == PREPARED_NUMBER, column.brief_id.in_(brief_ids))
    found = (await tx.execute(sa.select(column.brief_id, column.content).where(prepared))).all()
    for row in found:
        named = to_json(_named(from_json(row.content), registry))
        this = sa.and_(column.number == PREPARED_NUMBER, column.brief_id == row.brief_id)
        await tx.execute(revisions.update().where(this).values(content=named))


async def _list(tx: AsyncConnection, table: sa.Table, contents: Mapping[int, BriefContent]) -> set[int]:
    """List briefs in a table as their contents say, and return the numbers of those that were otherwise."""
    columns = list(table.c.keys())
    stored = await tx.execute(table.select().where(table.c.brief_id.in_(contents)))
    before: set[tuple[Any, ...]] = {tuple(row) for row in stored}
    made = (row for brief_id, content in contents.items() for row in LISTS[table](brief_id, content))
    after = {tuple(row[column] for column in columns) for row in made}
    if gone := sorted(before - after):
        same = sa.and_(*(column == sa.bindparam(f"its_{column.name}") for column in table.c))
        names = [f"its_{column}" for column in columns]
        await tx.execute(table.delete().where(same), [dict(zip(names, row, strict=True)) for row in gone])
    if new := sorted(after - before):
        await tx.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in new])
    return {int(row[0]) for row in before ^ after}
