import datetime as dt

import pytest
import sqlalchemy as sa

from briefs.store.audit import Act, AuditStore
from briefs.store.schema import audit

NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


@pytest.fixture
def store(database) -> AuditStore:
    return AuditStore(database)


async def test_acts_are_read_newest_first_in_pages_and_by_brief(store):
    for number in range(1, 6):
        await store.note(Act("telegram:1", "publish", number % 2, {"n": number}), now=NOW)
    newest = await store.entries(2)
    assert [entry.act.details["n"] for entry in newest] == [5, 4]
    assert [entry.act.details["n"] for entry in await store.entries(9, before=newest[-1].id)] == [3, 2, 1]
    assert [entry.act.details["n"] for entry in await store.entries(9, brief_id=0)] == [4, 2]
    assert newest[0].at == NOW


@pytest.mark.parametrize("change", [audit.update().values(act="nothing"), audit.delete()])
async def test_the_database_refuses_to_change_what_was_written(store, database, change):
    await store.note(Act("telegram:1", "publish", 1), now=NOW)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        async with database.write() as tx:
            await tx.execute(change)
    assert [entry.act.act for entry in await store.entries(9)] == ["publish"]
