"""/backup: a copy of all data for owners, in their private chat."""

import asyncio
import datetime as dt
import os
import sqlite3
from contextlib import closing

import pytest

from bot.app import build_bot, running
from bot.local import Fault, Persona, Trouble
from bot.services import open_services
from bot.settings import load_settings
from briefs.staff import StaffRole
from briefs.store.backup import restore


@pytest.fixture
def settings(settings, reader):
    """The reader of these conversations owns the bot."""
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(reader.person.id,))


async def files(reader: Persona, number: int) -> list[dict]:
    """The files the bot sent to the reader, so many."""

    def sent() -> list[dict]:
        return [message for message in reader.chat.messages.values() if "document" in message]

    await reader.telegram.journal.until(lambda: len(sent()) == number, 10, "a file")
    await reader.telegram.idle()
    return sent()


def content(reader: Persona, message: dict) -> bytes:
    return reader.telegram.files.by_id(message["document"]["file_id"]).upload.content


async def test_an_owner_gets_a_copy_that_can_be_put_back(talk, reader, bot, tmp_path):
    await talk.say("/start")
    reader.send("/saoluu")
    [message] = await files(reader, 1)
    name = f"diemtin-{bot.services.today()}.db"
    assert message["document"]["file_name"] == name
    lines = message["caption"].splitlines()
    assert lines[0] == f"Bản sao lưu ngày {bot.services.today():%d/%m/%Y}"
    assert lines[1].endswith(" MB · 5 bản tóm lược · 1 cuộc trò chuyện")
    assert "cần giữ kín" in lines[2]
    assert lines[-1] == f"Để khôi phục: diemtin restore {name}"
    (tmp_path / name).write_bytes(content(reader, message))
    restore(tmp_path / name, tmp_path / "restored.db", now=dt.datetime.now(dt.UTC))
    with closing(sqlite3.connect(tmp_path / "restored.db")) as restored:
        assert restored.execute("SELECT count(*) FROM briefs").fetchone() == (5,)
    assert list(tmp_path.glob("bot.db*packing*")) == []


async def test_one_message_tells_how_far_it_is(talk, reader, telegram):
    reader.send("/backup")
    await files(reader, 1)
    texts = [
        (call.method, str(call.params.get("text")))
        for call in telegram.requests
        if call.method in ("sendMessage", "editMessageText")
    ]
    assert [method for method, _ in texts] == ["sendMessage", "editMessageText"]
    assert texts[0][1].startswith("Đang sao chép")
    assert texts[1][1].startswith("Đã sao chép và kiểm tra xong")


async def test_the_file_leaves_the_chat_only_when_that_is_allowed(talk, reader):
    reader.send("/backup")
    [talk.last] = await files(reader, 1)
    assert talk.last["has_protected_content"]
    await reader.press(talk.last, "Cho phép lưu tệp")
    kept, free = await files(reader, 2)
    assert kept == talk.last
    assert "has_protected_content" not in free
    assert free["document"]["file_name"] == kept["document"]["file_name"]
    assert content(reader, free) == content(reader, kept)
    talk.last = free
    assert (await talk.press("‹ Bàn biên tập")).startswith("Bàn biên tập")
    assert len(await files(reader, 2)) == 2


async def test_the_audit_names_who_took_a_copy(talk, reader, bot):
    reader.send("/backup")
    [message] = await files(reader, 1)
    [entry] = await bot.services.audit.entries(9)
    assert (entry.act.actor, entry.act.act) == (f"telegram:{reader.person.id}", "backup")
    name = message["document"]["file_name"]
    assert (await talk.say("/audit")).endswith(f" · Lan\ntạo bản sao lưu\n{name}")


async def test_a_button_whose_file_is_gone_makes_no_other_copy(talk, reader, bot):
    await talk.say("/start")
    pressed = await reader.answered(reader.callback(talk.last, "wb"))
    assert pressed.text == "Tệp này đã quá cũ để gửi lại: anh/chị gửi /backup để tạo bản mới."
    assert await bot.services.audit.entries(9) == []


async def test_others_than_owners_and_groups_get_no_copy(talk, reader, bot, hire, telegram):
    hoa, _ = await hire("Hoa", StaffRole.PUBLISHER)
    assert await hoa.say("/backup") == "Chỉ quản trị viên làm được việc này."
    group = telegram.group("Tổ", admins=[reader.person])
    elsewhere = "Bàn biên tập chỉ mở trong trò chuyện riêng với bot."
    assert await talk.say("/backup", chat=group) == elsewhere
    assert (await reader.answered(reader.callback(talk.last, "wb"))).text == elsewhere
    shown = await hoa.say("/start") and hoa.last
    assert "Chỉ quản trị viên" in (await hoa.persona.answered(hoa.persona.callback(shown, "wb"))).text
    assert [entry.act.act for entry in await bot.services.audit.entries(9)] == ["grant"]
    sent = [m for chat in telegram.world.chats.values() for m in chat.messages.values()]
    assert not any("document" in message for message in sent)


async def test_who_is_no_owner_any_more_cannot_let_the_file_go(hire, bot):
    hoa, owner = await hire("Hoa", StaffRole.OWNER)
    hoa.persona.send("/backup")
    [message] = await files(hoa.persona, 1)
    await bot.services.roster.grant(owner.person, StaffRole.READER, owner)
    pressed = await hoa.persona.press(message, "Cho phép lưu tệp")
    assert pressed.text == "Chỉ quản trị viên làm được việc này."
    assert await files(hoa.persona, 1) == [message]


async def test_an_owner_is_told_why_no_copy_was_made(talk, bot, tmp_path, capsys):
    (tmp_path / "bot.db.packing").write_text("in the way")
    await talk.say("/backup")
    await talk.persona.telegram.journal.until(lambda: talk.buttons, 5, "the end of it")
    assert talk.current["text"] == (
        "Chưa tạo được bản sao lưu.\nKhông ghi được bản sao. Anh/chị kiểm tra trên máy chủ: "
        "đĩa còn chỗ, thư mục dữ liệu ghi được; rồi gửi lại /backup."
    )
    logged = [line for line in capsys.readouterr().out.splitlines() if "backup.failed" in line]
    assert "File exists" in logged[0]
    assert await bot.services.audit.entries(9) == []


async def test_an_upload_holds_up_the_end_for_a_few_seconds_only(settings, reader, telegram, capsys):
    telegram.faults.add(Fault(Trouble.SLOW, "sendDocument", seconds=600))
    async with (
        asyncio.timeout(30),
        open_services(settings) as services,
        running(build_bot(services), asyncio.Event()),
    ):
        shown = await reader.ask("/backup")
        messages = reader.chat.messages
        await telegram.journal.until(
            lambda: "Tệp đến ngay" in messages[shown["message_id"]]["text"], 10, "the upload"
        )
    telegram.faults.clear()
    assert "bot.answers_cut_off" in capsys.readouterr().out


class TestALargeDatabase:
    @pytest.fixture
    def settings(self, settings, tmp_path):
        os.truncate(tmp_path / "bot.db", 600_000_000)  # a hole: it takes no room
        return settings

    async def test_is_left_to_the_command_line(self, talk, bot):
        await talk.say("/backup")
        await talk.persona.telegram.journal.until(lambda: talk.buttons, 5, "the end of it")
        assert talk.current["text"] == (
            "Bản sao lưu nén lại vẫn quá 50 MB, mức tối đa Telegram cho gửi.\n"
            f"Tạo trên máy chủ: diemtin backup diemtin-{bot.services.today()}.db"
        )
        assert "‹ Bàn biên tập" in talk.buttons


@pytest.mark.postgres
async def test_on_postgresql_its_own_tools_are_named(settings, reader, postgres_server):
    url = await postgres_server.new_database()
    kept = settings.model_dump(exclude_unset=True) | {"database_url": url}
    async with (
        open_services(load_settings(None, **kept)) as services,
        running(build_bot(services), asyncio.Event()),
    ):
        answer = (await reader.ask("/backup", seconds=15))["text"]
    assert "pg_dump --format=custom" in answer
    assert answer.endswith("docs/operations.md, mục “Backups”.")
    await postgres_server.empty(url)
