from __future__ import annotations

from pathlib import Path

from bot.services import open_services
from bot.settings import load_settings
from briefs.store.lists import Role
from briefs.store.schema import counters, duties

PREMIER = "agency:thu-tuong-chinh-phu"


async def test_a_database_of_an_earlier_version_lists_its_duties_under_who_ordered_them_once_it_is_opened(
    tmp_path: Path,
) -> None:
    settings = load_settings(None, database_url=f"sqlite:///{tmp_path}/diemtin.db")
    async with open_services(settings) as services:
        await services.seed()
        today = await services.briefs.duties_for([PREMIER], [Role.ISSUER])
        async with services.database.write() as tx:
            await tx.execute(duties.delete().where(duties.c.role == Role.ISSUER))
            await tx.execute(counters.delete().where(counters.c.name == "filed"))
    async with open_services(settings) as services:
        assert await services.briefs.duties_for([PREMIER], [Role.ISSUER]) == today != []
