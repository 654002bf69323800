"""What a person was asked and has not answered yet: kept here, so that any process can take the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import dialogues

KEPT = dt.timedelta(hours=12)
"""After this a text is a new request, not an answer to what was asked."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What the next text of a person in a chat answers: `kind` names who takes it, `data` is JSON."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)


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
        values = {"kind": dialogue.kind, "data": dialogue.data, "expires_at": now + KEPT}
        key = {"chat": chat, "person": person}
        async with self._database.write() as tx:
            await tx.execute(dialogues.delete().where(dialogues.c.expires_at <= now))
            await tx.execute(insert_or_ignore(self._database.dialect, dialogues).values(key | values))
            await tx.execute(dialogues.update().where(*_between(chat, person)).values(values))

    async def current(self, chat: str, person: str, *, now: dt.datetime) -> Dialogue | None:
        """Return what is asked now, None where nothing is."""
        found = await self._database.rows(_CURRENT, chat=chat, person=person, now=now)
        return Dialogue(found[0].kind, found[0].data) if found else None

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
        key = {"chat": chat, "person": person}
        blank = {"kind": "", "data": {}, "expires_at": now}
        async with self._database.write() as tx:
            await tx.execute(insert_or_ignore(self._database.dialect, dialogues).values(key | blank))
            query = dialogues.select().where(*_between(chat, person)).with_for_update()
            row = (await tx.execute(query)).one()
            current = Dialogue(row.kind, row.data) if row.expires_at > now else None
            new = turn(current)
            if new is None:
                await tx.execute(dialogues.delete().where(*_between(chat, person)))
                return None
            values = {"kind": new.kind, "data": new.data, "expires_at": now + kept}
            await tx.execute(dialogues.update().where(*_between(chat, person)).values(values))
        return new

    async def close(self, chat: str, person: str) -> bool:
        """Ask no more, and tell whether anything was asked."""
        over = dialogues.delete().where(*_between(chat, person)).returning(dialogues.c.chat)
        async with self._database.write() as tx:
            return (await tx.execute(over)).first() is not None


def _between(chat: str, person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return dialogues.c.chat == chat, dialogues.c.person == person
