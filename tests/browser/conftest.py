"""A browser, and the chat page with a bot behind it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from bot.local import Cast, LocalServer, LocalTelegram, demo_cast, local_chat

REQUIRED = os.environ.get("DIEMTIN_REQUIRE_BROWSER") == "1"
OUTPUT = Path(__file__).parents[2] / "output"
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
WAIT_MS = 20_000

StartBot = Callable[[LocalServer], AbstractAsyncContextManager[None]]
MakeDue = Callable[[int], Awaitable[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One event loop for all, so that they can share one browser.
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        reason = f"no browser on PATH: {', '.join(names)}"
        pytest.fail(reason) if REQUIRED else pytest.skip(reason)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS + sandbox)
        yield opened
        await opened.close()


@dataclass
class ChatPage:
    """The chat page in a browser, as a person sees it."""

    page: Page
    name: str
    troubles: list[str] = field(default_factory=list)

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("combobox", name="Tin nhắn")

    @property
    def messages(self) -> Locator:
        return self.page.locator(".message")

    @property
    def last(self) -> Locator:
        return self.messages.last

    def key(self, label: str) -> Locator:
        """Return the newest button with a label."""
        return self.page.locator(".keys .key", has_text=re.compile(f"^{re.escape(label)}$")).last

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def sees(self, text: str) -> None:
        """Wait until the last message holds a text."""
        await expect(self.last).to_contain_text(text)

    async def picture(self, name: str) -> None:
        """Keep a picture of the page in the ignored output folder."""
        OUTPUT.mkdir(exist_ok=True)
        await self.page.screenshot(path=OUTPUT / f"{self.name}-{name}.png", animations="disabled")


@dataclass
class Stage:
    """A pretend Telegram with its cast and a running bot, and pages that look at it."""

    server: LocalServer
    telegram: LocalTelegram
    cast: Cast
    browser: Browser
    pages: list[ChatPage] = field(default_factory=list)

    async def open(self, size: str = "phone", scheme: str = "light", path: str = "/") -> ChatPage:
        """Open the page in a window of its own."""
        width, height = SIZES[size]
        context: BrowserContext = await self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if size == "phone" else 1,
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=size == "phone",
            locale="vi-VN",
        )
        await context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.server.url)
        page = await context.new_page()
        page.set_default_timeout(WAIT_MS)
        chat = ChatPage(page, f"{size}-{scheme}")
        page.on("pageerror", lambda error: chat.troubles.append(str(error)))
        page.on("console", lambda note: chat.troubles.append(note.text) if note.type == "error" else None)
        await page.goto(self.server.url + path)
        await page.wait_for_selector("html[data-ready]")
        self.pages.append(chat)
        return chat


@pytest_asyncio.fixture(loop_scope="session")
async def stage(browser: Browser) -> AsyncIterator[Callable[[StartBot, MakeDue | None], Awaitable[Stage]]]:
    """Give what sets a stage: `await stage(start_bot, make_due)`, with any way to start a bot.

    At the end no page may have reported an error, and the bot may have broken no rule of Telegram.
    """
    expect.set_options(timeout=WAIT_MS)
    stages: list[Stage] = []
    async with AsyncExitStack() as stack:

        async def set_up(start_bot: StartBot, make_due: MakeDue | None = None) -> Stage:
            async def nothing_due(chat_id: int) -> str:
                return f"Không có gì cho {chat_id}"

            telegram = LocalTelegram()
            cast = demo_cast(telegram)
            app = local_chat(telegram, cast, on_make_due=make_due or nothing_due)
            server = await stack.enter_async_context(LocalServer(telegram, app))
            await stack.enter_async_context(start_bot(server))
            stages.append(Stage(server, telegram, cast, browser))
            return stages[-1]

        yield set_up
        for one in stages:
            assert [page.troubles for page in one.pages if page.troubles] == []
            assert one.telegram.violations == []
            for page in one.pages:
                await page.page.context.close()
