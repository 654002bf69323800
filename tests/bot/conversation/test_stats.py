"""/stats: the service in numbers, for publishers only."""

import pytest

from bot.local import Persona
from bot.settings import Settings, load_settings


@pytest.fixture
def settings(settings: Settings, reader: Persona) -> Settings:
    """The reader of these conversations owns the bot."""
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(reader.person.id,))


async def test_publishers_see_what_there_is_and_what_is_looked_for_in_vain(talk):
    for query in ("halal", "Halal!", "gạo nếp"):
        await talk.say(query)
    await talk.say("/subscribe an giang 07:30")
    answer = await talk.say("/thongke")
    assert "Bản tóm lược đã xuất bản: 5\n" in answer
    assert "Lượt đăng ký: 1\nNơi nhận: 1\n" in answer
    assert "Lượt tìm hôm nay: 3\nLượt tìm trong 7 ngày: 3\n" in answer
    assert answer.endswith("Hay tìm mà chưa có:\n• halal: 2 lượt\n• gao nep: 1 lượt")


async def test_the_desk_leads_to_them_and_back(talk):
    await talk.say("/start")
    await talk.press("Bàn biên tập")
    assert (await talk.press("Thống kê")).startswith("Thống kê\nBản tóm lược đã xuất bản: 5\n")
    assert (await talk.press("‹ Bàn biên tập")).startswith("Bàn biên tập")


async def test_readers_are_told_that_it_is_for_publishers(talk, telegram):
    talk.persona = Persona(telegram, telegram.person("Bạn đọc"))
    assert await talk.say("/stats") == "Chỉ người xuất bản làm được việc này."


async def test_what_is_looked_for_in_vain_is_not_told_to_a_group(talk, telegram):
    await talk.say("halal")
    group = telegram.group("Tổ", admins=[talk.persona.person])
    assert await talk.say("/stats", chat=group) == "Bàn biên tập chỉ mở trong trò chuyện riêng với bot."
    assert talk.buttons == ["Nhắn riêng cho bot"]
