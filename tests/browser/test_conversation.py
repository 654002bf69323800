"""The real bot in the chat page: from /start to a digest that arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
from playwright.async_api import expect

from bot.app import build_bot, running
from bot.cli.demo import MakeDue, demo_settings
from bot.services import open_services


@pytest_asyncio.fixture(loop_scope="session")
async def scene(stage, tmp_path):
    make_due = MakeDue()

    @asynccontextmanager
    async def real_bot(server) -> AsyncIterator[None]:
        async with open_services(demo_settings(server, tmp_path)) as services:
            await services.seed_if_empty()
            bot = build_bot(services)
            make_due.ready(services, bot)
            async with running(bot, asyncio.Event()):
                yield

    return await stage(real_bot, make_due)


async def test_a_reader_finds_a_brief_its_duties_and_gets_a_digest(scene):
    chat = await scene.open("phone")
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.sees("không dấu cũng được")
    await chat.picture("1-start")

    await chat.say("xuat khau")
    await chat.sees("xuất khẩu")
    await chat.picture("2-search")

    await chat.key("1").click()
    await chat.sees("Ai phải làm gì")
    await chat.picture("3-brief")

    await chat.say("/b5")
    await chat.sees("355/TB-VPCP")
    await chat.page.locator(".keys .key", has_text="nhiệm vụ").last.click()
    await chat.sees("Trang 1/")
    first = await chat.last.inner_text()
    await chat.key("›").click()
    await chat.sees("Trang 2/")
    assert await chat.last.inner_text() != first
    await chat.picture("4-duties")

    await chat.say("/dangky")
    await chat.key("Tất cả").click()
    await chat.key("Hằng ngày, 07:30").click()
    await chat.sees("Hằng ngày, 07:30")
    await chat.picture("5-subscribed")

    await chat.page.get_by_role("button", name="Thêm", exact=True).click()
    await chat.page.get_by_role("menuitem", name="Tạo bản tin đến hạn ngay").click()
    await chat.sees("bản mới")
    await expect(chat.last).to_contain_text("Có trong bản tin vì")
    await chat.picture("6-digest")


async def test_every_press_in_a_row_is_answered(scene):
    chat = await scene.open("desktop", "dark")
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    for label, expected in (("Mới nhất", "/b3"), ("« Trang đầu", "không dấu"), ("Cách dùng", "/search")):
        await chat.key(label).click()
        await chat.sees(expected)
        await expect(chat.page.locator("[aria-busy=true]")).to_have_count(0)
    await chat.picture("7-help")


async def test_the_menu_of_the_page_is_that_of_the_bot(scene):
    chat = await scene.open("desktop")
    await chat.page.get_by_role("button", name="Bắt đầu").click()
    await chat.sees("không dấu")
    await chat.page.get_by_role("button", name="Lệnh").click()
    await expect(chat.page.get_by_role("option").first).to_contain_text("Tìm theo từ khóa")
    await chat.picture("8-menu")
