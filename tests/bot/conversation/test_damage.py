"""A brief that was damaged in the database: the bot starts, and only what opens that brief fails."""

import asyncio

import sqlalchemy as sa

from bot.app import build_bot, running
from bot.local import LocalTelegram, Persona
from bot.services import open_services

OURS = "Lỗi ở phía chúng tôi"
DAMAGED = 3


async def damage(settings) -> None:
    """Store the packaged briefs and tear one, as at the first start of a newer version."""
    async with open_services(settings) as services:
        await services.seed_if_empty()
        async with services.database.write() as tx:
            await tx.execute(sa.text("UPDATE briefs SET content = '{\"ti' WHERE id = :id"), {"id": DAMAGED})
            await tx.execute(sa.text("DELETE FROM counters WHERE name = 'filed'"))


async def test_all_but_the_damaged_brief_itself_is_answered(
    settings, telegram: LocalTelegram, reader: Persona, caplog
):
    await damage(settings)
    async with open_services(settings) as services, running(build_bot(services), asyncio.Event()):
        for asked in ("/start", "/latest", "ngoại giao kinh tế", "/directives", "/directives bộ công thương"):
            answer = await reader.ask(asked)
            assert OURS not in answer["text"], asked
            assert f"/b{DAMAGED}" not in answer["text"], asked
        assert OURS not in (await reader.ask("/b1"))["text"]
        assert OURS in (await reader.ask(f"/b{DAMAGED}"))["text"]
        await telegram.idle()
    (told,) = {r.getMessage() for r in caplog.records if r.name == "briefs.store.content"}
    assert told.startswith(f"Brief {DAMAGED} is stored in a form that cannot be read (no content)")
