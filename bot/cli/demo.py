"""`diemtin demo`: the real bot on a pretend Telegram, with a chat page in the browser."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bot import log as logs
from bot.app import Bot, build_bot, running
from bot.local import LocalServer, LocalTelegram, demo_cast, local_chat
from bot.local.cast import EDITOR_ID, PUBLISHER_ID
from bot.services import Services, open_services
from bot.settings import Settings, load_settings
from briefs.errors import InputError
from briefs.staff import Actor, Person, StaffRole

_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""A digest made due in the demo covers all that was ever published."""


async def run_demo(port: int, *, open_browser: bool, folder: Path | None) -> None:
    """Serve the chat page until SIGINT or SIGTERM; without `folder` nothing is kept."""
    logs.configure("WARNING", as_json=False)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with ExitStack() as stack:
        kept = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="diemtin-")))
        telegram = LocalTelegram()
        due = MakeDue()
        page = local_chat(telegram, demo_cast(telegram), on_make_due=due)
        async with LocalServer(telegram, page, port=_free(port)) as server:
            settings = demo_settings(server, kept)
            async with open_services(settings) as services:
                await services.seed_if_empty()
                await name_staff(services)
                bot = build_bot(services)
                due.ready(services, bot)
                async with running(bot, stop):
                    _announce(server.url, open_browser=open_browser)
                    await stop.wait()


def demo_settings(server: LocalServer, folder: Path) -> Settings:
    """Return settings that keep the demo on this machine, whatever the environment says."""
    return load_settings(
        None,
        telegram_token=server.telegram.token,
        telegram_base_url=server.base_url,
        telegram_base_file_url=server.base_file_url,
        telegram_proxy=None,
        database_url=f"sqlite:///{(folder / 'demo.db').resolve()}",
        webhook_url=None,
        owner_ids=(PUBLISHER_ID,),
        http_host="127.0.0.1",
        http_port=0,
    )


async def name_staff(services: Services) -> None:
    """Let the editor of the cast be one: what they make is handed in to the publisher, who owns the demo."""
    owner = Actor(Person("telegram", str(PUBLISHER_ID)), StaffRole.OWNER)
    await services.roster.grant(Person("telegram", str(EDITOR_ID), "Biên tập"), StaffRole.EDITOR, owner)


class MakeDue:
    """The page's button; the page is served before the bot is there."""

    def __init__(self) -> None:
        self._parts: tuple[Services, Bot] | None = None

    def ready(self, services: Services, bot: Bot) -> None:
        """Let the button work from now on."""
        """Take the bot that has started."""
        self._parts = services, bot

    async def __call__(self, chat_id: int) -> str:
        """Make what the chat follows due, start sending, and return what to tell the person."""
        """Make the digest of a chat due now; returns what to tell the person who asked."""
        if self._parts is None:
            return "Bot đang khởi động, anh/chị thử lại sau giây lát."
        services, bot = self._parts
        chat = await services.chats.find("telegram", str(chat_id))
        tr = services.catalogues.get(chat.language if chat else None)
        now = services.now()
        made = chat and await services.subscriptions.make_due(chat.id, now=now, covered_until=_LONG_AGO)
        if not made:
            return tr("Nothing is followed here yet; choose something with /subscribe first.")
        await bot.delivery.tick_now()
        return tr("The digest is due and on its way.")


def _free(port: int) -> int:
    """Return the port; raises InputError where something else listens on it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise InputError(f"Port {port} is taken. Try another: diemtin demo --port {port + 1}") from None
    return port


def _announce(url: str, *, open_browser: bool, opener: Callable[[str], bool] = webbrowser.open) -> None:
    sys.stdout.write(f"Điểm Tin is ready: {url}\nPress Ctrl+C to stop.\n")
    sys.stdout.flush()
    if open_browser:
        opener(url)
