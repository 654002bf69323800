"""/settings: what is set for a chat, and changing it by button or by typing."""

import asyncio
import datetime as dt

import pytest

from bot.app import build_bot, running
from bot.local import LocalTelegram, Persona
from bot.services import open_services
from bot.settings import load_settings
from briefs.schedule import QuietHours


async def stored(bot, persona: Persona):
    return await bot.services.chats.find("telegram", str(persona.chat.id))


async def test_settings_say_what_is_set(talk):
    answer = await talk.say("/caidat")
    assert "Ngôn ngữ: Tiếng Việt\nMúi giờ: giờ Việt Nam, bây giờ là " in answer
    assert "\nGiờ im lặng: không đặt\nBản tin đang nhận: 0" in answer


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("tokyo", "Asia/Tokyo"),
        ("múi giờ Luân Đôn", "Europe/London"),
        ("HÀ NỘI", "Asia/Ho_Chi_Minh"),
        ("Europe/Berlin", "Europe/Berlin"),
    ],
)
async def test_a_time_zone_is_typed_as_a_place(talk, bot, typed, zone):
    assert (await talk.say(f"/settings {typed}")).startswith("Đã lưu.")
    assert (await stored(bot, talk.persona)).timezone == zone


async def test_a_typo_in_a_place_is_offered_as_a_button_and_sets_nothing_by_itself(talk, bot):
    assert "Không có nơi nào tên “Tokio”" in await talk.say("/settings Tokio")
    assert (await stored(bot, talk.persona)).timezone == "Asia/Ho_Chi_Minh"
    assert "giờ Tokyo" in await talk.press(next(b for b in talk.buttons if b.startswith("Tokyo")))
    assert (await stored(bot, talk.persona)).timezone == "Asia/Tokyo"


async def test_an_unknown_place_offers_the_common_ones(talk):
    await talk.say("/settings qwzx <b>")
    assert any(button.startswith("Singapore · ") for button in talk.buttons)


async def test_a_zone_is_chosen_in_two_presses(talk):
    await talk.say("/settings")
    await talk.press("Múi giờ")
    assert "giờ Seoul" in await talk.press(next(b for b in talk.buttons if b.startswith("Seoul")))


async def test_digests_there_are_keep_their_zone_until_they_are_moved(talk, bot):
    await talk.say("/subscribe an giang 07:30")
    assert "1 bản tin vẫn gửi theo múi giờ khác." in await talk.say("/settings tokyo")
    chat = await stored(bot, talk.persona)
    (before,) = await bot.services.subscriptions.of_chat(chat.id)
    assert "múi giờ khác" not in await talk.press("Chuyển bản tin sang giờ Tokyo")
    (after,) = await bot.services.subscriptions.of_chat(chat.id)
    assert (before.timezone, after.timezone) == ("Asia/Ho_Chi_Minh", "Asia/Tokyo")
    assert before.next_due - after.next_due in (dt.timedelta(hours=2), dt.timedelta(hours=-22))


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("im lặng 22:00-06:30", "22:00", "06:30"),
        ("im lang 22h - 6h30", "22:00", "06:30"),
        ("giờ im lặng từ 21g đến 7g", "21:00", "07:00"),
        ("quiet hours 9 to 17", "09:00", "17:00"),
        ("im lặng từ 10 giờ tối đến 6 giờ sáng", "22:00", "06:00"),
        ("im lặng 9h30 tối tới 6h", "21:30", "06:00"),
        ("quiet 10pm to 6am", "22:00", "06:00"),
    ],
)
async def test_quiet_hours_are_typed_as_people_write_them(talk, bot, typed, start, end):
    assert f"Giờ im lặng: {start}-{end}" in await talk.say(f"/settings {typed}")
    quiet = QuietHours(dt.time.fromisoformat(start), dt.time.fromisoformat(end))
    assert (await stored(bot, talk.persona)).quiet == quiet


@pytest.mark.parametrize(
    "typed",
    [
        "im lang 22:00",
        "im lang 25-6",
        "quiet 22-22",
        "im lang 20h sang den 6h",
        "im lang mai",
        "quiet 22-6-7",
    ],
)
async def test_quiet_hours_that_cannot_be_read_are_explained(talk, bot, typed):
    assert "cần có giờ bắt đầu và giờ kết thúc" in await talk.say(f"/settings {typed}")
    assert (await stored(bot, talk.persona)).quiet is None


@pytest.mark.parametrize("typed", ["7h30", "giờ gửi 8h sáng", "giờ 8:15"])
async def test_an_hour_to_send_at_leads_to_what_is_followed(talk, typed):
    assert "có giờ gửi riêng" in await talk.say(f"/settings {typed}")
    assert "Đang theo dõi" in talk.buttons


async def test_quiet_hours_are_chosen_and_given_up_by_button(talk, bot):
    await talk.say("/settings im lang")
    assert "Giờ im lặng: 22:00-06:00" in await talk.press("22:00-06:00")
    await talk.press("Giờ im lặng")
    assert "Giờ im lặng: không đặt" in await talk.press("Không đặt giờ im lặng")
    await talk.say("/settings im lang 21-7")
    await talk.say("/settings im lặng tắt")
    assert (await stored(bot, talk.persona)).quiet is None


async def test_the_language_is_typed_or_pressed(talk):
    assert "Language: English" in await talk.say("/settings english")
    assert "Ngôn ngữ: Tiếng Việt" in await talk.press("Tiếng Việt")
    assert "Language: English" in await talk.say("/settings en")


async def test_in_a_group_only_admins_see_and_change_settings(talk, bot, telegram: LocalTelegram):
    owner = telegram.person("Chủ")
    group = telegram.group("Tổ Tổng hợp", admins=[owner], members=[talk.persona.person])
    assert "chỉ quản trị viên" in await talk.say("/settings tokyo", chat=group)
    shown = await Persona(telegram, owner).ask("/settings", chat=group)
    query = talk.persona.callback(shown, "cs:Asia/Tokyo")
    await telegram.idle()
    assert "chỉ quản trị viên" in query.answer.text
    found = await bot.services.chats.find("telegram", str(group.id))
    assert found.timezone == "Asia/Ho_Chi_Minh"
    assert "giờ Tokyo" in (await Persona(telegram, owner).ask("/settings tokyo", chat=group))["text"]


@pytest.mark.parametrize(
    "data", ["cs:Asia/Atlantis", "cs:../etc", "cm:x", "ck:9999:0600", "ck:2200", "cl:xx", "cs"]
)
async def test_foreign_data_on_a_settings_button_changes_nothing(talk, bot, telegram: LocalTelegram, data):
    await talk.say("/settings")
    before = await stored(bot, talk.persona)
    query = talk.persona.callback(talk.last, data)
    await telegram.idle()
    assert query.answer is not None
    assert await stored(bot, talk.persona) == before


async def test_new_chats_have_the_time_zone_that_is_set(settings, telegram, reader):
    given = settings.model_dump(exclude_unset=True) | {"timezone": "Asia/Vientiane"}
    async with (
        open_services(load_settings(None, **given)) as services,
        running(build_bot(services), asyncio.Event()),
    ):
        assert "giờ Viêng Chăn" in (await reader.ask("/settings"))["text"]
