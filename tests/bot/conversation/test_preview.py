"""The preview of a digest is what is sent, and sends nothing."""

import datetime as dt

import pytest

from bot.cli.digests import preview_digest
from bot.settings import PREFIX

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def preview(settings, talk, capsys, monkeypatch):
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", settings.database_url.get_secret_value())

    async def run() -> str:
        capsys.readouterr()
        await preview_digest(str(talk.persona.chat.id))
        return str(capsys.readouterr().out)

    return run


async def test_the_preview_says_what_is_then_sent(talk, bot, telegram, preview):
    await talk.say("/subscribe bct 07:30")
    chat = await bot.services.chats.find("telegram", str(talk.persona.chat.id))
    await bot.services.subscriptions.make_due(chat.id, now=bot.services.now(), covered_until=LONG_AGO)
    telegram.mark_read(talk.persona.chat)
    previewed = await preview()
    assert await bot.delivery.tick_now() == 1
    talk.last = await telegram.next_message(talk.persona.chat)
    window, *sent = talk.last["text"].splitlines()
    assert window.startswith("Bản tin ")
    assert previewed.splitlines()[1 : len(sent) + 1] == sent
    assert all(f"[{label}]" in previewed for label in talk.buttons)


async def test_a_preview_without_news_says_that_nothing_would_be_sent(talk, preview):
    await talk.say("/subscribe an giang 07:30")
    assert await preview() == "Nothing is new: nothing would be sent.\n"
