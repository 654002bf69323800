"""Several processes on one PostgreSQL: who answers, who delivers, and what outlives a restart of it."""

import asyncio
import datetime as dt
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.app import Bot, build_bot, running
from bot.local import LocalTelegram
from bot.roles import Role
from bot.services import open_services
from bot.settings import load_settings
from bot.web.app import SECRET_HEADER
from briefs.store.engine import Database
from briefs.store.leader import LeaderLock

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.postgres


@pytest.fixture
async def shared(settings, postgres_server):
    """Settings of processes that share an empty PostgreSQL database."""
    url = await postgres_server.new_database()
    yield load_settings(None, **(settings.model_dump(exclude_unset=True) | {"database_url": url}))
    await postgres_server.empty(url)


@asynccontextmanager
async def process(settings, role: Role):
    """Run what stands for a process: nothing is shared with others but the database."""
    async with open_services(settings) as services:
        if role.answers:
            await services.seed_if_empty()
        bot = build_bot(services)
        async with running(bot, asyncio.Event(), role):
            yield bot


def polls(telegram: LocalTelegram) -> int:
    return sum(call.method == "getUpdates" for call in telegram.journal.calls)


async def make_due(bot: Bot, chat_address: int) -> int:
    chat = await bot.services.chats.find("telegram", str(chat_address))
    await bot.services.subscriptions.make_due(chat.id, now=bot.services.now(), covered_until=LONG_AGO)
    return await bot.delivery.tick_now()


async def test_the_web_part_answers_and_the_worker_delivers(shared, telegram: LocalTelegram, reader):
    async with process(shared, Role.WORKER) as worker:
        reader.send("/start")
        await asyncio.sleep(0.3)
        assert polls(telegram) == 0
        async with process(shared, Role.WEB):
            assert "Kho có 5" in (await telegram.next_message(reader.chat, 15))["text"]
            await reader.ask("/subscribe an giang 07:30")
            telegram.mark_read(reader.chat)
            assert await make_due(worker, reader.chat.id) == 1
            assert "Bản tin" in (await telegram.next_message(reader.chat, 15))["text"]


async def test_of_two_processes_one_polls_and_the_other_takes_over(shared, telegram: LocalTelegram, reader):
    async with process(shared, Role.WEB):
        async with process(shared, Role.WEB):
            assert "Kho có 5" in (await reader.ask("/start"))["text"]
            assert [call for call in telegram.journal.calls if call.error and "Conflict" in call.error] == []
        assert "Kho có 5" in (await reader.ask("/start", seconds=15))["text"]


async def test_an_update_that_two_replicas_get_is_answered_once(shared, telegram, reader, free_port):
    hook = f"http://127.0.0.1:{free_port}/hook"
    async with process(load_settings(None, **changed(shared, hook, free_port)), Role.WEB) as bot:
        await reader.ask("/start")
        (call,) = [call for call in telegram.requests if call.method == "setWebhook"]
        update = {"update_id": 77, "message": {**next(iter(reader.chat.messages.values()))}}
        async with httpx.AsyncClient(trust_env=False) as http:
            for _ in range(3):
                headers = {SECRET_HEADER: call.params["secret_token"]}
                assert (await http.post(hook, json=update, headers=headers)).status_code == 200
        await telegram.next_message(reader.chat, 30)
        await telegram.idle()
        assert sum("Kho có 5" in m.get("text", "") for m in reader.chat.messages.values()) == 2
        assert bot.services.database.shared


def changed(settings, hook: str, port: int) -> dict:
    return settings.model_dump(exclude_unset=True) | {"webhook_url": hook, "http_port": port}


async def test_the_bot_goes_on_after_the_database_server_restarted(shared, telegram, reader, postgres_server):
    async with process(shared, Role.ALL) as bot:
        await reader.ask("/subscribe an giang 07:30")
        postgres_server.stop()
        reader.send("/start")
        await asyncio.sleep(0.5)
        telegram.mark_read(reader.chat)
        await asyncio.to_thread(postgres_server.start)
        assert "Kho có 5" in (await telegram.next_message(reader.chat, 30))["text"]
        telegram.mark_read(reader.chat)
        assert await make_due(bot, reader.chat.id) == 1
        assert "Bản tin" in (await telegram.next_message(reader.chat, 30))["text"]


async def test_a_lock_is_held_by_one_and_lost_with_its_connection(postgres_server):
    url = await postgres_server.new_database()
    database = await Database.open(url)
    first, second = LeaderLock(database, 1), LeaderLock(database, 1)
    assert (await first.holds(), await first.holds(), await second.holds()) == (True, True, False)
    await postgres_server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    )
    assert not await first.holds()
    assert await second.holds()
    await second.release()
    assert await first.holds()
    await first.release()
    await database.close()
    await postgres_server.empty(url)
