"""Briefs that an earlier version stored, listed as this one lists them: once, when the database is opened.

What a brief is listed under hangs on the registry as much as on its words: a later version knows more bodies
by their names, and lists duties under more of those that have a part in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.model import Body, BriefContent, Directive
from briefs.registry import Registry
from briefs.store.brief_rows import PREPARED_NUMBER, lock, next_change
from briefs.store.content import Readable, content_stored, fingerprint, prepared_stored, to_json
from briefs.store.counters import count_to, counted
from briefs.store.engine import Database
from briefs.store.lists import LISTS
from briefs.store.schema import briefs, counters, revisions

_FILED = "filed"
"""The counter with the `_filing` by which all briefs are listed, but for those that cannot be read."""
_UNREAD = "unread:"
"""Before the number of such a brief, the name of a counter: it is all that the next start tries again."""
_BATCH = 500
_HOW = ("model.py", "store/lists.py", "store/refiling.py", "tags.py")

_KeyOf = Callable[[str], str | None]
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Stale:
    """What of some briefs is not as this version writes it: their contents and prepared ones with all keys,
    and by table the rows of their lists that go and those that come. `unread` are those that cannot be read.
    """

    contents: Mapping[int, BriefContent]
    prepared: Mapping[int, BriefContent]
    lists: Mapping[sa.Table, tuple[set[_Row], set[_Row]]]
    unread: set[int]

    @property
    def briefs(self) -> set[int]:
        """The numbers of the briefs that are to be written."""
        listed = {int(row[0]) for rows in self.lists.values() for row in set().union(*rows)}
        return listed.union(self.contents, self.prepared)


async def refile(database: Database, registry: Registry, batch: int = _BATCH) -> int:
    """Bring all briefs to the keys and lists that this version gives them, and return how many changed.

    Where that was done by a version that lists alike, only a number is read. Else all briefs are read in
    batches, and those that are listed otherwise are locked, read again and written: whoever works on the
    database meanwhile waits for one batch at most. Several processes may begin together: nothing is left to
    write for who comes second. Stopped in the middle, it begins anew at the next start. Of two versions that
    list differently, the one that was started last has listed all. A brief that cannot be read is logged and
    left as it is, and it alone is read again at the next start.
    """
    wanted = _filing()
    async with database.read() as connection:
        before = await _unread(connection)
        filed = await counted(connection, _FILED) == wanted
    if filed and not before:
        return 0
    which = briefs.c.id.in_(before) if filed else sa.true()
    changed, unread = await _refile_all(database, which, registry.body_called, batch)
    if not filed or unread != before:
        async with database.write() as tx:
            await tx.execute(counters.delete().where(counters.c.name.startswith(_UNREAD)))
            for name in (_FILED, *(f"{_UNREAD}{number}" for number in sorted(unread))):
                await count_to(tx, name, wanted)
    return changed


async def _unread(connection: AsyncConnection) -> set[int]:
    """Return the numbers of the briefs that could not be read when the others were listed."""
    names = await connection.scalars(sa.select(counters.c.name).where(counters.c.name.startswith(_UNREAD)))
    return {int(name.removeprefix(_UNREAD)) for name in names}


async def _refile_all(
    database: Database, which: sa.ColumnElement[bool], key_of: _KeyOf, batch: int
) -> tuple[int, set[int]]:
    """Bring briefs up to date; return how many changed, and the numbers of those that cannot be read."""
    changed, last, unread, readable = 0, 0, set[int](), Readable()
    while True:
        numbers = sa.select(briefs.c.id).where(which, briefs.c.id > last).order_by(briefs.c.id).limit(batch)
        async with database.read() as connection:
            found = list(await connection.scalars(numbers))
            stale = await _stale(connection, found, key_of, readable)
        unread |= stale.unread
        if stale.briefs:
            changed += await _refile(database, sorted(stale.briefs), key_of, readable)
        if len(found) < batch:
            return changed, unread
        last = found[-1]


def _filing() -> int:
    """Return a number that changes with the registry and with what lists briefs."""
    home = files("briefs")
    names = sorted(f"registry/{one.name}" for one in home.joinpath("registry").iterdir() if one.is_file())
    text = b"".join(home.joinpath(name).read_bytes() for name in (*_HOW, *names))
    return int.from_bytes(sha256(text).digest()[:7])


async def _refile(database: Database, brief_ids: list[int], key_of: _KeyOf, readable: Readable) -> int:
    """Write what is stale of briefs, and return of how many; others may have done it, or written anew."""
    async with database.write() as tx:
        await lock(tx)
        stale = await _stale(tx, brief_ids, key_of, readable)
        await _write_contents(tx, stale.contents)
        for brief_id, content in stale.prepared.items():
            this = sa.and_(revisions.c.number == PREPARED_NUMBER, revisions.c.brief_id == brief_id)
            await tx.execute(revisions.update().where(this).values(content=to_json(content)))
        for table, (gone, new) in stale.lists.items():
            await _write_list(tx, table, gone, new)
        return len(stale.briefs)


async def _stale(
    connection: AsyncConnection, brief_ids: list[int], key_of: _KeyOf, readable: Readable
) -> _Stale:
    rows = await connection.execute(
        sa.select(briefs.c.id, briefs.c.content).where(briefs.c.id.in_(brief_ids))
    )
    read = dict(readable.each(lambda row: (row.id, content_stored(row.content, row.id)), rows))
    named = {brief_id: _named(content, key_of) for brief_id, content in read.items()}
    column = revisions.c
    of_these = sa.and_(column.number == PREPARED_NUMBER, column.brief_id.in_(brief_ids))
    waiting = (await connection.execute(sa.select(column.brief_id, column.content).where(of_these))).all()
    prepared = dict(
        readable.each(lambda row: (row.brief_id, prepared_stored(row.content, row.brief_id)), waiting)
    )
    return _Stale(
        {number: one for number, one in named.items() if one != read[number]},
        {number: new for number, one in prepared.items() if (new := _named(one, key_of)) != one},
        {table: await _listed_otherwise(connection, table, named) for table in LISTS},
        set(brief_ids) - read.keys() | {row.brief_id for row in waiting} - prepared.keys(),
    )


async def _listed_otherwise(
    connection: AsyncConnection, table: sa.Table, contents: Mapping[int, BriefContent]
) -> tuple[set[_Row], set[_Row]]:
    """Return the rows of a table that briefs should not have, and those that they lack."""
    columns = list(table.c.keys())
    stored = await connection.execute(table.select().where(table.c.brief_id.in_(contents)))
    before: set[_Row] = {tuple(row) for row in stored}
    made = (row for brief_id, content in contents.items() for row in LISTS[table](brief_id, content))
    after = {tuple(row[column] for column in columns) for row in made}
    return before - after, after - before


def _named(content: BriefContent, key_of: _KeyOf) -> BriefContent:
    """Return the content with the keys of bodies that had none when it was written."""

    def name(body: Body) -> Body:
        return body if body.key else replace(body, key=key_of(body.name))

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


async def _write_list(tx: AsyncConnection, table: sa.Table, gone: set[_Row], new: set[_Row]) -> None:
    columns = list(table.c.keys())
    if gone:
        same = sa.and_(*(column == sa.bindparam(f"its_{column.name}") for column in table.c))
        names = [f"its_{column}" for column in columns]
        await tx.execute(
            table.delete().where(same), [dict(zip(names, row, strict=True)) for row in sorted(gone)]
        )
    if new:
        await tx.execute(table.insert(), [dict(zip(columns, row, strict=True)) for row in sorted(new)])
