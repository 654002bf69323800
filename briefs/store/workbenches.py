"""What editors have at hand beside the text of a brief: lines left out, suggestions, former states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from briefs.ingest.surroundings import Hints, LeftOut
from briefs.model import BriefContent
from briefs.store.dialects import insert_or_ignore
from briefs.store.engine import Database
from briefs.store.schema import workbenches

FORMER = 20
"""So many changes can be undone."""


_NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Former:
    """A state before a change; without paragraphs where the change left those of the source alone."""

    content: BriefContent
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbench:
    """`notes` are what the parser had to say; the last of `former` comes back with the next undo."""

    left_out: tuple[LeftOut, ...] = ()
    hints: Hints = _NO_HINTS
    notes: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()

    def after(
        self, before: BriefContent, now: BriefContent, left_out: tuple[LeftOut, ...] | None = None
    ) -> Workbench:
        """Return the workbench after a change that can be undone; `left_out` where that changed too."""
        if before.article.paragraphs == now.article.paragraphs:
            before = replace(before, article=replace(before.article, paragraphs=()))
        former = (*self.former, Former(before, self.left_out))[-FORMER:]
        return replace(self, former=former, left_out=self.left_out if left_out is None else left_out)

    def undone(self, now: BriefContent) -> tuple[BriefContent, Workbench] | None:
        """Return the content before the last change, and the workbench then; None where there is none."""
        if not self.former:
            return None
        *rest, last = self.former
        content = last.content
        if not content.article.paragraphs:
            content = replace(content, article=replace(content.article, paragraphs=now.article.paragraphs))
        return content, replace(self, former=tuple(rest), left_out=last.left_out)


class WorkbenchStore:
    """Keeps one workbench a brief."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, brief_id: int) -> Workbench:
        """Return the workbench of a brief, an empty one where nothing was put on it."""
        query = workbenches.select().where(workbenches.c.brief_id == brief_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Workbench() if row is None else _adapter().validate_python(row.state)

    async def put(self, brief_id: int, bench: Workbench) -> None:
        """Keep a workbench in place of the one before."""
        state: Any = _adapter().dump_python(bench, mode="json", exclude_defaults=True)
        table = workbenches.c
        async with self._database.write() as tx:
            row = {"brief_id": brief_id, "state": state}
            await tx.execute(insert_or_ignore(self._database.dialect, workbenches).values(row))
            await tx.execute(workbenches.update().where(table.brief_id == brief_id).values(state=state))


@cache
def _adapter() -> TypeAdapter[Workbench]:
    return TypeAdapter(Workbench)
