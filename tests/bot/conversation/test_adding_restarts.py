"""What an editor has begun outlives the process that took it."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.app import build_bot, running
from bot.local import Persona
from bot.services import open_services
from bot.settings import Settings, load_settings

FIRST = """Siết kiểm tra an toàn hồ chứa trước mùa mưa

Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai tại Hà Nội."""
SECOND = "Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024."


@pytest.fixture
def settings(settings: Settings, reader: Persona) -> Settings:
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(reader.person.id,))


@asynccontextmanager
async def process(settings: Settings):
    """Run the bot as a process of its own would: nothing is shared with the next but the database."""
    async with open_services(settings) as services:
        await services.library.refresh()
        async with running(build_bot(services), asyncio.Event()):
            yield


async def test_a_gathering_and_an_open_question_go_on_in_another_process(settings, reader: Persona):
    def shown() -> dict:
        return [m for m in reader.chat.messages.values() if m["from"]["is_bot"]][-1]

    async def says(text: str) -> dict:
        await reader.telegram.journal.until(lambda: text in shown()["text"], 10, text)
        return shown()

    async with process(settings):
        await reader.ask("/add")
        reader.send(FIRST)
        await says("1 tin nhắn")
    async with process(settings):
        reader.send(SECOND)
        await reader.press(await says("2 tin nhắn"), "Xong")
        await says("Bài không nêu ngày")
    async with process(settings):
        reader.send("5/6/2024")
        await says("Bài không nêu cơ quan báo chí")
