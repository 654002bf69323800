"""The bot on PostgreSQL, behind a webhook, with Telegram away, and its health."""

import asyncio

import httpx
import pytest

from bot.app import build_bot, running
from bot.local import Fault, LocalTelegram, Trouble
from bot.services import open_services
from bot.settings import Settings, load_settings
from bot.web.app import SECRET_HEADER


def changed(settings: Settings, **values: object) -> Settings:
    return load_settings(None, **{**settings.model_dump(exclude_unset=True), **values})


async def test_the_bot_answers_on_any_database(settings, database_url, reader):
    async with open_services(changed(settings, database_url=database_url)) as services:
        await services.seed_if_empty()
        async with running(build_bot(services), asyncio.Event()):
            assert "355/TB-VPCP" in (await reader.ask("/b5"))["text"]
            assert "Đang theo dõi: An Giang" in (await reader.ask("/subscribe an giang 07:30"))["text"]


async def test_updates_come_by_webhook_and_only_with_its_secret(settings, telegram, reader, free_port):
    hooked = changed(settings, webhook_url=f"http://127.0.0.1:{free_port}/hook", http_port=free_port)
    async with open_services(hooked) as services:
        await services.seed_if_empty()
        async with running(build_bot(services), asyncio.Event()):
            assert "Kho có 5" in (await reader.ask("/start"))["text"]
            assert [c for c in telegram.journal.calls if c.method == "getUpdates"] == []
            async with httpx.AsyncClient(trust_env=False) as http:
                forged = await http.post(hooked.webhook_url, json={"update_id": 1})
                wrong = await http.post(hooked.webhook_url, json={}, headers={SECRET_HEADER: "guess"})
    assert (forged.status_code, wrong.status_code) == (403, 403)


async def test_health_is_told_while_the_bot_runs(settings, free_port):
    async with (
        open_services(changed(settings, http_port=free_port)) as services,
        running(build_bot(services), asyncio.Event()),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port}", trust_env=False) as http,
    ):
        assert (await http.get("/healthz")).text == "ok"
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (200, "ok")
        assert (await http.post("/telegram")).status_code == 404


@pytest.mark.parametrize("trouble", [Trouble.RESET, Trouble.STATUS, Trouble.GARBAGE, Trouble.FLOOD])
async def test_a_telegram_that_is_away_at_the_start_is_waited_for(
    settings, telegram: LocalTelegram, reader, trouble
):
    telegram.faults.add(Fault(trouble, method="getMe", times=1))
    async with open_services(settings) as services:
        await services.seed_if_empty()
        async with running(build_bot(services), asyncio.Event()):
            assert "Kho có 5" in (await reader.ask("/start"))["text"]


async def test_menus_and_descriptions_are_set_for_every_scope_and_language(bot, telegram: LocalTelegram):
    def descriptions() -> int:
        return sum(call.method == "setMyDescription" for call in telegram.requests)

    await telegram.journal.until(lambda: descriptions() == 2, 10, "the last of the menus")
    menus = [call.params for call in telegram.requests if call.method == "setMyCommands"]
    scopes = {(menu["scope"].type, menu.get("language_code")) for menu in menus}
    kinds = ("all_private_chats", "all_group_chats", "all_chat_administrators")
    assert scopes == {(kind, language) for kind in kinds for language in (None, "en")}


@pytest.mark.parametrize("method", ["sendMessage", "answerCallbackQuery"])
async def test_a_failed_call_to_telegram_does_not_stop_the_bot(talk, telegram: LocalTelegram, method):
    await talk.say("/start")
    telegram.faults.add(Fault(Trouble.STATUS, method=method, times=1, status=502))
    talk.persona.send("/latest")
    talk.persona.callback(talk.last, "l:0")
    await telegram.idle()
    known = max(talk.persona.chat.messages)
    talk.persona.send("/start")
    later = talk.persona.chat.messages
    await telegram.journal.until(
        lambda: any("Kho có 5" in str(m.get("text")) for n, m in later.items() if n > known), 5, "an answer"
    )
