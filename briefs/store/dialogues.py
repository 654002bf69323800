"""What a person was asked and has not answered yet: kept here, so that any process can take the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import dialogues

KEPT = dt.timedelta(hours=12)
"""After this a text is a new request, not an answer to what was asked."""


_SINCE = "since"
_ABOUT = ("brief", "aim", "address")
"""What in the data says what a question is about; the rest is what is known of the answer so far."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What the next text of a person in a chat answers: `kind` names who takes it, `data` is JSON.

    `since` is the second since 1970 in which it was first asked, as the store notes it: a question that is
    asked again with more known of its answer is the same.
    """

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    since: int = field(default=0, compare=False)

    def is_as(self, other: Dialogue) -> bool:
        """Tell whether another question is the same."""
        alike = all(self.data.get(name) == other.data.get(name) for name in _ABOUT)
        return alike and self.kind == other.kind


_CURRENT = dialogues.select().where(
    dialogues.c.chat == sa.bindparam("chat"),
    dialogues.c.person == sa.bindparam("person"),
    dialogues.c.expires_at > sa.bindparam("now"),
)


class DialogueStore:
    """Keeps at most one open question per chat and person; addresses are those of one channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, chat: str, person: str, dialogue: Dialogue, *, now: dt.datetime) -> None:
        """Ask, in place of what was asked before."""
        async with self._database.write() as tx:
            await tx.execute(dialogues.delete().where(dialogues.c.expires_at <= now))
            await _turn(tx, chat, person, lambda _: dialogue, now, KEPT)

    async def current(self, chat: str, person: str, *, now: dt.datetime) -> Dialogue | None:
        """Return what is asked now, None where nothing is."""
        found = await self._database.rows(_CURRENT, chat=chat, person=person, now=now)
        return _read(found[0]) if found else None

    async def change(
        self,
        chat: str,
        person: str,
        turn: Callable[[Dialogue | None], Dialogue | None],
        *,
        now: dt.datetime,
        kept: dt.timedelta = KEPT,
    ) -> Dialogue | None:
        """Put in place of what is asked now what `turn` makes of it, nothing for None, and return that.

        It is `kept` from now on. Nothing is lost where several do so at once: the second sees what the first
        has written.
        """
        async with self._database.write() as tx:
            return await _turn(tx, chat, person, turn, now, kept)

    async def close(self, chat: str, person: str) -> bool:
        """Ask no more, and tell whether anything was asked."""
        over = dialogues.delete().where(*_between(chat, person)).returning(dialogues.c.chat)
        async with self._database.write() as tx:
            return (await tx.execute(over)).first() is not None


async def _turn(
    tx: AsyncConnection,
    chat: str,
    person: str,
    turn: Callable[[Dialogue | None], Dialogue | None],
    now: dt.datetime,
    kept: dt.timedelta,
) -> Dialogue | None:
    between = _between(chat, person)
    blank = {"chat": chat, "person": person, "kind": "", "data": {}, "expires_at": now}
    await tx.execute(insert_or_ignore(tx.dialect.name, dialogues).values(blank))
    row = (await tx.execute(dialogues.select().where(*between).with_for_update())).one()
    current = _read(row) if row.expires_at > now else None
    new = turn(current)
    if new is None:
        await tx.execute(dialogues.delete().where(*between))
        return None
    new = replace(new, since=current.since if current and new.is_as(current) else int(now.timestamp()))
    values = {"kind": new.kind, "data": {**new.data, _SINCE: new.since}, "expires_at": now + kept}
    await tx.execute(dialogues.update().where(*between).values(values))
    return new


def _read(row: Any) -> Dialogue | None:
    if not isinstance(row.data, dict):  # damaged
        return None
    since = row.data.pop(_SINCE, 0)  # earlier versions wrote none
    return Dialogue(row.kind, row.data, since)


def _between(chat: str, person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return dialogues.c.chat == chat, dialogues.c.person == person
