"""The chat page, driven by a browser, with a small scripted bot behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import expect
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
WELCOME = """<b>Chào anh/chị</b>
<blockquote expandable>một
hai
ba
bốn
năm</blockquote>
Xem /b3 hoặc <a href="https://t.me/diemtin_bot?start=b5">bản 5</a>,
<tg-spoiler>bí mật</tg-spoiler>, <code>An Giang</code>"""


def keys(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(a, callback_data=d) for a, d in row] for row in rows])


async def start(update: Update, context) -> None:
    text = f"Bản {context.args[0]}" if context.args else WELCOME
    buttons = keys([("Trang sau", "page"), ("Báo", "toast")], [("Cảnh báo", "alert")])
    await update.effective_message.reply_html(text, reply_markup=None if context.args else buttons)


async def press(update: Update, context) -> None:
    query = update.callback_query
    if query.data == "page":
        await query.answer()
        await query.edit_message_text("Trang 2", reply_markup=keys([("Trang trước", "page2")]))
    else:
        await query.answer("Đã ghi nhận", show_alert=query.data == "alert")


async def echo(update: Update, context) -> None:
    await update.effective_message.reply_text(f"Đã nghe: {update.effective_message.text}")


async def edited(update: Update, context) -> None:
    await update.edited_message.reply_text(f"Đã sửa thành: {update.edited_message.text}")


async def received(update: Update, context) -> None:
    file = await update.effective_message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.effective_message.reply_document(content[::-1], filename="ngược.txt", caption="Đây ạ")


async def where(update: Update, context) -> None:
    button = KeyboardButton("Chọn nhóm", request_chat=KeyboardButtonRequestChat(7, chat_is_channel=False))
    await update.effective_message.reply_text("Gửi vào đâu?", reply_markup=ReplyKeyboardMarkup([[button]]))


async def chosen(update: Update, context) -> None:
    shared = update.effective_message.chat_shared
    await update.effective_message.reply_text(f"Nhóm {shared.chat_id}", reply_markup=ReplyKeyboardRemove())


async def copying(update: Update, context) -> None:
    button = InlineKeyboardButton("Sao chép", copy_text=CopyTextButton("355/TB-VPCP"))
    link = InlineKeyboardButton("Mở bản 7", url="https://t.me/diemtin_bot?start=b7")
    await update.effective_message.reply_text("a", reply_markup=InlineKeyboardMarkup([[button, link]]))


@asynccontextmanager
async def scripted_bot(server) -> AsyncIterator[None]:
    app = (
        Application.builder()
        .token(server.telegram.token)
        .base_url(server.base_url)
        .base_file_url(server.base_file_url)
        .build()
    )
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler("noi", where))
    app.add_handler(CommandHandler("chep", copying))
    app.add_handler(CallbackQueryHandler(press))
    app.add_handler(MessageHandler(filters.StatusUpdate.CHAT_SHARED, chosen))
    app.add_handler(MessageHandler(filters.Document.ALL, received))
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:
        await app.bot.set_my_commands([("tim", "Tìm theo từ khóa"), ("start", "Mở đầu"), ("noi", "Nơi nhận")])
        await app.bot.set_my_description("Ai phải làm gì, đến bao giờ.")
        await app.start()
        await app.updater.start_polling()
        yield
        await app.updater.stop()
        await app.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def scene(stage):
    return await stage(scripted_bot)


@pytest_asyncio.fixture(loop_scope="session")
async def chat(scene):
    return await scene.open()


async def test_an_empty_chat_says_what_the_bot_does_and_starts_it(chat):
    await expect(chat.page.locator(".welcome")).to_contain_text("Ai phải làm gì")
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.sees("Chào anh/chị")
    await expect(chat.field).to_be_visible()


@pytest_asyncio.fixture(loop_scope="session")
async def started(chat):
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.sees("Chào anh/chị")
    return chat


async def test_a_button_edits_the_message_in_place(started):
    await started.key("Trang sau").click()
    await started.sees("Trang 2")
    await expect(started.messages).to_have_count(2)
    await expect(started.last).to_contain_text("đã sửa")
    await expect(started.key("Trang trước")).to_be_visible()


async def test_the_bots_answer_to_a_button_is_a_toast_or_an_alert(started):
    await started.key("Báo").click()
    await expect(started.page.locator(".toast")).to_have_text("Đã ghi nhận")
    await started.key("Cảnh báo").click()
    box = started.page.get_by_role("dialog")
    await expect(box).to_contain_text("Đã ghi nhận")
    await box.get_by_role("button", name="Đã hiểu").click()
    await expect(box).to_be_hidden()


async def test_a_long_quote_opens_and_closes(started):
    body = started.last.locator(".quote-body")
    folded = (await body.bounding_box())["height"]
    await started.page.get_by_role("button", name="Xem thêm").click()
    assert (await body.bounding_box())["height"] > folded
    await started.page.get_by_role("button", name="Thu gọn").click()
    assert (await body.bounding_box())["height"] == folded


async def test_a_command_in_a_text_is_sent_when_pressed(started):
    await started.last.get_by_role("button", name="/b3").click()
    await started.sees("Đã nghe: /b3")


async def test_a_link_to_the_bot_opens_inside_the_page(started):
    await started.last.get_by_role("link", name="bản 5").click()
    await started.sees("Bản b5")
    assert len(started.page.context.pages) == 1


async def test_a_button_that_links_to_the_bot_opens_inside_the_page(chat):
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.say("/chep")
    await chat.key("Mở bản 7").click()
    await chat.sees("Bản b7")


async def test_a_button_copies_its_text(started):
    await started.say("/chep")
    await started.key("Sao chép").click()
    await expect(started.page.locator(".toast")).to_have_text("Đã chép")
    assert await started.page.evaluate("navigator.clipboard.readText()") == "355/TB-VPCP"


async def test_the_menu_lists_commands_and_is_worked_by_keys(started):
    await started.field.press("/")
    options = started.page.get_by_role("option")
    await expect(options).to_have_count(3)
    await started.field.press_sequentially("n")
    await expect(options).to_have_count(1)
    await started.field.press("ArrowDown")
    await started.field.press("Enter")
    await started.sees("Gửi vào đâu?")


async def test_a_button_is_reached_and_pressed_by_keys_alone(started):
    page = started.page
    await started.field.focus()
    for _ in range(6):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "Cảnh báo":
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("Đã ghi nhận")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert await page.evaluate("document.activeElement.textContent") == "Cảnh báo"


async def test_the_menu_button_sends_the_command_that_is_tapped(started):
    await started.page.get_by_role("button", name="Lệnh").tap()
    await started.page.get_by_role("option", name="/tim").tap()
    await started.sees("Đã nghe: /tim")


async def test_a_button_that_asks_for_a_chat_offers_the_group(started, scene):
    await started.say("/noi")
    await started.page.get_by_role("button", name="Chọn nhóm").click()
    await started.page.get_by_role("dialog").get_by_role("button", name="Tổ Tổng hợp").click()
    await started.sees(f"Nhóm {scene.cast.group.id}")
    await expect(started.page.get_by_role("button", name="Chọn nhóm")).to_be_hidden()


async def test_a_file_goes_up_and_one_comes_down(started, tmp_path):
    source = tmp_path / "bài viết.txt"
    source.write_text("abc", encoding="utf-8")
    await started.page.locator("input[type=file]").set_input_files(source)
    await started.sees("Đây ạ")
    async with started.page.expect_download() as waiting:
        await started.last.get_by_role("link").click()
    download = await waiting.value
    assert download.suggested_filename == "ngược.txt"
    assert (await download.path()).read_text() == "cba"


async def test_an_own_message_is_edited_with_the_arrow_key(started):
    await started.say("xuat khau")
    await started.sees("Đã nghe: xuat khau")
    await started.field.press("ArrowUp")
    await started.field.fill("xuất khẩu")
    await started.field.press("Enter")
    await started.sees("Đã sửa thành: xuất khẩu")


async def test_a_reply_quotes_the_message(started, scene):
    await started.last.click(button="right")
    await started.page.get_by_role("menuitem", name="Trả lời").click()
    await started.say("rõ rồi")
    await started.sees("Đã nghe: rõ rồi")
    said = list(scene.cast.reader.chat.messages.values())[-2]
    assert said["reply_to_message"]["text"].startswith("Chào anh/chị")


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "&lt;b&gt; “” 🇻🇳 \u202eabc",
        "[a](javascript:alert(1))",
    ],
)
async def test_markup_in_a_message_stays_text(text, started):
    await started.say(text)
    await started.sees(f"Đã nghe: {text}")
    assert await started.page.locator(".message img, .message script").count() == 0


async def test_personas_have_chats_of_their_own(started):
    await started.page.get_by_role("button", name="Danh sách trò chuyện").click()
    await started.page.get_by_role("radio", name="Biên tập").click()
    await expect(started.page.locator(".welcome")).to_be_visible()
    await expect(started.messages).to_have_count(0)


async def test_a_topic_of_the_group_shows_only_its_own_messages(chat, scene):
    await chat.page.get_by_role("button", name="Danh sách trò chuyện").click()
    await chat.page.get_by_role("button", name="Bản tin", exact=True).click()
    await chat.say("/start@diemtin_bot")
    await chat.sees("Chào anh/chị")
    topic = next(iter(scene.cast.group.topics))
    assert {m["message_thread_id"] for m in scene.cast.group.messages.values() if "text" in m} == {topic}
    await chat.page.get_by_role("button", name="Danh sách trò chuyện").click()
    await chat.page.get_by_role("button", name="Trao đổi").click()
    await expect(chat.messages).to_have_count(0)


async def test_a_digest_can_be_made_due(stage):
    asked = []

    async def make_due(chat_id: int) -> str:
        asked.append(chat_id)
        return "Bản tin đang đến"

    scene = await stage(scripted_bot, make_due)
    chat = await scene.open("desktop")
    await chat.page.get_by_role("button", name="Tạo bản tin đến hạn ngay").click()
    await expect(chat.page.locator(".toast")).to_have_text("Bản tin đang đến")
    assert asked == [scene.cast.reader.chat.id]


async def test_a_fault_is_switched_on_and_off(scene):
    chat = await scene.open("desktop")
    switch = chat.page.get_by_role("switch", name="Máy chủ báo lỗi 502")
    async with chat.page.expect_response("**/chat/trouble"):
        await switch.check()
    assert [fault.status for fault in scene.telegram.faults.active] == [502]
    async with chat.page.expect_response("**/chat/trouble"):
        await switch.uncheck()
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.sees("Chào anh/chị")
    assert scene.telegram.faults.active == ()


async def test_blocking_the_bot_reaches_it(chat, scene):
    await chat.page.get_by_role("button", name="Thêm", exact=True).click()
    await chat.page.get_by_role("menuitem", name="Chặn bot").click()
    await expect(chat.page.locator("#status")).to_contain_text("đã chặn")
    assert scene.cast.reader.chat.bot == "kicked"


async def test_the_page_speaks_english_too(chat):
    await chat.page.get_by_role("button", name="Thêm", exact=True).click()
    await chat.page.get_by_role("menuitem", name="English").click()
    await expect(chat.page.get_by_role("button", name="Start")).to_be_visible()
    assert await chat.page.evaluate("document.documentElement.lang") == "en"


async def test_the_look_is_switched_and_kept(scene):
    chat = await scene.open("desktop", "light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = await chat.page.evaluate(colour)
    await chat.page.get_by_role("button", name="Giao diện: Theo máy").click()
    await chat.page.get_by_role("button", name="Giao diện: Sáng").click()
    dark = await chat.page.evaluate(colour)
    assert dark != light
    await chat.page.reload()
    await expect(chat.page.get_by_role("button", name="Giao diện: Tối")).to_be_visible()
    assert await chat.page.evaluate(colour) == dark


async def test_two_windows_show_the_same_chat(started, scene):
    other = await scene.open("desktop", "dark")
    await started.say("cùng lúc")
    await other.sees("Đã nghe: cùng lúc")


@pytest.mark.parametrize("size", ["phone", "desktop"])
async def test_nothing_is_wider_than_the_window(size, scene):
    chat = await scene.open(size)
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.say("x" * 500)
    await chat.sees("Đã nghe")
    right_edges = "[...document.querySelectorAll('body *')].map((e) => e.getBoundingClientRect().right)"
    assert max(await chat.page.evaluate(right_edges)) <= SIZES[size][0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
async def test_a_picture_is_kept_of_each_look(size, scheme, scene):
    chat = await scene.open(size, scheme)
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.sees("Chào anh/chị")
    await chat.picture("page")
