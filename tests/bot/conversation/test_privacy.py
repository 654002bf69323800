"""/privacy: what is kept about a chat, as a file, or not at all."""

import json

from bot.local import LocalTelegram, Persona
from briefs.staff import StaffRole


def content(telegram: LocalTelegram, message) -> dict:
    return json.loads(telegram.files.by_id(message["document"]["file_id"]).upload.content)


async def test_what_is_kept_is_said_and_handed_out_as_a_file(talk, telegram: LocalTelegram):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("mien thi thuc")
    assert "trong 30 ngày" in await talk.say("/riengtu")
    asked = talk.last
    await talk.persona.press(asked, "Tải về (JSON)")
    sent = await telegram.next_message(talk.persona.chat)
    kept = content(telegram, sent)
    assert sent["document"]["file_name"] == "diemtin.json"
    assert kept["chat"]["address"] == str(talk.persona.chat.id)
    assert [item["criteria"]["keys"] for item in kept["subscriptions"]] == [["place:an-giang"]]
    assert "mien thi thuc" in [item["text"] for item in kept["searches"]]
    assert talk.persona.person.first_name not in json.dumps(kept, ensure_ascii=False)


async def test_everything_is_erased_only_after_a_second_press_and_a_fresh_start_works(talk, bot):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/settings english")
    await talk.say("/privacy")
    assert "Erase everything about this chat?\n1 digest ends with it." in await talk.press("Erase everything")
    assert await bot.services.subscriptions.count() == 1
    assert (await talk.press("Yes, erase everything")).startswith("Erased.")
    assert await bot.services.chats.find("telegram", str(talk.persona.chat.id)) is None
    assert await bot.services.subscriptions.count() == 0
    menu = talk.persona.telegram.menus.seen_by(talk.persona.person, talk.persona.chat)
    assert any(command["description"].startswith("Tìm") for command in menu)
    assert "Kho có 5" in await talk.say("/start")
    assert "Chưa theo dõi gì" in await talk.say("/mysubs")
    assert "Đang theo dõi: An Giang" in await talk.say("/subscribe an giang 07:30")


async def test_an_editor_is_told_that_the_role_ends_and_so_it_does(hire, bot, telegram: LocalTelegram):
    lan, editor = await hire("Lan", StaffRole.EDITOR)
    group = telegram.group("Tổ Tổng hợp", admins=[lan.persona.person])
    assert "vai trò" not in await lan.say("/privacy", chat=group)
    assert "vai trò của anh/chị" in await lan.say("/privacy")
    assert "Vai trò được giao" in await lan.press("Xóa tất cả")
    await lan.press("Đồng ý, xóa tất cả")
    assert await bot.services.roster.role_of(editor.person) is StaffRole.READER


async def test_erasing_can_be_thought_better_of(talk, bot):
    await talk.say("/subscribe an giang 07:30")
    await talk.say("/privacy")
    await talk.press("Xóa tất cả")
    assert "Dữ liệu đang giữ" in await talk.press("Không xóa")
    assert await bot.services.subscriptions.count() == 1


async def test_a_member_of_a_group_can_neither_download_nor_erase(talk, bot, telegram: LocalTelegram):
    owner = Persona(telegram, telegram.person("Chủ"))
    group = telegram.group("Tổ Tổng hợp", admins=[owner.person], members=[talk.persona.person])
    await owner.ask("/subscribe an giang 07:30", chat=group)
    shown = await owner.ask("/privacy", chat=group)
    for data in ("pd", "pe", "px"):
        query = talk.persona.callback(shown, data)
        await telegram.idle()
        assert "chỉ quản trị viên" in query.answer.text
    assert await bot.services.subscriptions.count() == 1
